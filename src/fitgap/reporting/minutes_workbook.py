"""The minutes of a meeting as an Excel workbook: a cover, the items, positions, and what is left to do."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fitgap.model.meeting import Position
from fitgap.model.minutes import Minutes, MinutesItem
from fitgap.policies.vocabulary import vocabulary
from fitgap.reporting import minutes_words as words
from fitgap.reporting.sheet import Column, Value, WorkbookWriter
from fitgap.texts import Language, say, term


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRow:
    """Something that somebody has to do until a date."""

    kind: str
    item: str
    what: str
    owner: str
    deadline: str


def minutes_workbook(minutes: Minutes, language: Language) -> bytes:
    """The bytes of the .xlsx file."""
    writer = WorkbookWriter(language)
    _add_cover(writer, minutes)
    writer.add_table("minutes.sheet.items", "minutes.column", _item_columns(minutes, language), minutes.items, "C2")
    positions = [(item, position) for item in minutes.items for position in item.positions]
    writer.add_table("minutes.sheet.positions", "minutes.column", _position_columns(language), positions, "C2")
    writer.add_table("minutes.sheet.open", "minutes.open", _open_columns(), list(_open_rows(minutes, language)), "A2")
    stream = io.BytesIO()
    writer.workbook.save(stream)
    return stream.getvalue()


def _add_cover(writer: WorkbookWriter, minutes: Minutes) -> None:
    language = writer.language
    sheet = writer.add_sheet("minutes.sheet.cover", [24, 40, 24])

    def line(texts: Sequence[Value], style: str = "fitgap plain") -> None:
        sheet.append([writer.cell(sheet, text, style) for text in texts])

    line([say("minutes.title", language, title=minutes.meeting.head.title)], "fitgap title")
    for label, text in words.head_rows(minutes.meeting, language):
        line([label, text])
    line([say("minutes.written", language, at=words.day_and_time(minutes.written_at))])
    line([])
    line([say("minutes.participants", language)], "fitgap heading")
    known = vocabulary()["meeting_role"]
    line([say(f"minutes.participant.{name}", language) for name in ("organisation", "name", "role")], "fitgap column")
    for one in minutes.meeting.head.participants:
        role = say(f"vocabulary.meeting_role.{one.role}", language) if one.role in known else one.role
        line([one.organisation, one.name, role], "fitgap body")
    if minutes.remarks:
        line([])
        line([say("minutes.remarks", language)], "fitgap heading")
        for note in minutes.remarks:
            line([note.text])


def _item_columns(minutes: Minutes, language: Language) -> tuple[Column[MinutesItem], ...]:
    policy = minutes.vocabulary

    def verdict(item: MinutesItem) -> Value:
        if item.verdict is None:
            return None
        return f"{say(f'verdict_sign.{item.verdict}', language)} {say(f'verdict.{item.verdict}', language)}"

    def terms(name: str) -> Column[MinutesItem]:
        def value(item: MinutesItem) -> Value:
            return str(getattr(item.decision.terms, name)) if item.decision else None

        return Column(code=name, value=value, width=24 if name == "reason" else 11)

    def joined(lines: Sequence[str]) -> Value:
        return "\n".join(lines) or None

    return (
        Column(code="number", value=lambda item: item.number, width=5),
        Column(code="title", value=lambda item: item.title, width=24),
        Column(code="members", value=lambda item: "、".join(item.members), width=13),
        Column(code="businesses", value=lambda item: "、".join(item.businesses), width=16),
        Column(code="verdict", value=verdict, width=11, is_verdict=True),
        Column(code="package", value=lambda item: item.package, width=18),
        Column(code="result", value=lambda item: words.result_word(item, policy, language), width=15),
        terms("reason"),
        Column(
            code="cause",
            value=lambda item: term("cause", item.decision.terms.cause, policy, language) if item.decision else None,
            width=9,
        ),
        terms("asked_by"),
        terms("owner"),
        Column(
            code="deadline",
            value=lambda item: words.day_and_time(item.decision.terms.deadline) if item.decision else None,
            width=11,
        ),
        Column(code="person", value=lambda item: item.decision.person if item.decision else None, width=10),
        Column(code="at", value=lambda item: words.day_and_time(item.decision.at) if item.decision else None, width=12),
        Column(
            code="history",
            value=lambda item: joined(
                [
                    *(words.earlier_line(one, item, policy, language) for one in item.earlier),
                    *(words.ruling_line(one, language) for one in item.rulings),
                ]
            ),
            width=24,
        ),
        Column(code="remarks", value=lambda item: joined([note.text for note in item.remarks]), width=24),
        Column(code="planned", value=lambda item: item.planned_minutes, width=8),
        Column(
            code="spent",
            value=lambda item: None if item.spent_seconds is None else round(item.spent_seconds / 60, 1),
            width=8,
            number_format="0.0",
        ),
    )


def _position_columns(language: Language) -> tuple[Column[tuple[MinutesItem, Position]], ...]:
    def stance(row: tuple[MinutesItem, Position]) -> Value:
        sign = say(f"meetings.stance_sign.{row[1].stance}", language)
        return f"{sign} {say(f'meetings.stance.{row[1].stance}', language)}"

    return (
        Column(code="number", value=lambda row: row[0].number, width=6),
        Column(code="title", value=lambda row: row[0].title, width=34),
        Column(code="member", value=lambda row: row[1].member, width=18),
        Column(code="stance", value=stance, width=18),
        Column(code="reason", value=lambda row: row[1].reason, width=50),
        Column(code="person", value=lambda row: row[1].person, width=18),
        Column(code="at", value=lambda row: words.day_and_time(row[1].at), width=16),
    )


def _open_rows(minutes: Minutes, language: Language) -> Iterator[OpenRow]:
    for item in minutes.deferred:
        if item.decision is not None:
            terms = item.decision.terms
            yield OpenRow(
                kind=say("minutes.deferral", language),
                item=item.title,
                what=terms.reason,
                owner=terms.owner,
                deadline=terms.deadline,
            )
    for title, note in minutes.all_tasks:
        kind = say("minutes.homework", language)
        yield OpenRow(kind=kind, item=title, what=note.text, owner=note.owner, deadline=note.deadline)


def _open_columns() -> tuple[Column[OpenRow], ...]:
    return (
        Column(code="kind", value=lambda row: row.kind, width=14),
        Column(code="item", value=lambda row: row.item, width=34),
        Column(code="task", value=lambda row: row.what, width=50),
        Column(code="owner", value=lambda row: row.owner, width=18),
        Column(code="deadline", value=lambda row: words.day_and_time(row.deadline), width=14),
    )
