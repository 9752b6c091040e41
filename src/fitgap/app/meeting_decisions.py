"""Decide in a meeting: the level that is higher has the last word, and says so on record."""

from fitgap.app.decisions import Decisions
from fitgap.app.desk import Desk
from fitgap.app.meeting_subjects import rulings_of
from fitgap.deciding.settling import is_above, level_reached
from fitgap.model.access import Actor, Right, Role
from fitgap.model.decision import Decision, Level, Subject, Terms
from fitgap.model.meeting import AgendaLine
from fitgap.model.message import AccessError, UsageError, message

RECORDING = Actor(roles=frozenset({Role.FACILITATOR}))
"""For whom a decision is recorded once it is clear that the person may take it, be it as a committee."""


def decide(
    desk: Desk,
    actor: Actor,
    meeting_id: int,
    subject: Subject,
    terms: Terms,
    person: str,
    *,
    seen_decision_id: int | None,
) -> Decision:
    """Record a decision with its meeting and level; see `Meetings.decide`."""
    meeting = desk.store.meetings.get(meeting_id)
    if meeting.is_closed:
        last = meeting.turns[-1]
        raise UsageError(message("meetings.closed", person=last.person, at=last.at))
    held = Decisions(desk, actor).item(subject).decision
    if held is not None:
        line = AgendaLine(key=subject.key, title=subject.title, planned_minutes=0)
        reached = level_reached(held, rulings_of(desk, [line])[line.key])
        _check_level(actor, meeting.head.level, reached, held)
    return Decisions(desk, RECORDING).decide(
        subject,
        terms,
        person=person,
        seen_decision_id=seen_decision_id,
        meeting_id=meeting_id,
        level=meeting.head.level,
    )


def _check_level(actor: Actor, level: Level, reached: Level, held: Decision) -> None:
    """A deferral may be settled by any level."""
    if held.is_open:
        return
    if is_above(reached, level):
        raise UsageError(message(f"meetings.decided_above.{reached}", person=held.person, at=held.at))
    if is_above(level, reached) and not actor.may(Right.ADOPT):
        raise AccessError(message(f"meetings.overrules.{reached}"))
