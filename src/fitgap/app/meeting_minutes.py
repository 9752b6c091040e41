"""Gather the minutes of a meeting from what is on record."""

from fitgap.app.decisions import Decisions
from fitgap.app.desk import Desk
from fitgap.app.meeting_subjects import items_of, rulings_of, subject_of
from fitgap.deciding.consensus import consensus_of
from fitgap.deciding.settling import open_lines
from fitgap.deciding.timekeeping import seconds_spent
from fitgap.model.access import Actor
from fitgap.model.decision import DecisionItem
from fitgap.model.meeting import NoteKind
from fitgap.model.minutes import Minutes, MinutesItem


def minutes(desk: Desk, actor: Actor, meeting_id: int) -> Minutes:
    """The minutes as they stand now."""
    meeting = desk.store.meetings.get(meeting_id)
    lines = meeting.agenda
    items = items_of(desk, actor, lines)
    rulings = rulings_of(desk, items)
    said = desk.store.meetings.positions([line.key for line in lines])
    notes = [note for note in desk.store.meetings.notes(meeting_id) if not note.struck_at]
    remarks = [note for note in notes if note.kind is NoteKind.REMARK]
    tasks = [note for note in notes if note.kind is NoteKind.TASK]
    now = desk.clock()
    spent = seconds_spent(meeting.turns, now)
    open_keys = {line.key for line in open_lines(meeting, items, rulings)}
    on_agenda = {line.key for line in lines}
    history = Decisions(desk, actor).history
    found = tuple(
        MinutesItem(
            number=number,
            key=line.key,
            title=line.title,
            members=item.subject.members,
            businesses=item.businesses,
            verdict=item.verdict,
            package=_answers(item),
            planned_minutes=line.planned_minutes,
            spent_seconds=spent.get(line.key),
            positions=consensus_of(line.key, said, ()).positions,
            decision=item.decision,
            earlier=tuple(one for one in history(subject_of(line)) if item.decision is None or one != item.decision),
            rulings=rulings[line.key],
            remarks=tuple(note for note in remarks if note.key == line.key),
            tasks=tuple(note for note in tasks if note.key == line.key),
            is_settled=line.key not in open_keys,
        )
        for number, line in enumerate(lines, start=1)
        if (item := items[line.key])
    )
    return Minutes(
        meeting=meeting,
        vocabulary=desk.policy().deciding,
        items=found,
        remarks=tuple(note for note in remarks if note.key not in on_agenda),
        tasks=tuple(note for note in tasks if note.key not in on_agenda),
        written_at=now,
    )


def _answers(item: DecisionItem) -> str:
    """The functions that the package answers with, each once."""
    found = {
        ground.feature_id: f"{ground.feature}（{ground.feature_id}）" for ground in item.grounds if ground.feature_id
    }
    return "、".join(found.values())
