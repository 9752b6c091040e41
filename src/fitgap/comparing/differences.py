"""The differences between the members in sentences that a committee can read, the weightiest first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from fitgap.comparing.order import longest_rising
from fitgap.comparing.profiles import Profile, hours_of
from fitgap.comparing.table import StepTable
from fitgap.model.comparison import Difference, DifferenceKind, DivergencePart, StepGroup, StepRef
from fitgap.model.message import Message, Value, message
from fitgap.model.step import Step

_NAMED = 3
_KINDS = tuple(DifferenceKind)
_PART_OF = {
    DifferenceKind.ONLY_HERE: DivergencePart.STEPS,
    DifferenceKind.MISSING_HERE: DivergencePart.STEPS,
    DifferenceKind.SOME_DO: DivergencePart.STEPS,
    DifferenceKind.SPLIT: DivergencePart.STEPS,
    DifferenceKind.ROLE: DivergencePart.ROLES,
    DifferenceKind.FORM: DivergencePart.FORMS,
    DifferenceKind.MEANS: DivergencePart.MEANS,
    DifferenceKind.ORDER: DivergencePart.ORDER,
    DifferenceKind.BRANCH: DivergencePart.BRANCHES,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What differences are told from."""

    table: StepTable
    groups: Sequence[StepGroup]
    profiles: Mapping[str, Profile]
    weights: Mapping[str, float]

    def doers(self, number: int) -> tuple[str, ...]:
        """The members that do the work of a group."""
        return tuple(member for member, profile in self.profiles.items() if profile.has[number])

    def does_elsewhere(self, number: int, member: str) -> bool:
        """True when a step of the group also stands in another group, where the member does it."""
        return any(
            self.profiles[member].has[other]
            for profile in self.profiles.values()
            for row in profile.rows.get(number, ())
            for other in profile.groups_of[row]
        )

    def refs(self, number: int, members: Sequence[str]) -> tuple[StepRef, ...]:
        """The steps of some members in a group."""
        return tuple(self.table.refs[row] for member in members for row in self.profiles[member].rows.get(number, ()))

    def hours(self, number: int, members: Sequence[str]) -> float:
        """The hours a year of those steps."""
        rows = [row for member in members for row in self.profiles[member].rows.get(number, ())]
        return hours_of([self.table.steps[row] for row in rows])


def differences_of(ground: Ground) -> tuple[Difference, ...]:
    """Every difference, by weight, then by kind, then along the process."""
    if len(ground.profiles) < 2:
        return ()
    found = [
        difference
        for number in range(len(ground.groups))
        for difference in (
            *_about_doing(ground, number),
            *_about_splitting(ground, number),
            *_about_sets(ground, number),
            *_about_branches(ground, number),
        )
    ]
    found.extend(_about_order_of_two(ground) if len(ground.profiles) == 2 else _about_order(ground))
    return tuple(sorted(found, key=lambda one: (-one.weight, _KINDS.index(one.kind), one.group_id)))


def listed(names: Sequence[str]) -> str:
    """Names in one phrase; of many, the first and how many more."""
    shown = "、".join(names[:_NAMED])
    return shown if len(names) <= _NAMED else f"{shown} (+{len(names) - _NAMED})"


def told(
    kind: DifferenceKind,
    steps: Sequence[tuple[float | None, float | None]],
    hours: float,
    variant: str = "",
    /,
    **values: Value,
) -> Message:
    """A sentence, with cases and minutes of a single step, or with hours, where they are known."""
    code = f"difference.{kind.value}{variant}"
    if len(steps) == 1 and steps[0][0] and steps[0][1]:
        return message(f"{code}_cases", **values, minutes=steps[0][0], cases=steps[0][1])
    return message(f"{code}_hours", **values, hours=hours) if hours else message(code, **values)


def _difference(
    ground: Ground, number: int, kind: DifferenceKind, whose: Sequence[str], variant: str = "", /, **values: Value
) -> Difference:
    refs = ground.refs(number, whose)
    rows = [row for member in whose for row in ground.profiles[member].rows.get(number, ())]
    work = [(ground.table.steps[row].minutes_per_case, ground.table.steps[row].cases_per_year) for row in rows]
    hours = ground.hours(number, whose)
    return Difference(
        kind=kind,
        group_id=ground.groups[number].id,
        said=told(kind, work, hours, variant, step=ground.groups[number].name, **values),
        refs=refs,
        hours_per_year=hours,
        weight=hours * ground.weights.get(_PART_OF[kind].value, 0.0),
    )


def _about_doing(ground: Ground, number: int) -> Iterator[Difference]:
    """Work that not all do."""
    doers = ground.doers(number)
    others = tuple(
        member for member in ground.profiles if member not in doers and not ground.does_elsewhere(number, member)
    )
    if not others or not doers:
        return
    if len(doers) == 1 and len(others) == len(ground.profiles) - 1:
        yield _difference(ground, number, DifferenceKind.ONLY_HERE, doers, member=doers[0])
    elif len(others) == 1 and len(doers) > 1:
        yield _difference(ground, number, DifferenceKind.MISSING_HERE, doers, member=others[0])
    else:
        names: dict[str, Value] = {"members": listed(doers), "others": listed(others)}
        names |= {"count": len(doers), "all": len(ground.profiles)}
        yield _difference(ground, number, DifferenceKind.SOME_DO, doers, **names)


def _about_splitting(ground: Ground, number: int) -> Iterator[Difference]:
    """Work that one member does in several steps and another in one."""
    counts = {member: len(ground.profiles[member].rows[number]) for member in ground.doers(number)}
    if len(set(counts.values())) < 2:
        return
    several = [member for member, count in counts.items() if count > 1]
    said = [
        f"{member} {'＋'.join(ground.table.steps[row].name for row in ground.profiles[member].rows[number])}"
        for member in several
    ]
    yield _difference(ground, number, DifferenceKind.SPLIT, several, who=listed(said))


def _about_sets(ground: Ground, number: int) -> Iterator[Difference]:
    """Roles, means and forms that are not the same with all who do the work."""
    doers = ground.doers(number)
    roles = {member: ground.profiles[member].roles[number] for member in doers}
    if len(set(filter(None, roles.values()))) > 1:
        lanes = [f"{m} {_lanes(ground, number, m)}" for m in doers if roles[m]]
        yield _difference(ground, number, DifferenceKind.ROLE, doers, who=listed(lanes))
    means = {member: ground.profiles[member].means[number] for member in doers}
    if len(set(filter(None, means.values()))) > 1:
        stated = {member: _methods(ground, number, member) for member in doers if means[member]}
        methods = [f"{member} {method}" for member, method in stated.items() if method]
        if len(methods) > 1:
            yield _difference(ground, number, DifferenceKind.MEANS, doers, who=listed(methods))
    forms = {member: ground.profiles[member].forms[number] for member in doers}
    uncommon = sorted(frozenset().union(*forms.values()) - frozenset.intersection(*forms.values())) if forms else []
    if len(doers) > 1 and uncommon:
        said = [f"{form} ({listed([m for m in doers if form in forms[m]])})" for form in uncommon]
        yield _difference(ground, number, DifferenceKind.FORM, doers, forms=listed(said))


def _about_branches(ground: Ground, number: int) -> Iterator[Difference]:
    """Work behind which the ways part with some and not with others."""
    ways = {member: ground.profiles[member].extra_ways[number] + 1 for member in ground.doers(number)}
    if len(set(ways.values())) > 1:
        said = listed([f"{member} {count}" for member, count in ways.items()])
        yield _difference(ground, number, DifferenceKind.BRANCH, tuple(ways), who=said)


def _about_order(ground: Ground) -> Iterator[Difference]:
    """Work that a member does behind what the majority of those who do both does it before."""
    profiles = list(ground.profiles.values())
    before = [profile.eventually & ~profile.eventually.T for profile in profiles]
    has_both = sum((np.outer(p.has, p.has).astype(np.int64) for p in profiles), np.int64(0))
    forth = sum((one.astype(np.int64) for one in before), np.int64(0))
    is_usual = (2 * forth > has_both) & (has_both > 2)
    for profile, mine in zip(profiles, before, strict=True):
        turned = mine & is_usual.T
        for number in np.flatnonzero(turned.any(axis=1)).tolist():
            other = int(np.flatnonzero(turned[number])[0])
            yield _difference(
                ground,
                number,
                DifferenceKind.ORDER,
                (profile.member,),
                member=profile.member,
                other=ground.groups[other].name,
            )


def _about_order_of_two(ground: Ground) -> Iterator[Difference]:
    """The fewest pieces of work that, put elsewhere, would bring two members' orders in line."""
    left, right = ground.profiles.values()
    opposed = left.eventually & ~left.eventually.T & right.eventually.T & ~right.eventually
    both = np.flatnonzero(left.has & right.has).tolist()
    mine, theirs = (
        sorted(both, key=lambda number: (float(ground.table.places[list(its.rows[number])].mean()), number))
        for its in (left, right)
    )
    rank = {number: index for index, number in enumerate(theirs)}
    stay = longest_rising([rank[number] for number in mine])
    for number in mine:
        against = opposed[number] | opposed[:, number]
        if rank[number] in stay or not against.any():
            continue
        other = next((one for one in mine if against[one] and rank[one] in stay), int(np.flatnonzero(against)[0]))
        first, second = (left, right) if opposed[number, other] else (right, left)
        name = ground.groups[other].name
        whose = (first.member,)
        yield _difference(
            ground, number, DifferenceKind.ORDER, whose, "_two", member=first.member, other=name, others=second.member
        )


def lane_of(step: Step) -> str:
    """Who does a step, as the flow says it."""
    if not step.actor or step.actor in step.lane:
        return step.lane
    return f"{step.lane}（{step.actor}）" if step.lane else step.actor


def _lanes(ground: Ground, number: int, member: str) -> str:
    steps = [ground.table.steps[row] for row in ground.profiles[member].rows[number]]
    return "／".join(dict.fromkeys(lane_of(step) for step in steps))


def _methods(ground: Ground, number: int, member: str) -> str:
    """What the member states; a kind of task that only a diagram gives is no word for a committee."""
    steps = [ground.table.steps[row] for row in ground.profiles[member].rows[number]]
    return "／".join(dict.fromkeys(step.method for step in steps if step.method))
