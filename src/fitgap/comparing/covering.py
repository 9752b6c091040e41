"""From likenesses of pairs to groups of steps: the cover of the steps by groups that is worth most.

A group stands for all its pairs of steps of different members. A pair is worth its likeness less the level at which
one would rather not say that the two are the same; a pair that several groups hold counts once. Every further step in
a group costs something, so that a step joins a second group only where that says much. The search starts from
average-linkage clusters (nobody in two groups) and takes the one change that gains most until none gains: every change
raises the worth, so it ends; it looks at all steps at once, so nothing depends on what was read first.
"""

from collections.abc import Iterator

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from fitgap.comparing.arrays import Booleans, Floats, Integers

_LEAST_GAIN = 1e-6

Cover = list[frozenset[int]]


def cover(likeness: Floats, is_foreign: Booleans, even: float, joining_cost: float, most_changes: int) -> Cover:
    """Groups of rows; every row is in at least one, in order of the lowest row.

    `likeness` is symmetric in 0..1; `even` is the likeness at which a pair is worth nothing; `joining_cost` is what a
    second membership costs.
    """
    worth = np.where(is_foreign, likeness - np.float32(even), 0).astype(np.float32)
    search = _Search(worth, _clusters(worth), joining_cost)
    for _ in range(most_changes):
        if not search.improve():
            break
    return sorted(search.groups(), key=sorted)


def _clusters(worth: Floats) -> Integers:
    """Numbers of average-linkage clusters, merged as long as the mean worth of a merger is positive."""
    size = len(worth)
    if size < 2:
        return np.zeros(size, np.int64)
    distance = 1.0 - worth.astype(np.float64)
    np.fill_diagonal(distance, 0)
    tree = linkage(squareform(distance, checks=False), method="average")
    return fcluster(tree, 1.0 - _LEAST_GAIN, criterion="distance").astype(np.int64) - 1


class _Search:
    """The present groups as columns of `member`; `times` counts for each pair the groups that hold it."""

    worth: Floats
    member: Booleans
    times: "np.ndarray[tuple[int, int], np.dtype[np.int16]]"
    joining: Floats
    leaving: Floats
    cost: float

    def __init__(self, worth: Floats, numbers: Integers, cost: float) -> None:
        size = len(worth)
        self.worth = worth
        self.cost = cost
        self.member = np.zeros((size, int(numbers.max(initial=-1)) + 1), np.bool_)
        self.member[np.arange(size), numbers] = True
        self.times = (numbers[:, None] == numbers[None, :]).astype(np.int16)
        self.joining = np.zeros(self.member.shape, np.float32)
        self.leaving = np.zeros(self.member.shape, np.float32)
        self._value(np.arange(size))

    def groups(self) -> Iterator[frozenset[int]]:
        """The rows of every group that is left."""
        found = {frozenset(np.flatnonzero(column).tolist()) for column in self.member.T}
        return (group for group in found if group)

    def improve(self) -> bool:
        """Make the change that gains most; False when none does."""
        is_alone = self.member.sum(axis=1, keepdims=True) == 1
        join = np.where(self.member, -np.inf, self.joining - self.cost)
        leave = np.where(self.member, -self.leaving + np.where(is_alone, 0, self.cost), -np.inf)
        leave[:, self.member.sum(axis=0) == 1] = -np.inf
        place = [int(join.argmax()), int(leave.argmax())]
        gains = [float(join.flat[place[0]]), float(leave.flat[place[1]])]
        pair, gain_of_pair = self._best_pair()
        if max(*gains, gain_of_pair) <= _LEAST_GAIN:
            return False
        if gain_of_pair > max(gains):
            self._open(pair)
            return True
        is_leaving = gains[1] > gains[0]
        row, group = np.unravel_index(place[is_leaving], self.member.shape)
        self._move(int(row), int(group), -1 if is_leaving else 1)
        return True

    def _best_pair(self) -> tuple[tuple[int, int], float]:
        """The pair that no group holds and that is worth most as a group of its own."""
        free = np.where(self.times == 0, self.worth, 0)
        row, other = np.unravel_index(int(free.argmax()), free.shape)
        return (int(row), int(other)), float(free[row, other]) - 2 * self.cost

    def _open(self, pair: tuple[int, int]) -> None:
        empty = np.zeros((len(self.member), 1))
        self.member = np.hstack([self.member, empty.astype(np.bool_)])
        self.joining = np.hstack([self.joining, empty.astype(np.float32)])
        self.leaving = np.hstack([self.leaving, empty.astype(np.float32)])
        for row in pair:
            self._move(row, self.member.shape[1] - 1, 1)

    def _move(self, row: int, group: int, change: int) -> None:
        rows = np.flatnonzero(self.member[:, group])
        rows = rows[rows != row]
        self.member[row, group] = change > 0
        self.times[row, rows] += change
        self.times[rows, row] += change
        if change < 0 and not self.member[row].any():
            self._open_alone(row)
        self._value(np.append(rows, row))
        held = self.member[:, group]
        self.joining[:, group] = np.where(self.times[:, held] == 0, self.worth[:, held], 0).sum(axis=1)
        self.leaving[:, group] = np.where(self.times[:, held] == 1, self.worth[:, held], 0).sum(axis=1)

    def _open_alone(self, row: int) -> None:
        empty = np.zeros((len(self.member), 1))
        alone = empty.astype(np.bool_)
        alone[row] = True
        self.member = np.hstack([self.member, alone])
        self.joining = np.hstack([self.joining, np.where(self.times[:, [row]] == 0, self.worth[:, [row]], 0)])
        self.leaving = np.hstack([self.leaving, empty.astype(np.float32)])

    def _value(self, rows: Integers) -> None:
        """What the rows would bring to each group, and what each group would lose with them."""
        held = self.member.astype(np.float32)
        worth, times = self.worth[rows], self.times[rows]
        self.joining[rows] = np.where(times == 0, worth, 0) @ held
        self.leaving[rows] = np.where(times == 1, worth, 0) @ held
