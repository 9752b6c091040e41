"""A sheet as plain texts: what flow tables and catalogues are read from, whatever the file format."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from fitgap.model.message import Issue, Message, Severity, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row with something in it; `number` counts from 1 as Excel shows it, `cells` have no blanks around them."""

    number: int
    cells: tuple[str, ...]

    def cell(self, column: int) -> str:
        """The text of a column counted from 0, empty beyond the row's end."""
        return self.cells[column] if column < len(self.cells) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The rows of one sheet that hold something. `name` is empty for a .csv.

    `merged` leads from every covered cell (row number, column from 0) to the upper left cell of its merged range.
    """

    file: str
    name: str
    rows: tuple[Row, ...]
    is_hidden: bool = False
    merged: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)

    @property
    def width(self) -> int:
        """Number of columns of the widest row."""
        return max((len(row.cells) for row in self.rows), default=0)

    def source(self, row: int | None = None, column: str | None = None) -> Source:
        """A place in this sheet."""
        return Source(file=self.file, sheet=self.name or None, row=row, column=column or None)

    def issue(
        self, said: Message, severity: Severity, row: int | None = None, element_id: str = "", column: str = ""
    ) -> Issue:
        """Something noticed at a row of this sheet."""
        return Issue(message=said, severity=severity, source=self.source(row, column), element_id=element_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """A merged range: rows from 1, columns from 0, ends included."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedTables:
    """The sheets of an upload (none when it cannot be read), how text was decoded, and what was noticed."""

    sheets: tuple[Sheet, ...] = ()
    issues: tuple[Issue, ...] = ()
    encoding: str = "utf-8"
    is_encoding_guessed: bool = False


def covered_cells(merges: Sequence[Merge], rows: Sequence[Row], width: int) -> dict[tuple[int, int], tuple[int, int]]:
    """Covered cell -> upper left cell, in rows that exist; no more than the sheet has, however ranges overlap."""
    numbers = [row.number for row in rows]
    most = len(numbers) * width
    found: dict[tuple[int, int], tuple[int, int]] = {}
    looked_at = 0
    for merge in merges:
        last_column = min(merge.last_column, width - 1)
        for number in _between(numbers, merge.first_row, merge.last_row):
            looked_at += max(1, last_column - merge.first_column + 1)
            if looked_at > most:
                return found
            for column in range(merge.first_column, last_column + 1):
                if (number, column) != (merge.first_row, merge.first_column):
                    found[number, column] = (merge.first_row, merge.first_column)
    return found


def _between(numbers: Sequence[int], first: int, last: int) -> Sequence[int]:
    return numbers[bisect_left(numbers, first) : bisect_right(numbers, last)]
