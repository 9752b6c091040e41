"""From prices to what the costs page shows: rows of tables and data of charts, without Streamlit."""

from collections.abc import Sequence
from dataclasses import dataclass

from fitgap.model.cost import Bound, CostInput, GapPrice, Money, Swing, WayOut, WayPrice
from fitgap.model.cost_policy import Costs
from fitgap.model.scenario import PlanResult
from fitgap.quantifying import tornado
from fitgap.quantifying.break_even import present_value, timeline
from fitgap.quantifying.pricing import difference_range

TORNADO_BARS = 8
YEN_IN_KYEN = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A named amount in thousands of yen with its range."""

    name: str
    low: float
    likely: float
    high: float
    is_decided: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class YearAmount:
    """What a plan costs in one year for one thing, in thousands of yen."""

    year: str
    component: str
    kyen: float


def bar(name: str, amount: Money, *, is_decided: bool = False) -> Bar:
    """An amount for a chart."""
    low, likely, high = (amount.at(bound) / YEN_IN_KYEN for bound in Bound)
    return Bar(name=name, low=low, likely=likely, high=high, is_decided=is_decided)


def swings(way: WayPrice, costs: Costs) -> tuple[Swing, ...]:
    """The inputs that matter most for a way out."""
    return tornado([line.line for line in way.lines], costs.inputs, costs.years)[:TORNADO_BARS]


def difference(price: GapPrice, costs: Costs) -> Money | None:
    """How much more the shared customisation costs than the workaround; None where that is not known."""
    pair = _pair(price)
    if pair is None:
        return None
    ours, theirs = ([line.line for line in way.lines] for way in pair)
    inputs: dict[str, CostInput] = costs.inputs
    return difference_range(ours, theirs, inputs, costs.years)


def present_values(price: GapPrice, costs: Costs) -> tuple[int, int] | None:
    """Present values of the shared customisation and the workaround; None without rates or without figures."""
    pair = _pair(price)
    if pair is None or not (costs.discount_rate or costs.price_growth):
        return None
    ours, theirs = (
        present_value(timeline(way, costs.years, costs.years), costs.discount_rate, costs.price_growth) for way in pair
    )
    return ours, theirs


def year_amounts(plan: PlanResult) -> tuple[YearAmount, ...]:
    """A plan's cost by year and component, summed over members."""
    summed: dict[tuple[int, str], int] = {}
    for row in plan.rows:
        key = (row.year, row.component.value)
        summed[key] = summed.get(key, 0) + row.amount.likely
    return tuple(
        YearAmount(year=str(year), component=component, kyen=yen / YEN_IN_KYEN)
        for (year, component), yen in sorted(summed.items())
        if yen
    )


def members_of_plans(plans: Sequence[PlanResult]) -> tuple[str, ...]:
    """Every member that pays anything, by name."""
    return tuple(sorted({row.member for plan in plans for row in plan.rows}))


def months_of(text: str) -> tuple[int, ...] | None:
    """Months as people write them (``6,10``); None for what is no month."""
    parts = [part.strip() for part in text.replace("、", ",").replace("，", ",").split(",") if part.strip()]
    if not all(part.isdecimal() and 1 <= int(part) <= 12 for part in parts):
        return None
    return tuple(sorted({int(part) for part in parts}))


def _pair(price: GapPrice) -> tuple[WayPrice, WayPrice] | None:
    ours, theirs = price.way(WayOut.CUSTOMISE_SHARED), price.way(WayOut.WORKAROUND)
    if ours is None or theirs is None or not theirs.is_complete:
        return None
    return ours, theirs
