"""A common flow's steps and ways as a `Flow`: events, gateways where ways part, lanes, documents."""

from collections.abc import Iterator, Sequence

from fitgap.comparing.changes import Unit
from fitgap.comparing.voting import CommonWay
from fitgap.model.flow import (
    Document,
    DocumentKind,
    DocumentLink,
    Flow,
    Lane,
    Line,
    LineKind,
    Node,
    Origin,
    Process,
)
from fitgap.model.message import Source

_PROCESS = "Process_1"
_START, _END = "Start_1", "End_1"
_HERE = Source(file="")


def draw_up(name: str, units: Sequence[Unit], ways: Sequence[CommonWay]) -> Flow:
    """The flow with plain ids; it has a start and an end, and every way that parts does so at a gateway."""
    lane_ids = {lane: f"Lane_{i}" for i, lane in enumerate(dict.fromkeys(u.lane for u in units if u.lane), start=1)}
    forms = {
        form: f"Document_{i}" for i, form in enumerate(dict.fromkeys(f for u in units for f, _ in u.forms), start=1)
    }
    first_lane = lane_ids.get(units[0].lane, "") if units else ""
    last_lane = lane_ids.get(units[-1].lane, "") if units else ""
    ending = _ending(units, ways)
    parting = [unit for unit in units if sum(way.before == unit.number for way in ways) + (unit.number in ending) > 1]
    nodes = [
        _node(_START, "startEvent", first_lane),
        *(_step(unit, lane_ids.get(unit.lane, "")) for unit in units),
        *(_node(_gateway(unit), "exclusiveGateway", lane_ids.get(unit.lane, "")) for unit in parting),
        _node(_END, "endEvent", last_lane),
    ]
    return Flow(
        name=name,
        file="",
        notation="common",
        processes=(Process(id=_PROCESS, name=name, source=_HERE),),
        lanes=tuple(
            Lane(id=key, name=lane, path=(lane,), process_id=_PROCESS, source=_HERE) for lane, key in lane_ids.items()
        ),
        nodes=tuple(nodes),
        lines=tuple(_lines(units, ways, {unit.number for unit in parting}, ending)),
        documents=tuple(
            Document(id=key, kind=DocumentKind.DATA_OBJECT_REFERENCE, name=form, source=_HERE, process_id=_PROCESS)
            for form, key in forms.items()
        ),
        document_links=tuple(
            DocumentLink(node_id=unit.node_id, document_id=forms[form], direction=direction, source=_HERE)
            for unit in units
            for form, direction in unit.forms
        ),
    )


def _ending(units: Sequence[Unit], ways: Sequence[CommonWay]) -> set[int]:
    """The steps after which the flow is over: those that lead nowhere else, or the last where all lead back."""
    left = {way.before for way in ways if way.before != way.after}
    return {unit.number for unit in units if unit.number not in left} or {unit.number for unit in units[-1:]}


def _lines(units: Sequence[Unit], ways: Sequence[CommonWay], parting: set[int], ending: set[int]) -> Iterator[Line]:
    by_number = {unit.number: unit for unit in units}
    entered = {way.after for way in ways if way.before != way.after}
    pairs: list[tuple[str, str, str]] = []
    for index, unit in enumerate(units):
        if unit.number not in entered or index == 0:
            pairs.append((_START, unit.node_id, ""))
    pairs.extend((by_number[number].node_id, _gateway(by_number[number]), "") for number in sorted(parting))
    for way in ways:
        start, end = by_number[way.before], by_number[way.after]
        is_parting = way.before in parting
        here = _gateway(start) if is_parting else start.node_id
        pairs.append((here, end.node_id, way.condition if is_parting else ""))
    pairs.extend(
        (_gateway(unit) if unit.number in parting else unit.node_id, _END, "")
        for unit in units
        if unit.number in ending
    )
    if not units:
        pairs.append((_START, _END, ""))
    for index, (source_id, target_id, condition) in enumerate(pairs, start=1):
        yield Line(
            id=f"Line_{index}",
            kind=LineKind.SEQUENCE,
            source_id=source_id,
            target_id=target_id,
            source=_HERE,
            name=condition,
        )


def _gateway(unit: Unit) -> str:
    return unit.node_id.replace("Step_", "Gateway_")


def _node(key: str, kind: str, lane_id: str) -> Node:
    origin = Origin.STATED if lane_id else Origin.NONE
    return Node(id=key, kind=kind, name="", process_id=_PROCESS, source=_HERE, lane_id=lane_id, lane_origin=origin)


def _step(unit: Unit, lane_id: str) -> Node:
    return Node(
        id=unit.node_id,
        kind=unit.kind or "task",
        name=unit.name,
        raw_name=unit.name,
        process_id=_PROCESS,
        source=_HERE,
        lane_id=lane_id,
        lane_origin=Origin.STATED if lane_id else Origin.NONE,
        work=unit.work,
    )
