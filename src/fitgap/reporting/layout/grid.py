"""The grid: columns with channels between them, rows with corridors between them; which cells are taken."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from fitgap.reporting.layout.parts import Band, Box
from fitgap.reporting.layout.rows import Rows


class SlotKind(StrEnum):
    """What a horizontal slice of the diagram is for."""

    CORRIDOR = "corridor"
    ROW = "row"
    GAP = "gap"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One horizontal slice; slots are counted from the top."""

    kind: SlotKind
    band: int


@dataclass(slots=True, kw_only=True, eq=False)
class Run:
    """A straight piece of a line inside a channel (vertical) or corridor (horizontal), before its track is known.

    `low` and `high` are places along it; `near_pins` the places where it is joined from the left (or from above),
    `far_pins` those where it is joined from the right (or from below).
    """

    low: int
    high: int
    near_pins: tuple[int, ...] = ()
    far_pins: tuple[int, ...] = ()
    track: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The slot and column of a box."""

    slot: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Where every box stands, and what runs where; column `c` has channel `c` to its left, `c + 1` to its right."""

    columns: int
    slots: tuple[Slot, ...]
    boxes: Mapping[str, Box]
    places: Mapping[str, Place]
    pools: Mapping[str, tuple[int, int]]
    taken: frozenset[tuple[int, int]]
    crossed: set[tuple[int, int]] = field(default_factory=set)
    descended: set[tuple[int, int]] = field(default_factory=set)
    channels: dict[int, list[Run]] = field(default_factory=dict)
    corridors: dict[int, list[Run]] = field(default_factory=dict)

    def is_free_across(self, slot: int, columns: Iterable[int]) -> bool:
        """True when a line can run along a row through these columns."""
        return all((slot, c) not in self.taken and (slot, c) not in self.crossed for c in columns)

    def is_free_down(self, column: int, slots: Iterable[int]) -> bool:
        """True when a line can run down (or up) a column through these slots."""
        return all(
            (slot, column) not in self.taken
            and (slot, column) not in self.descended
            and self.slots[slot].kind is not SlotKind.CLOSED
            for slot in slots
        )

    def channel(self, number: int, run: Run) -> Run:
        """Put a run into a channel."""
        self.channels.setdefault(number, []).append(run)
        return run

    def corridor(self, slot: int, run: Run) -> Run:
        """Put a run into a corridor."""
        self.corridors.setdefault(slot, []).append(run)
        return run


def grid_of(boxes: Sequence[Box], bands: Sequence[Band], column: Mapping[str, int], rows: Rows) -> Grid:
    """Number the slots from the top and put every box into its cell."""
    slots: list[Slot] = []
    first: dict[int, int] = {}
    pools: dict[str, tuple[int, int]] = {}
    for number, band in enumerate(bands):
        if band.gap_before:
            slots.append(Slot(kind=SlotKind.GAP, band=number))
        if band.pool_id:
            pools[band.pool_id] = (pools.get(band.pool_id, (len(slots),))[0], len(slots))
        if band.is_closed:
            slots.append(Slot(kind=SlotKind.CLOSED, band=number))
            continue
        first[number] = len(slots) + 1
        slots.append(Slot(kind=SlotKind.CORRIDOR, band=number))
        for _ in range(max(1, rows.count.get(number, 0))):
            slots.append(Slot(kind=SlotKind.ROW, band=number))
            slots.append(Slot(kind=SlotKind.CORRIDOR, band=number))
        if band.pool_id:
            pools[band.pool_id] = (pools[band.pool_id][0], len(slots) - 1)
    places = {box.id: Place(slot=first[box.band] + 2 * rows.row[box.id], column=column[box.id]) for box in boxes}
    return Grid(
        columns=max((place.column for place in places.values()), default=0) + 1,
        slots=tuple(slots),
        boxes={box.id: box for box in boxes},
        places=places,
        pools=pools,
        taken=frozenset((place.slot, place.column) for place in places.values()),
    )


def between(first: int, second: int) -> range:
    """The numbers strictly between two, in either direction."""
    return range(min(first, second) + 1, max(first, second))
