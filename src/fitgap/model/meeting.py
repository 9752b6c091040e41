"""A meeting: its head, its agenda, how it went on, what was noted, and what people said before and after deciding.

Everything is a log: a head or an agenda is replaced by a newer version, the course of the meeting is a list of turns,
and what people say stays on record with who and when. Times are ISO 8601 with offset, dates ISO 8601.
"""

from dataclasses import dataclass
from enum import StrEnum

from fitgap.model.decision import Level


class Stance(StrEnum):
    """What a member says before a decision: adopt the standard, could live with it, cannot."""

    ADOPT = "adopt"
    LIVE_WITH = "live_with"
    CANNOT = "cannot"


class TurnKind(StrEnum):
    """How a meeting went on: to an item, into a break, to its end, or open again."""

    ITEM = "item"
    BREAK = "break"
    CLOSED = "closed"
    REOPENED = "reopened"


class NoteKind(StrEnum):
    """What the secretary typed: what was said, or a thing somebody has to do (an open item)."""

    REMARK = "remark"
    TASK = "task"


class RulingKind(StrEnum):
    """What a level makes of what the lower one decided; it overrules by deciding otherwise itself."""

    ADOPT = "adopt"
    SEND_BACK = "send_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Somebody at the table; `role` is a code of the vocabulary's list ``meeting_role``."""

    name: str
    organisation: str = ""
    role: str = "member"


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingHead:
    """What stands at the top of the minutes."""

    title: str
    date: str
    place: str = ""
    level: Level = Level.WORKING_GROUP
    participants: tuple[Participant, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaLine:
    """One item of an agenda: the key of a decision's subject, its words when it was put there, and the time planned."""

    key: str
    title: str
    planned_minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One step of a meeting's course; `key` is the item's for `ITEM`, else empty."""

    id: int
    kind: TurnKind
    key: str
    person: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A remark or an open item of a meeting, on an agenda item or (empty `key`) on the whole meeting."""

    id: int
    meeting_id: int
    key: str
    kind: NoteKind
    text: str
    owner: str
    deadline: str
    person: str
    at: str
    struck_at: str = ""
    struck_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A meeting as it stands now; `head_id` and `agenda_id` tell which versions these are (0: no agenda yet)."""

    id: int
    head: MeetingHead
    head_id: int
    agenda: tuple[AgendaLine, ...]
    agenda_id: int
    turns: tuple[Turn, ...]
    created_at: str
    created_by: str

    @property
    def is_closed(self) -> bool:
        """True when the last turn ended the meeting."""
        return bool(self.turns) and self.turns[-1].kind is TurnKind.CLOSED

    @property
    def current_key(self) -> str:
        """The item that the room looks at: the newest one turned to that is still on the agenda, else the first."""
        on_agenda = {line.key for line in self.agenda}
        for turn in reversed(self.turns):
            if turn.key in on_agenda:
                return turn.key
        return self.agenda[0].key if self.agenda else ""

    @property
    def is_paused(self) -> bool:
        """True while the meeting has a break."""
        return bool(self.turns) and self.turns[-1].kind is TurnKind.BREAK

    def line(self, key: str) -> AgendaLine | None:
        """One item of the agenda."""
        return next((line for line in self.agenda if line.key == key), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """What a member says of a subject before it is decided; the newest of a member holds."""

    id: int
    key: str
    member: str
    stance: Stance
    reason: str
    person: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Consensus:
    """Where the members stand on a subject: the newest position of each, in order of stance and member.

    `missing` are the members that said nothing yet.
    """

    key: str
    positions: tuple[Position, ...]
    missing: tuple[str, ...] = ()

    def count(self, stance: Stance) -> int:
        """How many members take a stance."""
        return sum(position.stance is stance for position in self.positions)

    @property
    def lone_objector(self) -> Position | None:
        """The one member that cannot, where at least two others have said that they can."""
        against = [position for position in self.positions if position.stance is Stance.CANNOT]
        return against[0] if len(against) == 1 and len(self.positions) > 2 else None

    @property
    def is_near(self) -> bool:
        """True when at least two members spoke and nobody cannot."""
        return len(self.positions) > 1 and not self.count(Stance.CANNOT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What a meeting of a higher level made of a decision."""

    id: int
    key: str
    decision_id: int
    meeting_id: int
    level: Level
    kind: RulingKind
    reason: str
    person: str
    at: str
