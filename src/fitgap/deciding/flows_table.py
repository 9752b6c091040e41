"""Flows: their rows, versions and original files."""

from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, Select, func, insert, select, update

from fitgap.deciding import contents_table
from fitgap.deciding.records import FlowRow, IssueCounts
from fitgap.deciding.schema import flows
from fitgap.model.message import ConflictError, UsageError, message


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFlow:
    """A flow to be stored; `options` is the JSON that its reader needs to read the same thing again."""

    member: str
    name: str
    file: str
    notation: str
    content: bytes
    content_hash: str
    options: str
    step_count: int
    issue_counts: IssueCounts
    imported_at: str
    imported_by: str


def current(connection: Connection, member: str | None) -> tuple[FlowRow, ...]:
    """The flows that hold now, by member in order of the members' first import, then in order of import."""
    first = _first_imports().subquery()
    query = (
        select(flows)
        .join(first, first.c.member == flows.c.member)
        .where(flows.c.is_current)
        .order_by(first.c.first_id, flows.c.series_id)
    )
    if member is not None:
        query = query.where(flows.c.member == member)
    return tuple(_row(found) for found in connection.execute(query).mappings())


def members(connection: Connection) -> tuple[str, ...]:
    """The members with a current flow, in order of their first import."""
    found = connection.execute(_first_imports().where(flows.c.is_current).order_by(func.min(flows.c.id)))
    return tuple(row.member for row in found)


def row(connection: Connection, flow_id: int) -> FlowRow:
    """One version; raises UsageError for an unknown id."""
    return _row(_find(connection, flow_id))


def versions(connection: Connection, flow_id: int) -> tuple[FlowRow, ...]:
    """Every version of the flow that this version belongs to, newest first."""
    series = _find(connection, flow_id)["series_id"]
    query = select(flows).where(flows.c.series_id == series).order_by(flows.c.version.desc())
    return tuple(_row(found) for found in connection.execute(query).mappings())


def original(connection: Connection, flow_id: int) -> tuple[FlowRow, bytes, str]:
    """A version's row, the bytes of its file and the reader's options."""
    found = _find(connection, flow_id)
    return _row(found), contents_table.get(connection, found["blob_hash"]), str(found["options"])


def hold(connection: Connection, flow_id: int) -> FlowRow:
    """Keep a current version from being replaced until the transaction ends.

    Raises UsageError for an unknown id, ConflictError when it was replaced or removed.
    """
    query = select(flows).where(flows.c.id == flow_id).with_for_update()
    found = connection.execute(query).mappings().one_or_none()
    if found is None:
        raise UsageError(message("workspace.no_flow", flow_id=flow_id))
    if not found["is_current"]:
        raise _replaced(connection, found)
    return _row(found)


def add(connection: Connection, new: NewFlow) -> int:
    """Store a flow as the first version of its own series."""
    return _insert(connection, new, series_id=None, version=1)


def replace(connection: Connection, new: NewFlow, earlier_id: int) -> int:
    """Store a flow as the next version of an earlier one, which stays as history."""
    hold(connection, earlier_id)
    series_id = _find(connection, earlier_id)["series_id"]
    newest = connection.execute(select(func.max(flows.c.version)).where(flows.c.series_id == series_id)).scalar_one()
    connection.execute(update(flows).where(flows.c.id == earlier_id).values(is_current=False))
    return _insert(connection, new, series_id=series_id, version=newest + 1)


def remove(connection: Connection, flow_id: int, at: str, person: str) -> None:
    """Mark a current version as removed."""
    hold(connection, flow_id)
    connection.execute(
        update(flows).where(flows.c.id == flow_id).values(is_current=False, removed_at=at, removed_by=person)
    )


def _insert(connection: Connection, new: NewFlow, *, series_id: int | None, version: int) -> int:
    statement = insert(flows).values(
        series_id=series_id,
        member=new.member,
        name=new.name,
        file=new.file,
        notation=new.notation,
        version=version,
        is_current=True,
        blob_hash=contents_table.put(connection, new.content),
        content_hash=new.content_hash,
        options=new.options,
        step_count=new.step_count,
        error_count=new.issue_counts.errors,
        warning_count=new.issue_counts.warnings,
        info_count=new.issue_counts.infos,
        imported_at=new.imported_at,
        imported_by=new.imported_by,
    )
    flow_id = int(connection.execute(statement.returning(flows.c.id)).scalar_one())
    if series_id is None:
        connection.execute(update(flows).where(flows.c.id == flow_id).values(series_id=flow_id))
    return flow_id


def _first_imports() -> Select[tuple[str, int]]:
    return select(flows.c.member, func.min(flows.c.id).label("first_id")).group_by(flows.c.member)


def _find(connection: Connection, flow_id: int) -> RowMapping:
    found = connection.execute(select(flows).where(flows.c.id == flow_id)).mappings().one_or_none()
    if found is None:
        raise UsageError(message("workspace.no_flow", flow_id=flow_id))
    return found


def _replaced(connection: Connection, found: RowMapping) -> ConflictError:
    if found["removed_by"]:
        said = message("workspace.flow_removed", name=found["name"], person=found["removed_by"], at=found["removed_at"])
        return ConflictError(said)
    newest = versions(connection, found["id"])[0]
    return ConflictError(
        message("workspace.flow_replaced", name=newest.name, person=newest.imported_by, at=newest.imported_at)
    )


def _row(found: RowMapping) -> FlowRow:
    return FlowRow(
        id=found["id"],
        member=found["member"],
        name=found["name"],
        file=found["file"],
        notation=found["notation"],
        version=found["version"],
        step_count=found["step_count"],
        imported_at=found["imported_at"],
        imported_by=found["imported_by"],
        content_hash=found["content_hash"],
        issue_counts=IssueCounts(
            errors=found["error_count"], warnings=found["warning_count"], infos=found["info_count"]
        ),
        is_current=found["is_current"],
        series_id=found["series_id"],
    )
