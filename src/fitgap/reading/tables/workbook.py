"""An .xlsx -> sheets of texts: values as Excel last showed them, no formula is computed, nothing outside is opened."""

import datetime
import io
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook

from fitgap.model.message import Issue, Message, Severity, Source, message
from fitgap.model.policy import Limits
from fitgap.reading.result import NamedBytes
from fitgap.reading.tables.archive import Archive, SheetPart, look_over
from fitgap.reading.tables.grid import OpenedTables, Row, Sheet, covered_cells

ROWS_OF_EXCEL = 1_048_576
# What openpyxl raises on the workbooks of others, found by changing bytes at random.
UNREADABLE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    InvalidFileException,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    SyntaxError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)
Values: TypeAlias = tuple[Any, ...]


def read_workbook(upload: NamedBytes, limits: Limits) -> OpenedTables:
    """Read every sheet of a workbook that has been looked over; hidden sheets are read and marked."""
    archive = look_over(upload.content, limits)
    if archive.refusal:
        return _refused(upload, archive.refusal)
    issues: list[Issue] = []
    if archive.has_macros:
        issues.append(_issue(upload, message("tables.macros_ignored"), Severity.INFO))
    if archive.has_links:
        issues.append(_issue(upload, message("tables.links_ignored"), Severity.INFO))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            sheets = tuple(_sheets(upload, archive, limits, issues))
    except UNREADABLE as error:
        return _refused(upload, message("tables.workbook_unreadable", detail=type(error).__name__))
    if not any(sheet.rows for sheet in sheets):
        issues.append(_issue(upload, message("wrong_content.empty"), Severity.ERROR))
    return OpenedTables(sheets=tuple(sheet for sheet in sheets if sheet.rows), issues=tuple(issues))


def open_to_edit(content: bytes) -> Workbook | None:
    """A workbook that `read_workbook` could read, with its formats, to be changed; None when that cannot be done."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return load_workbook(io.BytesIO(content), keep_links=False)
    except UNREADABLE:
        return None


def has_drawings(content: bytes) -> bool:
    """True when a readable workbook holds charts, pictures or drawings, which an edited one loses."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return any(name.startswith(("xl/charts/", "xl/drawings/drawing", "xl/media/")) for name in archive.namelist())


def _sheets(upload: NamedBytes, archive: Archive, limits: Limits, issues: list[Issue]) -> Iterator[Sheet]:
    book = load_workbook(io.BytesIO(upload.content), read_only=True, data_only=True, keep_links=False)
    paths = _paths(book)
    try:
        for name in book.sheetnames:
            sheet = book[name]
            if not hasattr(sheet, "reset_dimensions"):
                issues.append(_issue(upload, message("tables.chart_sheet"), Severity.INFO, name))
                continue
            sheet.reset_dimensions()
            values = sheet.iter_rows(1, ROWS_OF_EXCEL, 1, limits.table_columns + 1, values_only=True)
            rows = tuple(_rows(upload, name, values, limits, issues))
            part = archive.sheet_parts.get(paths.get(name, ""), SheetPart())
            width = max((len(row.cells) for row in rows), default=0)
            if part.uncalculated_rows:
                said = message("tables.formula_without_value", count=len(part.uncalculated_rows))
                issues.append(_issue(upload, said, Severity.WARNING, name, part.uncalculated_rows[0]))
            yield Sheet(
                file=upload.name,
                name=name,
                rows=rows,
                is_hidden=sheet.sheet_state != "visible",
                merged=covered_cells(part.merges, rows, max(width, _merged_width(part, limits))),
            )
    finally:
        book.close()


def _merged_width(part: SheetPart, limits: Limits) -> int:
    return min(limits.table_columns, max((merge.last_column + 1 for merge in part.merges), default=0))


def _paths(book: Workbook) -> dict[str, str]:
    """Sheet name -> path inside the zip, which only the read-only sheets themselves know."""
    return {sheet.title: str(getattr(sheet, "_worksheet_path", "")).lstrip("/") for sheet in book.worksheets}


def _rows(
    upload: NamedBytes, name: str, values: Iterable[Values], limits: Limits, issues: list[Issue]
) -> Iterator[Row]:
    count = 0
    for number, row in enumerate(values, start=1):
        if row.count(None) == len(row):
            continue
        cells = [text_of(value) for value in row]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        count += 1
        if count > limits.table_rows:
            said = message("tables.too_many_rows", most=limits.table_rows)
            issues.append(_issue(upload, said, Severity.ERROR, name, number))
            return
        if len(cells) > limits.table_columns:
            said = message("tables.too_many_columns", count=len(cells), most=limits.table_columns)
            issues.append(_issue(upload, said, Severity.WARNING, name, number))
            cells = cells[: limits.table_columns]
        if any(len(cell) > limits.cell_characters for cell in cells):
            said = message("tables.cell_too_long", most=limits.cell_characters)
            issues.append(_issue(upload, said, Severity.WARNING, name, number))
            cells = [cell[: limits.cell_characters] for cell in cells]
        yield Row(number=number, cells=tuple(cells))


def text_of(value: Any) -> str:
    """A cell's value as a person reads it: 1.0 is ``1``, a date ``2025-07-01``, a time or span ``0:15``."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return format(value, ".0f") if value.is_integer() and abs(value) < 1e15 else format(value, ".15g")
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%d" if value.time() == datetime.time() else "%Y-%m-%d %H:%M")
    if isinstance(value, datetime.time):
        return f"{value.hour}:{value.minute:02d}"
    if isinstance(value, datetime.timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02d}"
    text = str(value).replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return text.strip()


def _refused(upload: NamedBytes, said: Message) -> OpenedTables:
    return OpenedTables(issues=(_issue(upload, said, Severity.ERROR),))


def _issue(
    upload: NamedBytes, said: Message, severity: Severity, sheet: str | None = None, row: int | None = None
) -> Issue:
    return Issue(message=said, severity=severity, source=Source(file=upload.name, sheet=sheet, row=row))
