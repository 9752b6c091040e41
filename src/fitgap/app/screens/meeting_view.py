"""From a meeting and its board to what the meeting pages show; no Streamlit here."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from fitgap.deciding.timekeeping import seconds_spent
from fitgap.model.board import Board
from fitgap.model.decision import Decision, DecisionState
from fitgap.model.meeting import AgendaLine, Meeting, Participant, Position, Ruling

ID_CHARACTERS = 12
NEW_SECONDS = 60


class Part(StrEnum):
    """What a meeting's page shows."""

    PLAN = "plan"
    ROOM = "room"
    MINUTES = "minutes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The time an item has taken beside the time planned for it."""

    spent_seconds: int
    planned_minutes: int

    @property
    def spent(self) -> str:
        """Minutes and seconds: ``2:05``."""
        return f"{self.spent_seconds // 60}:{self.spent_seconds % 60:02d}"

    @property
    def over_minutes(self) -> int:
        """Whole minutes beyond the plan, 0 within it or without a plan."""
        over = self.spent_seconds - self.planned_minutes * 60
        return over // 60 + 1 if self.planned_minutes and over > 0 else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Watching:
    """Who has the item open, and who is in the meeting but elsewhere; `unnamed` counts screens without a name."""

    here: tuple[str, ...]
    elsewhere: tuple[str, ...]
    unnamed: int


def short_id(text: str) -> str:
    """A short name of a key, or of a person, for the address and for widgets."""
    return hashlib.sha256(text.encode()).hexdigest()[:ID_CHARACTERS]


def key_of(meeting: Meeting, short: str) -> str:
    """The item's key of a short name, empty for one that is not on the agenda."""
    return next((line.key for line in meeting.agenda if short_id(line.key) == short), "")


def neighbour(meeting: Meeting, key: str, distance: int) -> str:
    """The item so many places on; the ends are the ends."""
    keys = [line.key for line in meeting.agenda]
    if not keys:
        return ""
    place = (keys.index(key) if key in keys else 0) + distance
    return keys[min(max(place, 0), len(keys) - 1)]


def moved(lines: Sequence[AgendaLine], key: str, distance: int) -> tuple[AgendaLine, ...]:
    """The agenda with one item so many places further down."""
    order = list(lines)
    place = next(place for place, line in enumerate(order) if line.key == key)
    line = order.pop(place)
    order.insert(min(max(place + distance, 0), len(order)), line)
    return tuple(order)


def without(lines: Iterable[AgendaLine], key: str) -> tuple[AgendaLine, ...]:
    """The agenda without one item."""
    return tuple(line for line in lines if line.key != key)


def with_minutes(lines: Iterable[AgendaLine], key: str, minutes: int) -> tuple[AgendaLine, ...]:
    """The agenda with another time for one item."""
    return tuple(replace(line, planned_minutes=minutes) if line.key == key else line for line in lines)


def clock_of(board: Board, now: str) -> Clock:
    """The time of the board's item."""
    line = board.line
    if line is None:
        return Clock(spent_seconds=0, planned_minutes=0)
    end = board.meeting.turns[-1].at if board.meeting.is_closed else now
    spent = seconds_spent(board.meeting.turns, end).get(line.key, 0)
    return Clock(spent_seconds=spent, planned_minutes=line.planned_minutes)


def watching(present: Iterable[tuple[str, str]], key: str) -> Watching:
    """Who of those present looks at an item."""
    seen = list(present)
    here = tuple(dict.fromkeys(name for name, where in seen if name and where == key))
    elsewhere = dict.fromkeys(name for name, where in seen if name and where != key and name not in here)
    return Watching(here=here, elsewhere=tuple(elsewhere), unnamed=sum(not name for name, _ in seen))


def replaced(board: Board) -> Decision | None:
    """What the present decision took the place of, to show a change as one."""
    decision = board.decision
    if decision is None or decision.supersedes_id is None:
        return None
    return next((one for one in board.history if one.id == decision.supersedes_id), None)


def is_new(at: str, now: str) -> bool:
    """True for what was recorded within the last minute."""
    seconds = (datetime.fromisoformat(now) - datetime.fromisoformat(at)).total_seconds()
    return 0 <= seconds <= NEW_SECONDS


def story(board: Board, positions: Iterable[Position]) -> tuple[Decision | Ruling | Position, ...]:
    """Everything that was said and decided of an item, newest first."""
    return tuple(sorted((*board.history, *board.rulings, *positions), key=lambda one: one.at, reverse=True))


def left_out(board: Board) -> tuple[Decision, ...]:
    """Decisions that stand on parts of the item beside the one that holds for it."""
    held = board.decision
    return tuple(one for one in board.history if one.state is DecisionState.ACTIVE and (held is None or one != held))


def participants_of(text: str, roles: Sequence[tuple[str, str]]) -> tuple[Participant, ...]:
    """People as typed, one a line: name, organisation, role, separated by commas of either width.

    `roles` are pairs of a code and its word; an unknown word is kept as it stands, a missing one is a member.
    """
    codes = {word: code for code, word in roles}
    people = []
    for line in text.splitlines():
        name, organisation, role = (
            *(part.strip() for part in line.replace("、", ",").replace("，", ",").split(",")),
            "",
            "",
        )[:3]
        if name:
            people.append(Participant(name=name, organisation=organisation, role=codes.get(role, role or "member")))
    return tuple(people)


def participants_text(people: Iterable[Participant], roles: Sequence[tuple[str, str]]) -> str:
    """The same the other way round."""
    words = dict(roles)
    return "\n".join(f"{one.name}, {one.organisation}, {words.get(one.role, one.role)}" for one in people)
