"""An edited fit-gap workbook -> what its decision columns say, row by row; columns and rows may have been moved."""

import json
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from fitgap.model.decision import Place, SubjectKind
from fitgap.model.message import Issue, Severity, Source, message
from fitgap.reading.issues import summed_up
from fitgap.reading.result import NamedBytes, ReadOptions
from fitgap.reading.tables.grid import Row, Sheet
from fitgap.reading.tables.opening import open_tables
from fitgap.texts import LANGUAGES, Language, say

HEADING_ROWS = 30
SHEETS = {SubjectKind.STEP: "workbook.steps", SubjectKind.FORM: "workbook.forms"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLine:
    """One row: what it is about, what it was written with, and its decision cells by column code.

    `newest_id` is the newest decision when the row was written, None when there was none; `fingerprint` that of the
    text it showed. `titles` are the headings of the columns, to name a cell by.
    """

    source: Source
    kind: SubjectKind
    member: str
    catalog_key: str
    place: Place
    newest_id: int | None
    fingerprint: str
    language: Language
    cells: Mapping[str, str]
    titles: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionReading:
    """The rows that can be told, what was noticed, and the key cell of every row by sheet and row."""

    lines: tuple[SheetLine, ...]
    keys: tuple[tuple[str, int, str], ...] = ()
    issues: tuple[Issue, ...] = ()

    @property
    def has_error(self) -> bool:
        """True when the file as a whole cannot be used."""
        return any(issue.severity is Severity.ERROR for issue in self.issues)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heading:
    """Where a sheet's columns are, and in which language they are called."""

    kind: SubjectKind
    row: int
    language: Language
    places: Mapping[str, int]


def read_decision_sheets(upload: NamedBytes, options: ReadOptions, codes: Collection[str]) -> DecisionReading:
    """Read sheets 3 and 4 wherever they stand in a workbook; `codes` are the columns to be read."""
    opened = open_tables(upload, options)
    issues: list[Issue] = []
    lines: list[SheetLine] = []
    keys: list[tuple[str, int, str]] = []
    known: set[str | None] = {None}
    for sheet in opened.sheets:
        heading = _heading(sheet, codes)
        if heading is not None:
            known.add(sheet.name)
            lines += _lines(sheet, heading, issues)
            keys += ((sheet.name, row.number, row.cell(heading.places["key"])) for row in sheet.rows)
    issues += (issue for issue in opened.issues if issue.source.sheet in known)
    if opened.sheets and len(known) == 1:
        issues.append(
            Issue(message=message("decision_sheets.no_key"), severity=Severity.ERROR, source=Source(file=upload.name))
        )
    issues += _doubled(lines)
    doubled = {(issue.source.sheet, issue.source.row) for issue in issues if issue.code == "decision_sheets.twice"}
    return DecisionReading(
        lines=tuple(line for line in lines if (line.source.sheet, line.source.row) not in doubled),
        keys=tuple(keys),
        issues=summed_up(issues, options.limits.issues_of_a_kind),
    )


def _heading(sheet: Sheet, codes: Collection[str]) -> _Heading | None:
    for row in sheet.rows[:HEADING_ROWS]:
        cells = {_plain(text): place for place, text in reversed(tuple(enumerate(row.cells))) if text}
        for kind, prefix in SHEETS.items():
            for language in LANGUAGES:
                titles = {code: _title(prefix, code, language) for code in ("key", "seen", *codes)}
                found = {code: cells[title] for code, title in titles.items() if title in cells}
                if "key" in found and _is(kind, cells, language):
                    return _Heading(kind=kind, row=row.number, language=language, places=found)
    return None


def _is(kind: SubjectKind, cells: Mapping[str, int], language: Language) -> bool:
    """Sheet 3 names steps, sheet 4 documents; the columns that tell them apart are the program's own."""
    telling = "step_no" if kind is SubjectKind.STEP else "document"
    return _title(SHEETS[kind], telling, language) in cells


def _title(prefix: str, code: str, language: Language) -> str:
    try:
        return _plain(say(f"{prefix}.{code}", language))
    except KeyError:
        return "\x00"  # a column that this sheet does not have


def _lines(sheet: Sheet, heading: _Heading, issues: list[Issue]) -> Iterator[SheetLine]:
    editable = {code: place for code, place in heading.places.items() if code not in ("key", "seen")}
    titles = {code: say(f"{SHEETS[heading.kind]}.{code}", heading.language) for code in editable}
    for row in sheet.rows:
        if row.number <= heading.row:
            continue
        cells = {code: row.cell(place) for code, place in editable.items()}
        key, seen = row.cell(heading.places["key"]), row.cell(heading.places.get("seen", len(row.cells)))
        if not seen and not any(cells.values()):
            continue
        line = _line(sheet, heading, row, key, seen, cells, titles)
        if line is None:
            code = "decision_sheets.no_row_key" if not (key and seen) else "decision_sheets.bad_row_key"
            issues.append(sheet.issue(message(code), Severity.WARNING, row.number))
        else:
            yield line


def _line(
    sheet: Sheet,
    heading: _Heading,
    row: Row,
    key: str,
    seen: str,
    cells: Mapping[str, str],
    titles: Mapping[str, str],
) -> SheetLine | None:
    try:
        member, _, _, catalog_key = map(str, json.loads(key))
        series_id, item_id, newest_id, fingerprint = json.loads(seen)
        place = Place(series_id=int(series_id), item_id=str(item_id))
        newest = int(newest_id)
    except (ValueError, TypeError, RecursionError):
        return None
    return SheetLine(
        source=sheet.source(row.number),
        kind=heading.kind,
        member=member,
        catalog_key=catalog_key,
        place=place,
        newest_id=newest or None,
        fingerprint=str(fingerprint),
        language=heading.language,
        cells=cells,
        titles=titles,
    )


def _doubled(lines: list[SheetLine]) -> Iterator[Issue]:
    """Rows about one thing that say different things: nobody can tell which holds."""
    first: dict[tuple[SubjectKind, str, Place], SheetLine] = {}
    told: set[tuple[str | None, int | None]] = set()
    for line in lines:
        same = first.setdefault((line.kind, line.catalog_key, line.place), line)
        if same is line or same.cells == line.cells:
            continue
        for one, other in ((same, line), (line, same)):
            where = (one.source.sheet, one.source.row)
            if where not in told:
                told.add(where)
                said = message("decision_sheets.twice", row=other.source.row or 0)
                yield Issue(message=said, severity=Severity.WARNING, source=one.source)


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
