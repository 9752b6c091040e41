"""People correct groups and processes on the compare page."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button

from fitgap.app.screens.compare_processes import changes_in
from fitgap.app.workspace import Workspace
from fitgap.model.comparison import Comparison, StepGroup

Open = Callable[..., AppTest]
Shown = Callable[[AppTest], str]


@pytest.fixture
def comparison(demo: Path, workspace: Workspace) -> Comparison:
    """転入 of the three members of the samples."""
    return compared(workspace)


def compared(workspace: Workspace) -> Comparison:
    (found,) = workspace.compare([row.id for row in workspace.flows() if row.file.startswith("tennyu.")])
    return found


def shared_group(comparison: Comparison) -> StepGroup:
    """A group with one step of each member."""
    return next(one for one in comparison.groups if len(one.steps) == 3 and len(one.members) == 3)


def place(group: StepGroup, number: int = 0) -> str:
    ref = group.steps[number].ref
    return f"{ref.flow_key}/{ref.step_id}"


def at(open_page: Open, comparison: Comparison, group: StepGroup) -> AppTest:
    return open_page("compare", process=comparison.flows[0].key, work=place(group))


def widget(elements: object, start: str) -> object:
    return next(one for one in elements if one.key and one.key.startswith(start))  # type: ignore[attr-defined]


def submit(app: AppTest, label: str) -> AppTest:
    button: Button = next(one for one in app.button if one.label == label)
    return button.click().run()


def test_a_step_is_split_off_and_the_page_says_by_whom(
    comparison: Comparison, open_page: Open, workspace: Workspace, shown: Shown
) -> None:
    group = shared_group(comparison)
    app = at(open_page, comparison, group)
    assert "機械の提案" in shown(app)
    widget(app.multiselect, "move_steps").set_value([place(group, 1)])  # type: ignore[attr-defined]
    submit(app, "移す")
    assert not app.exception
    (said,) = workspace.alignment.history(compared(workspace))
    assert [step.ref for step in said.steps] == [group.steps[1].ref]
    assert "人が直したまとまり" in shown(app)
    assert f"「{group.name}」から分けた" in shown(app)
    assert "情報政策課 山田" in shown(app).replace("\\", "")


def test_an_undone_correction_stays_in_the_record(
    comparison: Comparison, open_page: Open, workspace: Workspace, shown: Shown
) -> None:
    group = shared_group(comparison)
    workspace.alignment.name(comparison, group.id, "共通の受付", person="佐藤")
    app = at(open_page, comparison, group)
    assert "共通の受付" in shown(app)
    widget(app.button, "undo_correction_card").click().run()  # type: ignore[attr-defined]
    assert [one.holds for one in workspace.alignment.history(compared(workspace))] == [False]
    assert "さんが取消" in shown(app)


def test_the_second_of_two_is_told_and_keeps_what_was_typed(
    comparison: Comparison, open_page: Open, workspace: Workspace
) -> None:
    group = shared_group(comparison)
    app = at(open_page, comparison, group)
    workspace.alignment.name(comparison, group.id, "先の名前", person="佐藤")
    widget(app.text_input, "name_text").set_value("後の名前")  # type: ignore[attr-defined]
    submit(app, "名前を変える")
    assert any("佐藤さんが" in error.value.replace("\\", "") for error in app.error)
    assert widget(app.text_input, "name_text").value == "後の名前"  # type: ignore[attr-defined]
    submit(app, "名前を変える")
    assert next(one.name for one in compared(workspace).groups if one.is_named) == "後の名前"


def test_a_missing_step_gets_its_reason(
    comparison: Comparison, open_page: Open, workspace: Workspace, shown: Shown
) -> None:
    absence = comparison.absences[0]
    group = next(one for one in comparison.groups if one.id == absence.group_id)
    app = at(open_page, comparison, group)
    table = app.dataframe[0].value
    assert any("理由未記入" in str(cell) for cell in table.iloc[comparison.groups.index(group)])
    widget(app.multiselect, "absent_members").set_value([absence.member]).run()  # type: ignore[attr-defined]
    widget(app.selectbox, "absent_reason").set_value("other_body").run()  # type: ignore[attr-defined]
    widget(app.text_input, "absent_note").set_value("県が行う")  # type: ignore[attr-defined]
    submit(app, "理由を保存")
    given = next(one for one in compared(workspace).absences if one.group_id == group.id and one.reason)
    assert (given.member, given.reason, given.note) == (absence.member, "other_body", "県が行う")
    assert f"理由あり 1／{len(comparison.absences)}" in next(
        one.label for one in app.toggle if one.key == "compare_unexplained"
    )
    assert any(
        "他の機関・委託先が行う" in str(cell) for cell in app.dataframe[0].value.iloc[comparison.groups.index(group)]
    )


def test_without_a_name_nothing_can_be_saved(comparison: Comparison, open_page: Open) -> None:
    app = open_page("compare", person="", process=comparison.flows[0].key, work=place(shared_group(comparison)))
    assert all(one.disabled for one in app.button if one.label in {"移す", "1つにまとめる", "名前を変える"})


def test_a_process_gets_another_name_with_all_its_flows(demo: Path, open_page: Open, workspace: Workspace) -> None:
    app = open_page("compare", arrange="1")
    assert not app.exception
    key = next(one.flow_keys[0] for one in workspace.processes() if "転入" in one.name)
    widget(app.selectbox, "whole_process_").set_value(key)  # type: ignore[attr-defined]
    app.text_input(key="whole_process_name").set_value("転入のすべて")
    submit(app, "名前を変える")
    found = next(one for one in workspace.processes() if one.name == "転入のすべて")
    assert found.is_decided
    assert len(found.flow_keys) == 3
    assert app.text_input(key="whole_process_name").value == ""


def test_the_edited_rows_of_the_table_are_understood() -> None:
    now = {7: ("転入", False), 8: ("転入", True), 9: ("転出", True)}
    edited = {0: {"process": " 転出 "}, 1: {"decided": False}, 2: {"process": ""}}
    assert changes_in(edited, [7, 8, 9], now) == {7: "転出", 8: ""}
    assert changes_in({0: {"decided": True}}, [7, 8, 9], now) == {7: "転入"}
