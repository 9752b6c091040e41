"""Sequence flows, message flows and associations; a loose end is kept loose, with a proposal where one is plain."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from fitgap.model.flow import Line, LineKind, Point, Repair
from fitgap.model.message import Severity
from fitgap.model.policy import Limits
from fitgap.reading.bpmn.diagrams import Diagrams, distance
from fitgap.reading.bpmn.names import clean_name
from fitgap.reading.bpmn.register import Element, Register
from fitgap.reading.bpmn.vocabulary import CONTAINER_KINDS, DOCUMENT_KINDS, LINE_KINDS, NODE_KINDS

MEANING = {
    "sequenceFlow": LineKind.SEQUENCE,
    "messageFlow": LineKind.MESSAGE,
    "association": LineKind.ASSOCIATION,
    "conversationLink": LineKind.ASSOCIATION,
}
# What a line may end at beside the nodes of the file, those of unknown kinds included.
ENDS_AT: dict[LineKind, frozenset[str]] = {
    LineKind.SEQUENCE: frozenset(),
    LineKind.MESSAGE: frozenset({"participant"}),
    LineKind.ASSOCIATION: DOCUMENT_KINDS | LINE_KINDS | {"participant", "textAnnotation", "group", "lane"},
}
ONLY_BORDER = CONTAINER_KINDS | {"participant", "lane", "group"}
ENDS = (("source", "sourceRef", "outgoing", 0), ("target", "targetRef", "incoming", -1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchors:
    """What a loose line can be tied to: the drawn elements, and the nodes that list a line as theirs."""

    drawn: dict[tuple[int, LineKind], list[str]]
    kinds: dict[str, str]
    names: dict[str, str]
    listed: dict[tuple[str, str], list[str]]


def read_lines(register: Register, diagrams: Diagrams, nodes: list[Element], limits: Limits) -> tuple[Line, ...]:
    """Read every line in file order."""
    elements = [element for element in register.elements if register.kind(element) in LINE_KINDS]
    defaults = _defaults(register, nodes)
    node_keys = {register.key(element) for element in nodes}
    lines = [_line(register, diagrams, element, defaults, node_keys) for element in elements]
    loose = sum(not (line.source_id and line.target_id) for line in lines)
    if not loose:
        return tuple(lines)
    anchors = _anchors(register, diagrams, nodes, node_keys)
    may_measure = loose * len(anchors.kinds) <= limits.comparisons
    if not may_measure:
        register.report("too_many_loose_lines", Severity.WARNING, count=loose)
    return tuple(
        line
        if line.source_id and line.target_id
        else _propose(register, diagrams, anchors, line, limits.repair_units if may_measure else -1.0)
        for line in lines
    )


def _defaults(register: Register, nodes: list[Element]) -> set[str]:
    found = (register.find(node.get("default") or "", near=node, kinds=LINE_KINDS) for node in nodes)
    return {register.key(element) for element in found if element is not None}


def _line(register: Register, diagrams: Diagrams, element: Element, defaults: set[str], node_keys: set[str]) -> Line:
    key, kind = register.key(element), MEANING[register.kind(element)]
    conditions = register.texts(element, "conditionExpression")
    return Line(
        id=key,
        kind=kind,
        source_id=_end(register, element, kind, "sourceRef", node_keys),
        target_id=_end(register, element, kind, "targetRef", node_keys),
        name=clean_name(element.get("name") or ""),
        condition=clean_name(conditions[0]) if conditions else "",
        is_default=key in defaults,
        waypoints=diagrams.waypoints(key),
        source=register.source(element),
    )


def _end(register: Register, element: Element, kind: LineKind, name: str, node_keys: set[str]) -> str:
    for reference in register.references(element, name):
        target = register.find(reference, near=element, kinds=NODE_KINDS | ENDS_AT[kind])
        if target is None or target is element:
            continue
        key = register.key(target)
        if key in node_keys or register.kind(target) in ENDS_AT[kind]:
            return key
    return ""


def _anchors(register: Register, diagrams: Diagrams, nodes: list[Element], node_keys: set[str]) -> Anchors:
    named = {register.key(element): element for element in register.elements}
    kinds = {key: register.kind(element) for key, element in named.items()}
    names = {key: clean_name(element.get("name") or "") for key, element in named.items()}
    drawn: dict[tuple[int, LineKind], list[str]] = defaultdict(list)
    for key, shapes in diagrams.shapes.items():
        for kind in LineKind:
            if key in node_keys or kinds.get(key) in ENDS_AT[kind]:
                for diagram in dict.fromkeys(shape.diagram for shape in shapes):
                    drawn[diagram, kind].append(key)
    listed: dict[tuple[str, str], list[str]] = defaultdict(list)
    for node in nodes:
        for _, _, side, _ in ENDS:
            for reference in register.texts(node, side):
                line = register.find(reference, near=node, kinds=LINE_KINDS)
                if line is not None and register.kind(line) in LINE_KINDS:
                    listed[register.key(line), side].append(register.key(node))
    return Anchors(drawn=drawn, kinds=kinds, names=names, listed=listed)


def _propose(register: Register, diagrams: Diagrams, anchors: Anchors, line: Line, reach: float) -> Line:
    """Report each missing end, with the node that it most plainly belongs to."""
    repairs: list[Repair] = []
    known = {"source": line.source_id, "target": line.target_id}
    for end, _, side, index in ENDS:
        if known[end]:
            continue
        other = known["target" if end == "source" else "source"]
        found = _repair(diagrams, anchors, line, end, side, index, other, reach)
        if found is None:
            code, proposal = f"line_without_{end}", ""
        else:
            repairs.append(found)
            code, proposal = f"line_without_{end}_repairable", anchors.names.get(found.node_id) or found.node_id
        values = {"line": line.name or line.id} | ({"node": proposal} if proposal else {})
        register.report(code, Severity.WARNING, line.source, line.id, **values)
    first, second = [*repairs, None, None][:2]
    return replace(line, repair=first, other_repair=second)


def _repair(
    diagrams: Diagrams, anchors: Anchors, line: Line, end: str, side: str, index: int, other: str, reach: float
) -> Repair | None:
    listed = list(dict.fromkeys(anchors.listed.get((line.id, side), ())))
    if len(listed) == 1:
        return Repair(end=end, node_id=listed[0], distance=0.0)
    for diagram, waypoints in diagrams.edges.get(line.id, ()):
        if len(waypoints) < 2:
            continue
        keys = (key for key in anchors.drawn.get((diagram, line.kind), ()) if key not in (other, line.id))
        near = _within(diagrams, anchors, keys, diagram, waypoints[index], reach)
        if len(near) == 1:
            return Repair(end=end, node_id=near[0][0], distance=round(near[0][1], 1))
    return None


def _within(
    diagrams: Diagrams, anchors: Anchors, keys: Iterable[str], diagram: int, point: Point, reach: float
) -> list[tuple[str, float]]:
    found: list[tuple[str, float]] = []
    for key in keys:
        to_border = anchors.kinds[key] in ONLY_BORDER
        away = min(
            distance(shape.bounds, point, to_border=to_border)
            for shape in diagrams.shapes[key]
            if shape.diagram == diagram
        )
        if away <= reach:
            found.append((key, away))
    return found
