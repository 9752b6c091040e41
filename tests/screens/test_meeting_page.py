"""The meeting page without a browser: planned, led, a position, a decision, refusals, minutes."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from fitgap.app.meeting_agendas import AgendaWish
from fitgap.app.workspace import Workspace
from fitgap.model.decision import ItemFilter, Level, Terms
from fitgap.model.meeting import AgendaLine, MeetingHead, Stance

PERSON = "情報政策課 山田"
Open = Callable[..., AppTest]
Shown = Callable[[AppTest], str]


@pytest.fixture
def keys(small: Path, workspace: Workspace) -> list[str]:
    """The items of meeting 1 (a working group); meeting 2 is the steering committee's with the same agenda."""
    wish = AgendaWish(wanted=ItemFilter(undecided_only=True))
    found = [one.item.subject for one in workspace.meetings.candidates(wish)[:2]]
    lines = [AgendaLine(key=one.key, title=one.title, planned_minutes=8) for one in found]
    for level in (Level.WORKING_GROUP, Level.STEERING):
        meeting_id = workspace.meetings.create(MeetingHead(title="第1回", date="2026-12-01", level=level), PERSON)
        workspace.meetings.set_agenda(meeting_id, lines, PERSON, seen_agenda_id=0)
    return [line.key for line in lines]


def press(app: AppTest, key: str) -> AppTest:
    return app.button(key=key).click().run()


def decide(app: AppTest, resolution: str, reason: str) -> AppTest:
    next(one for one in app.selectbox if str(one.key).startswith("decide_resolution_")).select(resolution)
    next(one for one in app.text_area if str(one.key).startswith("decide_reason_")).input(reason)
    return press(app, "meeting_decide")


def test_a_meeting_is_made_and_its_agenda_filled_from_the_top(
    small: Path, workspace: Workspace, open_page: Open, shown: Shown
) -> None:
    app = open_page("meeting")
    assert "会議はまだありません" in app.info[0].value
    app.text_input(key="new_meeting_title").input("第1回 住民記録WG")
    press(app, "meeting_create")
    app.number_input(key="add_count").set_value(3).run()
    press(app, "add_top")
    (meeting,) = workspace.meetings.every()
    assert (meeting.head.title, len(meeting.agenda), meeting.created_by) == ("第1回 住民記録WG", 3, PERSON)
    first, second = (line.key for line in meeting.agenda[:2])
    down = next(one for one in app.button if str(one.key).startswith("agenda_down_"))
    down.click().run()
    assert [line.key for line in workspace.meetings.get(1).agenda[:2]] == [second, first]
    assert "3件・予定 計24分" in shown(app)


def test_the_room_shows_the_item_and_records_what_is_decided(
    keys: list[str], workspace: Workspace, open_page: Open, shown: Shown
) -> None:
    workspace.positions.take(keys[0], "青葉野市", Stance.CANNOT, "支所がある", "鈴木", seen_position_id=None)
    app = open_page("meeting", meeting="1", meeting_part="room")
    assert not app.exception
    assert "× 青葉野市　受け入れられない：支所がある" in shown(app)
    decide(app, "change_process", "")
    assert "理由" in app.error[0].value
    decide(app, "change_process", "順番を変える")
    decision = workspace.meetings.board(1).decision
    assert decision is not None
    assert (decision.terms.reason, decision.person, decision.meeting_id) == ("順番を変える", PERSON, 1)
    assert "業務変更" in shown(app)
    press(app, "room_forward")
    assert "2／2" in shown(app)
    assert workspace.meetings.get(1).turns == ()
    app.toggle[0].set_value(True).run()
    assert workspace.meetings.get(1).turns[-1].key == keys[1]


def test_a_committee_adopts_and_sends_back_on_the_page(
    keys: list[str], workspace: Workspace, open_page: Open, shown: Shown
) -> None:
    for key in keys:
        subject = workspace.meetings.board(1, key).item.subject  # type: ignore[union-attr]
        workspace.meetings.decide(1, subject, Terms(resolution="adopt_standard"), PERSON, seen_decision_id=None)
    app = open_page("meeting", meeting="2", meeting_part="room")
    press(app, "meeting_send_back")
    assert "差し戻しには理由が要ります" in app.error[0].value
    press(app, "meeting_adopt")
    assert "幹事会：採択" in shown(app)
    assert [line.key for line in workspace.meetings.still_open(2)] == keys[1:]


def test_closing_names_what_is_open(keys: list[str], open_page: Open, workspace: Workspace) -> None:
    app = open_page("meeting", meeting="1", meeting_part="minutes")
    press(app, "meeting_close")
    titles = [line.title for line in workspace.meetings.get(1).agenda]
    sentence = app.error[0].value.replace("\\", "")
    assert all(f"「{title}」" in sentence for title in titles)
    assert not workspace.meetings.get(1).is_closed


@pytest.mark.parametrize("part", ["plan", "room", "minutes"])
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_part_opens_in_both_languages(
    part: str, lang: str, keys: list[str], open_page: Open, shown: Shown
) -> None:
    app = open_page("meeting", meeting="1", meeting_part=part, lang=lang)
    assert not app.exception
    assert not app.error
    assert shown(app)


def test_a_meeting_that_is_not_there_leads_to_the_list(small: Path, open_page: Open) -> None:
    app = open_page("meeting", meeting="99", meeting_part="room")
    assert not app.exception
    assert app.info
