"""What a group works out together: who is close to whom, what divides it, its common flow in versions."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from fitgap.model.comparison import CommonRule, Difference, DivergencePart, StepRef
from fitgap.model.summary import Rate


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedStep:
    """A step that a common flow shall have: its name, and the members' steps that it stands for."""

    name: str
    refs: tuple[StepRef, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A common flow as people want it: the steps in their order, begun from the proposal of a rule.

    The rule goes on saying whose roles and forms count; `member` and `package` are those the rule was asked with.
    """

    name: str
    rule: CommonRule
    steps: tuple[PlannedStep, ...]
    member: str = ""
    package: str = ""

    def moved(self, place: int, by: int) -> "Plan":
        """The step at a place moved, never beyond the ends."""
        steps = list(self.steps)
        step = steps.pop(place)
        steps.insert(min(max(place + by, 0), len(steps)), step)
        return replace(self, steps=tuple(steps))

    def without(self, place: int) -> "Plan":
        """Without the step at a place."""
        return replace(self, steps=(*self.steps[:place], *self.steps[place + 1 :]))

    def renamed(self, place: int, name: str) -> "Plan":
        """The step at a place under another name."""
        steps = list(self.steps)
        steps[place] = replace(steps[place], name=name)
        return replace(self, steps=tuple(steps))

    def with_step(self, step: PlannedStep, place: int) -> "Plan":
        """A further step, at a place."""
        return replace(self, steps=(*self.steps[:place], step, *self.steps[place:]))


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionStep:
    """A step of a saved common flow with where it came from; `wordings` are what the members called `refs` then."""

    node_id: str
    name: str
    lane: str
    forms: tuple[str, ...]
    refs: tuple[StepRef, ...]
    wordings: tuple[str, ...]
    feature_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CommonVersion:
    """One saved version of a common flow; it never changes. `number` counts the versions of its series from 1.

    The `flow_key` of a step's refs is the id of the flow's version that was current when it was saved.
    """

    id: int
    series_id: int
    number: int
    process: str
    name: str
    rule: CommonRule
    member: str
    package: str
    note: str
    person: str
    at: str
    steps: tuple[VersionStep, ...]

    @property
    def flow_keys(self) -> frozenset[str]:
        """The flows it was made from."""
        return frozenset(ref.flow_key for step in self.steps for ref in step.refs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint:
    """Where two branches of a dendrogram meet: four points, along the members and by distance."""

    places: tuple[float, float, float, float]
    heights: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosenessTree:
    """Members joined from the closest on (average linkage); `members` in the order along which the branches stand.

    The first member stands at place 5, each next one 10 further on.
    """

    members: tuple[str, ...]
    joints: tuple[Joint, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """Two members that a map of closeness draws a line between."""

    left: str
    right: str
    distance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StepShare:
    """How much one piece of work divides the members: its part of the mean divergence over all pairs, part by part.

    The totals of all steps add up to the mean divergence.
    """

    group_id: str
    parts: Mapping[DivergencePart, float]
    hours_per_year: float
    weight: float

    @property
    def total(self) -> float:
        """All parts together."""
        return sum(self.parts.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessShare:
    """How much one process divides its members; `weight` adds up that of its differences, `parts` are means."""

    process: str
    flow_keys: tuple[str, ...]
    members: int
    steps: int
    shared: int
    mean: float
    parts: Mapping[DivergencePart, float | None]
    hours_per_year: float
    weight: float
    heaviest: Difference | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberDistance:
    """How far one member is from the others (mean), from a common flow, and how much of it packages cover.

    `covered` holds, by package key, the steps that fit or fit in part over those that need a system's function.
    """

    member: str
    to_group: float
    to_common: float | None = None
    covered: Mapping[str, Rate] | None = None
