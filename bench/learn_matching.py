"""Learn the weights of the matcher and the judge, with cross-validation that leaves one business area out.

    python bench/learn_matching.py            # figures, and the weights as TOML for policies/default.toml
    python bench/learn_matching.py --penalty 0.003

Small on purpose: one non-negative weight a score part (listwise softmax over the first cut, accepted features right),
one logistic curve each for "no cover" and "cover in part", all pulled towards zero. Needs the development sets.
"""

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from fitgap.app.pipeline import prepare, read_steps
from fitgap.judging import evidence_of, find_shortfalls, judge_nature
from fitgap.matching.queries import ask, wording_of
from fitgap.matching.ranking import pairs_of, rank
from fitgap.matching.reasons import step_wording
from fitgap.matching.scorers import PARTS, score_parts
from fitgap.model.catalog import Offer
from fitgap.model.judgement import Candidate, Nature, Relation
from fitgap.model.policy import Policy
from fitgap.model.step import steps_of
from fitgap.policies import default_policy
from matching_cases import CaseSet, own_sets, shared_sets

REFERENCE_WEIGHT = 0.1  # a reference is taken at its word; too rare in the cases to be learned
COVERS = ("fit", "partial", "gap")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """One step: the parts of every feature of the first cut, and which of them are right."""

    area: str
    values: NDArray[np.float64]
    is_right: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """One step that is not manual: the evidence for its cover, and the verdicts that count as right."""

    area: str
    evidence: dict[str, float]
    verdicts: tuple[str, ...]


def rankings(sets: Sequence[CaseSet], policy: Policy) -> Iterator[Ranking]:
    """Every labelled step that has a feature."""
    for case in sets:
        prepared = prepare(case.catalog, policy)
        for flow in case.flows:
            steps = steps_of(flow.flow)
            asked = ask([steps], policy.matching)
            blocks = list(pairs_of(prepared.index, asked, read_steps(prepared.normaliser, steps), policy.matching))
            values = np.moveaxis(np.concatenate([score_parts(pairs) for pairs in blocks], axis=1), 0, -1)
            columns = np.concatenate([pairs.columns for pairs in blocks])
            for step, place in zip(steps, asked.places, strict=True):
                label = flow.labels.get(step.id)
                if label and label.accept:
                    ids = [prepared.index.features[column].id for column in columns[place]]
                    offered = prepared.index.is_offered[columns[place]]
                    factors = np.where(offered, 1.0, policy.matching.not_offered_factor)
                    right = np.array([i in label.accept for i in ids])
                    yield Ranking(area=case.area, values=values[place] * factors[:, None], is_right=right)


def covers(sets: Sequence[CaseSet], policy: Policy) -> Iterator[Cover]:
    """Every labelled step that neither the tool nor the readers call manual."""
    for case in sets:
        prepared = prepare(case.catalog, policy)
        for flow in case.flows:
            steps = steps_of(flow.flow)
            wordings = read_steps(prepared.normaliser, steps)
            for step, ranked in zip(steps, rank(prepared.index, [steps], wordings, policy.matching), strict=True):
                label = flow.labels.get(step.id)
                job = wording_of(wordings, wording_of(wordings, step.name).job)
                nature = judge_nature(step, job, policy.judging.nature).nature
                if label is None or label.verdicts == ("na",) or nature is Nature.MANUAL:
                    continue
                best = next(
                    (r for r in ranked if prepared.index.features[r.place].offer is not Offer.NOT_OFFERED), ranked[0]
                )
                said = prepared.index.said[best.place].text
                shortfalls = find_shortfalls(step_wording(step, wordings), said, policy.judging)
                candidate = Candidate(feature_id="", score=best.score, relation=Relation.NONE, parts=best.parts)
                yield Cover(
                    area=case.area,
                    evidence=evidence_of(step, candidate, shortfalls),
                    verdicts=label.verdicts,
                )


def fit_ranking(steps: Sequence[Ranking], penalty: float) -> NDArray[np.float64]:
    """Non-negative weights that make right features likely under a softmax over the first cut."""

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total, slope = 0.0, np.zeros_like(weights)
        for step in steps:
            if step.is_right.any():
                raw = step.values @ weights
                chance = np.exp(raw - raw.max())
                chance /= chance.sum()
                right = chance * step.is_right
                total -= np.log(right.sum() + 1e-12)
                slope += step.values.T @ (chance - right / (right.sum() + 1e-12))
        count = len(steps)
        return total / count + penalty * float(weights @ weights), slope / count + 2 * penalty * weights

    bounds = [(0.0, 0.0 if name == "reference" else None) for name in PARTS]
    start = np.array([0.0 if name == "reference" else 2.0 for name in PARTS])
    return np.asarray(minimize(loss, start, jac=True, bounds=bounds, method="L-BFGS-B").x)


def hits(steps: Sequence[Ranking], weights: NDArray[np.float64]) -> tuple[int, int]:
    """How many steps have a right feature first, and among the first five."""
    first = five = 0
    for step in steps:
        order = np.lexsort((np.arange(len(step.is_right)), -(step.values @ weights)))
        first += bool(step.is_right[order[0]])
        five += bool(step.is_right[order[:5]].any())
    return first, five


def fit_curve(
    evidence: Sequence[dict[str, float]], is_so: Sequence[bool], names: Sequence[str], penalty: float
) -> dict[str, float]:
    """A logistic curve over some evidence; the penalty acts on evidence scaled to the same spread."""
    table = np.array([[row.get(name, 0.0) for name in names] for row in evidence])
    spread = table.std(axis=0) + 1e-9
    wanted = np.array(is_so, dtype=np.float64)

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        raw = (table / spread) @ weights[:-1] + weights[-1]
        off = 1 / (1 + np.exp(-raw)) - wanted
        slope = np.append((table / spread).T @ off / len(off) + 2 * penalty * weights[:-1], off.mean())
        return float((np.logaddexp(0, raw) - wanted * raw).mean() + penalty * weights[:-1] @ weights[:-1]), slope

    found = minimize(loss, np.zeros(len(names) + 1), jac=True).x
    return {"bias": float(found[-1]), **dict(zip(names, (found[:-1] / spread).tolist(), strict=True))}


def likely(row: dict[str, float], curve: dict[str, float]) -> float:
    """The curve's value for some evidence."""
    said = sum(value * curve.get(name, 0.0) for name, value in row.items())
    return float(1 / (1 + np.exp(-curve["bias"] - said)))


def fit_cover(steps: Sequence[Cover], policy: Policy, penalty: float) -> tuple[dict[str, float], dict[str, float]]:
    """The curves for "no cover at all" and, among the rest, "cover in part"."""
    gap_names = [name for name in policy.judging.gap_weights if name != "bias"]
    partial_names = [name for name in policy.judging.partial_weights if name != "bias"]
    gap = fit_curve([s.evidence for s in steps], ["gap" in s.verdicts for s in steps], gap_names, penalty)
    covered = [s for s in steps if "gap" not in s.verdicts]
    partial = fit_curve(
        [s.evidence for s in covered], ["partial" in s.verdicts for s in covered], partial_names, penalty
    )
    return gap, partial


def cover_figures(said: Sequence[str], steps: Sequence[Cover]) -> tuple[float, float]:
    """Share right, and mean F1 of fit, partial and gap."""
    pairs = [(v if v in s.verdicts else s.verdicts[0], v) for v, s in zip(said, steps, strict=True)]
    scores = []
    for kind in COVERS:
        both = sum(pair == (kind, kind) for pair in pairs)
        either = sum(truth == kind for truth, _ in pairs) + sum(v == kind for _, v in pairs)
        scores.append(2 * both / either if either else 0.0)
    return sum(truth == v for truth, v in pairs) / len(pairs), sum(scores) / len(scores)


def verdicts(
    steps: Sequence[Cover], curves: Callable[[Cover], tuple[dict[str, float], dict[str, float]]], bars: Sequence[float]
) -> list[str]:
    """What the curves say of each step with these two thresholds."""
    found = []
    for step in steps:
        gap, partial = curves(step)
        is_gap, is_partial = likely(step.evidence, gap) >= bars[0], likely(step.evidence, partial) >= bars[1]
        found.append("gap" if is_gap else "partial" if is_partial else "fit")
    return found


def report_ranking(steps: Sequence[Ranking], penalty: float) -> NDArray[np.float64]:
    """Print cross-validated and trained figures; the weights, adding up to 1 with the reference's."""
    first = five = 0
    for area in sorted({step.area for step in steps}):
        weights = fit_ranking([step for step in steps if step.area != area], penalty)
        held = [step for step in steps if step.area == area]
        mine = hits(held, weights)
        print(f"  left out {area}: first {mine[0]}/{len(held)}, in first five {mine[1]}/{len(held)}")
        first, five = first + mine[0], five + mine[1]
    print(
        f"cross-validated: first {first / len(steps):.3f}, in first five {five / len(steps):.3f} ({len(steps)} steps)"
    )
    weights = fit_ranking(steps, penalty)
    trained = hits(steps, weights)
    print(f"trained on all : first {trained[0] / len(steps):.3f}, in first five {trained[1] / len(steps):.3f}")
    return weights / weights.sum() * (1 - REFERENCE_WEIGHT)


def report_cover(steps: Sequence[Cover], policy: Policy, penalty: float) -> None:
    """Print cross-validated figures of the verdict for a grid of thresholds, and the curves trained on all."""
    areas = sorted({step.area for step in steps})
    held = {area: fit_cover([s for s in steps if s.area != area], policy, penalty) for area in areas}
    grid = [round(0.2 + 0.05 * k, 2) for k in range(8)]
    results = [
        (cover_figures(verdicts(steps, lambda s: held[s.area], bars), steps), bars) for bars in product(grid, grid)
    ]
    for (right, f1), bars in sorted(results, key=lambda r: -sum(r[0]))[:5]:
        print(f"cross-validated: gap_from {bars[0]:.2f} partial_from {bars[1]:.2f}: right {right:.3f}, F1 {f1:.3f}")
    gap, partial = fit_cover(steps, policy, penalty)
    for name, curve in (("gap_weights", gap), ("partial_weights", partial)):
        print(f"[judging.{name}]")
        print("\n".join(f"{key} = {value:.2f}" for key, value in curve.items()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--penalty", type=float, default=0.0005, help="of the ranking weights")
    parser.add_argument("--cover-penalty", type=float, default=0.02, help="of the two curves")
    wanted = parser.parse_args()
    sets = shared_sets()
    if not sets:
        raise SystemExit("The development sets are not beside the repository.")
    policy = default_policy()
    every_part = replace(policy, matching=replace(policy.matching, part_weights=dict.fromkeys(PARTS, 1.0)))
    weights = report_ranking(list(rankings(sets, every_part)), wanted.penalty)
    weights[PARTS.index("reference")] = REFERENCE_WEIGHT
    rounded = dict(zip(PARTS, weights.round(3).tolist(), strict=True))
    print("[matching.part_weights]")
    print("\n".join(f"{name} = {value:.3f}" for name, value in rounded.items()))
    learned = replace(policy, matching=replace(policy.matching, part_weights=rounded))
    report_cover(list(covers((*sets, *own_sets()), learned)), learned, wanted.cover_penalty)


if __name__ == "__main__":
    main()
