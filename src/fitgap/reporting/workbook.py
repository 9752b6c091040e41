"""The fit-gap workbook: 表紙・凡例, 総括, Fit&Gap一覧, 帳票一覧, and 団体間比較 where members share a process."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO

from fitgap.model.choice import Standing
from fitgap.model.cost import CUSTOMISING, Money, WayOut
from fitgap.model.cost_report import CostRow
from fitgap.model.judgement import FitGap, Verdict
from fitgap.model.report import FitGapReport, MemberFitGap
from fitgap.model.summary import Rate, Summary, summarise
from fitgap.reporting.comparison_sheet import add_comparison
from fitgap.reporting.cost_details_sheet import add_cost_details
from fitgap.reporting.customisation_sheet import add_customisations
from fitgap.reporting.fit_gap_sheet import STEP_COLUMNS, STEP_COLUMNS_REPEATED, step_rows
from fitgap.reporting.forms_sheet import FORM_COLUMNS, FORM_COLUMNS_REPEATED, form_rows
from fitgap.reporting.ledger_sheet import (
    HISTORY_COLUMNS,
    LEDGER_COLUMNS,
    LEDGER_COLUMNS_REPEATED,
    history_rows,
    ledger_rows,
)
from fitgap.reporting.sheet import Column, WorkbookWriter
from fitgap.texts import Language, say

_LEGEND = ("fit", "configured", "partial", "gap", "na", "not_judged")
YEN_IN_KYEN = 1_000
_NOTES = ("note_guess", "note_rate", "note_score", "note_edit", "note_symbols")


def fitgap_workbook(report: FitGapReport, language: Language) -> bytes:
    """The workbook as .xlsx bytes; rows follow the report's entries, steps in file order."""
    writer = WorkbookWriter(language, report.deciding)
    _add_cover(writer, report)
    writer.add_lists()
    writer.add_table(
        "workbook.sheet.summary",
        "workbook.summary",
        (*SUMMARY_COLUMNS, *(PRICE_COLUMNS if report.costs else ())),
        summary_rows(report, language),
        "D2",
    )
    steps = step_rows(report, language)
    writer.add_table("workbook.sheet.steps", "workbook.steps", STEP_COLUMNS, steps, "G2", STEP_COLUMNS_REPEATED)
    forms = form_rows(report, language)
    writer.add_table("workbook.sheet.forms", "workbook.forms", FORM_COLUMNS, forms, "E2", FORM_COLUMNS_REPEATED)
    if report.comparisons:
        add_comparison(writer, report.comparisons)
    if report.costs:
        add_customisations(writer, report.costs)
    ledger = ledger_rows(report, language)
    writer.add_table("workbook.sheet.ledger", "workbook.ledger", LEDGER_COLUMNS, ledger, "E2", LEDGER_COLUMNS_REPEATED)
    if report.costs:
        add_cost_details(writer, report.costs)
    history = history_rows(report, language)
    writer.add_table("workbook.sheet.history", "workbook.history", HISTORY_COLUMNS, history, "A2")
    out = BytesIO()
    writer.workbook.save(out)
    return out.getvalue()


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryPrice:
    """What was decided of some gaps comes to: gaps, decided ones, customisations, and yen of the members meant."""

    gaps: int
    decided: int
    customisations: int
    once: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryRow:
    """One member's business against one package, or the total of a package."""

    member: str
    business: str
    package: str
    summary: Summary
    price: SummaryPrice | None = None


def summary_rows(report: FitGapReport, language: Language) -> Iterator[SummaryRow]:
    """Each flow against each package, then the total of every package."""
    packages: dict[str, list[MemberFitGap]] = {}
    for entry in report.entries:
        packages.setdefault(entry.fit_gap.catalog.key, []).append(entry)
        yield SummaryRow(
            member=entry.member,
            business=entry.fit_gap.flow.name,
            package=entry.fit_gap.catalog.product,
            summary=summarise([_pair(entry)]),
            price=_price(report, entry.fit_gap.catalog.key, (entry.member, entry.fit_gap.flow.name)),
        )
    for entries in packages.values():
        yield SummaryRow(
            member=say("workbook.summary.total", language),
            business="",
            package=entries[0].fit_gap.catalog.product,
            summary=summarise(map(_pair, entries)),
            price=_price(report, entries[0].fit_gap.catalog.key, None),
        )


def _price(report: FitGapReport, catalog_key: str, flow: tuple[str, str] | None) -> SummaryPrice | None:
    """A member's part of the gaps of its flow, or everything of a package; a gap counts in its first flow only."""
    if report.costs is None:
        return None
    of_package = [row for row in report.costs.rows if row.catalog_key == catalog_key]
    rows = [row for row in of_package if flow is None or flow in _first_flows(row)]
    ways = [(row, way) for row in rows if row.way and (way := row.price.way(row.way))]
    return SummaryPrice(
        gaps=len(rows),
        decided=sum(row.way is not None and row.way is not WayOut.DEFERRED for row in rows),
        customisations=sum(way.way in CUSTOMISING for _, way in ways),
        once=sum(_part(way.once_by_member, flow) for _, way in ways),
        total=sum(_part(way.by_member, flow) for _, way in ways),
    )


def _first_flows(row: CostRow) -> tuple[tuple[str, str], ...]:
    """The first flow of each member that has the gap, so that no yen is counted twice."""
    first: dict[str, str] = {}
    for member, name in row.flows:
        first.setdefault(member, name)
    return tuple(first.items())


def _part(amounts: tuple[tuple[str, Money], ...], flow: tuple[str, str] | None) -> int:
    return sum(amount.likely for member, amount in amounts if flow is None or member == flow[0])


def _pair(entry: MemberFitGap) -> tuple[FitGap, Mapping[str, Standing]]:
    return entry.fit_gap, dict(entry.standings)


def _base(rate: Rate) -> str:
    return f"{rate.numerator:,.0f}／{rate.denominator:,.0f}"


SUMMARY_COLUMNS: tuple[Column[SummaryRow], ...] = (
    Column(code="member", value=lambda r: r.member, width=14),
    Column(code="business", value=lambda r: r.business, width=30),
    Column(code="package", value=lambda r: r.package, width=24),
    Column(code="steps", value=lambda r: r.summary.steps, width=9),
    Column(code="fit", value=lambda r: r.summary.count(Verdict.FIT), width=9),
    Column(code="partial", value=lambda r: r.summary.count(Verdict.PARTIAL), width=11),
    Column(code="gap", value=lambda r: r.summary.count(Verdict.GAP), width=10),
    Column(code="na", value=lambda r: r.summary.count(Verdict.NA), width=10),
    Column(code="not_judged", value=lambda r: r.summary.count(Verdict.NOT_JUDGED), width=10),
    Column(code="fit_rate", value=lambda r: r.summary.fit_rate.value, width=9, number_format="0%"),
    Column(code="fit_base", value=lambda r: _base(r.summary.fit_rate), width=14),
    Column(code="volume_rate", value=lambda r: r.summary.volume_fit_rate.value, width=14, number_format="0%"),
    Column(code="volume_base", value=lambda r: r.summary.volume_known, width=14),
    Column(code="decided", value=lambda r: int(r.summary.decided.numerator), width=9),
    Column(code="decided_rate", value=lambda r: r.summary.decided.value, width=14, number_format="0%"),
    Column(code="stale", value=lambda r: r.summary.stale, width=10),
)
PRICE_COLUMNS: tuple[Column[SummaryRow], ...] = (
    Column(code="gaps", value=lambda r: r.price.gaps if r.price else None, width=10),
    Column(code="gaps_decided", value=lambda r: r.price.decided if r.price else None, width=12),
    Column(code="customisations", value=lambda r: r.price.customisations if r.price else None, width=12),
    Column(
        code="once", value=lambda r: r.price.once / YEN_IN_KYEN if r.price else None, width=13, number_format="#,##0"
    ),
    Column(
        code="total_cost",
        value=lambda r: r.price.total / YEN_IN_KYEN if r.price else None,
        width=14,
        number_format="#,##0",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverLine:
    """Two cells of the cover, each in a named style."""

    left: str = ""
    right: str = ""
    left_style: str = "fitgap plain"
    right_style: str = "fitgap plain"


def _add_cover(writer: WorkbookWriter, report: FitGapReport) -> None:
    sheet = writer.add_sheet("workbook.sheet.cover", [24, 110])
    for line in _cover_lines(report, writer.language):
        sheet.append([writer.cell(sheet, line.left, line.left_style), writer.cell(sheet, line.right, line.right_style)])


def _cover_lines(report: FitGapReport, language: Language) -> Iterator[CoverLine]:
    yield CoverLine(left=report.title, left_style="fitgap title")
    yield CoverLine()
    yield CoverLine(left=_word("created", language), right=report.created_at[:16].replace("T", " "))
    members = dict.fromkeys(entry.member for entry in report.entries)
    yield CoverLine(left=_word("members", language), right=say("workbook.separator", language).join(members))
    yield from _block(_word("packages", language), _package_lines(report, language))
    yield from _block(_word("flows", language), _flow_lines(report, language))
    yield CoverLine()
    yield CoverLine(left=_word("legend", language), left_style="fitgap heading")
    for code in _LEGEND:
        sign = say(f"verdict_sign.{code}", language)
        word = say(f"verdict.{'fit' if code == 'configured' else code}", language)
        yield CoverLine(
            left=f"{sign} {word}",
            right=say(f"workbook.legend.{code}", language),
            left_style=f"fitgap {'fit' if code == 'configured' else code}",
            right_style="fitgap body",
        )
    yield CoverLine()
    yield CoverLine(left=_word("how", language), left_style="fitgap heading")
    yield from (CoverLine(right=_word(code, language)) for code in _NOTES)
    if report.comparisons:
        yield CoverLine(right=_word("note_comparison", language))
    if report.costs:
        yield CoverLine(right=_word("note_costs", language))
    yield from (CoverLine(right=note) for note in report.notes)


def _block(title: str, rows: Iterable[str]) -> Iterator[CoverLine]:
    """A title beside its first row, the other rows below it."""
    for index, row in enumerate(rows):
        yield CoverLine(left=title if index == 0 else "", right=row)


def _package_lines(report: FitGapReport, language: Language) -> list[str]:
    catalogs = {entry.fit_gap.catalog.key: entry.fit_gap.catalog for entry in report.entries}
    return [
        say(
            "workbook.cover.package_line",
            language,
            vendor=catalog.vendor,
            product=catalog.product,
            version=catalog.version,
            features=len(catalog.features),
            forms=len(catalog.forms),
            source=catalog.source_note or _word("unknown", language),
        )
        for catalog in catalogs.values()
    ]


def _flow_lines(report: FitGapReport, language: Language) -> list[str]:
    entries = {(entry.member, entry.fit_gap.flow.file): entry for entry in report.entries}
    return [
        say(
            "workbook.cover.flow_line",
            language,
            member=entry.member,
            flow=entry.fit_gap.flow.name,
            file=entry.fit_gap.flow.file,
            steps=len(entry.fit_gap.results),
        )
        for entry in entries.values()
    ]


def _word(code: str, language: Language) -> str:
    return say(f"workbook.cover.{code}", language)
