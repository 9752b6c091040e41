"""Which row of its lane a box stands in: straight main paths first, branches below, documents under their step."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fitgap.reporting.layout.columns import Pair
from fitgap.reporting.layout.parts import Beside, Box

SWEEPS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Row numbers from 0 within each band, and how many rows each band has."""

    row: Mapping[str, int]
    count: Mapping[int, int]


def rows_of(boxes: Sequence[Box], column: dict[str, int], forward: Sequence[Pair]) -> Rows:
    """Place the steps, then give the satellites rows of their own; adds the columns of satellites to `column`."""
    steps = [box for box in boxes if box.beside is Beside.NOTHING]
    main = _rows_of_steps(steps, column, forward)
    _swap_crossing(steps, column, forward, main)
    return _with_satellites(boxes, column, main)


def _rows_of_steps(steps: Sequence[Box], column: Mapping[str, int], forward: Sequence[Pair]) -> dict[str, int]:
    before: dict[str, list[str]] = defaultdict(list)
    for start, end in forward:
        before[end].append(start)
    length = _lengths_to_the_end(column, forward)
    band = {box.id: box.band for box in steps}
    row: dict[str, int] = {}
    last_taken: dict[int, list[int]] = defaultdict(list)
    for _, together in sorted(_by_column(steps, column).items()):
        wanted: dict[str, tuple[int, int]] = {}
        for here in together:
            near = [(row[other], -column[other]) for other in before[here] if band[other] == band[here]]
            wanted[here] = min(near, default=(0, 0))
        for here in sorted(together, key=lambda one: (wanted[one][0], -length[one])):
            taken = last_taken[band[here]]
            wish, since = wanted[here][0], -wanted[here][1]
            row[here] = _nearest_free(taken, wish, since, column[here])
            taken.extend([-1] * (row[here] + 1 - len(taken)))
            taken[row[here]] = column[here]
    return row


def _nearest_free(taken: Sequence[int], wish: int, since: int, here: int) -> int:
    """The row nearest to the wish that is free in this column, rather one with nothing on the way from `since`."""

    def cost(candidate: int) -> tuple[int, int]:
        last = taken[candidate] if candidate < len(taken) else -1
        return abs(candidate - wish) * 2 + (1 if last > since else 0), -candidate

    free = [row for row in range(len(taken) + 1) if row >= len(taken) or taken[row] != here]
    return min(free, key=cost)


def _by_column(steps: Sequence[Box], column: Mapping[str, int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for box in steps:
        found[column[box.id]].append(box.id)
    return found


def _lengths_to_the_end(column: Mapping[str, int], forward: Sequence[Pair]) -> dict[str, int]:
    length = dict.fromkeys(column, 0)
    for start, end in sorted(forward, key=lambda pair: -column[pair[0]]):
        length[start] = max(length[start], length[end] + 1)
    return length


def _swap_crossing(
    steps: Sequence[Box], column: Mapping[str, int], forward: Sequence[Pair], row: dict[str, int]
) -> None:
    """Exchange neighbours of one lane and column while that brings them nearer to what they are tied to."""
    near: dict[str, list[str]] = defaultdict(list)
    for start, end in forward:
        near[start].append(end)
        near[end].append(start)
    band = {box.id: box.band for box in steps}
    cells: dict[tuple[int, int], list[str]] = defaultdict(list)
    for box in steps:
        cells[column[box.id], box.band].append(box.id)
    crowded = [sorted(ids, key=lambda one: row[one]) for _, ids in sorted(cells.items()) if len(ids) > 1]

    def away(here: str, at: int) -> int:
        return sum(abs(row[o] - at) if band[o] == band[here] else (band[here] - band[o]) * at for o in near[here])

    for _ in range(SWEEPS):
        has_moved = False
        for ids in crowded:
            for number in range(len(ids) - 1):
                upper, lower = ids[number], ids[number + 1]
                now = away(upper, row[upper]) + away(lower, row[lower])
                if away(upper, row[lower]) + away(lower, row[upper]) < now:
                    row[upper], row[lower] = row[lower], row[upper]
                    ids[number], ids[number + 1] = lower, upper
                    has_moved = True
        if not has_moved:
            return


def _with_satellites(boxes: Sequence[Box], column: dict[str, int], main: Mapping[str, int]) -> Rows:
    """Insert rows over and under each row of steps, as many as its busiest step has satellites there."""
    band = {box.id: box.band for box in boxes}
    own: dict[tuple[str, Beside], list[str]] = defaultdict(list)
    for box in boxes:
        if box.beside is not Beside.NOTHING:
            own[box.anchor, box.beside].append(box.id)
    needed: dict[tuple[int, int, Beside], int] = defaultdict(int)
    rows_in_band: dict[int, int] = defaultdict(int)
    for here, row in main.items():
        rows_in_band[band[here]] = max(rows_in_band[band[here]], row + 1)
        for beside in (Beside.OVER, Beside.UNDER):
            key = (band[here], row, beside)
            needed[key] = max(needed[key], len(own[here, beside]))
    found: dict[str, int] = {}
    count: dict[int, int] = {}
    shifted: dict[tuple[int, int], int] = {}
    for number, rows in rows_in_band.items():
        at = 0
        for row in range(rows):
            at += needed[number, row, Beside.OVER]
            shifted[number, row] = at
            at += 1 + needed[number, row, Beside.UNDER]
        count[number] = at
    for here, row in main.items():
        found[here] = shifted[band[here], row]
        for beside, step in ((Beside.OVER, -1), (Beside.UNDER, 1)):
            for place, satellite in enumerate(own[here, beside], start=1):
                found[satellite] = found[here] + step * place
                column[satellite] = column[here]
    return Rows(row=found, count=count)
