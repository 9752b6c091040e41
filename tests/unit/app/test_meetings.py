"""Meetings through their use cases: planned, led, decided in, refused, closed, ruled on."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import monotonic, sleep

import pytest

from fitgap.app.meeting_agendas import AgendaOrder, AgendaWish
from fitgap.app.meeting_boards import SAME_MOMENT_SECONDS
from fitgap.app.paths import sqlite_url
from fitgap.app.presence import AWAY_AFTER_SECONDS, Presence
from fitgap.app.workspace import Workspace
from fitgap.model.access import Actor, Right, Role
from fitgap.model.decision import Decision, DecisionItem, DecisionState, Level, Terms
from fitgap.model.meeting import AgendaLine, MeetingHead, NoteKind, Participant, RulingKind, Stance
from fitgap.model.message import AccessError, ConflictError, UsageError
from fitgap.reading.result import NamedBytes
from fitgap.texts import say

HEAD = MeetingHead(
    title="第1回 住民記録WG",
    date="2026-12-01",
    place="青葉野市役所",
    participants=(Participant(name="山田", organisation="青葉野市", role="facilitator"), Participant(name=" ")),
)
ADOPT, DEFER = Terms(resolution="adopt_standard"), Terms(resolution="deferred", reason="件数を調べる")
Package = tuple[NamedBytes, ...]


@pytest.fixture
def items(workspace: Workspace, make_flow: Callable[..., NamedBytes], package: Package) -> tuple[DecisionItem, ...]:
    """Two steps that ask for a decision."""
    workspace.add_catalog(package, key="hibiki", person="見本")
    flow = make_flow("職員が宇宙船の発着を管制する", "職員が深海の鉱区を割り当てる")
    flow_id = workspace.add_flow("青葉野市", flow, person="見本").flow_id
    assert flow_id is not None
    return tuple(workspace.decisions.step_item(flow_id, "hibiki", step_id) for step_id in ("t1", "t2"))


@pytest.fixture
def meeting_id(workspace: Workspace, items: tuple[DecisionItem, ...]) -> int:
    return plan(workspace, items)


def plan(workspace: Workspace, items: tuple[DecisionItem, ...], level: Level = Level.WORKING_GROUP) -> int:
    meeting_id = workspace.meetings.create(replace(HEAD, level=level), "山田")
    lines = [AgendaLine(key=item.subject.key, title=item.subject.title, planned_minutes=8) for item in items]
    workspace.meetings.set_agenda(meeting_id, lines, "山田", seen_agenda_id=0)
    return meeting_id


def decide(workspace: Workspace, meeting_id: int, item: DecisionItem, terms: Terms = ADOPT) -> Decision:
    seen = workspace.decisions.item(item.subject).newest_id
    return workspace.meetings.decide(meeting_id, item.subject, terms, "書記 佐藤", seen_decision_id=seen)


def as_role(workspace: Workspace, role: Role, member: str = "") -> Workspace:
    return workspace.acting_as(Actor(roles=frozenset({role}), member=member))


def test_a_meeting_keeps_every_version_of_its_head(workspace: Workspace, meeting_id: int) -> None:
    first = workspace.meetings.get(meeting_id)
    assert [one.name for one in first.head.participants] == ["山田"]
    workspace.meetings.revise(meeting_id, replace(HEAD, place="汐見町役場"), "山田", seen_head_id=first.head_id)
    assert workspace.meetings.get(meeting_id).head.place == "汐見町役場"
    with pytest.raises(ConflictError) as refused:
        workspace.meetings.revise(meeting_id, HEAD, "鈴木", seen_head_id=first.head_id)
    assert "山田さんが" in say(refused.value.message, "ja")


@pytest.mark.parametrize(
    ("head", "code"),
    [(replace(HEAD, title=" "), "meetings.no_title"), (replace(HEAD, date="12月1日"), "meetings.no_date")],
)
def test_a_meeting_wants_a_name_and_a_date(workspace: Workspace, head: MeetingHead, code: str) -> None:
    with pytest.raises(UsageError, match=code):
        workspace.meetings.create(head, "山田")


def test_the_room_follows_the_turns_and_the_time_is_told(workspace: Workspace, meeting_id: int) -> None:
    keys = [line.key for line in workspace.meetings.get(meeting_id).agenda]
    assert workspace.meetings.board(meeting_id).line == workspace.meetings.get(meeting_id).agenda[0]
    before = workspace.meetings.revision(meeting_id)
    workspace.meetings.go_to(meeting_id, keys[0], "山田")
    workspace.meetings.go_to(meeting_id, keys[1], "山田")
    workspace.meetings.go_to(meeting_id, keys[1], "山田")
    board = workspace.meetings.board(meeting_id)
    assert (board.number, len(board.meeting.turns)) == (2, 2)
    assert workspace.meetings.revision(meeting_id) != before
    assert workspace.meetings.minutes(meeting_id).items[0].spent_seconds == 60


def test_a_meeting_with_an_undecided_item_cannot_be_closed_and_says_which(
    workspace: Workspace, meeting_id: int, items: tuple[DecisionItem, ...]
) -> None:
    decide(workspace, meeting_id, items[0])
    with pytest.raises(UsageError) as refused:
        workspace.meetings.close(meeting_id, "山田")
    sentence = say(refused.value.message, "ja")
    assert "「職員が深海の鉱区を割り当てる」" in sentence
    assert "宇宙船" not in sentence
    decide(workspace, meeting_id, items[1], replace(DEFER, owner="青葉野市 市民課", deadline="2026-12-20"))
    workspace.meetings.close(meeting_id, "山田")
    with pytest.raises(UsageError, match=r"meetings\.closed"):
        workspace.meetings.note(meeting_id, "遅れて届いた意見", "佐藤")
    with pytest.raises(UsageError, match=r"meetings\.closed"):
        decide(workspace, meeting_id, items[0])
    workspace.meetings.reopen(meeting_id, "山田")
    workspace.meetings.note(meeting_id, "遅れて届いた意見", "佐藤")


def test_taking_an_item_off_lets_the_meeting_close(
    workspace: Workspace, meeting_id: int, items: tuple[DecisionItem, ...]
) -> None:
    decide(workspace, meeting_id, items[0])
    meeting = workspace.meetings.get(meeting_id)
    workspace.meetings.set_agenda(meeting_id, meeting.agenda[:1], "山田", seen_agenda_id=meeting.agenda_id)
    with pytest.raises(ConflictError):
        workspace.meetings.set_agenda(meeting_id, meeting.agenda, "鈴木", seen_agenda_id=meeting.agenda_id)
    workspace.meetings.close(meeting_id, "山田")
    assert workspace.meetings.get(meeting_id).is_closed


def test_a_revoked_decision_opens_its_item_again(
    workspace: Workspace, meeting_id: int, items: tuple[DecisionItem, ...]
) -> None:
    decision = decide(workspace, meeting_id, items[0])
    assert [line.title for line in workspace.meetings.still_open(meeting_id)] == [items[1].subject.title]
    workspace.decisions.revoke(decision.id, "佐藤")
    assert len(workspace.meetings.still_open(meeting_id)) == 2


def test_a_level_adopts_sends_back_and_overrules_and_all_stays_on_record(
    workspace: Workspace, meeting_id: int, items: tuple[DecisionItem, ...]
) -> None:
    first = decide(workspace, meeting_id, items[0])
    second = decide(workspace, meeting_id, items[1])
    above = plan(workspace, items, Level.STEERING)
    assert len(workspace.meetings.still_open(above)) == 2
    committee = as_role(workspace, Role.COMMITTEE)
    committee.rulings.send_back(above, first, "幹事 高橋", reason="条例を確かめる", seen_ruling_id=None)
    change = Terms(resolution="change_process", reason="窓口で受ける")
    overruled = committee.rulings.overrule(above, items[1].subject, change, "幹事 高橋", seen_decision_id=second.id)
    assert workspace.meetings.still_open(above) == ()
    assert [line.title for line in workspace.meetings.still_open(meeting_id)] == [items[0].subject.title]
    again = decide(workspace, meeting_id, items[0])
    committee.rulings.adopt(above, again, "幹事 高橋", seen_ruling_id=1)

    board = workspace.meetings.board(above, items[0].subject.key)
    assert [one.kind for one in board.rulings] == [RulingKind.SEND_BACK, RulingKind.ADOPT]
    assert [one.id for one in board.history] == [first.id, again.id]
    history = workspace.decisions.history(items[1].subject)
    assert [(one.id, one.level, one.state) for one in history] == [
        (second.id, Level.WORKING_GROUP, DecisionState.SUPERSEDED),
        (overruled.id, Level.STEERING, DecisionState.ACTIVE),
    ]
    with pytest.raises(UsageError, match=r"meetings\.decided_above\.kanji"):
        decide(workspace, meeting_id, items[1])
    with pytest.raises(UsageError, match=r"meetings\.decided_above\.kanji"):
        decide(workspace, meeting_id, items[0])
    with pytest.raises(UsageError, match=r"meetings\.decided_above\.kanji"):
        workspace.decisions.decide(items[0].subject, ADOPT, person="山田", seen_decision_id=again.id)
    with pytest.raises(AccessError, match=r"meetings\.revokes\.kanji"):
        as_role(workspace, Role.FACILITATOR).decisions.revoke(overruled.id, "進行")


def test_only_a_higher_level_rules_and_only_once_unseen(
    workspace: Workspace, meeting_id: int, items: tuple[DecisionItem, ...]
) -> None:
    decision = decide(workspace, meeting_id, items[0])
    with pytest.raises(UsageError, match=r"meetings\.not_above"):
        workspace.rulings.adopt(meeting_id, decision, "山田", seen_ruling_id=None)
    above = plan(workspace, items, Level.COUNCIL)
    workspace.rulings.adopt(above, decision, "会長", seen_ruling_id=None)
    with pytest.raises(ConflictError, match=r"meetings\.conflict\.ruling\.adopt"):
        workspace.rulings.send_back(above, decision, "副会長", reason="再考", seen_ruling_id=None)
    facilitator = as_role(workspace, Role.FACILITATOR)
    other = plan(workspace, items, Level.STEERING)
    lower = decide(workspace, meeting_id, items[1])
    with pytest.raises(AccessError, match=r"meetings\.overrules"):
        facilitator.meetings.decide(other, items[1].subject, ADOPT, "進行", seen_decision_id=lower.id)


def test_positions_conflict_and_a_member_speaks_for_itself(workspace: Workspace, meeting_id: int) -> None:
    key = workspace.meetings.get(meeting_id).agenda[0].key
    editor = as_role(workspace, Role.EDITOR, "青葉野市")
    with pytest.raises(UsageError, match=r"meetings\.no_reason"):
        editor.positions.take(key, "青葉野市", Stance.CANNOT, " ", "山田", seen_position_id=None)
    first = editor.positions.take(key, "青葉野市", Stance.CANNOT, "支所がある", "山田", seen_position_id=None)
    with pytest.raises(ConflictError) as refused:
        editor.positions.take(key, "青葉野市", Stance.ADOPT, "", "鈴木", seen_position_id=None)
    assert "受け入れられない" in say(refused.value.message, "ja")
    with pytest.raises(AccessError) as denied:
        editor.positions.take(key, "汐見町", Stance.ADOPT, "", "山田", seen_position_id=None)
    assert "汐見町" in say(denied.value.message, "ja")
    editor.positions.take(key, "青葉野市", Stance.LIVE_WITH, "", "山田", seen_position_id=first.id)
    (found,) = workspace.positions.consensus([key], ["青葉野市", "汐見町"])
    assert ([one.stance for one in found.positions], found.missing) == ([Stance.LIVE_WITH], ("汐見町",))
    assert len(workspace.positions.history(key)) == 2


def test_divisive_items_come_first_where_members_disagree(
    workspace: Workspace, items: tuple[DecisionItem, ...]
) -> None:
    key = items[1].subject.key
    for member, stance in (("青葉野市", Stance.CANNOT), ("汐見町", Stance.ADOPT)):
        workspace.positions.take(key, member, stance, "理由", "山田", seen_position_id=None)
    found = workspace.meetings.candidates(AgendaWish(order=AgendaOrder.DIVISIVE))
    assert (found[0].item.subject.key, found[0].split) == (key, 1)
    unsure = workspace.meetings.candidates(AgendaWish(order=AgendaOrder.UNSURE))
    assert [one.item.confidence for one in unsure] == sorted(one.item.confidence for one in unsure)
    dear = workspace.meetings.candidates(AgendaWish(order=AgendaOrder.EXPENSIVE))
    prices = [one.customising_yen or 0 for one in dear]
    assert prices == sorted(prices, reverse=True)
    assert prices[0] > 0


def test_a_struck_note_stays_on_record_but_not_in_the_minutes(workspace: Workspace, meeting_id: int) -> None:
    note_id = workspace.meetings.note(meeting_id, "件数は後で確かめる", "佐藤")
    task = {"kind": NoteKind.TASK, "owner": "白嶺市", "deadline": "2026-12-10"}
    workspace.meetings.note(meeting_id, "支所の件数を数える", "佐藤", **task)  # type: ignore[arg-type]
    workspace.meetings.strike_note(note_id, "佐藤")
    with pytest.raises(UsageError, match=r"meetings\.no_note"):
        workspace.meetings.strike_note(note_id, "佐藤")
    minutes = workspace.meetings.minutes(meeting_id)
    assert (minutes.remarks, [note.owner for note in minutes.tasks]) == ((), ["白嶺市"])


@pytest.mark.parametrize(("owner", "deadline"), [("", "2026-12-10"), ("白嶺市", "来週")])
def test_an_open_item_wants_an_owner_and_a_date(
    workspace: Workspace, meeting_id: int, owner: str, deadline: str
) -> None:
    with pytest.raises(UsageError, match=r"meetings\.task_"):
        workspace.meetings.note(meeting_id, "調べる", "佐藤", kind=NoteKind.TASK, owner=owner, deadline=deadline)


def test_an_item_that_is_gone_keeps_its_decision_and_can_be_taken_off(
    workspace: Workspace, meeting_id: int, items: tuple[DecisionItem, ...]
) -> None:
    decision = decide(workspace, meeting_id, items[0])
    workspace.remove_flow(items[0].flow_ids[0], "山田")
    board = workspace.meetings.board(meeting_id, items[0].subject.key)
    assert board.is_gone
    assert board.decision is not None
    assert board.decision.id == decision.id


def test_what_this_server_writes_is_seen_at_once_and_what_another_writes_soon(
    workspace: Workspace, meeting_id: int, items: tuple[DecisionItem, ...]
) -> None:
    first = workspace.meetings.revision(meeting_id)
    workspace.meetings.go_to(meeting_id, items[0].subject.key, "山田")
    second = workspace.meetings.revision(meeting_id)
    assert second != first
    other = Workspace.open(sqlite_url(Path(workspace.location)))
    other.meetings.go_to(meeting_id, items[1].subject.key, "山田")
    other.close()
    until = monotonic() + 20 * SAME_MOMENT_SECONDS
    while workspace.meetings.revision(meeting_id) == second and monotonic() < until:
        sleep(SAME_MOMENT_SECONDS / 5)
    assert workspace.meetings.board(meeting_id, "").line == workspace.meetings.get(meeting_id).agenda[1]


def test_presence_forgets_who_stopped_asking() -> None:
    times = iter([0.0, 1.0, 2.0, AWAY_AFTER_SECONDS + 0.5])
    presence = Presence(clock=lambda: next(times))
    presence.look(1, "screen a", "山田", "k1")
    presence.look(1, "screen b", "鈴木", "k2")
    assert presence.looking(1) == (("山田", "k1"), ("鈴木", "k2"))
    assert presence.looking(1) == (("鈴木", "k2"),)


def test_each_use_case_asks_for_its_right(workspace: Workspace, meeting_id: int) -> None:
    viewer = as_role(workspace, Role.VIEWER)
    assert viewer.meetings.get(meeting_id).id == meeting_id
    with pytest.raises(AccessError):
        viewer.meetings.close(meeting_id, "山田")
    with pytest.raises(AccessError):
        viewer.positions.take("k", "青葉野市", Stance.ADOPT, "", "山田", seen_position_id=None)
    assert workspace.rulings.adopt.right == Right.ADOPT  # type: ignore[attr-defined]
