"""Today's contents in people's own workbook: their columns, order, formats stay, our cells are renewed."""

import os
import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font, PatternFill
from tests.unit.app.test_decision_import import SHEET, STEPS, MakeFlow, column, decide, export, read, write

from fitgap.app.outcomes import Filled
from fitgap.app.workspace import Workspace
from fitgap.model.decision import Terms
from fitgap.reading.result import NamedBytes

MINE = "庁内の覚え"


@pytest.fixture
def book(workspace: Workspace, make_flow: MakeFlow, package: tuple[NamedBytes, ...]) -> Workbook:
    """An exported workbook with a column, a colour, an order and a sheet of people's own; one row was deleted."""
    workspace.add_catalog(package, key="hibiki", person="見本")
    workspace.add_flow("青葉野市", make_flow(*STEPS), person="見本")
    exported = export(workspace)
    sheet = exported[SHEET]
    sheet.insert_cols(2)
    sheet.cell(1, 2).value = MINE
    sheet.cell(2, 2).value = "課長に確認"
    sheet.cell(2, column(sheet, "作業")).fill = PatternFill("solid", fgColor="FF00FF")
    sheet.cell(2, column(sheet, "作業")).font = Font(bold=True, size=14)
    sheet.delete_rows(4)
    sheet.column_dimensions["G"].width = 55
    exported.create_sheet("わたしのシート")["A1"] = "=1+1"
    exported.move_sheet(SHEET, -2)
    return exported


def into(workspace: Workspace, book: Workbook, *, adds: bool = False) -> Filled:
    out = BytesIO()
    book.save(out)
    flow_ids = [row.id for row in workspace.flows()]
    upload = NamedBytes(name="会議.xlsx", content=out.getvalue())
    return workspace.decisions.export_into(upload, flow_ids, ["hibiki"], adds=adds)


def test_our_cells_are_renewed_and_theirs_stay(workspace: Workspace, book: Workbook) -> None:
    decide(workspace, "t1", Terms(resolution="change_process", reason="=窓口に一本化する"))
    filled = into(workspace, book)
    assert (filled.kept, filled.gone, filled.missing) == (0, 0, 1)
    opened = load_workbook(BytesIO(filled.content))
    sheet = opened[SHEET]
    assert opened.sheetnames == book.sheetnames
    assert (sheet.cell(1, 2).value, sheet.cell(2, 2).value) == (MINE, "課長に確認")
    name = sheet.cell(2, column(sheet, "作業"))
    assert (name.value, name.fill.fgColor.rgb, name.font.size) == (STEPS[0], "00FF00FF", 14)
    assert (sheet.column_dimensions["G"].width, opened["わたしのシート"]["A1"].value) == (55, "=1+1")
    reason = sheet.cell(2, column(sheet, "理由"))
    assert (sheet.cell(2, column(sheet, "対応方針")).value, sheet.max_row) == ("業務変更", 3)
    assert (reason.value, reason.data_type) == ("=窓口に一本化する", "s")
    ledger = opened["7 決定台帳・持ち帰り"]
    assert [ledger.cell(2, place).value for place in (1, 2)] == [1, "有効"]
    assert read(workspace, opened).untouched == 2, "what was just written asks for nothing"


def test_edits_that_were_not_imported_are_left_alone(workspace: Workspace, book: Workbook) -> None:
    write(book[SHEET], 3, 対応方針="廃止", 理由="使っていない")
    decide(workspace, "t2", Terms(resolution="workaround", reason="件数が少ない"))
    filled = into(workspace, book)
    opened = load_workbook(BytesIO(filled.content))
    sheet = opened[SHEET]
    assert filled.kept == 1
    assert sheet.cell(3, column(sheet, "対応方針")).value == "廃止"
    (row,) = read(workspace, opened).rows
    assert row.kind == "conflict", "the later decision is still noticed"


def test_rows_that_the_workbook_does_not_have_are_added_on_demand(workspace: Workspace, book: Workbook) -> None:
    sheet = load_workbook(BytesIO(into(workspace, book, adds=True).content))[SHEET]
    assert sheet.cell(4, column(sheet, "作業")).value == STEPS[2]
    assert sheet.cell(4, 2).value is None


def office() -> str:
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        if os.environ.get("FITGAP_REQUIRE_OFFICE"):
            pytest.fail("LibreOffice is required here and missing")
        pytest.skip("LibreOffice is not installed")
    return found


@pytest.mark.office
def test_a_file_saved_by_libreoffice_makes_the_round_trip(workspace: Workspace, book: Workbook, tmp_path: Path) -> None:
    sheet = book[SHEET]
    write(sheet, 2, 対応方針="持ち帰り", 理由="一行目\n二行目", 担当者="総務課 佐藤", 期限="2027/3/5")
    write(sheet, 3, 対応方針="方針のない語")
    (tmp_path / "in").mkdir()
    edited = tmp_path / "in" / "会議.xlsx"
    book.save(edited)
    profile = (tmp_path / "profile").as_uri()
    subprocess.run(
        [
            *(office(), f"-env:UserInstallation={profile}", "--headless"),
            *("--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path), str(edited)),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    upload = NamedBytes(name="会議.xlsx", content=(tmp_path / "会議.xlsx").read_bytes())
    preview = workspace.decisions.preview_import(upload)
    (row,) = preview.rows
    assert (row.terms.resolution, row.terms.deadline, row.terms.reason) == ("deferred", "2027-03-05", "一行目\n二行目")
    assert [(issue.code, issue.source.row, issue.source.column) for issue in preview.issues] == [
        ("decision_sheets.unknown_word", 3, "対応方針")
    ]
    workspace.decisions.apply_import(preview.rows, "山田")
    filled = workspace.decisions.export_into(upload, [row.id for row in workspace.flows()], ["hibiki"])
    opened = load_workbook(BytesIO(filled.content))
    sheet = opened[SHEET]
    assert (sheet.cell(1, 2).value, sheet.cell(2, 2).value) == (MINE, "課長に確認")
    assert sheet.cell(2, column(sheet, "作業")).fill.fgColor.rgb == "FFFF00FF"
    assert sheet.cell(2, column(sheet, "決定者")).value == "山田"
    assert sheet.cell(3, column(sheet, "対応方針")).value == "方針のない語", "what could not be read is not lost"
    assert filled.kept == 1
