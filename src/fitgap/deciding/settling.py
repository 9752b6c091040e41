"""Which items of a meeting still want its word: neither decided nor deferred, at its level."""

from collections.abc import Mapping, Sequence

from fitgap.model.decision import Decision, DecisionItem, Level
from fitgap.model.meeting import AgendaLine, Meeting, Ruling, RulingKind

_RANK = {level: rank for rank, level in enumerate(Level)}


def is_above(level: Level, other: Level) -> bool:
    """True when a level stands above another."""
    return _RANK[level] > _RANK[other]


def ruling_on(decision: Decision, rulings: Sequence[Ruling]) -> Ruling | None:
    """The newest ruling on this very decision."""
    return next((ruling for ruling in reversed(rulings) if ruling.decision_id == decision.id), None)


def level_reached(decision: Decision, rulings: Sequence[Ruling]) -> Level:
    """The highest level that made the decision its own, by deciding or by adopting."""
    ruling = ruling_on(decision, rulings)
    return ruling.level if ruling and ruling.kind is RulingKind.ADOPT else decision.level


def is_sent_back(decision: Decision, rulings: Sequence[Ruling]) -> bool:
    """True when the newest word of a higher level sent this decision back."""
    ruling = ruling_on(decision, rulings)
    return ruling is not None and ruling.kind is RulingKind.SEND_BACK


def is_settled(meeting: Meeting, item: DecisionItem | None, rulings: Sequence[Ruling]) -> bool:
    """True when the meeting has decided, deferred, adopted or sent back, or need not: its level decided before.

    A group without a decision of its own is settled for a working group when each of its steps is decided.
    """
    decision = item.decision if item else None
    if item is None:
        return False
    if decision is None:
        return item.is_decided and not is_above(meeting.head.level, Level.WORKING_GROUP)
    ruling = ruling_on(decision, rulings)
    if ruling is not None and ruling.meeting_id == meeting.id:
        return True
    if item.stale or is_sent_back(decision, rulings):
        return False
    if decision.meeting_id == meeting.id:
        return True
    return not decision.is_open and not is_above(meeting.head.level, level_reached(decision, rulings))


def open_lines(
    meeting: Meeting, items: Mapping[str, DecisionItem], rulings: Mapping[str, Sequence[Ruling]]
) -> tuple[AgendaLine, ...]:
    """The lines of the agenda that the meeting has not settled, in their order."""
    return tuple(
        line for line in meeting.agenda if not is_settled(meeting, items.get(line.key), rulings.get(line.key, ()))
    )
