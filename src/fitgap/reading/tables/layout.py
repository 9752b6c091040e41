"""Where a sheet's headings are, and which column holds which field: guessed by synonyms, corrected by people."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from fitgap.policies.tables import headers
from fitgap.reading.result import ColumnMapping, TablePreview
from fitgap.reading.tables.grid import Sheet

ROWS_SEARCHED = 60
ROWS_MEASURED = 200
DEEPEST = 3
HEADER_CHARACTERS = 60
_HEADINGS_KEPT = 8_192
SAMPLE_ROWS = 5
SAMPLE_CHARACTERS = 200
BRACKETED = re.compile(r"[(\[【〔<][^()\[\]【】〔〕<>]*[)\]】〕>]")
PER_UNIT = re.compile(r"/(?:年|月|週|日|件)\Z")
DECORATION = re.compile(r"[\s()\[\]【】〔〕「」<>・、,./:;*※○●◎■□◆◇▼▽★☆_\-ー−‐–—―~'\"]+")
# A table is taken for one of its kind when it has a column of each group, and so many known columns. Where a person
# has said which column is what, the first group (what a row is called) is enough.
NEEDED: dict[str, tuple[tuple[str, ...], ...]] = {
    "flow": (
        ("name", "category_small", "category_medium"),
        (
            "content",
            "inputs",
            "outputs",
            "documents",
            "method",
            "department",
            "actor",
            "minutes",
            "cases",
            "next",
        ),
    ),
    "features": (("name", "description"), ("feature_id", "description", "offer", "category_large")),
    "forms": (("form_name",), ("form_id", "paper", "output_method", "form_fields", "offer", "enclosed")),
}
KNOWN_COLUMNS_NEEDED = {"flow": 3, "features": 2, "forms": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How a sheet is understood as a table of one kind.

    `headings` are the texts of all columns, made unlike each other; `columns` lead from field to column (from 0);
    data begin after `last_header_row`; `is_complete` is false when a column that every such table has is missing.
    """

    kind: str
    shape: str
    header_row: int
    last_header_row: int
    headings: tuple[str, ...]
    columns: Mapping[str, int]
    is_complete: bool

    def heading(self, field: str) -> str:
        """The heading of a field's column, empty when the sheet has none."""
        column = self.columns.get(field)
        return self.headings[column] if column is not None else ""

    def mapping(self, sheet: str) -> ColumnMapping:
        """The layout as people correct it."""
        pairs = ((field, self.headings[column]) for field, column in self.columns.items())
        return ColumnMapping(shape=self.shape, sheet=sheet, header_row=self.header_row, columns=tuple(pairs))


@lru_cache(_HEADINGS_KEPT)
def plain(text: str) -> str:
    """A word for comparing: without width, case, spaces and punctuation."""
    return DECORATION.sub("", unicodedata.normalize("NFKC", text).lower())


def understand(sheet: Sheet, kind: str, mappings: Sequence[ColumnMapping]) -> Layout:
    """How a sheet reads as a table of this kind: a person's mapping for its shape, else the guess."""
    guessed = _guess(sheet, kind)
    mapping = next((one for one in mappings if one.shape == guessed.shape), None)
    return (_confirmed(sheet, guessed, mapping) if mapping else None) or guessed


def has_mapping(layout: Layout, mappings: Sequence[ColumnMapping]) -> bool:
    """True when a person has said how tables of this shape are to be read."""
    return any(mapping.shape == layout.shape for mapping in mappings)


def best_fit(sheet: Sheet) -> int:
    """How many columns are known under the kind of table that fits best."""
    return max(len(_guess(sheet, kind).columns) for kind in headers())


def preview(sheet: Sheet, layout: Layout) -> TablePreview:
    """The sheet as it was understood, for a person to check."""
    rows = [row for row in sheet.rows if row.number > layout.last_header_row]
    width = len(layout.headings)
    return TablePreview(
        mapping=layout.mapping(sheet.name),
        headers=layout.headings,
        sample_rows=tuple(
            tuple(row.cell(column)[:SAMPLE_CHARACTERS] for column in range(width)) for row in rows[:SAMPLE_ROWS]
        ),
        kind=layout.kind,
        row_count=len(rows),
    )


def _guess(sheet: Sheet, kind: str) -> Layout:
    """The row, or rows, under which most columns are known; without any, the fullest of the first rows."""
    best: Layout | None = None
    for index, row in enumerate(sheet.rows[:ROWS_SEARCHED]):
        if sum(bool(cell) for cell in row.cells) < 2:
            continue
        for depth in _depths(sheet, index):
            layout = _layout(sheet, kind, index, depth)
            if best is None or _rank(layout) > _rank(best):
                best = layout
    if best is None or not best.columns:
        first = sheet.rows[:ROWS_SEARCHED]
        fullest = max(range(len(first)), key=lambda i: sum(bool(cell) for cell in first[i].cells), default=0)
        return _layout(sheet, kind, fullest, 1)
    return best


def _rank(layout: Layout) -> tuple[bool, int]:
    return layout.is_complete, len(layout.columns)


def _depths(sheet: Sheet, index: int) -> range:
    """How many rows the headings may take: as many as merged cells say, else one or two."""
    first = sheet.rows[index].number
    spanned = 1
    for row in sheet.rows[index + 1 : index + DEEPEST]:
        if not any(
            sheet.merged.get((row.number, column)) == (first, column) for column in range(len(sheet.rows[index].cells))
        ):
            break
        spanned += 1
    if spanned > 1:
        return range(spanned, spanned + 1)
    below = sheet.rows[index + 1 : index + 2]
    is_heading = any(row.number == first + 1 and max(map(len, row.cells)) <= HEADER_CHARACTERS for row in below)
    return range(1, 3 if is_heading else 2)


def _layout(sheet: Sheet, kind: str, index: int, depth: int) -> Layout:
    pairs = _heading_pairs(sheet, index, depth)
    columns = _assign(kind, pairs)
    headings = _unlike(pairs)
    return Layout(
        kind=kind,
        shape=_shape(kind, headings),
        header_row=sheet.rows[index].number if sheet.rows else 1,
        last_header_row=sheet.rows[min(index + depth, len(sheet.rows)) - 1].number if sheet.rows else 1,
        headings=headings,
        columns=columns,
        is_complete=_is_complete(kind, columns),
    )


def _is_complete(kind: str, columns: Mapping[str, int]) -> bool:
    has_needed = all(any(field in columns for field in group) for group in NEEDED[kind])
    return has_needed and len(columns) >= KNOWN_COLUMNS_NEEDED[kind]


def _heading_pairs(sheet: Sheet, index: int, depth: int) -> list[tuple[str, str]]:
    """Upper and lower heading of every column; the lower one is empty where one heading spans both rows."""
    rows = sheet.rows[index : index + depth]
    by_number = {row.number: row for row in rows}
    width = max((len(row.cells) for row in sheet.rows[index : index + ROWS_MEASURED]), default=0)
    pairs: list[tuple[str, str]] = []
    spanning = ""
    for column in range(width):
        texts: list[str] = []
        for row in rows:
            place = sheet.merged.get((row.number, column))
            holder = by_number.get(place[0]) if place else None
            is_own = place is None or place[0] == row.number
            texts.append(holder.cell(place[1]) if place and holder and is_own else "" if place else row.cell(column))
        upper, lower = texts[0], "".join(texts[1:])
        # A blank beside a heading belongs to it when there is something below: merged cells are lost in a .csv.
        if lower and not upper:
            upper = spanning
        spanning = upper
        pairs.append((_one_line(upper), _one_line(lower)))
    return pairs


def _one_line(text: str) -> str:
    return re.sub(r"\s*\n\s*", "", text)[:HEADER_CHARACTERS]


def _assign(kind: str, pairs: Sequence[tuple[str, str]]) -> dict[str, int]:
    """Field -> column; the usual names come first, a column serves one field only."""
    known = _synonyms(kind)
    wishes: list[tuple[int, int, int, str]] = []
    for column, pair in enumerate(pairs):
        for level, text in enumerate(_spellings(*pair)):
            if text in known:
                field, order = known[text]
                wishes.append((level, order, column, field))
    columns: dict[str, int] = {}
    for _, _, column, field in sorted(wishes):
        if field not in columns and column not in columns.values():
            columns[field] = column
    fields = list(headers()[kind])
    return dict(sorted(columns.items(), key=lambda item: fields.index(item[0])))


@lru_cache(_HEADINGS_KEPT)
def _spellings(upper: str, lower: str) -> tuple[str, ...]:
    """What a heading may be compared as, the most telling first; one cell is tried as a heading again and again."""
    texts = [upper + lower, lower, upper] if lower else [upper]
    found = [spelling for text in texts for spelling in (plain(text), plain(_without_brackets(text)))]
    return tuple(text for text in dict.fromkeys(found) if text)


def _without_brackets(text: str) -> str:
    return PER_UNIT.sub("", BRACKETED.sub("", unicodedata.normalize("NFKC", text)).strip())


@cache
def _synonyms(kind: str) -> dict[str, tuple[str, int]]:
    found: dict[str, tuple[str, int]] = {}
    for field, names in headers()[kind].items():
        for order, name in enumerate(names):
            found.setdefault(plain(name) or name, (field, order))
    return found


def _unlike(pairs: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """A heading for every column: joined, numbered where written twice, the column's place where there is none."""
    seen: dict[str, int] = {}
    found: list[str] = []
    for column, (upper, lower) in enumerate(pairs):
        text = f"{upper} {lower}".strip() or f"[{column_letters(column)}]"
        seen[text] = seen.get(text, 0) + 1
        found.append(text if seen[text] == 1 else f"{text} ({seen[text]})")
    return tuple(found)


def column_letters(column: int) -> str:
    """A column counted from 0 as Excel calls it: A, B, … Z, AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _shape(kind: str, headings: Sequence[str]) -> str:
    """The same for every table with these headings in this order."""
    text = "\x1f".join(plain(heading) for heading in headings)
    return f"{kind}-{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def _confirmed(sheet: Sheet, guessed: Layout, mapping: ColumnMapping) -> Layout | None:
    """A person's mapping on this sheet; None when its headings are not there."""
    rows = [row.number for row in sheet.rows[:ROWS_SEARCHED]]
    for number in dict.fromkeys((guessed.header_row, mapping.header_row)):
        if number not in rows:
            continue
        for depth in range(1, DEEPEST + 1):
            layout = _layout(sheet, guessed.kind, rows.index(number), depth)
            places = {heading: column for column, heading in enumerate(layout.headings)}
            if all(heading in places for _, heading in mapping.columns):
                columns = {field: places[heading] for field, heading in mapping.columns if field}
                return Layout(
                    kind=guessed.kind,
                    shape=guessed.shape,
                    header_row=layout.header_row,
                    last_header_row=layout.last_header_row,
                    headings=layout.headings,
                    columns=columns,
                    is_complete=any(field in columns for field in NEEDED[guessed.kind][0]),
                )
    return None
