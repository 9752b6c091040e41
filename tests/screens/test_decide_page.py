"""The decide page: rules said gently, saved at once, others' decisions told, many at once, the ledger."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from fitgap.app.screens.decide_view import id_of
from fitgap.app.workspace import Workspace
from fitgap.model.choice import ChoiceKind
from fitgap.model.decision import DecisionItem, ItemFilter, SubjectKind, Terms
from fitgap.reading.result import NamedBytes

PERSON = "情報政策課 山田"
ALIVE = re.compile(r"(?<!\\)(\*\*x|<img|\$x|:material/home|\[a\]\()")
Open = Callable[..., AppTest]
Shown = Callable[[AppTest], str]


@pytest.fixture
def item(small: Path, workspace: Workspace) -> DecisionItem:
    return next(iter(workspace.decisions.items(ItemFilter(kinds=frozenset({SubjectKind.STEP})))))


@pytest.fixture
def app(item: DecisionItem, open_page: Open) -> AppTest:
    return open_page("decide", package="hibiki", item=id_of(item.subject))


def field(app: AppTest, kind: str, name: str) -> object:
    return next(one for one in getattr(app, kind) if one.key and one.key.startswith(f"decide_{name}_"))


def press(app: AppTest, key: str) -> AppTest:
    return app.button(key=key).click().run()


def test_nothing_is_ticked_beforehand_and_adopting_comes_first(app: AppTest) -> None:
    resolution = field(app, "selectbox", "resolution")
    assert resolution.value is None  # type: ignore[attr-defined]
    assert resolution.options[0] == "標準機能適用"  # type: ignore[attr-defined]
    press(app, "decide_save")
    assert "対応方針を選んでください" in app.error[0].value


def test_a_customisation_asks_for_cause_and_reason_and_says_who_else_needs_it(
    app: AppTest, item: DecisionItem, workspace: Workspace, shown: Shown
) -> None:
    field(app, "selectbox", "resolution").select("customise_local").run()  # type: ignore[attr-defined]
    assert "カスタマイズの前に確かめること" in shown(app)
    assert "原因を選んでください" in shown(app)
    press(app, "decide_save")
    assert "原因" in app.error[0].value
    field(app, "selectbox", "cause").select("ordinance")  # type: ignore[attr-defined]
    field(app, "text_area", "reason").input("様式が条例にある")  # type: ignore[attr-defined]
    press(app, "decide_save")
    held = workspace.decisions.item(item.subject)
    assert held.decision is not None
    assert (held.decision.person, held.decision.terms.cause) == (PERSON, "ordinance")
    assert field(app, "text_area", "reason").value == ""  # type: ignore[attr-defined]
    assert "カスタマイズ（個別）" in shown(app)
    press(app, "decide_revoke")
    assert workspace.decisions.item(item.subject).decision is None


def test_who_decided_meanwhile_is_told_and_what_was_typed_stays(
    app: AppTest, item: DecisionItem, workspace: Workspace
) -> None:
    field(app, "selectbox", "resolution").select("retire")  # type: ignore[attr-defined]
    field(app, "text_area", "reason").input("私の理由").run()  # type: ignore[attr-defined]
    workspace.decisions.decide(item.subject, Terms(resolution="adopt_standard"), person="佐藤", seen_decision_id=None)
    press(app, "decide_save")
    assert "佐藤さん" in app.error[0].value
    assert "標準機能適用" in app.warning[0].value
    assert field(app, "text_area", "reason").value == "私の理由"  # type: ignore[attr-defined]
    press(app, "decide_seen_button")
    press(app, "decide_save")
    assert [one.person for one in workspace.decisions.history(item.subject)] == ["佐藤", PERSON]


def test_what_holds_can_be_copied_and_changed(app: AppTest, item: DecisionItem, workspace: Workspace) -> None:
    terms = Terms(resolution="deferred", reason="例規", owner="佐藤", deadline="2027-03-31")
    workspace.decisions.decide(item.subject, terms, person="佐藤", seen_decision_id=None)
    app.run()
    press(app, "decide_copy")
    assert field(app, "text_input", "owner").value == "佐藤"  # type: ignore[attr-defined]
    press(app, "decide_seen_button")
    press(app, "decide_save")
    held = workspace.decisions.item(item.subject).decision
    assert held is not None
    assert (held.person, held.terms) == (PERSON, terms)


def test_all_alike_are_decided_and_taken_back_in_one_press(
    small: Path, workspace: Workspace, open_page: Open, item: DecisionItem
) -> None:
    stored = workspace.flow(workspace.flows()[0].id)
    copied = NamedBytes(name=stored.row.file, content=stored.original)
    workspace.add_flow("汐見町", copied, person="見本")
    app = open_page("decide", package="hibiki", item=id_of(item.subject))
    field(app, "selectbox", "resolution").select("adopt_standard").run()  # type: ignore[attr-defined]
    press(app, "decide_alike_now")
    rows = workspace.decisions.ledger()
    assert len(rows) >= 2
    assert {member for row in rows for member in row.decision.subject.members} == {"青葉野市", "汐見町"}
    press(app, "decide_undo_alike")
    assert {row.decision.state for row in workspace.decisions.ledger()} == {"revoked"}


def test_next_open_leads_past_what_is_decided(app: AppTest, item: DecisionItem, workspace: Workspace) -> None:
    field(app, "selectbox", "resolution").select("adopt_standard")  # type: ignore[attr-defined]
    press(app, "decide_save")
    next(one for one in app.button if one.label == "次の未決定へ").click().run()
    assert app.query_params["item"] != id_of(item.subject)
    assert "まだ誰も決めていません。" in [one.value for one in app.caption]


def test_the_ledger_lists_open_items_with_what_is_overdue(
    item: DecisionItem, workspace: Workspace, open_page: Open, shown: Shown
) -> None:
    terms = Terms(resolution="deferred", reason="例規", owner="佐藤", deadline="2020-03-31")
    workspace.decisions.decide(item.subject, terms, person="佐藤", seen_decision_id=None)
    app = open_page("decide", package="hibiki", part="ledger")
    assert "持ち帰り 1件（うち期限超過 1件）" in shown(app)
    assert "▲ 期限超過 2020-03-31" in str(app.dataframe[0].value)


def test_the_fit_gap_page_shows_what_was_decided_and_leads_here(
    item: DecisionItem, workspace: Workspace, open_page: Open, shown: Shown
) -> None:
    workspace.decisions.decide(item.subject, Terms(resolution="adopt_standard"), person="佐藤", seen_decision_id=None)
    app = open_page("fit_gap", flow=str(item.flow_ids[0]), package="hibiki", step=item.item_ids[0])
    assert re.search("標準機能適用　佐藤", shown(app))


def test_names_are_plain_text(small: Path, workspace: Workspace, hostile_flow: NamedBytes, open_page: Open) -> None:
    flow_id = workspace.add_flow("**市** <b>", hostile_flow, person="x").flow_id
    assert flow_id is not None
    workspace.choose(flow_id, "hibiki", "t1", ChoiceKind.NONE_FITS, person="x", seen_choice_id=None)
    hostile = workspace.decisions.step_item(flow_id, "hibiki", "t1")
    terms = Terms(resolution="retire", reason=hostile.subject.title, note=hostile.subject.title)
    workspace.decisions.decide(hostile.subject, terms, person="**x** <img src=x>", seen_decision_id=None)
    for part in ("items", "ledger"):
        app = open_page("decide", package="hibiki", item=id_of(hostile.subject), part=part)
        assert not app.exception
        told = [str(one.value) for kind in (app.markdown, app.caption, app.warning) for one in kind]
        assert not any(ALIVE.search(text) for text in told), part
