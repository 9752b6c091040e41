"""Learn the weights of `[comparing.described]` and `[comparing.bare]` from the labelled flows.

A logistic regression with a penalty on the squares of the weights; no weight may be negative, so that every measure
speaks for a pair or says nothing. Prints the weights as they stand in the policy, and what weights learnt on the other
processes reach on each process (leave one process out), which is the figure to believe.

    python bench/learn_comparing.py
"""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from comparing_cases import Case, Counts, bare, f1, hits, key_of, own_cases, pairs_of, shared_cases, table_of
from fitgap.comparing.aligning import CONSTANT, align
from fitgap.comparing.evidence import EVIDENCE, evidence_of, is_described
from fitgap.policies import default_policy

PENALTY = 3.0
SMALLEST = 0.05
Floats = NDArray[np.float64]
Weights = dict[str, float]


def views(case: Case) -> Sequence[frozenset[str]]:
    """Members of whom no more than the names are shown: every choice of them."""
    counts = range(1, len(case.members) + 1)
    return tuple(frozenset(some) for count in counts for some in itertools.combinations(case.members, count))


@cache
def examples(name: str, hidden: frozenset[str], of_described: bool) -> tuple[Floats, Floats]:
    """Measures and labels of every pair of steps of different members that is not disputed."""
    case = bare(_named(name), hidden)
    table, wordings = table_of(case.flows)
    rows, others = np.nonzero(np.triu(table.is_foreign() & (is_described(table.steps) == of_described)))
    measures = dict(evidence_of(table, wordings))
    pairs = [frozenset((key_of(table.refs[a]), key_of(table.refs[b]))) for a, b in zip(rows, others, strict=True)]
    is_counted = np.array([pair not in case.disputed for pair in pairs], bool)
    labels = np.array([pair in case.agreed for pair in pairs], float)
    values = np.stack([measures[name][rows, others] for name in EVIDENCE], axis=-1).astype(float)
    return values[is_counted], labels[is_counted]


def learn(cases: Iterable[Case], of_described: bool) -> Weights:
    """Weights from some processes."""
    shown = [(case, (frozenset(),) if of_described else views(case)) for case in cases]
    parts = [examples(_key(case), hidden, of_described) for case, its in shown for hidden in its]
    values = np.concatenate([part[0] for part in parts])
    labels = np.concatenate([part[1] for part in parts])
    means, spreads = values.mean(axis=0), values.std(axis=0) + 1e-6
    scaled = (values - means) / spreads

    def loss(weights: Floats) -> tuple[float, Floats]:
        sums = scaled @ weights[1:] + weights[0]
        errors = 1 / (1 + np.exp(-sums)) - labels
        worth = (np.logaddexp(0, sums) - labels * sums).sum() + PENALTY * (weights[1:] ** 2).sum() / 2
        return worth, np.concatenate([[errors.sum()], scaled.T @ errors + PENALTY * weights[1:]])

    start = np.zeros(len(EVIDENCE) + 1)
    bounds = [(None, None), *((0, None) for _ in EVIDENCE)]
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    weights = found[1:] / spreads
    kept = {name: round(float(w), 2) for name, w in zip(EVIDENCE, weights, strict=True) if w >= SMALLEST}
    return {CONSTANT: round(float(found[0] - (weights * means).sum()), 2), **kept}


def score(case: Case, described: Weights | None = None, names_alone: Weights | None = None) -> Counts:
    """Pairs found, said and labelled; with the policy's own weights where none are given."""
    policy = default_policy().comparing
    if described is not None and names_alone is not None:
        policy = replace(policy, described=described, bare=names_alone)
    table, wordings = table_of(case.flows)
    groups = align(table, wordings, policy)
    return hits(pairs_of([[key_of(step.ref) for step in group.steps] for group in groups]), case)


def left_out() -> tuple[dict[str, Counts], dict[str, Counts]]:
    """What weights learnt on the other processes reach on each, on the flows as they are and on names alone."""
    full, names_alone = {}, {}
    for case in labelled():
        others = [other for other in labelled() if other is not case]
        weights = learn(others, True), learn(others, False)
        full[_key(case)] = score(case, *weights)
        names_alone[_key(case)] = score(bare(case, case.members), *weights)
    return full, names_alone


def labelled() -> tuple[Case, ...]:
    """Everything that is learnt from."""
    return (*shared_cases(), *own_cases())


def _key(case: Case) -> str:
    return f"{'/'.join(case.members)}: {case.name}"


def _named(key: str) -> Case:
    return next(case for case in labelled() if _key(case) == key)


if __name__ == "__main__":
    for section, of_described in (("described", True), ("bare", False)):
        print(f"[comparing.{section}]")
        for name, weight in learn(labelled(), of_described).items():
            print(f"{name} = {weight}")
    print("leave one process out (found, said, labelled):")
    for title, found in zip(("as they are", "names only"), left_out(), strict=True):
        for name, counts in found.items():
            print(f"  {title:12s} {name:40s} F1 {f1([counts]):.3f} {counts}")
        print(f"  {title:12s} {'all':40s} F1 {f1(found.values()):.3f}")
