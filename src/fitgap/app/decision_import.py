"""Decisions from an edited workbook: what is new, changed, in conflict or unreadable, before anything is recorded."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from fitgap.app.decision_ground import decisions_of, today_of
from fitgap.app.decision_standings import Standings
from fitgap.app.desk import Desk
from fitgap.app.outcomes import ImportKind, ImportPreview, ImportRow
from fitgap.deciding.rules import Words, objections
from fitgap.model.decision import Alternative, Decision, DecisionItem, Subject, Terms
from fitgap.model.message import Issue, Message, Severity, Source, UsageError, message
from fitgap.model.policy import Deciding
from fitgap.policies.vocabulary import words
from fitgap.reading.decision_sheets import SheetLine, read_decision_sheets
from fitgap.reading.result import NamedBytes
from fitgap.reporting.decision_columns import EDITABLE, LISTS, editable_texts
from fitgap.texts import LANGUAGES, term

OF_ROWS = ("decision_sheets.", "deciding.")  # issues that leave a row unread
NOTHING = Terms(resolution="")
DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
PART = re.compile(r"^[^：:]*[：:]\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What the rows are held against."""

    standings: Mapping[str, Standings]
    decisions: Mapping[int, Decision]
    words: Words
    deciding: Deciding


def preview_import(desk: Desk, upload: NamedBytes) -> ImportPreview:
    """What the rows of an edited workbook ask for; nothing is recorded.

    A row counts as edited where its cells are not what the workbook was written with, so that what others decided
    since then is not taken back by rows that nobody touched.
    """
    reading = read_decision_sheets(upload, desk.options(()), EDITABLE)
    deciding = desk.policy().deciding
    current = {row.key for row in desk.store.catalogs()}
    keys = dict.fromkeys(line.catalog_key for line in reading.lines if line.catalog_key in current)
    known = _Known(
        standings={key: today_of(desk, (key,)) for key in keys},
        decisions={one.id: one for one in decisions_of(desk)},
        words=words(deciding),
        deciding=deciding,
    )
    rows: list[ImportRow] = []
    issues = list(reading.issues)
    untouched = 0
    for line in () if reading.has_error else reading.lines:
        found = _row(line, known)
        if isinstance(found, ImportRow):
            rows.append(found)
        elif found:
            issues += found
        else:
            untouched += 1
    return ImportPreview(rows=tuple(rows), issues=tuple(issues), untouched=untouched)


def unread_keys(desk: Desk, upload: NamedBytes) -> frozenset[str]:
    """The keys of the rows whose edits are not recorded yet, whether they can be or not; raises UsageError for a file
    that is no workbook of ours."""
    reading = read_decision_sheets(upload, desk.options(()), EDITABLE)
    errors = [issue for issue in reading.issues if issue.severity is Severity.ERROR]
    if errors:
        raise UsageError(errors[0].message)
    preview = preview_import(desk, upload)
    places = {(row.source.sheet, row.source.row) for row in preview.rows}
    places |= {(one.source.sheet, one.source.row) for one in preview.issues if one.code.startswith(OF_ROWS)}
    return frozenset(key for sheet, row, key in reading.keys if (sheet, row) in places)


def _row(line: SheetLine, known: _Known) -> ImportRow | tuple[Issue, ...]:
    """What a row asks for, why it cannot be told, or nothing where it was not edited."""
    item = _item(line, known)
    then = known.decisions.get(line.newest_id) if line.newest_id else None
    earlier = then.terms if then else NOTHING
    written = editable_texts(earlier, known.deciding, line.language)
    changed = tuple(code for code, text in line.cells.items() if _same_form(text) != _same_form(written[code]))
    if not changed:
        return ()
    if isinstance(item, Message):
        return (_issue(line, item),)
    terms, unreadable = _terms(line, changed, earlier, known)
    if unreadable:
        return unreadable
    if item.decision is not None and item.decision.terms == terms:
        return ()
    broken = objections(terms, known.words, known.deciding)
    if broken:
        return tuple(_issue(line, one) for one in broken)
    why = _conflict(line, item)
    kind = ImportKind.CONFLICT if why else ImportKind.CHANGED if item.decision else ImportKind.NEW
    return ImportRow(kind=kind, source=line.source, item=item, terms=terms, changed=changed, why=why)


def _item(line: SheetLine, known: _Known) -> DecisionItem | Message:
    standings = known.standings.get(line.catalog_key)
    if standings is None:
        return message("decision_sheets.no_package", key=line.catalog_key)
    try:
        item = standings.item(Subject(kind=line.kind, catalog_key=line.catalog_key, places=(line.place,)))
    except UsageError:
        return message("decision_sheets.gone")
    return item if item.grounds[0].member == line.member else message("decision_sheets.other_workspace")


def _conflict(line: SheetLine, item: DecisionItem) -> tuple[Message, ...]:
    """What happened since the workbook was written: somebody decided, took something back, or the text changed."""
    found = []
    if item.newest_id != line.newest_id:
        if item.decision is not None:
            found.append(
                message(
                    "decision_sheets.decided_since",
                    person=item.decision.person,
                    at=item.decision.at,
                    resolution=item.decision.terms.resolution,
                )
            )
        else:
            found.append(message("decision_sheets.revoked_since"))
    if item.grounds[0].fingerprint != line.fingerprint:
        found.append(message("decision_sheets.text_since", item=item.grounds[0].item))
    return tuple(found)


def _terms(line: SheetLine, changed: Sequence[str], earlier: Terms, known: _Known) -> tuple[Terms, tuple[Issue, ...]]:
    """The earlier terms with the cells that were changed; a word that is on no list is told with its column."""
    values: dict[str, str] = {}
    issues = []
    for code in changed:
        text = line.cells[code]
        value = _code(LISTS[code], text, known) if code in LISTS else text.strip()
        if value is None:
            said = message("decision_sheets.unknown_word", text=text[:40])
            issues.append(_issue(line, said, line.titles[code]))
            continue
        values[code] = _day(value) if code == "deadline" else value
    impacts = {code.removeprefix("impact_"): values.pop(code) for code in tuple(values) if code.startswith("impact_")}
    alternatives = earlier.alternatives
    if "alternative" in values:
        alternatives = _alternatives(values.pop("alternative"), known)
    terms = replace(earlier, **values, impacts=replace(earlier.impacts, **impacts), alternatives=alternatives)
    return terms, tuple(issues)


def _code(name: str, text: str, known: _Known) -> str | None:
    """A word of any language, or the code itself, as its code; None for one that is on no list."""
    if not text.strip():
        return ""
    wanted = _key(text)
    for code in known.words[name]:
        said = {_key(term(name, code, known.deciding, language)) for language in LANGUAGES}
        if wanted in said | {_key(code)}:
            return code
    return None


def _day(text: str) -> str:
    """A date as people write it, as ISO; anything else as it stands, to be refused with the rule."""
    found = DAY.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return "-".join((found[1], found[2].zfill(2), found[3].zfill(2))) if found else text


def _alternatives(text: str, known: _Known) -> tuple[Alternative, ...]:
    """One a line: the way, what speaks for it, what against, parted by ｜ as they were written."""
    found = []
    for line in text.splitlines():
        title, *said = (part.strip() for part in re.split(r"[｜|]", line))
        pros, cons = (*(PART.sub("", one) for one in said), "", "")[:2]
        if title or pros or cons:
            found.append(Alternative(title=_code("resolution", title, known) or title, pros=pros, cons=cons))
    return tuple(found)


def _same_form(text: str) -> str:
    """A cell's text without what a spreadsheet program changes on its own: dates, line ends, blanks at the ends."""
    return "\n".join(line.strip() for line in _day(text).replace("\r\n", "\n").strip().split("\n"))


def _key(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _issue(line: SheetLine, said: Message, column: str = "") -> Issue:
    source = line.source
    where = Source(file=source.file, sheet=source.sheet, row=source.row, column=column or None)
    return Issue(message=said, severity=Severity.WARNING, source=where)
