"""From a common flow to tables: what each rule asks of whom, and which step is whose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fitgap.app.viewer import LinkKind, LinkMark
from fitgap.model.comparison import Change, ChangeKind, CommonFlow, StepRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """What a common flow asks of a member (or of all): changes by kind, and the hours a year of the work concerned."""

    member: str
    counts: tuple[tuple[ChangeKind, int], ...]
    hours_per_year: float

    @property
    def changes(self) -> int:
        """All changes."""
        return sum(count for _, count in self.counts)


def efforts(common: CommonFlow, members: Sequence[str]) -> tuple[Effort, ...]:
    """One a member, in their order."""
    return tuple(effort(member, [one for one in common.changes if one.member == member]) for member in members)


def effort(member: str, changes: Sequence[Change]) -> Effort:
    """Changes counted; the hours of a step count once, however much of it changes."""
    hours: dict[tuple[StepRef, ...] | tuple[str, str], float] = {}
    for change in changes:
        key = change.refs or (change.member, change.group_id)
        hours[key] = max(hours.get(key, 0.0), change.hours_per_year)
    return Effort(
        member=member,
        counts=tuple((kind, sum(one.kind is kind for one in changes)) for kind in ChangeKind),
        hours_per_year=sum(hours.values()),
    )


def common_marks(common: CommonFlow, xml_ids: Mapping[str, str], members: int, says: str) -> list[LinkMark]:
    """Number every step; one that all members do stands out. `says` has places for number, name, count and all."""
    found = []
    for number, step in enumerate(common.steps, start=1):
        if step.node_id not in xml_ids:
            continue
        label = says.format(number=number, name=step.name, count=len(step.members), all=members)
        is_everyones = len(step.members) >= members
        found.append(
            LinkMark(
                element_id=xml_ids[step.node_id],
                kind=LinkKind.SHARED if is_everyones else LinkKind.ALONE,
                sign=str(number),
                label=label,
            )
        )
    return found
