"""Open a database: connection settings, transactions, and the migrations that bring it to this program's shape."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError, SQLAlchemyError

from fitgap.model.message import StorageError, message

BUSY_TIMEOUT_SECONDS = 20.0
WRITING = "fitgap_writing"


def open_engine(url: str) -> Engine:
    """Connect and migrate. Raises StorageError: not a database, no right to write, written by a newer fitgap."""
    try:
        parsed = make_url(url)
        where = location_of(parsed)
        if parsed.get_backend_name() == "sqlite":
            _make_folder(parsed, where)
        engine = create_engine(parsed)
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise StorageError(message("storage.bad_url", detail=_first_line(error))) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    try:
        if engine.dialect.name == "sqlite":
            _write_ahead(engine)
        _migrate(engine, where)
    except (SQLAlchemyError, CommandError, OSError) as error:
        engine.dispose()
        raise StorageError(message("storage.cannot_open", location=where, detail=_first_line(error))) from error
    except StorageError:
        engine.dispose()
        raise
    return engine


def location_of(url: URL) -> str:
    """A database's place as shown on screen: the path of a file, else the URL without its password."""
    if url.get_backend_name() == "sqlite" and url.database and not url.database.startswith("file:"):
        return str(Path(url.database).absolute())
    return url.render_as_string(hide_password=True)


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One consistent view of the database; raises StorageError when the database fails."""
    with _storage_errors(engine), engine.begin() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction: everything in it happens, or nothing. SQLite takes its write lock at once, so that what is
    read inside cannot change before it is written."""
    with _storage_errors(engine), engine.connect() as plain, _writing_on(plain) as connection:
        yield connection


@contextmanager
def _writing_on(plain: Connection) -> Iterator[Connection]:
    connection = plain.execution_options(**{WRITING: True})
    with connection.begin():
        yield connection


@contextmanager
def _storage_errors(engine: Engine) -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        where = location_of(engine.url)
        raise StorageError(message("storage.failed", location=where, detail=_first_line(error))) from error


def _make_folder(url: URL, where: str) -> None:
    if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
        return
    try:
        Path(url.database).absolute().parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(message("storage.cannot_open", location=where, detail=_first_line(error))) from error


def _set_up_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver would begin transactions on its own, too late for a write lock
    connection.execute(f"PRAGMA busy_timeout = {int(BUSY_TIMEOUT_SECONDS * 1000)}")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin_sqlite(connection: Connection) -> None:
    is_writing = connection.get_execution_options().get(WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing else "BEGIN")


def _write_ahead(engine: Engine) -> None:
    """Let people read while somebody writes. SQLite does not wait for its lock here, so two first opens retry."""
    give_up_at = time.monotonic() + BUSY_TIMEOUT_SECONDS
    while True:
        raw = engine.raw_connection()
        try:
            cursor = raw.cursor()
            cursor.execute("PRAGMA journal_mode")
            if cursor.fetchone() not in {("wal",), ("memory",)}:
                cursor.execute("PRAGMA journal_mode = WAL")
        except engine.dialect.loaded_dbapi.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > give_up_at:
                raise OperationalError("PRAGMA journal_mode", None, error) from error
            time.sleep(0.05)
        except engine.dialect.loaded_dbapi.Error as error:
            raise OperationalError("PRAGMA journal_mode", None, error) from error
        else:
            return
        finally:
            raw.close()


def _migrate(engine: Engine, where: str) -> None:
    """Bring the tables up to date in one transaction; a second process waits for it and then finds nothing to do.

    Where nothing is to be done a write that changes nothing finds a read-only database out at once.
    """
    config = Config()
    config.set_main_option("script_location", "fitgap.deciding:migrations")
    config.set_main_option("path_separator", "os")
    script = ScriptDirectory.from_config(config)
    with engine.connect() as plain, _writing_on(plain) as connection:
        found = MigrationContext.configure(connection).get_current_revision()
        if found is not None and found not in {revision.revision for revision in script.walk_revisions()}:
            raise StorageError(message("storage.newer", location=where, found=found))
        if found == script.get_current_head():
            connection.execute(text("UPDATE alembic_version SET version_num = version_num WHERE 1 = 0"))
        else:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def _first_line(error: BaseException) -> str:
    cause = getattr(error, "orig", None) or error
    return (str(cause).strip().splitlines() or [type(cause).__name__])[0]
