"""The workbook is opened again: by openpyxl cell by cell, and by LibreOffice as a whole."""

import os
import shutil
import subprocess
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from fitgap.model.catalog import Catalog, CatalogForm, Feature
from fitgap.model.choice import Choice, ChoiceKind, Standing
from fitgap.model.flow import Direction, Document, DocumentKind, Flow
from fitgap.model.form_difference import FactDifference, FactState, FormDifference, FormFact, NearField, Nearness
from fitgap.model.judgement import (
    Candidate,
    FitGap,
    FormMatch,
    Judgement,
    Nature,
    Relation,
    StepResult,
    Verdict,
)
from fitgap.model.message import Source
from fitgap.model.report import FitGapReport, MemberFitGap
from fitgap.model.step import Step, StepForm
from fitgap.reporting.cells import sheet_name
from fitgap.reporting.workbook import fitgap_workbook

HOSTILE = '=HYPERLINK("http://example.invalid","x")'
SOURCE = Source(file="tennyu.csv", row=2)


def _catalog() -> Catalog:
    return Catalog(
        key="hibiki",
        vendor="架空ベンダ",
        product="架空パッケージ",
        features=(Feature(id="F-1", name="転入登録", description="転入を登録できること。", source=SOURCE),),
        forms=(
            CatalogForm(id="P-1", name="住民票の写し", fields=("氏名", "住所"), is_enclosed=True, source=SOURCE),
            CatalogForm(id="P-2", name="使われない帳票", source=SOURCE),
        ),
    )


def _result(step_id: str, name: str, verdict: Verdict, cases: float | None = None) -> StepResult:
    form = StepForm(document_id="d1", name="住民票", direction=Direction.OUTPUT)
    return StepResult(
        step=Step(
            id=step_id,
            name=name,
            kind="task",
            flow_name="転入",
            process_name="転入届",
            source=SOURCE,
            content="\x07@届書を入力する",
            cases_per_year=cases,
            forms=(form,),
        ),
        judgement=Judgement(nature=Nature.SYSTEM, verdict=verdict, relation=Relation.EQUAL, confidence=0.9),
        candidates=(Candidate(feature_id="F-1", score=0.8, relation=Relation.EQUAL),),
        form_matches=(FormMatch(form_id="P-1", score=0.9, document_id="d1", document_name="住民票", is_claimed=True),),
    )


def _report(*results: StepResult, standings: tuple[tuple[str, Standing], ...] = ()) -> FitGapReport:
    fit_gap = FitGap(flow=Flow(name="転入", file="tennyu.csv", notation="table"), catalog=_catalog(), results=results)
    entry = MemberFitGap(member="汐見町", fit_gap=fit_gap, standings=standings)
    return FitGapReport(title="転入のFit&Gap", created_at="2026-11-24T09:00:00+09:00", entries=(entry,))


def _opened(report: FitGapReport) -> Workbook:
    return load_workbook(BytesIO(fitgap_workbook(report, "ja")))


def _row(sheet: Worksheet, number: int) -> dict[str, object]:
    return {str(head.value): sheet.cell(number, head.column).value for head in sheet[1]}


def test_has_the_sheets_of_the_field_in_order() -> None:
    names = _opened(_report(_result("1", "入力", Verdict.FIT))).sheetnames
    expected = ["1 表紙・凡例", "2 総括", "3 Fit&Gap一覧", "4 帳票一覧", "7 決定台帳・持ち帰り", "9 変更履歴"]
    assert [n for n in names if n != "選択肢"] == expected


def test_text_that_looks_like_a_formula_stays_text() -> None:
    cell = _opened(_report(_result("1", HOSTILE, Verdict.FIT)))["3 Fit&Gap一覧"]["F2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (HOSTILE, "s", True)


def test_control_characters_are_left_out() -> None:
    row = _row(_opened(_report(_result("1", "入力", Verdict.FIT)))["3 Fit&Gap一覧"], 2)
    assert row["現行運用"] == "@届書を入力する"


def test_summary_shows_rate_with_base_and_what_is_left_out() -> None:
    report = _report(
        _result("1", "入力", Verdict.FIT, 100), _result("2", "照合", Verdict.GAP), _result("3", "案内", Verdict.NA)
    )
    row = _row(_opened(report)["2 総括"], 2)
    assert (row["手順数"], row["適合率"], row["適合率の母数"]) == (3, 0.5, "1／2")
    assert (row["－ 対象外"], row["件数加重の適合率"], row["件数の分かる手順数"]) == (1, 1, 1)


def test_total_row_sums_the_package() -> None:
    sheet = _opened(_report(_result("1", "入力", Verdict.FIT)))["2 総括"]
    assert (sheet.max_row, _row(sheet, 3)["団体"], _row(sheet, 3)["手順数"]) == (3, "合計", 1)


def test_verdict_has_sign_and_word_and_says_who_said_it() -> None:
    row = _row(_opened(_report(_result("1", "入力", Verdict.PARTIAL)))["3 Fit&Gap一覧"], 2)
    assert (row["判定"], row["判定の別"]) == ("△ 一部適合", "機械の推定")


def test_a_persons_verdict_shows_who_and_when() -> None:
    choice = Choice(
        id=1,
        flow_id=1,
        step_id="1",
        catalog_key="hibiki",
        kind=ChoiceKind.CONFIRM,
        item_id="F-1",
        person="戸籍係",
        at="2026-11-24T09:30:00+09:00",
        fingerprint="x",
    )
    standing = Standing(verdict=Verdict.FIT, is_decided=True, confirmed_ids=("F-1",), choices=(choice,))
    row = _row(_opened(_report(_result("1", "入力", Verdict.GAP), standings=(("1", standing),)))["3 Fit&Gap一覧"], 2)
    assert (row["判定"], row["判定の別"], row["機能ID"]) == ("◎ 適合", "人の決定", "F-1")
    assert (row["確認者"], row["確認日"]) == ("戸籍係", "2026-11-24")
    assert (row["決定者"], row["決定日"]) == (None, None), "what to do about it is another question"


def test_key_column_is_hidden_and_unique() -> None:
    report = _report(_result("1", "入力", Verdict.FIT), _result("2", "照合", Verdict.FIT))
    sheet = _opened(report)["3 Fit&Gap一覧"]
    assert sheet.column_dimensions["A"].hidden
    assert len({sheet["A2"].value, sheet["A3"].value}) == 2


def test_sheet_is_ready_to_use_and_print() -> None:
    sheet = _opened(_report(_result("1", "入力", Verdict.FIT)))["3 Fit&Gap一覧"]
    assert sheet.freeze_panes == "G2"
    assert str(sheet.auto_filter.ref).startswith("A1:")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 8)
    assert sheet.print_title_rows == "$1:$1"


def test_a_wide_sheet_is_printed_on_pages_side_by_side_that_repeat_the_step() -> None:
    sheet = _opened(_report(_result("1", "入力", Verdict.FIT)))["3 Fit&Gap一覧"]
    starts = [sheet.cell(row=1, column=found.id + 1).value for found in sheet.col_breaks.brk]
    assert starts == ["作業の性質", "差異内容", "決定"]
    assert sheet.print_title_cols == "$D:$F"
    assert not sheet.sheet_properties.pageSetUpPr.fitToPage


def test_a_row_is_as_high_as_its_longest_text() -> None:
    sheet = _opened(_report(_result("1", "入力", Verdict.FIT), _result("2", "あ" * 60, Verdict.FIT)))["3 Fit&Gap一覧"]
    assert sheet.row_dimensions[3].height >= 5 * 13.5  # 60 wide characters in a column of 24
    assert sheet.row_dimensions[2].height < sheet.row_dimensions[3].height


def test_decision_columns_offer_the_vocabulary() -> None:
    book = _opened(_report(_result("1", "入力", Verdict.FIT)))
    formulas = [rule.formula1 for rule in book["3 Fit&Gap一覧"].data_validations.dataValidation]
    assert "'選択肢'!$A$2:$A$15" in formulas
    assert book["選択肢"].sheet_state == "hidden"
    assert [c.value for c in book["選択肢"]["A"][1:3]] == ["標準機能適用", "パラメータ設定"]


def test_forms_sheet_lists_documents_and_forms_nobody_uses() -> None:
    sheet = _opened(_report(_result("1", "入力", Verdict.FIT)))["4 帳票一覧"]
    first, second = _row(sheet, 2), _row(sheet, 3)
    assert (first["現行の帳票・文書"], first["帳票名称"], first["封入封緘"]) == ("住民票", "住民票の写し", "○")
    assert (second["現行の帳票・文書"], second["帳票名称"]) == ("（現行フローに該当なし）", "使われない帳票")


def test_a_form_that_no_flow_uses_is_listed_once_for_its_package() -> None:
    report = _report(_result("1", "入力", Verdict.FIT))
    twice = replace(report, entries=(report.entries[0], replace(report.entries[0], member="汐見町")))
    rows = list(_opened(twice)["4 帳票一覧"].iter_rows(min_row=2, values_only=True))
    assert [row[1] for row in rows if "使われない帳票" in row] == [None]
    assert {row[1] for row in rows} == {report.entries[0].member, "汐見町", None}


def test_forms_sheet_says_how_the_forms_differ_or_that_it_is_not_known() -> None:
    difference = FormDifference(
        our_fields=("氏名", "発行日"),
        their_fields=("氏名", "交付年月日", "住所"),
        same=("氏名",),
        near=(NearField(ours="発行日", theirs="交付年月日", nearness=Nearness.OTHER_WORDS),),
        only_theirs=("住所",),
        facts=(FactDifference(fact=FormFact.PAPER, state=FactState.DIFFERENT, ours="B5", theirs="A4"),),
    )
    bare = _report(_result("1", "入力", Verdict.FIT))
    assert _row(_opened(bare)["4 帳票一覧"], 2)["差異"] == "現行帳票の印字項目は未登録です。"
    fit_gap = bare.entries[0].fit_gap
    form = Document(
        id="d1", kind=DocumentKind.TABLE_ENTRY, name="住民票", source=SOURCE, fields=("氏名", "発行日"), paper="B5"
    )
    match = replace(fit_gap.results[0].form_matches[0], difference=difference)
    result = replace(fit_gap.results[0], form_matches=(match,))
    fit_gap = replace(fit_gap, flow=replace(fit_gap.flow, documents=(form,)), results=(result,))
    row = _row(_opened(replace(bare, entries=(replace(bare.entries[0], fit_gap=fit_gap),)))["4 帳票一覧"], 2)
    assert (row["現行の用紙"], row["現行の印字項目"]) == ("B5", "氏名、発行日")
    assert str(row["差異"]).splitlines() == [
        "同じ印字項目は1（現行2、パッケージ3）。",
        "パッケージだけの印字項目：住所",
        "近い印字項目（言い換え。要確認）：発行日⇄交付年月日",
        "用紙が違います：現行「B5」、パッケージ「A4」",
    ]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [("a/b:c*?[d]\\", "a_b_c__"), ("あ" * 40, "あ" * 31), ("", "Sheet"), ("'x'", "x")],
)
def test_bad_sheet_names_survive(wanted: str, expected: str) -> None:
    assert sheet_name(wanted, set()).startswith(expected[:7])
    assert len(sheet_name(wanted, set())) <= 31


def test_sheet_names_do_not_clash_in_any_case() -> None:
    assert sheet_name("Forms", {"forms"}) == "Forms (2)"


def test_english_workbook_has_english_heads() -> None:
    book = load_workbook(BytesIO(fitgap_workbook(_report(_result("1", "入力", Verdict.FIT)), "en")))
    assert book["3 Fit-gap list"]["B1"].value == "business"


@pytest.mark.office
def test_libreoffice_opens_it_without_repair(tmp_path: Path) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        if os.environ.get("FITGAP_REQUIRE_OFFICE"):
            pytest.fail("LibreOffice is required here and missing")
        pytest.skip("LibreOffice is not installed")
    source = tmp_path / "report.xlsx"
    source.write_bytes(fitgap_workbook(_report(_result("1", HOSTILE, Verdict.FIT)), "ja"))
    profile = (tmp_path / "profile").as_uri()
    subprocess.run(
        [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "ods", "--outdir", tmp_path, source],
        check=True,
        capture_output=True,
        timeout=120,
    )
    content = zipfile.ZipFile(tmp_path / "report.ods").read("content.xml").decode()
    assert HOSTILE.replace('"', "&quot;") in content or HOSTILE in content
    assert 'table:formula="of:=HYPERLINK' not in content
