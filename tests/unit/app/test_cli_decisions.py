"""`fitgap decisions import` shows first and records only when told to."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.unit.app.test_cli import run
from tests.unit.app.test_decision_import import SHEET, STEPS, MakeFlow, write

from fitgap.app.workspace import Workspace
from fitgap.model.decision import Terms
from fitgap.reading.result import NamedBytes


@pytest.fixture
def edited(
    workspace: Workspace,
    database: str,
    make_flow: MakeFlow,
    package: tuple[NamedBytes, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Path:
    monkeypatch.setenv("FITGAP_DATABASE_URL", database)
    monkeypatch.delenv("FITGAP_LANG", raising=False)
    workspace.add_catalog(package, key="hibiki", person="見本")
    workspace.add_flow("青葉野市", make_flow(*STEPS), person="見本")
    file = tmp_path / "会議.xlsx"
    file.write_bytes(workspace.export_workbook([1], ["hibiki"], "ja"))
    book = load_workbook(file)
    write(book[SHEET], 2, 対応方針="業務変更", 理由="窓口に一本化する")
    book.save(file)
    return file


def test_nothing_is_recorded_until_told(workspace: Workspace, edited: Path) -> None:
    shown = run("decisions", "import", edited)
    assert shown.exit_code == 0, shown.output
    assert f"新しい決定  会議.xlsx シート「{SHEET}」 2行目  青葉野市「{STEPS[0]}」  業務変更" in shown.stdout
    assert workspace.decisions.ledger() == ()
    assert run("decisions", "import", edited, "--apply", "--person", "山田").exit_code == 0
    (row,) = workspace.decisions.ledger()
    assert (row.decision.person, row.decision.terms.reason) == ("山田", "窓口に一本化する")


def test_a_conflict_is_recorded_only_on_demand(workspace: Workspace, edited: Path) -> None:
    item = workspace.decisions.step_item(1, "hibiki", "t1")
    workspace.decisions.decide(item.subject, Terms(resolution="adopt_standard"), person="佐藤", seen_decision_id=None)
    left = run("decisions", "import", edited, "--apply")
    assert (left.exit_code, len(workspace.decisions.ledger())) == (1, 1)
    assert "佐藤さん" in left.stdout
    assert "標準機能適用" in left.stdout
    assert run("decisions", "import", edited, "--apply", "--take-conflicts").exit_code == 0
    assert len(workspace.decisions.ledger()) == 2


def test_an_unreadable_row_makes_the_command_fail(edited: Path) -> None:
    book = load_workbook(edited)
    write(book[SHEET], 3, 対応方針="様子を見る")
    book.save(edited)
    result = run("decisions", "import", edited)
    assert result.exit_code == 1
    assert "3行目" in result.stderr
    assert "選択肢から選び直してください" in result.stderr
