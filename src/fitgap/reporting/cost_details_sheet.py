"""The sheet 費用明細（前提）: every input with its source, and every line of every way out as a live formula."""

from collections.abc import Iterator

from openpyxl.cell import Cell
from openpyxl.worksheet.datavalidation import DataValidation

from fitgap.model.cost import CUSTOMISING, Basis, CostInput, PricedLine, WayOut, WayPrice, When
from fitgap.model.cost_report import CostReport, CostRow
from fitgap.reporting.cost_cells import CASE_CELL, FIRST_INPUT_ROW, YEARS_CELL, YEN, InputCells, product, without_days
from fitgap.reporting.customisation_sheet import days_cell
from fitgap.reporting.sheet import Sheet, WorkbookWriter
from fitgap.texts import Language, say

WIDTHS = (24, 26, 30, 18, 22, 18, 13, 10, 11, 11, 14, 15, 4)
INPUT_HEADERS = ("input", "low", "likely", "high", "used", "unit", "basis", "source")
LINE_HEADERS = (
    *("number", "process", "name", "member", "resolution"),
    *("line", "when", "decided", "minutes", "cases", "amount", "total"),
)
MOST_GAPS_IN_FULL = 400
"""With more gaps only the workaround and what was decided are written out."""


def add_cost_details(writer: WorkbookWriter, report: CostReport) -> None:
    """Write the sheet; `add_customisations` comes before it."""
    language = writer.language
    cells = InputCells.of(report.figures, language)
    sheet = writer.add_sheet("workbook.sheet.cost_details", WIDTHS)
    sheet.column_dimensions["M"].hidden = True
    sheet.append([writer.cell(sheet, say("workbook.cost_details.title", language), "fitgap heading")])
    sheet.append([writer.cell(sheet, say("workbook.cost_details.note", language), "fitgap plain")])
    sheet.append([writer.cell(sheet, say("workbook.cost_details.range_note", language), "fitgap plain")])
    _named(writer, sheet, "case", say("bound.likely", language))
    _named(writer, sheet, "years", report.figures.years)
    sheet.append([writer.cell(sheet, say("workbook.cost_details.customisations_note", language), "fitgap plain")])
    sheet.append([])
    sheet.append(_headers(writer, sheet, INPUT_HEADERS))
    for place, (name, one) in enumerate(report.figures.inputs.items(), start=FIRST_INPUT_ROW):
        sheet.append(list(_input(writer, sheet, place, name, one)))
    sheet.append([])
    sheet.append([writer.cell(sheet, say("workbook.cost_details.lines", language), "fitgap heading")])
    sheet.append(_headers(writer, sheet, LINE_HEADERS))
    at = cells.first_line_row
    for number, row in enumerate(report.rows, start=1):
        for way in _written(row, len(report.rows)):
            for line in way.lines:
                sheet.append(list(_line(writer, sheet, cells, at, number, row, way, line)))
                at += 1
    case = DataValidation(type="list", formula1='"' + ",".join(_cases(language)) + '"', allow_blank=False)
    case.add(CASE_CELL.replace("$", ""))
    sheet.data_validations.append(case)


def _written(row: CostRow, gaps: int) -> Iterator[WayPrice]:
    """Customisations stand on their own sheet."""
    for way in row.price.ways:
        if way.way in CUSTOMISING:
            continue
        if gaps <= MOST_GAPS_IN_FULL or way.way in (WayOut.WORKAROUND, row.way):
            yield way


def _named(writer: WorkbookWriter, sheet: Sheet, code: str, value: str | int) -> None:
    label = writer.cell(sheet, say(f"workbook.cost_details.{code}", writer.language), "fitgap strong")
    sheet.append([label, writer.cell(sheet, value, "fitgap strong")])


def _headers(writer: WorkbookWriter, sheet: Sheet, codes: tuple[str, ...]) -> list[Cell]:
    return [
        writer.cell(sheet, say(f"workbook.cost_details.{code}", writer.language), "fitgap column") for code in codes
    ]


def _cases(language: Language) -> tuple[str, str, str]:
    return say("bound.low", language), say("bound.likely", language), say("bound.high", language)


def _input(writer: WorkbookWriter, sheet: Sheet, row: int, name: str, one: CostInput) -> Iterator[Cell]:
    language = writer.language
    low, _, high = _cases(language)
    yield writer.cell(sheet, say(f"cost_input.{name}", language))
    yield from (writer.cell(sheet, value, "fitgap strong") for value in (one.low, one.likely, one.high))
    yield writer.formula(sheet, f'=IF({CASE_CELL}="{low}",B{row},IF({CASE_CELL}="{high}",D{row},C{row}))')
    yield writer.cell(sheet, say(f"cost_unit.{one.unit}", language))
    mark = "" if one.basis is not Basis.ASSUMPTION else "※"
    yield writer.cell(sheet, f"{mark}{say(f'basis.{one.basis}', language)}")
    yield writer.cell(sheet, one.source if language == "ja" else one.source_en, "fitgap plain")


def _line(
    writer: WorkbookWriter,
    sheet: Sheet,
    cells: InputCells,
    at: int,
    number: int,
    row: CostRow,
    way: WayPrice,
    priced: PricedLine,
) -> Iterator[Cell]:
    language = writer.language
    line = priced.line
    facts = {fact.code: fact.value for fact in line.facts}
    yield writer.cell(sheet, number)
    for text in (row.price.gap.process, row.price.gap.name, line.member):
        yield writer.cell(sheet, text)
    yield writer.cell(sheet, say(f"vocabulary.resolution.{way.way}", language))
    yield writer.cell(sheet, say(f"cost_line.{line.code}", language))
    yield writer.cell(sheet, say(f"cost_when.{line.when}", language))
    yield writer.cell(sheet, "●" if way.way is row.way else "")
    yield from (writer.cell(sheet, facts.get(code)) for code in ("minutes", "cases"))
    own = without_days(line)
    more = [f"{letter}{at}" for letter, code in (("I", "minutes"), ("J", "cases")) if code in facts]
    if len(own) < len(line.inputs):
        more.append(days_cell(number, language))
    yield writer.formula(sheet, f"={product(cells, own, is_here=True, more=more, by=line.divisor)}", YEN)
    times = f"*{YEARS_CELL}" if line.when is When.YEARLY else ""
    yield writer.formula(sheet, f"=K{at}{times}", YEN)
    yield writer.cell(sheet, way.way.value)
