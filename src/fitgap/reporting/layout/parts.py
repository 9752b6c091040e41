"""What the layout works with: boxes in a grid of columns and slots, lines between them, and where all of it ends up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from fitgap.model.flow import Bounds, LineKind, Point
from fitgap.reporting.layout.sizes import Size

NO_SIZE = Size(width=0.0, height=0.0)


class Shape(StrEnum):
    """How the outline of a box runs, so that lines end on it."""

    BOX = "box"
    DIAMOND = "diamond"
    CIRCLE = "circle"


class Beside(StrEnum):
    """Where a satellite (document, annotation) stands: in rows of its own under or over its step."""

    NOTHING = ""
    UNDER = "under"
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One thing to place; `band` is the number of its lane, `label` the room for its name where that stands outside.

    `label_over` tells a label above the box from one below; `anchor` names the box that a satellite belongs to.
    """

    id: str
    size: Size
    band: int = 0
    shape: Shape = Shape.BOX
    label: Size = NO_SIZE
    label_over: bool = False
    extra_below: float = 0.0
    beside: Beside = Beside.NOTHING
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire:
    """One line to draw between boxes (or whole bands, for pools that are black boxes).

    `start_shift` moves the start sideways from the middle of the box, for an event on the border of a step.
    """

    id: str
    kind: LineKind
    start: str
    end: str
    label: Size = NO_SIZE
    start_shift: float | None = None
    end_shift: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A horizontal strip of the diagram: a lane, or a pool without lanes; nothing is drawn in a closed one."""

    pool_id: str = ""
    lane_id: str = ""
    is_closed: bool = False
    gap_before: float = 0.0
    least_height: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A finished drawing; band strips as (y, height) by band number."""

    size: Size
    bounds: Mapping[str, Bounds]
    labels: Mapping[str, Bounds]
    waypoints: Mapping[str, tuple[Point, ...]]
    bands: tuple[tuple[float, float], ...] = field(default=())
