"""Cost entries: rates, settings, sets and registers as people set them, append-only."""

from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, func, insert, select

from fitgap.deciding.cost_schema import cost_entries
from fitgap.model.cost_entry import CostEntry, EntryKind
from fitgap.model.message import ConflictError, message


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCostEntry:
    """An entry to be added."""

    kind: EntryKind
    key: str
    value: str
    person: str
    at: str


def everything(connection: Connection) -> tuple[CostEntry, ...]:
    """Every entry ever made, oldest first."""
    return tuple(_entry(row) for row in connection.execute(select(cost_entries).order_by(cost_entries.c.id)).mappings())


def revision(connection: Connection) -> int:
    """A number that changes with every entry."""
    return connection.execute(select(func.max(cost_entries.c.id))).scalar_one() or 0


def add(connection: Connection, new: NewCostEntry, seen_id: int | None) -> CostEntry:
    """Add an entry; raises ConflictError (who, when) when its key has a newer one than the person saw."""
    query = select(cost_entries).where(cost_entries.c.kind == new.kind.value, cost_entries.c.key == new.key)
    found = connection.execute(query.order_by(cost_entries.c.id.desc()).limit(1)).mappings().first()
    newest = _entry(found) if found else None
    if newest and newest.id != seen_id:
        raise ConflictError(message("costs.conflict", key=new.key, person=newest.person, at=newest.at))
    statement = insert(cost_entries).values(
        kind=new.kind.value,
        key=new.key,
        value=new.value,
        person=new.person,
        at=new.at,
        supersedes_id=newest.id if newest else None,
    )
    entry_id = connection.execute(statement.returning(cost_entries.c.id)).scalar_one()
    return CostEntry(id=entry_id, kind=new.kind, key=new.key, value=new.value, person=new.person, at=new.at)


def _entry(row: RowMapping) -> CostEntry:
    return CostEntry(
        id=row["id"],
        kind=EntryKind(row["kind"]),
        key=row["key"],
        value=row["value"],
        person=row["person"],
        at=row["at"],
    )
