"""Prices computed by hand, with the arithmetic written out."""

from dataclasses import replace
from decimal import Decimal

import pytest

from fitgap.model.cost import GapWork, MemberWork, Money, WayOut
from fitgap.policies import default_policy
from fitgap.quantifying import break_even, price_gap, tornado
from fitgap.quantifying.break_even import present_value, timeline
from fitgap.quantifying.pricing import difference_range, price_way
from fitgap.quantifying.ways_out import lines_of

COSTS = default_policy().costs
MEMBERS = ("青葉野市", "汐見町", "白根村")


def gap(*, size: str = "M", verdict: str = "gap", minutes: float | None = 10, cases: float | None = 1200) -> GapWork:
    works = tuple(MemberWork(member=one, minutes_per_case=minutes, cases_per_year=cases) for one in MEMBERS)
    return GapWork(key="g", name="通知を作る", process="転入", verdict=verdict, works=works, size=size)


def likely(way: WayOut, **more: object) -> int:
    price = price_gap(gap(**more), COSTS).way(way)  # type: ignore[arg-type]
    assert price is not None
    return price.total.likely


def test_the_published_example_comes_to_3_35_times_the_build() -> None:
    """1 + test .30 + documents .10 + deployment .20 + five years' upkeep 5 × .25 + one upgrade .50 = 3.35."""
    build = 15 * 60_000
    assert likely(WayOut.CUSTOMISE_SHARED) == 3_015_000
    assert Decimal(3_015_000) / build == Decimal("3.35")


def test_its_lines_are_the_addends() -> None:
    price = price_way(gap(), WayOut.CUSTOMISE_SHARED, COSTS)
    amounts = {line.line.code: line.total.likely for line in price.lines}
    assert amounts == {
        "build": 900_000,
        "test": 270_000,
        "doc": 90_000,
        "deploy": 180_000,
        "upkeep": 1_125_000,  # 225,000 a year × 5
        "upgrades": 450_000,
        "revisions": 0,
        "exit": 0,
    }
    assert (price.once.likely, price.yearly.likely) == (1_440_000, 225_000)


def test_a_workaround_costs_its_minutes_for_five_years() -> None:
    """10 min × 1,200 ÷ 60 = 200 h; × 3,000 yen = 600,000 a year; × 5 + 8 h × 3,000 = 3,024,000; three members."""
    assert likely(WayOut.WORKAROUND) == 3 * 3_024_000


def test_a_partly_covered_step_leaves_half_of_the_work() -> None:
    assert likely(WayOut.WORKAROUND, verdict="partial") == 3 * (300_000 * 5 + 24_000)


def test_everybody_building_its_own_costs_three_times_as_much() -> None:
    assert likely(WayOut.CUSTOMISE_LOCAL) == 3 * likely(WayOut.CUSTOMISE_SHARED)


def test_amending_an_ordinance_is_work_at_every_member() -> None:
    """80 h amending + 40 h changing + 5 people × 2 h of training = 130 h × 3,000 yen = 390,000 a member."""
    assert likely(WayOut.AMEND_RULE) == 3 * 390_000


def test_adopting_costs_following_the_standard_and_the_training() -> None:
    """16 h + 5 people × 2 h = 26 h × 3,000 yen = 78,000 a member."""
    assert likely(WayOut.ADOPT_STANDARD) == 3 * 78_000


def test_unknown_minutes_are_said_and_left_out_never_taken_for_nothing() -> None:
    price = price_way(gap(minutes=None), WayOut.WORKAROUND, COSTS)
    assert [said.code for said in price.unknown] == ["costs.unknown_work"] * 3
    assert not price.is_complete
    assert price_way(gap(minutes=None), WayOut.CUSTOMISE_SHARED, COSTS).is_complete


def test_all_ways_are_side_by_side_but_for_those_without_a_price() -> None:
    ways = [one.way for one in price_gap(gap(), COSTS).ways]
    assert len(ways) == 12
    assert not {WayOut.DEFERRED, WayOut.OUT_OF_SCOPE} & set(ways)


def test_sharing_pays_from_so_many_members_on() -> None:
    """Build 40 days: 3.35 × 2,400,000 = 8,040,000 against 3,024,000 a member: ÷ 3 is 2,680,000, ÷ 2 is more."""
    found = break_even(price_gap(gap(size="L"), COSTS), WayOut.CUSTOMISE_SHARED, WayOut.WORKAROUND)
    assert found is not None
    assert found.members == 3


def test_the_break_even_year_is_the_first_that_ends_no_dearer() -> None:
    """Shared once 1,440,000 and 225,000 a year (+ 450,000 in year 3) against 72,000 once and 1,800,000 a year."""
    found = break_even(price_gap(gap(), COSTS), WayOut.CUSTOMISE_SHARED, WayOut.WORKAROUND)
    assert found is not None
    assert found.year == 1  # 1,440,000 + 225,000 <= 72,000 + 1,800,000


def test_no_break_even_is_told_of_unknown_work() -> None:
    assert break_even(price_gap(gap(minutes=None), COSTS), WayOut.CUSTOMISE_SHARED, WayOut.WORKAROUND) is None


def test_the_timeline_adds_up_to_the_total() -> None:
    price = price_way(gap(), WayOut.CUSTOMISE_SHARED, COSTS)
    assert timeline(price, 5, 5) == (1_440_000, 225_000, 225_000, 675_000, 225_000, 225_000)
    assert sum(timeline(price, 5, 5)) == price.total.likely


def test_present_value_discounts_and_grows() -> None:
    """100 + 110 ÷ 1.1 = 200; with prices growing by a tenth as well, 100 + 110."""
    assert present_value((100, 110), 0.1, 0.0) == 200
    assert present_value((100, 110), 0.1, 0.1) == 210


def test_the_range_is_the_sum_at_all_low_and_all_high() -> None:
    """Low: 10 days × 45,000 = 450,000 × (1 + .2 + .05 + .1 + 5 × .15 + 1 × .3) = 450,000 × 2.40."""
    assert price_way(gap(), WayOut.CUSTOMISE_SHARED, COSTS).total.low == 1_080_000


def test_the_tornado_puts_the_widest_swing_first() -> None:
    swings = tornado(lines_of(gap(), WayOut.CUSTOMISE_SHARED), COSTS.inputs, COSTS.years)
    first = {swing.input: swing for swing in swings}["days_M"]
    assert (first.at_low, first.at_high) == (2_010_000, 5_025_000)  # 3.35 × 60,000 × 10 and × 25
    assert [swing.width for swing in swings] == sorted((swing.width for swing in swings), reverse=True)


def test_an_input_of_both_sides_has_one_value_in_a_difference() -> None:
    lines = lines_of(gap(), WayOut.WORKAROUND)
    assert difference_range(lines, lines, COSTS.inputs, 5) == Money()


@pytest.mark.parametrize("years", [1, 5, 10])
def test_a_longer_period_counts_yearly_costs_more_often(years: int) -> None:
    price = price_way(gap(), WayOut.WORKAROUND, replace(COSTS, years=years))
    assert price.total.likely == 3 * (24_000 + years * 600_000)
