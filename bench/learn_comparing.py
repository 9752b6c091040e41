"""Learn the weights of `[comparing.described]` and `[comparing.bare]` from the labelled flows.

A logistic regression with a penalty on the squares of the weights; no weight may be negative, so that every measure
speaks for a pair or says nothing. Prints the weights as they stand in the policy, and what weights learnt on the other
processes reach on each process (leave one process out), which is the figure to believe.

    python bench/learn_comparing.py
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from comparing_cases import MEMBERS, f1, flow_of, hits, key_of, labelled, names_only, pairs_of, processes, table_of
from fitgap.comparing.aligning import CONSTANT, align
from fitgap.comparing.evidence import EVIDENCE, evidence_of, is_described
from fitgap.policies import default_policy

PENALTY = 3.0
SMALLEST = 0.05
Floats = NDArray[np.float64]
Views = Sequence[frozenset[str]]  # members of whom no more than the names are shown

FULL: Views = (frozenset(),)
BARE: Views = tuple(frozenset(some) for count in (1, 2, 3) for some in itertools.combinations(MEMBERS, count))


def examples(process: str, bare: frozenset[str], of_described: bool) -> tuple[Floats, Floats]:
    """Measures and labels of every pair of steps of different members that is not disputed."""
    flows = [flow_of(member, process) for member in MEMBERS]
    table, wordings = table_of([names_only(flow) if flow.member in bare else flow for flow in flows])
    rows, others = np.nonzero(np.triu(table.is_foreign() & (is_described(table.steps) == of_described)))
    measures = dict(evidence_of(table, wordings))
    pairs = [frozenset((key_of(table.refs[a]), key_of(table.refs[b]))) for a, b in zip(rows, others, strict=True)]
    is_counted = np.array([pair not in labelled(process, "disputed") for pair in pairs])
    labels = np.array([pair in labelled(process, "agreed") for pair in pairs], float)
    values = np.stack([measures[name][rows, others] for name in EVIDENCE], axis=-1).astype(float)
    return values[is_counted], labels[is_counted]


def learn(names: Sequence[str], views: Views, of_described: bool) -> dict[str, float]:
    """Weights from some processes."""
    parts = [examples(process, bare, of_described) for process in names for bare in views]
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


def score(
    process: str, described: dict[str, float], bare: dict[str, float], hidden: frozenset[str]
) -> tuple[int, int, int]:
    flows = [flow_of(member, process) for member in MEMBERS]
    table, wordings = table_of([names_only(flow) if flow.member in hidden else flow for flow in flows])
    policy = replace(default_policy().comparing, described=described, bare=bare)
    groups = align(table, wordings, policy)
    return hits(pairs_of([step.ref for step in group.steps] for group in groups), process)


def left_out() -> Iterator[str]:
    full, bare = [], []
    for process in processes():
        others = [other for other in processes() if other != process]
        weights = learn(others, FULL, True), learn(others, BARE, False)
        full.append(score(process, *weights, frozenset()))
        bare.append(score(process, *weights, frozenset(MEMBERS)))
        yield f"  {process:16s} pairs F1 {f1(full[-1:]):.3f}  names only {f1(bare[-1:]):.3f}"
    for name, counts in (("pooled", full), ("names only", bare)):
        totals = tuple(sum(column) for column in zip(*counts, strict=True))
        yield f"  {name:16s} pairs F1 {f1(counts):.3f} {totals}"


if __name__ == "__main__":
    for section, views, of_described in (("described", FULL, True), ("bare", BARE, False)):
        print(f"[comparing.{section}]")
        for name, weight in learn(processes(), views, of_described).items():
            print(f"{name} = {weight}")
    print("leave one process out (found, said, labelled):")
    print("\n".join(left_out()))
