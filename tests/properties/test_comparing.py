"""What holds for every comparison, whatever the flows and in whatever order they come."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.comparing.flows import MOVING_IN, POLICY, Row, member

from fitgap.app.comparing_flows import common_flow_of, wish_of, wordings_of
from fitgap.comparing import compare, compare_process
from fitgap.comparing.explaining import step_shares
from fitgap.comparing.planning import draw_planned, plan_of
from fitgap.model.comparison import CommonRule, Comparison, GroupRelation, MemberFlow, ProcessProposal, StepRef
from fitgap.model.flow import LineKind
from fitgap.model.step import steps_of

EXTRA: tuple[Row, ...] = (
    ("受付", "", "窓口", ""),
    ("確認", "", "", ""),
    ("確認", "内容を確認する。", "市民課", "確認票"),
    ("", "", "", ""),
    ("Check the application", "Compare it with the register.", "Front desk", "Checklist"),
)
ROWS = st.lists(st.sampled_from((*MOVING_IN, *EXTRA)), max_size=9)
WAYS = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=12)
QUICKLY = settings(max_examples=15)


@st.composite
def flows(draw: st.DrawFn, most: int = 4) -> tuple[MemberFlow, ...]:
    found = []
    for number in range(draw(st.integers(2, most))):
        rows = draw(ROWS)
        ways = [(a, b) for a, b in draw(WAYS) if a < len(rows) and b < len(rows)]
        found.append(member(f"団体{number}", rows, ways=draw(st.sampled_from((None, ways)))))
    return tuple(found)


def one_process(given_flows: tuple[MemberFlow, ...]) -> Comparison:
    proposal = ProcessProposal(name="転入", flow_keys=tuple(sorted(flow.key for flow in given_flows)), confidence=1.0)
    return compare_process(given_flows, proposal, wordings_of(given_flows), POLICY.comparing)


@QUICKLY
@given(flows(), st.randoms(use_true_random=False))
def test_the_order_of_the_flows_does_not_matter(given_flows: tuple[MemberFlow, ...], chance: object) -> None:
    shuffled = list(given_flows)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    wordings = wordings_of(given_flows)
    assert compare(shuffled, wordings, POLICY.comparing) == compare(given_flows, wordings, POLICY.comparing)


@QUICKLY
@given(flows())
def test_every_step_stands_in_a_group_and_its_relation_is_true(given_flows: tuple[MemberFlow, ...]) -> None:
    comparison = one_process(given_flows)
    steps = [step for group in comparison.groups for step in group.steps]
    everyone = {
        StepRef(member=flow.member, flow_key=flow.key, step_id=step.id)
        for flow in given_flows
        for step in steps_of(flow.flow)
    }
    assert {step.ref for step in steps} == everyone
    for group in comparison.groups:
        for step in group.steps:
            assert 0 <= step.likeness <= 1
            assert (step.relation is GroupRelation.UNIQUE) == (len(group.members) == 1)


@QUICKLY
@given(flows())
def test_divergences_are_bounded_and_complete(given_flows: tuple[MemberFlow, ...]) -> None:
    comparison = one_process(given_flows)
    assert [(d.left, d.right) for d in comparison.divergences] == list(combinations(comparison.members, 2))
    for divergence in comparison.divergences:
        assert 0 <= divergence.total <= 1
        assert all(part.value is None or 0 <= part.value <= 1 for part in divergence.parts)


@QUICKLY
@given(flows(most=2))
def test_divergence_is_symmetric(given_flows: tuple[MemberFlow, ...]) -> None:
    first, second = given_flows
    swapped = (
        MemberFlow(key=second.key, member=second.member, flow=first.flow),
        MemberFlow(key=first.key, member=first.member, flow=second.flow),
    )
    (one,), (other,) = one_process(given_flows).divergences, one_process(swapped).divergences
    assert abs(one.total - other.total) < 1e-9


@QUICKLY
@given(ROWS)
def test_a_flow_is_at_no_distance_from_itself(rows: list[Row]) -> None:
    comparison = one_process((member("青葉野市", rows), member("汐見町", rows)))
    assert comparison.divergences[0].total == 0
    assert comparison.differences == ()


@QUICKLY
@given(flows())
def test_the_pieces_of_a_divergence_add_up_to_it(given_flows: tuple[MemberFlow, ...]) -> None:
    comparison = one_process(given_flows)
    wordings = wordings_of(given_flows)
    for pair in comparison.divergences:
        shares = step_shares(comparison, wordings, POLICY.comparing, (pair.left, pair.right))
        assert abs(sum(share.total for share in shares) - pair.total) < 1e-6
    if comparison.divergences:
        mean = sum(pair.total for pair in comparison.divergences) / len(comparison.divergences)
        assert abs(sum(share.total for share in step_shares(comparison, wordings, POLICY.comparing)) - mean) < 1e-6


@QUICKLY
@given(flows(), st.lists(st.tuples(st.sampled_from(("move", "drop", "name")), st.integers(0, 20), st.integers(-9, 9))))
def test_an_edited_common_flow_keeps_its_order_and_has_no_loose_ends(
    given_flows: tuple[MemberFlow, ...], edits: list[tuple[str, int, int]]
) -> None:
    comparison = one_process(given_flows)
    wordings = wordings_of(given_flows)
    plan = plan_of(common_flow_of(comparison, CommonRule.LEAST_CHANGE, wordings, POLICY, "ja"))
    for kind, place, by in edits:
        if place < len(plan.steps):
            edited = {"move": plan.moved(place, by), "drop": plan.without(place), "name": plan.renamed(place, "別名")}
            plan = edited[kind]
    wish = wish_of(comparison.process, plan.rule, POLICY, "ja")
    flow = draw_planned(comparison, plan, wish, wordings, POLICY.comparing).flow
    assert [step.name for step in steps_of(flow)] == [step.name for step in plan.steps]
    lines = [(line.source_id, line.target_id) for line in flow.lines if line.kind is LineKind.SEQUENCE]
    for node in flow.nodes:
        assert node.kind == "startEvent" or node.id in {target for _, target in lines}
        assert node.kind == "endEvent" or node.id in {source for source, _ in lines}
