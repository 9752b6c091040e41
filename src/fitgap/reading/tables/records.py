"""The data rows of an understood sheet: a text for every field, merged cells filled down, the rest with headings."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from fitgap.model.message import Issue, Severity, message
from fitgap.reading.tables.cells import is_error, is_one_of, words
from fitgap.reading.tables.grid import Row, Sheet
from fitgap.reading.tables.layout import Layout

QUOTED_CHARACTERS = 80
NAME_CHARACTERS = 40
SENTENCE_END = re.compile(r"[。\n]|(?<=.{24})、")
LEADING_NUMBER = re.compile(r"\A\s*(?:[・･•○●■□◆◇※*＊-]\s*|[（(]?\d{1,3}[）)．.]\s*|[①-⑳]\s*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A data row. `covered` are the fields whose cell is merged with the row above; `others` the unmapped columns."""

    row: int
    values: Mapping[str, str]
    covered: frozenset[str]
    others: tuple[tuple[str, str], ...]

    def __getitem__(self, field: str) -> str:
        return self.values.get(field, "")

    @property
    def own(self) -> dict[str, str]:
        """The fields that this row itself fills."""
        return {field: text for field, text in self.values.items() if text and field not in self.covered}

    @property
    def text(self) -> str:
        """Everything in the row in short, to name it by."""
        texts = [*self.own.values(), *(text for _, text in self.others)]
        whole = " ".join(" ".join(texts).split())
        return whole if len(whole) <= QUOTED_CHARACTERS else whole[:QUOTED_CHARACTERS] + "…"

    @property
    def is_remark(self) -> bool:
        """True for a note or a total: its only text, or its first beside numbers, begins like one."""
        texts = [text for text in (*self.own.values(), *(text for _, text in self.others)) if text]
        if not texts:
            return False
        wordy = [text for text in texts if not re.fullmatch(r"[\d,.，．\s]+", text)]
        if len(wordy) <= 1 and wordy and is_one_of(wordy[0], "total"):
            return True
        return len(texts) == 1 and texts[0].startswith(words().note_marks)


def records(sheet: Sheet, layout: Layout, issues: list[Issue]) -> Iterator[Record]:
    """Data rows in order; a heading printed again on the next page is left out, error values are told and left out."""
    heading = {row.number: row.cells for row in sheet.rows if layout.header_row <= row.number <= layout.last_header_row}
    repeated = {tuple(cell for cell in cells if cell) for cells in heading.values()}
    taken = set(layout.columns.values())
    rows = {row.number: row for row in sheet.rows}
    for row in sheet.rows:
        if row.number <= layout.last_header_row:
            continue
        if tuple(cell for cell in row.cells if cell) in repeated:
            issues.append(sheet.issue(message("tables.heading_repeated"), Severity.INFO, row.number))
            continue
        yield _record(sheet, layout, row, rows, taken, issues)


def _record(
    sheet: Sheet, layout: Layout, row: Row, rows: Mapping[int, Row], taken: set[int], issues: list[Issue]
) -> Record:
    values: dict[str, str] = {}
    covered: set[str] = set()
    for field, column in layout.columns.items():
        text, is_covered = _text(sheet, row, column, rows)
        if is_error(text):
            said = message("tables.error_value", value=text)
            issues.append(sheet.issue(said, Severity.WARNING, row.number, column=layout.headings[column]))
            text = ""
        values[field] = text
        if is_covered:
            covered.add(field)
    others = tuple(
        (layout.headings[column] if column < len(layout.headings) else "", text)
        for column, text in enumerate(row.cells)
        if text and column not in taken and not is_error(text)
    )
    return Record(row=row.number, values=values, covered=frozenset(covered), others=others)


def _text(sheet: Sheet, row: Row, column: int, rows: Mapping[int, Row]) -> tuple[str, bool]:
    """A cell's text, and whether it is the text of the cell above that it is merged with."""
    anchor = sheet.merged.get((row.number, column))
    if anchor is None or anchor[0] == row.number or anchor[1] != column:
        return row.cell(column), False
    above = rows.get(anchor[0])
    return (above.cell(column) if above else ""), True


class CategoryLevels:
    """Fills 大・中・小 down: blanks before the first level that a row states repeat the row above."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        self.fields = fields
        self._last: tuple[str, ...] = ("",) * len(fields)

    def levels(self, record: Record) -> tuple[str, ...]:
        """The levels of a row from large to small, empty where the file has none."""
        stated = [" ".join(record[field].split()) for field in self.fields]
        first = next((place for place, text in enumerate(stated) if text), len(stated))
        filled = (*self._last[:first], *stated[first:])
        self._last = filled
        return filled


def has_gap(levels: tuple[str, ...]) -> bool:
    """True when a level is empty above one that is filled."""
    filled = [bool(level) for level in levels]
    return any(later and not earlier for earlier, later in pairwise(filled))


def name_from(text: str) -> str:
    """A name for something that has only a long text: its first words, marked as cut where they are."""
    plain = LEADING_NUMBER.sub("", text.strip())
    first = SENTENCE_END.split(plain, maxsplit=1)[0].strip() or plain.strip()
    first = " ".join(first.split())
    return first if len(first) <= NAME_CHARACTERS else first[:NAME_CHARACTERS] + "…"
