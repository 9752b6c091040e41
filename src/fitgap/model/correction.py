"""What people said about the machine's groups and processes: append-only, each undoable by itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from fitgap.model.comparison import StepRef


class CorrectionKind(StrEnum):
    """What a correction says.

    `MOVE`: `steps` are the same work as `joined` (alone together where that is empty) and not the work of `left`.
    `JOIN`: the groups of `steps` and of `joined` are one. `NAME`: the group of `joined` is called `name`.
    `ABSENCE`: `member` has no step in the group of `joined` for a `reason`; where `steps` are given, it does that work
    in them under another name.
    """

    MOVE = "move"
    JOIN = "join"
    NAME = "name"
    ABSENCE = "absence"


class AbsenceReason(StrEnum):
    """Why a member has no step for a piece of work that others do."""

    NOT_PERFORMED = "not_performed"
    OTHER_NAME = "other_name"
    OTHER_BODY = "other_body"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenStep:
    """A step that a correction speaks of, under the name it had then; `is_gone` when the present flow lacks it."""

    ref: StepRef
    name: str
    is_gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One recorded correction; steps stand as they are called in the present versions of the flows.

    `id` counts up through the log, `at` is ISO 8601 with offset. `name` is the new name, else what the group of
    `joined` was called; `before` is what the group left, joined or named was called, or the reason an absence had.
    One that was undone says by whom and when.
    """

    id: int
    kind: CorrectionKind
    person: str
    at: str
    steps: tuple[SpokenStep, ...] = ()
    left: tuple[SpokenStep, ...] = ()
    joined: tuple[SpokenStep, ...] = ()
    name: str = ""
    before: str = ""
    member: str = ""
    reason: AbsenceReason | None = None
    note: str = ""
    undone_by: str = ""
    undone_at: str = ""

    @property
    def holds(self) -> bool:
        """False once somebody has undone it."""
        return not self.undone_at

    @property
    def spoken_steps(self) -> tuple[SpokenStep, ...]:
        """Every step that it speaks of."""
        return (*self.steps, *self.left, *self.joined)

    @property
    def members(self) -> tuple[str, ...]:
        """Whose material it changes: the member that lacks the work, else those whose steps it puts elsewhere."""
        steps = self.steps if self.kind is CorrectionKind.MOVE else self.spoken_steps
        return (self.member,) if self.member else tuple(dict.fromkeys(step.ref.member for step in steps))


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """What somebody said of one flow: the process that it belongs to, or (`process` empty) that the machine may say.

    Those saved together have the same `batch`; `before` is the process that a person had named earlier, else empty.
    """

    id: int
    batch: int
    flow_id: int
    process: str
    before: str
    person: str
    at: str


def present_refs(steps: Iterable[SpokenStep]) -> frozenset[StepRef]:
    """The steps that are still there."""
    return frozenset(step.ref for step in steps if not step.is_gone)
