"""How well the groups hit the labelled pairs of steps, beside plain RapidFuzz with linear assignment in the same run.

    python bench/compare_quality.py [--misses]

The weights were learnt on these processes; the figure to believe is the one with the process left out.
"""

import argparse
import itertools
from collections import Counter
from collections.abc import Sequence

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.process import cdist
from scipy.optimize import linear_sum_assignment

from comparing_cases import MEMBERS, Pair, f1, flow_of, hits, key_of, labelled, pairs_of, processes, table_of
from fitgap.comparing.aligning import align, likeness_of
from fitgap.comparing.table import StepTable
from fitgap.policies import default_policy
from learn_comparing import left_out

THRESHOLDS = (0.3, 0.4, 0.5, 0.6)
Counts = tuple[int, int, int]


def ours(process: str) -> set[Pair]:
    table, wordings = table_of([flow_of(member, process) for member in MEMBERS])
    return pairs_of([step.ref for step in group.steps] for group in align(table, wordings, default_policy().comparing))


def plain(process: str, threshold: float) -> set[Pair]:
    """What one writes in an hour: WRatio of names, the best assignment of each two members, a threshold."""
    table, _ = table_of([flow_of(member, process) for member in MEMBERS])
    names = [step.name for step in table.steps]
    found: set[Pair] = set()
    for left, right in itertools.combinations(range(len(MEMBERS)), 2):
        rows, others = (np.flatnonzero(table.member_numbers == number) for number in (left, right))
        likeness = cdist([names[r] for r in rows], [names[o] for o in others], scorer=fuzz.WRatio) / 100
        for a, b in zip(*linear_sum_assignment(-likeness), strict=True):
            if likeness[a, b] >= threshold:
                found.add(frozenset((key_of(table.refs[rows[a]]), key_of(table.refs[others[b]]))))
    return found


def line(name: str, counts: Sequence[Counts]) -> str:
    found, said, asked = (sum(column) for column in zip(*counts, strict=True))
    precision, recall = found / max(said, 1), found / max(asked, 1)
    return (
        f"{name:34s} precision {precision:.3f} ({found}/{said})  recall {recall:.3f} ({found}/{asked})"
        f"  F1 {f1(counts):.3f}"
    )


def cause(pair: Pair, table: StepTable, likeness: "np.ndarray", said: set[Pair]) -> str:
    """Why a labelled pair was missed, or an unlabelled one said."""
    rows = {key_of(ref): row for row, ref in enumerate(table.refs)}
    left, right = (rows[key] for key in sorted(pair))
    even = default_policy().comparing.even
    if pair in said:
        others = {row for row in range(len(rows)) if likeness[row, left] >= even and likeness[row, right] >= even}
        return "said: through a third step" if likeness[left, right] < even and others else "said: texts alike"
    if likeness[left, right] >= even:
        return "missed: crowded out of its group"
    has_partner = {key for other in said for key in other}
    if all(key in has_partner for key in pair):
        return "missed: second part of a divided step"
    return "missed: nothing in the texts says so"


def misses() -> None:
    causes: Counter[str] = Counter()
    for process in processes():
        table, wordings = table_of([flow_of(member, process) for member in MEMBERS])
        likeness = likeness_of(table, wordings, default_policy().comparing)
        said, agreed = ours(process) - labelled(process, "disputed"), labelled(process, "agreed")
        names = {key_of(ref): step.name for ref, step in zip(table.refs, table.steps, strict=True)}
        for pair in sorted(said ^ agreed, key=sorted):
            why = cause(pair, table, likeness, said)
            causes[why] += 1
            print(f"  {process:16s} {why:40s} " + " | ".join(f"{m} {names[m, no]}" for m, no in sorted(pair)))
    for why, count in causes.most_common():
        print(f"{count:4d}  {why}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", action="store_true", help="list every wrong pair, and count them by cause")
    asked = parser.parse_args()
    for process in processes():
        print(line(process, [hits(ours(process), process)]))
    print(line("all, fitgap", [hits(ours(process), process) for process in processes()]))
    for threshold in THRESHOLDS:
        counts = [hits(plain(process, threshold), process) for process in processes()]
        print(line(f"all, WRatio + assignment >= {threshold}", counts))
    print("fitgap, weights learnt on the other processes (found, said, labelled):")
    print("\n".join(left_out()))
    if asked.misses:
        misses()
