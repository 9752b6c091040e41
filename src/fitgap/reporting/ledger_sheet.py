"""Sheet 7, 決定台帳・持ち帰り, and sheet 9, 変更履歴: what was decided, what is still open, and what happened when."""

from collections.abc import Iterator
from dataclasses import dataclass

from fitgap.model.decision import LedgerRow
from fitgap.model.policy import Deciding
from fitgap.model.report import FitGapReport, HistoryEntry
from fitgap.reporting.decision_columns import editable_texts
from fitgap.reporting.sheet import Column
from fitgap.texts import Language, say, term


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedRow:
    """One decision of the ledger."""

    ledger: LedgerRow
    products: tuple[tuple[str, str], ...]
    texts: dict[str, str]
    language: Language
    meeting: str = ""


def ledger_rows(report: FitGapReport, language: Language) -> Iterator[DecidedRow]:
    """What is still open first, overdue before the rest and by date; then every decision, newest first."""
    rows = sorted(report.ledger, key=_urgency)
    products = {entry.fit_gap.catalog.key: entry.fit_gap.catalog.product for entry in report.entries}
    meetings = dict(report.meetings)
    for row in rows:
        yield DecidedRow(
            ledger=row,
            products=tuple(products.items()),
            texts=editable_texts(row.decision.terms, report.deciding, language),
            language=language,
            meeting=meetings.get(row.decision.meeting_id or 0, ""),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRow:
    """One event; the code of a resolution in it is put into words here."""

    entry: HistoryEntry
    deciding: Deciding | None
    language: Language


def history_rows(report: FitGapReport, language: Language) -> Iterator[HistoryRow]:
    """What happened, in order of time."""
    for entry in report.history:
        yield HistoryRow(entry=entry, deciding=report.deciding, language=language)


def _urgency(row: LedgerRow) -> tuple[bool, bool, str, int]:
    decision = row.decision
    deadline = decision.terms.deadline if decision.is_open else ""
    return not decision.is_open, not row.is_overdue, deadline, -decision.id


def _state(row: DecidedRow) -> str:
    ledger, language = row.ledger, row.language
    if ledger.is_overdue:
        return say("workbook.ledger_state.overdue", language)
    if ledger.decision.is_open:
        return say("workbook.ledger_state.open", language)
    return say(f"workbook.ledger_state.{ledger.decision.state}", language)


def _stale(row: DecidedRow) -> str:
    return "\n".join(say(reason, row.language) for reason in row.ledger.stale)


def _what(row: HistoryRow) -> str:
    values = {
        name: term("resolution", str(value), row.deciding, row.language) if name == "resolution" else value
        for name, value in row.entry.said.values
    }
    return say(row.entry.said.code, row.language, **values)


def _text(code: str, width: float) -> Column[DecidedRow]:
    return Column(code=code, value=lambda row: row.texts[code], width=width)


LEDGER_COLUMNS_REPEATED = "A:D"  # number, state, members and item, on every page of a print
LEDGER_COLUMNS: tuple[Column[DecidedRow], ...] = (
    Column(code="number", value=lambda r: r.ledger.decision.id, width=7),
    Column(code="state", value=_state, width=12),
    Column(
        code="member",
        value=lambda r: say("workbook.separator", r.language).join(r.ledger.decision.subject.members),
        width=16,
    ),
    Column(code="item", value=lambda r: r.ledger.decision.subject.title, width=28),
    Column(code="package", value=lambda r: dict(r.products).get(r.ledger.decision.subject.catalog_key, ""), width=16),
    Column(
        code="kind",
        value=lambda r: say(f"workbook.subject.{r.ledger.decision.subject.kind}", r.language),
        width=10,
    ),
    Column(
        code="business",
        value=lambda r: "\n".join(dict.fromkeys(ground.flow for ground in r.ledger.decision.grounds)),
        width=24,
    ),
    _text("resolution", 18),
    _text("cause", 12),
    _text("reason", 36),
    _text("alternative", 32),
    Column(code="owner", value=lambda r: r.texts["owner"], width=14, starts_page=True),
    _text("deadline", 11),
    _text("priority", 8),
    _text("asked_by", 14),
    _text("legal_ground", 18),
    Column(code="meeting", value=lambda r: r.meeting, width=16),
    Column(code="level", value=lambda r: say(f"workbook.level.{r.ledger.decision.level}", r.language), width=9),
    Column(code="decided_on", value=lambda r: r.ledger.decision.at[:10], width=11),
    Column(code="decided_by", value=lambda r: r.ledger.decision.person, width=12),
    Column(code="stale", value=_stale, width=32),
    Column(code="replaces", value=lambda r: r.ledger.decision.supersedes_id, width=9),
    Column(code="revoked_by", value=lambda r: r.ledger.decision.revoked_by, width=12),
    Column(code="revoked_on", value=lambda r: r.ledger.decision.revoked_at[:10], width=11),
    _text("note", 20),
)
HISTORY_COLUMNS: tuple[Column[HistoryRow], ...] = (
    Column(code="at", value=lambda r: r.entry.at[:16].replace("T", " "), width=18),
    Column(code="person", value=lambda r: r.entry.person, width=16),
    Column(code="event", value=_what, width=110),
)
