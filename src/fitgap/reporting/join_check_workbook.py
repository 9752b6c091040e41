"""The join check as a workbook: one page for the mayor, and the list of changes with columns for decisions."""

import io
from collections.abc import Callable

from fitgap.model.comparison import Change, ChangeKind, JoinCheck, Newcomer
from fitgap.reporting.sheet import Column, Value, WorkbookWriter
from fitgap.texts import Language, say

_HEAVIEST = 10
_A4 = 9


def join_check_workbook(check: JoinCheck, language: Language) -> bytes:
    """The bytes of the .xlsx file."""
    writer = WorkbookWriter(language)
    _add_summary(writer, check)
    changes = [change for newcomer in check.newcomers for change in newcomer.changes]
    writer.add_table("join_check.sheet.changes", "join_check.column", _change_columns(language), changes, frozen="D2")
    stream = io.BytesIO()
    writer.workbook.save(stream)
    return stream.getvalue()


def _add_summary(writer: WorkbookWriter, check: JoinCheck) -> None:
    """Who must change how much, and the changes that weigh most."""
    language = writer.language
    columns = _summary_columns()
    sheet = writer.add_sheet("join_check.sheet.summary", [28, *(14 for _ in columns[1:])])
    sheet.page_setup.paperSize = _A4
    sheet.append([writer.cell(sheet, say("join_check.sheet.title", language), "fitgap title")])
    for newcomer in check.newcomers:
        told = say(
            "join_check.told",
            language,
            member=newcomer.member,
            standard=check.standard_steps,
            shared=newcomer.shared_steps,
            changes=len(newcomer.changes),
            hours=newcomer.hours_per_year,
        )
        sheet.append([writer.cell(sheet, told, "fitgap heading")])
    for text in (
        say("join_check.sheet.process", language, process=check.process),
        say("join_check.sheet.standard", language, standard=check.standard, steps=check.standard_steps),
        say("join_check.sheet.created", language, created=check.created_at[:10]),
        say("join_check.sheet.note", language),
    ):
        sheet.append([writer.cell(sheet, text, "fitgap plain")])
    sheet.append([])
    sheet.append(
        [writer.cell(sheet, say(f"join_check.column.{code}", language), "fitgap column") for code, _ in columns]
    )
    for newcomer in check.newcomers:
        sheet.append([writer.cell(sheet, value(newcomer)) for _, value in columns])
    sheet.append([])
    sheet.append([writer.cell(sheet, say("join_check.sheet.heaviest", language), "fitgap heading")])
    changes = [change for newcomer in check.newcomers for change in newcomer.changes]
    for change in sorted(changes, key=lambda one: (one.kind is ChangeKind.FORM, -one.hours_per_year))[:_HEAVIEST]:
        text = f"{change.member}: {say(change.said, language)}"
        sheet.append([writer.cell(sheet, text, "fitgap plain")])


def _summary_columns() -> tuple[tuple[str, Callable[[Newcomer], Value]], ...]:
    def counts(kind: ChangeKind) -> tuple[str, Callable[[Newcomer], Value]]:
        return kind.value, lambda newcomer: newcomer.count(kind)

    return (
        ("member", lambda newcomer: newcomer.member),
        ("divergence", lambda newcomer: round(newcomer.divergence.total, 2)),
        ("shared", lambda newcomer: newcomer.shared_steps),
        *map(counts, ChangeKind),
        ("hours", lambda newcomer: round(newcomer.hours_per_year)),
    )


def _change_columns(language: Language) -> tuple[Column[Change], ...]:
    def nothing(_: Change) -> Value:
        return None

    return (
        Column(code="member", value=lambda change: change.member, width=16),
        Column(code="kind", value=lambda change: say(f"change_kind.{change.kind.value}", language), width=14),
        Column(code="sentence", value=lambda change: say(change.said, language), width=80),
        Column(code="hours", value=lambda change: round(change.hours_per_year, 1), width=12, number_format="#,##0.0"),
        *(
            Column(code=code, value=nothing, width=18, is_decision=True)
            for code in ("decision", "reason", "owner", "due")
        ),
    )
