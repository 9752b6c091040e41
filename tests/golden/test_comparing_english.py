"""English BPMN diagrams of three members through the command line, against pairs of steps labelled by hand."""

import csv
from itertools import combinations
from pathlib import Path

from typer.testing import CliRunner

from fitgap.app.cli import app

CASE = Path(__file__).parent / "comparing-english"
MEMBERS = ("northfield", "eastbrook", "westmere")
TOGETHER = (
    ("Check documents", "Verify completeness of documents", "Examine application documents"),
    ("Send letter of acceptance", "Send acceptance notification", "Inform applicant of acceptance"),
    ("Send letter of rejection", "Send rejection notification", "Inform applicant of rejection"),
    ("Enrol student", "Matriculate", "Complete enrolment"),
)
APART = (("Send letter of acceptance", "Send rejection notification"), ("Fill in online form", "Receive application"))


def groups(tmp_path: Path, *processes: str) -> dict[str, list[tuple[str, str]]]:
    out = tmp_path / "groups.csv"
    flows = [str(CASE / member / f"{process}.bpmn") for process in processes for member in MEMBERS]
    ran = CliRunner().invoke(app, ["--lang", "en", "compare", *flows, "--out", str(out)])
    assert ran.exit_code == 0, ran.output
    found: dict[str, list[tuple[str, str]]] = {}
    with out.open(encoding="utf-8-sig", newline="") as handle:
        for row in csv.DictReader(handle):
            found.setdefault(row["group_id"], []).append((row["member"], row["step_name"]))
    return found


def test_the_same_work_under_other_words_is_one_group_and_opposites_are_not(tmp_path: Path) -> None:
    found = groups(tmp_path, "university-admission")
    said = {frozenset((one, other)) for its in found.values() for (_, one), (_, other) in combinations(its, 2)}
    for names in TOGETHER:
        assert all(frozenset(pair) in said for pair in combinations(names, 2)), names
    for pair in APART:
        assert frozenset(pair) not in said


def test_flows_of_two_processes_are_told_apart(tmp_path: Path) -> None:
    found = groups(tmp_path, "university-admission", "birth-registration")
    prefixes = {group.partition("-")[0] for group in found}
    assert len(prefixes) >= 2
    for its in found.values():
        names = {name for _, name in its}
        assert not ("birth" in " ".join(names) and "student" in " ".join(names))
