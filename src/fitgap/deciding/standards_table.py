"""Which flows are marked as the published standard of their process: every mark and its taking back is a row."""

from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select

from fitgap.deciding import flows_table
from fitgap.deciding.schema import flows, standard_marks


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardMark:
    """A mark that holds; `flow_id` is the flow's current version."""

    flow_id: int
    person: str
    at: str


def current(connection: Connection) -> tuple[StandardMark, ...]:
    """The marks that hold on current flows; a mark stays with the later versions of its flow."""
    marked = flows.alias()
    newest = (
        select(func.max(standard_marks.c.id))
        .join(marked, marked.c.id == standard_marks.c.flow_id)
        .group_by(marked.c.series_id)
    )
    query = (
        select(flows.c.id, standard_marks.c.person, standard_marks.c.at)
        .select_from(standard_marks)
        .join(marked, marked.c.id == standard_marks.c.flow_id)
        .join(flows, flows.c.series_id == marked.c.series_id)
        .where(standard_marks.c.id.in_(newest), standard_marks.c.is_marked, flows.c.is_current)
        .order_by(flows.c.id)
    )
    return tuple(StandardMark(flow_id=row.id, person=row.person, at=row.at) for row in connection.execute(query))


def put(connection: Connection, flow_id: int, *, is_marked: bool, person: str, at: str) -> None:
    """Mark a current flow, or take the mark back; raises UsageError or ConflictError when the flow is not there."""
    flows_table.hold(connection, flow_id)
    connection.execute(insert(standard_marks).values(flow_id=flow_id, is_marked=is_marked, person=person, at=at))
