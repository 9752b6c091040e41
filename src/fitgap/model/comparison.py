"""N members' flows of one process side by side: what is the same work, how far apart they are, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from fitgap.model.flow import Flow
from fitgap.model.message import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberFlow:
    """One flow of one member; `key` (a path, a stored flow's id) is unique within a comparison."""

    key: str
    member: str
    flow: Flow


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class StepRef:
    """One step of one member's flow."""

    member: str
    flow_key: str
    step_id: str


class GroupRelation(StrEnum):
    """How a step stands in its group.

    `SAME`: the one step of its member that does this work. `PART`: its member needs several steps for it, or the step
    also does the work of another group. `UNIQUE`: no other member does it.
    """

    SAME = "same"
    PART = "part"
    UNIQUE = "unique"


class Doing(StrEnum):
    """What a member makes of one piece of work.

    `DOES`: one step, for this work alone. `PART`: several steps, or one that also does other work. `NOT`: no step.
    """

    DOES = "does"
    PART = "part"
    NOT = "not"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupedStep:
    """A step in a group; `likeness` in 0..1 is its mean evidence to the other members' steps there, 1 when alone."""

    ref: StepRef
    name: str
    relation: GroupRelation
    likeness: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StepGroup:
    """One piece of work under the name that its members' wording suggests, steps by member and place.

    `id` counts along the process and is stable only within one comparison; a correction refers to `StepRef`s.
    `corrections` are the ids of the corrections that made the group what it is, empty for a machine's proposal;
    `is_named` is true when a person gave the name.
    """

    id: str
    name: str
    steps: tuple[GroupedStep, ...]
    corrections: tuple[int, ...] = ()
    is_named: bool = False

    @property
    def members(self) -> tuple[str, ...]:
        """The members that do this work, each once."""
        return tuple(dict.fromkeys(step.ref.member for step in self.steps))

    def refs_of(self, member: str) -> tuple[StepRef, ...]:
        """The member's steps of this group."""
        return tuple(step.ref for step in self.steps if step.ref.member == member)

    def names_of(self, member: str) -> tuple[str, ...]:
        """What the member calls its steps of this group."""
        return tuple(step.name for step in self.steps if step.ref.member == member)

    def doing(self, member: str) -> Doing:
        """What the member makes of this work."""
        relations = [step.relation for step in self.steps if step.ref.member == member]
        if not relations:
            return Doing.NOT
        return Doing.PART if GroupRelation.PART in relations or len(relations) > 1 else Doing.DOES


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessProposal:
    """Flows that look like the same process, for a person to correct.

    `confidence` in 0..1 is one half where they are only just alike enough, 1 for a flow that stands alone.
    `placed_keys` are the flows that a person put there; where there are any, the name is a person's too.
    """

    name: str
    flow_keys: tuple[str, ...]
    confidence: float
    placed_keys: tuple[str, ...] = ()

    @property
    def is_decided(self) -> bool:
        """True when a person put every flow there."""
        return set(self.flow_keys) == set(self.placed_keys)


class DivergencePart(StrEnum):
    """What two members can differ in."""

    STEPS = "steps"
    ORDER = "order"
    ROLES = "roles"
    FORMS = "forms"
    BRANCHES = "branches"
    MEANS = "means"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartDistance:
    """One part of a divergence: `value` in 0 (alike) .. 1 (nothing alike), None where neither flow says anything."""

    part: DivergencePart
    value: float | None
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Divergence:
    """How far two members are apart in one process: the weighted mean of the parts that have a value."""

    left: str
    right: str
    total: float
    parts: tuple[PartDistance, ...]

    def value(self, part: DivergencePart) -> float | None:
        """One part's distance."""
        return next(distance.value for distance in self.parts if distance.part is part)


class DifferenceKind(StrEnum):
    """What a difference is about."""

    ONLY_HERE = "only_here"
    MISSING_HERE = "missing_here"
    SOME_DO = "some_do"
    SPLIT = "split"
    ROLE = "role"
    FORM = "form"
    MEANS = "means"
    ORDER = "order"
    BRANCH = "branch"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One difference in a sentence, with the steps that make it.

    `hours_per_year` is the work of those steps, 0 when no flow states minutes and volume; `weight` the same times what
    the policy lets the part count in a divergence: what a committee should talk of first.
    """

    kind: DifferenceKind
    group_id: str
    said: Message
    refs: tuple[StepRef, ...]
    hours_per_year: float
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """A member without a step for a group's work; `reason` is a code of the vocabulary, empty while nobody gave one.

    `correction_id` is the correction that gave it, None without one.
    """

    group_id: str
    member: str
    reason: str = ""
    note: str = ""
    person: str = ""
    at: str = ""
    correction_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One process of several members: flows by member and key, groups along the process, every pair of members.

    `absences` are all places where a member lacks a group's work, group by group and by member; `seen_correction` is
    the newest entry of the log of corrections that was known when the groups were made.
    """

    process: str
    confidence: float
    flows: tuple[MemberFlow, ...]
    groups: tuple[StepGroup, ...]
    divergences: tuple[Divergence, ...]
    differences: tuple[Difference, ...]
    absences: tuple[Absence, ...] = ()
    seen_correction: int = 0

    @property
    def members(self) -> tuple[str, ...]:
        """The members compared, in alphabetical order."""
        return members_of(self.flows)


class CommonRule(StrEnum):
    """How a common flow is proposed; `STANDARD` takes the flow that is marked as published for its process."""

    MAJORITY = "majority"
    PACKAGE = "package"
    LEAST_CHANGE = "least_change"
    MEMBER = "member"
    STANDARD = "standard"


class Cover(StrEnum):
    """What a package does for a step."""

    COVERED = "covered"
    UNCOVERED = "uncovered"
    BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepCover:
    """A package's answer to one step; `feature_id` names the function behind it."""

    cover: Cover
    feature_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommonStep:
    """Where a step of the common flow comes from; `node_id` is its id in that flow."""

    node_id: str
    group_id: str
    name: str
    role: str
    refs: tuple[StepRef, ...]
    members: tuple[str, ...]
    feature_ids: tuple[str, ...]


class ChangeKind(StrEnum):
    """What a member has to do to follow the common flow."""

    ADD = "add"
    DROP = "drop"
    MOVE = "move"
    ROLE = "role"
    FORM = "form"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change of one member; `hours_per_year` is the work concerned, 0 when unknown."""

    member: str
    kind: ChangeKind
    group_id: str
    said: Message
    refs: tuple[StepRef, ...]
    hours_per_year: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CommonFlow:
    """A proposal: a flow like any other, where each of its steps comes from, and what each member must change."""

    rule: CommonRule
    member: str
    flow: Flow
    steps: tuple[CommonStep, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """What one municipality must change to adopt a standard flow; `shared_steps` of the standard's it does already."""

    member: str
    divergence: Divergence
    shared_steps: int
    changes: tuple[Change, ...]

    def count(self, kind: ChangeKind) -> int:
        """Number of changes of a kind."""
        return sum(change.kind is kind for change in self.changes)

    @property
    def hours_per_year(self) -> float:
        """The hours a year of the steps concerned, each step once."""
        hours: dict[tuple[StepRef, ...], float] = {}
        for change in self.changes:
            key = change.refs or (StepRef(member=change.member, flow_key="", step_id=change.group_id),)
            hours[key] = max(hours.get(key, 0.0), change.hours_per_year)
        return sum(hours.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinCheck:
    """Newcomers' flows against a group's standard flow; `created_at` is ISO 8601."""

    process: str
    standard: str
    standard_steps: int
    created_at: str
    newcomers: tuple[Newcomer, ...]


def members_of(flows: Iterable[MemberFlow]) -> tuple[str, ...]:
    """The members of some flows, in alphabetical order."""
    return tuple(sorted({flow.member for flow in flows}))
