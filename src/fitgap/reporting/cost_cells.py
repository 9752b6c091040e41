"""Cost lines as live formulas: where the inputs stand on the sheet 費用明細, and products of their cells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openpyxl.utils import quote_sheetname

from fitgap.model.cost import SIZES, CostLine
from fitgap.model.cost_policy import Costs
from fitgap.texts import Language, say

FIRST_INPUT_ROW = 9
CASE_CELL = "$B$4"
YEARS_CELL = "$B$5"
YEN = "#,##0"


@dataclass(frozen=True, slots=True, kw_only=True)
class InputCells:
    """Where each input's used value stands, and how another sheet speaks of the details sheet."""

    sheet: str
    rows: Mapping[str, int]

    @classmethod
    def of(cls, figures: Costs, language: Language) -> "InputCells":
        """The inputs of gaps in the order of the policy."""
        names = enumerate(figures.inputs, start=FIRST_INPUT_ROW)
        sheet = quote_sheetname(say("workbook.sheet.cost_details", language))
        return cls(sheet=f"{sheet}!", rows={name: row for row, name in names})

    @property
    def first_line_row(self) -> int:
        """The row of the first cost line, below the inputs and its header."""
        return FIRST_INPUT_ROW + len(self.rows) + 3

    def value(self, name: str, *, is_here: bool) -> str:
        """The cell with the value that is used."""
        return f"{'' if is_here else self.sheet}$E${self.rows[name]}"

    def years(self, *, is_here: bool) -> str:
        """The cell with the period."""
        return f"{'' if is_here else self.sheet}{YEARS_CELL}"


def size_days(cells: InputCells, size_cell: str) -> str:
    """The days of whatever size stands in a cell."""
    formula = '""'
    for size in reversed(SIZES):
        formula = f'IF({size_cell}="{size}",{cells.value(f"days_{size}", is_here=False)},{formula})'
    return f"={formula}"


def product(cells: InputCells, inputs: Sequence[str], *, is_here: bool, more: Sequence[str] = (), by: int = 1) -> str:
    """ROUND(… × …, 0), divided once at the end; `more` are further cells to multiply with."""
    factors = "*".join((*more, *(cells.value(name, is_here=is_here) for name in inputs)))
    return f"ROUND({factors}/{by},0)" if by != 1 else f"ROUND({factors},0)"


def without_days(line: CostLine) -> tuple[str, ...]:
    """A line's inputs without the days of a size, which stand on the sheet of customisations."""
    return tuple(name for name in line.inputs if not name.startswith("days_"))
