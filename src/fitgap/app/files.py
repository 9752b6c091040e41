"""Files and folders as people name them on the command line."""

import os
import tempfile
from pathlib import Path

from fitgap.model.message import UsageError, message
from fitgap.reading import FLOW_READERS
from fitgap.reading.catalog import CATALOG_READERS
from fitgap.reading.result import NamedBytes

FLOW_SUFFIXES = frozenset(FLOW_READERS)
CATALOG_SUFFIXES = frozenset(CATALOG_READERS)
PACKAGE_FILE = "package.toml"


def flow_files(path: Path) -> tuple[Path, ...]:
    """A file itself, or every file with a flow's suffix in a folder and below, in order of path."""
    if path.is_dir():
        return tuple(
            file
            for file in sorted(path.rglob("*"))
            if file.suffix.lower() in FLOW_SUFFIXES and file.is_file() and not _is_hidden(file.relative_to(path))
        )
    if not path.exists():
        raise UsageError(message("cli.no_file", file=str(path)))
    return (path,)


def catalog_files(path: Path) -> tuple[Path, ...]:
    """A file itself, or the tables and the `package.toml` directly in a folder, in order of name."""
    if path.is_dir():
        found = tuple(
            file
            for file in sorted(path.iterdir())
            if (file.suffix.lower() in CATALOG_SUFFIXES or file.name == PACKAGE_FILE)
            and file.is_file()
            and not _is_hidden(file.relative_to(path))
        )
        if not found:
            raise UsageError(message("cli.empty_catalog", folder=str(path)))
        return found
    if not path.exists():
        raise UsageError(message("cli.no_file", file=str(path)))
    return (path,)


def load(file: Path, *, name: str = "") -> NamedBytes:
    """A file's bytes under its own name; raises UsageError when it cannot be read."""
    try:
        return NamedBytes(name=name or file.name, content=file.read_bytes())
    except OSError as error:
        raise UsageError(message("cli.cannot_read", file=str(file), detail=error.strerror or str(error))) from error


def write_whole(file: Path, content: bytes) -> None:
    """Write a file so that nobody ever sees half of it; raises UsageError when the folder does not allow it."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{file.name}.", suffix=".part", dir=file.parent)
        part = Path(name)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            part.chmod(file.stat().st_mode & 0o777 if file.exists() else 0o666 & ~_umask())
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise UsageError(message("cli.cannot_write", file=str(file), detail=error.strerror or str(error))) from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _is_hidden(path: Path) -> bool:
    return any(part.startswith((".", "~$")) for part in path.parts)
