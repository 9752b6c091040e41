"""Decide in a meeting: the level that is higher has the last word, and says so on record."""

from fitgap.app.decisions import Decisions
from fitgap.app.desk import Desk
from fitgap.app.levels import check_level
from fitgap.model.access import Actor, Role
from fitgap.model.decision import Decision, Subject, Terms
from fitgap.model.message import UsageError, message

RECORDING = Actor(roles=frozenset({Role.FACILITATOR, Role.COMMITTEE}))
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
    check_level(desk, actor, Decisions(desk, RECORDING).item(subject).decision, meeting.head.level)
    return Decisions(desk, RECORDING).decide(
        subject,
        terms,
        person=person,
        seen_decision_id=seen_decision_id,
        meeting_id=meeting_id,
        level=meeting.head.level,
    )
