"""The sheet カスタマイズ一覧: what each gap would cost as a shared customisation, live from size and rates."""

from collections.abc import Iterator, Sequence

from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation

from fitgap.model.cost import CUSTOMISING, SIZES, GapWork, WayOut, When
from fitgap.model.cost_report import CostReport, CostRow
from fitgap.reporting.cost_cells import YEN, InputCells, product, size_days, without_days
from fitgap.reporting.sheet import Sheet, WorkbookWriter
from fitgap.texts import Language, say

COLUMNS = (
    ("package", 22),
    ("process", 26),
    ("name", 30),
    ("verdict", 11),
    ("members", 26),
    ("count", 9),
    ("size", 7),
    ("reasons", 34),
    ("days", 8),
    ("build", 13),
    ("once", 13),
    ("yearly", 13),
    ("period", 13),
    ("total", 14),
    ("per_member", 14),
    ("workaround", 15),
    ("from_members", 13),
    ("resolution", 18),
    ("accepted", 9),
    ("decided_total", 15),
)
_LETTERS = {code: get_column_letter(place) for place, (code, _) in enumerate(COLUMNS, start=1)}
KEY_COLUMN = get_column_letter(len(COLUMNS) + 1)
"""A hidden column with the number of the gap, by which the details are summed up."""


def days_cell(number: int, language: Language) -> str:
    """The cell with the person-days of a gap (numbered from 1)."""
    sheet = quote_sheetname(say("workbook.sheet.customisations", language))
    return f"{sheet}!${_LETTERS['days']}${number + 1}"


def add_customisations(writer: WorkbookWriter, report: CostReport) -> None:
    """Write the sheet, a row a gap, and the sums below."""
    cells = InputCells.of(report.figures, writer.language)
    sheet = writer.add_sheet("workbook.sheet.customisations", [width for _, width in COLUMNS])
    sheet.freeze_panes = "D2"
    sheet.print_title_rows = "1:1"
    sheet.column_dimensions[KEY_COLUMN].hidden = True
    sheet.row_dimensions[1].height = 46
    years = report.figures.years
    headers = (say(f"workbook.customisations.{code}", writer.language, years=years) for code, _ in COLUMNS)
    sheet.append([writer.cell(sheet, header, "fitgap column") for header in headers])
    for number, row in enumerate(report.rows, start=1):
        sheet.append(list(_row(writer, sheet, cells, number, row)))
    last = len(report.rows) + 1
    sheet.append(list(_sums(writer, sheet, last)))
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{last}"
    for code, formula in (
        ("size", '"' + ",".join(SIZES) + '"'),
        ("resolution", writer.list_range("resolution")),
    ):
        choices = DataValidation(type="list", formula1=formula, allow_blank=True)
        choices.add(f"{_LETTERS[code]}2:{_LETTERS[code]}{max(last, 2)}")
        sheet.data_validations.append(choices)


def _row(writer: WorkbookWriter, sheet: Sheet, cells: InputCells, number: int, row: CostRow) -> Iterator[Cell]:
    language = writer.language
    work = row.price.gap
    texts = (
        row.package,
        work.process,
        work.name,
        gap_kind(work, language),
        say("workbook.separator", language).join(work.members),
    )
    yield from (writer.cell(sheet, text) for text in texts)
    yield writer.cell(sheet, len(work.members))
    yield writer.cell(sheet, work.size)
    mark = say("workbook.customisations.guessed" if work.is_size_guessed else "workbook.customisations.said", language)
    reasons = say("workbook.separator", language).join(say(reason, language) for reason in work.size_reasons)
    yield writer.cell(sheet, f"{mark}{reasons}")
    yield from (
        writer.formula(sheet, formula, YEN if code != "days" else "0.0")
        for code, formula in _formulas(cells, number + 1, row)
    )
    yield writer.cell(sheet, say(f"vocabulary.resolution.{row.way}", language) if row.way else "")
    yield writer.cell(sheet, _accepted(row.way, language))
    yield writer.formula(sheet, _decided(cells, number + 1, language), YEN)
    yield writer.cell(sheet, number)


def gap_kind(work: GapWork, language: Language) -> str:
    """The verdict in sign and word; a form that differs has none."""
    if work.is_form:
        return say("costs.form_differs", language)
    return f"{say(f'verdict_sign.{work.verdict}', language)} {say(f'verdict.{work.verdict}', language)}"


def _formulas(cells: InputCells, at: int, row: CostRow) -> Iterator[tuple[str, str]]:
    shared = row.price.way(WayOut.CUSTOMISE_SHARED)
    if shared is None:
        return

    def cell(code: str) -> str:
        return f"{_LETTERS[code]}{at}"

    def sum_of(*when: When) -> str:
        lines = (priced.line for priced in shared.lines if priced.line.when in when)
        days = (cell("days"),)
        return "=" + "+".join(product(cells, without_days(line), is_here=False, more=days) for line in lines)

    yield "days", size_days(cells, cell("size"))
    yield "build", "=" + product(cells, ("day_rate",), is_here=False, more=(cell("days"),))
    yield "once", sum_of(When.ONCE)
    yield "yearly", sum_of(When.YEARLY)
    yield "period", sum_of(When.PERIOD, When.END)
    yield "total", f"={cell('once')}+{cell('yearly')}*{cells.years(is_here=False)}+{cell('period')}"
    yield "per_member", f"=ROUND({cell('total')}/{cell('count')},0)"
    around = row.price.way(WayOut.WORKAROUND)
    if around is None or not around.is_complete:
        yield "workaround", '="－"'
        yield "from_members", '="－"'
        return
    yield "workaround", f"={_sum_if(cells, at, WayOut.WORKAROUND.value)}"
    cheaper = f"ROUNDUP({cell('total')}*{cell('count')}/{cell('workaround')},0)"
    yield "from_members", f'=IF({cell("workaround")}>0,{cheaper},"－")'


def _sum_if(cells: InputCells, at: int, way: str) -> str:
    """The details of this gap and way (by its code)."""
    lines = f"{cells.sheet}$"
    return f'SUMIFS({lines}L:$L,{lines}A:$A,{KEY_COLUMN}{at},{lines}M:$M,"{way}")'


def _decided(cells: InputCells, at: int, language: Language) -> str:
    """Follows the resolution in the row: customisations from here, everything else from the details."""
    way, total, count = (f"{_LETTERS[code]}{at}" for code in ("resolution", "total", "count"))
    lines = f"{cells.sheet}$"
    chosen = f"{lines}A:$A,{KEY_COLUMN}{at},{lines}E:$E,{way}"
    shared = say(f"vocabulary.resolution.{WayOut.CUSTOMISE_SHARED}", language)
    local = say(f"vocabulary.resolution.{WayOut.CUSTOMISE_LOCAL}", language)
    rest = f'IF(COUNTIFS({chosen})=0,"－",SUMIFS({lines}L:$L,{chosen}))'
    return f'=IF({way}="","",IF({way}="{shared}",{total},IF({way}="{local}",{total}*{count},{rest})))'


def _accepted(way: WayOut | None, language: Language) -> str:
    if way is None:
        return say("workbook.customisations.undecided", language)
    return say(f"workbook.customisations.{'taken' if way in CUSTOMISING else 'not_taken'}", language)


def _sums(writer: WorkbookWriter, sheet: Sheet, last: int) -> Iterator[Cell]:
    summed: Sequence[str] = ("build", "once", "yearly", "period", "total", "decided_total")
    for code, _ in COLUMNS:
        if code == "package":
            yield writer.cell(sheet, say("workbook.summary.total", writer.language), "fitgap strong")
        elif code in summed and last > 1:
            letter = _LETTERS[code]
            yield writer.formula(sheet, f"=SUM({letter}2:{letter}{last})", YEN, "fitgap strong")
        else:
            yield writer.cell(sheet, "", "fitgap strong")
