"""How well English flows are matched, without and with a model of meaning.

`python bench/english_quality.py [--semantic FOLDER]`: the flow in `tests/golden/english`, labelled by its authors.
"""

import argparse
import csv
from dataclasses import replace
from pathlib import Path

from fitgap.app.files import load
from fitgap.app.pipeline import analyse
from fitgap.model.catalog import Catalog
from fitgap.model.flow import Flow
from fitgap.model.judgement import FitGap
from fitgap.model.policy import Policy
from fitgap.policies import default_policy
from fitgap.reading import read_flow
from fitgap.reading.catalog import read_catalog
from fitgap.reading.result import ReadOptions

CASE = Path(__file__).resolve().parents[1] / "tests" / "golden" / "english"
WEIGHTS = (0.1, 0.25, 0.4, 0.6)

Label = dict[str, str]


def labels() -> dict[str, Label]:
    """The label of every step, by the number in its flow table."""
    with (CASE / "labels.csv").open(encoding="utf-8", newline="") as handle:
        return {row["step"]: row for row in csv.DictReader(handle)}


def case() -> tuple[Flow, Catalog]:
    """The labelled flow and its catalogue."""
    options = ReadOptions(limits=default_policy().limits)
    flow = read_flow(load(CASE / "moving-in.csv"), options).flow
    files = tuple(load(file) for file in sorted((CASE / "catalog").iterdir()))
    catalog = read_catalog(files, options, "english").catalog
    assert flow is not None
    assert catalog is not None
    return flow, catalog


def analysed(policy: Policy) -> FitGap:
    """The labelled flow against its catalogue."""
    return analyse(*case(), policy)


def counts(fit_gap: FitGap) -> tuple[int, int, int, int, int]:
    """Right in the first place, in the first five, of how many; verdicts right, manual-or-not right (of all steps)."""
    first = five = asked = verdicts = manual = 0
    for label, result in zip(labels().values(), fit_gap.results, strict=True):
        found = [candidate.feature_id for candidate in result.candidates[:5]]
        if label["features"]:
            wanted = set(label["features"].split(";"))
            asked += 1
            first += bool(wanted & set(found[:1]))
            five += bool(wanted & set(found))
        verdicts += result.judgement.verdict.value == label["verdict"]
        manual += (result.judgement.nature.value == "manual") == (label["nature"] == "manual")
    return first, five, asked, verdicts, manual


def print_misses(fit_gap: FitGap) -> None:
    for label, result in zip(labels().values(), fit_gap.results, strict=True):
        found = [candidate.feature_id for candidate in result.candidates[:5]]
        is_missed = label["features"] and label["features"] not in found[:1]
        if is_missed or result.judgement.verdict.value != label["verdict"]:
            print(result.step.name, label["features"], found, result.judgement.nature, result.judgement.verdict)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--semantic", metavar="FOLDER", default="")
    parser.add_argument("--misses", action="store_true")
    asked_for = parser.parse_args()
    folder = asked_for.semantic
    shipped = default_policy()
    weights = (0.0, *WEIGHTS) if folder else (0.0,)
    steps = len(labels())
    print("| weight | first | in first five | verdict | manual or not |\n|---|---|---|---|---|")
    for weight in weights:
        policy = replace(shipped, semantic=replace(shipped.semantic, folder=folder, weight=weight))
        fit_gap = analysed(policy)
        first, five, asked, verdicts, manual = counts(fit_gap)
        print(f"| {weight:.2f} | {first}/{asked} | {five}/{asked} | {verdicts}/{steps} | {manual}/{steps} |")
        if asked_for.misses:
            print_misses(fit_gap)


if __name__ == "__main__":
    main()
