"""Golden cases: a flow and a catalogue in, a table that a practitioner can read out; every cell is compared."""

import csv
import io
from itertools import zip_longest
from pathlib import Path

import pytest

from fitgap.app.pipeline import analyse
from fitgap.model.judgement import StepResult
from fitgap.policies import default_policy
from fitgap.reading import read_flow
from fitgap.reading.catalog import read_catalog
from fitgap.reading.result import NamedBytes, ReadOptions
from fitgap.texts import say

CASES = sorted(path.parent for path in Path(__file__).parent.glob("*/expected.csv"))
COLUMNS = ("No", "作業名", "作業の性質", "判定", "第1候補", "第2候補", "帳票", "判定の理由", "第1候補の理由")

Table = list[list[str]]


def table_of(case: Path) -> Table:
    options = ReadOptions(limits=default_policy().limits)
    flow = read_flow(upload(case / "flow.csv"), options).flow
    catalog = read_catalog((upload(case / "features.csv"), upload(case / "forms.csv")), options, case.name).catalog
    assert flow is not None
    assert catalog is not None
    features = {feature.id: feature.name for feature in catalog.features}
    forms = {form.id: form.name for form in catalog.forms}
    return [list(COLUMNS), *(row_of(r, features, forms) for r in analyse(flow, catalog, default_policy()).results)]


def row_of(result: StepResult, features: dict[str, str], forms: dict[str, str]) -> list[str]:
    names = [f"{c.feature_id} {features[c.feature_id]}" for c in result.candidates[:2]]
    return [
        result.step.id,
        result.step.name,
        say(f"nature.{result.judgement.nature.value}", "ja"),
        say(f"verdict.{result.judgement.verdict.value}", "ja"),
        *names,
        "、".join(forms[match.form_id] for match in result.form_matches if match.is_claimed),
        "".join(say(reason, "ja") for reason in result.judgement.reasons),
        "".join(say(reason, "ja") for reason in result.candidates[0].reasons),
    ]


def upload(path: Path) -> NamedBytes:
    return NamedBytes(name=path.name, content=path.read_bytes())


def read_table(text: str) -> Table:
    return list(csv.reader(io.StringIO(text)))


def differences(found: Table, expected: Table) -> list[str]:
    """Every cell that differs, with its place; rows and cells that only one side has count too."""
    return [
        f"row {row}, column {column}: {mine!r} instead of {theirs!r}"
        for row, (left, right) in enumerate(zip_longest(found, expected, fillvalue=[]), start=1)
        for column, (mine, theirs) in enumerate(zip_longest(left, right), start=1)
        if mine != theirs
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_case_reads_as_it_should(case: Path) -> None:
    assert differences(table_of(case), read_table((case / "expected.csv").read_text(encoding="utf-8"))) == []


def test_there_are_cases() -> None:
    assert CASES


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_comparer_sees_every_single_cell(case: Path) -> None:
    whole = read_table((case / "expected.csv").read_text(encoding="utf-8"))
    for row, cells in enumerate(whole):
        for column in range(len(cells)):
            changed = [list(line) for line in whole]
            changed[row][column] += "x"
            assert len(differences(changed, whole)) == 1
    assert differences(whole[:-1], whole)
    assert differences([line[:-1] for line in whole], whole)


def write_expected() -> None:
    for case in sorted(path.parent for path in Path(__file__).parent.glob("*/flow.csv")):
        with (case / "expected.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(table_of(case))


if __name__ == "__main__":
    write_expected()
