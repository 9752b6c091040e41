"""Which work a common flow keeps, by rule."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from fitgap.comparing.profiles import Profile, hours_of
from fitgap.comparing.table import StepTable
from fitgap.model.comparison import CommonRule, Cover, StepCover, StepGroup, StepRef
from fitgap.model.policy import Comparing
from fitgap.model.step import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """What the rules decide on; `member` is the one whose flow is taken by `CommonRule.MEMBER`."""

    table: StepTable
    groups: Sequence[StepGroup]
    profiles: Mapping[str, Profile]
    covers: Mapping[StepRef, StepCover]
    rule: CommonRule
    member: str
    policy: Comparing

    def doers(self, number: int) -> tuple[str, ...]:
        """The members that do the work of a group."""
        return tuple(member for member, profile in self.profiles.items() if profile.has[number])

    def steps(self, number: int, member: str) -> tuple[Step, ...]:
        """A member's steps of a group."""
        return tuple(self.table.steps[row] for row in self.profiles[member].rows.get(number, ()))

    def voice(self, member: str, number: int) -> float:
        """How much a member's way of doing a piece of work counts under the rule."""
        if self.rule is CommonRule.MEMBER:
            return float(member == self.member)
        if self.rule is CommonRule.LEAST_CHANGE:
            return hours_of(self.steps(number, member)) or 1.0
        return 1.0


def select(ballot: Ballot) -> tuple[int, ...]:
    """The numbers of the groups that the rule keeps, along the process.

    A group all of whose steps also stand in other groups that are kept adds nothing and is left out.
    """
    chosen = [number for number in range(len(ballot.groups)) if SELECTORS[ballot.rule](ballot, number)]
    if ballot.rule is CommonRule.MEMBER:
        return tuple(chosen)
    for number in sorted(chosen, key=lambda n: (len(ballot.doers(n)), len(ballot.groups[n].steps), n)):
        kept = set(chosen) - {number}
        rows = [(profile, row) for profile in ballot.profiles.values() for row in profile.rows.get(number, ())]
        if all(kept.intersection(profile.groups_of[row]) for profile, row in rows):
            chosen.remove(number)
    return tuple(chosen)


def around(groups: Sequence[StepGroup], member: str) -> tuple[StepGroup, ...]:
    """The groups as one member divides its work: a group for each of its steps, with what others do for it.

    A step of the member keeps the number of the group that it is most like; groups without the member stay.
    """
    mine: dict[StepRef, list[StepGroup]] = {}
    for group in groups:
        for ref in group.refs_of(member):
            mine.setdefault(ref, []).append(group)
    found = []
    for ref, its in mine.items():
        own = {group.id: step for group in its for step in group.steps if step.ref == ref}
        best = max(its, key=lambda group: (own[group.id].likeness, group.id))
        others = {step.ref: step for group in its for step in group.steps if step.ref.member != member}
        steps = (own[best.id], *(others[other] for other in sorted(others)))
        found.append(StepGroup(id=best.id, name=own[best.id].name, steps=steps))
    return (*found, *(group for group in groups if not group.refs_of(member)))


def _is_majority(ballot: Ballot, number: int) -> bool:
    return len(ballot.doers(number)) > ballot.policy.majority_share * len(ballot.profiles)


def _is_packaged(ballot: Ballot, number: int) -> bool:
    """What the package covers is kept, what it does not is dropped; work by hand goes by the majority."""
    covers = {ballot.covers[step.ref].cover for step in ballot.groups[number].steps if step.ref in ballot.covers}
    if Cover.COVERED in covers:
        return True
    return Cover.BY_HAND in covers and _is_majority(ballot, number)


def _is_cheaper_to_keep(ballot: Ballot, number: int) -> bool:
    """Those who would have to stop have at least as much of the work as those who would have to start.

    Where a member does not do the work, its hours are the others' usual minutes times its own usual volume.
    """
    doers = ballot.doers(number)
    minutes = [s.minutes_per_case for m in doers for s in ballot.steps(number, m) if s.minutes_per_case]
    usual = median(minutes) if minutes else 0.0
    stop = sum(ballot.voice(member, number) for member in doers)
    start = sum(_hours_to_start(ballot, member, usual) for member in ballot.profiles if member not in doers)
    return stop >= start


def _hours_to_start(ballot: Ballot, member: str, minutes: float) -> float:
    mine = [ballot.table.steps[row] for row in ballot.profiles[member].groups_of]
    cases = [step.cases_per_year for step in mine if step.cases_per_year]
    return minutes * median(cases) / 60 if cases and minutes else 1.0


SELECTORS: dict[CommonRule, Callable[[Ballot, int], bool]] = {
    CommonRule.MAJORITY: _is_majority,
    CommonRule.PACKAGE: _is_packaged,
    CommonRule.LEAST_CHANGE: _is_cheaper_to_keep,
    CommonRule.MEMBER: lambda ballot, number: bool(ballot.profiles[ballot.member].has[number]),
}
"""Whether a rule keeps the work of a group."""
