"""The rules of a meeting that need no database: time, consensus, what is settled at which level."""

from dataclasses import replace

import pytest

from fitgap.deciding.consensus import consensus_of, divided_first, lone_first, nearest_first
from fitgap.deciding.settling import is_settled, level_reached, open_lines
from fitgap.deciding.timekeeping import seconds_spent
from fitgap.model.decision import Decision, DecisionItem, Level, Place, Subject, SubjectKind, Terms
from fitgap.model.meeting import (
    AgendaLine,
    Meeting,
    MeetingHead,
    Position,
    Ruling,
    RulingKind,
    Stance,
    Turn,
    TurnKind,
)
from fitgap.model.message import message

SUBJECT = Subject(
    kind=SubjectKind.STEP, catalog_key="hibiki", places=(Place(series_id=1, item_id="T1"),), title="審査する"
)
MEETING = Meeting(
    id=7,
    head=MeetingHead(title="第1回", date="2026-12-01"),
    head_id=1,
    agenda=(AgendaLine(key=SUBJECT.key, title="審査する", planned_minutes=8),),
    agenda_id=1,
    turns=(),
    created_at="",
    created_by="",
)
KANJI = replace(MEETING, id=8, head=replace(MEETING.head, level=Level.STEERING))
DECISION = Decision(id=3, subject=SUBJECT, terms=Terms(resolution="adopt_standard"), person="山田", at="", grounds=())
ITEM = DecisionItem(
    subject=SUBJECT,
    businesses=(),
    departments=(),
    flow_ids=(1,),
    item_ids=("T1",),
    grounds=(),
    verdict=None,
    confidence=0.5,
    decision=DECISION,
)


def turn(at: str, kind: TurnKind = TurnKind.ITEM, key: str = "a") -> Turn:
    return Turn(id=0, kind=kind, key=key, person="山田", at=f"2026-12-01T10:{at}+09:00")


def ruling(kind: RulingKind, meeting: Meeting = KANJI) -> Ruling:
    return Ruling(
        id=1,
        key=SUBJECT.key,
        decision_id=3,
        meeting_id=meeting.id,
        level=meeting.head.level,
        kind=kind,
        reason="",
        person="幹事",
        at="",
    )


def positions(**stances: Stance) -> list[Position]:
    return [
        Position(id=number, key="k", member=member, stance=stance, reason="", person="", at="")
        for number, (member, stance) in enumerate(stances.items())
    ]


def test_an_items_time_stops_in_a_break_and_goes_on_afterwards() -> None:
    turns = [turn("00:00"), turn("05:00", TurnKind.BREAK, ""), turn("15:00"), turn("16:00", key="b")]
    assert seconds_spent(turns, "2026-12-01T10:18:30+09:00") == {"a": 360, "b": 150}


def test_a_clock_that_was_set_back_counts_nothing() -> None:
    assert seconds_spent([turn("10:00"), turn("05:00", key="b")], "2026-12-01T10:05:01+09:00") == {"a": 0, "b": 1}


def test_consensus_names_the_lone_objector_and_who_is_missing() -> None:
    said = positions(青葉野市=Stance.ADOPT, 汐見町=Stance.CANNOT, 白嶺市=Stance.LIVE_WITH)
    found = consensus_of("k", said, ["青葉野市", "汐見町", "白嶺市", "北原町"])
    assert [one.member for one in found.positions] == ["青葉野市", "白嶺市", "汐見町"]
    assert (found.missing, found.is_near) == (("北原町",), False)
    assert found.lone_objector is not None
    assert found.lone_objector.member == "汐見町"


def test_the_newest_word_of_a_member_holds() -> None:
    said = [*positions(青葉野市=Stance.CANNOT), *positions(青葉野市=Stance.ADOPT)]
    assert [one.stance for one in consensus_of("k", said, ()).positions] == [Stance.ADOPT]


def test_lists_put_near_consensus_lone_objections_and_division_first() -> None:
    near = consensus_of("k", positions(a=Stance.ADOPT, b=Stance.LIVE_WITH), ())
    nearer = consensus_of("k", positions(a=Stance.ADOPT, b=Stance.ADOPT), ())
    lone = consensus_of("k", positions(a=Stance.ADOPT, b=Stance.ADOPT, c=Stance.CANNOT), ())
    split = consensus_of("k", positions(a=Stance.ADOPT, b=Stance.ADOPT, c=Stance.CANNOT, d=Stance.CANNOT), ())
    found = [near, lone, split, nearer]
    assert nearest_first(found) == (nearer, near)
    assert lone_first(found) == (lone,)
    assert divided_first(found) == (split, lone)


@pytest.mark.parametrize(
    ("meeting", "item", "rulings", "expected"),
    [
        (MEETING, None, (), False),
        (MEETING, replace(ITEM, decision=None), (), False),
        (MEETING, replace(ITEM, decision=None, is_decided=True), (), True),
        (KANJI, replace(ITEM, decision=None, is_decided=True), (), False),
        (MEETING, ITEM, (), True),
        (MEETING, replace(ITEM, stale=(message("x"),)), (), False),
        (KANJI, ITEM, (), False),
        (KANJI, ITEM, (ruling(RulingKind.ADOPT),), True),
        (KANJI, ITEM, (ruling(RulingKind.SEND_BACK),), True),
        (MEETING, ITEM, (ruling(RulingKind.SEND_BACK),), False),
        (replace(KANJI, id=9), ITEM, (ruling(RulingKind.ADOPT),), True),
    ],
)
def test_what_is_settled(
    meeting: Meeting, item: DecisionItem | None, rulings: tuple[Ruling, ...], expected: bool
) -> None:
    assert is_settled(meeting, item, rulings) is expected
    left = open_lines(meeting, {SUBJECT.key: item} if item else {}, {SUBJECT.key: rulings})
    assert bool(left) is not expected


def test_a_deferral_settles_only_the_meeting_that_took_it() -> None:
    deferred = replace(DECISION, terms=Terms(resolution="deferred", owner="白嶺市", deadline="2026-12-20"))
    assert is_settled(MEETING, replace(ITEM, decision=replace(deferred, meeting_id=7)), ())
    assert not is_settled(replace(MEETING, id=9), replace(ITEM, decision=replace(deferred, meeting_id=7)), ())


def test_adopting_lifts_a_decision_to_the_level_that_adopted() -> None:
    assert level_reached(DECISION, ()) is Level.WORKING_GROUP
    assert level_reached(DECISION, (ruling(RulingKind.ADOPT),)) is Level.STEERING
    assert level_reached(DECISION, (ruling(RulingKind.ADOPT), ruling(RulingKind.SEND_BACK))) is Level.WORKING_GROUP
