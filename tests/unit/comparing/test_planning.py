"""A common flow that people edit: drawn as it stands it is the proposal again; every edit tells in flow and changes."""

from collections import Counter
from dataclasses import replace

import pytest
from tests.unit.comparing.flows import MOVING_IN, POLICY, Row, compared, member

from fitgap.app.comparing_flows import common_flow_of, wish_of, wordings_of
from fitgap.comparing.planning import distances_to, draw_planned, plan_of, planned_groups
from fitgap.model.commons import Plan, PlannedStep
from fitgap.model.comparison import ChangeKind, CommonFlow, CommonRule, Comparison
from fitgap.model.flow import LineKind
from fitgap.model.step import steps_of
from fitgap.texts import say

RADIO: Row = ("防災無線の戸別受信機の貸出", "借用書を取って受信機を渡す。", "総務課", "借用書")
THREE = (
    member("青葉野市", MOVING_IN),
    member("汐見町", (*MOVING_IN[:9], RADIO, MOVING_IN[9])),
    member("白嶺市", (*MOVING_IN[:7], *MOVING_IN[8:])),
)
WORDINGS = wordings_of(THREE)


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return compared(*THREE)


def proposed(comparison: Comparison, rule: CommonRule, name: str = "") -> CommonFlow:
    return common_flow_of(comparison, rule, WORDINGS, POLICY, "ja", name)


def drawn(comparison: Comparison, plan: Plan) -> CommonFlow:
    wish = wish_of(comparison.process, plan.rule, POLICY, "ja", plan.member)
    return draw_planned(comparison, plan, wish, WORDINGS, POLICY.comparing)


def names(common: CommonFlow) -> list[str]:
    return [step.name for step in steps_of(common.flow)]


@pytest.mark.parametrize(
    ("rule", "name"),
    [(CommonRule.MAJORITY, ""), (CommonRule.LEAST_CHANGE, ""), (CommonRule.MEMBER, "汐見町")],
)
def test_a_plan_that_nobody_touched_is_the_proposal(comparison: Comparison, rule: CommonRule, name: str) -> None:
    common = proposed(comparison, rule, name)
    again = drawn(comparison, plan_of(common))
    assert again.flow == common.flow
    assert [(one.member, one.said) for one in again.changes] == [(one.member, one.said) for one in common.changes]


def test_a_step_that_is_dropped_has_to_be_dropped_by_all(comparison: Comparison) -> None:
    plan = plan_of(proposed(comparison, CommonRule.MAJORITY))
    place = [step.name for step in plan.steps].index("本人確認")
    common = drawn(comparison, plan.without(place))
    assert "本人確認" not in names(common)
    dropped = [
        one.member for one in common.changes if one.kind is ChangeKind.DROP and "本人確認" in say(one.said, "ja")
    ]
    assert dropped == ["汐見町", "白嶺市", "青葉野市"]


def test_a_step_that_is_added_has_to_be_added_by_those_without_it(comparison: Comparison) -> None:
    plan = plan_of(proposed(comparison, CommonRule.MAJORITY))
    group = next(group for group in comparison.groups if group.name == RADIO[0])
    step = PlannedStep(name=group.name, refs=group.refs_of("汐見町"))
    common = drawn(comparison, plan.with_step(step, len(plan.steps)))
    assert names(common)[-1] == RADIO[0]
    assert common.steps[-1].members == ("汐見町",)
    told = {one.member for one in common.changes if one.kind is ChangeKind.ADD and RADIO[0] in say(one.said, "ja")}
    assert told == {"白嶺市", "青葉野市"}


@pytest.mark.parametrize(("place", "by"), [(2, 4), (8, -6), (9, -9), (0, 9), (4, 1)])
def test_a_moved_step_stands_behind_the_one_before_it_and_nothing_hangs_loose(
    comparison: Comparison, place: int, by: int
) -> None:
    plan = plan_of(proposed(comparison, CommonRule.MAJORITY)).moved(place, by)
    common = drawn(comparison, plan)
    assert names(common) == [step.name for step in plan.steps]
    lines = [line for line in common.flow.lines if line.kind is LineKind.SEQUENCE]
    left, entered = Counter(line.source_id for line in lines), Counter(line.target_id for line in lines)
    for node in common.flow.nodes:
        assert entered[node.id] or node.kind == "startEvent"
        assert left[node.id] or node.kind == "endEvent"
    following = {line.target_id for line in lines if line.source_id == common.steps[place + by - 1].node_id}
    if place + by > 0:
        assert following == {common.steps[place + by].node_id}
    assert any(one.kind is ChangeKind.MOVE for one in common.changes)


def test_a_new_name_is_kept_and_asks_for_no_change(comparison: Comparison) -> None:
    plan = plan_of(proposed(comparison, CommonRule.MAJORITY))
    before = drawn(comparison, plan)
    common = drawn(comparison, plan.renamed(0, "受付番号の発行"))
    assert names(common)[0] == "受付番号の発行"
    assert len(common.changes) == len(before.changes)


def test_a_plan_takes_in_a_member_that_came_later() -> None:
    two = compared(*THREE[:2])
    plan = plan_of(common_flow_of(two, CommonRule.MAJORITY, WORDINGS, POLICY, "ja"))
    common = drawn(compared(*THREE), plan)
    assert all("白嶺市" in step.members for step in common.steps if step.name != "国民健康保険の案内")
    told = [say(one.said, "ja") for one in common.changes if one.member == "白嶺市"]
    assert any("国民健康保険の案内" in sentence for sentence in told)


def test_a_member_gone_leaves_its_voice_to_the_others(comparison: Comparison) -> None:
    plan = plan_of(proposed(comparison, CommonRule.MEMBER, "汐見町"))
    common = drawn(compared(THREE[0], THREE[2]), plan)
    assert RADIO[0] in names(common)
    assert {step.lane for step in steps_of(common.flow)} >= {"窓口", "審査"}


def test_every_group_stands_for_one_planned_step_or_for_itself(comparison: Comparison) -> None:
    plan = plan_of(proposed(comparison, CommonRule.MAJORITY))
    groups = planned_groups(comparison.groups, plan)
    assert [group.name for group in groups[: len(plan.steps)]] == [step.name for step in plan.steps]
    assert {group.id for group in groups} == {group.id for group in comparison.groups}


def test_the_member_whose_flow_it_is_stands_nearest_to_it(comparison: Comparison) -> None:
    plan = plan_of(proposed(comparison, CommonRule.MEMBER, "汐見町"))
    distances = {one.left: one.total for one in _distances(comparison, plan)}
    assert distances["汐見町"] == 0
    assert distances["白嶺市"] > distances["青葉野市"] > 0


def _distances(comparison: Comparison, plan: Plan) -> tuple:  # type: ignore[type-arg]
    common = drawn(comparison, replace(plan))
    return distances_to(comparison, plan, common, WORDINGS, POLICY.comparing)
