"""Comparing members on the screen, as a committee would."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from fitgap.app.workspace import Workspace
from fitgap.reading.result import NamedBytes

Open = Callable[..., AppTest]
Shown = Callable[[AppTest], str]


def test_one_member_is_told_what_to_do(small: Path, open_page: Open, shown: Shown) -> None:
    app = open_page("compare")
    assert "2団体以上の業務フローが要ります" in shown(app)
    assert "いまは1団体分です" in shown(app)
    assert not app.dataframe
    assert not app.exception


def test_members_without_a_common_process_are_told_so(
    small: Path, open_page: Open, workspace: Workspace, shown: Shown
) -> None:
    table = "手順番号,作業名称,作業内容\n1,鍋を洗う,たわしで洗う\n2,皿を拭く,布巾で拭く\n"
    workspace.add_flow("汐見町", NamedBytes(name="炊事.csv", content=table.encode()), person="x")
    app = open_page("compare")
    assert "共通する業務が見つかりません" in shown(app)
    assert not app.exception


def test_the_matrix_says_in_sign_and_word_who_does_what(demo: Path, open_page: Open, shown: Shown) -> None:
    app = open_page("compare")
    assert not app.exception
    table = app.dataframe[0].value
    cells = [str(cell) for place in range(3) for cell in table[f"member_{place}"]]
    assert {cell.split(" ")[0] for cell in cells} == {"○\u00a0行う", "△\u00a0一部", "－\u00a0なし"}
    assert "機械の提案" in shown(app), "a group is never shown as if a person had decided it"
    app.session_state["compare_tab"] = "何が分かれているか"
    assert "**1団体だけが行う**　青葉野市だけが" in shown(app.run())


def test_the_filter_leaves_what_differs_in_the_chosen_way(demo: Path, open_page: Open) -> None:
    app = open_page("compare")
    before = app.dataframe[0].value
    app.button_group(key="compare_aspects").set_value(["role"]).run()
    after = app.dataframe[0].value
    assert 0 < len(after) < len(before)
    assert all("担当" in other for other in after["other"])


def test_members_are_left_out_and_two_are_needed(demo: Path, open_page: Open, shown: Shown) -> None:
    app = open_page("compare")
    box = next(one for one in app.multiselect if one.key and one.key.startswith("compare_members_"))
    box.set_value(["汐見町", "青葉野市"]).run()
    assert "member_1" in app.dataframe[0].value
    assert "member_2" not in app.dataframe[0].value
    box = next(one for one in app.multiselect if one.key and one.key.startswith("compare_members_"))
    box.set_value(["汐見町"]).run()
    assert any("2団体以上を選んでください" in info.value for info in app.info)
    assert not app.exception


def test_the_process_of_the_address_is_shown(demo: Path, open_page: Open, workspace: Workspace) -> None:
    key = next(one.flow_keys[0] for one in workspace.processes() if "転入" in one.name)
    app = open_page("compare", process=key)
    assert app.selectbox(key="pick_process").value == key


def test_names_are_shown_as_they_were_written(
    database: Path, open_page: Open, workspace: Workspace, hostile_flow: NamedBytes
) -> None:
    for member in ("**市** <b>", "[町](http://x.example)"):
        workspace.add_flow(member, hostile_flow, person="x")
    app = open_page("compare")
    assert not app.exception
    told = "\n".join(str(one.value) for kind in (app.markdown, app.caption) for one in kind)
    assert "市" in told
    assert not re.search(r"(?<!\\)(<img|<b>|\]\(http|\$x)", told)


@pytest.mark.parametrize("count", [2, 3])
def test_groups_and_workbook_are_handed_over(demo: Path, workspace: Workspace, count: int) -> None:
    flows = [row.id for row in workspace.flows() if row.file.startswith("tennyu.")][:count]
    rows = list(csv.DictReader(io.StringIO(workspace.export_groups(flows).decode("utf-8-sig"))))
    assert {row["flow"].split("/")[1].split(".")[0] for row in rows} == {"tennyu"}
    assert len({row["member"] for row in rows}) == count
    book = openpyxl.load_workbook(io.BytesIO(workspace.export_workbook(flows, ["hibiki"], "ja")))
    assert book["5 団体間比較"].max_row == len({row["group_id"] for row in rows}) + 1


def test_one_flow_makes_no_comparison_sheet(small: Path, workspace: Workspace) -> None:
    flows = [row.id for row in workspace.flows()]
    book = openpyxl.load_workbook(io.BytesIO(workspace.export_workbook(flows, ["hibiki"], "ja")))
    assert "5 団体間比較" not in book.sheetnames


def test_too_many_steps_are_told_on_the_screen_and_noted_in_the_workbook(
    demo: Path, open_page: Open, workspace: Workspace
) -> None:
    workspace.set_policy("[comparing]\nmost_steps = 5", "x")
    app = open_page("compare")
    assert any("一度に比べられる5を超えています" in error.value for error in app.error)
    assert app.selectbox(key="pick_process"), "another process can still be picked"
    flows = [row.id for row in workspace.flows() if row.file.startswith("tennyu.")]
    book = openpyxl.load_workbook(io.BytesIO(workspace.export_workbook(flows, ["hibiki"], "ja")))
    cover = [str(cell.value) for line in book["1 表紙・凡例"].iter_rows() for cell in line if cell.value]
    assert any("一度に比べられる5を超えています" in text for text in cover)
