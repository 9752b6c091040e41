"""One table on one sheet: columns as data, written row by row so that a large table does not fill the memory."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break

from fitgap.model.policy import Deciding
from fitgap.policies.vocabulary import vocabulary, words
from fitgap.reporting.cells import clean_text, line_count, looks_like_formula, sheet_name
from fitgap.texts import Language, say, term

Value: TypeAlias = str | int | float | None
Sheet: TypeAlias = Any  # a write-only worksheet; the type stubs leave most of it out
Row = TypeVar("Row")

FONT_NAME = "游ゴシック"
VERDICT_FILLS = {"fit": "C6E7CE", "partial": "FFF2C2", "gap": "F6C7C0", "na": "E3E6EA", "not_judged": "FFFFFF"}
_A3 = 8
_SCALE_OF_SEVERAL_PAGES = 60  # per cent; a page across then holds about 250 characters of the usual fonts
_LINE_POINTS = 13.5
_MOST_LINES = 20  # a longer text is read in the cell itself
_SPARE_ROWS = 100


def _styles() -> tuple[NamedStyle, ...]:
    """The few named styles of every workbook; cells refer to them by name, which keeps large sheets fast."""
    edge = Side(style="thin", color="9AA3AD")
    border = Border(left=edge, right=edge, top=edge, bottom=edge)
    top = Alignment(vertical="top", wrap_text=True)
    middle = Alignment(vertical="center", horizontal="center", wrap_text=True)
    white = Font(name=FONT_NAME, size=10, bold=True, color="FFFFFF")
    return (
        NamedStyle("fitgap body", font=Font(name=FONT_NAME, size=10), alignment=top, border=border),
        NamedStyle("fitgap strong", font=Font(name=FONT_NAME, size=10, bold=True), alignment=top, border=border),
        NamedStyle("fitgap plain", font=Font(name=FONT_NAME, size=10), alignment=Alignment(vertical="top")),
        NamedStyle("fitgap heading", font=Font(name=FONT_NAME, size=12, bold=True)),
        NamedStyle("fitgap title", font=Font(name=FONT_NAME, size=18, bold=True)),
        NamedStyle("fitgap column", font=white, alignment=middle, border=border, fill=_solid("1F3A5F")),
        NamedStyle("fitgap decision column", font=white, alignment=middle, border=border, fill=_solid("8A4B08")),
        *(
            NamedStyle(f"fitgap {verdict}", font=Font(name=FONT_NAME, size=10), border=border, fill=_solid(colour))
            for verdict, colour in VERDICT_FILLS.items()
        ),
    )


def _solid(colour: str) -> PatternFill:
    return PatternFill("solid", fgColor=colour, bgColor=colour)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Generic[Row]):
    """A column: its text code, how to get the value, width in characters, and what it is for.

    `title` stands in the header as it is where the code has no text (a member's name); `choices` names a list of
    `policies/vocabulary.toml` offered as a drop-down; `is_decision` marks what people fill in; `is_verdict` colours by
    sign; `number_format` is Excel's; `starts_page` begins a page of the print, on which the columns that `add_table`
    names are repeated.
    """

    code: str
    value: Callable[[Row], Value]
    width: float = 12
    title: str = ""
    number_format: str = ""
    choices: str = ""
    is_decision: bool = False
    is_verdict: bool = False
    is_hidden: bool = False
    starts_page: bool = False


class WorkbookWriter:
    """A workbook under construction in one language: sheets are added in order, then `workbook` is saved."""

    def __init__(self, language: Language, deciding: Deciding | None = None) -> None:
        self.language: Language = language
        self._deciding = deciding
        self.workbook = Workbook(write_only=True)
        for style in _styles():
            self.workbook.add_named_style(style)
        self._names: set[str] = set()
        self._list_ranges: dict[str, str] = {}

    def add_sheet(self, code: str, widths: Sequence[float] = ()) -> Sheet:
        """A new sheet named by a text code, set up for A3 landscape; widths in characters from column A on."""
        name = sheet_name(say(code, self.language), self._names)
        self._names.add(name)
        sheet = self.workbook.create_sheet(name)
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = _A3
        sheet.page_setup.fitToWidth = 1
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.oddFooter.center.text = "&P / &N"
        sheet.oddHeader.right.text = "&A"
        for index, width in enumerate(widths, start=1):
            sheet.column_dimensions[get_column_letter(index)].width = width
        return sheet

    def cell(self, sheet: Sheet, value: Value, style: str = "fitgap body") -> Cell:
        """A cell in a named style; text can never become a formula."""
        cell: Cell = WriteOnlyCell(sheet)
        cell.style = style
        if isinstance(value, str):
            text = clean_text(value, say("workbook.truncated", self.language))
            cell.value = text
            cell.data_type = "s"
            cell.quotePrefix = looks_like_formula(text)
        else:
            cell.value = value
        return cell

    def formula(self, sheet: Sheet, formula: str, number_format: str = "", style: str = "fitgap body") -> Cell:
        """A live cell; `formula` begins with ``=`` and holds nothing that users typed."""
        cell: Cell = WriteOnlyCell(sheet)
        cell.style = style
        cell.value = formula
        if number_format:
            cell.number_format = number_format
        return cell

    def add_table(
        self,
        code: str,
        prefix: str,
        columns: Sequence[Column[Row]],
        rows: Iterable[Row],
        frozen: str,
        repeated: str = "",
    ) -> int:
        """Write a sheet with a frozen, filtered header and the rows; returns how many rows were written.

        `repeated` names the columns (``E:F``) that every page of a print begins with, where pages lie side by side.
        """
        sheet = self.add_sheet(code, [column.width for column in columns])
        sheet.freeze_panes = frozen
        sheet.print_title_rows = "1:1"
        if repeated:
            self._print_side_by_side(sheet, columns, repeated)
        for index, column in enumerate(columns, start=1):
            sheet.column_dimensions[get_column_letter(index)].hidden = column.is_hidden
        sheet.row_dimensions[1].height = 32
        sheet.append([self._header(sheet, prefix, column) for column in columns])
        count = 0
        for row in rows:
            cells = [self._body(sheet, column, row) for column in columns]
            count += 1
            sheet.row_dimensions[count + 1].height = _row_points(cells, columns)
            sheet.append(cells)
        last = get_column_letter(len(columns))
        sheet.auto_filter.ref = f"A1:{last}{count + 1}"
        self._add_rules(sheet, columns, count)
        return count

    def add_lists(self) -> None:
        """A hidden sheet with the words of every drop-down list; must come before the tables that use them."""
        sheet = self.add_sheet("workbook.sheet.lists")
        sheet.sheet_state = "hidden"
        lists = words(self._deciding) if self._deciding else vocabulary()
        for index, (name, codes) in enumerate(lists.items(), start=1):
            letter = get_column_letter(index)
            title = quote_sheetname(sheet.title)
            self._list_ranges[name] = f"{title}!${letter}$2:${letter}${len(codes) + 1}"
        columns = [[term(name, code, self._deciding, self.language) for code in codes] for name, codes in lists.items()]
        sheet.append(list(lists))
        for number in range(max(map(len, columns))):
            sheet.append([column[number] if number < len(column) else None for column in columns])

    def list_range(self, name: str) -> str:
        """Where the words of a drop-down list stand; `add_lists` comes first."""
        return self._list_ranges[name]

    def _print_side_by_side(self, sheet: Sheet, columns: Sequence[Column[Row]], repeated: str) -> None:
        """Break the print where columns say so instead of shrinking a wide table to one page."""
        sheet.sheet_properties.pageSetUpPr.fitToPage = False
        sheet.page_setup.fitToWidth = None
        sheet.page_setup.fitToHeight = None
        sheet.page_setup.scale = _SCALE_OF_SEVERAL_PAGES
        sheet.page_setup.pageOrder = "overThenDown"
        sheet.print_title_cols = repeated
        for index, column in enumerate(columns):
            if column.starts_page:
                sheet.col_breaks.append(Break(id=index))

    def _header(self, sheet: Sheet, prefix: str, column: Column[Row]) -> Cell:
        style = "fitgap decision column" if column.is_decision else "fitgap column"
        return self.cell(sheet, column.title or say(f"{prefix}.{column.code}", self.language), style)

    def _body(self, sheet: Sheet, column: Column[Row], row: Row) -> Cell:
        cell = self.cell(sheet, column.value(row))
        if column.number_format:
            cell.number_format = column.number_format
        return cell

    def _add_rules(self, sheet: Sheet, columns: Sequence[Column[Row]], count: int) -> None:
        """Drop-downs and verdict colours, over the rows written and some more for rows people add."""
        end = count + 1 + _SPARE_ROWS
        for index, column in enumerate(columns, start=1):
            letter = get_column_letter(index)
            area = f"{letter}2:{letter}{end}"
            if column.choices:
                choices = DataValidation(type="list", formula1=self._list_ranges[column.choices], allow_blank=True)
                choices.add(area)
                sheet.data_validations.append(choices)
            if column.is_verdict:
                for verdict, colour in VERDICT_FILLS.items():
                    sign = say(f"verdict_sign.{verdict}", self.language)
                    formula = f'LEFT(${letter}2,1)="{sign}"'
                    rule = Rule(type="expression", formula=[formula], dxf=DifferentialStyle(fill=_solid(colour)))
                    sheet.conditional_formatting.add(area, rule)


def _row_points(cells: Sequence[Cell], columns: Sequence[Column[Row]]) -> float:
    """A row's height in points: not every program fits rows to wrapped text when it opens a file."""
    shown = ((cell.value, column.width) for cell, column in zip(cells, columns, strict=True) if not column.is_hidden)
    lines = max((line_count(text, width - 1) for text, width in shown if isinstance(text, str)), default=1)
    return _LINE_POINTS * min(lines, _MOST_LINES)
