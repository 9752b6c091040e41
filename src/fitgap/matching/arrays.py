"""The arrays that matching works on."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Floats: TypeAlias = NDArray[np.float32]
Integers: TypeAlias = NDArray[np.int64]
Numbers: TypeAlias = NDArray[np.int32]
Flags: TypeAlias = NDArray[np.bool_]
Sparse: TypeAlias = "csr_array[np.float32, tuple[int, int]]"


def sparse(rows: Integers, places: Integers, values: Floats, shape: tuple[int, int]) -> Sparse:
    """A sparse table of entries that are in order of their rows, each of them once."""
    starts = np.zeros(shape[0] + 1, np.int32)
    np.cumsum(np.bincount(rows, minlength=shape[0]), out=starts[1:])
    return csr_array((values, places.astype(np.int32), starts), shape=shape)


def narrow(table: Sparse) -> Sparse:
    """The same table with places of 32 bits."""
    return csr_array((table.data, table.indices.astype(np.int32), table.indptr.astype(np.int32)), shape=table.shape)
