"""From the keys on an agenda to what they stand for today."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

from fitgap.app.decision_ground import today_of
from fitgap.app.decision_standings import Standings
from fitgap.app.decisions import Decisions
from fitgap.app.desk import Desk
from fitgap.deciding.prevailing import newest_by_place
from fitgap.model.access import Actor
from fitgap.model.decision import DecisionItem, DecisionState, Place, Subject, SubjectKind
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
    subjects = {line.key: subject_of(line) for line in lines}
    known = {row.key for row in desk.store.catalogs()}
    packages = {subject.catalog_key for subject in subjects.values()}
    today = {key: today_of(desk, (key,)) for key in packages & known}
    found = {}
    for key, subject in subjects.items():
        try:
            standings = today.get(subject.catalog_key)
            found[key] = _own_word(desk, standings, subject) if standings else _gone(Decisions(desk, actor), subject)
        except UsageError:
            found[key] = _gone(Decisions(desk, actor), subject)
    return found


def rulings_of(desk: Desk, items: Mapping[str, DecisionItem]) -> dict[str, tuple[Ruling, ...]]:
    """The rulings on each item, and on the decision that holds for it (a group's may hold for a step), oldest first."""
    held = {key: item.decision for key, item in items.items() if item.decision is not None}
    found = desk.store.meetings.rulings([*items, *(decision.subject.key for decision in held.values())])
    return {
        key: tuple(one for one in found if one.key == key or (key in held and one.decision_id == held[key].id))
        for key in items
    }


def _own_word(desk: Desk, standings: Standings, subject: Subject) -> DecisionItem:
    """The item with the decision on itself where one is active: groups may share a step, and a later decision on
    another group is no word on this one."""
    item = standings.item(subject)
    if item.decision is None or item.decision.subject.key == subject.key:
        return item
    history = desk.store.decision_history(subject)
    own = [one for one in history if one.subject.key == subject.key and one.state is DecisionState.ACTIVE]
    if not own:
        return item
    newest = max(own, key=lambda one: one.id)
    return replace(item, decision=newest, stale=standings.stale(newest))


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
