"""Steps of one process -> nodes, lanes and lines, as a diagram of the same work would have them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from fitgap.model.flow import Lane, Line, LineKind, Node, Origin
from fitgap.model.message import Issue, Severity, Source, message
from fitgap.reading.flow_table.keys import Keys
from fitgap.reading.flow_table.steps import TableStep
from fitgap.reading.flow_table.successors import END, Successor, read_successors
from fitgap.reading.tables.cells import word


@dataclass(slots=True, kw_only=True)
class ProcessParts:
    """What is made of one process, in the order in which it is made."""

    process_id: str
    keys: Keys
    issues: list[Issue]
    nodes: list[Node] = field(default_factory=list)
    lanes: dict[str, Lane] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)


def build_process(
    steps: Sequence[TableStep], step_keys: Sequence[str], has_successors: bool, parts: ProcessParts
) -> None:
    """Fill the parts: starts, every step with the gateway that follows it, ends; then the lines between them."""
    lanes = _lanes(steps, parts)
    ways = _ways(steps, step_keys, has_successors, parts)
    entered = {way.key for key, successors in zip(step_keys, ways, strict=True) for way in successors if way.key != key}
    entries = [place for place, key in enumerate(step_keys) if key not in entered]
    _report_whole(steps, step_keys, entries, ways, parts)
    for place in entries or [0]:
        start = _event("startEvent", steps[place], lanes[place], parts)
        parts.nodes.append(start)
        _line(start.id, Successor(key=step_keys[place]), steps[place], parts)
    ends: list[Node] = []
    for place, (step, key) in enumerate(zip(steps, step_keys, strict=True)):
        parts.nodes.append(_task(step, key, lanes[place], parts))
        source = key
        if len(ways[place]) > 1 and any(way.condition for way in ways[place]):
            gateway = _derived("exclusiveGateway", f"gateway_{key}", step, lanes[place], parts)
            parts.nodes.append(gateway)
            _line(key, Successor(key=gateway.id), step, parts)
            source = gateway.id
        for way in ways[place]:
            target = way.key
            if target == END:
                ends.append(_event("endEvent", step, lanes[place], parts))
                target = ends[-1].id
            _line(source, Successor(key=target, condition=way.condition), step, parts, not has_successors)
    parts.nodes.extend(ends)


def _lanes(steps: Sequence[TableStep], parts: ProcessParts) -> list[str]:
    """A lane for every department as it is written; for every actor where the table names no department at all."""
    has_departments = any(step.work.department for step in steps)
    names = [step.work.department if has_departments else step.work.actor for step in steps]
    for step, name in zip(steps, names, strict=True):
        if name and word(name) not in parts.lanes:
            parts.lanes[word(name)] = Lane(
                id=parts.keys.new("lane"),
                name=name,
                path=(name,),
                process_id=parts.process_id,
                source=step.sheet.source(step.row),
            )
        elif not name and parts.lanes:
            said = message("tables.step_without_department", name=step.name)
            parts.issues.append(step.sheet.issue(said, Severity.INFO, step.row))
    return [parts.lanes[word(name)].id if name else "" for name in names]


def _ways(
    steps: Sequence[TableStep], step_keys: Sequence[str], has_successors: bool, parts: ProcessParts
) -> list[tuple[Successor, ...]]:
    if not has_successors:
        if len(steps) > 1:
            said = message("tables.order_guessed", count=len(steps))
            parts.issues.append(steps[0].sheet.issue(said, Severity.INFO, steps[0].row))
        return [(Successor(key=key),) for key in (*step_keys[1:], END)]
    known = _known(steps, step_keys)
    found: list[tuple[Successor, ...]] = []
    for step, key in zip(steps, step_keys, strict=True):
        read = read_successors(step.next, step.condition, known, step.name)
        faults = list(read.faults)
        if any(way.key == key for way in read.ways):
            faults.append(message("tables.next_itself", name=step.name))
        parts.issues.extend(step.sheet.issue(fault, Severity.WARNING, step.row, key) for fault in faults)
        # Where nothing could be told the step must not look like an end of the work.
        ways = read.ways or (() if read.faults and step.next else (Successor(key=END),))
        found.append(ways)
    return found


def _known(steps: Sequence[TableStep], step_keys: Sequence[str]) -> dict[str, str]:
    """No, key and (where only one step has it) name -> key; of steps with the same No the first."""
    names = [step.name for step in steps]
    counts = Counter(names)
    known = {name: key for name, key in zip(names, step_keys, strict=True) if counts[name] == 1}
    known |= dict(zip(step_keys, step_keys, strict=True))
    for step, key in zip(reversed(steps), reversed(step_keys), strict=True):
        if step.no:
            known[step.no] = key
    return known


def _report_whole(
    steps: Sequence[TableStep],
    step_keys: Sequence[str],
    entries: Sequence[int],
    ways: Sequence[tuple[Successor, ...]],
    parts: ProcessParts,
) -> None:
    sheet = steps[0].sheet
    if not entries:
        said = message("tables.no_start", name=steps[0].name)
        parts.issues.append(sheet.issue(said, Severity.INFO, steps[0].row))
    for place in entries[1:]:
        said = message("tables.several_starts", name=steps[place].name, no=step_keys[place])
        parts.issues.append(steps[place].sheet.issue(said, Severity.INFO, steps[place].row, step_keys[place]))
    if not any(way.key == END for successors in ways for way in successors):
        parts.issues.append(sheet.issue(message("tables.no_end"), Severity.WARNING, steps[-1].row))


def _task(step: TableStep, key: str, lane_id: str, parts: ProcessParts) -> Node:
    return Node(
        id=key,
        kind=step.kind,
        name=step.name,
        raw_name=step.raw_name or step.name,
        process_id=parts.process_id,
        source=_source(step),
        lane_id=lane_id,
        lane_origin=Origin.STATED if lane_id else Origin.NONE,
        role=step.work.actor,
        role_origin=Origin.STATED if step.work.actor else Origin.NONE,
        work=step.work,
    )


def _event(kind: str, step: TableStep, lane_id: str, parts: ProcessParts) -> Node:
    return _derived(kind, "start" if kind == "startEvent" else "end", step, lane_id, parts)


def _derived(kind: str, base: str, step: TableStep, lane_id: str, parts: ProcessParts) -> Node:
    """An event or gateway that the table implies; it stands where the step beside it stands."""
    return Node(
        id=parts.keys.new(base),
        kind=kind,
        name="",
        process_id=parts.process_id,
        source=_source(step),
        lane_id=lane_id,
        lane_origin=Origin.HOST if lane_id else Origin.NONE,
    )


def _line(source_id: str, way: Successor, step: TableStep, parts: ProcessParts, is_guessed: bool = False) -> None:
    parts.lines.append(
        Line(
            id=parts.keys.new("line"),
            kind=LineKind.SEQUENCE,
            source_id=source_id,
            target_id=way.key,
            source=_source(step),
            name=way.condition,
            condition=way.condition,
            is_guessed=is_guessed,
        )
    )


def _source(step: TableStep) -> Source:
    return step.sheet.source(step.row)
