"""Which lane a step stands in: as stated, else as its host, its sub-process, its place in the diagram, its pool."""

from collections import defaultdict
from dataclasses import dataclass

from fitgap.model.flow import Lane, Origin
from fitgap.model.message import Severity
from fitgap.reading.bpmn.diagrams import Diagrams, centre, holds, smallest
from fitgap.reading.bpmn.names import clean_name
from fitgap.reading.bpmn.pools import Holders
from fitgap.reading.bpmn.register import Element, Register
from fitgap.reading.bpmn.vocabulary import CONTAINER_KINDS, DOCUMENT_KINDS, NODE_KINDS, PROCESS_KINDS

LANE_PARENTS = frozenset({"lane"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The lane of a node and how it is known; `lane_id` is empty where there is none."""

    lane_id: str
    origin: Origin


def read_lanes(register: Register, diagrams: Diagrams, holders: Holders) -> tuple[Lane, ...]:
    """Read lanes, nested ones too; a lane without a name is called as the lane or the pool that holds it."""
    lanes: dict[str, Lane] = {}
    for element in register.of_kind("lane"):
        parent_element = register.ancestor(element, LANE_PARENTS)
        parent = None if parent_element is None else lanes.get(register.key(parent_element))
        process = register.ancestor(element, PROCESS_KINDS)
        process_id = "" if process is None else register.key(process)
        name, origin = clean_name(element.get("name") or ""), Origin.STATED
        if not name:
            name, origin = _borrowed_name(parent, process_id, holders)
            register.report("lane_without_name", Severity.INFO, element, register.key(element), name=name or "-")
        above = parent.path if parent else ()
        path = above if origin is Origin.PARENT else (*above, name)
        key = register.key(element)
        lanes[key] = Lane(
            id=key,
            name=name,
            name_origin=origin,
            path=path,
            process_id=process_id,
            parent_id=parent.id if parent else "",
            source=register.source(element),
            bounds=diagrams.bounds(key),
        )
    return tuple(lanes.values())


def place_nodes(
    register: Register,
    diagrams: Diagrams,
    lanes: tuple[Lane, ...],
    nodes: list[Element],
    hosts: dict[str, str],
    most_comparisons: int,
) -> dict[str, Place]:
    """Find every node's lane, by key. `hosts` says which activity a boundary event sits on."""
    stated = _stated_places(register, lanes)
    above = _parents(register, nodes)
    drawn = _DrawnLanes.of(lanes, diagrams)
    if len(lanes) * len(nodes) > most_comparisons:
        register.report("too_many_to_place", Severity.WARNING, lanes=len(lanes), nodes=len(nodes))
        drawn.lanes.clear()
    places: dict[str, Place] = {}
    for element in sorted(nodes, key=lambda node: register.key(node) in hosts):
        key = register.key(element)
        if key in stated:
            places[key] = Place(lane_id=stated[key], origin=Origin.STATED)
            continue
        upper = hosts.get(key) or above.get(key, "")
        seen = {key}
        here = upper
        while here and here not in seen and here not in stated and here not in places:
            seen.add(here)
            here = hosts.get(here) or above.get(here, "")
        lane_id = stated.get(here) or (places[here].lane_id if here in places else "")
        if lane_id:
            places[key] = Place(lane_id=lane_id, origin=Origin.HOST if key in hosts else Origin.PARENT)
        elif lane_id := drawn.lane_around(key, process_key(register, element)):
            places[key] = Place(lane_id=lane_id, origin=Origin.GEOMETRY)
    _report_guessed(register, lanes, nodes, places)
    return places


def process_key(register: Register, element: Element) -> str:
    """The key of the process around an element, empty outside of any."""
    process = register.ancestor(element, PROCESS_KINDS)
    return "" if process is None else register.key(process)


def _borrowed_name(parent: Lane | None, process_id: str, holders: Holders) -> tuple[str, Origin]:
    if parent is not None and parent.name:
        return parent.name, Origin.PARENT
    pool = holders.pool_of_process.get(process_id)
    if pool is not None and pool.name:
        return pool.name, Origin.POOL
    process = holders.process_by_id.get(process_id)
    return (process.name, Origin.POOL) if process and process.name else ("", Origin.NONE)


def _stated_places(register: Register, lanes: tuple[Lane, ...]) -> dict[str, str]:
    """Node key -> lane key as the lanes list them; the deepest lane wins, then the first."""
    by_id = {lane.id: lane for lane in lanes}
    depths = {lane.id: _depth(lane, by_id) for lane in lanes}
    found: dict[str, str] = {}
    for element in register.of_kind("flowNodeRef"):
        lane_element = register.ancestor(element, LANE_PARENTS)
        reference = (element.text or "").strip()
        if lane_element is None or not reference:
            continue
        lane = by_id[register.key(lane_element)]
        target = register.find(reference, near=element, kinds=NODE_KINDS)
        if target is None:
            register.report("lane_lists_nothing", Severity.INFO, element, lane.id, lane=lane.name, reference=reference)
            continue
        if register.kind(target) in DOCUMENT_KINDS:
            continue
        key = register.key(target)
        before = found.get(key)
        if before is None or depths[lane.id] > depths[before]:
            found[key] = lane.id
        elif before != lane.id and depths[lane.id] == depths[before]:
            name = clean_name(target.get("name") or "") or key
            register.report(
                "node_in_two_lanes", Severity.WARNING, element, key, name=name, kept=by_id[before].name, other=lane.name
            )
    return found


def _depth(lane: Lane, by_id: dict[str, Lane]) -> int:
    depth = 0
    while lane.parent_id:
        lane, depth = by_id[lane.parent_id], depth + 1
    return depth


def _parents(register: Register, nodes: list[Element]) -> dict[str, str]:
    above = ((element, register.ancestor(element, CONTAINER_KINDS)) for element in nodes)
    return {register.key(element): register.key(holder) for element, holder in above if holder is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class _DrawnLanes:
    """The lanes that are drawn, by diagram and process."""

    diagrams: Diagrams
    lanes: dict[tuple[int, str], list[Lane]]

    @classmethod
    def of(cls, lanes: tuple[Lane, ...], diagrams: Diagrams) -> "_DrawnLanes":
        found: dict[tuple[int, str], list[Lane]] = defaultdict(list)
        for lane in lanes:
            for drawn in diagrams.shapes.get(lane.id, ()):
                found[drawn.diagram, lane.process_id].append(lane)
        return cls(diagrams=diagrams, lanes=found)

    def lane_around(self, key: str, process_id: str) -> str:
        """The smallest lane of the process that a node's centre is drawn in."""
        for shape in self.diagrams.shapes.get(key, ()):
            middle = centre(shape.bounds)
            around = (
                (lane.id, drawn.bounds)
                for lane in self.lanes.get((shape.diagram, process_id), ())
                for drawn in self.diagrams.shapes[lane.id]
                if drawn.diagram == shape.diagram and holds(drawn.bounds, middle)
            )
            if found := smallest(around):
                return found
        return ""


def _report_guessed(
    register: Register, lanes: tuple[Lane, ...], nodes: list[Element], places: dict[str, Place]
) -> None:
    guessed: dict[str, list[str]] = defaultdict(list)
    for element in nodes:
        place = places.get(register.key(element))
        if place and place.origin is Origin.GEOMETRY:
            guessed[place.lane_id].append(clean_name(element.get("name") or "") or register.key(element))
    for lane in lanes:
        if names := guessed.get(lane.id):
            register.report(
                "lane_by_place",
                Severity.INFO,
                lane.source,
                lane.id,
                lane=lane.name or lane.id,
                count=len(names),
                names="、".join(names[:3]),
            )
