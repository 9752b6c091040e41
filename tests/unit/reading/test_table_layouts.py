"""Finding the headings, and keeping what a person said about them."""

from dataclasses import replace

import pytest
from tests.unit.reading.table_files import FLOW_HEADINGS, codes, csv_of, read_package, read_table, xlsx_of

from fitgap.policies.tables import headers
from fitgap.reading.tables.layout import column_letters, plain

ROW = "1,転入届の受付,届を受ける,転出証明書,受付票,手作業,市民課,窓口職員,5,950,,"


def test_title_rows_above_the_headings_name_the_flow() -> None:
    content = csv_of("住民異動業務 業務フロー表", "業務名,転入届の処理,,作成日,令和7年", "", FLOW_HEADINGS, ROW)
    flow = read_table(content).flow
    assert flow is not None
    assert (flow.name, flow.processes[0].name) == ("住民異動業務", "転入届の処理")
    assert "令和7年" in flow.processes[0].documentation
    assert flow.nodes[1].source.row == 5


def test_the_file_names_a_flow_without_title() -> None:
    flow = read_table(csv_of(FLOW_HEADINGS, ROW), name="転入.csv").flow
    assert flow is not None
    assert (flow.name, flow.processes[0].name) == ("転入", "転入")


@pytest.mark.parametrize(
    "headings",
    [
        "項番,作業名称,作業概要,使用帳票（入力）,作成帳票（出力）,処理方法,担当課,担当者,1件当たり所要時間（分）,年間件数,次項番,分岐条件",
        "№,手順名,処理内容,インプット,アウトプット,方法,所管課,担当,所要時間(分),処理件数,次工程,判断条件",
        "Ｎｏ．,作 業 名,作業内容※,入力帳票,出力帳票,方法,部署,作業者,作業時間【分/件】,作業量／年,次作業番号,条件",
        "Step,Task,Description,Input,Output,Method,Department,Actor,Minutes per case,Cases per year,Next,Condition",
    ],
)
def test_offices_call_their_columns_differently(headings: str) -> None:
    reading = read_table(csv_of(headings, ROW))
    assert reading.flow is not None
    step = reading.flow.nodes[1]
    assert (step.id, step.name, step.role, codes(reading)) == ("1", "転入届の受付", "窓口職員", [])
    assert step.work is not None
    assert (step.work.minutes_per_case, step.work.cases_per_year, step.work.department) == (5, 950, "市民課")


def test_headings_of_two_rows_with_merged_cells() -> None:
    rows = [
        ["業務要件定義表"],
        ["No", "作業名", None, None, "作業内容", "入出力情報", None, "担当部署"],
        [None, "大", "中", "小", None, "入力", "出力", None],
        [1, "受付", "届出", "届の受理", "届を受ける", "転出証明書", "受付票", "市民課"],
        [2, None, None, "届の審査", "審査する", "転出証明書", None, "市民課"],
    ]
    merges = {"転入": ["A2:A3", "B2:D2", "E2:E3", "F2:G2", "H2:H3", "B4:B5", "C4:C5"]}
    reading = read_table(xlsx_of({"転入": rows}, merges), name="a.xlsx")
    assert reading.flow is not None
    works = [node.work for node in reading.flow.nodes if node.work]
    assert [work.categories for work in works] == [("受付", "届出"), ("受付", "届出")]
    assert dict(reading.previews[0].mapping.columns)["inputs"] == "入出力情報 入力"


def test_merged_headings_say_how_deep_they_are() -> None:
    rows = [
        ["大項目", "機能ID", "機能要件", "実装区分", None],
        [None, None, None, "指定都市", "一般市区町村"],
        ["1.管理項目", "0010001", "管理すること。", "標準", "オプション"],
    ]
    book = xlsx_of({"機能要件": rows}, {"機能要件": ["A1:A2", "B1:B2", "C1:C2", "D1:E1"]})
    catalog = read_package({"住民.xlsx": book}).catalog
    assert catalog is not None
    assert [(feature.id, feature.offer_text, feature.note) for feature in catalog.features] == [
        ("0010001", "標準", "実装区分 一般市区町村: オプション")
    ]


def test_a_corrected_mapping_wins_and_fits_the_next_file_of_that_shape() -> None:
    content = csv_of("番号,やること,くわしく,どこで,メモ", "1,受付,届を受ける,市民課,注意", "2,審査,審査する,市民課,")
    first = read_table(content)
    assert (first.flow, codes(first)) == (None, ["tables.no_headings"])
    guess = first.previews[0].mapping
    columns = (("no", "番号"), ("name", "やること"), ("content", "くわしく"), ("department", "どこで"))
    corrected = replace(guess, columns=columns, header_row=1)
    again = read_table(csv_of("題名", "", *content.decode().splitlines()), mappings=(corrected,))
    assert again.flow is not None
    assert [node.name for node in again.flow.nodes if node.is_task] == ["受付", "審査"]
    assert [lane.name for lane in again.flow.lanes] == ["市民課"]
    assert again.previews[0].mapping.shape == guess.shape
    work = again.flow.nodes[1].work
    assert work is not None
    assert work.note == "メモ: 注意"


def test_a_mapping_whose_headings_are_gone_is_not_used() -> None:
    mapping = read_table(csv_of(FLOW_HEADINGS, ROW)).previews[0].mapping
    stale = replace(mapping, columns=(("name", "ない見出し"),))
    reading = read_table(csv_of(FLOW_HEADINGS, ROW), mappings=(stale,))
    assert reading.previews[0].mapping == mapping


def test_the_preview_shows_headings_and_rows() -> None:
    preview = read_table(csv_of("題名", FLOW_HEADINGS, ROW)).previews[0]
    assert (preview.kind, preview.row_count, preview.mapping.header_row) == ("flow", 1, 2)
    assert preview.headers[1] == "作業名"
    assert preview.sample_rows[0][:2] == ("1", "転入届の受付")


def test_headings_written_twice_are_told_apart() -> None:
    preview = read_table(csv_of(f"{FLOW_HEADINGS},備考,備考,", f"{ROW},注1,注2,x")).previews[0]
    assert preview.headers[-3:] == ("備考", "備考 (2)", "[O]")


def test_a_catalogue_is_not_taken_for_a_flow() -> None:
    reading = read_table(csv_of("機能ID,大分類,機能名称,機能説明,実装区分,備考", "A-1,異動,転入,登録,標準,"))
    assert (reading.flow, codes(reading)) == (None, ["tables.looks_like_catalog"])


def test_no_column_name_means_two_fields_of_a_kind() -> None:
    for fields in headers().values():
        names = [plain(name) or name for known in fields.values() for name in dict.fromkeys(map(plain, known))]
        assert len(names) == len(set(names))


def test_column_letters() -> None:
    assert [column_letters(column) for column in (0, 25, 26, 701)] == ["A", "Z", "AA", "ZZ"]
