"""Where elements are drawn: shapes and edges of every diagram of the file."""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from fitgap.model.flow import Bounds, Point
from fitgap.model.message import Severity
from fitgap.reading.bpmn.register import Element, Register


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A rectangle and the number of the diagram that it is in; places of unlike diagrams do not compare."""

    diagram: int
    bounds: Bounds


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagrams:
    """Shapes and edges by the key of the element they draw, in file order."""

    count: int = 0
    shapes: dict[str, list[Drawn]] = field(default_factory=lambda: defaultdict(list))
    edges: dict[str, list[tuple[int, tuple[Point, ...]]]] = field(default_factory=lambda: defaultdict(list))

    def bounds(self, key: str) -> Bounds | None:
        """Where an element is drawn, the first time that it is."""
        return self.shapes[key][0].bounds if key in self.shapes else None

    def waypoints(self, key: str) -> tuple[Point, ...]:
        """How a line is drawn, the first time that it is."""
        return self.edges[key][0][1] if key in self.edges else ()


def read_diagrams(register: Register, farthest: float) -> Diagrams:
    """Read all diagrams; shapes of nothing and places that are no numbers become issues."""
    diagrams = Diagrams(count=len(register.diagrams))
    uses: dict[str, int] = {}
    strangers: list[Element] = []
    for number, diagram in enumerate(register.diagrams):
        for drawn in diagram.iter():
            local = register.split(drawn)[1]
            if local not in ("BPMNShape", "BPMNEdge"):
                continue
            key = _drawn_key(register, drawn, uses, number)
            if not key:
                strangers.append(drawn)
            elif local == "BPMNShape":
                bounds = _bounds(register, drawn, farthest)
                if bounds is None:
                    register.report("bad_bounds", Severity.INFO, drawn, key, id=drawn.get("bpmnElement") or "")
                else:
                    diagrams.shapes[key].append(Drawn(diagram=number, bounds=bounds))
            else:
                diagrams.edges[key].append((number, _waypoints(register, drawn, farthest)))
    if strangers:
        names = ", ".join((element.get("bpmnElement") or "-") for element in strangers[:3])
        register.report("shapes_of_nothing", Severity.INFO, strangers[0], count=len(strangers), names=names)
    return diagrams


def centre(bounds: Bounds) -> Point:
    """The middle of a rectangle."""
    return Point(x=bounds.x + bounds.width / 2, y=bounds.y + bounds.height / 2)


def holds(bounds: Bounds, point: Point) -> bool:
    """True when a point lies in a rectangle or on its border."""
    return bounds.x <= point.x <= bounds.x + bounds.width and bounds.y <= point.y <= bounds.y + bounds.height


def distance(bounds: Bounds, point: Point, *, to_border: bool) -> float:
    """How far a point is from a rectangle; inside it 0, or the way to the border where only the border counts."""
    beyond_x = max(bounds.x - point.x, 0.0, point.x - bounds.x - bounds.width)
    beyond_y = max(bounds.y - point.y, 0.0, point.y - bounds.y - bounds.height)
    if to_border and not beyond_x and not beyond_y:
        across = min(point.x - bounds.x, bounds.x + bounds.width - point.x)
        return min(across, point.y - bounds.y, bounds.y + bounds.height - point.y)
    return math.hypot(beyond_x, beyond_y)


def smallest(drawn: Iterable[tuple[str, Bounds]]) -> str:
    """The key of the smallest rectangle, empty without one; ties go to the first."""
    return min(drawn, key=lambda one: one[1].width * one[1].height, default=("", None))[0]


def _drawn_key(register: Register, drawn: Element, uses: dict[str, int], diagram: int) -> str:
    """The key of the element that is drawn; where several have one id, the shapes follow their order in the file."""
    reference = drawn.get("bpmnElement") or ""
    found = register.named(reference)
    if len(found) < 2:
        return register.key(found[0]) if found else ""
    use = f"{diagram} {reference}"
    uses[use] = uses.get(use, -1) + 1
    return register.key(found[min(uses[use], len(found) - 1)])


def _bounds(register: Register, shape: Element, farthest: float) -> Bounds | None:
    for child in shape:
        if register.split(child)[1] == "Bounds":
            x, y, width, height = (_number(child.get(name), farthest) for name in ("x", "y", "width", "height"))
            if x is None or y is None or width is None or height is None or width < 0 or height < 0:
                return None
            return Bounds(x=x, y=y, width=width, height=height)
    return None


def _waypoints(register: Register, edge: Element, farthest: float) -> tuple[Point, ...]:
    points: list[Point] = []
    for child in edge:
        if register.split(child)[1] == "waypoint":
            x, y = _number(child.get("x"), farthest), _number(child.get("y"), farthest)
            if x is not None and y is not None:
                points.append(Point(x=x, y=y))
    return tuple(points)


def _number(text: str | None, farthest: float) -> float | None:
    try:
        number = float((text or "").strip().replace(",", "."))
    except ValueError:
        return None
    return number if abs(number) <= farthest else None
