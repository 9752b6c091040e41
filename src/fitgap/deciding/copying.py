"""The whole content of a database: counted into one hash, and copied row by row into another, whatever kind it is.

A copy between two kinds of database is proven by the hash: every value of every row goes into it, and nothing of how a
database keeps them.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Integer, MetaData, Select, Table, func, insert, inspect, select, text

from fitgap.deciding.schema import audit_head, metadata

SEAL = "fitgap_seal"
ROWS_AT_ONCE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a database holds: how many rows in all tables, and one SHA-256 (hex) over all of them."""

    rows: int
    digest: str


def content_of(connection: Connection) -> Content:
    """Count and hash every row of every table, whatever release of fitgap wrote them."""
    whole, rows = hashlib.sha256(), 0
    for name in sorted(set(inspect(connection).get_table_names()) - {SEAL}):
        table = Table(name, MetaData(), autoload_with=connection, resolve_fks=False)
        columns = sorted(table.columns, key=lambda column: column.name)
        found = sorted(_row_digest(tuple(row)) for row in _stream(connection, select(*columns)))
        rows += len(found)
        whole.update(json.dumps([name, [column.name for column in columns], len(found)]).encode())
        whole.update(b"".join(found))
    return Content(rows=rows, digest=whole.hexdigest())


def is_empty(connection: Connection) -> bool:
    """True for a database into which nobody has put anything yet."""
    tables = (table for table in metadata.sorted_tables if table is not audit_head)
    return not any(connection.execute(select(func.count()).select_from(table)).scalar_one() for table in tables)


def copy_all(source: Connection, target: Connection) -> None:
    """Put the content of one database of this release in the place of another's."""
    with _references_at_the_end(target):
        for table in reversed(metadata.sorted_tables):
            target.execute(table.delete())
        for table in metadata.sorted_tables:
            for rows in _chunks(source, table):
                target.execute(insert(table), rows)
    _count_on(target)


def _row_digest(row: tuple[object, ...]) -> bytes:
    plain = [value.hex() if isinstance(value, bytes | memoryview) else value for value in row]
    return hashlib.sha256(json.dumps(plain, ensure_ascii=False, default=str).encode()).digest()


def _stream(connection: Connection, query: Select[Any]) -> Iterator[tuple[object, ...]]:
    for row in connection.execute(query.execution_options(yield_per=ROWS_AT_ONCE)):
        yield tuple(row)


def _chunks(source: Connection, table: Table) -> Iterator[list[dict[str, object]]]:
    names = [column.name for column in table.columns]
    query = select(table).order_by(*table.primary_key.columns)
    rows: list[dict[str, object]] = []
    for row in _stream(source, query):
        rows.append(dict(zip(names, row, strict=True)))
        if len(rows) == ROWS_AT_ONCE:
            yield rows
            rows = []
    if rows:
        yield rows


@contextmanager
def _references_at_the_end(target: Connection) -> Iterator[None]:
    """Let rows refer to rows that come later (a choice to the one that superseded it); checked before this ends, or
    by SQLite when the transaction does."""
    if target.dialect.name == "sqlite":
        target.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        yield
        return
    references = [
        f'ALTER TABLE "{table.name}" ALTER CONSTRAINT "{found["name"]}"'
        for table in metadata.sorted_tables
        for found in inspect(target).get_foreign_keys(table.name)
    ]
    for reference in references:
        target.exec_driver_sql(f"{reference} DEFERRABLE INITIALLY DEFERRED")
    yield
    target.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
    for reference in references:
        target.exec_driver_sql(f"{reference} NOT DEFERRABLE")


def _count_on(target: Connection) -> None:
    """Let new rows get numbers above the copied ones; SQLite does so by itself."""
    if target.dialect.name == "sqlite":
        return
    for table in metadata.sorted_tables:
        keys = list(table.primary_key.columns)
        if len(keys) == 1 and isinstance(keys[0].type, Integer) and keys[0].autoincrement is not False:
            highest = target.execute(select(func.max(keys[0]))).scalar_one()
            sequence = {"table": table.name, "column": keys[0].name, "to": highest or 1, "used": highest is not None}
            target.execute(text("SELECT setval(pg_get_serial_sequence(:table, :column), :to, :used)"), sequence)
