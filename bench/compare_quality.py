"""How well the groups hit the labelled pairs of steps, beside plain RapidFuzz with linear assignment in the same run.

    python bench/compare_quality.py [--misses] [--ablations] [--semantic FOLDER] [--check-floors]

The weights were learnt on these processes; the figure to believe is the one with the process left out.
`--check-floors` compares with `floors.toml` and fails below; where the labelled flows beside the repository are not
there, only the repository's own count.
"""

import argparse
import itertools
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.process import cdist
from scipy.optimize import linear_sum_assignment

from comparing_cases import (
    Case,
    Counts,
    Pair,
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
from fitgap.app.semantic import nearness_of
from fitgap.comparing.aligning import align, likeness_of
from fitgap.comparing.evidence import Nearness
from fitgap.comparing.table import StepTable
from fitgap.model.policy import Comparing
from fitgap.policies import default_policy
from learn_comparing import left_out

POLICY = default_policy().comparing
THRESHOLDS = (0.3, 0.4, 0.5, 0.6)
FLOORS = Path(__file__).with_name("floors.toml")
SETS: dict[str, Callable[[], tuple[Case, ...]]] = {
    "compare_shared": shared_cases,
    "compare_own": own_cases,
    "compare_english": english_cases,
}


def ours(case: Case, policy: Comparing = POLICY, nearness: Nearness | None = None) -> set[Pair]:
    table, wordings = table_of(case.flows)
    groups = align(table, wordings, policy, nearness)
    return pairs_of([[key_of(step.ref) for step in group.steps] for group in groups])


def plain(case: Case, threshold: float) -> set[Pair]:
    """What one writes in an hour: WRatio of names, the best assignment of each two members, a threshold."""
    table, _ = table_of(case.flows)
    names = [step.name for step in table.steps]
    found: set[Pair] = set()
    for left, right in itertools.combinations(range(len(table.members)), 2):
        rows, others = (np.flatnonzero(table.member_numbers == number) for number in (left, right))
        likeness = cdist([names[r] for r in rows], [names[o] for o in others], scorer=fuzz.WRatio) / 100
        for a, b in zip(*linear_sum_assignment(-likeness), strict=True):
            if likeness[a, b] >= threshold:
                found.add(frozenset((key_of(table.refs[rows[a]]), key_of(table.refs[others[b]]))))
    return found


def line(name: str, counts: Sequence[Counts]) -> str:
    found, said, asked = (sum(column) for column in zip(*counts, strict=True))
    precision, recall = found / max(said, 1), found / max(asked, 1)
    return f"| {name} | {precision:.3f} ({found}/{said}) | {recall:.3f} ({found}/{asked}) | {f1(counts):.3f} |"


def cause(pair: Pair, table: StepTable, likeness: "np.ndarray", said: set[Pair]) -> str:
    """Why a labelled pair was missed, or an unlabelled one said."""
    rows = {key_of(ref): row for row, ref in enumerate(table.refs)}
    left, right = (rows[key] for key in sorted(pair))
    if pair in said:
        others = {row for row in range(len(rows)) if min(likeness[row, left], likeness[row, right]) >= POLICY.even}
        is_through = likeness[left, right] < POLICY.even and others
        return "said: through a third step" if is_through else "said: texts alike"
    if likeness[left, right] >= POLICY.even:
        return "missed: crowded out of its group"
    has_partner = {key for other in said for key in other}
    if all(key in has_partner for key in pair):
        return "missed: second part of a divided step"
    return "missed: nothing in the texts says so"


def misses(cases: Sequence[Case]) -> None:
    causes: Counter[str] = Counter()
    for case in cases:
        table, wordings = table_of(case.flows)
        likeness = likeness_of(table, wordings, POLICY)
        said = ours(case) - case.disputed
        names = {key_of(ref): step.name for ref, step in zip(table.refs, table.steps, strict=True)}
        for pair in sorted(said ^ case.agreed, key=sorted):
            why = cause(pair, table, likeness, said)
            causes[why] += 1
            print(f"  {case.name:16s} {why:40s} " + " | ".join(f"{m} {names[m, no]}" for m, no in sorted(pair)))
    for why, count in causes.most_common():
        print(f"{count:4d}  {why}")


def ablations() -> None:
    """What is left without one measure, or without the second look (weights as they are)."""
    japanese = (*shared_cases(), *own_cases())
    first_alone = {"constant": -10.0, "first": 10.0}
    kinds = ("described", "bare", "english")
    without = {"": POLICY, "the second look": replace(POLICY, **{f"{kind}_again": first_alone for kind in kinds})}
    for name in sorted({name for kind in kinds for name in getattr(POLICY, kind)} - {"constant"}):
        without[name] = replace(POLICY, **{kind: {**getattr(POLICY, kind), name: 0.0} for kind in kinds})
    print("\n| without | precision | recall | F1 | names alone | English |\n|---|---|---|---|---|---|")
    for name, policy in without.items():
        full = line(name or "(all there)", [hits(ours(case, policy), case) for case in japanese])
        names = f1([hits(ours(bare(case, case.members), policy), case) for case in japanese])
        english = f1([hits(ours(case, policy), case) for case in english_cases()])
        print(f"{full} {names:.3f} | {english:.3f} |")


def with_meaning(folder: Path) -> None:
    """What a model of meaning adds on the English processes."""
    policy = default_policy()
    nearness = nearness_of(replace(policy, semantic=replace(policy.semantic, folder=str(folder))))
    print(
        line("compare_english, with the model", [hits(ours(case, POLICY, nearness), case) for case in english_cases()])
    )


def below_floors() -> list[str]:
    """Every figure that fell below its floor."""
    floors = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    found = []
    for name, cases in SETS.items():
        if not cases():
            print(f"not there: {name}")
            continue
        reached = f1([hits(ours(case), case) for case in cases()])
        floor = floors[name]["pairs_f1"]
        print(f"{name}: pairs F1 {reached:.3f}, floor {floor:.3f}")
        if reached < floor:
            found.append(f"{name}: {reached:.3f} is below {floor:.3f}")
    return found


def report() -> None:
    print("| | precision | recall | F1 |\n|---|---|---|---|")
    for name, cases in SETS.items():
        if not cases():
            continue
        for case in cases():
            print(line(case.name, [hits(ours(case), case)]))
        print(line(f"**{name}**", [hits(ours(case), case) for case in cases()]))
        print(line(f"{name}, names alone", [hits(ours(bare(case, case.members)), case) for case in cases()]))
        best = max(THRESHOLDS, key=lambda least: f1([hits(plain(case, least), case) for case in cases()]))
        counts = [hits(plain(case, best), case) for case in cases()]
        print(line(f"{name}, WRatio + assignment >= {best}", counts))
    for title, found in zip(("", ", names alone"), left_out(), strict=True):
        for name, cases in SETS.items():
            keys = ["/".join(case.members) + f": {case.name}" for case in cases()]
            if keys:
                print(line(f"{name}{title}, weights of the other processes", [found[key] for key in keys]))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", action="store_true", help="list every wrong pair, and count them by cause")
    parser.add_argument("--ablations", action="store_true", help="what is left without one measure")
    parser.add_argument("--semantic", type=Path, metavar="FOLDER", help="the English processes with a model of meaning")
    parser.add_argument("--check-floors", action="store_true", help="fail when a figure is below floors.toml")
    asked = parser.parse_args()
    if asked.check_floors:
        fallen = below_floors()
        sys.exit("\n".join(fallen) or None)
    report()
    if asked.semantic:
        with_meaning(asked.semantic)
    if asked.misses:
        misses((*shared_cases(), *english_cases()))
    if asked.ablations:
        ablations()
