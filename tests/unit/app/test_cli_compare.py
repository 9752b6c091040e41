"""`fitgap compare` on the samples: its tables, its common flow, its errors."""

import csv
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from fitgap.app.cli import app
from fitgap.model.step import steps_of
from fitgap.policies import default_policy
from fitgap.reading import read_flow
from fitgap.reading.result import NamedBytes, ReadOptions

MEMBERS = {"青葉野市", "汐見町", "白嶺市"}


@pytest.fixture
def flows(repository: Path) -> list[str]:
    return [str(path) for path in sorted((repository / "processes").glob("*/tennyu.*"))]


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["compare", *words])


def table(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def test_groups_have_the_agreed_columns_first(flows: list[str], tmp_path: Path) -> None:
    out = tmp_path / "groups.csv"
    result = run(*flows, "--out", str(out))
    assert result.exit_code == 0, result.output
    rows = table(out)
    assert list(rows[0])[:5] == ["group_id", "flow", "step_id", "step_name", "relation"]
    assert {row["flow"] for row in rows} == set(flows)
    assert {row["member"] for row in rows} == MEMBERS
    assert {row["relation"] for row in rows} <= {"same", "part", "unique"}


def test_several_processes_are_told_apart(repository: Path, tmp_path: Path) -> None:
    out, divergence = tmp_path / "groups.csv", tmp_path / "divergence.csv"
    result = run(str(repository / "processes"), "--out", str(out), "--divergence", str(divergence))
    assert result.exit_code == 0, result.output
    files_of: dict[str, set[str]] = {}
    for row in table(out):
        files_of.setdefault(row["process"], set()).add(Path(row["flow"]).stem)
    assert len(files_of) == 6
    assert all(len(files) == 1 for files in files_of.values())
    rows = table(divergence)
    assert len(rows) == 6 * 3
    assert all(0 <= float(row["total"]) <= 1 for row in rows)


def test_the_common_flow_reads_as_bpmn_again(flows: list[str], tmp_path: Path) -> None:
    common, changes = tmp_path / "common.bpmn", tmp_path / "changes.csv"
    result = run(*flows, "--common", str(common), "--changes", str(changes), "--rule", "member:汐見町")
    assert result.exit_code == 0, result.output
    reading = read_flow(
        NamedBytes(name=common.name, content=common.read_bytes()), ReadOptions(limits=default_policy().limits)
    )
    assert reading.flow is not None
    assert reading.issues == ()
    assert len(steps_of(reading.flow)) == 16
    assert "元の手順" in common.read_text(encoding="utf-8")
    assert {row["member"] for row in table(changes)} == MEMBERS - {"汐見町"}


def test_the_package_rule_keeps_what_the_package_does(flows: list[str], tmp_path: Path, repository: Path) -> None:
    common = tmp_path / "common.bpmn"
    catalog = str(repository / "package_catalogs" / "hibiki")
    assert run(*flows, "--common", str(common), "--rule", "package", "--catalog", catalog).exit_code == 0
    assert "機能:" in common.read_text(encoding="utf-8")


def test_missing_steps_are_listed_with_room_for_a_reason(flows: list[str], tmp_path: Path) -> None:
    out, groups = tmp_path / "absences.csv", tmp_path / "groups.csv"
    assert run(*flows, "--absences", str(out), "--out", str(groups)).exit_code == 0
    told, doers = table(out), table(groups)
    assert told
    assert {(row["reason"], row["reason_text"]) for row in told} == {("", "")}
    assert not {(row["group_id"], row["member"]) for row in told} & {(row["group_id"], row["member"]) for row in doers}


def test_differences_are_sentences_in_the_language_asked_for(flows: list[str], tmp_path: Path) -> None:
    out = tmp_path / "differences.csv"
    assert run(*flows, "--differences", str(out), "--lang", "en").exit_code == 0
    rows = table(out)
    assert any(row["sentence"].startswith("Only 青葉野市 does “") for row in rows)


def test_members_can_be_named_by_a_pattern(flows: list[str], tmp_path: Path) -> None:
    out = tmp_path / "groups.csv"
    assert run(*flows, "--out", str(out), "--member", r"processes/(?P<member>\w+)/").exit_code == 0
    assert {row["member"] for row in table(out)} == {"aobano", "shiomi", "shirane"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--rule", "oldest"], "規則「oldest」はありません"),
        (["--rule", "package", "--common", "c.bpmn"], "--catalog"),
        (["--rule", "member:港市", "--common", "c.bpmn"], "団体「港市」のフローはありません"),
        (["--process", "水道", "--common", "c.bpmn"], "業務「水道」はありません"),
        (["--member", "(", "--out", "g.csv"], "--memberの書き方"),
    ],
)
def test_what_does_not_exist_is_said_in_one_line(
    flows: list[str], words: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*flows, *words)
    assert result.exit_code == 2
    assert said in result.output.splitlines()[-1]


def test_one_member_alone_is_grouped_but_told(flows: list[str], tmp_path: Path) -> None:
    result = run(flows[0], "--out", str(tmp_path / "groups.csv"))
    assert result.exit_code == 0
    assert "団体が1つしかありません" in result.output
