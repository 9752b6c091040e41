"""Ends that lie deeper than the drawing knew when it routed a line, and lines that end at other lines."""

from collections.abc import Mapping
from itertools import pairwise

from fitgap.model.flow import Bounds, Flow, Point
from fitgap.reporting.layout.things import Things, box_of


def join_outside(
    flow: Flow,
    things: Things,
    bounds: Mapping[str, Bounds],
    waypoints: dict[str, tuple[Point, ...]],
) -> None:
    """Lengthen lines from the border of a sub-process to what they mean inside it; tie annotations to lines."""
    for lines in things.lines.values():
        for line, start, end in lines:
            if line.id not in waypoints:
                continue
            points = waypoints[line.id]
            if start != box_of(things.nodes, things.hosted, line.source_id):
                points = (*_inside(bounds[line.source_id], points[0], points[1])[::-1], *points[1:])
            if end != box_of(things.nodes, things.hosted, line.target_id):
                points = (*points[:-1], *_inside(bounds[line.target_id], points[-1], points[-2]))
            waypoints[line.id] = points
    for line in flow.lines:
        if line.id in waypoints:
            continue
        for from_id, to_id in ((line.source_id, line.target_id), (line.target_id, line.source_id)):
            if from_id in bounds and to_id in waypoints and from_id in things.holder:
                way = _to_line(bounds[from_id], waypoints[to_id])
                waypoints[line.id] = way if from_id == line.source_id else way[::-1]
                break


def _inside(bounds: Bounds, border: Point, before: Point) -> list[Point]:
    """From a border on to a box inside, keeping the direction, with one corner at most."""
    middle = Point(x=bounds.x + bounds.width / 2, y=bounds.y + bounds.height / 2)
    if border.x == before.x:
        if bounds.x <= border.x <= bounds.x + bounds.width:
            is_from_above = border.y < middle.y
            return [Point(x=border.x, y=bounds.y if is_from_above else bounds.y + bounds.height)]
        side = bounds.x if border.x < middle.x else bounds.x + bounds.width
        return [Point(x=border.x, y=middle.y), Point(x=side, y=middle.y)]
    if bounds.y <= border.y <= bounds.y + bounds.height:
        return [Point(x=bounds.x if border.x < middle.x else bounds.x + bounds.width, y=border.y)]
    end = bounds.y if border.y < middle.y else bounds.y + bounds.height
    return [Point(x=middle.x, y=border.y), Point(x=middle.x, y=end)]


def _to_line(bounds: Bounds, way: tuple[Point, ...]) -> tuple[Point, ...]:
    """From the nearer of top and bottom of a box to the middle of a line's longest piece."""
    start, end = max(pairwise(way), key=lambda piece: abs(piece[0].x - piece[1].x) + abs(piece[0].y - piece[1].y))
    target = Point(x=(start.x + end.x) / 2, y=(start.y + end.y) / 2)
    middle = bounds.x + bounds.width / 2
    border = bounds.y if target.y < bounds.y + bounds.height / 2 else bounds.y + bounds.height
    return (Point(x=middle, y=border), target)
