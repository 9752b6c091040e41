"""A whole flow laid out: what each sub-process holds first, from the inside out, then pools and lanes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from fitgap.model.flow import Bounds, Flow, LineKind, Point
from fitgap.reporting.layout.bands import strip_bounds, strips_of
from fitgap.reporting.layout.columns import columns_of, forward_pairs
from fitgap.reporting.layout.drawing import draw
from fitgap.reporting.layout.grid import Grid, Place, grid_of
from fitgap.reporting.layout.joining import join_outside
from fitgap.reporting.layout.parts import Band, Beside, Box, Plan, Shape, Wire
from fitgap.reporting.layout.routing import Router
from fitgap.reporting.layout.rows import rows_of
from fitgap.reporting.layout.sizes import LABEL_GAP, Size, label_size
from fitgap.reporting.layout.things import HOSTED_LABEL, TOP, Things, things_of

INNER_MARGIN = 12.0
INNER_TITLE = 26.0
OUTER_MARGIN = 40.0


@dataclass(slots=True, kw_only=True)
class Layout:
    """Places by the ids of the flow; `expanded` are the sub-processes drawn open, `strips` pools and lanes."""

    bounds: dict[str, Bounds] = field(default_factory=dict)
    labels: dict[str, Bounds] = field(default_factory=dict)
    waypoints: dict[str, tuple[Point, ...]] = field(default_factory=dict)
    expanded: set[str] = field(default_factory=set)
    strips: set[str] = field(default_factory=set)

    def moved(self, x: float, y: float) -> "Layout":
        """The same layout somewhere else."""
        return Layout(
            bounds={here: _moved(bounds, x, y) for here, bounds in self.bounds.items()},
            labels={here: _moved(bounds, x, y) for here, bounds in self.labels.items()},
            waypoints={
                here: tuple(Point(x=point.x + x, y=point.y + y) for point in points)
                for here, points in self.waypoints.items()
            },
            expanded=self.expanded,
            strips=self.strips,
        )


def lay_out(flow: Flow) -> Layout:
    """Place everything a flow says; lines with a missing end are left out."""
    things = things_of(flow)
    layout = Layout()
    plans: dict[str, Plan] = {}
    sizes: dict[str, Size] = {}
    for holder in things.holders_inside_out:
        plan = _plan(things, holder, sizes, (Band(),), {})
        plans[holder] = plan
        sizes[holder] = Size(
            width=max(plan.size.width + 2 * INNER_MARGIN, label_size(things.nodes[holder].name, 400).width + 24),
            height=plan.size.height + INNER_TITLE + INNER_MARGIN,
        )
        layout.expanded.add(holder)
    used = {(things.process[here], things.lane.get(here, "")) for here in things.members[TOP]}
    strips = strips_of(flow, used)
    number = {here: strips.number[things.process[here], things.lane.get(here, "")] for here in things.members[TOP]}
    plan = _plan(things, TOP, sizes, strips.bands, number)
    header = strips.header_width
    layout.bounds.update(
        {
            here: _moved(bounds, OUTER_MARGIN, OUTER_MARGIN)
            for here, bounds in strip_bounds(flow, strips, plan.bands, header + plan.size.width).items()
        }
    )
    layout.strips.update(layout.bounds)
    _put(layout, things, plan, OUTER_MARGIN + header, OUTER_MARGIN)
    for holder in reversed(things.holders_inside_out):
        outer = layout.bounds[holder]
        _put(layout, things, plans[holder], outer.x + INNER_MARGIN, outer.y + INNER_TITLE)
    join_outside(flow, things, layout.bounds, layout.waypoints)
    return layout


def _plan(
    things: Things, holder: str, sizes: Mapping[str, Size], bands: Sequence[Band], number: Mapping[str, int]
) -> Plan:
    """Lay out what stands directly in one holder."""
    boxes = [things.box(here, number.get(here, 0), sizes.get(here)) for here in things.members[holder]]
    wires = _wires(things, holder, {box.id: box for box in boxes})
    ids = [box.id for box in boxes if box.beside is Beside.NOTHING]
    sequence = [(wire.start, wire.end) for wire in wires if wire.kind is LineKind.SEQUENCE]
    messages = [(wire.start, wire.end) for wire in wires if wire.kind is LineKind.MESSAGE]
    forward = forward_pairs(ids, sequence)
    column = columns_of(ids, forward, messages)
    rows = rows_of(boxes, column, forward)
    grid = grid_of(boxes, bands, column, rows)
    router = Router(grid=grid)
    ways = {wire.id: router.way(wire) for wire in _by_urgency(wires, grid.places)}
    return draw(_with_labels_out_of_the_way(grid, router), bands, wires, ways)


def _with_labels_out_of_the_way(grid: Grid, router: Router) -> Grid:
    """Write the names of events over them where lines come from below and none from above."""
    used = router.ports
    boxes = {
        here: replace(box, label_over=True)
        if box.shape is Shape.CIRCLE and used.get((here, "bottom")) and not used.get((here, "top"))
        else box
        for here, box in grid.boxes.items()
    }
    return replace(grid, boxes=boxes)


def _by_urgency(wires: Sequence[Wire], places: Mapping[str, Place]) -> list[Wire]:
    """Straight and short lines first, so that no long one bars their way; messages and associations last.

    Of several lines along one row from one step, only the shortest can be straight; the others wait for their turn.
    """
    kinds = list(LineKind)
    found: list[tuple[tuple[int, int, int], Wire]] = []
    is_ahead: set[str] = set()

    def length(wire: Wire) -> int:
        start, end = places.get(wire.start), places.get(wire.end)
        return 0 if start is None or end is None else abs(start.column - end.column)

    for wire in sorted(wires, key=length):
        start, end = places.get(wire.start), places.get(wire.end)
        rank = 1
        if start is not None and end is not None and start.slot == end.slot:
            rank = 2 if wire.start in is_ahead else 0
            is_ahead.add(wire.start)
        found.append(((kinds.index(wire.kind), rank, length(wire)), wire))
    return [wire for _, wire in sorted(found, key=lambda one: one[0])]


def _wires(things: Things, holder: str, boxes: Mapping[str, Box]) -> list[Wire]:
    return [
        Wire(
            id=line.id,
            kind=line.kind,
            start=start,
            end=end,
            label=label_size(line.name, 88.0),
            start_shift=things.shift(line.source_id, boxes),
            end_shift=things.shift(line.target_id, boxes),
        )
        for line, start, end in things.lines[holder]
    ]


def _put(layout: Layout, things: Things, plan: Plan, x: float, y: float) -> None:
    """Move a plan to its place in the whole and set the events onto the borders of their steps."""
    for here, bounds in plan.bounds.items():
        layout.bounds[here] = _moved(bounds, x, y)
        for event, shift in things.hosted_at(here, bounds.width):
            host = layout.bounds[here]
            middle = host.x + host.width / 2 + shift
            layout.bounds[event] = Bounds(x=middle - 18, y=host.y + host.height - 18, width=36, height=36)
            label = label_size(things.nodes[event].name, HOSTED_LABEL)
            if label.height:
                layout.labels[event] = Bounds(
                    x=middle - LABEL_GAP - label.width,
                    y=host.y + host.height + 18,
                    width=label.width,
                    height=label.height,
                )
    layout.labels.update({here: _moved(bounds, x, y) for here, bounds in plan.labels.items()})
    for here, points in plan.waypoints.items():
        layout.waypoints[here] = tuple(Point(x=point.x + x, y=point.y + y) for point in points)


def _moved(bounds: Bounds, x: float, y: float) -> Bounds:
    return Bounds(x=bounds.x + x, y=bounds.y + y, width=bounds.width, height=bounds.height)
