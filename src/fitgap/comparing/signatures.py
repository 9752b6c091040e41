"""Members too many to compare in full: each as a sparse row of what it does, and from rows how far any two are apart.

The distances are those of `divergence`, of known pieces of work (`pieces`) instead of groups, with one simplification
each: order is "eventually follows" alone, and the sets of roles, forms and means are pooled over the common work.
They are estimates, to choose whom to compare in full.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from scipy.sparse import csr_array

from fitgap.comparing.arrays import Floats
from fitgap.comparing.evidence import Wordings
from fitgap.comparing.pieces import Pieces
from fitgap.comparing.profiles import closure
from fitgap.comparing.roles import means_of, role_of
from fitgap.comparing.table import StepTable, lay_out_steps
from fitgap.model.comparison import DivergencePart, MemberFlow, members_of
from fitgap.model.policy import Comparing
from fitgap.model.step import Step
from fitgap.model.wording import EMPTY

Sparse: TypeAlias = "csr_array[np.float32, tuple[int, int]]"
_Cell = tuple[int, str]
_Sayer: TypeAlias = "Callable[[Step, Wordings, Comparing], frozenset[str]]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatures:
    """One row a member, in alphabetical order.

    `steps` counts a member's steps by piece of work. `later` marks the pairs of pieces of which the second comes behind
    the first, `common` all pairs of pieces of a member, in the same columns. `sets` mark by part what is said of each
    piece (a column is a piece with a value), beside how much that is by piece.
    """

    members: tuple[str, ...]
    steps: Sparse
    later: Sparse
    common: Sparse
    sets: Mapping[DivergencePart, tuple[Sparse, Sparse]]


def signatures_of(flows: Sequence[MemberFlow], wordings: Wordings, policy: Comparing) -> Signatures:
    """The signature of every member in one process; `policy.landmarks` of the members are compared in full for it."""
    members = members_of(flows)
    chosen = frozenset(landmarks(members, policy.landmarks))
    tables = [lay_out_steps(flow for flow in flows if flow.member == member) for member in members]
    known = lay_out_steps(flow for flow in flows if flow.member in chosen)
    pieces = Pieces(known, (step for table in tables for step in table.steps), wordings, policy)
    numbered = [(table, pieces.numbers_of(table)) for table in tables]
    count = max(pieces.count, 1)
    later = [_later(table, numbers, count) for table, numbers in numbered]
    pairs = _columns(later)
    sets = {}
    for part, of in _SETS.items():
        found = [_said(of, table, numbers, wordings, policy) for table, numbers in numbered]
        columns = _columns(found)
        sets[part] = (_marks(found, columns), _counts([[piece for piece, _ in cells] for cells in found], count))
    return Signatures(
        members=members,
        steps=_counts([numbers for _, numbers in numbered], count),
        later=_marks(later, pairs),
        common=_marks([_pairs(numbers, count) for _, numbers in numbered], pairs),
        sets=sets,
    )


def landmarks(members: Sequence[str], count: int) -> tuple[str, ...]:
    """So many members, spread evenly over all of them in their order."""
    if len(members) <= count:
        return tuple(members)
    return tuple(members[index] for index in np.linspace(0, len(members) - 1, count).round().astype(int).tolist())


def estimated_distances(signatures: Signatures, weights: Mapping[str, float]) -> Floats:
    """How far every two members are likely apart, in 0..1; symmetric, 0 on the diagonal."""
    size = len(signatures.members)
    whole = np.zeros((size, size), np.float32)
    known = np.zeros((size, size), np.float32)
    for part, distance in _distances(signatures):
        is_known = np.isfinite(distance)
        whole += np.where(is_known, distance, 0) * np.float32(weights.get(part.value, 0.0))
        known += is_known * np.float32(weights.get(part.value, 0.0))
    found: Floats = np.divide(whole, known, out=np.zeros_like(whole), where=known > 0).clip(0, 1)
    np.fill_diagonal(found, 0)
    return found


def nearest(distances: Floats, count: int) -> "np.ndarray[tuple[int, int], np.dtype[np.int64]]":
    """For every member the numbers of so many others, the nearest first; ties by number."""
    away = distances.copy()
    np.fill_diagonal(away, np.inf)
    found: np.ndarray[tuple[int, int], np.dtype[np.int64]] = np.argsort(away, axis=1, kind="stable")
    return found[:, : min(count, len(away) - 1)]


def _distances(signatures: Signatures) -> "list[tuple[DivergencePart, Floats]]":
    has = _marked(signatures.steps)
    matched = _dense(signatures.steps @ has.T)
    lengths: Floats = np.asarray(signatures.steps.sum(axis=1), np.float32).ravel()
    steps = 1 - _share(matched + matched.T, np.add.outer(lengths, lengths))
    both = _dense(signatures.later @ signatures.later.T)
    mine = _dense(signatures.later @ signatures.common.T)
    found = [(DivergencePart.STEPS, steps), (DivergencePart.ORDER, 1 - _share(both, mine + mine.T - both))]
    for part, (marks, counts) in signatures.sets.items():
        both = _dense(marks @ marks.T)
        mine = _dense(counts @ has.T)
        found.append((part, 1 - _share(both, mine + mine.T - both)))
    return found


def _share(part: Floats, whole: Floats) -> Floats:
    found: Floats = np.divide(part, whole, out=np.full_like(whole, np.nan), where=whole > 0)
    return found


def _marked(counts: Sparse) -> Sparse:
    found = counts.copy()
    found.data = np.ones_like(found.data)
    return found


def _dense(product: Sparse) -> Floats:
    found: Floats = np.asarray(product.toarray(), np.float32)
    return found


def _pairs(numbers: Sequence[int], count: int) -> list[_Cell]:
    mine = sorted(set(numbers))
    return [(first * count + second, "") for first in mine for second in mine if first != second]


def _later(table: StepTable, numbers: Sequence[int], count: int) -> list[_Cell]:
    follows = np.zeros((len(numbers), len(numbers)), np.bool_)
    for row, afters in enumerate(table.following):
        follows[row, list(afters)] = True
    pairs = {(numbers[row], numbers[after]) for row, after in np.argwhere(closure(follows)).tolist()}
    return [(first * count + second, "") for first, second in sorted(pairs) if first != second]


def _said(of: _Sayer, table: StepTable, numbers: Sequence[int], wordings: Wordings, policy: Comparing) -> list[_Cell]:
    cells = {
        (number, value)
        for step, number in zip(table.steps, numbers, strict=True)
        for value in of(step, wordings, policy)
    }
    return sorted(cells, key=str)


def _roles(step: Step, _: Wordings, policy: Comparing) -> frozenset[str]:
    return frozenset(filter(None, (role_of(step, policy),)))


def _forms(step: Step, wordings: Wordings, _: Comparing) -> frozenset[str]:
    said = [wordings.get(form.name, EMPTY) for form in step.forms]
    return frozenset(" ".join(sorted(set(one.terms))) or one.key for one in said)


def _means(step: Step, _: Wordings, policy: Comparing) -> frozenset[str]:
    return means_of(step, policy)


_SETS = {DivergencePart.ROLES: _roles, DivergencePart.FORMS: _forms, DivergencePart.MEANS: _means}


def _columns(rows: Sequence[Sequence[_Cell]]) -> dict[_Cell, int]:
    return {cell: number for number, cell in enumerate(dict.fromkeys(cell for row in rows for cell in row))}


def _marks(rows: Sequence[Sequence[_Cell]], columns: Mapping[_Cell, int]) -> Sparse:
    """One where a row has a cell; cells without a column are left out."""
    return _counts([[columns[cell] for cell in row if cell in columns] for row in rows], max(len(columns), 1))


def _counts(rows: Sequence[Sequence[int]], width: int) -> Sparse:
    columns = np.array([column for row in rows for column in row], np.int64)
    ends = np.cumsum([0, *(len(row) for row in rows)])
    found = csr_array((np.ones(columns.size, np.float32), columns, ends), shape=(len(rows), width))
    found.sum_duplicates()
    return found
