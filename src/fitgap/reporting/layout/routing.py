"""How each line runs through the grid: along free cells, else by channels and corridors, never through a box.

A way is a list of corners; each corner names what gives its x and what gives its y, since neither is known before
every line has its way and every channel its width.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from fitgap.model.flow import LineKind
from fitgap.reporting.layout.grid import Grid, Place, Run, SlotKind, between
from fitgap.reporting.layout.parts import Shape, Wire
from fitgap.reporting.layout.sizes import EVENT

PORT_SPACING = 18.0
PORTS = (0.0, PORT_SPACING, -PORT_SPACING, 2 * PORT_SPACING, -2 * PORT_SPACING)
UP, DOWN = -1, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A point on the border of a box: left and right in the middle, top and bottom `shift` from the middle.

    `beyond` is how far below the box it lies, for an event that sits on the lower border.
    """

    box: str
    to: str
    shift: float = 0.0
    beyond: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolSide:
    """The upper border of the slot that a pool begins with, or the lower border of the one it ends with."""

    slot: int
    is_top: bool


Give = Side | PoolSide | Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Corner:
    """One corner of a way; `x` and `y` each come from a side or a run."""

    x: Give
    y: Give


Way = tuple[Corner, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Router:
    """Finds the ways one after the other and remembers which cells and ports they take."""

    grid: Grid
    ports: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    joined: set[tuple[str, str]] = field(default_factory=set)

    def way(self, wire: Wire) -> Way:
        """The corners of a line from its start to its end."""
        grid = self.grid
        if wire.start in grid.pools or wire.end in grid.pools:
            return self._to_pool(wire)
        start, end = grid.places[wire.start], grid.places[wire.end]
        if wire.start == wire.end and wire.start_shift is None and wire.end_shift is None:
            return self._loop(wire, start)
        if wire.kind is not LineKind.SEQUENCE or wire.end_shift is not None:
            return self._upright(wire, start, end)
        if end.column > start.column:
            return self._forward(wire, start, end)
        return self._back(wire, start, end)

    def _forward(self, wire: Wire, start: Place, end: Place) -> Way:
        """Straight, else down and along, else along and down, else over or under what stands in the way."""
        grid = self.grid
        inner = range(start.column + 1, end.column)
        is_branching = grid.boxes[wire.start].shape is Shape.DIAMOND
        is_twin = (wire.start, wire.end) in self.joined
        self.joined.add((wire.start, wire.end))
        is_right_free = not (is_branching and self.ports[wire.start, "right"]) and not is_twin
        if wire.start_shift is None and is_right_free and start.slot == end.slot:
            if grid.is_free_across(start.slot, inner):
                self.ports[wire.start, "right"] += 1
                return self._along(wire, start.slot, inner)
        elif (is_branching or wire.start_shift is not None) and not is_twin and (way := self._drop(wire, start, end)):
            return way
        if wire.start_shift is not None:
            return self._by_corridor(wire, start, end)
        if start.slot != end.slot and is_right_free and (way := self._one_step(wire, start, end, inner)):
            return way
        direction = self._free_side(wire.start, UP if end.slot < start.slot else DOWN)
        if is_branching and not is_right_free and self._may_end(wire.start, direction):
            return self._by_corridor(wire, start, end, direction)
        may_share = not is_right_free and not is_twin and start.slot != end.slot
        if may_share and (way := self._one_step(wire, start, end, inner)):
            return way
        self.ports[wire.start, "right"] += 1
        return self._forward_by_corridor(wire, start, end)

    def _along(self, wire: Wire, slot: int, columns: range) -> Way:
        self._take_row(slot, columns)
        right, left = Side(box=wire.start, to="right"), Side(box=wire.end, to="left")
        return (Corner(x=right, y=right), Corner(x=left, y=left))

    def _one_step(self, wire: Wire, start: Place, end: Place, inner: range) -> Way | None:
        """Along one row, down or up a channel, along the other row."""
        for slot, number in ((end.slot, start.column + 1), (start.slot, end.column)):
            if self.grid.is_free_across(slot, inner):
                self._take_row(slot, inner)
                self.ports[wire.start, "right"] += 1
                right, left = Side(box=wire.start, to="right"), Side(box=wire.end, to="left")
                run = self._upright_run(number, start.slot, end.slot, near=(start.slot,), far=(end.slot,))
                return (Corner(x=right, y=right), Corner(x=run, y=right), Corner(x=run, y=left), Corner(x=left, y=left))
        return None

    def _drop(self, wire: Wire, start: Place, end: Place) -> Way | None:
        """Straight down (or up) from the start, then along the row of the end."""
        direction = DOWN if end.slot > start.slot else UP
        to = self._free_side(wire.start, direction)
        if to != direction or (wire.start_shift is not None and direction == UP):
            return None
        slots = self._rows([*between(start.slot, end.slot), end.slot])
        columns = range(start.column, end.column)
        is_free = self.grid.is_free_down(start.column, slots) and self.grid.is_free_across(end.slot, columns)
        if not is_free or (wire.start_shift is None and self.ports[wire.start, _side(direction)]):
            return None
        self._take_column(start.column, slots)
        self._take_row(end.slot, columns)
        below, left = self._port(wire.start, direction, wire.start_shift), Side(box=wire.end, to="left")
        return (Corner(x=below, y=below), Corner(x=below, y=left), Corner(x=left, y=left))

    def _forward_by_corridor(self, wire: Wire, start: Place, end: Place) -> Way:
        """Over or under what stands in the way."""
        right, left = Side(box=wire.start, to="right"), Side(box=wire.end, to="left")
        slot = start.slot + (DOWN if end.slot >= start.slot else UP)
        first, last = start.column + 1, end.column
        out = self._upright_run(first, start.slot, slot, near=(start.slot,), far=(slot,))
        into = self._upright_run(last, slot, end.slot, near=(slot,), far=(end.slot,))
        flat = self._flat_run(slot, 2 * first, 2 * last, (start.slot, end.slot))
        return (
            Corner(x=right, y=right),
            Corner(x=out, y=right),
            Corner(x=out, y=flat),
            Corner(x=into, y=flat),
            Corner(x=into, y=left),
            Corner(x=left, y=left),
        )

    def _back(self, wire: Wire, start: Place, end: Place) -> Way:
        """Round the boxes: out at the bottom or top, along the corridor, and in from the left or straight in."""
        if wire.start_shift is not None:
            return self._by_corridor(wire, start, end)
        direction = self._free_side(wire.start, UP if end.slot < start.slot else DOWN)
        slot = start.slot + direction
        if slot in (end.slot - 1, end.slot + 1):
            inward = UP if slot < end.slot else DOWN
            if self._free_side(wire.end, inward) == inward and self._may_end(wire.end, inward):
                out, into = self._port(wire.start, direction), self._port(wire.end, inward)
                flat = self._flat_run(slot, 2 * start.column + 1, 2 * end.column + 1, (start.slot, end.slot))
                return (
                    Corner(x=out, y=out),
                    Corner(x=out, y=flat),
                    Corner(x=into, y=flat),
                    Corner(x=into, y=into),
                )
        return self._by_corridor(wire, start, end, direction)

    def _by_corridor(self, wire: Wire, start: Place, end: Place, direction: int = DOWN) -> Way:
        """Out at the bottom or top, along the corridor to the channel before the end, in from the left."""
        slot = start.slot + direction
        out, left = self._port(wire.start, direction, wire.start_shift), Side(box=wire.end, to="left")
        into = self._upright_run(end.column, slot, end.slot, near=(), far=(end.slot, slot))
        flat = self._flat_run(slot, 2 * start.column + 1, 2 * end.column, (start.slot, end.slot))
        return (
            Corner(x=out, y=out),
            Corner(x=out, y=flat),
            Corner(x=into, y=flat),
            Corner(x=into, y=left),
            Corner(x=left, y=left),
        )

    def _loop(self, wire: Wire, place: Place) -> Way:
        direction = self._free_side(wire.start, UP)
        slot = place.slot + direction
        right, over = Side(box=wire.start, to="right"), self._port(wire.start, direction)
        out = self._upright_run(place.column + 1, place.slot, slot, near=(place.slot, slot), far=())
        flat = self._flat_run(slot, 2 * place.column + 1, 2 * place.column + 2, (place.slot, place.slot))
        return (
            Corner(x=right, y=right),
            Corner(x=out, y=right),
            Corner(x=out, y=flat),
            Corner(x=over, y=flat),
            Corner(x=over, y=over),
        )

    def _upright(self, wire: Wire, start: Place, end: Place) -> Way:
        """Messages and associations leave and arrive at top or bottom."""
        grid = self.grid
        if start.slot == end.slot:
            is_bare = wire.start_shift is None and wire.end_shift is None
            inner = range(start.column + 1, end.column)
            if is_bare and start.column < end.column and grid.is_free_across(start.slot, inner):
                right, left = Side(box=wire.start, to="right"), Side(box=wire.end, to="left")
                return (Corner(x=right, y=right), Corner(x=left, y=left))
            return self._same_row(wire, start, end)
        direction = DOWN if end.slot > start.slot else UP
        outward = self._clear_side(wire.start, direction) if wire.start_shift is None else DOWN
        inward = self._clear_side(wire.end, -direction) if wire.end_shift is None else DOWN
        slots = self._rows(between(start.slot, end.slot))
        is_facing = outward == direction and inward == -direction and wire.end_shift is None
        is_open = is_facing and start.column == end.column and grid.is_free_down(start.column, slots)
        if is_open and (way := self._plumb(wire, direction, slots)):
            return way
        out = self._port(wire.start, outward, wire.start_shift)
        into = self._port(wire.end, inward, wire.end_shift)
        return self._between_corridors(out, into, start, end, start.slot + outward, end.slot + inward)

    def _plumb(self, wire: Wire, direction: int, slots: Sequence[int]) -> Way | None:
        """Straight up or down, where both ends have a port at the same distance from the middle."""
        one, other = (wire.start, _side(direction)), (wire.end, _side(-direction))
        if wire.start_shift is None:
            self.ports[one] = max(self.ports[one], self.ports[other])
        if self.ports[one] >= len(PORTS):
            return None
        out = self._port(wire.start, direction, wire.start_shift)
        if self._reach(wire.end, out.shift) != out.shift:
            return None
        self.ports[other] = max(self.ports[other] + 1, self.ports[one])
        self._take_column(self.grid.places[wire.start].column, slots)
        into = Side(box=wire.end, to=_side(-direction), shift=out.shift)
        return (Corner(x=out, y=out), Corner(x=into, y=into))

    def _between_corridors(self, out: Side, into: Side, start: Place, end: Place, first: int, last: int) -> Way:
        at, to = 2 * start.column + 1, 2 * end.column + 1
        ends = (start.slot, end.slot)
        slots = self._rows(between(first, last))
        if self.grid.is_free_down(start.column, slots):
            self._take_column(start.column, slots)
            flat = self._flat_run(last, at, to, ends)
            return (Corner(x=out, y=out), Corner(x=out, y=flat), Corner(x=into, y=flat), Corner(x=into, y=into))
        if self.grid.is_free_down(end.column, slots):
            self._take_column(end.column, slots)
            flat = self._flat_run(first, at, to, ends)
            return (Corner(x=out, y=out), Corner(x=out, y=flat), Corner(x=into, y=flat), Corner(x=into, y=into))
        number = start.column + (1 if end.column > start.column else 0)
        near, far = ((first,), (last,)) if end.column > start.column else ((last,), (first,))
        down = self._upright_run(number, first, last, near=near, far=far)
        one = self._flat_run(first, at, 2 * number, (start.slot, end.slot))
        two = self._flat_run(last, 2 * number, to, (start.slot, end.slot))
        return (
            Corner(x=out, y=out),
            Corner(x=out, y=one),
            Corner(x=down, y=one),
            Corner(x=down, y=two),
            Corner(x=into, y=two),
            Corner(x=into, y=into),
        )

    def _same_row(self, wire: Wire, start: Place, end: Place) -> Way:
        is_bare = wire.start_shift is None and wire.end_shift is None
        direction = self._free_side(wire.start, DOWN) if is_bare else DOWN
        out, into = self._port(wire.start, direction, wire.start_shift), self._port(wire.end, direction, wire.end_shift)
        flat = self._flat_run(start.slot + direction, 2 * start.column + 1, 2 * end.column + 1, (start.slot, end.slot))
        return (Corner(x=out, y=out), Corner(x=out, y=flat), Corner(x=into, y=flat), Corner(x=into, y=into))

    def _to_pool(self, wire: Wire) -> Way:
        """To or from the border of a pool: straight where the column is free, else by the next channel."""
        pools = self.grid.pools
        if wire.start in pools and wire.end in pools:
            return self._between_pools(pools[wire.start], pools[wire.end])
        is_out = wire.end in pools
        box, (first, last) = (wire.start, pools[wire.end]) if is_out else (wire.end, pools[wire.start])
        place = self.grid.places[box]
        is_under = first > place.slot
        direction, pool = (DOWN, first) if is_under else (UP, last)
        slots = self._rows(between(place.slot, pool))
        border = PoolSide(slot=pool, is_top=is_under)
        shift = wire.start_shift if is_out else wire.end_shift
        outward = direction if shift is None else DOWN
        side = self._port(box, outward, shift)
        if outward == direction and self.grid.is_free_down(place.column, slots):
            self._take_column(place.column, slots)
            way: Way = (Corner(x=side, y=side), Corner(x=side, y=border))
        else:
            slot, number = place.slot + outward, place.column + 1
            down = self._upright_run(number, slot, pool, near=(slot,), far=())
            flat = self._flat_run(slot, 2 * place.column + 1, 2 * number, (place.slot, pool))
            way = (Corner(x=side, y=side), Corner(x=side, y=flat), Corner(x=down, y=flat), Corner(x=down, y=border))
        return way if is_out else way[::-1]

    def _between_pools(self, start: tuple[int, int], end: tuple[int, int]) -> Way:
        is_down = start[0] < end[0]
        one = PoolSide(slot=start[1] if is_down else start[0], is_top=not is_down)
        two = PoolSide(slot=end[0] if is_down else end[1], is_top=is_down)
        run = self._upright_run(self.grid.columns, one.slot, two.slot, near=(), far=())
        return (Corner(x=run, y=one), Corner(x=run, y=two))

    def _rows(self, slots: Sequence[int] | range) -> list[int]:
        return [slot for slot in slots if self.grid.slots[slot].kind in (SlotKind.ROW, SlotKind.CLOSED)]

    def _take_row(self, slot: int, columns: range) -> None:
        self.grid.crossed.update((slot, column) for column in columns)

    def _take_column(self, column: int, slots: Sequence[int]) -> None:
        self.grid.descended.update((slot, column) for slot in slots)

    def _port(self, box: str, direction: int, fixed: float | None = None) -> Side:
        """The next free port at the top or bottom of a box; a diamond or circle has only one on each side."""
        to = _side(direction)
        if fixed is not None:
            return Side(box=box, to=to, shift=fixed, beyond=EVENT / 2)
        number = self.ports[box, to]
        self.ports[box, to] += 1
        return Side(box=box, to=to, shift=self._reach(box, PORTS[number % len(PORTS)]))

    def _may_end(self, box: str, direction: int) -> bool:
        """False when the only port on this side of a diamond or circle is in use."""
        return self.grid.boxes[box].shape is Shape.BOX or not self.ports[box, _side(direction)]

    def _reach(self, box: str, shift: float) -> float:
        shape, width = self.grid.boxes[box].shape, self.grid.boxes[box].size.width
        return shift if shape is Shape.BOX and abs(shift) <= width / 2 - 6 else 0.0

    def _free_side(self, box: str, wish: int) -> int:
        """The wished direction, or the other one where the name of the box stands there."""
        found = self.grid.boxes[box]
        blocked = (UP if found.label_over else DOWN) if found.label.height else 0
        return -wish if blocked == wish else wish

    def _clear_side(self, box: str, wish: int) -> int:
        """As `_free_side`, but the name of an event gives way to its lines."""
        return wish if self.grid.boxes[box].shape is Shape.CIRCLE else self._free_side(box, wish)

    def _upright_run(self, number: int, first: int, second: int, near: tuple[int, ...], far: tuple[int, ...]) -> Run:
        run = Run(low=min(first, second), high=max(first, second), near_pins=near, far_pins=far)
        return self.grid.channel(number, run)

    def _flat_run(self, slot: int, first: int, second: int, ends: tuple[int, int]) -> Run:
        """A run along a corridor; `ends` are the slots that its two ends lead to."""
        places = (first, second)
        above = tuple(place for place, end in zip(places, ends, strict=True) if end < slot)
        below = tuple(place for place, end in zip(places, ends, strict=True) if end >= slot)
        run = Run(low=min(places), high=max(places), near_pins=above, far_pins=below)
        return self.grid.corridor(slot, run)


def _side(direction: int) -> str:
    return "bottom" if direction == DOWN else "top"
