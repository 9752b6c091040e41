"""Everything that is priced of a project against one package, as it stands now."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from fitgap.app.cost_gaps import Gap, find_gaps
from fitgap.app.cost_rates import Current, current, effective, values_of
from fitgap.app.desk import Desk
from fitgap.model.cost import GapPrice, GapWork, WayOut
from fitgap.model.cost_entry import EntryKind
from fitgap.model.cost_group import DecisionSet, GroupTotals, KnownSet, Lever
from fitgap.model.cost_policy import Costs
from fitgap.model.cost_report import CostReport, CostRow
from fitgap.model.message import Message, message
from fitgap.model.sharing import Sharer, SharingRule
from fitgap.quantifying import price_gap
from fitgap.quantifying.group import known_set, levers, totals

LEVERS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """The figures that hold, and the entries that made them; `revision` changes with every entry."""

    costs: Costs
    now: Current
    members: tuple[str, ...]
    revision: int
    policy_text: str

    @property
    def populations(self) -> dict[str, int]:
        """The members whose population is known."""
        return {name: int(value["population"]) for name, value in values_of(self.now, EntryKind.MEMBER).items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class CostBook:
    """Prices of every gap, what was decided, and notes on what could not be done as asked."""

    catalog_key: str
    rates: Rates
    gaps: tuple[Gap, ...]
    prices: tuple[GapPrice, ...]
    notes: tuple[Message, ...]

    @property
    def chosen(self) -> dict[str, WayOut]:
        """The ways out that were decided, by the gap's key."""
        return {gap.work.key: gap.answer.way for gap in self.gaps if gap.answer.way is not None}

    @property
    def stale(self) -> int:
        """Gaps whose decision is asked again; they count as undecided."""
        return sum(gap.answer.is_stale for gap in self.gaps)

    def totals(self, ways: DecisionSet | None = None) -> GroupTotals:
        """What a set of decisions comes to, without one what was decided."""
        return totals(ways or self.known(KnownSet.CHOSEN), self.prices, self.rates.costs)

    def known(self, known: KnownSet) -> DecisionSet:
        """One of the sets that are always there."""
        return known_set(known, self.prices, self.chosen, self.rates.costs.cap)

    def levers(self) -> tuple[Lever, ...]:
        """The decisions that would save most."""
        return levers(self.prices, self.chosen, LEVERS)


def rates_of(desk: Desk) -> Rates:
    """The figures that hold now."""
    entries = desk.store.cost_entries()
    now = current(entries)
    policy_text = desk.policy_text()
    return Rates(
        costs=effective(desk.policy_of(policy_text).costs, now),
        now=now,
        members=desk.store.members(),
        revision=entries[-1].id if entries else 0,
        policy_text=policy_text,
    )


def book_of(desk: Desk, catalog_key: str) -> CostBook:
    """Every gap against a package, priced."""
    rates = rates_of(desk)
    gaps = find_gaps(desk, catalog_key, rates.costs)
    notes: dict[Message, None] = {}
    prices = []
    for gap in gaps:
        sharers, note = sharers_of(gap.work, rates)
        if note:
            notes[note] = None
        prices.append(price_cached(desk, gap.work, rates, sharers))
    return CostBook(catalog_key=catalog_key, rates=rates, gaps=gaps, prices=tuple(prices), notes=tuple(notes))


def price_cached(desk: Desk, work: GapWork, rates: Rates, sharers: tuple[Sharer, ...]) -> GapPrice:
    """A gap's prices, computed once for the same work, figures and sharers."""
    key = (work, sharers, rates.revision, rates.policy_text)
    return desk.prices.get(key, lambda: price_gap(work, rates.costs, sharers))


def sharers_of(work: GapWork, rates: Rates) -> tuple[tuple[Sharer, ...], Message | None]:
    """Who shares a customisation; where the rule lacks a number everybody shares equally (none), and a note says so."""
    populations: Mapping[str, int] = rates.populations
    sharers = tuple(
        Sharer(member=one.member, population=populations.get(one.member), volume=one.cases_per_year)
        for one in work.works
    )
    match rates.costs.sharing:
        case SharingRule.POPULATION | SharingRule.MIXED:
            missing = [sharer.member for sharer in sharers if not sharer.population]
        case SharingRule.VOLUME:
            missing = [sharer.member for sharer in sharers if not sharer.volume]
        case _:
            missing = []
    if missing:
        return (), message(f"costs.shared_equally.{rates.costs.sharing}", members="、".join(missing))
    return sharers, None


def narrowed(book: CostBook, series: Collection[int]) -> CostBook:
    """The gaps that touch some flows (by series), with everybody that shares them."""
    kept = [place for place, gap in enumerate(book.gaps) if any(one.series_id in series for one in gap.subject.places)]
    return replace(
        book, gaps=tuple(book.gaps[place] for place in kept), prices=tuple(book.prices[place] for place in kept)
    )


def cost_report(desk: Desk, books: Sequence[CostBook]) -> CostReport | None:
    """What a workbook needs of some books, None when there is nothing to price."""
    rows = tuple(
        CostRow(
            package=desk.stored_catalog(book.catalog_key).product,
            price=price,
            way=gap.answer.way,
            flows=gap.flows,
        )
        for book in books
        for gap, price in zip(book.gaps, book.prices, strict=True)
    )
    return CostReport(figures=books[0].rates.costs, rows=rows) if rows else None
