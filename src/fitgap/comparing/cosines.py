"""How much of their rare words two texts share: cosine of log-weighted counts by rarity (tf-idf)."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array

from fitgap.comparing.arrays import Floats

Bag: TypeAlias = Sequence[str]
Weights: TypeAlias = NDArray[np.float64]
Counts: TypeAlias = "csr_array[np.float64, tuple[int, int]]"


def characters_and_pairs(key: str) -> Bag:
    """The characters of a text and its pairs of neighbours."""
    return (*key, *(key[i : i + 2] for i in range(len(key) - 1)))


def cosines(bags: Sequence[Bag]) -> Floats:
    """The cosine of every two bags of words in 0..1; 0 for an empty one.

    A word weighs (1 + ln count) · ln((n + 1) / n of the bags that hold it).
    """
    counts, rarity = _counted(bags)
    weights = counts.copy()
    weights.data = 1 + np.log(weights.data)
    weights = weights @ diags_array(rarity)
    lengths = np.sqrt(np.asarray(weights.power(2).sum(axis=1)).ravel())
    rows = diags_array(1 / np.maximum(lengths, np.finfo(np.float32).tiny)) @ weights
    found: Floats = np.asarray((rows @ rows.T).toarray(), np.float32).clip(0, 1)
    return found


def held(small: Sequence[Bag], large: Sequence[Bag]) -> Floats:
    """How much of the information of a small bag another one's large bag holds, in 0..1, mean of both directions."""
    size = len(small)
    counts, rarity = _counted([*small, *large], in_texts=slice(size, None))
    is_in = counts.copy()
    is_in.data = np.ones_like(is_in.data)
    asked = is_in[:size] @ diags_array(rarity)
    whole: Weights = np.asarray(asked.sum(axis=1)).ravel()
    shares = (diags_array(1 / np.maximum(whole, np.finfo(np.float32).tiny)) @ asked) @ is_in[size:].T
    forth: Floats = np.asarray(shares.toarray(), np.float32)
    return ((forth + forth.T) / 2).clip(0, 1)


def _counted(bags: Sequence[Bag], in_texts: slice = slice(None)) -> tuple[Counts, Weights]:
    number: dict[str, int] = {}
    places = np.fromiter((number.setdefault(word, len(number)) for bag in bags for word in bag), np.int64)
    rows = np.repeat(np.arange(len(bags)), [len(bag) for bag in bags])
    shape = (len(bags), max(len(number), 1))
    counts = csr_array((np.ones(places.size), (rows, places)), shape=shape)
    counts.sum_duplicates()
    asked = counts[in_texts]
    holders = np.bincount(asked.indices, minlength=shape[1])
    return counts, np.log((asked.shape[0] + 1) / np.maximum(holders, 1))
