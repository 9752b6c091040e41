"""Hand over what things cost: the sheets, the summary for the assembly, and tables."""

from collections.abc import Iterator

from fitgap.app.cli_compare_tables import table_bytes
from fitgap.app.cli_match import as_text
from fitgap.app.cost_book import cost_report
from fitgap.app.cost_outcomes import CostBook
from fitgap.app.desk import Desk
from fitgap.model.comparison import CommonRule
from fitgap.model.cost_group import DivergencePrice, GroupTotals, KnownSet
from fitgap.model.cost_report import AssemblySummary
from fitgap.model.message import UsageError, message
from fitgap.model.scenario import ScenarioResult
from fitgap.reporting.assembly_document import assembly_document
from fitgap.reporting.cost_workbook import cost_workbook
from fitgap.reporting.customisation_sheet import gap_kind
from fitgap.reporting.scenario_tables import year_rows
from fitgap.texts import Language, say

WAY_COLUMNS = (
    *("process", "name", "verdict", "members", "size", "way", "decided"),
    *("once", "yearly", "low", "likely", "high", "unknown"),
)
YEAR_COLUMNS = ("plan", "year", "member", "component", "amount_low", "amount", "amount_high")


def cost_sheets(desk: Desk, book: CostBook, language: Language) -> bytes:
    """The sheets 6 and 8 with a cover; raises UsageError when nothing is to be priced."""
    report = cost_report(desk, (book,))
    if report is None:
        raise UsageError(message("cost_cli.nothing"))
    return cost_workbook(report, desk.clock(), language)


def cost_table(book: CostBook, language: Language) -> bytes:
    """Every way out of every gap as CSV."""
    heads = tuple(say(f"cost_table.{code}", language) for code in WAY_COLUMNS)
    rows = (dict(zip(heads, row, strict=True)) for row in _way_rows(book, language))
    return table_bytes(heads, rows)


def scenario_table(result: ScenarioResult, language: Language) -> bytes:
    """Every year of every plan as CSV."""
    heads = {code: say(f"cost_table.{code}", language) for code in YEAR_COLUMNS}
    rows = (
        {heads[code]: as_text(str(value)) if isinstance(value, str) else str(value) for code, value in row.items()}
        for row in year_rows(result, language)
    )
    return table_bytes(tuple(heads.values()), rows)


def assembly(
    desk: Desk,
    book: CostBook,
    kept: tuple[GroupTotals, ...],
    divergence: tuple[tuple[CommonRule, DivergencePrice], ...],
    scenario: ScenarioResult | None,
    language: Language,
) -> bytes:
    """The two-page summary as Word; a scenario comes with it once somebody kept one."""
    summary = AssemblySummary(
        title=say("assembly.title", language),
        created_at=desk.clock(),
        package=desk.stored_catalog(book.catalog_key).product,
        members=book.rates.members,
        figures=book.rates.costs,
        totals=book.totals(),
        sets=(*(book.totals(book.known(known)) for known in KnownSet), *kept),
        levers=book.levers(),
        divergence=tuple(price for rule, price in divergence if rule is CommonRule.LEAST_CHANGE),
        scenario=scenario,
    )
    return assembly_document(summary, language)


def _way_rows(book: CostBook, language: Language) -> Iterator[tuple[str, ...]]:
    for gap, price in zip(book.gaps, book.prices, strict=True):
        for way in price.ways:
            yield (
                as_text(price.gap.process),
                as_text(price.gap.name),
                gap_kind(price.gap, language),
                as_text("、".join(price.gap.members)),
                price.gap.size,
                say(f"vocabulary.resolution.{way.way}", language),
                "●" if gap.answer.way is way.way else "",
                str(way.once.likely),
                str(way.yearly.likely),
                str(way.total.low),
                str(way.total.likely),
                str(way.total.high),
                as_text(" ".join(say(said, language) for said in way.unknown)),
            )
