"""Choosing on the fit-gap page: saved at once, undone, refused, asked again."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from fitgap.app.workspace import Workspace
from fitgap.model.choice import ChoiceKind
from fitgap.model.judgement import Verdict
from fitgap.reading.result import NamedBytes

PERSON = "情報政策課 山田"
# What would be Markdown, HTML, a formula or an icon, were it not escaped.
ALIVE = re.compile(r"(?<!\\)(\*\*x|<img|\$x|:material/home|\[a\]\()")
Open = Callable[..., AppTest]
Shown = Callable[[AppTest], str]


@pytest.fixture
def flow_id(small: Path, workspace: Workspace) -> int:
    return next(row.id for row in workspace.flows("青葉野市") if row.file == "tennyu.bpmn")


@pytest.fixture
def app(flow_id: int, open_page: Open) -> AppTest:
    return open_page("fit_gap", flow=str(flow_id), package="hibiki", step="Task_T03")


def button(app: AppTest, label: str) -> object:
    return next(one for one in app.button if one.label == label and not one.disabled)


def press(app: AppTest, label: str) -> AppTest:
    button(app, label).click()  # type: ignore[attr-defined]
    return app.run()


def reason(app: AppTest) -> object:
    return next(one for one in app.text_area if one.key and one.key.startswith("reason_"))


def test_a_confirmation_is_saved_with_reason_person_and_verdict(
    app: AppTest, flow_id: int, workspace: Workspace, shown: Shown
) -> None:
    reason(app).input("標準機能で足りる")  # type: ignore[attr-defined]
    press(app, "△で確定")
    standing = workspace.standings(flow_id, "hibiki")["Task_T03"]
    (choice,) = standing.choices
    assert (standing.verdict, choice.person, choice.reason) == (Verdict.PARTIAL, PERSON, "標準機能で足りる")
    assert f"**決定：{PERSON}**" in shown(app)
    assert reason(app).value == ""  # type: ignore[attr-defined]
    press(app, "取り消す")
    assert not workspace.standings(flow_id, "hibiki")["Task_T03"].is_decided
    assert "確信度" in shown(app)


@pytest.mark.parametrize(("label", "verdict"), [("× 該当なし", Verdict.GAP), ("－ 手作業", Verdict.NA)])
def test_the_whole_step_can_be_decided(
    app: AppTest, flow_id: int, workspace: Workspace, label: str, verdict: Verdict
) -> None:
    press(app, label)
    standing = workspace.standings(flow_id, "hibiki")["Task_T03"]
    assert (standing.is_decided, standing.verdict) == (True, verdict)


def test_who_was_faster_is_told_and_what_was_typed_stays(
    app: AppTest, flow_id: int, workspace: Workspace, shown: Shown
) -> None:
    workspace.choose(flow_id, "hibiki", "Task_T03", ChoiceKind.MANUAL, person="佐藤", seen_choice_id=None)
    reason(app).input("私の理由")  # type: ignore[attr-defined]
    press(app, "◎で確定")
    assert "佐藤さん" in app.error[0].value
    assert reason(app).value == "私の理由"  # type: ignore[attr-defined]
    assert workspace.standings(flow_id, "hibiki")["Task_T03"].verdict is Verdict.NA
    assert "**決定：佐藤**" in shown(app)


def test_nothing_can_be_chosen_without_a_name(flow_id: int, open_page: Open) -> None:
    app = open_page("fit_gap", person="", flow=str(flow_id), package="hibiki")
    labels = {"◎で確定", "△で確定", "却下", "× 該当なし", "－ 手作業"}
    assert all(one.disabled for one in app.button if one.label in labels)
    app.text_input(key="person_name_tool").input("佐藤")
    press(app, "この名前で記録する")
    assert button(app, "◎で確定")


def test_next_open_leads_past_what_is_decided(app: AppTest, flow_id: int, workspace: Workspace) -> None:
    workspace.choose(flow_id, "hibiki", "Task_T04", ChoiceKind.MANUAL, person="佐藤", seen_choice_id=None)
    app.run()
    press(app, "次の未決定へ")
    assert app.query_params["step"] == "Task_T05"
    press(app, "← 前へ")
    assert app.query_params["step"] == "Task_T04"


def test_another_feature_is_found_by_words_and_confirmed(app: AppTest, flow_id: int, workspace: Workspace) -> None:
    box = next(one for one in app.text_input if one.key and one.key.startswith("search_"))
    box.input("広域交付住民票").run()
    found = next(one for one in app.button if one.key and one.key.startswith("found_"))
    found.click().run()
    assert workspace.standings(flow_id, "hibiki")["Task_T03"].confirmed_ids == ("JK-0302",)


def test_a_changed_text_is_asked_again_with_both_texts(
    app: AppTest, flow_id: int, workspace: Workspace, shown: Shown
) -> None:
    press(app, "－ 手作業")
    stored = workspace.flow(flow_id)
    changed = stored.original.replace(
        "書かない窓口で届出内容を聞き取り入力する".encode(), "窓口で転入届を入力する".encode()
    )
    workspace.add_flow(
        stored.row.member, NamedBytes(name=stored.row.file, content=changed), person="佐藤", mode="replace"
    )
    app.run()
    assert app.query_params["flow"] != str(flow_id), "the address leads to the present version"
    app.query_params["step"] = "Task_T03"
    app.run()
    assert "要再確認" in app.warning[0].value
    assert "書かない窓口で届出内容を聞き取り入力する" in shown(app)


def test_names_are_plain_text_everywhere(
    small: Path, workspace: Workspace, hostile_flow: NamedBytes, open_page: Open, shown: Shown
) -> None:
    flow_id = workspace.add_flow("**市** <b>", hostile_flow, person="x").flow_id
    for name in ("home", "fit_gap", "forms", "export", "imports"):
        app = open_page(name, flow=str(flow_id), member="**市** <b>", package="hibiki")
        assert not app.exception
        told = [str(one.value) for kind in (app.markdown, app.caption) for one in kind]
        assert not any(ALIVE.search(text) for text in told), name
