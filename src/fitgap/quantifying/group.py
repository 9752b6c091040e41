"""Sum up what a group decided, and compare sets of decisions."""

from collections.abc import Mapping, Sequence

from fitgap.model.cost import (
    CUSTOMISING,
    NOTHING,
    Bound,
    GapPrice,
    Money,
    WayOut,
    WayPrice,
    total_of,
)
from fitgap.model.cost_group import DecisionSet, GroupTotals, KnownSet, Lever
from fitgap.model.cost_policy import Costs

KEEPING_THE_NEED = (
    WayOut.WORKAROUND,
    WayOut.SUBSTITUTE_FEATURE,
    WayOut.EUC,
    WayOut.EXTERNAL,
    WayOut.CUSTOMISE_SHARED,
)
"""Ways by which the work goes on as somebody asked, whatever the package can be set to."""


def known_set(known: KnownSet, prices: Sequence[GapPrice], chosen: Mapping[str, WayOut], cap: int) -> DecisionSet:
    """One of the sets that are always there; `chosen` is what was decided, by the gap's key."""
    match known:
        case KnownSet.ALL_ADOPT:
            ways = {price.gap.key: WayOut.ADOPT_STANDARD for price in prices}
        case KnownSet.AS_REQUESTED:
            ways = {price.gap.key: WayOut.CUSTOMISE_LOCAL for price in prices}
        case KnownSet.CAP:
            ways = _within(prices, cap)
        case KnownSet.CHOSEN:
            ways = {price.gap.key: chosen[price.gap.key] for price in prices if price.gap.key in chosen}
    return DecisionSet(name=known.value, ways=tuple(ways.items()))


def totals(decisions: DecisionSet, prices: Sequence[GapPrice], costs: Costs) -> GroupTotals:
    """What a set comes to; gaps put off (持ち帰り) count as undecided, gaps out of scope as decided for nothing."""
    ways = dict(decisions.ways)
    decided = [(price, ways[price.gap.key]) for price in prices if _is_decided(ways.get(price.gap.key))]
    priced = [(price, way) for price, which in decided if (way := price.way(which))]
    around = [price for price, way in priced if way.way is WayOut.WORKAROUND]
    hours = [_left_hours(price, costs) for price in around]
    custom = [way for _, way in priced if way.way in CUSTOMISING]
    requested = [(price.way(WayOut.CUSTOMISE_LOCAL), way) for price, way in priced]
    return GroupTotals(
        name=decisions.name,
        gaps=len(prices),
        decided=len(decided),
        shared=sum(way.way is WayOut.CUSTOMISE_SHARED for way in custom),
        local=sum(way.way is WayOut.CUSTOMISE_LOCAL for way in custom),
        cap=costs.cap,
        customising=total_of(way.total for way in custom),
        once=total_of(way.once for _, way in priced),
        yearly=total_of(way.yearly for _, way in priced),
        total=total_of(way.total for _, way in priced),
        requested=total_of(local.total for local, _ in requested if local),
        saved=_saved([(local, way) for local, way in requested if local and way.way not in CUSTOMISING]),
        workarounds=len(around),
        workaround_hours=sum(known for known in hours if known is not None),
        hours_known=sum(known is not None for known in hours),
        unpriced=sum(not way.is_complete for _, way in priced),
        by_member=_by_member([way for _, way in priced]),
    )


def levers(prices: Sequence[GapPrice], chosen: Mapping[str, WayOut], count: int) -> tuple[Lever, ...]:
    """The decisions that would save most, best first, ties in the order of the gaps."""
    found = []
    for price in prices:
        decided = chosen.get(price.gap.key)
        now = decided if decided and price.way(decided) else WayOut.CUSTOMISE_LOCAL
        spent = _likely(price, now)
        best = min(
            (way for way in price.ways if way.way in KEEPING_THE_NEED and way.is_complete),
            key=lambda way: way.total.likely,
        )
        found.append(
            Lever(
                price=price,
                now=now,
                is_decided=now is decided,
                adopt_saves=spent - _likely(price, WayOut.ADOPT_STANDARD),
                best=best.way,
                best_saves=spent - best.total.likely,
            )
        )
    found.sort(key=lambda lever: -lever.adopt_saves)
    return tuple(lever for lever in found[:count] if lever.adopt_saves > 0)


def _within(prices: Sequence[GapPrice], cap: int) -> dict[str, WayOut]:
    """Where the work is unknown a workaround looks free, so such gaps come last."""
    saving = {
        price.gap.key: _likely(price, WayOut.WORKAROUND) - _likely(price, WayOut.CUSTOMISE_SHARED) for price in prices
    }
    worth = sorted((key for key, saved in saving.items() if saved > 0), key=lambda key: -saving[key])[:cap]
    return {price.gap.key: WayOut.CUSTOMISE_SHARED if price.gap.key in worth else WayOut.WORKAROUND for price in prices}


def _is_decided(way: WayOut | None) -> bool:
    return way is not None and way is not WayOut.DEFERRED


def _likely(price: GapPrice, way: WayOut) -> int:
    found = price.way(way)
    return found.total.likely if found else 0


def _left_hours(price: GapPrice, costs: Costs) -> float | None:
    """The likely hours a year that a workaround takes of all members, None when one of them is unknown."""
    left = costs.inputs[f"left_{price.gap.verdict}"].likely
    hours = [work.hours_per_year for work in price.gap.works]
    known = [one for one in hours if one is not None]
    return left * sum(known) if len(known) == len(hours) else None


def _saved(pairs: Sequence[tuple[WayPrice, WayPrice]]) -> Money:
    """Each end with every input at that end on both sides, then put in order."""
    saved = {bound: sum(local.total.at(bound) - way.total.at(bound) for local, way in pairs) for bound in Bound}
    return Money(low=min(saved.values()), likely=saved[Bound.LIKELY], high=max(saved.values()))


def _by_member(ways: Sequence[WayPrice]) -> tuple[tuple[str, Money], ...]:
    paid: dict[str, Money] = {}
    for way in ways:
        for member, amount in way.by_member:
            paid[member] = paid.get(member, NOTHING) + amount
    return tuple(paid.items())
