"""A table of what other municipalities decided -> evidence. What cannot be used is told row by row."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from fitgap.model.evidence import FILE_COLUMNS, OF_FEATURES, Evidence, EvidenceKind, EvidenceRow, merged, plain_key
from fitgap.model.message import Issue, Message, Severity, Source, message
from fitgap.reading.issues import summed_up
from fitgap.reading.result import NamedBytes, ReadOptions
from fitgap.reading.tables.grid import Row, Sheet
from fitgap.reading.tables.opening import open_tables
from fitgap.texts.rendering import LANGUAGES, say

NEEDED = frozenset({"name", "product", "kind", "member_count"})
HEADING_ROWS = 20
NAME_CHARACTERS = 60
FORMAT = re.compile(r"fitgap_evidence_(\d{1,4})")
KNOWN_FORMAT = 1
NEUTRALISED = re.compile(r"\A'(?='*[=+\-@\t\r])")
COUNT = re.compile(r"(\d{1,6})(?:\.0+)?(?:団体)?")
BETWEEN_NAMES = re.compile(r"[、,，;；\n]")
DAY = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ].*)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceReading:
    """Evidence (None when nothing could be used) and what was noticed."""

    evidence: Evidence | None
    issues: tuple[Issue, ...] = ()

    @property
    def has_error(self) -> bool:
        """True when an issue of severity error was found."""
        return any(issue.severity is Severity.ERROR for issue in self.issues)


def read_evidence(upload: NamedBytes, options: ReadOptions, most_members: int) -> EvidenceReading:
    """Read a .csv or .xlsx as `fitgap evidence export` writes it; columns and rows may have been moved or removed."""
    opened = open_tables(upload, options)
    issues = list(opened.issues)
    sheets = [(sheet, columns) for sheet in opened.sheets if (columns := _columns(sheet)) is not None]
    rows: list[EvidenceRow] = []
    if opened.sheets and not sheets:
        issues.append(_issue(upload, "evidence.no_headings"))
    elif any(_is_newer(sheet) for sheet, _ in sheets):
        issues.append(_issue(upload, "evidence.newer"))
    else:
        for sheet, columns in sheets:
            rows.extend(_read(sheet, columns, issues, most_members))
    if not rows and not any(issue.severity is Severity.ERROR for issue in issues):
        issues.append(_issue(upload, "evidence.no_rows"))
    has_error = any(issue.severity is Severity.ERROR for issue in issues)
    return EvidenceReading(
        evidence=None if has_error else Evidence(rows=merged(rows)),
        issues=summed_up(issues, options.limits.issues_of_a_kind),
    )


def _read(sheet: Sheet, columns: Mapping[str, int], issues: list[Issue], most_members: int) -> list[EvidenceRow]:
    found = []
    for row in sheet.rows:
        if _headings(row) is not None:
            continue
        cells = {field: NEUTRALISED.sub("", row.cell(column)) for field, column in columns.items()}
        said = _objection(cells, most_members)
        if said is not None:
            issues.append(sheet.issue(said, Severity.WARNING, row.number))
            continue
        read, remarks = _row(cells, sheet.file)
        found.append(read)
        issues.extend(sheet.issue(remark, Severity.INFO, row.number) for remark in remarks)
    return found


def _objection(cells: Mapping[str, str], most_members: int) -> Message | None:
    """Why a row cannot be used."""
    kind = _kind(cells)
    if not plain_key(cells["name"]):
        return message("evidence.no_name")
    if not plain_key(cells["product"]):
        return message("evidence.no_product", name=_short(cells["name"]))
    if kind is None:
        return message("evidence.bad_kind", text=_short(cells["kind"]))
    if kind in OF_FEATURES and not cells.get("feature_id") and not cells.get("feature_name"):
        return message("evidence.no_feature", name=_short(cells["name"]))
    if not 1 <= max(_count(cells), len(_members(cells))) <= most_members or _count(cells) < 0:
        return message("evidence.bad_count", text=_short(cells["member_count"]), most=most_members)
    return None


def _row(cells: Mapping[str, str], file: str) -> tuple[EvidenceRow, list[Message]]:
    remarks: list[Message] = []
    kind = _kind(cells) or EvidenceKind.CONFIRMED
    is_of_feature = kind in OF_FEATURES
    members, count = _members(cells), _count(cells)
    if len(members) > count:
        remarks.append(message("evidence.count_raised", count=count, names=len(members)))
    newest = _day(cells.get("newest", ""))
    if newest is None:
        remarks.append(message("evidence.bad_day", text=_short(cells["newest"])))
    if not is_of_feature and cells.get("feature_id"):
        remarks.append(message("evidence.feature_ignored", id=_short(cells["feature_id"])))
    row = EvidenceRow(
        process=cells.get("process", ""),
        name=cells["name"],
        content=cells.get("content", ""),
        vendor=cells.get("vendor", ""),
        product=cells["product"],
        kind=kind,
        feature_id=cells.get("feature_id", "") if is_of_feature else "",
        feature_name=cells.get("feature_name", "") if is_of_feature else "",
        member_count=max(count, len(members)),
        members=members,
        newest=newest or "",
        source=file,
    )
    return row, remarks


def _columns(sheet: Sheet) -> Mapping[str, int] | None:
    headings = (_headings(row) for row in sheet.rows[:HEADING_ROWS])
    return next((found for found in headings if found is not None), None)


def _headings(row: Row) -> Mapping[str, int] | None:
    """Field -> column when a row holds the headings, in either language or as the program names them."""
    words = _heading_words()
    found: dict[str, int] = {}
    for column, cell in enumerate(row.cells):
        field = words.get(plain_key(cell))
        if field is not None:
            found.setdefault(field, column)
    return found if found.keys() >= NEEDED else None


@cache
def _heading_words() -> Mapping[str, str]:
    words = {field: field for field in FILE_COLUMNS}
    return words | {
        plain_key(say(f"evidence.column.{field}", language)): field for language in LANGUAGES for field in FILE_COLUMNS
    }


@cache
def _kind_words() -> Mapping[str, EvidenceKind]:
    words = {kind.value: kind for kind in EvidenceKind}
    return words | {
        plain_key(say(f"evidence.kind.{kind.value}", language)): kind for language in LANGUAGES for kind in EvidenceKind
    }


def _is_newer(sheet: Sheet) -> bool:
    versions = (FORMAT.fullmatch(cell) for row in sheet.rows[:HEADING_ROWS] for cell in row.cells)
    return any(int(version[1]) > KNOWN_FORMAT for version in versions if version)


def _kind(cells: Mapping[str, str]) -> EvidenceKind | None:
    return _kind_words().get(plain_key(cells["kind"]))


def _count(cells: Mapping[str, str]) -> int:
    """The number of members, 0 for an empty cell, -1 for anything else."""
    text = plain_key(cells["member_count"])
    found = COUNT.fullmatch(text)
    return int(found[1]) if found else -1 if text else 0


def _members(cells: Mapping[str, str]) -> tuple[str, ...]:
    names = (" ".join(name.split())[:NAME_CHARACTERS] for name in BETWEEN_NAMES.split(cells.get("members", "")))
    return tuple({plain_key(name): name for name in names if name}.values())


def _day(text: str) -> str | None:
    """ISO 8601, empty for an empty text, None for one that is no day."""
    if not text:
        return ""
    found = DAY.fullmatch(unicodedata.normalize("NFKC", text))
    if not found or not (1 <= int(found[2]) <= 12 and 1 <= int(found[3]) <= 31):
        return None
    return f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}"


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= NAME_CHARACTERS else plain[:NAME_CHARACTERS] + "…"


def _issue(upload: NamedBytes, code: str) -> Issue:
    return Issue(message=message(code), severity=Severity.ERROR, source=Source(file=upload.name))
