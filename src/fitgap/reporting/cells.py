"""Values that are safe in a spreadsheet: text stays text, whatever it begins with."""

import re
from math import ceil
from unicodedata import east_asian_width

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

CELL_CHARACTERS = 32_767
_SHEET_NAME_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_SHEET_NAME_LENGTH = 31
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def clean_text(text: str, cut_mark: str) -> str:
    """Text without the control characters XML forbids, cut with a mark at what one cell can hold."""
    cleaned = ILLEGAL_CHARACTERS_RE.sub("", text)
    if len(cleaned) > CELL_CHARACTERS:
        return cleaned[: CELL_CHARACTERS - len(cut_mark)] + cut_mark
    return cleaned


def looks_like_formula(text: str) -> bool:
    """True when a spreadsheet would take the text for a formula once someone edits the cell."""
    return text.startswith(_FORMULA_STARTS)


def sheet_name(wanted: str, taken: set[str]) -> str:
    """A name Excel accepts: no forbidden characters, at most 31 characters, unlike the taken ones in any case."""
    base = _SHEET_NAME_FORBIDDEN.sub("_", ILLEGAL_CHARACTERS_RE.sub("", wanted)).strip("' ")[:_SHEET_NAME_LENGTH]
    base = base or "Sheet"
    name, number = base, 2
    while name.casefold() in {t.casefold() for t in taken}:
        suffix = f" ({number})"
        name = base[: _SHEET_NAME_LENGTH - len(suffix)] + suffix
        number += 1
    return name


def line_count(text: str, width_characters: float) -> int:
    """How many lines a text takes in a column that wraps; a Japanese character is as wide as two others."""
    return sum(max(1, ceil(_display_width(line) / width_characters)) for line in text.split("\n"))


def _display_width(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(2 if east_asian_width(character) in "WFA" else 1 for character in text)
