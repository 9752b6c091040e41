"""The samples that the product ships: in the checkout's root, or in the wheel under `fitgap/samples`."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import fitgap
from fitgap.app.files import CATALOG_SUFFIXES, catalog_files, flow_files
from fitgap.model.message import UsageError, message

MEMBER_FILE = "member.toml"


def samples_root() -> Path:
    """The folder that holds `processes` and `package_catalogs`; raises UsageError where the samples are missing."""
    package = Path(fitgap.__file__).parent
    for root in (package / "samples", package.parent.parent):
        if (root / "processes").is_dir() and (root / "package_catalogs").is_dir():
            return root
    raise UsageError(message("workspace.no_samples"))


def sample_flows() -> Iterator[tuple[str, Path]]:
    """Each sample flow with its member's name, from `member.toml` beside the flows or else the folder's name."""
    for folder in sorted(path for path in (samples_root() / "processes").iterdir() if path.is_dir()):
        member = member_name(folder)
        for file in flow_files(folder):
            yield member, file


def sample_catalogs() -> Iterator[tuple[str, tuple[Path, ...]]]:
    """Each sample catalogue's key (its folder's name) with its files."""
    for folder in sorted(path for path in (samples_root() / "package_catalogs").iterdir() if path.is_dir()):
        files = catalog_files(folder)
        if any(file.suffix.lower() in CATALOG_SUFFIXES for file in files):
            yield folder.name, files


def sample_scenario() -> str:
    """The sample scenario of systems over years, as TOML."""
    return (samples_root() / "scenarios" / "five-towns.toml").read_text(encoding="utf-8")


def member_name(folder: Path) -> str:
    """The name that a member's folder gives itself."""
    about = folder / MEMBER_FILE
    if about.is_file():
        return str(tomllib.loads(about.read_text(encoding="utf-8")).get("name", folder.name))
    return folder.name
