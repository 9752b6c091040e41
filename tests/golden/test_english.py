"""English from end to end: a diagram, a table and a catalogue through the command line, and who does the work."""

import csv
from pathlib import Path

import openpyxl
import pytest
from bench.english_quality import analysed, case, counts
from typer.testing import CliRunner

from fitgap.app.cli import app
from fitgap.app.pipeline import analyse
from fitgap.model.judgement import Nature
from fitgap.policies import default_policy
from fitgap.reading import read_flow
from fitgap.reading.result import NamedBytes, ReadOptions

CASE = Path(__file__).parent / "english"
POLICY = default_policy()
FIRST, IN_FIVE, VERDICTS, MANUAL = 17, 21, 24, 30  # without a model

DIAGRAM = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="http://example.org/flows">
  <process id="p" name="Moving in">
    <laneSet id="ls"><lane id="l" name="Citizen services">
      <flowNodeRef>t1</flowNodeRef><flowNodeRef>t2</flowNodeRef><flowNodeRef>t3</flowNodeRef>
    </lane></laneSet>
    <task id="t1" name="Check the visitor's passport"/>
    <task id="t2" name="Enter the moving-in notification"/>
    <task id="t3" name="Print the residence certificate"/>
    <sequenceFlow id="f1" sourceRef="t1" targetRef="t2"/><sequenceFlow id="f2" sourceRef="t2" targetRef="t3"/>
  </process>
</definitions>
"""


def natures(*names: str, lane: str = "Citizen services") -> list[Nature]:
    table = "No,Task name,Department\n" + "".join(f"{no},{name},{lane}\n" for no, name in enumerate(names, 1))
    flow = read_flow(NamedBytes(name="flow.csv", content=table.encode()), ReadOptions(limits=POLICY.limits)).flow
    assert flow is not None
    return [result.judgement.nature for result in analyse(flow, case()[1], POLICY).results]


def test_the_labelled_flow_keeps_its_figures() -> None:
    first, in_five, _, verdicts, manual = counts(analysed(POLICY))
    assert first >= FIRST
    assert in_five >= IN_FIVE
    assert verdicts >= VERDICTS
    assert manual == MANUAL


def test_an_office_called_after_the_people_it_serves_is_an_office() -> None:
    assert natures("Enter the application", "Print the notice") == [Nature.SYSTEM, Nature.SYSTEM]
    assert natures("Enter the application", lane="Citizen") == [Nature.MANUAL]


def test_work_by_hand_is_known_by_its_words() -> None:
    by_hand = ("Check identity of the visitor", "Wait for missing documents", "Put letters into envelopes")
    assert natures(*by_hand, "Stamp the decision", "Discuss the case in committee") == [Nature.MANUAL] * 5


def test_a_word_within_a_word_is_not_that_word() -> None:
    flow = "Record the timestamp", "Register the deadline"
    assert natures(*flow) == [Nature.SYSTEM, Nature.SYSTEM]


def test_diagram_table_and_catalogue_through_the_command_line(tmp_path: Path) -> None:
    diagram, table, book = tmp_path / "moving.bpmn", tmp_path / "out.csv", tmp_path / "out.xlsx"
    diagram.write_text(DIAGRAM, encoding="utf-8")
    flows, catalog = [str(diagram), str(CASE / "moving-in.csv")], str(CASE / "catalog")
    runner = CliRunner()
    checked = runner.invoke(app, ["--lang", "en", "check", *flows, catalog])
    assert checked.exit_code == 0
    assert "42 functions, 8 forms, 0 issues" in checked.output
    assert (
        runner.invoke(app, ["--lang", "en", "match", *flows, "--catalog", catalog, "--out", str(table)]).exit_code == 0
    )
    with table.open(encoding="utf-8-sig", newline="") as handle:
        best = {row["step_name"]: row["item_id"] for row in csv.DictReader(handle) if row["rank"] == "1"}
    assert best["Enter the moving-in notification"] == "F-01"
    exported = runner.invoke(app, ["--lang", "en", "export", *flows, "--catalog", catalog, "--out", str(book)])
    assert exported.exit_code == 0
    said = [
        str(cell) for row in openpyxl.load_workbook(book)["3 Fit-gap list"].iter_rows(values_only=True) for cell in row
    ]
    assert any("”, “" in cell for cell in said)
    assert not any("「" in cell for cell in said)


@pytest.mark.parametrize("command", ["match", "export"])
def test_a_folder_without_a_model_stops_the_command_with_a_sentence(tmp_path: Path, command: str) -> None:
    arguments = [
        command,
        str(CASE / "moving-in.csv"),
        "--catalog",
        str(CASE / "catalog"),
        "--out",
        str(tmp_path / "out"),
    ]
    found = CliRunner().invoke(app, ["--lang", "en", *arguments, "--semantic", str(tmp_path / "nowhere")])
    assert found.exit_code == 2
    assert "holds no model" in found.output
