"""A scenario as tables: plans, years, starts that were tried, and the rates with their sources."""

from collections.abc import Iterator, Mapping
from io import BytesIO

from fitgap.model.cost import Basis, CostInput
from fitgap.model.scenario import PlanResult, ScenarioResult, ScenarioRow, StartOption
from fitgap.reporting.assembly_document import plan_name
from fitgap.reporting.sheet import Column, Value, WorkbookWriter
from fitgap.texts import Language, say

YEN = "#,##0"


def scenario_workbook(result: ScenarioResult, rates: Mapping[str, CostInput], language: Language) -> bytes:
    """The four tables as .xlsx bytes."""
    writer = WorkbookWriter(language)
    prefix = "cost_table"
    writer.add_table("workbook.sheet_scenario.plans", prefix, plan_columns(language), result.plans, "B2")
    years = [(plan, row) for plan in result.plans for row in plan.rows]
    writer.add_table("workbook.sheet_scenario.years", prefix, year_columns(language), years, "D2")
    writer.add_table("workbook.sheet_scenario.starts", prefix, start_columns(language), result.best.options, "B2")
    writer.add_table("workbook.sheet_scenario.rates", prefix, rate_columns(language), rates.items(), "B2")
    out = BytesIO()
    writer.workbook.save(out)
    return out.getvalue()


def year_rows(result: ScenarioResult, language: Language) -> Iterator[dict[str, Value]]:
    """One row for each plan, year, member and component."""
    columns = year_columns(language)
    for plan in result.plans:
        for row in plan.rows:
            yield {column.code: column.value((plan, row)) for column in columns}


def plan_columns(language: Language) -> tuple[Column[PlanResult], ...]:
    """A plan a row."""
    return (
        Column(code="plan", value=lambda r: plan_name(r, language), width=30),
        Column(code="low", value=lambda r: r.total.low, width=18, number_format=YEN),
        Column(code="likely", value=lambda r: r.total.likely, width=18, number_format=YEN),
        Column(code="high", value=lambda r: r.total.high, width=18, number_format=YEN),
        Column(code="present", value=lambda r: r.present.likely, width=18, number_format=YEN),
        Column(code="saved_low", value=lambda r: r.saved.low, width=18, number_format=YEN),
        Column(code="saved", value=lambda r: r.saved.likely, width=18, number_format=YEN),
        Column(code="saved_high", value=lambda r: r.saved.high, width=18, number_format=YEN),
        Column(code="payback", value=lambda r: r.payback_year or "－", width=10),
        Column(
            code="counter",
            value=lambda r: "－" if r.counter_saved is None else r.counter_saved,
            width=18,
            number_format=YEN,
        ),
        Column(code="refused", value=lambda r: refusal(r.refused_by, r.refused_year, language), width=40),
    )


def year_columns(language: Language) -> tuple[Column[tuple[PlanResult, ScenarioRow]], ...]:
    """What a member pays for one thing in one year of a plan, a row."""
    return (
        Column(code="plan", value=lambda r: plan_name(r[0], language), width=30),
        Column(code="year", value=lambda r: r[1].year, width=8),
        Column(code="member", value=lambda r: r[1].member, width=16),
        Column(code="component", value=lambda r: say(f"component.{r[1].component}", language), width=18),
        Column(code="amount_low", value=lambda r: r[1].amount.low, width=16, number_format=YEN),
        Column(code="amount", value=lambda r: r[1].amount.likely, width=16, number_format=YEN),
        Column(code="amount_high", value=lambda r: r[1].amount.high, width=16, number_format=YEN),
    )


def start_columns(language: Language) -> tuple[Column[StartOption], ...]:
    """A start that was tried, a row."""
    return (
        Column(code="start", value=lambda r: r.cloud_from, width=10),
        Column(code="waits", value=lambda r: "●" if r.waits else "", width=14),
        Column(code="present", value=lambda r: r.present, width=18, number_format=YEN),
        Column(code="refused", value=lambda r: refusal(r.refused_by, r.refused_year, language), width=44),
    )


def rate_columns(language: Language) -> tuple[Column[tuple[str, CostInput]], ...]:
    """A rate with its range and source, a row."""
    return (
        Column(code="input", value=lambda r: say(f"cost_input.{r[0]}", language), width=28),
        Column(code="low", value=lambda r: r[1].low, width=10),
        Column(code="likely", value=lambda r: r[1].likely, width=10),
        Column(code="high", value=lambda r: r[1].high, width=10),
        Column(code="unit", value=lambda r: say(f"cost_unit.{r[1].unit}", language), width=24),
        Column(code="basis", value=lambda r: _basis(r[1], language), width=12),
        Column(code="source", value=lambda r: r[1].source if language == "ja" else r[1].source_en, width=80),
    )


def refusal(refused_by: str, year: int, language: Language) -> str:
    """The broken constraint in words, empty for none."""
    return say(f"scenario.refused.{refused_by}", language, year=year) if refused_by else ""


def _basis(one: CostInput, language: Language) -> str:
    mark = "※" if one.basis is Basis.ASSUMPTION else ""
    return f"{mark}{say(f'basis.{one.basis}', language)}"
