"""What every database behind the store must do for meetings: keep all, refuse who was too late, also at once."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from threading import Barrier, Thread

import pytest

from fitgap.deciding.meetings_table import By, NewNote
from fitgap.deciding.positions_table import NewPosition
from fitgap.deciding.rulings_table import NewRuling
from fitgap.deciding.store import Store
from fitgap.model.decision import Level
from fitgap.model.meeting import (
    AgendaLine,
    MeetingHead,
    NoteKind,
    Participant,
    RulingKind,
    Stance,
    TurnKind,
)
from fitgap.model.message import ConflictError, UsageError

BY = By(person="山田", at="2026-12-01T13:00:00+09:00")
HEAD = MeetingHead(title="第1回", date="2026-12-01", participants=(Participant(name="鈴木", organisation="汐見町"),))
LINES = (
    AgendaLine(key="k1", title="審査する", planned_minutes=8),
    AgendaLine(key="k2", title="通知する", planned_minutes=5),
)
POSITION = NewPosition(key="k1", member="汐見町", stance=Stance.CANNOT, reason="支所", person="鈴木", at=BY.at)


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    opened = Store.open(url)
    yield opened
    opened.close()


def at_once(acts: list[Callable[[], object]]) -> list[type[Exception]]:
    """What was refused when all of them happened at the same moment."""
    barrier, refused = Barrier(len(acts)), []

    def go(act: Callable[[], object]) -> None:
        barrier.wait()
        try:
            act()
        except (ConflictError, UsageError) as error:
            refused.append(type(error))

    threads = [Thread(target=go, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


def test_a_meeting_is_there_after_a_restart(store: Store, url: str) -> None:
    meeting_id = store.meetings.create(HEAD, BY)
    store.meetings.set_agenda(meeting_id, LINES, 0, BY)
    store.meetings.take_turn(meeting_id, TurnKind.ITEM, "k2", BY)
    store.meetings.add_note(meeting_id, NewNote(key="k2", kind=NoteKind.REMARK, text="次回"), BY)
    store.close()
    again = Store.open(url)
    meeting = again.meetings.get(meeting_id)
    assert (meeting.head, meeting.agenda, meeting.current_key) == (HEAD, LINES, "k2")
    assert [note.text for note in again.meetings.notes(meeting_id)] == ["次回"]
    again.close()


def test_of_two_who_change_the_agenda_at_once_one_is_refused(store: Store) -> None:
    meeting_id = store.meetings.create(HEAD, BY)
    acts = [lambda: store.meetings.set_agenda(meeting_id, LINES, 0, BY) for _ in range(4)]
    assert at_once(acts) == [ConflictError] * 3
    assert store.meetings.get(meeting_id).agenda == LINES


def test_of_two_who_speak_for_a_member_at_once_one_is_refused(store: Store) -> None:
    acts = [lambda: store.meetings.add_position(POSITION, None) for _ in range(4)]
    assert at_once(acts) == [ConflictError] * 3
    assert len(store.meetings.positions(["k1"])) == 1


def test_every_change_shows_in_the_revision(store: Store) -> None:
    meeting_id = store.meetings.create(HEAD, BY)
    ruling = NewRuling(
        key="k1",
        decision_id=1,
        meeting_id=meeting_id,
        level=Level.STEERING,
        kind=RulingKind.ADOPT,
        reason="",
        person="幹事",
        at=BY.at,
    )
    acts: list[Callable[[], object]] = [
        lambda: store.meetings.revise(meeting_id, replace(HEAD, place="役場"), 1, BY),
        lambda: store.meetings.set_agenda(meeting_id, LINES, 0, BY),
        lambda: store.meetings.take_turn(meeting_id, TurnKind.ITEM, "k1", BY),
        lambda: store.meetings.add_note(meeting_id, NewNote(key="", kind=NoteKind.REMARK, text="x"), BY),
        lambda: store.meetings.strike_note(1, BY),
        lambda: store.meetings.add_position(POSITION, None),
        lambda: store.meetings.add_ruling(ruling, None),
        lambda: store.meetings.take_turn(meeting_id, TurnKind.CLOSED, "", BY),
    ]
    seen = {store.meetings.revision(meeting_id)}
    for act in acts:
        act()
        seen.add(store.meetings.revision(meeting_id))
    assert len(seen) == len(acts) + 1


def test_a_closed_meeting_takes_nothing_more_until_it_is_opened_again(store: Store) -> None:
    meeting_id = store.meetings.create(HEAD, BY)
    store.meetings.take_turn(meeting_id, TurnKind.CLOSED, "", BY)
    refused: tuple[Callable[[], object], ...] = (
        lambda: store.meetings.revise(meeting_id, HEAD, 1, BY),
        lambda: store.meetings.set_agenda(meeting_id, LINES, 0, BY),
        lambda: store.meetings.take_turn(meeting_id, TurnKind.BREAK, "", BY),
        lambda: store.meetings.add_note(meeting_id, NewNote(key="", kind=NoteKind.REMARK, text="x"), BY),
    )
    for act in refused:
        with pytest.raises(UsageError, match=r"meetings\.closed"):
            act()
    store.meetings.take_turn(meeting_id, TurnKind.REOPENED, "", BY)
    store.meetings.set_agenda(meeting_id, LINES, 0, BY)
    lines = [line.what for line in store.audit.lines()]
    assert lines == ["meeting.planned", "meeting.turn", "meeting.turn", "meeting.agenda"]
    assert not store.audit.verify().problem
