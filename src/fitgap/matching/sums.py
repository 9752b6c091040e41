"""Products of sparse tables, and the largest entries of a table: by SciPy, or compiled where the extra `fast` is there.

Both ways say the same, but for the last bits of single precision; a property test holds them to it.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from fitgap.matching.arrays import Floats, Integers, Numbers, Sparse, sparse

try:
    from fitgap.matching import compiled
except (ImportError, RuntimeError):  # not installed, or there is no folder to keep in what it compiles
    IS_COMPILED = False
else:
    IS_COMPILED = True

_GROUPS = 4  # times as many groups of columns as columns wanted
_SCALE, _NEARLY = 1e5, 1e-5  # sums of single precision are no more exact, so that their order must not matter
_NEARLY_FULL = 8  # a row that holds more than one in so many places is quicker added whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Postings:
    """A sparse table to multiply with; its nearly full rows stand in `full`, too, `full_row` says where (-1: not)."""

    table: Sparse
    full_row: Numbers
    full: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Factors:
    """Two sparse tables to be multiplied."""

    rows: Sparse
    others: Postings


@dataclass(frozen=True, slots=True, kw_only=True)
class Bonus:
    """What is added to some rows: which row of `added` goes to each row (-1: none)."""

    which: Numbers
    added: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearest:
    """The best columns of each row, ascending, with the entries of the first product and of the sum there."""

    columns: Integers
    firsts: Floats
    totals: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """Terms that rows say, in any order: each with its row, of `size`, and with the weight it is said with."""

    rows: Integers
    terms: Integers
    weights: Floats
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The terms that are known, ascending, with how rare each is, and how rare any other."""

    terms: Integers
    rarity: Floats
    unknown_rarity: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """One way to compute.

    `nearest` finds the columns where the sum of two products and a bonus is largest; of (nearly) equal ones the first.
    `products` are those of each row with the rows of another table that `columns` names for it. `shares` is what each
    known term is of all that its row says, by rarity; a term said twice counts once, where it weighs most.
    """

    nearest: Callable[[Factors, Factors, Bonus, int], Nearest]
    products: Callable[[Sparse, Sparse, Integers], Floats]
    shares: Callable[[Entries, Known], Sparse]


def postings(table: Sparse) -> Postings:
    """A sparse table with its nearly full rows apart."""
    rows, columns = table.shape
    nearly_full = np.flatnonzero(np.diff(table.indptr) * _NEARLY_FULL > columns)
    full_row = np.full(rows, -1, np.int32)
    full_row[nearly_full] = np.arange(nearly_full.size)
    return Postings(table=table, full_row=full_row, full=np.asarray(table[nearly_full].toarray(), np.float32))


def _plain_nearest(first: Factors, second: Factors, bonus: Bonus, size: int) -> Nearest:
    firsts = np.asarray((first.rows @ first.others.table).toarray(), np.float32)
    totals = firsts + (second.rows @ second.others.table).toarray()
    has_bonus = bonus.which >= 0
    totals[has_bonus] += bonus.added[bonus.which[has_bonus]]
    columns = _largest(totals, size)
    return Nearest(
        columns=columns,
        firsts=np.take_along_axis(firsts, columns, axis=1),
        totals=np.take_along_axis(totals, columns, axis=1),
    )


def _plain_products(rows: Sparse, others: Sparse, columns: Integers) -> Floats:
    if not rows.nnz:
        return np.zeros(columns.shape, np.float32)
    which = np.repeat(np.arange(columns.shape[0]), columns.shape[1])
    both: Sparse = rows[which].multiply(others[columns.ravel()])
    return np.asarray(both.sum(axis=1), dtype=np.float32).reshape(columns.shape)


def _largest(table: Floats, size: int) -> Integers:
    """The best of `size` groups of columns are each at least as large as the entry sought, so that few are sorted."""
    rows, width = table.shape
    group = max(width // (_GROUPS * size), 1)
    best = table[:, : width // group * group].reshape(rows, -1, group).max(axis=2)
    least = np.partition(best, -size, axis=1)[:, -size]
    row, column = np.nonzero(table > least[:, None] - np.float32(_NEARLY))
    order = np.lexsort((column, -np.rint(table[row, column] * np.float32(_SCALE)), row))
    starts = np.searchsorted(row, np.arange(rows))
    return np.sort(column[order[starts[:, None] + np.arange(size)]], axis=1)


def _plain_shares(entries: Entries, known: Known) -> Sparse:
    size, count = entries.size, known.terms.size
    places = np.searchsorted(known.terms, entries.terms).clip(max=max(count - 1, 0))
    is_strange = known.terms[places] != entries.terms if count else np.ones(places.size, np.bool_)
    _, numbers = np.unique(entries.terms[is_strange], return_inverse=True)
    places[is_strange] = count + numbers
    order = np.lexsort((-entries.weights, places, entries.rows))
    rows, places, weights = entries.rows[order], places[order], entries.weights[order]
    is_first = np.ones(rows.size, np.bool_)
    is_first[1:] = (rows[1:] != rows[:-1]) | (places[1:] != places[:-1])
    rows, places, weights = rows[is_first], places[is_first], weights[is_first]
    is_known = places < count
    informed = weights * np.float32(known.unknown_rarity)
    informed[is_known] = weights[is_known] * known.rarity[places[is_known]]
    whole = np.bincount(rows, informed, minlength=size).astype(np.float32)
    values: Floats = (informed / np.maximum(whole[rows], np.finfo(np.float32).tiny)).astype(np.float32)
    return sparse(rows[is_known], places[is_known], values[is_known], (size, max(count, 1)))


def _compiled_nearest(first: Factors, second: Factors, bonus: Bonus, size: int) -> Nearest:
    columns, firsts, totals = compiled.nearest(
        _table(first.rows),
        _postings(first.others),
        _table(second.rows),
        _postings(second.others),
        bonus.which,
        bonus.added,
        size,
        _SCALE,
        _NEARLY,
    )
    return Nearest(columns=columns, firsts=firsts, totals=totals)


def _table(table: Sparse) -> tuple[Numbers, Numbers, Floats]:
    return table.indptr, table.indices, table.data


def _postings(others: Postings) -> tuple[Numbers, Numbers, Floats, Numbers, Floats]:
    return *_table(others.table), others.full_row, others.full


def _compiled_products(rows: Sparse, others: Sparse, columns: Integers) -> Floats:
    if not rows.nnz:
        return np.zeros(columns.shape, np.float32)
    found: Floats = compiled.products(
        rows.indptr, rows.indices, rows.data, rows.shape[1], others.indptr, others.indices, others.data, columns
    )
    return found


def _compiled_shares(entries: Entries, known: Known) -> Sparse:
    starts, places, values = compiled.shares(
        entries.rows,
        entries.terms,
        entries.weights,
        entries.size,
        known.terms,
        known.rarity,
        known.unknown_rarity,
    )
    return csr_array((values, places, starts), shape=(entries.size, max(known.terms.size, 1)))


PLAIN = Sums(nearest=_plain_nearest, products=_plain_products, shares=_plain_shares)
COMPILED = Sums(nearest=_compiled_nearest, products=_compiled_products, shares=_compiled_shares)
"""Only where `IS_COMPILED`."""

USED = COMPILED if IS_COMPILED else PLAIN
