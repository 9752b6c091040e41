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
Table: TypeAlias = tuple[Numbers, Numbers, Floats]
Postings: TypeAlias = tuple[Numbers, Numbers, Floats, Numbers, Floats]
"""A sparse table, which of its rows stand in a whole table, too (-1: not), and that table: to be added without a look
at places."""

_BLOCKS = 10  # columns a block when the largest entries are looked for
_SHORT = 100  # numbers that are sorted one by one
_GROUPS = 2  # times as many groups of blocks as columns wanted


@njit(cache=True, nogil=True)
def nearest(
    rows: Table,
    others: Postings,
    more_rows: Table,
    more_others: Postings,
    bonus_row: Numbers,
    bonus: Floats,
    size: int,
    scale: float,
    nearly: float,
) -> tuple[Integers, Floats, Floats]:
    """The `size` columns where two products of sparse tables and a bonus are largest together, row by row, ascending.

    With them go the entries of the first product and of the sum. `bonus_row` says which row of `bonus` goes to which
    row, -1 for none. One row is finished before the next is begun, so that it stays at hand.
    """
    count, width = rows[0].size - 1, others[4].shape[1]
    of_first, total = np.empty(width, np.float32), np.empty(width, np.float32)
    of_blocks = np.empty(max(width // _BLOCKS, size), np.float32)
    of_groups = np.empty(min(_GROUPS * size, of_blocks.size), np.float32)
    left, ranks, order = np.empty(width, np.int64), np.empty(width, np.int64), np.empty(width, np.int64)
    columns = np.empty((count, size), np.int64)
    firsts, totals = np.empty((count, size), np.float32), np.empty((count, size), np.float32)
    for row in range(count):
        of_first[:] = 0
        _add(of_first, row, rows, others)
        total[:] = of_first
        _add(total, row, more_rows, more_others)
        if bonus_row[row] >= 0:
            total += bonus[bonus_row[row]]
        _pick(total, scale, nearly, of_blocks, of_groups, left, ranks, order, columns[row])
        for place in range(size):
            firsts[row, place] = of_first[columns[row, place]]
            totals[row, place] = total[columns[row, place]]
    return columns, firsts, totals


@njit(cache=True, nogil=True)
def _add(total: Floats, row: int, rows: Table, others: Postings) -> None:
    """Add the product of one sparse row with a sparse table."""
    starts, places, values = rows
    other_starts, other_places, other_values, full_row, full = others
    for at in range(starts[row], starts[row + 1]):
        place, value = places[at], values[at]
        if full_row[place] >= 0:
            entries = full[full_row[place]]
            for column in range(total.size):
                total[column] += value * entries[column]
        else:
            first, last = other_starts[place], other_starts[place + 1]
            where, what = other_places[first:last], other_values[first:last]
            for other in range(where.size):
                total[np.uint32(where[other])] += value * what[other]  # unsigned: none is counted from the end


@njit(cache=True, nogil=True)
def _pick(
    entries: Floats,
    scale: float,
    nearly: float,
    of_blocks: Floats,
    of_groups: Floats,
    left: Integers,
    ranks: Integers,
    order: Integers,
    found: Integers,
) -> None:
    """Fill `found` with the columns of the largest entries, ascending; entries equal at this scale go by column.

    Columns a number of blocks apart are a block, blocks a number of groups apart a group. The best of as many groups as
    columns are sought are each at least as large as the entry sought: only blocks that reach it are looked into. A
    column is noted before it is known to be large enough, and written over by the next if it is not: that costs less
    than a jump that nobody can foresee.
    """
    size, blocks, groups = found.size, of_blocks.size, of_groups.size
    of_blocks[:] = entries[:blocks]
    end = blocks
    while end + blocks <= entries.size:
        _raise(of_blocks, entries[end : end + blocks])
        end += blocks
    of_groups[:] = of_blocks[:groups]
    for start in range(groups, blocks - groups + 1, groups):
        _raise(of_groups, of_blocks[start : start + groups])
    _select(of_groups, size)
    least = of_groups[size - 1] - np.float32(nearly)
    hits = 0
    for block in range(blocks):
        order[np.uint32(hits)] = block
        hits += int(of_blocks[block] > least)
    count = 0
    for start in range(0, end, blocks):
        for hit in range(hits):
            column = start + order[hit]
            left[np.uint32(count)] = column
            count += int(entries[np.uint32(column)] > least)
    for column in range(end, entries.size):
        left[np.uint32(count)] = column
        count += int(entries[column] > least)
    for at in range(count):
        column = left[at]
        ranks[at] = (np.int64(np.rint(entries[np.uint32(column)] * np.float32(scale))) << 32) - column
    order[:count] = ranks[:count]
    _select(order[:count], size)
    taken = 0
    for at in range(count):
        if ranks[at] >= order[size - 1]:
            found[taken] = left[at]
            taken += 1


@njit(cache=True, nogil=True)
def _select(values: Floats | Integers, size: int) -> None:
    """Put the `size` largest values first, the least of them last; quicker than `np.partition`, which makes a copy."""
    low, high, wanted = 0, values.size - 1, size - 1
    while low < high:
        pivot = values[(low + high) // 2]
        left, right = low, high
        while left <= right:
            while values[left] > pivot:
                left += 1
            while values[right] < pivot:
                right -= 1
            if left <= right:
                values[left], values[right] = values[right], values[left]
                left += 1
                right -= 1
        if wanted <= right:
            high = right
        elif wanted >= left:
            low = left
        else:
            return


@njit(cache=True, nogil=True)
def _raise(best: Floats, others: Floats) -> None:
    for place in range(best.size):
        best[place] = max(best[place], others[place])


@njit(cache=True, nogil=True)
def shares(
    rows: Integers,
    terms: Integers,
    weights: Floats,
    size: int,
    known: Integers,
    rarity: Floats,
    unknown_rarity: float,
) -> tuple[Numbers, Numbers, Floats]:
    """A sparse table of what each known term is of all that its row says, by rarity, from terms in any order."""
    ends = np.zeros(size, np.int64)
    for row in rows:
        ends[row] += 1
    ends = np.cumsum(ends)
    ordered, weighing = np.empty(rows.size, np.int64), np.empty(rows.size, np.float32)
    begins = ends.copy()
    for at in range(rows.size):
        row = rows[at]
        begins[row] -= 1
        ordered[begins[row]], weighing[begins[row]] = terms[at], weights[at]
    starts = np.zeros(size + 1, np.int32)
    places, values = np.empty(rows.size, np.int32), np.empty(rows.size, np.float32)
    count = 0
    for row in range(size):
        of_row, weigh = ordered[begins[row] : ends[row]], weighing[begins[row] : ends[row]]
        _sort(of_row, weigh)
        whole, start, at = 0.0, count, 0
        while at < of_row.size:
            term, weight = of_row[at], weigh[at]
            at += 1
            while at < of_row.size and of_row[at] == term:
                weight = max(weight, weigh[at])
                at += 1
            place = np.searchsorted(known, term)
            if place < known.size and known[place] == term:
                places[count], values[count] = place, weight * rarity[place]
                whole += values[count]
                count += 1
            else:
                whole += weight * np.float32(unknown_rarity)
        for place in range(start, count):
            values[place] /= max(np.float32(whole), np.finfo(np.float32).tiny)
        starts[row + 1] = count
    return starts, places[:count], values[:count]


@njit(cache=True, nogil=True)
def _sort(keys: Integers, along: Floats) -> None:
    """Sort keys and what goes along with them; most rows are so short that putting each in its place is quickest."""
    if keys.size > _SHORT:
        order = np.argsort(keys)
        keys[:], along[:] = keys[order], along[order]
        return
    for at in range(1, keys.size):
        key, value, place = keys[at], along[at], at
        while place > 0 and keys[place - 1] > key:
            keys[place], along[place] = keys[place - 1], along[place - 1]
            place -= 1
        keys[place], along[place] = key, value


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
            first, last = other_starts[other], other_starts[other + 1]
            where, what = other_places[first:last], other_values[first:last]
            total = np.float32(0)
            for at in range(where.size):
                total += spread[np.uint32(where[at])] * what[at]  # unsigned: none is counted from the end
            found[row, pair] = total
        for at in range(starts[row], starts[row + 1]):
            spread[places[at]] = 0
    return found
