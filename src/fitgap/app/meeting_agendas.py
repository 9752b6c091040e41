"""What an agenda may be drawn up from: the items that a filter takes, in the order of what to talk of first."""

from dataclasses import dataclass
from enum import StrEnum

from fitgap.app.comparing_stored import compare_where_possible
from fitgap.app.cost_book import price_cached, rates_of, sharers_of
from fitgap.app.cost_gaps import work_of
from fitgap.app.cost_outcomes import Rates
from fitgap.app.decisions import Decisions
from fitgap.app.desk import Desk
from fitgap.deciding.consensus import consensus_of
from fitgap.model.access import Actor
from fitgap.model.cost import WayOut
from fitgap.model.decision import ANYTHING, DecisionItem, ItemFilter, Place, SubjectKind
from fitgap.model.meeting import Consensus, Stance
from fitgap.model.message import UsageError


class AgendaOrder(StrEnum):
    """What comes first: undecided items by yearly cases, those that divide members, those that cost most when
    customised, those the machine is unsure of."""

    UNDECIDED = "undecided"
    DIVISIVE = "divisive"
    EXPENSIVE = "expensive"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaWish:
    """Which items are wanted for an agenda, and which of them first."""

    order: AgendaOrder = AgendaOrder.UNDECIDED
    wanted: ItemFilter = ANYTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An item that may be put on an agenda, and what its place in the order rests on.

    `difference_weight` is what the comparison of the members weighs the differences of its steps with,
    `customising_yen` what a shared customisation is likely to cost all members over the period (an assumption); each
    is 0 and None unless the order asks for it.
    """

    item: DecisionItem
    consensus: Consensus
    difference_weight: float
    customising_yen: int | None = None

    @property
    def split(self) -> int:
        """How many members stand on the smaller side: those who cannot against the others who spoke."""
        against = self.consensus.count(Stance.CANNOT)
        return min(against, len(self.consensus.positions) - against)


def candidates(desk: Desk, actor: Actor, wish: AgendaWish) -> tuple[Candidate, ...]:
    """The items that the wish's filter takes, in its order; ties in the order of the flows."""
    items = Decisions(desk, actor).items(wish.wanted)
    said = desk.store.meetings.positions([item.subject.key for item in items])
    weights = _weights(desk) if wish.order is AgendaOrder.DIVISIVE else {}
    rates = rates_of(desk) if wish.order is AgendaOrder.EXPENSIVE else None
    found = [
        Candidate(
            item=item,
            consensus=consensus_of(item.subject.key, said, item.subject.members),
            difference_weight=_weight(item, weights),
            customising_yen=_price(desk, item, rates) if rates else None,
        )
        for item in items
    ]
    return tuple(sorted(found, key=_KEYS[wish.order]))


def _undecided(one: Candidate) -> tuple[float, ...]:
    return (one.item.is_decided, -len(one.item.subject.members), -(one.item.cases_per_year or 0.0))


def _divisive(one: Candidate) -> tuple[float, ...]:
    return (-one.split, -one.consensus.count(Stance.CANNOT), -one.difference_weight)


def _expensive(one: Candidate) -> tuple[float, ...]:
    return (one.item.is_decided, -(one.customising_yen or 0))


def _unsure(one: Candidate) -> tuple[float, ...]:
    return (one.item.is_decided, one.item.confidence)


_KEYS = {
    AgendaOrder.UNDECIDED: _undecided,
    AgendaOrder.DIVISIVE: _divisive,
    AgendaOrder.EXPENSIVE: _expensive,
    AgendaOrder.UNSURE: _unsure,
}


def _price(desk: Desk, item: DecisionItem, rates: Rates) -> int | None:
    try:
        work = work_of(desk, item.subject, rates.costs)
    except UsageError:
        return None
    way = price_cached(desk, work, rates, sharers_of(work, rates)[0]).way(WayOut.CUSTOMISE_SHARED)
    return way.total.likely if way else None


def _weights(desk: Desk) -> dict[Place, float]:
    """The weight of the members' differences by step."""
    rows = {row.id: row for row in desk.store.flows(None)}
    comparisons, _ = compare_where_possible(desk, list(rows))
    origins = {flow_id: desk.store.origins(flow_id, SubjectKind.STEP) for flow_id in rows}
    weights: dict[Place, float] = {}
    for comparison in comparisons:
        for difference in comparison.differences:
            for ref in difference.refs:
                flow_id = int(ref.flow_key)
                item_id = origins[flow_id].get(ref.step_id, ref.step_id)
                place = Place(series_id=rows[flow_id].series_id, item_id=item_id)
                weights[place] = weights.get(place, 0.0) + difference.weight
    return weights


def _weight(item: DecisionItem, weights: dict[Place, float]) -> float:
    if item.subject.kind is SubjectKind.FORM:
        return 0.0
    return sum(weights.get(place, 0.0) for place in item.subject.places)
