"""Use cases of a meeting: plan it, draw its agenda up, lead it from item to item, note, close, write the minutes."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from fitgap.app import meeting_agendas, meeting_boards, meeting_decisions, meeting_minutes
from fitgap.app.access import needs
from fitgap.app.desk import require
from fitgap.app.meeting_agendas import AgendaWish, Candidate
from fitgap.app.meeting_subjects import items_of, rulings_of
from fitgap.app.use_cases import UseCases
from fitgap.deciding.meetings_table import By, NewNote
from fitgap.deciding.settling import open_lines
from fitgap.model.access import Right
from fitgap.model.board import Board
from fitgap.model.decision import Decision, Subject, Terms
from fitgap.model.meeting import AgendaLine, Meeting, MeetingHead, NoteKind, Participant, TurnKind
from fitgap.model.message import Message, UsageError, message, quoted
from fitgap.model.minutes import Minutes
from fitgap.reporting.minutes_document import minutes_document
from fitgap.reporting.minutes_workbook import minutes_workbook
from fitgap.texts import Language

NAMED_OPEN_ITEMS = 5


class Meetings(UseCases):
    """Meetings of this workspace."""

    @needs(Right.READ)
    def every(self) -> tuple[Meeting, ...]:
        """Every meeting, the newest date first."""
        return self._desk.store.meetings.every()

    @needs(Right.READ)
    def get(self, meeting_id: int) -> Meeting:
        """A meeting as it stands; raises UsageError for an unknown id."""
        return self._desk.store.meetings.get(meeting_id)

    @needs(Right.DECIDE)
    def create(self, head: MeetingHead, person: str) -> int:
        """A new meeting; returns its id."""
        return self._desk.store.meetings.create(_checked(head), self._by(person))

    @needs(Right.DECIDE)
    def revise(self, meeting_id: int, head: MeetingHead, person: str, *, seen_head_id: int) -> None:
        """Change date, place, participants; raises ConflictError when somebody did so since `seen_head_id`."""
        self._desk.store.meetings.revise(meeting_id, _checked(head), seen_head_id, self._by(person))

    @needs(Right.READ)
    def candidates(self, wish: AgendaWish) -> tuple[Candidate, ...]:
        """What an agenda may be drawn up from: by filter, in the order that the wish asks for."""
        return meeting_agendas.candidates(self._desk, self._actor, wish)

    @needs(Right.DECIDE)
    def set_agenda(self, meeting_id: int, lines: Iterable[AgendaLine], person: str, *, seen_agenda_id: int) -> None:
        """Put the agenda into this order with these times; an item stands on it once.

        Raises ConflictError when somebody changed it since `seen_agenda_id`.
        """
        unique = {line.key: replace(line, planned_minutes=max(0, line.planned_minutes)) for line in lines}
        self._desk.store.meetings.set_agenda(meeting_id, unique.values(), seen_agenda_id, self._by(person))

    @needs(Right.DECIDE)
    def go_to(self, meeting_id: int, key: str, person: str) -> None:
        """Turn the room to an item: the screens that follow show it, and its time begins to run."""
        meeting = self.get(meeting_id)
        if meeting.line(key) is None:
            raise UsageError(message("meetings.not_on_agenda"))
        last = meeting.turns[-1] if meeting.turns else None
        if last is None or last.kind is not TurnKind.ITEM or last.key != key:
            self._desk.store.meetings.take_turn(meeting_id, TurnKind.ITEM, key, self._by(person))

    @needs(Right.DECIDE)
    def pause(self, meeting_id: int, person: str) -> None:
        """A break: no item's time runs until somebody goes on."""
        self._desk.store.meetings.take_turn(meeting_id, TurnKind.BREAK, "", self._by(person))

    @needs(Right.DECIDE)
    def close(self, meeting_id: int, person: str) -> None:
        """End a meeting; raises UsageError naming the items that have neither decision nor deferral."""
        still_open = self.still_open(meeting_id)
        if still_open:
            raise UsageError(_not_settled(still_open))
        self._desk.store.meetings.take_turn(meeting_id, TurnKind.CLOSED, "", self._by(person))

    @needs(Right.DECIDE)
    def reopen(self, meeting_id: int, person: str) -> None:
        """Open a closed meeting again; both stay on record."""
        self._desk.store.meetings.take_turn(meeting_id, TurnKind.REOPENED, "", self._by(person))

    @needs(Right.READ)
    def still_open(self, meeting_id: int) -> tuple[AgendaLine, ...]:
        """The items of the agenda with neither decision nor deferral of this level, in their order."""
        meeting = self.get(meeting_id)
        items = items_of(self._desk, self._actor, meeting.agenda)
        return open_lines(meeting, items, rulings_of(self._desk, items))

    @needs(Right.DECIDE)
    def note(
        self,
        meeting_id: int,
        text: str,
        person: str,
        *,
        key: str = "",
        kind: NoteKind = NoteKind.REMARK,
        owner: str = "",
        deadline: str = "",
    ) -> int:
        """Record what was said, or an open item: who does what until when (ISO date). Returns the note's id."""
        words = require(text, "meetings.empty_note")
        if kind is NoteKind.TASK:
            owner = require(owner, "meetings.task_owner")
            deadline = _date(deadline, "meetings.task_deadline")
        new = NewNote(key=key, kind=kind, text=words, owner=owner.strip(), deadline=deadline)
        return self._desk.store.meetings.add_note(meeting_id, new, self._by(person))

    @needs(Right.DECIDE)
    def strike_note(self, note_id: int, person: str) -> None:
        """Strike a note through; it stays on record with who did so."""
        self._desk.store.meetings.strike_note(note_id, self._by(person))

    @needs(Right.DECIDE)
    def decide(
        self, meeting_id: int, subject: Subject, terms: Terms, person: str, *, seen_decision_id: int | None
    ) -> Decision:
        """Record what the room decided, with the meeting and its level.

        Raises ConflictError when somebody decided since, UsageError where a higher level decided, AccessError where a
        lower one did and the person may not adopt.
        """
        return meeting_decisions.decide(
            self._desk, self._actor, meeting_id, subject, terms, person, seen_decision_id=seen_decision_id
        )

    @needs(Right.READ)
    def board(self, meeting_id: int, key: str = "") -> Board:
        """Everything the room looks at for an item of the agenda (empty: the current one)."""
        return meeting_boards.board(self._desk, self._actor, meeting_id, key)

    @needs(Right.READ)
    def revision(self, meeting_id: int) -> int:
        """A number that changes when anything does that a meeting's screens show. Cheap: ask it every few seconds."""
        return meeting_boards.revision(self._desk, meeting_id)

    @needs(Right.READ)
    def look(self, meeting_id: int, screen: str, name: str, key: str) -> tuple[tuple[str, str], ...]:
        """Say that a screen shows an item, and be told (name, item's key) of everybody in the meeting now."""
        self._desk.presence.look(meeting_id, screen, name, key)
        return self._desk.presence.looking(meeting_id)

    @needs(Right.READ)
    def minutes(self, meeting_id: int) -> Minutes:
        """The minutes as data."""
        return meeting_minutes.minutes(self._desk, self._actor, meeting_id)

    @needs(Right.READ, export="minutes")
    def export_document(self, meeting_id: int, language: Language) -> bytes:
        """The minutes as a Word document."""
        return minutes_document(self.minutes(meeting_id), language)

    @needs(Right.READ, export="minutes")
    def export_workbook(self, meeting_id: int, language: Language) -> bytes:
        """The minutes as an Excel workbook."""
        return minutes_workbook(self.minutes(meeting_id), language)

    def _by(self, person: str) -> By:
        return By(person=require(person, "workspace.no_person"), at=self._desk.clock())


def _checked(head: MeetingHead) -> MeetingHead:
    """A head without blanks and nameless participants; raises UsageError without a title or with a strange date."""
    people = tuple(
        Participant(name=one.name.strip(), organisation=one.organisation.strip(), role=one.role)
        for one in head.participants
        if one.name.strip()
    )
    return replace(
        head,
        title=require(head.title, "meetings.no_title"),
        date=_date(head.date, "meetings.no_date"),
        place=head.place.strip(),
        participants=people,
    )


def _date(text: str, code: str) -> str:
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError as error:
        raise UsageError(message(code)) from error


def _not_settled(lines: Sequence[AgendaLine]) -> Message:
    named = quoted(line.title for line in lines[:NAMED_OPEN_ITEMS])
    code = "meetings.cannot_close" if len(lines) <= NAMED_OPEN_ITEMS else "meetings.cannot_close_many"
    return message(code, items=named, count=len(lines), others=len(lines) - NAMED_OPEN_ITEMS)
