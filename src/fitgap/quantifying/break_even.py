"""When, and from how many sharing members on, one way out is cheaper than another."""

from collections.abc import Sequence
from dataclasses import dataclass

from fitgap.model.cost import Bound, GapPrice, WayOut, WayPrice, When

LOOK_AHEAD_YEARS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakEven:
    """One way out against another.

    `year` counts from 1 and is the first by whose end ours cost no more; None when not within thirty years.
    `members` is the least number that must share ours for a member's part to be no dearer than the other way's mean
    cost of a member; None when the other way costs nothing. `members_low` and `members_high` are the same with all
    inputs low or high.
    """

    ours: WayOut
    theirs: WayOut
    year: int | None
    members: int | None
    members_low: int | None
    members_high: int | None


def break_even(price: GapPrice, ours: WayOut, theirs: WayOut) -> BreakEven | None:
    """None when either way has no price or the other way's work is unknown."""
    left, right = price.way(ours), price.way(theirs)
    if left is None or right is None or not (left.is_complete and right.is_complete):
        return None
    count = len(price.gap.members)
    members = {bound: _members(left.total.at(bound), right.total.at(bound), count) for bound in Bound}
    return BreakEven(
        ours=ours,
        theirs=theirs,
        year=_year(timeline(left, LOOK_AHEAD_YEARS, price.years), timeline(right, LOOK_AHEAD_YEARS, price.years)),
        members=members[Bound.LIKELY],
        members_low=members[Bound.LOW],
        members_high=members[Bound.HIGH],
    )


def timeline(price: WayPrice, years: int, period: int) -> tuple[int, ...]:
    """The likely yen of year 0 (start) to `years`.

    What falls due once within a period stands in its middle year, what falls due at its end in its last.
    """
    amounts = [0] * (years + 1)
    for line in price.lines:
        likely = line.amount.likely
        match line.line.when:
            case When.ONCE:
                amounts[0] += likely
            case When.YEARLY:
                for year in range(1, years + 1):
                    amounts[year] += likely
            case When.PERIOD:
                for year in range((period + 1) // 2, years + 1, period):
                    amounts[year] += likely
            case When.END:
                if period <= years:
                    amounts[period] += likely
    return tuple(amounts)


def present_value(amounts: Sequence[int], discount_rate: float, price_growth: float) -> int:
    """Today's value of amounts of year 0 on, in whole yen."""
    factor = (1 + price_growth) / (1 + discount_rate)
    return round(sum(amount * factor**year for year, amount in enumerate(amounts)))


def _year(ours: Sequence[int], theirs: Sequence[int]) -> int | None:
    left = right = 0
    for year, (mine, other) in enumerate(zip(ours, theirs, strict=True)):
        left, right = left + mine, right + other
        if year and left <= right:
            return year
    return None


def _members(ours: int, theirs: int, count: int) -> int | None:
    """The least n with ours ÷ n <= theirs ÷ count."""
    return -(-ours * count // theirs) if theirs else None
