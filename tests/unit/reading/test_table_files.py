"""Files as Excel and others write them: encodings, delimiters, values of every kind."""

import datetime

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from tests.unit.reading.table_files import FLOW_HEADINGS, codes, csv_of, options, read_table, saved, xlsx_of

from fitgap.model.message import Severity
from fitgap.reading.result import NamedBytes
from fitgap.reading.tables.opening import open_tables

ROW = "1,転入届の受付,届を受ける,転出証明書,受付票,手作業,市民課,窓口職員,5,950,,"
HEADING = ["No", "作業名", "作業内容", "作業時間(分/件)", "次作業No"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "euc_jp", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings(encoding: str) -> None:
    reading = read_table(csv_of(FLOW_HEADINGS, ROW, encoding=encoding))
    assert reading.flow is not None
    assert reading.flow.nodes[1].name == "転入届の受付"
    assert [issue for issue in reading.issues if issue.severity is not Severity.INFO] == []


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_delimiters(delimiter: str) -> None:
    headings, row = (line.replace(",", delimiter) for line in (FLOW_HEADINGS, ROW))
    reading = read_table(csv_of(headings, row))
    assert reading.flow is not None
    assert (reading.flow.nodes[1].role, codes(reading)) == ("窓口職員", [])


def test_the_delimiter_that_excel_states() -> None:
    reading = read_table(csv_of("sep=;", FLOW_HEADINGS.replace(",", ";"), ROW.replace(",", ";")))
    assert reading.flow is not None
    assert reading.flow.nodes[1].source.row == 3


def test_line_ends_and_quotes_inside_cells_count_as_one_row() -> None:
    reading = read_table(csv_of(FLOW_HEADINGS, '1,受付,"一行目\n二行目 ""控""",,,,,,,,2,', "2,審査,,,,,,,,,,"))
    assert reading.flow is not None
    tasks = [node for node in reading.flow.nodes if node.is_task]
    assert [task.source.row for task in tasks] == [2, 3]
    assert tasks[0].work is not None
    assert tasks[0].work.content == '一行目\n二行目 "控"'


def test_a_quotation_mark_that_does_not_close_costs_no_row() -> None:
    reading = read_table(csv_of(FLOW_HEADINGS, "1,受付,,,,,,,,,2,", '2,"審査,,,,,,,,,3,', "3,登録,,,,,,,,,,"))
    assert reading.flow is not None
    assert [node.id for node in reading.flow.nodes if node.is_task] == ["1", "2", "3"]
    assert [(issue.code, issue.source.row) for issue in reading.issues] == [("tables.quote_not_closed", 3)]


def test_zeros_and_ragged_rows() -> None:
    long_start = "# " + "あ" * 3000
    reading = read_table(csv_of(long_start, FLOW_HEADINGS, "1,受\x00付,,,,,,,,,2,,余り", "2,審査"))
    assert reading.flow is not None
    assert [node.name for node in reading.flow.nodes if node.is_task] == ["受付", "審査"]
    assert codes(reading) == ["tables.zeros_left_out"]
    work = reading.flow.nodes[1].work
    assert work is not None
    assert "余り" in work.note


def test_values_as_a_person_reads_them() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    rich = CellRichText("転入届の", TextBlock(InlineFont(b=True), "受付"))
    values = [1.0, rich, True, datetime.time(0, 15), datetime.datetime(2025, 7, 1), 0.1 + 0.2, "a_x000D_\nb", 1e20]
    sheet.append(values)
    opened = open_tables(NamedBytes(name="a.xlsx", content=saved(book)), options())
    cells = opened.sheets[0].rows[0].cells
    assert cells == ("1", "転入届の受付", "TRUE", "0:15", "2025-07-01", "0.3", "a\nb", "1e+20")


def test_numbers_are_texts_and_dates_are_told() -> None:
    rows = [
        HEADING,
        [1.0, "受付", "受ける", 15.0, datetime.date(2025, 2, 3)],
        [2.0, "審査", "見る", datetime.time(0, 30), None],
    ]
    reading = read_table(xlsx_of({"転入": rows}), name="a.xlsx")
    assert reading.flow is not None
    tasks = [node for node in reading.flow.nodes if node.is_task]
    assert [(task.id, task.work and task.work.minutes_per_case) for task in tasks] == [("1", 15), ("2", 30)]
    assert "tables.next_is_date" in codes(reading)


def test_formulas_errors_and_hidden_sheets_are_told() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "転入"
    for row in (HEADING, [1, "受付", "=B2", 5, 2], [2, "審査", "#REF!", 5, None]):
        sheet.append(row)
    hidden = book.create_sheet("旧版")
    hidden.sheet_state = "hidden"
    hidden.append(HEADING)
    hidden.append([1, "古い受付", "受ける", 5, None])
    reading = read_table(saved(book), name="a.xlsx")
    assert reading.flow is not None
    assert [process.name for process in reading.flow.processes] == ["転入"]
    found = {issue.code: issue.source.row for issue in reading.issues}
    assert found == {"tables.formula_without_value": 2, "tables.error_value": 3, "tables.sheet_hidden": None}


def test_a_workbook_with_only_hidden_tables_is_read_from_them() -> None:
    book = Workbook()
    book.worksheets[0].append(["表紙"])
    hidden = book.create_sheet("転入")
    hidden.sheet_state = "hidden"
    for row in (HEADING, [1, "受付", "受ける", 5, None]):
        hidden.append(row)
    flow = read_table(saved(book), name="a.xlsx").flow
    assert flow is not None
    assert flow.processes[0].name == "転入"


def test_merged_departments_are_filled_down() -> None:
    rows = [[*HEADING, "担当部署"], [1, "受付", "受ける", 5, 2, "市民課"], [2, "審査", "見る", 5, None, None]]
    flow = read_table(xlsx_of({"転入": rows}, {"転入": ["F2:F3"]}), name="a.xlsx").flow
    assert flow is not None
    assert {node.lane_id for node in flow.nodes} == {flow.lanes[0].id}
