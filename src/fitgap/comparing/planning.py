"""A common flow that people planned: their steps in their order, drawn and counted as a proposal is."""

from collections.abc import Sequence
from dataclasses import replace

from fitgap.comparing.changes import changes_of
from fitgap.comparing.common_flow import Wish, provenance, unit_of
from fitgap.comparing.divergence import divergence
from fitgap.comparing.drawing_up import draw_up
from fitgap.comparing.evidence import Wordings
from fitgap.comparing.order import longest_rising
from fitgap.comparing.profiles import profiles_of
from fitgap.comparing.selecting import Ballot
from fitgap.comparing.table import lay_out_steps
from fitgap.comparing.voting import CommonWay, voted_order, voted_ways
from fitgap.model.commons import Plan, PlannedStep
from fitgap.model.comparison import (
    CommonFlow,
    CommonRule,
    Comparison,
    Divergence,
    GroupedStep,
    GroupRelation,
    MemberFlow,
    StepGroup,
    StepRef,
)
from fitgap.model.policy import Comparing

COMMON = ""
"""What stands for the common flow where a member's name is asked for; no member is called so."""

_EVEN = 0.5


def plan_of(common: CommonFlow, package: str = "") -> Plan:
    """A proposal as a plan that can be edited; drawn as it is, it is the proposal again."""
    return Plan(
        name=common.flow.name,
        rule=common.rule,
        member=common.member,
        package=package,
        steps=tuple(PlannedStep(name=step.name, refs=step.refs) for step in common.steps),
    )


def draw_planned(comparison: Comparison, plan: Plan, wish: Wish, wordings: Wordings, policy: Comparing) -> CommonFlow:
    """The planned flow: roles and forms by the plan's rule, ways by the members, and what each has to change.

    A member that the plan names and the comparison lacks has no voice; all others then count alike.
    """
    ballot = _ballot(comparison, plan, wish, wordings, policy)
    numbers = range(len(plan.steps))
    units = [replace(unit_of(ballot, number, number + 1, wish), name=plan.steps[number].name) for number in numbers]
    ways = planned_ways(ballot, numbers)
    return CommonFlow(
        rule=plan.rule,
        member=plan.member,
        flow=draw_up(plan.name, units, ways),
        steps=tuple(provenance(ballot, unit) for unit in units),
        changes=changes_of(ballot, units, ways),
    )


def distances_to(
    comparison: Comparison, plan: Plan, common: CommonFlow, wordings: Wordings, policy: Comparing
) -> tuple[Divergence, ...]:
    """How far each member is from the planned flow, by member; `right` is `COMMON`."""
    groups = list(planned_groups(comparison.groups, plan))
    for number, step in enumerate(common.steps):
        here = StepRef(member=COMMON, flow_key=COMMON, step_id=step.node_id)
        one = GroupedStep(ref=here, name=step.name, relation=GroupRelation.SAME, likeness=1.0)
        groups[number] = replace(groups[number], steps=(*groups[number].steps, one))
    flows = (*comparison.flows, MemberFlow(key=COMMON, member=COMMON, flow=common.flow))
    profiles = profiles_of(lay_out_steps(flows), groups, wordings, policy)
    return tuple(divergence(profiles[member], profiles[COMMON], policy.divergence) for member in comparison.members)


def planned_groups(groups: Sequence[StepGroup], plan: Plan) -> tuple[StepGroup, ...]:
    """A group for every planned step, in the plan's order, and then the groups that no planned step stands for.

    Steps of flows that the plan does not know join the planned step that holds most of their group.
    """
    known = {ref.flow_key for step in plan.steps for ref in step.refs}
    found = [_group(step, groups, known, number) for number, step in enumerate(plan.steps, start=1)]
    taken = {frozenset(step.refs) for step in plan.steps} | {_refs(group) for group in found}
    return (*found, *(group for group in groups if _refs(group) not in taken))


def planned_ways(ballot: Ballot, numbers: Sequence[int]) -> tuple[CommonWay, ...]:
    """The members' ways among the steps that stand where the members have them; any other follows the one before it."""
    rank = {number: index for index, number in enumerate(voted_order(ballot, numbers))}
    rising = longest_rising([rank[number] for number in numbers])
    placed = [number for number in numbers if rank[number] in rising]
    ways = list(voted_ways(ballot, placed))
    for place, number in enumerate(numbers):
        if rank[number] in rising:
            continue
        if place:
            before = numbers[place - 1]
            ways = [replace(way, before=number) if way.before == before else way for way in ways]
            ways.append(CommonWay(before=before, after=number))
        elif following := [other for other in numbers if other in placed]:
            ways.append(CommonWay(before=number, after=following[0]))
        placed.append(number)
    return tuple(ways)


def _ballot(comparison: Comparison, plan: Plan, wish: Wish, wordings: Wordings, policy: Comparing) -> Ballot:
    table = lay_out_steps(comparison.flows)
    groups = planned_groups(comparison.groups, plan)
    is_one = plan.member in table.members and plan.rule in (CommonRule.MEMBER, CommonRule.STANDARD)
    silent = plan.rule in (CommonRule.MEMBER, CommonRule.STANDARD) and not is_one
    return Ballot(
        table=table,
        groups=groups,
        profiles=profiles_of(table, groups, wordings, policy),
        covers=wish.covers,
        rule=CommonRule.MEMBER if is_one else CommonRule.MAJORITY if silent else plan.rule,
        member=plan.member if is_one else "",
        policy=policy,
    )


def _group(step: PlannedStep, groups: Sequence[StepGroup], known: set[str], number: int) -> StepGroup:
    refs = frozenset(step.refs)
    best, likeness = None, 0.0
    for group in groups:
        mine = {ref for ref in _refs(group) if ref.flow_key in known}
        either = len(mine | refs)
        if either and len(mine & refs) / either > likeness:
            best, likeness = group, len(mine & refs) / either
    if best is not None and _refs(best) == refs:
        return replace(best, name=step.name)
    told = {one.ref: one for group in groups for one in group.steps}
    if best is not None:
        told |= {one.ref: one for one in best.steps}
    joined = [ref for ref in _refs(best) if ref.flow_key not in known] if best and likeness > _EVEN else []
    steps = tuple(told[ref] for ref in sorted({*refs, *joined}) if ref in told)
    return StepGroup(id=best.id if best else f"P{number:02}", name=step.name, steps=steps)


def _refs(group: StepGroup) -> frozenset[StepRef]:
    return frozenset(step.ref for step in group.steps)
