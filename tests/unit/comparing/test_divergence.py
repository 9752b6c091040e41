"""How far members are apart, and the sentences that say why."""

import pytest
from tests.unit.comparing.flows import MOVING_IN, Row, compared, member

from fitgap.model.comparison import Comparison, DifferenceKind, DivergencePart
from fitgap.texts import say

AOBANO = member("青葉野市", MOVING_IN)


def with_row(place: int, **other: str) -> tuple[Row, ...]:
    name, content, lane, form = MOVING_IN[place]
    row = (other.get("name", name), other.get("content", content), other.get("lane", lane), other.get("form", form))
    return (*MOVING_IN[:place], row, *MOVING_IN[place + 1 :])


def sentences(comparison: Comparison, kind: DifferenceKind) -> list[str]:
    return [say(one.said, "ja") for one in comparison.differences if one.kind is kind]


def test_a_flow_is_at_no_distance_from_itself() -> None:
    comparison = compared(AOBANO, member("汐見町", MOVING_IN))
    assert comparison.divergences[0].total == 0
    assert comparison.differences == ()


def test_one_step_more_shows_in_the_steps_alone() -> None:
    comparison = compared(AOBANO, member("汐見町", MOVING_IN[:9]))
    (divergence,) = comparison.divergences
    assert divergence.value(DivergencePart.STEPS) == pytest.approx(1 - 18 / 19)
    assert divergence.value(DivergencePart.ORDER) == 0
    assert sentences(comparison, DifferenceKind.ONLY_HERE) == ["青葉野市だけが「届書の編綴」を行う（年1,200件×5分）。"]


def test_another_role_is_told_with_both_lanes() -> None:
    comparison = compared(AOBANO, member("汐見町", with_row(3, lane="町長")))
    assert comparison.divergences[0].value(DivergencePart.ROLES) == pytest.approx(1 / 10)
    (said,) = sentences(comparison, DifferenceKind.ROLE)
    assert "町長" in said
    assert "市民課審査係" in said


def test_another_form_is_told_by_name() -> None:
    comparison = compared(AOBANO, member("汐見町", with_row(6, form="前住所地あて通知控")))
    assert comparison.divergences[0].value(DivergencePart.FORMS) == pytest.approx(1 / 10)
    (said,) = sentences(comparison, DifferenceKind.FORM)
    assert "前住所地あて通知控" in said


def test_another_order_is_seen_and_told_where_a_majority_has_one() -> None:
    turned = (*MOVING_IN[:7], MOVING_IN[8], MOVING_IN[7], MOVING_IN[9])
    comparison = compared(AOBANO, member("汐見町", MOVING_IN), member("白嶺市", turned))
    between = {frozenset((one.left, one.right)): one for one in comparison.divergences}
    assert between[frozenset(("青葉野市", "汐見町"))].total == 0
    assert between[frozenset(("青葉野市", "白嶺市"))].value(DivergencePart.ORDER) > 0
    assert sentences(comparison, DifferenceKind.ORDER)[0].startswith("白嶺市は「住民票の写しの交付」を")


def test_parting_ways_count_as_branches() -> None:
    ways = [*((i, i + 1) for i in range(9)), (3, 7)]
    comparison = compared(AOBANO, member("汐見町", MOVING_IN, ways=ways))
    assert comparison.divergences[0].value(DivergencePart.BRANCHES) == 1
    assert len(sentences(comparison, DifferenceKind.BRANCH)) == 1


def test_the_weightiest_difference_comes_first() -> None:
    comparison = compared(AOBANO, member("汐見町", with_row(3, lane="町長")[:9]))
    weights = [one.weight for one in comparison.differences]
    assert weights == sorted(weights, reverse=True)
    assert comparison.differences[0].kind is DifferenceKind.ONLY_HERE
