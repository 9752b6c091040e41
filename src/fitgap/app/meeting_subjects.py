"""From the keys on an agenda to what they stand for today."""

import json
from collections.abc import Iterable, Sequence

from fitgap.app.decisions import Decisions
from fitgap.app.desk import Desk
from fitgap.deciding.prevailing import newest_by_place
from fitgap.model.access import Actor
from fitgap.model.decision import DecisionItem, Place, Subject, SubjectKind
from fitgap.model.meeting import AgendaLine, Ruling
from fitgap.model.message import UsageError


def subject_of(line: AgendaLine) -> Subject:
    """The subject that a key stands for, with the words that the agenda kept for it."""
    kind, catalog_key, places = json.loads(line.key)
    return Subject(
        kind=SubjectKind(kind),
        catalog_key=catalog_key,
        places=tuple(Place(series_id=series_id, item_id=item_id) for series_id, item_id in places),
        title=line.title,
    )


def items_of(desk: Desk, actor: Actor, lines: Sequence[AgendaLine]) -> dict[str, DecisionItem]:
    """What holds today for each line, by key; a subject that is gone keeps what was decided about it."""
    decisions = Decisions(desk, actor)
    found = {}
    for line in lines:
        subject = subject_of(line)
        try:
            found[line.key] = decisions.item(subject)
        except UsageError:
            found[line.key] = _gone(decisions, subject)
    return found


def rulings_of(desk: Desk, lines: Iterable[AgendaLine]) -> dict[str, tuple[Ruling, ...]]:
    """The rulings on each line, by key, oldest first."""
    return {line.key: desk.store.meetings.rulings(line.key) for line in lines}


def _gone(decisions: Decisions, subject: Subject) -> DecisionItem:
    history = decisions.history(subject)
    holding = max(newest_by_place(history).values(), key=lambda one: one.id, default=None)
    return DecisionItem(
        subject=subject,
        businesses=(),
        departments=(),
        flow_ids=(),
        item_ids=(),
        grounds=holding.grounds if holding else (),
        verdict=None,
        confidence=0.0,
        decision=holding,
        newest_id=holding.id if holding else None,
    )
