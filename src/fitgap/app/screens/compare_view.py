"""From a comparison to the compare page: the matrix, what differs in each step, and who is how far from whom."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from fitgap.app.outcomes import FlowRow
from fitgap.model.comparison import (
    Absence,
    Comparison,
    Difference,
    DifferenceKind,
    Doing,
    ProcessProposal,
    StepGroup,
    StepRef,
)


class Aspect(StrEnum):
    """In what a step differs between members."""

    DOING = "doing"
    SPLIT = "split"
    ROLE = "role"
    FORM = "form"
    MEANS = "means"
    ORDER = "order"
    BRANCH = "branch"


ASPECT_OF = {
    DifferenceKind.ONLY_HERE: Aspect.DOING,
    DifferenceKind.MISSING_HERE: Aspect.DOING,
    DifferenceKind.SOME_DO: Aspect.DOING,
    DifferenceKind.SPLIT: Aspect.SPLIT,
    DifferenceKind.ROLE: Aspect.ROLE,
    DifferenceKind.FORM: Aspect.FORM,
    DifferenceKind.MEANS: Aspect.MEANS,
    DifferenceKind.ORDER: Aspect.ORDER,
    DifferenceKind.BRANCH: Aspect.BRANCH,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """A process as it was found; `key` is one of its flows' ids, which a reload finds again.

    `placed` are the ids of the flows that a person put there.
    """

    key: str
    name: str
    confidence: float
    flows: tuple[FlowRow, ...]
    placed: frozenset[int] = frozenset()

    @property
    def is_decided(self) -> bool:
        """True when a person put every flow there."""
        return all(row.id in self.placed for row in self.flows)

    @property
    def members(self) -> tuple[str, ...]:
        """The members that have it, in order of the flows."""
        return tuple(dict.fromkeys(row.member for row in self.flows))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What one member makes of one piece of work, and what it calls its steps."""

    doing: Doing
    names: tuple[str, ...]
    absence: Absence | None = None

    @property
    def lacks_reason(self) -> bool:
        """True when the member has no step here and nobody said why."""
        return self.absence is not None and not self.absence.reason


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkRow:
    """One common step; `cells` by member in the order of the comparison, `number` counts from 1 along the process."""

    number: int
    name: str
    cells: tuple[Cell, ...]
    aspects: frozenset[Aspect]
    differences: tuple[Difference, ...]
    group_id: str = ""
    is_corrected: bool = False

    @property
    def lacks_reason(self) -> bool:
        """True when a member has no step here and nobody said why."""
        return any(cell.lacks_reason for cell in self.cells)

    @property
    def doers(self) -> int:
        """How many members do it."""
        return sum(cell.doing is not Doing.NOT for cell in self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearness:
    """How far one member is from the others; `alone` of its `steps` pieces of work nobody else does."""

    member: str
    mean: float
    nearest: tuple[str, float]
    farthest: tuple[str, float]
    steps: int
    alone: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MapCell:
    """One cell of the map member × member; 0 for a member with itself."""

    left: str
    right: str
    total: float


def sort_processes(
    proposals: Sequence[ProcessProposal], rows: Sequence[FlowRow]
) -> tuple[tuple[Shared, ...], tuple[Shared, ...]]:
    """The processes of two or more members, and those of one alone."""
    by_key = {str(row.id): row for row in rows}
    found = [
        Shared(
            key=flows[0],
            name=proposal.name,
            confidence=proposal.confidence,
            flows=tuple(by_key[key] for key in flows),
            placed=frozenset(int(key) for key in proposal.placed_keys),
        )
        for proposal in proposals
        if (flows := [key for key in proposal.flow_keys if key in by_key])
    ]
    return tuple(one for one in found if len(one.members) > 1), tuple(one for one in found if len(one.members) < 2)


def work_rows(comparison: Comparison) -> tuple[WorkRow, ...]:
    """Every common step along the process."""
    differences: dict[str, list[Difference]] = defaultdict(list)
    for difference in comparison.differences:
        differences[difference.group_id].append(difference)
    absences = {(absence.group_id, absence.member): absence for absence in comparison.absences}
    rows = []
    for number, group in enumerate(comparison.groups, start=1):
        cells = tuple(
            Cell(doing=group.doing(member), names=group.names_of(member), absence=absences.get((group.id, member)))
            for member in comparison.members
        )
        told = tuple(differences[group.id])
        rows.append(
            WorkRow(
                number=number,
                name=group.name,
                cells=cells,
                aspects=_aspects(cells, told),
                differences=told,
                group_id=group.id,
                is_corrected=bool(group.corrections),
            )
        )
    return tuple(rows)


def shown(
    rows: Sequence[WorkRow], aspects: Collection[Aspect], *, is_differing: bool, is_unexplained: bool = False
) -> tuple[WorkRow, ...]:
    """The rows that differ in one of these aspects (in any when none is named and only what differs is wanted).

    Of these, when asked for, only those where a member has no step and nobody said why.
    """
    wanted = frozenset(aspects or (Aspect if is_differing else ()))
    return tuple(
        row for row in rows if (not wanted or row.aspects & wanted) and (row.lacks_reason or not is_unexplained)
    )


def explained(comparison: Comparison) -> tuple[int, int]:
    """How many of the missing steps have a reason, and how many are missing."""
    return sum(bool(absence.reason) for absence in comparison.absences), len(comparison.absences)


def anchor_of(group: StepGroup, groups: Sequence[StepGroup]) -> StepRef:
    """The step by which a group is found again: where possible one that stands in no other group."""
    elsewhere = {step.ref for other in groups if other.id != group.id for step in other.steps}
    return next((step.ref for step in group.steps if step.ref not in elsewhere), group.steps[0].ref)


def group_at(groups: Sequence[StepGroup], flow_key: str, step_id: str) -> StepGroup | None:
    """The first group that holds a step."""
    for group in groups:
        if any((step.ref.flow_key, step.ref.step_id) == (flow_key, step_id) for step in group.steps):
            return group
    return None


def nearness(comparison: Comparison) -> tuple[Nearness, ...]:
    """Every member, nearest to the others first; ties by name."""
    distances: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for pair in comparison.divergences:
        distances[pair.left].append((pair.right, pair.total))
        distances[pair.right].append((pair.left, pair.total))
    found = []
    for member, others in distances.items():
        by_distance = sorted(others, key=lambda other: (other[1], other[0]))
        groups = [group for group in comparison.groups if member in group.members]
        found.append(
            Nearness(
                member=member,
                mean=sum(total for _, total in others) / len(others),
                nearest=by_distance[0],
                farthest=by_distance[-1],
                steps=len(groups),
                alone=sum(len(group.members) == 1 for group in groups),
            )
        )
    return tuple(sorted(found, key=lambda one: (one.mean, one.member)))


def map_cells(comparison: Comparison) -> tuple[MapCell, ...]:
    """Every two members both ways round, and each with itself."""
    cells = [MapCell(left=member, right=member, total=0.0) for member in comparison.members]
    for pair in comparison.divergences:
        cells.append(MapCell(left=pair.left, right=pair.right, total=pair.total))
        cells.append(MapCell(left=pair.right, right=pair.left, total=pair.total))
    return tuple(cells)


def mean_distance(comparison: Comparison) -> float:
    """The mean over all pairs, 0 where there is none."""
    totals = [pair.total for pair in comparison.divergences]
    return sum(totals) / len(totals) if totals else 0.0


def _aspects(cells: Sequence[Cell], differences: Sequence[Difference]) -> frozenset[Aspect]:
    """What is told in sentences, and what the signs show."""
    aspects = {ASPECT_OF[difference.kind] for difference in differences}
    if any(cell.doing is Doing.NOT for cell in cells):
        aspects.add(Aspect.DOING)
    if any(cell.doing is Doing.PART for cell in cells):
        aspects.add(Aspect.SPLIT)
    return frozenset(aspects)
