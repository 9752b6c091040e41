"""From the grid to coordinates: widths of columns and channels, heights of rows and corridors, corners of lines."""

import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from fitgap.model.flow import Bounds, LineKind, Point
from fitgap.reporting.layout.grid import Grid, Run, SlotKind
from fitgap.reporting.layout.parts import Band, Box, Plan, Wire
from fitgap.reporting.layout.routing import Give, PoolSide, Side, Way
from fitgap.reporting.layout.sizes import LABEL_GAP, Size
from fitgap.reporting.layout.tracks import give_tracks

CHANNEL = 30.0
CORRIDOR = 16.0
TRACK = 11.0
CLOSED_HEIGHT = 60.0
LEAST_COLUMN = 50.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Where every column, channel, slot and track lies."""

    column_x: tuple[float, ...]
    column_width: tuple[float, ...]
    channel_x: tuple[float, ...]
    label_x: tuple[float, ...]
    slot_y: tuple[float, ...]
    slot_height: tuple[float, ...]
    row_middle: Mapping[int, float]
    width: float
    height: float


def draw(grid: Grid, bands: Sequence[Band], wires: Sequence[Wire], ways: Mapping[str, Way]) -> Plan:
    """Measure the grid and place everything in it; the upper left corner is (0, 0)."""
    rooms = _corridor_rooms(grid, wires, ways)
    scale = _measure(grid, bands, wires, rooms)
    bounds = {here: _bounds(grid, scale, here) for here in grid.boxes}
    run_places = _run_places(grid, scale, rooms)
    waypoints: dict[str, tuple[Point, ...]] = {}
    labels = {here: _label(grid.boxes[here], bounds[here]) for here in grid.boxes if grid.boxes[here].label.height}
    for wire in wires:
        points = _points(scale, bounds, run_places, ways[wire.id])
        waypoints[wire.id] = points
        if wire.label.height:
            place = grid.places.get(wire.start)
            beyond = scale.label_x[place.column + 1] if place is not None else 0.0
            labels[wire.id] = _wire_label(wire, points, grid.pools, beyond)
    return Plan(
        size=Size(width=scale.width, height=scale.height),
        bounds=bounds,
        labels=labels,
        waypoints=waypoints,
        bands=_band_strips(grid, bands, scale),
    )


def _measure(grid: Grid, bands: Sequence[Band], wires: Sequence[Wire], rooms: Mapping[int, float]) -> Scale:
    column_width = [LEAST_COLUMN] * grid.columns
    over: dict[int, float] = defaultdict(float)
    under: dict[int, float] = defaultdict(float)
    for here, place in grid.places.items():
        box = grid.boxes[here]
        column_width[place.column] = max(column_width[place.column], box.size.width, box.label.width)
        label = box.label.height + LABEL_GAP if box.label.height else 0.0
        half = box.size.height / 2
        over[place.slot] = max(over[place.slot], half + (label if box.label_over else 0.0))
        beneath = box.extra_below + (0.0 if box.label_over else label)
        under[place.slot] = max(under[place.slot], half + beneath)
    channel_width, label_room = _channel_widths(grid, wires)
    column_x, channel_x, label_x, x = [], [], [], 0.0
    for number in range(grid.columns + 1):
        channel_x.append(x)
        x += channel_width[number]
        label_x.append(x - label_room[number] - CHANNEL / 2 + LABEL_GAP)
        if number < grid.columns:
            column_x.append(x)
            x += column_width[number]
    heights = [
        _slot_height(grid, bands, number, over, under) + rooms.get(number, 0.0) for number in range(len(grid.slots))
    ]
    _stretch_bands(grid, bands, heights)
    slot_y, y = [], 0.0
    for height in heights:
        slot_y.append(y)
        y += height
    return Scale(
        column_x=tuple(column_x),
        column_width=tuple(column_width),
        channel_x=tuple(channel_x),
        label_x=tuple(label_x),
        slot_y=tuple(slot_y),
        slot_height=tuple(heights),
        row_middle={slot: slot_y[slot] + over[slot] for slot in over},
        width=x,
        height=y,
    )


def _channel_widths(grid: Grid, wires: Sequence[Wire]) -> tuple[list[float], list[float]]:
    """Widths, and their right-hand parts that are for what is written on the lines that begin there."""
    room = [0.0] * (grid.columns + 1)
    for wire in wires:
        if wire.label.width and wire.kind is LineKind.SEQUENCE and wire.start in grid.places:
            number = grid.places[wire.start].column + 1
            room[number] = max(room[number], wire.label.width)
    tracks = [give_tracks(grid.channels.get(number, ())) for number in range(grid.columns + 1)]
    widths = [CHANNEL + max(0, count - 1) * TRACK + extra for count, extra in zip(tracks, room, strict=True)]
    return widths, room


def _slot_height(
    grid: Grid, bands: Sequence[Band], number: int, over: Mapping[int, float], under: Mapping[int, float]
) -> float:
    slot = grid.slots[number]
    if slot.kind is SlotKind.CORRIDOR:
        return CORRIDOR + give_tracks(grid.corridors.get(number, ())) * TRACK
    if slot.kind is SlotKind.GAP:
        return bands[slot.band].gap_before
    if slot.kind is SlotKind.CLOSED:
        return max(CLOSED_HEIGHT, bands[slot.band].least_height)
    return over.get(number, 0.0) + under.get(number, 0.0)


def _stretch_bands(grid: Grid, bands: Sequence[Band], heights: list[float]) -> None:
    """Give a band that is lower than its name needs the missing height, half over and half under its rows."""
    inside: dict[int, list[int]] = defaultdict(list)
    for number, slot in enumerate(grid.slots):
        if slot.kind in (SlotKind.ROW, SlotKind.CORRIDOR):
            inside[slot.band].append(number)
    for band, numbers in inside.items():
        missing = bands[band].least_height - sum(heights[number] for number in numbers)
        if missing > 0:
            heights[numbers[0]] += missing / 2
            heights[numbers[-1]] += missing / 2


def _band_strips(grid: Grid, bands: Sequence[Band], scale: Scale) -> tuple[tuple[float, float], ...]:
    top = [math.inf] * len(bands)
    bottom = [0.0] * len(bands)
    for number, slot in enumerate(grid.slots):
        if slot.kind is not SlotKind.GAP:
            top[slot.band] = min(top[slot.band], scale.slot_y[number])
            bottom[slot.band] = max(bottom[slot.band], scale.slot_y[number] + scale.slot_height[number])
    return tuple((first, last - first) for first, last in zip(top, bottom, strict=True))


def _bounds(grid: Grid, scale: Scale, here: str) -> Bounds:
    place, size = grid.places[here], grid.boxes[here].size
    middle = scale.column_x[place.column] + scale.column_width[place.column] / 2
    return Bounds(
        x=middle - size.width / 2,
        y=scale.row_middle[place.slot] - size.height / 2,
        width=size.width,
        height=size.height,
    )


def _corridor_rooms(grid: Grid, wires: Sequence[Wire], ways: Mapping[str, Way]) -> dict[int, float]:
    """The height that corridors need above their tracks for what is written on the lines that run there."""
    slot_of = {run: slot for slot, runs in grid.corridors.items() for run in runs}
    rooms: dict[int, float] = defaultdict(float)
    for wire in wires:
        if wire.kind is LineKind.SEQUENCE and wire.label.height:
            for corner in ways[wire.id][1:3]:
                if isinstance(corner.y, Run):
                    rooms[slot_of[corner.y]] = max(rooms[slot_of[corner.y]], wire.label.height)
    return rooms


def _run_places(grid: Grid, scale: Scale, rooms: Mapping[int, float]) -> dict[Run, float]:
    places: dict[Run, float] = {}
    for number, runs in grid.channels.items():
        for run in runs:
            places[run] = scale.channel_x[number] + CHANNEL / 2 + run.track * TRACK
    for slot, runs in grid.corridors.items():
        count = max(run.track for run in runs) + 1
        room = rooms.get(slot, 0.0)
        first = scale.slot_y[slot] + room + (scale.slot_height[slot] - room - (count - 1) * TRACK) / 2
        for run in runs:
            places[run] = first + run.track * TRACK
    return places


def _points(scale: Scale, bounds: Mapping[str, Bounds], runs: Mapping[Run, float], way: Way) -> tuple[Point, ...]:
    def x_of(give: Give) -> float:
        if isinstance(give, Run):
            return runs[give]
        if isinstance(give, Side):
            return side_point(bounds[give.box], give).x
        return 0.0

    def y_of(give: Give) -> float:
        if isinstance(give, Run):
            return runs[give]
        if isinstance(give, PoolSide):
            return scale.slot_y[give.slot] + (0.0 if give.is_top else scale.slot_height[give.slot])
        return side_point(bounds[give.box], give).y

    return without_needless([Point(x=x_of(corner.x), y=y_of(corner.y)) for corner in way])


def side_point(bounds: Bounds, side: Side) -> Point:
    """Where a side of a box is."""
    middle = Point(x=bounds.x + bounds.width / 2, y=bounds.y + bounds.height / 2)
    if side.to == "left":
        return Point(x=bounds.x, y=middle.y)
    if side.to == "right":
        return Point(x=bounds.x + bounds.width, y=middle.y)
    y = bounds.y + bounds.height + side.beyond if side.to == "bottom" else bounds.y
    return Point(x=middle.x + side.shift, y=y)


def without_needless(points: Sequence[Point]) -> tuple[Point, ...]:
    """Leave out corners at which nothing turns."""
    kept: list[Point] = []
    for number, point in enumerate(points):
        is_last = number == len(points) - 1
        if kept and not is_last and point == kept[-1]:
            continue
        if kept and not is_last:
            after = points[number + 1]
            if (kept[-1].x == point.x == after.x) or (kept[-1].y == point.y == after.y):
                continue
        kept.append(point)
    return tuple(kept)


def _label(box: Box, bounds: Bounds) -> Bounds:
    y = bounds.y - LABEL_GAP - box.label.height if box.label_over else bounds.y + bounds.height + LABEL_GAP
    x = bounds.x + (bounds.width - box.label.width) / 2
    return Bounds(x=x, y=y, width=box.label.width, height=box.label.height)


def _wire_label(wire: Wire, points: Sequence[Point], pools: Collection[str], beyond: float) -> Bounds:
    """Over the piece of a line that is nearest to its start and long enough, beside it where the line runs upright."""
    flat = [(a, b) for a, b in pairwise(points) if a.y == b.y]
    long_enough = [piece for piece in flat[:2] if abs(piece[0].x - piece[1].x) >= wire.label.width]
    width, height = wire.label.width, wire.label.height
    if wire.kind is LineKind.SEQUENCE and (long_enough or flat):
        first, second = (long_enough or sorted(flat, key=lambda piece: -abs(piece[0].x - piece[1].x)))[0]
        x = second.x - width - LABEL_GAP if second.x > first.x else first.x - width - LABEL_GAP
        if first.x + LABEL_GAP < second.x - width:
            x = min(x, max(first.x + 2 * LABEL_GAP, beyond if first.x < beyond else first.x))
        return Bounds(x=x, y=first.y - height - LABEL_GAP / 2, width=width, height=height)
    upright = [(a, b) for a, b in pairwise(points) if a.x == b.x] or [(points[0], points[1])]
    if wire.start in pools or wire.end in pools:
        border, other = upright[0] if wire.start in pools else upright[-1][::-1]
        y = border.y + LABEL_GAP if other.y > border.y else border.y - LABEL_GAP - height
        return Bounds(x=border.x + LABEL_GAP * 1.5, y=y, width=width, height=height)
    first, second = max(upright, key=lambda piece: abs(piece[0].y - piece[1].y))
    return Bounds(x=first.x + LABEL_GAP, y=(first.y + second.y - height) / 2, width=width, height=height)
