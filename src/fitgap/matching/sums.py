"""Products of sparse tables, and the largest entries of a table: by SciPy, or compiled where the extra `fast` is there.

Both ways say the same, but for the last bits of single precision; a property test holds them to it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from fitgap.matching.arrays import Floats, Integers, Numbers, Sparse

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


AddProduct: TypeAlias = Callable[[Floats, Sparse, Postings], None]
Products: TypeAlias = Callable[[Sparse, Sparse, Integers], Floats]
Largest: TypeAlias = Callable[[Floats, int], Integers]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """One way to compute.

    `add_product` adds the product of two sparse tables to a dense one. `products` are those of each row with the rows
    of another table that `columns` names for it. `largest` are the columns of so many largest entries of each row,
    ascending, of (nearly) equal entries the first.
    """

    add_product: AddProduct
    products: Products
    largest: Largest


def postings(table: Sparse) -> Postings:
    """A sparse table with its nearly full rows apart."""
    rows, columns = table.shape
    nearly_full = np.flatnonzero(np.diff(table.indptr) * _NEARLY_FULL > columns)
    full_row = np.full(rows, -1, np.int32)
    full_row[nearly_full] = np.arange(nearly_full.size)
    return Postings(table=table, full_row=full_row, full=np.asarray(table[nearly_full].toarray(), np.float32))


def _plain_add_product(total: Floats, rows: Sparse, others: Postings) -> None:
    total += (rows @ others.table).toarray()


def _plain_products(rows: Sparse, others: Sparse, columns: Integers) -> Floats:
    if not rows.nnz:
        return np.zeros(columns.shape, np.float32)
    which = np.repeat(np.arange(columns.shape[0]), columns.shape[1])
    both: Sparse = rows[which].multiply(others[columns.ravel()])
    return np.asarray(both.sum(axis=1), dtype=np.float32).reshape(columns.shape)


def _plain_largest(table: Floats, size: int) -> Integers:
    """The best of `size` groups of columns are each at least as large as the entry sought, so that few are sorted."""
    rows, width = table.shape
    group = max(width // (_GROUPS * size), 1)
    best = table[:, : width // group * group].reshape(rows, -1, group).max(axis=2)
    least = np.partition(best, -size, axis=1)[:, -size]
    row, column = np.nonzero(table > least[:, None] - np.float32(_NEARLY))
    order = np.lexsort((column, -np.rint(table[row, column] * np.float32(_SCALE)), row))
    starts = np.searchsorted(row, np.arange(rows))
    return np.sort(column[order[starts[:, None] + np.arange(size)]], axis=1)


def _compiled_add_product(total: Floats, rows: Sparse, others: Postings) -> None:
    table = others.table
    compiled.add_product(
        total,
        rows.indptr,
        rows.indices,
        rows.data,
        table.indptr,
        table.indices,
        table.data,
        others.full_row,
        others.full,
    )


def _compiled_products(rows: Sparse, others: Sparse, columns: Integers) -> Floats:
    if not rows.nnz:
        return np.zeros(columns.shape, np.float32)
    found: Floats = compiled.products(
        rows.indptr, rows.indices, rows.data, rows.shape[1], others.indptr, others.indices, others.data, columns
    )
    return found


def _compiled_largest(table: Floats, size: int) -> Integers:
    found: Integers = compiled.largest(table, size, _SCALE, _NEARLY)
    return found


PLAIN = Sums(add_product=_plain_add_product, products=_plain_products, largest=_plain_largest)
COMPILED = Sums(add_product=_compiled_add_product, products=_compiled_products, largest=_compiled_largest)
"""Only where `IS_COMPILED`."""

USED = COMPILED if IS_COMPILED else PLAIN
