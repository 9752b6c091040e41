"""A common flow proposed by a rule: chosen work in voted order, with roles and forms by vote, as a flow of its own."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from fitgap.comparing.changes import Unit, changes_of
from fitgap.comparing.drawing_up import draw_up
from fitgap.comparing.evidence import Wordings
from fitgap.comparing.profiles import profiles_of
from fitgap.comparing.roles import role_of
from fitgap.comparing.selecting import Ballot, around, select
from fitgap.comparing.table import lay_out_steps
from fitgap.comparing.voting import voted_order, voted_ways
from fitgap.model.comparison import CommonFlow, CommonRule, CommonStep, Comparison, StepCover, StepRef
from fitgap.model.flow import Direction, Work
from fitgap.model.policy import Comparing
from fitgap.model.step import Step

_TIE = 1e-4  # of two roles with as many voices, the one of the step that gave the name


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is asked for: a rule, for `MEMBER` whose flow, for `PACKAGE` what the package covers.

    `flow_name` names the flow, `role_names` its lanes.
    """

    rule: CommonRule
    flow_name: str
    role_names: Mapping[str, str]
    member: str = ""
    covers: Mapping[StepRef, StepCover]


def propose_common_flow(comparison: Comparison, wish: Wish, wordings: Wordings, policy: Comparing) -> CommonFlow:
    """The common flow of a comparison by a rule, where its steps come from, and what each member must change."""
    table = lay_out_steps(comparison.flows)
    groups = around(comparison.groups, wish.member) if wish.rule is CommonRule.MEMBER else comparison.groups
    profiles = profiles_of(table, groups, wordings, policy)
    ballot = Ballot(
        table=table,
        groups=groups,
        profiles=profiles,
        covers=wish.covers,
        rule=wish.rule,
        member=wish.member,
        policy=policy,
    )
    numbers = voted_order(ballot, select(ballot))
    units = [unit_of(ballot, number, index, wish) for index, number in enumerate(numbers, start=1)]
    ways = voted_ways(ballot, numbers)
    return CommonFlow(
        rule=wish.rule,
        member=wish.member,
        flow=draw_up(wish.flow_name, units, ways),
        steps=tuple(provenance(ballot, unit) for unit in units),
        changes=changes_of(ballot, units, ways),
    )


def unit_of(ballot: Ballot, number: int, index: int, wish: Wish) -> Unit:
    """The step of the common flow that stands for a group; where none of its doers has a voice, they all have."""
    doers = [member for member in ballot.doers(number) if ballot.voice(member, number) > 0]
    doers = doers or list(ballot.doers(number))
    steps = [(member, step) for member in doers for step in ballot.steps(number, member)]
    is_one = ballot.rule is CommonRule.MEMBER
    named = ballot.groups[number].name
    role = _elected(
        (role_of(step, ballot.policy), ballot.voice(member, number) + _TIE * (step.name == named))
        for member, step in steps
    )
    lanes = [step.lane or step.actor for _, step in steps if role_of(step, ballot.policy) == role]
    lane = (_elected((lane, 1.0) for lane in lanes) if is_one else wish.role_names.get(role, role)) if role else ""
    return Unit(
        node_id=f"Step_{index:02}",
        number=number,
        name=named,
        kind=_elected((step.kind, ballot.voice(member, number)) for member, step in steps),
        role=role,
        lane=lane,
        forms=_forms(ballot, number, doers),
        work=_work(named, [step for _, step in steps]),
    )


def _forms(ballot: Ballot, number: int, doers: Sequence[str]) -> tuple[tuple[str, Direction], ...]:
    """The forms that more than half of the voices use, with the direction that most use them in."""
    whole = sum(ballot.voice(member, number) for member in doers)
    found = []
    for form in sorted(frozenset().union(*(ballot.profiles[member].forms[number] for member in doers))):
        users = [member for member in doers if form in ballot.profiles[member].forms[number]]
        if 2 * sum(ballot.voice(member, number) for member in users) > whole:
            heads = [ballot.profiles[member].uses[number] for member in users]
            found.append((form, Direction(_elected((use[form].value, 1.0) for use in heads))))
    return tuple(found)


def _work(name: str, steps: Sequence[Step]) -> Work:
    """How the step is done: the content of the step that gave the name, the usual method, the usual minutes."""
    content = next((step.content for step in steps if step.name == name), steps[0].content if steps else "")
    minutes = [step.minutes_per_case for step in steps if step.minutes_per_case is not None]
    laws = dict.fromkeys(step.legal_basis for step in steps if step.legal_basis)
    return Work(
        content=content,
        method=_elected((step.method, 1.0) for step in steps if step.method),
        minutes_per_case=float(median(minutes)) if minutes else None,
        legal_basis="、".join(laws),
    )


def provenance(ballot: Ballot, unit: Unit) -> CommonStep:
    """Where a step of a common flow comes from."""
    group = ballot.groups[unit.number]
    refs = tuple(step.ref for step in group.steps)
    features = (ballot.covers[ref].feature_id for ref in refs if ref in ballot.covers)
    return CommonStep(
        node_id=unit.node_id,
        group_id=group.id,
        name=unit.name,
        role=unit.role,
        refs=refs,
        members=group.members,
        feature_ids=tuple(dict.fromkeys(feature for feature in features if feature)),
    )


def _elected(votes: Iterable[tuple[str, float]]) -> str:
    """What has most voices; a tie goes to the first in alphabetical order, empty counts only when alone."""
    counts: dict[str, float] = {}
    for what, voice in votes:
        if what:
            counts[what] = counts.get(what, 0.0) + voice
    return min(counts, key=lambda what: (-round(counts[what], 6), what), default="")
