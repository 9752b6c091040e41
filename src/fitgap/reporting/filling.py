"""Write today's contents into a workbook that people edited: our cells by key and heading, theirs stay as they are."""

import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Generic, TypeVar

from openpyxl import Workbook
from openpyxl.cell.cell import MergedCell

from fitgap.model.report import FitGapReport
from fitgap.reporting.cells import clean_text, looks_like_formula
from fitgap.reporting.fit_gap_sheet import STEP_COLUMNS, step_rows
from fitgap.reporting.forms_sheet import FORM_COLUMNS, form_rows
from fitgap.reporting.ledger_sheet import HISTORY_COLUMNS, LEDGER_COLUMNS, history_rows, ledger_rows
from fitgap.reporting.sheet import Column, Value
from fitgap.reporting.workbook import PRICE_COLUMNS, SUMMARY_COLUMNS, summary_rows
from fitgap.texts import LANGUAGES, Language, say

HEADING_ROWS = 30
Row = TypeVar("Row")
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledBook:
    """The workbook, how many of its rows were left alone, are about nothing of today, or are missing in it."""

    content: bytes
    kept: int
    gone: int
    missing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table(Generic[Row]):
    """One of our tables: its columns, its rows in a language, and the columns that tell a row; `grows` when rows that
    the sheet does not have are always put at its end."""

    prefix: str
    columns: Sequence[Column[Row]]
    rows: Callable[[Language], Iterable[Row]]
    key: Key
    grows: bool = False


@dataclass(slots=True)
class _Counts:
    kept: int = 0
    gone: int = 0
    missing: int = 0


def fill_workbook(book: Workbook, report: FitGapReport, protected: Collection[str], *, adds: bool) -> FilledBook:
    """Fill every sheet of ours that is in the workbook (which is changed), in its own language.

    The decision cells of rows whose key is `protected` stay as they are. `adds` puts steps and forms that the
    workbook does not have at the end of their sheet. Sheets 5, 6 and 8, whose rows have no key, stay as they are.
    """
    counts = _Counts()
    tables: tuple[_Table[Any], ...] = (
        _Table(prefix="workbook.steps", columns=STEP_COLUMNS, rows=lambda of: step_rows(report, of), key=("key",)),
        _Table(prefix="workbook.forms", columns=FORM_COLUMNS, rows=lambda of: form_rows(report, of), key=("key",)),
        _Table(
            prefix="workbook.summary",
            columns=(*SUMMARY_COLUMNS, *(PRICE_COLUMNS if report.costs else ())),
            rows=lambda of: summary_rows(report, of),
            key=("member", "business", "package"),
        ),
        _Table(
            prefix="workbook.ledger",
            columns=LEDGER_COLUMNS,
            rows=lambda of: ledger_rows(report, of),
            key=("number",),
            grows=True,
        ),
        _Table(
            prefix="workbook.history",
            columns=HISTORY_COLUMNS,
            rows=lambda of: history_rows(report, of),
            key=("at", "person", "event"),
            grows=True,
        ),
    )
    for sheet in book.worksheets:
        _fill(sheet, tables, protected, counts, adds=adds)
    out = BytesIO()
    book.save(out)
    return FilledBook(content=out.getvalue(), kept=counts.kept, gone=counts.gone, missing=counts.missing)


def _fill(
    sheet: Any, tables: Sequence[_Table[Any]], protected: Collection[str], counts: _Counts, *, adds: bool
) -> None:
    found = _recognise(sheet, tables)
    if found is None:
        return
    table, language, heading, places = found
    by_key = {_key_of(table, row): row for row in table.rows(language)}
    is_keyed = table.key == ("key",)
    for number in range(heading + 1, sheet.max_row + 1):
        key = tuple(_text(sheet.cell(number, places[code]).value) for code in table.key)
        if not any(key):
            continue
        row = by_key.pop(key, None)
        if row is None:
            counts.gone += is_keyed
            continue
        is_kept = is_keyed and key[0] in protected
        counts.kept += is_kept
        _write(sheet, number, table, places, row, language, leaves_decisions=is_kept)
    if is_keyed:
        counts.missing += len(by_key)
    if table.grows or (adds and is_keyed):
        _append(sheet, table, places, list(by_key.values()), language)


def _recognise(sheet: Any, tables: Sequence[_Table[Any]]) -> tuple[_Table[Any], Language, int, dict[str, int]] | None:
    """Which table a sheet holds, in which language, below which row, and where its columns are."""
    for number in range(1, min(sheet.max_row, HEADING_ROWS) + 1):
        titles = {_plain(_text(sheet.cell(number, place).value)): place for place in range(sheet.max_column, 0, -1)}
        for table in tables:
            for language in LANGUAGES:
                places = {
                    column.code: titles[title]
                    for column in table.columns
                    if (title := _plain(column.title or say(f"{table.prefix}.{column.code}", language))) in titles
                }
                if set(table.key) <= set(places) and len(places) * 2 > len(table.columns):
                    return table, language, number, places
    return None


def _write(
    sheet: Any,
    number: int,
    table: _Table[Row],
    places: Mapping[str, int],
    row: Row,
    language: Language,
    *,
    leaves_decisions: bool,
) -> None:
    for column in table.columns:
        if column.code not in places or (leaves_decisions and (column.is_decision or column.code == "seen")):
            continue
        cell = sheet.cell(number, places[column.code])
        if not isinstance(cell, MergedCell):
            _put(cell, column.value(row), language)


def _put(cell: Any, value: Value, language: Language) -> None:
    """Set a cell's value and nothing else of it; text never becomes a formula."""
    if isinstance(value, str):
        text = clean_text(value, say("workbook.truncated", language))
        if _text(cell.value) == text:
            return
        cell.value = text or None
        if text:
            cell.data_type = "s"
            if looks_like_formula(text) != cell.quotePrefix:
                cell.quotePrefix = looks_like_formula(text)
    elif cell.value != value:
        cell.value = value


def _append(sheet: Any, table: _Table[Row], places: Mapping[str, int], rows: Sequence[Row], language: Language) -> None:
    """Rows at the end, formatted as the last one there."""
    last = sheet.max_row
    for offset, row in enumerate(rows, start=1):
        for place in places.values():
            sheet.cell(last + offset, place)._style = copy(sheet.cell(last, place)._style)
        _write(sheet, last + offset, table, places, row, language, leaves_decisions=False)
    if rows and sheet.auto_filter.ref:
        first, _, end = sheet.auto_filter.ref.partition(":")
        letters = "".join(character for character in end if character.isalpha())
        sheet.auto_filter.ref = f"{first}:{letters}{last + len(rows)}"


def _key_of(table: _Table[Row], row: Row) -> Key:
    columns = {column.code: column for column in table.columns}
    return tuple(_text(columns[code].value(row)) for code in table.key)


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
