"""Everything that is priced of a project against one package, as it stands now."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from fitgap.app.cost_gaps import find_gaps
from fitgap.app.cost_outcomes import CostBook, Rates
from fitgap.app.cost_rates import current, effective
from fitgap.app.desk import Desk
from fitgap.model.cost import GapPrice, GapWork, WayOut, total_of
from fitgap.model.cost_report import CostReport, CostRow
from fitgap.model.message import Message, message
from fitgap.model.sharing import ShareChange, Sharer, Sharing, SharingRule
from fitgap.quantifying import price_gap, share_change


def rates_of(desk: Desk) -> Rates:
    """The figures that hold now."""
    entries = desk.store.costs.entries()
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
    """Every gap against a package, priced; worked out once for the same contents, choices, decisions and figures."""
    store = desk.store
    key = (
        catalog_key,
        store.catalog_row(catalog_key).edition,
        tuple((row.id, row.content_hash) for row in store.flows(None)),
        tuple(file.id for file in store.evidence_files()),
        desk.policy_text(),
        store.choice_revision(),
        store.decision_revision(),
        store.costs.revision(),
    )
    return desk.books.get(key, lambda: _book(desk, catalog_key))


def _book(desk: Desk, catalog_key: str) -> CostBook:
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


def shared_anew(book: CostBook, members: Sequence[str]) -> tuple[ShareChange, ...]:
    """The decided shared customisations split by the rule among their askers, and then among these members."""
    shared = [price for price in book.prices if book.chosen.get(price.gap.key) is WayOut.CUSTOMISE_SHARED]
    if not shared:
        return ()
    askers = book.askers
    rates = book.rates
    before, after = (
        [Sharer(member=one, population=rates.populations.get(one), has_asked=one in askers) for one in those]
        for those in (askers, members)
    )
    total = total_of(way.total for price in shared if (way := price.way(WayOut.CUSTOMISE_SHARED))).likely
    return share_change(total, Sharing(rule=rates.costs.sharing, alpha=rates.costs.alpha), before, after)


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
            catalog_key=book.catalog_key,
            package=desk.stored_catalog(book.catalog_key).product,
            price=price,
            way=gap.answer.way,
            flows=gap.flows,
            places=gap.places,
        )
        for book in books
        for gap, price in zip(book.gaps, book.prices, strict=True)
    )
    return CostReport(figures=books[0].rates.costs, rows=rows) if rows else None
