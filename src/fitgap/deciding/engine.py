"""Open a database: connection settings, transactions, and the migrations that bring it to this program's shape."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError, SQLAlchemyError

from fitgap.model.message import StorageError, message

BUSY_TIMEOUT_SECONDS = 20.0
CONNECT_TIMEOUT_SECONDS = 5
WRITING = "fitgap_writing"
ONE_WRITER = 7_134_827
"""The number of the lock that every writing transaction on a server takes, as SQLite does by itself."""
POSTGRESQL_DRIVER = "postgresql+psycopg"
POSTGRESQL_NAMES = frozenset({"postgres", "postgresql"})
_written: WeakKeyDictionary[Engine, int] = WeakKeyDictionary()
FULL = ("database or disk is full", "No space left on device")
UNREACHABLE = frozenset({"08", "57"})
"""Classes of SQLSTATE: connection trouble, operator intervention (shutting down, starting up)."""


def open_engine(url: str) -> Engine:
    """Connect and migrate. Raises StorageError: not a database, no right to write, written by a newer fitgap."""
    engine = connect(url)
    where = location_of(engine.url)
    try:
        if engine.dialect.name == "sqlite":
            _write_ahead(engine)
        _migrate(engine, where)
    except (SQLAlchemyError, CommandError, OSError) as error:
        engine.dispose()
        raise StorageError(message(_opening(error), location=where, detail=_first_line(error))) from error
    except StorageError:
        engine.dispose()
        raise
    return engine


def connect(url: str) -> Engine:
    """An engine with fitgap's own connection settings; nothing is opened or migrated yet. Raises StorageError."""
    try:
        parsed = make_url(url)
        if parsed.drivername in POSTGRESQL_NAMES:
            parsed = parsed.set(drivername=POSTGRESQL_DRIVER)
        if parsed.get_backend_name() == "sqlite":
            _make_folder(parsed, location_of(parsed))
            engine = create_engine(parsed)
        else:
            timeout = {} if "connect_timeout" in parsed.query else {"connect_timeout": CONNECT_TIMEOUT_SECONDS}
            engine = create_engine(parsed, pool_pre_ping=True, connect_args=timeout)
    except ModuleNotFoundError as error:
        raise StorageError(message("storage.no_driver", detail=_first_line(error))) from error
    except (ArgumentError, NoSuchModuleError, TypeError) as error:
        raise StorageError(message("storage.bad_url", detail=_first_line(error))) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "begin", _begin_on_server)
    return engine


def location_of(url: URL) -> str:
    """A database's place as shown on screen: the path of a file, else the URL without its password."""
    if url.get_backend_name() == "sqlite" and url.database and not url.database.startswith("file:"):
        return str(Path(url.database).absolute())
    return url.render_as_string(hide_password=True)


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One consistent view of the database; raises StorageError when the database fails."""
    with storage_errors(engine), engine.connect() as plain:
        whole_view = {} if engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
        connection = plain.execution_options(**whole_view)
        with connection.begin():
            yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction: everything in it happens, or nothing. One writes at a time, so that what is read inside cannot
    change before it is written."""
    with storage_errors(engine), engine.connect() as plain, _writing_on(plain) as connection:
        yield connection
    _written[engine] = writes_of(engine) + 1


def writes_of(engine: Engine) -> int:
    """A number that changes with every transaction that this process wrote by `writing`."""
    return _written.get(engine, 0)


@contextmanager
def _writing_on(plain: Connection) -> Iterator[Connection]:
    connection = plain.execution_options(**{WRITING: True})
    with connection.begin():
        yield connection


@contextmanager
def storage_errors(engine: Engine) -> Iterator[None]:
    """Turn what the database driver says into a StorageError that says what to do."""
    try:
        yield
    except SQLAlchemyError as error:
        where = location_of(engine.url)
        raise StorageError(message(_failing(error), location=where, detail=_first_line(error))) from error


def _failing(error: SQLAlchemyError) -> str:
    """The sentence for a failure in the middle of work."""
    known = _known(error)
    if known:
        return known
    is_cut_off = isinstance(error, DBAPIError) and error.connection_invalidated
    return "storage.gone" if is_cut_off or _is_unreachable(error) else "storage.failed"


def _opening(error: Exception) -> str:
    """The sentence for a failure at the start."""
    return _known(error) or ("storage.gone" if _is_unreachable(error) else "storage.cannot_open")


def _known(error: BaseException) -> str:
    """The sentence for a failure whose cause is known; a rollback that failed too hides its cause behind itself."""
    cause: BaseException | None = error
    while cause is not None:
        said, state = str(cause), getattr(cause, "sqlstate", None)
        if state == "53100" or any(words in said for words in FULL):
            return "storage.full"
        if state == "25006" or "readonly database" in said:
            return "storage.read_only"
        cause = cause.__context__
    return ""


def _is_unreachable(error: Exception) -> bool:
    """True when a server does not answer, shuts down or starts up; a file is never unreachable."""
    if not isinstance(error, OperationalError):
        return False
    state = getattr(error.orig, "sqlstate", None)
    return "psycopg" in type(error.orig).__module__ and (state is None or state[:2] in UNREACHABLE)


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


def _begin_on_server(connection: Connection) -> None:
    if connection.get_execution_options().get(WRITING, False):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ONE_WRITER})")


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
