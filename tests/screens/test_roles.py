"""What a page offers to whom: who may only look finds everything to read and no button that would be refused."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from fitgap.app.meeting_agendas import AgendaWish
from fitgap.app.screens.decide_view import id_of
from fitgap.app.screens.meeting_view import Part
from fitgap.app.workspace import Workspace
from fitgap.model.access import Role
from fitgap.model.comparison import Comparison
from fitgap.model.decision import DecisionItem, ItemFilter, Level, SubjectKind, Terms
from fitgap.model.meeting import AgendaLine, MeetingHead
from fitgap.texts import say

PERSON = "情報政策課 山田"
WALKING = {"← 前へ", "次へ →", "次の未決定へ"}
LEADING = ("room_", "jump_", "open_", "card_", "meeting_all", *(f"meeting_{part}_" for part in Part))
Open = Callable[..., AppTest]
Shown = Callable[[AppTest], str]
LogIn = Callable[..., None]


def offered(app: AppTest) -> list[str]:
    """The buttons that can be pressed, but for those that only lead somewhere."""
    pressed = [one for one in app.button if not one.disabled and one.label not in WALKING]
    return [one.label for one in pressed if not str(one.key).startswith(LEADING)]


def fields(app: AppTest) -> list[str]:
    """What can be typed in, by key."""
    kinds = (app.text_area, app.text_input, app.number_input, app.date_input)
    return [str(one.key) for kind in kinds for one in kind if not one.disabled]


@pytest.fixture
def item(small: Path, workspace: Workspace) -> DecisionItem:
    """An item that was decided."""
    wanted = ItemFilter(kinds=frozenset({SubjectKind.STEP}))
    found = next(iter(workspace.decisions.items(wanted)))
    terms = Terms(resolution="adopt_standard", reason="標準で足りる")
    workspace.decisions.decide(found.subject, terms, person="佐藤", seen_decision_id=None)
    return found


@pytest.fixture
def meeting(small: Path, workspace: Workspace) -> list[str]:
    """The items of meeting 1 (a working group) and of meeting 2 (the steering committee)."""
    found = workspace.meetings.candidates(AgendaWish(wanted=ItemFilter(undecided_only=True)))[:2]
    lines = [AgendaLine(key=one.item.subject.key, title=one.item.subject.title, planned_minutes=8) for one in found]
    for level in (Level.WORKING_GROUP, Level.STEERING):
        meeting_id = workspace.meetings.create(MeetingHead(title="第1回", date="2026-12-01", level=level), PERSON)
        workspace.meetings.set_agenda(meeting_id, lines, PERSON, seen_agenda_id=0)
    return [line.key for line in lines]


def test_a_viewer_reads_what_was_decided_and_cannot_decide(
    item: DecisionItem, log_in: LogIn, open_page: Open, shown: Shown
) -> None:
    log_in(Role.VIEWER)
    app = open_page("decide", package="hibiki", item=id_of(item.subject))
    assert say("screens.only.decide", "ja") in shown(app)
    assert "標準で足りる" in shown(app)
    assert not offered(app)
    assert fields(app) == ["decide_text"], "the search of the list"
    english = open_page("decide", package="hibiki", item=id_of(item.subject), lang="en")
    assert say("screens.only.decide", "en") in shown(english)


def test_a_viewer_sees_on_the_fit_gap_page_what_was_decided(
    item: DecisionItem, log_in: LogIn, open_page: Open, shown: Shown
) -> None:
    log_in(Role.VIEWER)
    app = open_page("fit_gap", flow=str(item.flow_ids[0]), package="hibiki", step=item.item_ids[0])
    assert "標準機能適用　佐藤" in shown(app)


def test_a_facilitator_takes_no_decision_of_a_committee_back(
    item: DecisionItem, workspace: Workspace, log_in: LogIn, open_page: Open
) -> None:
    meeting_id = workspace.meetings.create(MeetingHead(title="幹事会", date="2026-12-01", level=Level.STEERING), PERSON)
    held = workspace.decisions.item(item.subject).newest_id
    terms = Terms(resolution="retire", reason="やめる")
    workspace.meetings.decide(meeting_id, item.subject, terms, PERSON, seen_decision_id=held)
    log_in(Role.FACILITATOR)
    app = open_page("decide", package="hibiki", item=id_of(item.subject))
    keys = {one.key for one in app.button}
    assert "decide_save" in keys
    assert "decide_revoke" not in keys


@pytest.mark.parametrize("part", ["", "plan", "room", "minutes"])
def test_a_viewer_follows_a_meeting(
    meeting: list[str], log_in: LogIn, open_page: Open, shown: Shown, part: str
) -> None:
    log_in(Role.VIEWER)
    app = open_page("meeting", **({"meeting": "1", "meeting_part": part} if part else {}))
    assert not app.exception
    assert not offered(app)
    assert not fields(app)
    assert not app.toggle
    assert "ここは見るだけです" in shown(app)


def test_a_facilitator_is_told_that_the_committee_has_the_last_word(
    meeting: list[str], workspace: Workspace, log_in: LogIn, open_page: Open, shown: Shown
) -> None:
    subject = workspace.meetings.board(1, meeting[0]).item.subject  # type: ignore[union-attr]
    workspace.meetings.decide(1, subject, Terms(resolution="adopt_standard"), PERSON, seen_decision_id=None)
    log_in(Role.FACILITATOR)
    app = open_page("meeting", meeting="2", meeting_part="room")
    assert say("screens.only.adopt", "ja") in shown(app)
    assert "meeting_decide" not in [one.key for one in app.button]
    log_in(Role.COMMITTEE)
    app = open_page("meeting", meeting="2", meeting_part="room")
    assert {"meeting_adopt", "meeting_send_back", "meeting_decide"} <= {one.key for one in app.button}


def test_an_editor_speaks_for_one_member(meeting: list[str], log_in: LogIn, open_page: Open) -> None:
    log_in(Role.EDITOR, "青葉野市")
    app = open_page("meeting", meeting="1", meeting_part="room")
    assert app.selectbox(key="position_member").options == ["青葉野市"]
    assert "meeting_decide" not in [one.key for one in app.button]


@pytest.mark.parametrize("part", ["gaps", "group", "scenario", "governance", "joint", "figures"])
def test_a_viewer_sees_the_costs_and_sets_none(small: Path, log_in: LogIn, open_page: Open, part: str) -> None:
    log_in(Role.VIEWER)
    app = open_page("costs", costs=part, package="hibiki")
    assert not app.exception
    assert not offered(app)
    assert set(fields(app)) <= {"cost_newcomer"}, "only what is tried out, not what is kept"
    told = [one.value for one in app.caption if one.value == say("screens.only.decide", "ja")]
    assert len(told) == (part != "gaps")


def moving_in(workspace: Workspace) -> Comparison:
    (found,) = workspace.compare([row.id for row in workspace.flows() if row.file.startswith("tennyu.")])
    return found


@pytest.fixture
def process(demo: Path, workspace: Workspace) -> dict[str, str]:
    """The address of 転入 of the three members, with a step that not all of them have, and who lacks it."""
    found = moving_in(workspace)
    group = next(one for one in found.groups if one.id == found.absences[0].group_id)
    workspace.alignment.name(found, group.id, "人が付けた名前", person="佐藤")
    ref = group.steps[0].ref
    return {"process": found.flows[0].key, "work": f"{ref.flow_key}/{ref.step_id}", "member": found.absences[0].member}


@pytest.mark.parametrize("tab", ["steps", "common", "join"])
def test_a_viewer_compares_and_corrects_nothing(
    process: dict[str, str], log_in: LogIn, open_page: Open, shown: Shown, tab: str
) -> None:
    log_in(Role.VIEWER)
    app = open_page("compare", process=process["process"], work=process["work"], arrange="1")
    app.session_state["compare_tab"] = say(f"screens.compare.tab.{tab}", "ja")
    app.run()
    assert not app.exception
    assert not offered(app)
    assert not fields(app)
    assert "ここは見るだけです" in shown(app)
    assert tab != "steps" or "人が付けた名前" in shown(app)


def test_an_editor_gives_the_reasons_of_one_member_only(
    process: dict[str, str], log_in: LogIn, open_page: Open, workspace: Workspace, shown: Shown
) -> None:
    log_in(Role.EDITOR, process["member"])
    app = open_page("compare", process=process["process"], work=process["work"], arrange="1")
    assert say("screens.only.members", "ja") in shown(app)
    assert not offered(app), "neither the table of processes nor the other members' steps"
    asked = next(one for one in app.multiselect if str(one.key).startswith("absent_members"))
    assert asked.options == [process["member"]]
    next(one for one in app.selectbox if str(one.key).startswith("absent_reason")).set_value("other_body").run()
    next(one for one in app.button if one.label == "理由を保存").click().run()
    assert not app.error
    said = workspace.alignment.history(moving_in(workspace))
    assert [one.member for one in said if one.reason] == [process["member"]]
