"""The tabs of the compare page that a committee works with: distance, what divides, forms, common flow, joining."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from fitgap.app.screens import common_flow_view, pair_view
from fitgap.app.screens.compare_closeness import member_map
from fitgap.app.workspace import Workspace
from fitgap.model.commons import Tie
from fitgap.model.comparison import ChangeKind, CommonRule
from fitgap.reading.result import NamedBytes
from fitgap.texts import say

Open = Callable[..., AppTest]
Shown = Callable[[AppTest], str]
TABS = ("steps", "differences", "distance", "forms", "common", "join")


def open_tab(app: AppTest, name: str) -> AppTest:
    app.session_state["compare_tab"] = say(f"screens.compare.tab.{name}", "ja")
    return app.run()


def widget(elements: object, start: str) -> object:
    return next(one for one in elements if one.key and one.key.startswith(start))  # type: ignore[attr-defined]


def table(app: AppTest, column: str) -> pd.DataFrame:
    return next(one.value for one in app.dataframe if column in one.value.columns)


def moving_in(workspace: Workspace) -> list[int]:
    return [row.id for row in workspace.flows() if row.file.startswith("tennyu.")]


def process_key(workspace: Workspace) -> str:
    return next(one.flow_keys[0] for one in workspace.processes() if "転入" in one.name)


@pytest.fixture
def compare(demo: Path, open_page: Open, workspace: Workspace) -> AppTest:
    workspace.set_policy("[comparing]\nheld_at_once = 0", "x")  # packages are looked at only when asked for
    return open_page("compare", process=process_key(workspace))


@pytest.mark.parametrize("name", TABS)
def test_every_tab_is_drawn_alone(compare: AppTest, name: str) -> None:
    app = open_tab(compare, name)
    assert not app.exception
    columns = {column for one in app.dataframe for column in one.value.columns}
    assert ("mean" in columns) == (name == "distance")
    assert ("differs" in columns) == (name == "forms")


def test_two_members_show_why_they_are_apart(compare: AppTest, shown: Shown) -> None:
    app = open_tab(compare, "distance")
    widget(app.selectbox, "pair_left_").set_value("汐見町")  # type: ignore[attr-defined]
    widget(app.selectbox, "pair_right_").set_value("青葉野市").run()  # type: ignore[attr-defined]
    assert not app.exception
    assert "両方にある仕事" in shown(app)
    parts = table(app, "合計への寄与")
    assert list(parts["違いの種類"]) == ["手順", "順序", "担当", "帳票", "分岐", "実施方法"]
    total = next(one for one in app.markdown if one.value.startswith("**なぜ離れているか**")).value
    assert f"{parts['合計への寄与'].sum():.2f}" in total


def test_steps_and_processes_are_ranked(compare: AppTest) -> None:
    app = open_tab(compare, "differences")
    shares = table(app, "割合")["割合"]
    assert list(shares) == sorted(shares, reverse=True)
    assert abs(shares.sum() - 100) < 1e-6
    app.toggle(key="dividing_processes").set_value(True).run()
    assert list(table(app, "順位")["順位"]) == [1, 2, 3, 4, 5, 6]


def test_a_common_flow_is_edited_saved_and_found_again(
    compare: AppTest, workspace: Workspace, shown: Shown, open_page: Open
) -> None:
    app = open_tab(compare, "common")
    assert "いずれも機械の提案です" in shown(app)
    app.button(key="common_begin").click().run()
    assert "保存するまで、この画面だけにあります" in shown(app)
    first = widget(app.selectbox, "draft_step_").options[0]  # type: ignore[attr-defined]
    app.button(key="draft_down").click().run()
    assert widget(app.selectbox, "draft_step_").options[1] == first.replace("1", "2", 1)  # type: ignore[attr-defined]
    app.button(key="draft_drop").click().run()
    widget(app.text_input, "draft_note_").set_value("第1回WG").run()  # type: ignore[attr-defined]
    app.button(key="draft_save").click().run()
    assert not app.exception
    (version,) = workspace.commons.versions(moving_in(workspace))
    assert (version.number, version.note, version.person) == (1, "第1回WG", "情報政策課 山田")
    assert first.split("\u3000", 1)[1] not in [step.name for step in version.steps]
    again = open_tab(open_page("compare", process=process_key(workspace)), "common")
    assert list(table(again, "説明")["説明"]) == ["第1回WG"]


def test_who_was_slower_keeps_the_draft_and_is_told(compare: AppTest, workspace: Workspace) -> None:
    app = open_tab(compare, "common")
    app.button(key="common_begin").click().run()
    app.button(key="draft_down").click().run()
    ids = moving_in(workspace)
    plan = workspace.commons.propose(ids, CommonRule.MAJORITY, "ja").plan
    workspace.commons.save(ids, plan, "ja", note="", person="佐藤", seen_id=None)
    app.button(key="draft_save").click().run()
    assert any("佐藤さんが第1版を保存しました" in one.value for one in app.error)
    assert len(workspace.commons.versions(ids)) == 1
    app.button(key="draft_save").click().run()
    assert [one.number for one in workspace.commons.versions(ids)] == [2, 1]


def test_a_step_can_be_taken_in(compare: AppTest) -> None:
    app = open_tab(compare, "common")
    app.button(key="common_begin").click().run()
    steps = len(widget(app.selectbox, "draft_step_").options)  # type: ignore[attr-defined]
    box = widget(app.selectbox, "draft_add_")
    box.select_index(0).run()  # type: ignore[attr-defined]
    app.button(key="draft_add").click().run()
    assert len(widget(app.selectbox, "draft_step_").options) == steps + 1  # type: ignore[attr-defined]
    assert not app.exception


def test_a_newcomer_gets_figures_and_a_list(compare: AppTest, workspace: Workspace, shown: Shown) -> None:
    app = open_tab(compare, "join")
    assert "保存した版がまだないため" in shown(app)
    box = widget(app.selectbox, "join_newcomer_")
    box.set_value(str(moving_in(workspace)[1])).run()  # type: ignore[attr-defined]
    assert not app.exception
    assert "汐見町が決めること" in shown(app)
    assert not app.warning
    changes = table(app, "内容")
    assert int(app.metric[2].value) == len(changes)
    other = next(row.id for row in workspace.flows() if row.file.startswith("kaigo"))
    widget(app.selectbox, "join_newcomer_").set_value(str(other)).run()  # type: ignore[attr-defined]
    assert any("違う業務のようです" in one.value for one in app.warning)


def test_forms_say_what_cannot_be_compared(compare: AppTest) -> None:
    app = open_tab(compare, "forms")
    differs = set(table(app, "differs")["differs"])
    assert "比べられない" in differs
    assert any("印字項目" in str(one) for one in differs)
    widget(app.selectbox, "form_across").set_value("住民票写し").run()  # type: ignore[attr-defined]
    difference = table(app, "基準だけの項目")
    assert len(difference) == 1
    assert "≠" in difference["用紙"][0] or "≒" in difference["用紙"][0]


def test_hostile_names_stay_what_they_are(
    database: Path, open_page: Open, workspace: Workspace, hostile_flow: NamedBytes
) -> None:
    for member in ("**市** <b>", "[町](http://x.example)"):
        workspace.add_flow(member, hostile_flow, person="x")
    app = open_page("compare")
    for name in TABS:
        app = open_tab(app, name)
        assert not app.exception
        told = "\n".join(str(one.value) for kind in (app.markdown, app.caption) for one in kind)
        assert "](http" not in told.replace("\\](http", "").replace("\\]\\(http", "")
        assert "<b>" not in told.replace("\\<b\\>", "")


def test_the_map_sets_names_as_text() -> None:
    drawn = member_map(("<b>市</b>", "\\N町"), (Tie(left="<b>市</b>", right="\\N町", distance=0.25),))
    assert 'label="<b>市</b>"' in drawn
    assert "\\\\N町" in drawn
    assert "m0 -- m1 [label=0.25" in drawn


def test_counterparts_go_both_ways(demo: Path, workspace: Workspace) -> None:
    ids = moving_in(workspace)
    comparison = workspace.commons.comparison(ids)
    pair = pair_view.pair_of(comparison, str(ids[0]), str(ids[1]))
    assert pair.shared == max(number for step in pair.left for number in step.numbers)
    there = {step.step_id: step for step in pair.right}
    for step in pair.left:
        assert bool(step.numbers) == bool(step.counterparts)
        for other in step.counterparts:
            assert step.step_id in there[other].counterparts
            assert set(step.numbers) & set(there[other].numbers)


def test_hours_of_a_step_count_once(demo: Path, workspace: Workspace) -> None:
    ids = moving_in(workspace)
    common = workspace.commons.propose(ids, CommonRule.MAJORITY, "ja").common
    (effort, *_) = common_flow_view.efforts(common, workspace.commons.comparison(ids).members)
    mine = [one for one in common.changes if one.member == effort.member]
    assert effort.changes == len(mine)
    assert 0 < effort.hours_per_year < sum(one.hours_per_year for one in mine)
    assert dict(effort.counts)[ChangeKind.ADD] == sum(one.kind is ChangeKind.ADD for one in mine)
