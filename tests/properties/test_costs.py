"""What must hold of every price."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from fitgap.model.cost import SIZES, Bound, GapWork, MemberWork, WayOut, total_of
from fitgap.model.sharing import Sharer, Sharing, SharingRule
from fitgap.policies import default_policy
from fitgap.quantifying import price_gap, share

COSTS = default_policy().costs
NUMBERS = st.floats(min_value=0, max_value=100_000, allow_nan=False).map(lambda value: round(value, 1))


@st.composite
def gaps(draw: st.DrawFn) -> GapWork:
    count = draw(st.integers(min_value=1, max_value=5))
    works = tuple(
        MemberWork(
            member=f"団体{place}",
            minutes_per_case=draw(st.none() | NUMBERS),
            cases_per_year=draw(st.none() | NUMBERS),
        )
        for place in range(count)
    )
    return GapWork(key="g", name="n", process="p", verdict="gap", works=works, size=draw(st.sampled_from(SIZES)))


@st.composite
def sharers(draw: st.DrawFn) -> tuple[Sharer, ...]:
    count = draw(st.integers(min_value=1, max_value=12))
    return tuple(
        Sharer(
            member=f"団体{place}",
            population=draw(st.integers(min_value=1, max_value=4_000_000)),
            volume=draw(st.floats(min_value=0.1, max_value=1e7)),
            has_asked=place == 0 or draw(st.booleans()),
        )
        for place in range(count)
    )


@given(
    total=st.integers(min_value=-(10**12), max_value=10**12),
    rule=st.sampled_from(SharingRule),
    alpha=st.floats(min_value=0, max_value=1),
    among=sharers(),
)
def test_the_shares_add_up_to_the_whole_to_the_yen(
    total: int, rule: SharingRule, alpha: float, among: tuple[Sharer, ...]
) -> None:
    parts = share(total, Sharing(rule=rule, alpha=alpha), among)
    assert sum(part for _, part in parts) == total
    assert [member for member, _ in parts] == [one.member for one in among]
    assert all(part * total >= 0 for _, part in parts)


@given(gap=gaps(), among=sharers(), rule=st.sampled_from(SharingRule))
def test_what_members_pay_adds_up_to_every_way_out(gap: GapWork, among: tuple[Sharer, ...], rule: SharingRule) -> None:
    for way in price_gap(gap, replace(COSTS, sharing=rule), among).ways:
        assert total_of(amount for _, amount in way.by_member) == way.total


@given(gap=gaps())
def test_more_coverage_never_costs_more(gap: GapWork) -> None:
    uncovered = price_gap(gap, COSTS)
    partly = price_gap(replace(gap, verdict="partial"), COSTS)
    for more, less in zip(uncovered.ways, partly.ways, strict=True):
        assert all(less.total.at(bound) <= more.total.at(bound) for bound in Bound)


@given(gap=gaps())
def test_ranges_are_in_order_and_bigger_sizes_never_cost_less(gap: GapWork) -> None:
    before = 0
    for size in SIZES:
        price = price_gap(replace(gap, size=size), COSTS)
        assert all(way.total.low <= way.total.likely <= way.total.high for way in price.ways)
        shared = price.way(WayOut.CUSTOMISE_SHARED)
        assert shared is not None
        assert shared.total.likely > before
        before = shared.total.likely
