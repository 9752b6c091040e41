"""Meetings in the database: versions of heads and agendas, turns, and notes, all added and never overwritten."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

import cattrs
from sqlalchemy import Connection, RowMapping, Table, func, insert, select, update

from fitgap.deciding.meeting_schema import meeting_agendas, meeting_heads, meeting_notes, meeting_turns, meetings
from fitgap.model.decision import Level
from fitgap.model.meeting import (
    AgendaLine,
    Meeting,
    MeetingHead,
    Note,
    NoteKind,
    Participant,
    Turn,
    TurnKind,
)
from fitgap.model.message import ConflictError, UsageError, message


@dataclass(frozen=True, slots=True, kw_only=True)
class By:
    """Who does something, and when."""

    person: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNote:
    """A note to be recorded; an open item has an owner and a deadline."""

    key: str
    kind: NoteKind
    text: str
    owner: str = ""
    deadline: str = ""


def create(connection: Connection, head: MeetingHead, by: By) -> int:
    """A new meeting with the first version of its head; returns its id."""
    statement = insert(meetings).values(created_at=by.at, created_by=by.person).returning(meetings.c.id)
    meeting_id = int(connection.execute(statement).scalar_one())
    _insert_head(connection, meeting_id, head, by)
    return meeting_id


def revise(connection: Connection, meeting_id: int, head: MeetingHead, seen_head_id: int, by: By) -> None:
    """The next version of a head; raises ConflictError when it is not the one seen that would be replaced."""
    hold_open(connection, meeting_id)
    _seen(connection, meeting_heads, meeting_id, seen_head_id, "meetings.conflict.head")
    _insert_head(connection, meeting_id, head, by)


def set_agenda(
    connection: Connection, meeting_id: int, lines: Iterable[AgendaLine], seen_agenda_id: int, by: By
) -> None:
    """The next version of an agenda; raises ConflictError when it is not the one seen that would be replaced."""
    hold_open(connection, meeting_id)
    _seen(connection, meeting_agendas, meeting_id, seen_agenda_id, "meetings.conflict.agenda")
    text = json.dumps([asdict(line) for line in lines], ensure_ascii=False)
    connection.execute(insert(meeting_agendas).values(meeting_id=meeting_id, lines=text, person=by.person, at=by.at))


def take_turn(connection: Connection, meeting_id: int, kind: TurnKind, key: str, by: By) -> None:
    """Go to an item, into a break, to the end; a closed meeting can only be opened again."""
    if kind is TurnKind.REOPENED:
        hold(connection, meeting_id)
    else:
        hold_open(connection, meeting_id)
    connection.execute(
        insert(meeting_turns).values(
            meeting_id=meeting_id, kind=kind.value, subject_key=key, person=by.person, at=by.at
        )
    )


def add_note(connection: Connection, meeting_id: int, new: NewNote, by: By) -> int:
    """Record a note; returns its id."""
    hold_open(connection, meeting_id)
    statement = insert(meeting_notes).values(
        meeting_id=meeting_id,
        subject_key=new.key,
        kind=new.kind.value,
        text=new.text,
        owner=new.owner,
        deadline=new.deadline,
        person=by.person,
        at=by.at,
    )
    return int(connection.execute(statement.returning(meeting_notes.c.id)).scalar_one())


def strike_note(connection: Connection, note_id: int, by: By) -> None:
    """Strike a note through: it stays on record with who struck it; raises UsageError when that happened before."""
    query = select(meeting_notes.c.meeting_id).where(meeting_notes.c.id == note_id)
    meeting_id = connection.execute(query).scalar_one_or_none()
    if meeting_id is not None:
        hold_open(connection, meeting_id)
    statement = (
        update(meeting_notes)
        .where(meeting_notes.c.id == note_id, meeting_notes.c.struck_at.is_(None))
        .values(struck_at=by.at, struck_by=by.person)
    )
    if connection.execute(statement).rowcount == 0:
        raise UsageError(message("meetings.no_note"))


def notes(connection: Connection, meeting_id: int) -> tuple[Note, ...]:
    """Every note of a meeting, oldest first, also struck ones."""
    query = select(meeting_notes).where(meeting_notes.c.meeting_id == meeting_id).order_by(meeting_notes.c.id)
    return tuple(_note(found) for found in connection.execute(query).mappings())


def every(connection: Connection) -> tuple[Meeting, ...]:
    """Every meeting, the newest date first."""
    ids = connection.execute(select(meetings.c.id)).scalars().all()
    found = [get(connection, meeting_id) for meeting_id in ids]
    return tuple(sorted(found, key=lambda meeting: (meeting.head.date, meeting.id), reverse=True))


def get(connection: Connection, meeting_id: int) -> Meeting:
    """A meeting as it stands; raises UsageError for an unknown id."""
    found = connection.execute(select(meetings).where(meetings.c.id == meeting_id)).mappings().one_or_none()
    if found is None:
        raise UsageError(message("meetings.no_meeting", meeting_id=meeting_id))
    head = _newest(connection, meeting_heads, meeting_id)
    agenda = _newest(connection, meeting_agendas, meeting_id)
    query = select(meeting_turns).where(meeting_turns.c.meeting_id == meeting_id).order_by(meeting_turns.c.id)
    if head is None:
        raise UsageError(message("meetings.no_meeting", meeting_id=meeting_id))
    return Meeting(
        id=meeting_id,
        head=_head(head),
        head_id=head["id"],
        agenda=cattrs.structure(json.loads(agenda["lines"]), tuple[AgendaLine, ...]) if agenda else (),
        agenda_id=agenda["id"] if agenda else 0,
        turns=tuple(_turn(turn) for turn in connection.execute(query).mappings()),
        created_at=found["created_at"],
        created_by=found["created_by"],
    )


def revision(connection: Connection, meeting_id: int) -> tuple[int, ...]:
    """Numbers that change when anything of a meeting does."""
    parts = [
        select(func.max(table.c.id)).where(table.c.meeting_id == meeting_id).scalar_subquery()
        for table in (meeting_heads, meeting_agendas, meeting_turns, meeting_notes)
    ]
    struck = select(func.count(meeting_notes.c.struck_at)).where(meeting_notes.c.meeting_id == meeting_id)
    row = connection.execute(select(*parts, struck.scalar_subquery())).one()
    return tuple(int(value or 0) for value in row)


def hold(connection: Connection, meeting_id: int) -> None:
    """Keep others from writing to a meeting until the transaction ends; raises UsageError for an unknown id."""
    query = select(meetings.c.id).where(meetings.c.id == meeting_id).with_for_update()
    if connection.execute(query).scalar_one_or_none() is None:
        raise UsageError(message("meetings.no_meeting", meeting_id=meeting_id))


def hold_open(connection: Connection, meeting_id: int) -> None:
    """The same for a meeting that must not be closed; raises UsageError when it is, with who closed it and when."""
    hold(connection, meeting_id)
    last = _newest(connection, meeting_turns, meeting_id)
    if last is not None and last["kind"] == TurnKind.CLOSED.value:
        raise UsageError(message("meetings.closed", person=last["person"], at=last["at"]))


def _insert_head(connection: Connection, meeting_id: int, head: MeetingHead, by: By) -> None:
    connection.execute(
        insert(meeting_heads).values(
            meeting_id=meeting_id,
            title=head.title,
            date=head.date,
            place=head.place,
            level=head.level.value,
            participants=json.dumps([asdict(one) for one in head.participants], ensure_ascii=False),
            person=by.person,
            at=by.at,
        )
    )


def _seen(connection: Connection, table: Table, meeting_id: int, seen_id: int, code: str) -> None:
    newest = _newest(connection, table, meeting_id)
    if newest is not None and newest["id"] > seen_id:
        raise ConflictError(message(code, person=newest["person"], at=newest["at"]))


def _newest(connection: Connection, table: Table, meeting_id: int) -> RowMapping | None:
    query = select(table).where(table.c.meeting_id == meeting_id).order_by(table.c.id.desc()).limit(1)
    return connection.execute(query).mappings().one_or_none()


def _head(found: RowMapping) -> MeetingHead:
    participants: Any = json.loads(found["participants"])
    return MeetingHead(
        title=found["title"],
        date=found["date"],
        place=found["place"],
        level=Level(found["level"]),
        participants=cattrs.structure(participants, tuple[Participant, ...]),
    )


def _turn(found: RowMapping) -> Turn:
    return Turn(
        id=found["id"],
        kind=TurnKind(found["kind"]),
        key=found["subject_key"],
        person=found["person"],
        at=found["at"],
    )


def _note(found: RowMapping) -> Note:
    return Note(
        id=found["id"],
        meeting_id=found["meeting_id"],
        key=found["subject_key"],
        kind=NoteKind(found["kind"]),
        text=found["text"],
        owner=found["owner"],
        deadline=found["deadline"],
        person=found["person"],
        at=found["at"],
        struck_at=found["struck_at"] or "",
        struck_by=found["struck_by"] or "",
    )
