"""The loops of `sums`, compiled by numba where it is installed (extra `fast`).

A row of a sparse table is the stretch `starts[row]:starts[row + 1]` of its `places` and `values`.
"""

from typing import TypeAlias

import numpy as np
from numba import njit
from numpy.typing import NDArray

Numbers: TypeAlias = NDArray[np.int32]
Integers: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float32]

_GROUPS = 2  # times as many groups of columns as columns wanted


@njit(cache=True, nogil=True)
def add_product(
    total: Floats,
    starts: Numbers,
    places: Numbers,
    values: Floats,
    other_starts: Numbers,
    other_places: Numbers,
    other_values: Floats,
    full_row: Numbers,
    full: Floats,
) -> None:
    """Add the product of two sparse tables to a dense one; rows of the other that are nearly full stand in `full`, too.

    `full_row` says which row of `full` a row of the other is, -1 for none: adding whole rows needs no look at places.
    """
    for row in range(total.shape[0]):
        sums = total[row]
        for at in range(starts[row], starts[row + 1]):
            place, value = places[at], values[at]
            if full_row[place] >= 0:
                others = full[full_row[place]]
                for column in range(sums.size):
                    sums[column] += value * others[column]
            else:
                for other in range(other_starts[place], other_starts[place + 1]):
                    sums[other_places[other]] += value * other_values[other]


@njit(cache=True, nogil=True)
def products(
    starts: Numbers,
    places: Numbers,
    values: Floats,
    width: int,
    other_starts: Numbers,
    other_places: Numbers,
    other_values: Floats,
    columns: Integers,
) -> Floats:
    """The product of each row with the rows of the other table that `columns` names for it."""
    found = np.zeros(columns.shape, np.float32)
    spread = np.zeros(width, np.float32)
    for row in range(columns.shape[0]):
        if starts[row] == starts[row + 1]:
            continue
        for at in range(starts[row], starts[row + 1]):
            spread[places[at]] = values[at]
        for pair in range(columns.shape[1]):
            other = columns[row, pair]
            total = np.float32(0)
            for at in range(other_starts[other], other_starts[other + 1]):
                total += spread[other_places[at]] * other_values[at]
            found[row, pair] = total
        for at in range(starts[row], starts[row + 1]):
            spread[places[at]] = 0
    return found


@njit(cache=True, nogil=True)
def largest(table: Floats, size: int, scale: float, nearly: float) -> Integers:
    """The columns of the `size` largest entries of each row, ascending; entries equal at this scale go by column.

    The best of `size` groups of columns are each at least as large as the entry sought, so that only few are sorted.
    """
    rows, width = table.shape
    groups = min(_GROUPS * size, width)
    best = np.empty(groups, np.float32)
    ranks = np.empty(width, np.int64)
    found = np.empty((rows, size), np.int64)
    for row in range(rows):
        entries = table[row]
        best[:] = entries[:groups]
        for start in range(groups, width - groups + 1, groups):
            others = entries[start : start + groups]
            for group in range(groups):
                best[group] = max(best[group], others[group])
        least = np.partition(best, groups - size)[groups - size] - np.float32(nearly)
        count = 0
        for column in range(width):
            if entries[column] > least:
                ranks[count] = (np.int64(np.rint(entries[column] * np.float32(scale))) << 32) - column
                count += 1
        kept = np.sort(ranks[:count])[count - size :]
        for place in range(size):
            found[row, place] = -kept[place] & 0xFFFFFFFF
        found[row].sort()
    return found
