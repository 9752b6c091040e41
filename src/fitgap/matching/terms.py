"""Texts as sparse rows of weighted terms: BM25F on the catalogue's side, weighted counts on the step's side.

A score is the share of the step's information that a feature holds: every term weighs its rarity in the catalogue, and
a term that the catalogue never uses counts as not held (at the weight of the rarest term), so scores stay in 0..1.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, repeat

import numpy as np
from scipy.sparse import csr_array

from fitgap.matching import sums
from fitgap.matching.arrays import Floats, Integers, Sparse, narrow, sparse
from fitgap.matching.sums import Entries, Known, Postings, postings

_SHIFT = 21  # a Unicode code point fits into 21 bits, so a pair of them fits into one 64-bit number


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Terms of many texts in one list: `terms[i]` occurs in the text of row `rows[i]`."""

    rows: Integers
    terms: Integers
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightedTexts:
    """One field of many texts, with the weight its terms count with."""

    counted: Counted
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Saturation:
    """BM25's two constants: `k` how soon repeating a term stops helping, `b` how much a long text is discounted."""

    k: float
    b: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TermSpace:
    """The catalogue's side: known `terms` in ascending order, their `rarity`; the features as columns and as rows.

    `information` is what each feature says, by rarity.
    """

    terms: Integers
    rarity: Floats
    unknown_rarity: float
    features: Postings
    by_feature: Sparse
    information: Floats

    def rows(self, fields: Sequence[WeightedTexts]) -> Sparse:
        """Steps as rows whose product with `features` is the share of their information found, in 0..1.

        A term that a step says in several fields counts once, where it weighs most.
        """
        counted = [field.counted for field in fields]
        weights = np.array([field.weight for field in fields], np.float32)
        entries = Entries(
            rows=np.concatenate([one.rows for one in counted]),
            terms=np.concatenate([one.terms for one in counted]),
            weights=np.repeat(weights, [one.rows.size for one in counted]),
            size=counted[0].size,
        )
        known = Known(terms=self.terms, rarity=self.rarity, unknown_rarity=self.unknown_rarity)
        return sums.USED.shares(entries, known)


def build_space(fields: Sequence[WeightedTexts], saturation: Saturation, terms: Integers | None = None) -> TermSpace:
    """Count the features' fields into one space; `rarity` is the smoothed inverse document frequency.

    `terms` numbers the space as another one that holds more; by default it has the terms of the fields alone.
    """
    size = fields[0].counted.size
    if terms is None:
        terms = np.unique(np.concatenate([field.counted.terms for field in fields]))
    columns = max(terms.size, 1)
    total = _empty(size, columns)
    for field in fields:
        counted = field.counted
        lengths = np.bincount(counted.rows, minlength=size)
        mean = lengths[lengths > 0].mean() if lengths.any() else 1.0
        discount = 1 - saturation.b + saturation.b * lengths / mean
        values = (field.weight / discount[counted.rows]).astype(np.float32)
        places = np.searchsorted(terms, counted.terms)
        total = total + csr_array((values, (counted.rows, places)), shape=(size, columns))
    total.sum_duplicates()
    held = np.bincount(total.indices, minlength=columns).astype(np.float32)
    rarity = np.log1p((size - held + 0.5) / (held + 0.5)).astype(np.float32)
    values = total.data / (total.data + np.float32(saturation.k)) * np.float32(1 + saturation.k)
    by_feature = narrow(csr_array((np.minimum(values, 1).astype(np.float32), total.indices, total.indptr), total.shape))
    return TermSpace(
        terms=terms,
        rarity=rarity,
        unknown_rarity=float(np.log1p(size + 0.5) if size else 0.0),
        features=postings(narrow(by_feature.T.tocsr())),
        by_feature=by_feature,
        information=np.asarray(by_feature @ rarity, np.float32),
    )


def _empty(rows: int, columns: int) -> Sparse:
    nothing = np.zeros(0, np.int64)
    return sparse(nothing, nothing, np.zeros(0, np.float32), (rows, columns))


def count_characters(keys: Sequence[str]) -> Counted:
    """Characters and pairs of neighbouring characters, counted on code points without a loop over them."""
    lengths = np.fromiter((len(key) for key in keys), np.int64, len(keys))
    points = np.frombuffer("".join(keys).encode("utf-32-le"), np.uint32).astype(np.int64)
    rows = np.repeat(np.arange(len(keys)), lengths)
    is_pair = rows[1:] == rows[:-1]
    pairs = ((points[:-1] + 1) << _SHIFT) + points[1:]
    return Counted(
        rows=np.concatenate([rows, rows[1:][is_pair]]), terms=np.concatenate([points, pairs[is_pair]]), size=len(keys)
    )


class Numbering:
    """Gives every distinct word a number; the same word always gets the same one."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def count(self, texts: Sequence[Sequence[str]], *, is_open: bool) -> Counted:
        """The words of many texts; an unknown word is numbered when `is_open`, else it has a number below zero."""
        numbers = self._numbers
        if is_open:
            for text in texts:
                for word in text:
                    numbers.setdefault(word, len(numbers))
        lengths = np.fromiter(map(len, texts), np.int64, len(texts))
        rows = np.repeat(np.arange(len(texts)), lengths)
        terms = np.fromiter(map(numbers.get, chain.from_iterable(texts), repeat(-1)), np.int64, rows.size)
        is_unknown = terms < 0
        if is_unknown.any():  # each a word of its own within its text
            first = np.repeat(np.cumsum(lengths) - lengths, lengths)
            terms[is_unknown] = (first - np.arange(rows.size) - 1)[is_unknown]
        return Counted(rows=rows, terms=terms, size=len(texts))
