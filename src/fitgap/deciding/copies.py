"""Sealed copies of a whole database in one portable file, taken and put back while people work, and moving house."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Column, Connection, Engine, Integer, MetaData, String, Table, insert, inspect, select
from sqlalchemy.engine import URL

from fitgap.deciding import audit_table
from fitgap.deciding.copying import SEAL, Content, content_of, copy_all, is_empty
from fitgap.deciding.engine import connect, location_of, open_engine, reading, writing
from fitgap.model.message import StorageError, UsageError, message

seal = Table(
    SEAL,
    MetaData(),
    Column("digest", String, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("made_at", String, nullable=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was put back, and where the state before it is kept (None when the database was empty)."""

    content: Content
    kept: Path | None


def take_copy(engine: Engine, file: Path, at: str, who: str) -> Content:
    """Write one consistent view of a database into a file; people may go on working. Raises UsageError for a file
    that is there already, StorageError when the copy is not the same."""
    with reading(engine) as source:
        content = _write_sealed(source, file, at)
    with writing(engine) as connection:
        _record(connection, "copy.made", who, at, file.name, content)
    return content


def put_back(engine: Engine, file: Path, kept: Path, at: str, who: str) -> Restored:
    """Put a sealed copy in the place of what is there, in one transaction; what was there goes into `kept` first.

    Raises UsageError for a file that is no copy or was altered, StorageError when the result is not the same.
    """
    with _opened_copy(file) as copy, reading(copy) as source, writing(engine) as target:
        content = content_of(source)
        was_empty = is_empty(target)
        if not was_empty:
            _write_sealed(target, kept, at)
        copy_all(source, target)
        _must_be(content_of(target), content, engine)
        _record(target, "copy.restored", who, at, file.name, content)
    return Restored(content=content, kept=None if was_empty else kept)


def move_to(engine: Engine, url: str, at: str, who: str) -> Content:
    """Copy everything into an empty database of another URL; nothing is written here meanwhile. Raises UsageError
    when it is this very one or holds something, StorageError when the copy is not the same."""
    if location_of(connect(url).url) == location_of(engine.url):
        raise UsageError(message("copies.same", location=location_of(engine.url)))
    other = open_engine(url)
    try:
        with writing(engine) as source, writing(other) as target:
            if not is_empty(target):
                raise UsageError(message("copies.not_empty", location=location_of(other.url)))
            content = content_of(source)
            copy_all(source, target)
            _must_be(content_of(target), content, other)
            _record(target, "copy.moved", who, at, location_of(engine.url), content)
    finally:
        other.dispose()
    return content


def _write_sealed(source: Connection, file: Path, at: str) -> Content:
    if file.exists():
        raise UsageError(message("copies.exists", file=str(file)))
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".fitgap-", dir=file.parent) as folder:
            part = Path(folder) / "part"
            content = _fill(source, part, at)
            part.replace(file)
    except OSError as error:
        raise UsageError(message("cli.cannot_write", file=str(file), detail=error.strerror or str(error))) from error
    return content


def _fill(source: Connection, part: Path, at: str) -> Content:
    engine = open_engine(_url(part))
    try:
        with writing(engine) as target:
            content = content_of(source)
            copy_all(source, target)
            _must_be(content_of(target), content, engine)
            seal.create(target)
            target.execute(insert(seal).values(digest=content.digest, rows=content.rows, made_at=at))
        with closing(engine.raw_connection()) as raw:
            raw.cursor().execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it
    finally:
        engine.dispose()
    return content


@contextmanager
def _opened_copy(file: Path) -> Iterator[Engine]:
    """A sealed copy in a place of its own, proven whole and then brought to this release."""
    with tempfile.TemporaryDirectory(prefix="fitgap-") as folder:
        own = Path(folder) / "copy"
        try:
            shutil.copyfile(file, own)
        except OSError as error:
            said = message("cli.cannot_read", file=str(file), detail=error.strerror or str(error))
            raise UsageError(said) from error
        _check_seal(own, file)
        engine = open_engine(_url(own))
        try:
            yield engine
        finally:
            engine.dispose()


def _check_seal(own: Path, file: Path) -> None:
    engine = connect(_url(own))
    try:
        with reading(engine) as connection:
            if SEAL not in inspect(connection).get_table_names():
                raise UsageError(message("copies.no_copy", file=str(file)))
            sealed = connection.execute(select(seal.c.digest)).scalar_one_or_none()
            if content_of(connection).digest != sealed:
                raise UsageError(message("copies.altered", file=str(file)))
    except StorageError as error:
        raise UsageError(message("copies.no_copy", file=str(file))) from error
    finally:
        engine.dispose()


def _must_be(found: Content, expected: Content, engine: Engine) -> None:
    if found != expected:
        raise StorageError(message("copies.differs", location=location_of(engine.url)))


def _record(connection: Connection, what: str, who: str, at: str, subject: str, content: Content) -> None:
    details: dict[str, str | int] = {"rows": content.rows, "content": content.digest}
    audit_table.record(connection, what=what, who=who, at=at, subject=subject, details=details)


def _url(file: Path) -> str:
    return URL.create("sqlite", database=str(file)).render_as_string(hide_password=False)
