"""Text separated by commas, tabs or semicolons -> one sheet."""

import csv
import re
from dataclasses import dataclass
from typing import Literal

from fitgap.model.message import Issue, Message, Severity, Source, message
from fitgap.model.policy import Limits
from fitgap.reading.decoding import DecodedText, decode_text
from fitgap.reading.result import NamedBytes, ReadOptions
from fitgap.reading.tables.grid import OpenedTables, Row, Sheet
from fitgap.reading.tables.layout import best_fit

DELIMITERS = (",", "\t", ";")
TRIED_CHARACTERS = 65_536
TRIED_RECORDS = 200
STATED_DELIMITER = re.compile(r"\A\"?sep=(.)\"?\r?\n", re.IGNORECASE)
LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
TELLING_NAMES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Records:
    """Records as they stand, blank ones too; `fault` says from which record on the file could not be read as meant."""

    records: list[list[str]]
    fault: Message | None = None
    fault_row: int = 0
    is_whole: bool = True


def read_separated(upload: NamedBytes, options: ReadOptions) -> OpenedTables:
    """Decode a text table, find its delimiter and read it; an unclosed quotation mark costs no row."""
    limits = options.limits
    decoded = decode_text(upload.content, options.encoding)
    text = decoded.text.replace("\x00", "")
    delimiter, text, skipped_rows = _delimiter(text)
    read = _records(text, delimiter, limits.table_rows + skipped_rows)
    issues: list[Issue] = []
    if len(text) < len(decoded.text) and "\x00" in decoded.text:
        issues.append(_issue(upload, message("tables.zeros_left_out"), Severity.WARNING))
    if read.fault:
        severity = Severity.WARNING if read.is_whole else Severity.ERROR
        issues.append(_issue(upload, read.fault, severity, read.fault_row + skipped_rows))
    rows: list[Row] = []
    for number, record in enumerate(read.records, start=1 + skipped_rows):
        cells = [cell.strip() for cell in record]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            rows.append(Row(number=number, cells=_fitting(cells, number, upload, limits, issues)))
    if not rows:
        issues.append(_issue(upload, message("wrong_content.empty"), Severity.ERROR))
        return OpenedTables(issues=tuple(issues))
    sheet = Sheet(file=upload.name, name="", rows=tuple(rows))
    issues.extend(_encoding_issues(upload, decoded, rows))
    return OpenedTables(
        sheets=(sheet,),
        issues=tuple(issues),
        encoding=decoded.encoding,
        is_encoding_guessed=decoded.is_guessed,
    )


def _delimiter(text: str) -> tuple[str, str, int]:
    """The delimiter under which most headings are known, else the one that gives most cells; Excel's ``sep=`` wins."""
    stated = STATED_DELIMITER.match(text)
    if stated:
        return stated.group(1), text[stated.end() :], 1
    head = text[:TRIED_CHARACTERS]

    def fit(delimiter: str) -> tuple[int, int]:
        records = [record for record in _records(head, delimiter, TRIED_RECORDS).records if record]
        rows = tuple(Row(number=n, cells=tuple(record)) for n, record in enumerate(records, start=1))
        cells = sorted(len(record) for record in records)
        return best_fit(Sheet(file="", name="", rows=rows)), cells[len(cells) // 2] if cells else 0

    return max(DELIMITERS, key=fit), text, 0


def _records(text: str, delimiter: str, most: int) -> _Records:
    """At most `most` records; where quotation marks do not close, the rest is read again without minding them."""
    lines = LINE.findall(text)
    found: list[list[str]] = []
    start = 0
    fault: Message | None = None
    fault_row = 0
    while start < len(lines):
        is_quoted = fault is None
        position, is_end, is_broken = _read_on(lines[start:], delimiter, is_quoted, found, most)
        if is_end and is_quoted and found and _is_unclosed(lines[start + position :], delimiter):
            is_broken = True
            found.pop()
        if is_broken and not is_quoted:
            said = message("tables.record_unreadable")
            return _Records(records=found, fault=said, fault_row=len(found) + 1, is_whole=False)
        if not is_broken and not is_end:
            said = message("tables.too_many_rows", most=most)
            return _Records(records=found[:most], fault=said, fault_row=most, is_whole=False)
        if not is_broken:
            break
        fault, fault_row = message("tables.quote_not_closed"), len(found) + 1
        start += position
    return _Records(records=found, fault=fault, fault_row=fault_row)


def _read_on(
    lines: list[str], delimiter: str, is_quoted: bool, found: list[list[str]], most: int
) -> tuple[int, bool, bool]:
    """Append records; return the line on which the last one began, whether that was all, and whether it failed."""
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if is_quoted else csv.QUOTE_NONE
    reader = csv.reader(iter(lines), delimiter=delimiter, quoting=quoting)
    position = 0
    while len(found) <= most:
        before = reader.line_num
        try:
            record = next(reader, None)
        except csv.Error:
            return before, False, True
        if record is None:
            return position, True, False
        position = before
        found.append(record)
    return position, False, False


def _is_unclosed(last_record: list[str], delimiter: str) -> bool:
    try:
        for _ in csv.reader(last_record, delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        return "end of data" in str(error)
    return False


def _fitting(cells: list[str], row: int, upload: NamedBytes, limits: Limits, issues: list[Issue]) -> tuple[str, ...]:
    if len(cells) > limits.table_columns:
        said = message("tables.too_many_columns", count=len(cells), most=limits.table_columns)
        issues.append(_issue(upload, said, Severity.WARNING, row))
        cells = cells[: limits.table_columns]
    if any(len(cell) > limits.cell_characters for cell in cells):
        said = message("tables.cell_too_long", most=limits.cell_characters)
        issues.append(_issue(upload, said, Severity.WARNING, row))
        cells = [cell[: limits.cell_characters] for cell in cells]
    return tuple(cells)


def _encoding_issues(upload: NamedBytes, decoded: DecodedText, rows: list[Row]) -> list[Issue]:
    """Japanese CSV names no encoding, so a plain guess is only for the record; lost characters want a look."""
    issues: list[Issue] = []
    if decoded.is_guessed:
        cells = (cell for row in rows for cell in row.cells if cell and not cell.isascii())
        names = "、".join(cell for cell, _ in zip(cells, range(TELLING_NAMES), strict=False))
        said = message("tables.encoding_guessed", encoding=decoded.encoding, names=names or "-")
        issues.append(_issue(upload, said, Severity.INFO))
    if decoded.replaced_count:
        row = next((row.number for row in rows if any("\ufffd" in cell for cell in row.cells)), None)
        said = message("tables.characters_lost", encoding=decoded.encoding, count=decoded.replaced_count)
        issues.append(_issue(upload, said, Severity.WARNING, row))
    return issues


def _issue(upload: NamedBytes, said: Message, severity: Severity, row: int | None = None) -> Issue:
    return Issue(message=said, severity=severity, source=Source(file=upload.name, row=row))
