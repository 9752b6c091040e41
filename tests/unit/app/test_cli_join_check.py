"""`fitgap join-check`: the samples' third member against a common flow of the first two."""

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from fitgap.app.cli import app


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


@pytest.fixture
def standard(repository: Path, tmp_path: Path) -> Path:
    file = tmp_path / "standard.bpmn"
    flows = [str(repository / "processes" / name) for name in ("aobano/tennyu.bpmn", "shirane/tennyu.xlsx")]
    assert run("compare", *flows, "--common", str(file)).exit_code == 0
    return file


def test_a_newcomer_gets_one_page_and_a_list(repository: Path, standard: Path, tmp_path: Path) -> None:
    out = tmp_path / "join.xlsx"
    folder = repository / "processes" / "shiomi"
    result = run("join-check", str(folder), "--standard", str(standard), "--out", str(out))
    assert result.exit_code == 0, result.output
    assert "汐見町: 標準の手順" in result.output
    workbook = load_workbook(BytesIO(out.read_bytes()))
    summary, changes = workbook["加入時の確認"], workbook["変更一覧"]
    (row,) = [r for r in summary.iter_rows(values_only=True) if r[0] == "汐見町"]
    assert 0 < row[1] < 1
    assert sum(row[3:8]) == changes.max_row - 1
    assert [cell.value for cell in changes[1]][-4:] == ["判断", "理由", "担当", "期限"]


def test_who_follows_the_standard_has_nothing_to_change(standard: Path, tmp_path: Path) -> None:
    out = tmp_path / "join.xlsx"
    assert run("join-check", str(standard), "--standard", str(standard), "--out", str(out)).exit_code == 0
    assert load_workbook(out)["変更一覧"].max_row == 1


def test_another_process_is_not_compared(repository: Path, standard: Path, tmp_path: Path) -> None:
    flows = [str(path) for path in sorted((repository / "processes" / "shiomi").glob("j*.bpmn"))]
    result = run("join-check", *flows, "--standard", str(standard), "--out", str(tmp_path / "join.xlsx"))
    assert result.exit_code == 2
    assert "同じ業務のフローが見つかりません" in result.output
