"""The minutes of a meeting as data: what Word and Excel are written from."""

from dataclasses import dataclass

from fitgap.model.decision import Decision
from fitgap.model.judgement import Verdict
from fitgap.model.meeting import Meeting, Note, Position, Ruling
from fitgap.model.policy import Deciding


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesItem:
    """One item as it went: what it is, where members stood, what was decided or put off, what is left to do.

    `decision` is the one that holds, None where there is none; `earlier` are those before it, oldest first.
    `spent_seconds` is the time that the room had it open, None when it never had. `is_settled` is false where the
    meeting left neither decision nor deferral.
    """

    number: int
    key: str
    title: str
    members: tuple[str, ...]
    businesses: tuple[str, ...]
    verdict: Verdict | None
    package: str
    planned_minutes: int
    spent_seconds: int | None
    positions: tuple[Position, ...]
    decision: Decision | None
    earlier: tuple[Decision, ...]
    rulings: tuple[Ruling, ...]
    remarks: tuple[Note, ...]
    tasks: tuple[Note, ...]
    is_settled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """A whole meeting; `remarks` and `tasks` here belong to no single item, `written_at` is ISO 8601.

    `vocabulary` holds the words that the policy adds to those of decisions.
    """

    meeting: Meeting
    vocabulary: Deciding
    items: tuple[MinutesItem, ...]
    remarks: tuple[Note, ...]
    tasks: tuple[Note, ...]
    written_at: str

    @property
    def deferred(self) -> tuple[MinutesItem, ...]:
        """The items that were put off."""
        return tuple(item for item in self.items if item.decision is not None and item.decision.is_open)

    @property
    def all_tasks(self) -> tuple[tuple[str, Note], ...]:
        """Every open item with the title of what it belongs to (empty: the meeting), in order of the agenda."""
        of_items = [(item.title, note) for item in self.items for note in item.tasks]
        return (*of_items, *(("", note) for note in self.tasks))
