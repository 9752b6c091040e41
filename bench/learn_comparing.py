"""Learn the weights of `[comparing.described]`, `.bare`, `.english` and their second looks from the labelled flows.

A logistic regression with a penalty on the squares of the weights; no weight may be negative, so that every measure
speaks for a pair or says nothing. Prints the weights as they stand in the policy, and what weights learnt on the other
processes reach on each process (leave one process out; one of the same name counts as the same), the figure to believe.

The English flows were made by one hand and keep one order, which flows of independent authors do not: they are learnt
from again with their steps in other orders.

    python bench/learn_comparing.py
"""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from comparing_cases import (
    Case,
    Counts,
    bare,
    english_cases,
    f1,
    hits,
    key_of,
    own_cases,
    pairs_of,
    shared_cases,
    table_of,
)
from fitgap.comparing.aligning import CONSTANT, align, weighed
from fitgap.comparing.context import CONTEXT, context_of
from fitgap.comparing.evidence import EVIDENCE, evidence_of, kinds_of
from fitgap.comparing.table import StepTable
from fitgap.policies import default_policy

PENALTY = 3.0
SMALLEST = 0.05
OTHER_ORDERS = 3
ORDER_SPREAD = 0.3
ENGLISH_ALONE = ("objects", "agreement")
OF_JAPANESE = tuple(name for name in EVIDENCE if name not in ENGLISH_ALONE)
POLICY = default_policy().comparing
Floats = NDArray[np.floating]
Booleans = NDArray[np.bool_]
Weights = dict[str, float]


def views(case: Case) -> Sequence[frozenset[str]]:
    """Members of whom no more than the names are shown: every choice of them."""
    counts = range(1, len(case.members) + 1)
    return tuple(frozenset(some) for count in counts for some in itertools.combinations(case.members, count))


@dataclass(frozen=True, slots=True)
class Prepared:
    """A case with everything that can be known before weights are: measures, labels, which pairs count."""

    table: StepTable
    measures: dict[str, Floats]
    kinds: dict[str, Booleans]
    is_same: Booleans
    is_counted: Booleans


@dataclass(frozen=True, slots=True)
class Learnt:
    """Weights of both looks, as the policy has them."""

    described: Weights
    bare: Weights
    english: Weights
    described_again: Weights
    bare_again: Weights
    english_again: Weights


@cache
def prepared(key: str, hidden: frozenset[str]) -> Prepared:
    case = bare(_named(key), hidden)
    table, wordings = table_of(case.flows)
    row = {key_of(ref): index for index, ref in enumerate(table.refs)}
    marks = []
    for pairs in (case.agreed, case.disputed):
        mark = np.zeros((len(row), len(row)), np.bool_)
        for pair in pairs:
            one, other = (row[step] for step in pair)
            mark[one, other] = mark[other, one] = True
        marks.append(mark)
    return Prepared(
        table=table,
        measures=dict(evidence_of(table, wordings, POLICY)),
        kinds=kinds_of(table.steps, wordings),
        is_same=marks[0],
        is_counted=np.triu(table.is_foreign() & ~marks[1]),
    )


@cache
def reordered(key: str, seed: int) -> Prepared:
    """The case with the steps of every member in another order, the nearer the likelier."""
    one = prepared(key, frozenset())
    table = one.table
    places = table.places.copy()
    chance = np.random.default_rng(seed)
    for member in range(len(table.members)):
        mine = table.member_numbers == member
        order = np.argsort(np.argsort(places[mine] + chance.normal(0, ORDER_SPREAD, mine.sum())))
        places[mine] = np.sort(places[mine])[order]
    near = 1 - np.abs(np.subtract.outer(places, places))
    return replace(one, table=replace(table, places=places), measures={**one.measures, "place": near})


def learn(cases: Sequence[Case]) -> Learnt:
    """Weights from some processes: of the first look, then of the second at what the first says of the same pairs."""
    full = [prepared(_key(case), frozenset()) for case in cases]
    hidden = [prepared(_key(case), view) for case in cases for view in views(case)]
    others = [reordered(_key(case), seed) for case in cases if case in english_cases() for seed in range(OTHER_ORDERS)]
    examples = {"described": full, "bare": [*full, *hidden], "english": [*full, *others]}
    first = {
        kind: fitted([(one, one.measures) for one in some], EVIDENCE if kind == "english" else OF_JAPANESE, kind)
        for kind, some in examples.items()
    }

    def again(one: Prepared) -> tuple[Prepared, dict[str, Floats]]:
        likeness = weighed(one.measures.items(), one.table, one.kinds, first)
        return one, dict(context_of(likeness, one.table, POLICY))

    second = {f"{kind}_again": fitted(map(again, some), CONTEXT, kind) for kind, some in examples.items()}
    return Learnt(**first, **second)


def fitted(examples: Iterable[tuple[Prepared, dict[str, Floats]]], names: Sequence[str], kind: str) -> Weights:
    """A logistic regression over the pairs that count, of the kind asked for."""
    penalty = PENALTY * (1 + OTHER_ORDERS if kind == "english" else 1)
    parts, answers = [], []
    for one, measures in examples:
        of_kind = one.kinds[kind] | one.kinds["english"] if kind == "bare" else one.kinds[kind]
        rows, others = np.nonzero(one.is_counted & of_kind)
        parts.append(np.stack([measures[name][rows, others] for name in names], axis=-1).astype(float))
        answers.append(one.is_same[rows, others].astype(float))
    values, labels = np.concatenate(parts), np.concatenate(answers)
    means, spreads = values.mean(axis=0), values.std(axis=0) + 1e-6
    scaled = (values - means) / spreads

    def loss(weights: Floats) -> tuple[float, Floats]:
        sums = scaled @ weights[1:] + weights[0]
        errors = 1 / (1 + np.exp(-sums)) - labels
        worth = (np.logaddexp(0, sums) - labels * sums).sum() + penalty * (weights[1:] ** 2).sum() / 2
        return worth, np.concatenate([[errors.sum()], scaled.T @ errors + penalty * weights[1:]])

    start = np.zeros(len(names) + 1)
    bounds = [(None, None), *((0, None) for _ in names)]
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    weights = found[1:] / spreads
    kept = {name: round(float(w), 2) for name, w in zip(names, weights, strict=True) if w >= SMALLEST}
    return {CONSTANT: round(float(found[0] - (weights * means).sum()), 2), **kept}


def score(case: Case, weights: Learnt | None = None) -> Counts:
    """Pairs found, said and labelled; with the policy's own weights where none are given."""
    policy = (
        POLICY if weights is None else replace(POLICY, **{f.name: getattr(weights, f.name) for f in fields(weights)})
    )
    table, wordings = table_of(case.flows)
    groups = align(table, wordings, policy)
    return hits(pairs_of([[key_of(step.ref) for step in group.steps] for group in groups]), case)


@cache
def left_out() -> tuple[dict[str, Counts], dict[str, Counts]]:
    """What weights learnt on the other processes reach on each, on the flows as they are and on names alone."""
    full, names_alone = {}, {}
    for case in labelled():
        weights = learn([other for other in labelled() if other.name != case.name])
        full[_key(case)] = score(case, weights)
        names_alone[_key(case)] = score(bare(case, case.members), weights)
    return full, names_alone


def labelled() -> tuple[Case, ...]:
    """Everything that is learnt from."""
    return (*shared_cases(), *own_cases(), *english_cases())


def _key(case: Case) -> str:
    return f"{'/'.join(case.members)}: {case.name}"


def _named(key: str) -> Case:
    return next(case for case in labelled() if _key(case) == key)


if __name__ == "__main__":
    learnt = learn(labelled())
    for part in fields(learnt):
        print(f"[comparing.{part.name}]")
        for name, weight in getattr(learnt, part.name).items():
            print(f"{name} = {weight}")
    print("leave one process out (found, said, labelled):")
    for title, found in zip(("as they are", "names only"), left_out(), strict=True):
        for name, counts in found.items():
            print(f"  {title:12s} {name:44s} F1 {f1([counts]):.3f} {counts}")
        print(f"  {title:12s} {'all':44s} F1 {f1(found.values()):.3f}")
