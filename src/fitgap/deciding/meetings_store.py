"""The store's part about meetings: every call is one transaction, every failure of the database a StorageError."""

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, Engine, func, select

from fitgap.deciding import audit_table, choices_table, decisions_table, meetings_table, positions_table, rulings_table
from fitgap.deciding.engine import reading, writing
from fitgap.deciding.meetings_table import By, NewNote
from fitgap.deciding.positions_table import NewPosition
from fitgap.deciding.rulings_table import NewRuling
from fitgap.deciding.schema import catalogs, flows
from fitgap.model.meeting import AgendaLine, Meeting, MeetingHead, Note, Position, Ruling, TurnKind


class MeetingsStore:
    """Meetings, members' positions and levels' rulings of one database. Safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def every(self) -> tuple[Meeting, ...]:
        """Every meeting, the newest date first."""
        with reading(self._engine) as connection:
            return meetings_table.every(connection)

    def get(self, meeting_id: int) -> Meeting:
        """A meeting as it stands; raises UsageError for an unknown id."""
        with reading(self._engine) as connection:
            return meetings_table.get(connection, meeting_id)

    def create(self, head: MeetingHead, by: By) -> int:
        """A new meeting; returns its id."""
        with writing(self._engine) as connection:
            meeting_id = meetings_table.create(connection, head, by)
            _record(connection, "meeting.planned", by, meeting_id, title=head.title, date=head.date)
            return meeting_id

    def revise(self, meeting_id: int, head: MeetingHead, seen_head_id: int, by: By) -> None:
        """The next version of a head; raises ConflictError when somebody was faster."""
        with writing(self._engine) as connection:
            meetings_table.revise(connection, meeting_id, head, seen_head_id, by)
            _record(connection, "meeting.revised", by, meeting_id, title=head.title, date=head.date)

    def set_agenda(self, meeting_id: int, lines: Iterable[AgendaLine], seen_agenda_id: int, by: By) -> None:
        """The next version of an agenda; raises ConflictError when somebody was faster."""
        with writing(self._engine) as connection:
            agenda = tuple(lines)
            meetings_table.set_agenda(connection, meeting_id, agenda, seen_agenda_id, by)
            _record(connection, "meeting.agenda", by, meeting_id, items=len(agenda))

    def take_turn(self, meeting_id: int, kind: TurnKind, key: str, by: By) -> None:
        """Go on in a meeting."""
        with writing(self._engine) as connection:
            meetings_table.take_turn(connection, meeting_id, kind, key, by)
            _record(connection, "meeting.turn", by, meeting_id, turn=kind.value, item=key)

    def notes(self, meeting_id: int) -> tuple[Note, ...]:
        """Every note of a meeting, oldest first, also struck ones."""
        with reading(self._engine) as connection:
            return meetings_table.notes(connection, meeting_id)

    def add_note(self, meeting_id: int, new: NewNote, by: By) -> int:
        """Record a note; returns its id."""
        with writing(self._engine) as connection:
            note_id = meetings_table.add_note(connection, meeting_id, new, by)
            _record(connection, "meeting.noted", by, meeting_id, note=note_id, kind=new.kind.value)
            return note_id

    def strike_note(self, note_id: int, by: By) -> None:
        """Strike a note through; it stays on record."""
        with writing(self._engine) as connection:
            meetings_table.strike_note(connection, note_id, by)
            audit_table.record(connection, what="meeting.struck", who=by.person, at=by.at, subject=str(note_id))

    def positions(self, keys: Collection[str]) -> tuple[Position, ...]:
        """Everything that was said of some subjects, oldest first."""
        with reading(self._engine) as connection:
            return positions_table.of_subjects(connection, keys)

    def add_position(self, new: NewPosition, seen_position_id: int | None) -> Position:
        """Record a position; raises ConflictError when somebody spoke for the member since."""
        with writing(self._engine) as connection:
            position = positions_table.add(connection, new, seen_position_id)
            details: dict[str, str | int] = {"position": position.id, "member": new.member, "stance": new.stance.value}
            audit_table.record(
                connection, what="position.taken", who=new.person, at=new.at, subject=new.key, details=details
            )
            return position

    def rulings(self, keys: Collection[str]) -> tuple[Ruling, ...]:
        """Every ruling on some subjects, oldest first."""
        with reading(self._engine) as connection:
            return rulings_table.of_subjects(connection, keys)

    def add_ruling(self, new: NewRuling, seen_ruling_id: int | None) -> Ruling:
        """Record a ruling; raises ConflictError when the subject was ruled on since."""
        with writing(self._engine) as connection:
            ruling = rulings_table.add(connection, new, seen_ruling_id)
            details = {
                "ruling": ruling.id,
                "decision": new.decision_id,
                "kind": new.kind.value,
                "level": new.level.value,
            }
            audit_table.record(
                connection, what="ruling.made", who=new.person, at=new.at, subject=new.key, details=details
            )
            return ruling

    def revision(self, meeting_id: int) -> tuple[int, ...]:
        """Numbers that change when anything of a meeting does, and with every position, ruling, decision, choice and
        import."""
        with reading(self._engine) as connection:
            return (
                *meetings_table.revision(connection, meeting_id),
                positions_table.newest_id(connection),
                rulings_table.newest_id(connection),
                *decisions_table.revision(connection),
                *choices_table.revision(connection),
                *_imports(connection),
            )


def _record(connection: Connection, what: str, by: By, meeting_id: int, **details: str | int) -> None:
    audit_table.record(connection, what=what, who=by.person, at=by.at, subject=str(meeting_id), details=details)


def _imports(connection: Connection) -> tuple[int, ...]:
    """Numbers that change when a flow or a package is imported, replaced or removed."""
    query = select(
        *(
            select(what).scalar_subquery()
            for table in (flows, catalogs)
            for what in (func.max(table.c.id), func.count(table.c.removed_at))
        )
    )
    return tuple(int(value or 0) for value in connection.execute(query).one())
