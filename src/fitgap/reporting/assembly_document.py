"""The two-page summary for the assembly, as Word: totals, what could be, a scenario, and every assumption in use."""

from collections.abc import Iterator, Sequence
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.table import Table

from fitgap.model.cost import Money
from fitgap.model.cost_group import GroupTotals, KnownSet
from fitgap.model.cost_report import AssemblySummary
from fitgap.model.scenario import PlanResult
from fitgap.reporting.cells import clean_text
from fitgap.texts import Language, has_text, say

FONT = "游ゴシック"
KEY_INPUTS = ("day_rate", "days_S", "days_M", "days_L", "days_XL", "upkeep", "wage", "left_gap", "left_partial")
KEY_RATES = ("cloud_run", "cloud_initial", "migration", "termination")
MOST_PROCESSES = 6
PAGE_MM = 174
WIDTHS = {
    "set": 3.0,
    "gap": 2.6,
    "members": 1.6,
    "now": 1.6,
    "best": 2.0,
    "process": 3.0,
    "plan": 2.2,
    "saved": 2.4,
    "low": 1.2,
    "likely": 1.2,
    "high": 1.2,
    "payback": 0.8,
    "counter": 1.3,
    "hours_known": 1.6,
    "input": 1.6,
    "figures": 2.4,
    "basis": 0.6,
    "source": 4.6,
}
"""How much of the page a column takes against the others, 1 where it does not stand here."""
YEN_IN_KYEN = 1_000


def assembly_document(summary: AssemblySummary, language: Language) -> bytes:
    """The summary as .docx bytes, laid out for A4."""
    return _Writer(summary, language).bytes()


def kyen(yen: int) -> str:
    """Thousands of yen, rounded, with separators."""
    return f"{round(yen / YEN_IN_KYEN):,}"


def set_name(totals: GroupTotals, language: Language) -> str:
    """The name of a set of decisions; people's own names stand as they are."""
    if totals.name in list(KnownSet):
        return say(f"known_set.{totals.name}", language, cap=totals.cap)
    return totals.name


def plan_name(plan: PlanResult, language: Language) -> str:
    """A plan's own name, else the usual one of its key, else the key."""
    code = f"plan.{plan.plan.key}"
    return plan.plan.name or (say(code, language) if has_text(code) else plan.plan.key)


class _Writer:
    def __init__(self, summary: AssemblySummary, language: Language) -> None:
        self.summary = summary
        self.language: Language = language
        self.document = Document()
        self.headings = 0
        self._set_up()

    def bytes(self) -> bytes:
        summary = self.summary
        title = self.document.add_paragraph()
        run = title.add_run(clean_text(summary.title, ""))
        run.bold, run.font.size = True, Pt(16)
        self._say(
            "about",
            date=summary.created_at[:10],
            members=self._list(summary.members),
            package=summary.package,
            years=summary.figures.years,
        )
        self._decided()
        self._sets()
        self._levers()
        self._divergence()
        self._scenario()
        self._assumptions()
        out = BytesIO()
        self.document.save(out)
        return out.getvalue()

    def _set_up(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(18)
        section.top_margin = section.bottom_margin = Mm(14)
        normal = self.document.styles["Normal"]
        normal.font.name, normal.font.size = FONT, Pt(9)
        normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
        normal.paragraph_format.space_after = Pt(2)
        normal.paragraph_format.space_before = Pt(0)

    def _decided(self) -> None:
        totals = self.summary.totals
        self._heading("decided")
        self._say(
            "decided_text",
            gaps=totals.gaps,
            decided=totals.decided,
            undecided=totals.undecided,
            customisations=totals.customisations,
            cap=totals.cap,
            total=kyen(totals.total.likely),
            low=kyen(totals.total.low),
            high=kyen(totals.total.high),
            saved=kyen(totals.saved.likely),
        )
        self._say("hours", hours=f"{totals.workaround_hours:,.0f}", known=totals.hours_known, all=totals.workarounds)
        if totals.unpriced:
            self._say("unpriced", count=totals.unpriced)
        if totals.by_member:
            rows = [[member, *self._range(amount)] for member, amount in totals.by_member]
            self._table(("member", "low", "likely", "high"), rows)

    def _sets(self) -> None:
        self._heading("sets")
        rows = [
            [
                set_name(one, self.language),
                f"{one.decided}／{one.gaps}",
                str(one.customisations),
                f"{one.workaround_hours:,.0f}",
                *self._range(one.total),
            ]
            for one in self.summary.sets
        ]
        self._table(("set", "decided_of", "customisations", "hours_short", "low", "likely", "high"), rows)

    def _levers(self) -> None:
        if not self.summary.levers:
            return
        self._heading("levers")
        rows = [
            [
                lever.price.gap.name,
                self._list(lever.price.gap.members),
                self._way(lever.now.value) if lever.is_decided else f"{say('assembly.undecided', self.language)}",
                kyen(lever.adopt_saves),
                f"{self._way(lever.best.value)}　{kyen(lever.best_saves)}",
            ]
            for lever in self.summary.levers
        ]
        self._table(("gap", "members", "now", "adopt_saves", "best"), rows)

    def _divergence(self) -> None:
        if not self.summary.divergence:
            return
        self._heading("divergence")
        dearest = sorted(self.summary.divergence, key=lambda one: -one.yearly.likely)[:MOST_PROCESSES]
        rows = [
            [
                one.work.process,
                f"{one.work.hours_per_year:,.0f}（{one.work.known_steps}／{one.work.steps}）",
                f"{kyen(one.yearly.low)}〜{kyen(one.yearly.high)}",
                f"{kyen(one.together_once.low)}〜{kyen(one.together_once.high)}",
            ]
            for one in dearest
        ]
        self._table(("process", "hours_known", "yearly", "together"), rows)

    def _scenario(self) -> None:
        result = self.summary.scenario
        if result is None:
            return
        self._heading("scenario")
        self._say("scenario_text", title=result.scenario.title, years=result.scenario.years)
        rows = [
            [
                plan_name(plan, self.language),
                *self._range(plan.total),
                f"{kyen(plan.saved.low)}〜{kyen(plan.saved.high)}",
                str(plan.payback_year or "－"),
                kyen(plan.counter_saved) if plan.counter_saved is not None else "－",
            ]
            for plan in result.plans
        ]
        self._table(("plan", "low", "likely", "high", "saved", "payback", "counter"), rows)
        if result.best.best and result.best.runner_up:
            self._say(
                "best",
                best=result.best.best.cloud_from,
                second=result.best.runner_up.cloud_from,
                apart=kyen(result.best.runner_up.present - result.best.best.present),
            )
        self._say("no_promise")

    def _assumptions(self) -> None:
        self._heading("assumptions")
        figures = self.summary.figures
        inputs = [(name, figures.inputs[name]) for name in KEY_INPUTS]
        if self.summary.scenario:
            inputs += [(name, figures.scenario[name]) for name in KEY_RATES]
        rows = [
            [
                say(f"cost_input.{name}", self.language),
                f"{one.low:,g}／{one.likely:,g}／{one.high:,g} {say(f'cost_unit.{one.unit}', self.language)}",
                say(f"basis.{one.basis}", self.language),
                one.source if self.language == "ja" else one.source_en,
            ]
            for name, one in inputs
        ]
        self._table(("input", "figures", "basis", "source"), rows, size=7)
        self._say("range_note")

    def _heading(self, code: str) -> None:
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.space_before = Pt(5)
        paragraph.paragraph_format.keep_with_next = True
        self.headings += 1
        run = paragraph.add_run(f"{self.headings}　{say(f'assembly.heading.{code}', self.language)}")
        run.bold, run.font.size = True, Pt(11)

    def _say(self, code: str, **values: str | int) -> None:
        self.document.add_paragraph(clean_text(say(f"assembly.{code}", self.language, **values), ""))

    def _table(self, columns: Sequence[str], rows: Sequence[Sequence[str]], size: float = 8) -> None:
        table = self.document.add_table(rows=1, cols=len(columns))
        table.style = "Table Grid"
        table.autofit = False
        shares = [WIDTHS.get(code, 1.0) for code in columns]
        widths = [Mm(PAGE_MM * share / sum(shares)) for share in shares]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        heads = (say(f"assembly.column.{code}", self.language) for code in columns)
        _fill(table, 0, heads, size, widths, is_head=True)
        for row in rows:
            table.add_row()
            _fill(table, len(table.rows) - 1, iter(row), size, widths)
        _repeat_head(self.document, table)

    def _range(self, amount: Money) -> tuple[str, str, str]:
        return kyen(amount.low), kyen(amount.likely), kyen(amount.high)

    def _way(self, code: str) -> str:
        return say(f"vocabulary.resolution.{code}", self.language)

    def _list(self, names: Sequence[str]) -> str:
        return say("workbook.separator", self.language).join(names)


def _fill(
    table: Table, row: int, texts: Iterator[str], size: float, widths: Sequence[Length], *, is_head: bool = False
) -> None:
    for cell, text, width in zip(table.rows[row].cells, texts, widths, strict=True):
        cell.width = width
        paragraph = cell.paragraphs[0]
        run = paragraph.add_run(clean_text(text, ""))
        run.font.size, run.bold = Pt(size), is_head
        paragraph.paragraph_format.space_after = Pt(0)
        if not is_head and text.replace(",", "").replace("-", "").isdecimal():
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _repeat_head(document: WordDocument, table: Table) -> None:
    """The first row comes again on the next page; a little air below the table."""
    table.rows[0]._tr.get_or_add_trPr().append(table.rows[0]._tr.makeelement(qn("w:tblHeader"), {}))
    document.add_paragraph().paragraph_format.line_spacing = Pt(4)
