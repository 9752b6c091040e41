"""Tracks inside a channel or corridor, so that runs that lie side by side do not touch."""

import heapq
from collections.abc import Sequence

from fitgap.reporting.layout.grid import Run

COMPARED_ONE_BY_ONE = 48
TOUCHING = 20


def give_tracks(runs: Sequence[Run]) -> int:
    """Set the track of every run, from 0; returns how many tracks there are."""
    if len(runs) > COMPARED_ONE_BY_ONE:
        return _first_fit(runs)
    ordered: list[Run] = []
    for run in sorted(runs, key=lambda one: (one.low, one.high)):
        costs = [0]
        for other in ordered:
            costs.append(costs[-1] + _cost(other, run) - _cost(run, other))
        ordered.insert(min(range(len(costs)), key=lambda place: (costs[place], -place)), run)
    for number, run in enumerate(ordered):
        tracks = [o.track for o in ordered[:number] if o.low <= run.high and run.low <= o.high]
        run.track = max(tracks, default=-1) + 1
    return max((run.track for run in runs), default=-1) + 1


def _cost(first: Run, second: Run) -> int:
    """How many crossings (and, far worse, touches) there are when `first` lies on the nearer track."""
    cost = sum(TOUCHING if pin in first.far_pins else first.low < pin < first.high for pin in second.near_pins)
    return cost + sum(second.low < pin < second.high for pin in first.far_pins)


def _first_fit(runs: Sequence[Run]) -> int:
    """Colour intervals from the left; the order of the tracks means nothing here."""
    free: list[int] = []
    busy: list[tuple[int, int]] = []
    count = 0
    for run in sorted(runs, key=lambda one: (one.low, one.high)):
        while busy and busy[0][0] < run.low:
            heapq.heappush(free, heapq.heappop(busy)[1])
        if not free:
            free.append(count)
            count += 1
        run.track = heapq.heappop(free)
        heapq.heappush(busy, (run.high, run.track))
    return count
