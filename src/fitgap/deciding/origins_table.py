"""Where the items of a re-imported flow first came from, so that decisions find them under any later id."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from fitgap.deciding.decision_schema import item_origins
from fitgap.model.decision import SubjectKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Succession:
    """An item of a later version and the id of the earlier version's item that it continues, None for a new one."""

    kind: SubjectKind
    item_id: str
    earlier_id: str | None


def origins(connection: Connection, flow_id: int, kind: SubjectKind) -> dict[str, str]:
    """The origins by id of those items of a version whose origin is not their id."""
    query = select(item_origins).where(item_origins.c.flow_id == flow_id, item_origins.c.kind == kind.value)
    return {found.item_id: found.origin for found in connection.execute(query)}


def carry(connection: Connection, earlier_flow_id: int, flow_id: int, successions: Iterable[Succession]) -> None:
    """Keep the origins of a later version's items; an item that is new there is called after the version."""
    known = {kind: origins(connection, earlier_flow_id, kind) for kind in SubjectKind}
    for item in successions:
        if item.earlier_id is None:
            origin = f"{item.item_id}@{flow_id}"
        else:
            origin = known[item.kind].get(item.earlier_id, item.earlier_id)
        if origin != item.item_id:
            connection.execute(
                insert(item_origins).values(flow_id=flow_id, kind=item.kind.value, item_id=item.item_id, origin=origin)
            )
