import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from fitgap.app.cli import app
from fitgap.reading.result import NamedBytes

MakeFlow = Callable[..., NamedBytes]


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words], prog_name="fitgap")


@pytest.fixture(autouse=True)
def own_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FITGAP_DATABASE_URL", f"sqlite:///{(tmp_path / 'own.db').as_posix()}")
    monkeypatch.delenv("FITGAP_LANG", raising=False)


@pytest.fixture
def flow_file(tmp_path: Path, make_flow: MakeFlow) -> Path:
    upload = make_flow("転入届の内容を入力する", "=本人確認の結果を記録する", "昼休みをとる")
    file = tmp_path / "flows" / "青葉野市" / upload.name
    file.parent.mkdir(parents=True)
    file.write_bytes(upload.content)
    return file


@pytest.fixture
def broken_file(tmp_path: Path) -> Path:
    file = tmp_path / "broken.bpmn"
    file.write_bytes(b"<definitions")
    return file


def rows_of(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"), newline="")))


def test_check_says_what_a_flow_and_a_package_hold(flow_file: Path, package_folder: Path) -> None:
    result = run("check", flow_file, package_folder)
    assert result.exit_code == 0, result.output
    assert "手順3" in result.stdout
    assert "機能4、帳票1" in result.stdout


def test_check_tells_a_single_table_of_functions_from_a_flow(package_folder: Path) -> None:
    result = run("check", package_folder / "features.csv", "--lang", "en")
    assert result.exit_code == 0, result.output
    assert "4 functions" in result.stdout


def test_check_ends_with_1_for_an_error_and_goes_on(flow_file: Path, broken_file: Path) -> None:
    result = run("check", broken_file, flow_file)
    assert result.exit_code == 1
    assert "[エラー] broken.bpmn" in result.stdout
    assert "手順3" in result.stdout


def test_counts_are_a_line_of_json_a_file(flow_file: Path) -> None:
    result = run("read", flow_file.parent, "--counts")
    line = json.loads(result.stdout)
    assert line["file"] == str(flow_file)
    assert (line["tasks"], line["sequence_flows"], line["gateways"]) == (3, 2, 0)
    assert set(line) >= {"subprocesses", "call_activities", "events", "lanes", "pools", "data_objects", "issues"}


def test_a_file_that_cannot_be_read_still_has_its_line(broken_file: Path) -> None:
    result = run("read", broken_file, "--counts")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["tasks"] == 0
    assert "broken.bpmn" in result.stderr


def test_read_writes_elements_with_their_place(flow_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "flow.json"
    assert run("read", flow_file, "--out", out).exit_code == 0
    element = json.loads(out.read_text(encoding="utf-8"))["files"][0]["flow"]["elements"][1]
    assert (element["id"], element["type"], element["incoming"]) == ("t2", "userTask", ["f0"])
    assert element["source"]["line"] > 1
    assert {"lane_path", "pool", "forms", "name"} <= set(element)


def test_match_writes_the_columns_of_the_contract(flow_file: Path, package_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "matches.csv"
    result = run("match", flow_file, "--catalog", package_folder, "--out", out, "--top", 2)
    assert result.exit_code == 0, result.output
    rows = rows_of(out)
    assert ",".join(rows[0]).startswith("flow,step_id,step_name,nature,verdict,item,rank,item_id,score,")
    assert {row["step_id"] for row in rows} == {"t1", "t2", "t3"}
    assert {row["flow"] for row in rows} == {str(flow_file)}
    assert max(int(row["rank"] or 0) for row in rows if row["item"] == "feature") <= 2


def test_a_name_that_looks_like_a_formula_stays_text(flow_file: Path, package_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "matches.csv"
    run("match", flow_file, "--catalog", package_folder, "--out", out)
    assert {row["step_name"][:2] for row in rows_of(out) if row["step_id"] == "t2"} == {"'="}


def test_scores_add_the_parts_of_the_score(flow_file: Path, package_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "matches.csv"
    run("match", flow_file, "--catalog", package_folder, "--out", out, "--scores")
    row = next(row for row in rows_of(out) if row["item"] == "feature" and row["rank"] == "1")
    parts = [float(value) for name, value in row.items() if name.startswith("score_") and value]
    assert parts
    assert sum(parts) == pytest.approx(float(row["score"]), abs=0.002)


def test_match_leaves_a_broken_file_out_and_says_so(
    flow_file: Path, broken_file: Path, package_folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / "matches.csv"
    result = run("match", broken_file, flow_file, "--catalog", package_folder, "--out", out)
    assert result.exit_code == 1
    assert "broken.bpmn" in result.stderr
    assert {row["flow"] for row in rows_of(out)} == {str(flow_file)}


def test_export_writes_a_workbook(flow_file: Path, package_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "fitgap.xlsx"
    words = ("export", flow_file, "--catalog", package_folder, "--catalog", package_folder, "--out", out)
    assert run(*words).exit_code == 0
    assert out.read_bytes().startswith(b"PK")
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []


def test_misuse_ends_with_2_in_the_language_asked_for(flow_file: Path, tmp_path: Path) -> None:
    missing = run("match", flow_file)
    assert (missing.exit_code, "がありません" in missing.stderr) == (2, True)
    english = run("match", flow_file, "--lang=en")
    assert (english.exit_code, "is missing" in english.stderr) == (2, True)
    for words in (("bogus",), ("check", tmp_path / "nowhere"), ("check", flow_file, "--lang", "fr"), ("read", "-x")):
        assert run(*words).exit_code == 2
    assert len(run("check", tmp_path / "nowhere").stderr.splitlines()) == 1


def test_a_wrong_policy_is_one_line(flow_file: Path, tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text("[nothing]\nx = 1\n", encoding="utf-8")
    result = run("check", flow_file, "--policy", policy)
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1


def test_nothing_is_written_where_nothing_can_be(flow_file: Path, package_folder: Path, tmp_path: Path) -> None:
    result = run("match", flow_file, "--catalog", package_folder, "--out", tmp_path / "no" / "m.csv")
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)


def test_help_is_in_the_language_asked_for() -> None:
    assert "突き合わせ" in run("--help").stdout
    assert "Hold flows of work" in run("--lang", "en", "--help").stdout


def test_an_unexpected_error_is_one_line_unless_debugging(flow_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> int:
        raise RuntimeError("boom")

    monkeypatch.setattr("fitgap.app.cli_check.run", fail)
    result = run("check", flow_file)
    assert (result.exit_code, "boom" in result.stderr, len(result.stderr.splitlines())) == (1, True, 1)
    assert isinstance(run("check", flow_file, "--debug").exception, RuntimeError)


def test_the_program_starts_quickly_and_says_no_more_than_it_can_print(flow_file: Path) -> None:
    heavy = (
        "import sys, fitgap.app.cli; print(sorted({'streamlit','pandas','sudachipy','sqlalchemy'} & set(sys.modules)))"
    )
    loaded = subprocess.run([sys.executable, "-c", heavy], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"


def test_a_console_that_lacks_characters_gets_question_marks(flow_file: Path) -> None:
    start = [sys.executable, "-c", "from fitgap.app.cli import main; main()", "check", str(flow_file)]
    done = subprocess.run(start, capture_output=True, check=False, env=_narrow_console())
    assert done.returncode == 0, done.stderr
    assert b"?" in done.stdout


def _narrow_console() -> dict[str, str]:
    return {**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}


def test_match_takes_one_catalogue(flow_file: Path, package_folder: Path, tmp_path: Path) -> None:
    twice = ("--catalog", package_folder, "--catalog", tmp_path)
    assert run("match", flow_file, *twice, "--out", tmp_path / "m.csv").exit_code == 2


def test_an_earlier_result_stays_when_nothing_can_be_read(
    broken_file: Path, package_folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / "m.csv"
    out.write_text("earlier", encoding="utf-8")
    result = run("match", broken_file, "--catalog", package_folder, "--out", out)
    assert (result.exit_code, out.read_text(encoding="utf-8")) == (1, "earlier")
    assert str(broken_file) in result.stderr


def test_debugging_keeps_the_exit_code_of_misuse(tmp_path: Path) -> None:
    result = run("check", tmp_path / "missing.bpmn", "--debug")
    assert result.exit_code == 2
    assert "Traceback" in result.stderr


def test_the_version_is_told() -> None:
    assert run("--version").stdout.startswith("fitgap ")
