"""Price every way out of a gap, and tell which inputs matter."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from math import prod

from fitgap.model.cost import (
    PRICED_WAYS,
    Bound,
    CostInput,
    CostLine,
    GapPrice,
    GapWork,
    Money,
    PricedLine,
    Swing,
    WayOut,
    WayPrice,
    When,
    total_of,
)
from fitgap.model.cost_policy import Costs
from fitgap.model.message import message
from fitgap.model.sharing import Sharer, Sharing
from fitgap.quantifying.amounts import Values, decimal, values_at, yen
from fitgap.quantifying.sharing import share_money
from fitgap.quantifying.ways_out import lines_of, works_without_figures


def price_gap(gap: GapWork, costs: Costs, sharers: Sequence[Sharer] = ()) -> GapPrice:
    """Every way out side by side; what is shared is split between the sharers, else equally between the gap's members.

    All inputs stand at the same end for low, likely and high: every line is a product of figures that are not
    negative, so those are the outer bounds of what the inputs allow.
    """
    return GapPrice(gap=gap, years=costs.years, ways=tuple(price_way(gap, way, costs, sharers) for way in PRICED_WAYS))


def price_way(gap: GapWork, way: WayOut, costs: Costs, sharers: Sequence[Sharer] = ()) -> WayPrice:
    """One way out; see `price_gap`."""
    ends = {bound: values_at(costs.inputs, bound) for bound in Bound}
    lines = tuple(_priced(line, ends, costs.years) for line in lines_of(gap, way))
    unknown = tuple(message("costs.unknown_work", member=work.member) for work in works_without_figures(gap, way))
    of = {when: [(line.line.member, line.amount) for line in lines if line.line.when is when] for when in When}
    return WayPrice(
        way=way,
        lines=lines,
        by_member=_by_member([(line.line.member, line.total) for line in lines], gap, costs, sharers),
        once_by_member=_by_member(of[When.ONCE], gap, costs, sharers),
        yearly_by_member=_by_member(of[When.YEARLY], gap, costs, sharers),
        unknown=unknown,
    )


def amount_of(line: CostLine, values: Values) -> int:
    """A line in whole yen, each time it falls due."""
    product = prod((decimal(fact.value) for fact in line.facts), start=Decimal(1))
    for name in line.inputs:
        product *= values[name]
    return yen(product / line.divisor)


def due(when: When, years: int) -> int:
    """How often an amount falls due within the period."""
    return years if when is When.YEARLY else 1


def total_at(lines: Sequence[CostLine], values: Values, years: int) -> int:
    """What lines come to over the period, in yen, with these values of the inputs."""
    return sum(amount_of(line, values) * due(line.when, years) for line in lines)


def tornado(lines: Sequence[CostLine], inputs: Mapping[str, CostInput], years: int) -> tuple[Swing, ...]:
    """Each input from low to high with the others likely, the widest swing first; inputs that move nothing are out."""
    likely = values_at(inputs, Bound.LIKELY)
    swings = []
    for name in dict.fromkeys(name for line in lines for name in line.inputs):
        at_low, at_high = (
            total_at(lines, {**likely, name: decimal(inputs[name].at(bound))}, years)
            for bound in (Bound.LOW, Bound.HIGH)
        )
        if at_low != at_high:
            swings.append(Swing(input=name, at_low=at_low, at_high=at_high))
    return tuple(sorted(swings, key=lambda swing: (-swing.width, swing.input)))


def difference_range(
    ours: Sequence[CostLine], theirs: Sequence[CostLine], inputs: Mapping[str, CostInput], years: int
) -> Money:
    """How much more ours costs than theirs (below 0: less).

    An input that both use has the same value in both, so it is set where it makes the difference least (or most), one
    input after the other from the likely case.
    """
    likely = values_at(inputs, Bound.LIKELY)

    def difference(values: Values) -> int:
        return total_at(ours, values, years) - total_at(theirs, values, years)

    least, most = dict(likely), dict(likely)
    for name in dict.fromkeys(name for line in (*ours, *theirs) for name in line.inputs):
        ends = [decimal(inputs[name].at(bound)) for bound in Bound]
        least[name] = min(ends, key=lambda value: difference({**least, name: value}))
        most[name] = max(ends, key=lambda value: difference({**most, name: value}))
    return Money(low=difference(least), likely=difference(likely), high=difference(most))


def _priced(line: CostLine, ends: Mapping[Bound, Values], years: int) -> PricedLine:
    amount = Money(**{bound.value: amount_of(line, values) for bound, values in ends.items()})
    return PricedLine(line=line, amount=amount, total=amount.times(due(line.when, years)))


def _by_member(
    amounts: Sequence[tuple[str, Money]], gap: GapWork, costs: Costs, sharers: Sequence[Sharer]
) -> tuple[tuple[str, Money], ...]:
    """Each member's own amounts and its part of what is shared (what is under no name)."""
    own = {member: [amount for whose, amount in amounts if whose == member] for member in gap.members}
    shared = total_of(amount for whose, amount in amounts if not whose)
    parts: Mapping[str, Money] = {}
    if shared != Money():
        if sharers:
            parts = dict(share_money(shared, Sharing(rule=costs.sharing, alpha=costs.alpha), sharers))
        else:
            parts = dict(share_money(shared, Sharing(), [Sharer(member=member) for member in gap.members]))
    return tuple(
        (member, total_of(own.get(member, [])) + parts.get(member, Money()))
        for member in dict.fromkeys((*gap.members, *parts))
    )
