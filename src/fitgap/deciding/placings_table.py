"""Which process people said a flow belongs to: rows are added, the last one of a flow's series holds."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, RowMapping, func, insert, select, update

from fitgap.deciding import flows_table
from fitgap.deciding.schema import flows
from fitgap.deciding.schema_aligning import flow_placings
from fitgap.model.correction import Placing
from fitgap.model.message import ConflictError, UsageError, message


def revision(connection: Connection) -> int:
    """How many rows there are."""
    return int(connection.execute(select(func.count()).select_from(flow_placings)).scalar_one())


def everything(connection: Connection) -> tuple[Placing, ...]:
    """Every row ever written, oldest first; a flow is named by its newest version."""
    newest = select(flows.c.series_id, func.max(flows.c.id).label("newest_id")).group_by(flows.c.series_id).subquery()
    query = (
        select(flow_placings, newest.c.newest_id)
        .join(newest, newest.c.series_id == flow_placings.c.series_id)
        .order_by(flow_placings.c.id)
    )
    return tuple(_placing(row) for row in connection.execute(query).mappings())


def holding(connection: Connection) -> Mapping[int, Placing]:
    """The row that holds for each flow that a person placed, by the id of its newest version."""
    return {placing.flow_id: placing for placing in everything(connection)}


def add(connection: Connection, processes: Mapping[int, str], person: str, at: str, seen: int) -> int:
    """Place flows (by id) in processes by name, all or none; an empty name leaves it to the machine again.

    Returns the batch. Raises ConflictError when a flow was replaced, or placed by somebody after the row `seen`.
    """
    holds = holding(connection)
    for flow_id in sorted(processes):
        flows_table.hold(connection, flow_id)
        if (newest := holds.get(flow_id)) and newest.id > seen:
            raise _conflict(connection, newest)
    return _write(connection, [(flow_id, name, holds) for flow_id, name in sorted(processes.items())], person, at)


def undo(connection: Connection, batch: int, person: str, at: str) -> int:
    """Give the flows of a batch back what they had before it.

    Raises ConflictError when one of them was placed again since then, UsageError for an unknown batch.
    """
    rows = [placing for placing in everything(connection) if placing.batch == batch]
    if not rows:
        raise UsageError(message("alignment.no_placing", batch=batch))
    holds = holding(connection)
    for row in rows:
        if holds[row.flow_id].batch != batch:
            raise _conflict(connection, holds[row.flow_id])
    return _write(connection, [(row.flow_id, row.before, holds) for row in rows], person, at)


def _write(
    connection: Connection, placed: Sequence[tuple[int, str, Mapping[int, Placing]]], person: str, at: str
) -> int:
    batch = 0
    for flow_id, name, holds in placed:
        series = select(flows.c.series_id).where(flows.c.id == flow_id)
        values = {
            "batch": batch,
            "flow_id": flow_id,
            "series_id": connection.execute(series).scalar_one(),
            "process": name,
            "process_before": holds[flow_id].process if flow_id in holds else "",
            "person": person,
            "at": at,
        }
        number = int(
            connection.execute(insert(flow_placings).values(values).returning(flow_placings.c.id)).scalar_one()
        )
        if not batch:
            batch = number
            connection.execute(update(flow_placings).where(flow_placings.c.id == number).values(batch=batch))
    return batch


def _conflict(connection: Connection, newest: Placing) -> ConflictError:
    row = flows_table.row(connection, newest.flow_id)
    return ConflictError(
        message(
            "alignment.conflict.placing",
            person=newest.person,
            at=newest.at,
            member=row.member,
            flow=row.name,
            process=newest.process,
        )
    )


def _placing(row: RowMapping) -> Placing:
    return Placing(
        id=row["id"],
        batch=row["batch"],
        flow_id=row["newest_id"],
        process=row["process"],
        before=row["process_before"],
        person=row["person"],
        at=row["at"],
    )
