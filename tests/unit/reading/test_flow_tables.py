"""A flow table becomes the same flow as a diagram of the same work."""

import pytest
from tests.unit.reading.table_files import FLOW_HEADINGS, codes, csv_of, flow_of, read_table, xlsx_of

from fitgap.model.flow import Direction, Flow, Origin
from fitgap.model.step import steps_of


def kinds(flow: Flow) -> list[tuple[str, str]]:
    return [(node.id, node.kind) for node in flow.nodes]


def ways(flow: Flow) -> list[tuple[str, str, str]]:
    return [(line.source_id, line.target_id, line.name) for line in flow.lines]


def test_steps_a_branch_and_the_ends() -> None:
    flow, issues = flow_of(
        "1,届の受付,受け取る,転出証明書,受付票,手作業,市民課,窓口職員,5,950,2,",
        "2,届の審査,審査する,受付票,,システム操作,市民課,審査担当,6,950,3;1,不備なし;不備あり",
        "3,住民票の登録,登録する,受付票,住民票,システム一括,市民課,,7,950,終了,",
    )
    assert issues == ["tables.no_start"]  # the way back to the first step leaves none without a step before it
    assert kinds(flow) == [
        ("start", "startEvent"),
        ("1", "manualTask"),
        ("2", "userTask"),
        ("gateway_2", "exclusiveGateway"),
        ("3", "serviceTask"),
        ("end", "endEvent"),
    ]
    assert ways(flow) == [
        ("start", "1", ""),
        ("1", "2", ""),
        ("2", "gateway_2", ""),
        ("gateway_2", "3", "不備なし"),
        ("gateway_2", "1", "不備あり"),
        ("3", "end", ""),
    ]
    assert flow.notation == "table"


def test_lanes_are_departments_and_the_actor_is_the_role() -> None:
    flow, _ = flow_of("1,受付,,,,手作業,市民課・各支所,窓口職員,,,2,", "2,審査,,,,手作業,市民課,審査担当,,,,")
    assert [lane.path for lane in flow.lanes] == [("市民課・各支所",), ("市民課",)]
    task = flow.nodes[1]
    assert (task.lane_id, task.lane_origin, task.role) == (flow.lanes[0].id, Origin.STATED, "窓口職員")
    assert steps_of(flow)[0].lane == "市民課・各支所"


def test_actors_are_the_lanes_of_a_table_without_departments() -> None:
    reading = read_table(csv_of("No,作業名,作業者", "1,受付,窓口職員", "2,審査,係長"))
    assert reading.flow is not None
    assert [lane.name for lane in reading.flow.lanes] == ["窓口職員", "係長"]
    assert codes(reading) == ["tables.order_guessed"]
    assert all(line.is_guessed for line in reading.flow.lines[1:])


def test_the_same_name_is_the_same_document() -> None:
    flow, _ = flow_of("1,受付,,転出証明書、ﾏｲﾅﾝﾊﾞｰｶｰﾄﾞ,受付票,,課,,,,2,", "2,審査,,受付票、マイナンバーカード,,,課,,,,,")
    assert [document.name for document in flow.documents] == ["転出証明書", "ﾏｲﾅﾝﾊﾞｰｶｰﾄﾞ", "受付票"]
    card = flow.documents[1].id
    linked = [(link.node_id, link.direction) for link in flow.document_links if link.document_id == card]
    assert linked == [("1", Direction.INPUT), ("2", Direction.INPUT)]


def test_numbers_units_and_everything_else_of_a_row_are_kept() -> None:
    headings = "No,対応DFD,大作業名,作業名,作業内容,実施方法,担当部署,作業時間,作業量,根拠法令,備考,提供資料番号"
    row = '1,1.2,受付,届の受理,受ける,手作業,市民課,1時間30分,"１，２００件/年",住民基本台帳法第22条,注意,資料3'
    reading = read_table(csv_of(headings, row))
    assert reading.flow is not None
    step = steps_of(reading.flow)[0]
    assert (step.minutes_per_case, step.cases_per_year, step.legal_basis) == (90, 1200, "住民基本台帳法第22条")
    assert step.categories == ("受付",)
    work = reading.flow.nodes[1].work
    assert work is not None
    assert work.note == "注意\n対応DFD: 1.2\n提供資料番号: 資料3"


@pytest.mark.parametrize(
    ("lines", "code", "row"),
    [
        (("1,受付,,,,,課,,随分長い,10,2,", "2,審査,,,,,課,,,,,"), "tables.minutes_unreadable", 2),
        (("1,受付,,,,,課,,5,10件/日,2,", "2,審査,,,,,課,,,,,"), "tables.cases_unreadable", 2),
        (("1,受付,,,,,課,,,,9,", "2,審査,,,,,課,,,,,"), "tables.next_missing", 2),
        (("1,受付,,,,,課,,,,1,", "2,審査,,,,,課,,,,,"), "tables.next_itself", 2),
        (("1,受付,,,,,課,,,,2-3,", "2,審査,,,,,課,,,,,"), "tables.next_is_range", 2),
        (("1,受付,,,,,課,,,,2;2,あ;い;う", "2,審査,,,,,課,,,,,"), "tables.conditions_uneven", 2),
        (("1,受付,,,,,課,,,,2,", "1,審査,,,,,課,,,,2,", "2,登録,,,,,課,,,,,"), "tables.duplicate_number", 3),
        (("1,受付,,,,,課,,,,2,", ",審査,見る,,,,課,,,,2,", "2,登録,,,,,課,,,,,"), "tables.step_without_number", 3),
        (("1,受付,,,,,課,,,,2,", "2,,番号を確かめる。,,,,課,,,,,"), "tables.step_without_name", 3),
        (("1,受付,,,,,課,,,,2,", "2,,,,,,課,,,,,", "2,登録,,,,,課,,,,,"), "tables.row_without_name", 3),
        (("1,受付,,,,,課,,,,2,", "2,審査,,,,,課,,,,1,"), "tables.no_end", 3),
        (("1,受付,,,,,課,,,,2,", "2,審査,,,,,課,,,,1,"), "tables.no_start", 2),
        (("1,受付,,,,,課,,,,#REF!,", "2,審査,,,,,課,,,,1,"), "tables.error_value", 2),
        (("1,受付,,,,,課,,,,3,", "2,審査,,,,,課,,,,3,", "3,登録,,,,,課,,,,,"), "tables.several_starts", 3),
        (("1,受付,,,,,課,,,,2,", "2,審査,,,,,,,,,,"), "tables.step_without_department", 3),
        (("1,受付,,,,,課,,,,,", "※ 件数は令和5年度の実績"), "tables.row_left_out", 3),
        (("1,受付,,,,,課,,5,10,,", ",合計,,,,,,,5,10,,"), "tables.row_left_out", 3),
        (("1,受付,,,,,課,,,,,", FLOW_HEADINGS), "tables.heading_repeated", 3),
        (("1,受付,,届,,,課,,,,,", ",,,委任状,,,,,,,,"), "tables.row_continues", 3),
    ],
)
def test_what_is_wrong_is_told_with_its_row(lines: tuple[str, ...], code: str, row: int) -> None:
    reading = read_table(csv_of(FLOW_HEADINGS, *lines))
    assert reading.flow is not None
    found = [issue for issue in reading.issues if issue.code == code]
    assert [issue.source.row for issue in found] == [row]


def test_duplicate_numbers_are_told_apart_and_the_first_is_meant() -> None:
    flow, issues = flow_of("1,受付,,,,,課,,,,2,", "2,審査,,,,,課,,,,3,", "2,再審査,,,,,課,,,,3,", "3,登録,,,,,課,,,,,")
    assert [node.id for node in flow.nodes if node.is_activity] == ["1", "2", "2_2", "3"]
    assert ("1", "2", "") in ways(flow)
    assert issues == ["tables.duplicate_number", "tables.several_starts"]


def test_a_step_over_several_rows() -> None:
    rows = [
        ["No", "作業名", "入力情報", "次作業No"],
        [1, "受付", "届", 2],
        [None, None, "委任状", None],
        [2, "審査", "票", ""],
    ]
    reading = read_table(xlsx_of({"転入": rows}, {"転入": ["A2:A3", "B2:B3", "D2:D3"]}), name="a.xlsx")
    assert reading.flow is not None
    assert [form.name for form in steps_of(reading.flow)[0].forms] == ["届", "委任状"]
    assert codes(reading) == []


def test_words_alone_head_the_rows_below() -> None:
    flow, issues = flow_of("【受付】", "1,受理,,,,,課,,,,2,", "■処理", "2,決裁,,,,,課,,,,,", "3")
    assert [step.categories for step in steps_of(flow)] == [("受付",), ("処理",)]
    assert issues == ["tables.row_left_out"]


def test_every_sheet_is_a_process() -> None:
    heading = ["No", "作業名", "作業内容", "次作業No"]
    book = {
        "表紙": [["業務要件定義表"], ["青葉野市"]],
        "転入": [heading, [1, "受付", "受ける", 2], [2, "登録", "登録する", None]],
        "転出": [heading, [1, "受付", "受ける", 2], [2, "証明", "交付する", None]],
    }
    reading = read_table(xlsx_of(book), name="住民異動.xlsx")
    assert reading.flow is not None
    assert reading.flow.name == "住民異動"
    assert [process.name for process in reading.flow.processes] == ["転入", "転出"]
    assert [step.id for step in steps_of(reading.flow)] == ["1", "2", "2-1", "2-2"]
    assert steps_of(reading.flow)[2].next_names == ("証明",)
    assert codes(reading) == ["tables.sheet_not_a_table", "tables.numbers_start_anew"]
    assert [preview.mapping.sheet for preview in reading.previews] == ["転入", "転出"]


def test_a_column_names_the_process() -> None:
    reading = read_table(csv_of("業務名,No,作業名,作業内容,次作業No", "転入,1,受付,,2", ",2,登録,,", "転出,1,受付,,"))
    assert reading.flow is not None
    assert [(step.process_name, step.id) for step in steps_of(reading.flow)] == [
        ("転入", "1"),
        ("転入", "2"),
        ("転出", "2-1"),
    ]


def test_a_table_without_numbers_is_numbered_from_the_top() -> None:
    reading = read_table(csv_of("作業名,作業内容,担当部署", "受付,受ける,市民課", "登録,登録する,市民課"))
    assert reading.flow is not None
    assert [step.id for step in steps_of(reading.flow)] == ["1", "2"]
    assert codes(reading) == ["tables.numbers_guessed", "tables.order_guessed"]


def test_headings_without_steps_are_an_error() -> None:
    reading = read_table(csv_of(FLOW_HEADINGS, "※ 作成中"))
    assert (reading.flow, reading.has_error) == (None, True)
    assert "tables.no_steps" in codes(reading)
