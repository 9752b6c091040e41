"""Evidence as a CSV that Excel opens and a prefecture passes on: one row a text, decision and function."""

import csv
import io
from collections.abc import Iterable

from fitgap.model.evidence import FILE_COLUMNS, EvidenceRow
from fitgap.reporting.cells import CELL_CHARACTERS, clean_text, looks_like_formula
from fitgap.texts import Language, say

FORMAT = "fitgap_evidence_1"
BETWEEN_NAMES = "、"


def evidence_file(rows: Iterable[EvidenceRow], language: Language, *, with_names: bool) -> bytes:
    """UTF-8 with a mark; the headings first, then the row by which the file is read again, whatever is moved."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([say(f"evidence.column.{name}", language) for name in ("number", *FILE_COLUMNS)])
    writer.writerow([FORMAT, *FILE_COLUMNS])
    for number, row in enumerate(rows, start=1):
        writer.writerow([str(number), *(as_text(cell) for cell in _cells(row, language, with_names))])
    return text.getvalue().encode("utf-8-sig")


def as_text(text: str) -> str:
    """Text that a spreadsheet will not take for a formula; one more apostrophe where there is one, to be told apart."""
    cleaned = clean_text(text, "")[: CELL_CHARACTERS - 1]
    return f"'{cleaned}" if looks_like_formula(cleaned.lstrip("'")) else cleaned


def _cells(row: EvidenceRow, language: Language, with_names: bool) -> tuple[str, ...]:
    names = [name.replace(BETWEEN_NAMES, " ") for name in row.members] if with_names else []
    return (
        row.process,
        row.name,
        row.content,
        row.vendor,
        row.product,
        say(f"evidence.kind.{row.kind.value}", language),
        row.feature_id,
        row.feature_name,
        str(row.member_count),
        BETWEEN_NAMES.join(names),
        row.newest[:10],
    )
