"""The strips of a diagram from top to bottom: pools in file order, in each its lanes, in each lane its own lanes."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from fitgap.model.flow import Bounds, Flow, Lane, Pool
from fitgap.reporting.layout.parts import Band
from fitgap.reporting.layout.sizes import text_width

HEADER = 30.0
POOL_GAP = 40.0
LONGEST_NAME = 240.0
NAME_MARGIN = 24.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Strips:
    """All bands, the band of each (process, lane), and how deep lanes are nested."""

    bands: tuple[Band, ...]
    number: dict[tuple[str, str], int]
    lane_depth: dict[str, int]

    @property
    def header_width(self) -> float:
        """The room to the left of the steps for the names of pools and lanes."""
        has_pool = any(band.pool_id for band in self.bands)
        return HEADER * ((1 if has_pool else 0) + max(self.lane_depth.values(), default=-1) + 1)


def strips_of(flow: Flow, used: set[tuple[str, str]]) -> Strips:
    """Number the bands; `used` are the (process, lane) pairs in which something is to be drawn."""
    children: dict[str, list[Lane]] = defaultdict(list)
    roots: dict[str, list[Lane]] = defaultdict(list)
    for lane in flow.lanes:
        if lane.parent_id:
            children[lane.parent_id].append(lane)
        else:
            roots[lane.process_id].append(lane)
    bands: list[Band] = []
    number: dict[tuple[str, str], int] = {}
    depth: dict[str, int] = {}

    def add(process_id: str, pool_id: str, pool_name: str) -> None:
        gap = POOL_GAP if bands else 0.0
        stack = [(lane, 0) for lane in reversed(roots[process_id])]
        ordered: list[Lane] = []
        while stack:
            lane, level = stack.pop()
            depth[lane.id] = level
            ordered.append(lane)
            stack.extend((child, level + 1) for child in reversed(children[lane.id]))
        shown = [lane for lane in ordered if not children[lane.id] or (process_id, lane.id) in used]
        for lane in shown:
            number[process_id, lane.id] = len(bands)
            bands.append(_band(pool_id, lane.id, lane.name, gap))
            gap = 0.0
        if not shown or (process_id, "") in used:
            number[process_id, ""] = len(bands)
            bands.append(_band(pool_id, "", pool_name if not shown else "", gap))

    drawn = {process_id for process_id, _ in used} | {lane.process_id for lane in flow.lanes}
    for pool in _ordered(flow.pools, drawn):
        if pool.process_id in drawn and (pool.process_id, "") not in number and not _is_placed(number, pool.process_id):
            add(pool.process_id, pool.id, pool.name)
        else:
            bands.append(Band(pool_id=pool.id, is_closed=True, gap_before=POOL_GAP if bands else 0.0))
    rest = [process.id for process in flow.processes if process.id in drawn]
    for process_id in dict.fromkeys([*rest, *sorted(drawn)]):
        if not _is_placed(number, process_id):
            add(process_id, "", "")
    return Strips(bands=tuple(bands), number=number, lane_depth=depth)


def _ordered(pools: Sequence[Pool], drawn: Collection[str]) -> list[Pool]:
    """File order; around a single open pool the closed ones stand half over and half under it, for shorter messages."""
    is_open = [pool.process_id in drawn for pool in pools]
    if is_open.count(True) != 1:
        return list(pools)
    closed = [pool for pool, shows in zip(pools, is_open, strict=True) if not shows]
    over = (len(closed) + 1) // 2
    return [*closed[:over], pools[is_open.index(True)], *closed[over:]]


def strip_bounds(flow: Flow, strips: Strips, drawn: Sequence[tuple[float, float]], width: float) -> dict[str, Bounds]:
    """Where pools and lanes are drawn; a lane reaches from its name to the right border of its pool."""
    own: dict[str, list[int]] = defaultdict(list)
    parents = {lane.id: lane.parent_id for lane in flow.lanes}
    left: dict[str, float] = {}
    for index, band in enumerate(strips.bands):
        if band.pool_id:
            own[band.pool_id].append(index)
            left[band.pool_id] = 0.0
        lane_id = band.lane_id
        while lane_id:
            own[lane_id].append(index)
            left[lane_id] = HEADER * (strips.lane_depth[lane_id] + (1 if band.pool_id else 0))
            lane_id = parents[lane_id]
    found: dict[str, Bounds] = {}
    for here, indices in own.items():
        top = drawn[min(indices)][0]
        last_top, last_height = drawn[max(indices)]
        height = last_top + last_height - top
        found[here] = Bounds(x=left[here], y=top, width=width - left[here], height=height)
    return found


def _is_placed(number: dict[tuple[str, str], int], process_id: str) -> bool:
    return any(placed == process_id for placed, _ in number)


def _band(pool_id: str, lane_id: str, name: str, gap: float) -> Band:
    least = min(LONGEST_NAME, text_width(name) + NAME_MARGIN)
    return Band(pool_id=pool_id, lane_id=lane_id, gap_before=gap, least_height=least)
