"""Groups of the same work."""

import numpy as np
import pytest
from tests.unit.comparing.flows import MOVING_IN, POLICY, compared, group_of, member

from fitgap.app.comparing_flows import wordings_of
from fitgap.comparing import compare_process
from fitgap.comparing.aligning import likeness_of
from fitgap.comparing.table import lay_out_steps
from fitgap.model.comparison import GroupRelation, MemberFlow, ProcessProposal

AOBANO = member("青葉野市", MOVING_IN)


def changed(place: int, *rows: tuple[str, str, str, str]) -> tuple[tuple[str, str, str, str], ...]:
    return (*MOVING_IN[:place], *rows, *MOVING_IN[place + 1 :])


def test_the_same_flow_twice_is_the_same_step_by_step() -> None:
    comparison = compared(AOBANO, member("汐見町", MOVING_IN))
    assert len(comparison.groups) == len(MOVING_IN)
    assert {step.relation for group in comparison.groups for step in group.steps} == {GroupRelation.SAME}


def test_a_step_under_another_name_is_found() -> None:
    renamed = changed(2, ("届出人の確かめ", "免許証で届出人が本人かどうかを確かめ、記録する。", "窓口", "本人確認記録"))
    comparison = compared(AOBANO, member("汐見町", renamed))
    assert group_of(comparison, "本人確認") == {"青葉野市": ["本人確認"], "汐見町": ["届出人の確かめ"]}


def test_a_step_that_another_member_divides_keeps_both_parts() -> None:
    divided = changed(
        4,
        ("住民票への異動の仮入力", "住民記録システムに転入者の氏名を仮入力する。", "市民課", "異動確認票"),
        ("住民票への異動の本入力", "住民記録システムに転入者の住所を入力する。", "市民課", "異動確認票"),
    )
    comparison = compared(AOBANO, member("汐見町", divided))
    group = group_of(comparison, "住民票への異動入力")
    assert group["汐見町"] == ["住民票への異動の仮入力", "住民票への異動の本入力"]


def test_a_step_that_nobody_else_does_stays_alone() -> None:
    added = (
        *MOVING_IN[:9],
        ("防災無線の戸別受信機の貸出", "借用書を取って受信機を渡す。", "総務課", "借用書"),
        MOVING_IN[9],
    )
    comparison = compared(AOBANO, member("汐見町", added))
    assert group_of(comparison, "防災無線の戸別受信機の貸出") == {"汐見町": ["防災無線の戸別受信機の貸出"]}
    (alone,) = [s for g in comparison.groups for s in g.steps if s.relation is GroupRelation.UNIQUE]
    assert alone.name == "防災無線の戸別受信機の貸出"


def test_two_flows_of_one_member_are_one_side() -> None:
    front = member("青葉野市", MOVING_IN[:5])
    back = member("青葉野市", MOVING_IN[5:])
    flows = (
        front,
        type(back)(key="青葉野市/back.csv", member=back.member, flow=back.flow),
        member("汐見町", MOVING_IN),
    )
    proposal = ProcessProposal(name="転入", flow_keys=tuple(flow.key for flow in flows), confidence=1.0)
    comparison = compare_process(flows, proposal, wordings_of(flows), POLICY.comparing)
    (only,) = comparison.divergences
    assert (only.left, only.right) == ("汐見町", "青葉野市")
    assert sum(len(group.members) == 2 for group in comparison.groups) >= 8


def test_names_alone_are_enough_where_they_agree() -> None:
    bare = tuple((name, "", lane, "") for name, _, lane, _ in MOVING_IN)
    comparison = compared(member("青葉野市", bare), member("汐見町", bare))
    assert all(len(group.members) == 2 for group in comparison.groups)


def test_empty_flows_are_compared_too() -> None:
    for rows in ((), MOVING_IN):
        flows = (member("青葉野市", rows), member("汐見町", ()))
        proposal = ProcessProposal(name="転入", flow_keys=tuple(flow.key for flow in flows), confidence=1.0)
        comparison = compare_process(flows, proposal, wordings_of(flows), POLICY.comparing)
        assert len(comparison.groups) == len(rows)
        assert comparison.divergences[0].total == (1 if rows else 0)


def english(name: str, *names: str) -> MemberFlow:
    return member(name, tuple((step, "", "", "") for step in names))


def together(*flows: MemberFlow) -> set[frozenset[str]]:
    return {frozenset(step.name for step in group.steps) for group in compared(*flows).groups}


def test_english_names_that_mean_the_same_meet_in_any_order() -> None:
    one = english("Northfield", "Receive application", "Check documents", "Evaluate grades", "Rank students")
    other = english(
        "Eastbrook", "Application receipt", "Grade evaluation", "Verification of papers", "Ranking of students"
    )
    assert {
        frozenset({"Check documents", "Verification of papers"}),
        frozenset({"Evaluate grades", "Grade evaluation"}),
        frozenset({"Rank students", "Ranking of students"}),
    } <= together(one, other)


def test_opposites_are_never_the_same_work() -> None:
    one = english("Northfield", "Check application", "Send letter of acceptance")
    other = english("Eastbrook", "Check application", "Send letter of rejection")
    assert frozenset({"Send letter of acceptance"}) in together(one, other)
    assert frozenset({"Send letter of rejection"}) in together(one, other)


def test_nearness_in_meaning_speaks_for_a_pair_and_against_one() -> None:
    flows = (english("Northfield", "Give money back"), english("Eastbrook", "Refund overpaid tax"))
    table = lay_out_steps(flows)
    wordings = wordings_of(flows)

    def likeness(nearness: float) -> float:
        return float(likeness_of(table, wordings, POLICY.comparing, lambda _: np.full((2, 2), nearness))[0, 1])

    without = float(likeness_of(table, wordings, POLICY.comparing)[0, 1])
    assert likeness(0.1) < likeness(POLICY.comparing.meaning_even) < likeness(0.9)
    assert likeness(POLICY.comparing.meaning_even) == pytest.approx(without, abs=1e-5)
