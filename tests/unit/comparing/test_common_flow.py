"""Common flows by rule, where their steps come from, and what each member must change."""

from collections import Counter

import pytest
from tests.unit.comparing.flows import MOVING_IN, POLICY, Row, compared, member

from fitgap.app.comparing_flows import common_flow_of, wordings_of
from fitgap.model.comparison import (
    ChangeKind,
    CommonFlow,
    CommonRule,
    Comparison,
    Cover,
    MemberFlow,
    StepCover,
    StepRef,
)
from fitgap.model.flow import Flow, LineKind
from fitgap.model.step import steps_of
from fitgap.reporting.diagram import diagram_of
from fitgap.texts import say

RADIO: Row = ("防災無線の戸別受信機の貸出", "借用書を取って受信機を渡す。", "総務課", "借用書")
AOBANO = member("青葉野市", MOVING_IN)
SHIOMI = member("汐見町", (*MOVING_IN[:9], RADIO, MOVING_IN[9]))
SHIRANE = member("白嶺市", (*MOVING_IN[:7], *MOVING_IN[8:]))
THREE = (AOBANO, SHIOMI, SHIRANE)


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return compared(*THREE)


def proposed(comparison: Comparison, rule: CommonRule, **more: object) -> CommonFlow:
    flows: tuple[MemberFlow, ...] = comparison.flows
    return common_flow_of(comparison, rule, wordings_of(flows), POLICY, "ja", **more)  # type: ignore[arg-type]


def names(flow: Flow) -> list[str]:
    return [step.name for step in steps_of(flow)]


def test_the_majority_decides_what_is_done(comparison: Comparison) -> None:
    common = proposed(comparison, CommonRule.MAJORITY)
    assert names(common.flow) == [row[0] for row in MOVING_IN]
    told = {(change.member, change.kind): say(change.said, "ja") for change in common.changes}
    assert told["汐見町", ChangeKind.DROP] == "「防災無線の戸別受信機の貸出」をやめる（年1,200件×5分）。"
    assert "国民健康保険の案内" in told["白嶺市", ChangeKind.ADD]


def test_a_members_own_flow_asks_nothing_of_that_member(comparison: Comparison) -> None:
    common = proposed(comparison, CommonRule.MEMBER, member="汐見町")
    assert names(common.flow) == names(SHIOMI.flow)
    assert [change for change in common.changes if change.member == "汐見町"] == []
    assert {step.lane for step in steps_of(common.flow)} == {row[2] for row in (*MOVING_IN, RADIO)}


def test_what_the_package_does_not_do_is_dropped_but_not_work_by_hand(comparison: Comparison) -> None:
    covers: dict[StepRef, StepCover] = {}
    for group in comparison.groups:
        for step in group.steps:
            by_hand = step.name in {"届書の編綴", "番号札の発券"}
            cover = Cover.BY_HAND if by_hand else Cover.UNCOVERED if step.name == "届書の審査" else Cover.COVERED
            covers[step.ref] = StepCover(cover=cover, feature_id="F01" if cover is Cover.COVERED else "")
    common = proposed(comparison, CommonRule.PACKAGE, covers=covers)
    assert "届書の審査" not in names(common.flow)
    assert {"届書の編綴", "番号札の発券"} <= set(names(common.flow))
    assert next(step for step in common.steps if step.name == "転入届の受付").feature_ids == ("F01",)


def test_the_least_change_weighs_hours(comparison: Comparison) -> None:
    common = proposed(comparison, CommonRule.LEAST_CHANGE)
    kept = set(names(common.flow))
    assert "国民健康保険の案内" in kept
    assert "防災無線の戸別受信機の貸出" not in kept


def test_every_step_says_where_it_comes_from(comparison: Comparison) -> None:
    common = proposed(comparison, CommonRule.MAJORITY)
    assert [step.node_id for step in common.steps] == [step.id for step in steps_of(common.flow)]
    refs = {flow.key: {step.id for step in steps_of(flow.flow)} for flow in THREE}
    assert all(ref.step_id in refs[ref.flow_key] for step in common.steps for ref in step.refs)
    assert common.steps[0].members == ("汐見町", "白嶺市", "青葉野市")


def test_the_flow_has_no_loose_ends(comparison: Comparison) -> None:
    for rule in (CommonRule.MAJORITY, CommonRule.LEAST_CHANGE):
        flow = proposed(comparison, rule).flow
        lines = [line for line in flow.lines if line.kind is LineKind.SEQUENCE]
        left, entered = Counter(line.source_id for line in lines), Counter(line.target_id for line in lines)
        for node in flow.nodes:
            assert entered[node.id] or node.kind == "startEvent"
            assert left[node.id] or node.kind == "endEvent"
            assert left[node.id] <= 1 or node.is_gateway


def test_parting_ways_part_at_a_gateway_with_their_conditions() -> None:
    ways = [*((i, i + 1) for i in range(9)), (3, 7)]
    one, other = member("青葉野市", MOVING_IN, ways=ways), member("汐見町", MOVING_IN, ways=ways)
    flow = proposed(compared(one, other), CommonRule.MAJORITY).flow
    (gateway,) = [node for node in flow.nodes if node.is_gateway]
    targets = {line.target_id for line in flow.lines if line.source_id == gateway.id}
    assert {node.name for node in flow.nodes if node.id in targets} == {"住民票への異動入力", "国民健康保険の案内"}


def test_work_that_one_does_earlier_has_to_move() -> None:
    early = (MOVING_IN[0], MOVING_IN[8], *MOVING_IN[1:8], MOVING_IN[9])
    common = proposed(compared(AOBANO, SHIOMI, member("白嶺市", early)), CommonRule.MAJORITY)
    moves = [say(one.said, "ja") for one in common.changes if one.kind is ChangeKind.MOVE]
    assert len(moves) == 1
    assert moves[0].startswith("「住民票の写しの交付」を「国民健康保険の案内」の後に移す")


def test_it_is_drawn_as_bpmn(comparison: Comparison) -> None:
    diagram = diagram_of(proposed(comparison, CommonRule.MAJORITY).flow, b"")
    assert diagram.xml.count("<bpmndi:BPMNShape") >= len(MOVING_IN)
    assert "番号札の発券" in diagram.xml
