"""The minutes of a meeting as a Word document on A4: head, participants, results at a glance, then item by item."""

import io
import re
from collections.abc import Iterable, Sequence

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.run import Run

from fitgap.model.minutes import Minutes, MinutesItem
from fitgap.policies.vocabulary import vocabulary
from fitgap.reporting import minutes_words as words
from fitgap.texts import Language, say, term

LATIN_FONT = "Yu Gothic"
JAPANESE_FONT = "游ゴシック"
BODY_POINTS, SMALL_POINTS = 10.5, 9
SHADE = "E3E6EA"
TABLE_STYLE = "Table Grid"
_FORBIDDEN_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def minutes_document(minutes: Minutes, language: Language) -> bytes:
    """The bytes of the .docx file."""
    paper = Document()
    _set_up(paper, minutes)
    _head(paper, minutes, language)
    _participants(paper, minutes, language)
    _overview(paper, minutes, language)
    for item in minutes.items:
        _item(paper, item, minutes, language)
    _left_over(paper, minutes, language)
    stream = io.BytesIO()
    paper.save(stream)
    return stream.getvalue()


def _set_up(paper: WordDocument, minutes: Minutes) -> None:
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(18)
    for name in ("Normal", "Title", "Heading 1", "Heading 2"):
        style = paper.styles[name]
        style.font.name = LATIN_FONT
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), JAPANESE_FONT)
    paper.styles["Normal"].font.size = Pt(BODY_POINTS)
    paper.styles["Normal"].paragraph_format.space_after = Pt(3)
    for name, points in (("Title", 18), ("Heading 1", 13), ("Heading 2", 11.5)):
        style = paper.styles[name]
        style.font.size = Pt(points)
        style.font.bold = True
        style.font.color.rgb = None
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.add_run(f"{_clean(minutes.meeting.head.title)}　")
    _page_number(footer.add_run())


def _head(paper: WordDocument, minutes: Minutes, language: Language) -> None:
    paper.add_paragraph(say("minutes.title", language, title=_clean(minutes.meeting.head.title)), style="Title")
    rows = words.head_rows(minutes.meeting, language)
    table = _table(paper, (38, 132))
    for label, text in rows:
        _pair(table, label, (text,))


def _participants(paper: WordDocument, minutes: Minutes, language: Language) -> None:
    paper.add_heading(say("minutes.participants", language), level=1)
    people = minutes.meeting.head.participants
    if not people:
        paper.add_paragraph(say("minutes.none", language))
        return
    table = _table(paper, (60, 60, 50))
    _row(
        table, [say(f"minutes.participant.{name}", language) for name in ("organisation", "name", "role")], is_head=True
    )
    for one in people:
        role = say(f"vocabulary.meeting_role.{one.role}", language) if one.role in _roles() else one.role
        _row(table, (one.organisation, one.name, role))


def _overview(paper: WordDocument, minutes: Minutes, language: Language) -> None:
    paper.add_heading(say("minutes.overview", language), level=1)
    settled = sum(item.is_settled for item in minutes.items)
    counts = {"count": len(minutes.items), "settled": settled, "deferred": len(minutes.deferred)}
    paper.add_paragraph(say("minutes.counts", language, **counts))
    table = _table(paper, (12, 80, 44, 34))
    _row(
        table, [say(f"minutes.column.{name}", language) for name in ("number", "title", "result", "time")], is_head=True
    )
    for item in minutes.items:
        result = words.result_word(item, minutes.vocabulary, language)
        _row(table, (str(item.number), item.title, result, words.minutes_spent(item, language)))


def _item(paper: WordDocument, item: MinutesItem, minutes: Minutes, language: Language) -> None:
    paper.add_heading(_clean(f"{item.number}. {item.title}"), level=2)
    table = _table(paper, (38, 132))
    for name, lines in item_rows(item, minutes, language):
        if lines:
            _pair(table, say(f"minutes.row.{name}", language), lines)
    paper.add_paragraph()


def item_rows(item: MinutesItem, minutes: Minutes, language: Language) -> tuple[tuple[str, Sequence[str]], ...]:
    """What is told of one item: the name of a row's label and its lines."""
    verdict = ""
    if item.verdict is not None:
        sign = say(f"verdict_sign.{item.verdict}", language)
        verdict = f"{sign} {say(f'verdict.{item.verdict}', language)}"
    return (
        ("members", _filled("、".join(item.members), "、".join(item.businesses))),
        ("verdict", _filled(verdict)),
        ("package", _filled(item.package)),
        ("positions", [words.position_line(position, language) for position in item.positions]),
        ("decision", _decision(item, minutes, language)),
        *_terms(item, minutes, language),
        ("earlier", [words.earlier_line(one, item, minutes.vocabulary, language) for one in item.earlier]),
        ("rulings", [words.ruling_line(one, language) for one in item.rulings]),
        ("remarks", [note.text for note in item.remarks]),
        ("tasks", [words.task_line(note, language) for note in item.tasks]),
        ("time", [words.minutes_spent(item, language)]),
    )


def _decision(item: MinutesItem, minutes: Minutes, language: Language) -> Sequence[str]:
    if item.decision is None:
        return [say("minutes.result.none", language)]
    return [words.decision_line(item.decision, minutes.vocabulary, language)]


def _terms(item: MinutesItem, minutes: Minutes, language: Language) -> tuple[tuple[str, Sequence[str]], ...]:
    if item.decision is None:
        return ()
    terms = item.decision.terms
    cause = term("cause", terms.cause, minutes.vocabulary, language)
    deadline = words.day_and_time(terms.deadline)
    return (
        ("reason", _filled(terms.reason)),
        ("cause", _filled(cause)),
        ("asked_by", _filled(terms.asked_by)),
        ("legal_ground", _filled(terms.legal_ground)),
        ("owner", _filled("　".join(part for part in (terms.owner, deadline) if part))),
    )


def _left_over(paper: WordDocument, minutes: Minutes, language: Language) -> None:
    """What somebody has to do: deferrals with owner and date, open items, and remarks on the whole meeting."""
    paper.add_heading(say("minutes.open_items", language), level=1)
    rows = [
        (say("minutes.deferral", language), item.title, item.decision.terms.owner, item.decision.terms.deadline)
        for item in minutes.deferred
        if item.decision is not None
    ]
    rows += [(note.text, title, note.owner, note.deadline) for title, note in minutes.all_tasks]
    if rows:
        table = _table(paper, (68, 56, 26, 20))
        _row(
            table,
            [say(f"minutes.open.{name}", language) for name in ("task", "item", "owner", "deadline")],
            is_head=True,
        )
        for what, title, owner, deadline in rows:
            _row(table, (what, title, owner, words.day_and_time(deadline)))
    else:
        paper.add_paragraph(say("minutes.none", language))
    if minutes.remarks:
        paper.add_heading(say("minutes.remarks", language), level=1)
        for note in minutes.remarks:
            paper.add_paragraph(_clean(note.text))
    small = paper.add_paragraph().add_run(say("minutes.written", language, at=words.day_and_time(minutes.written_at)))
    small.font.size = Pt(SMALL_POINTS)


def _table(paper: WordDocument, widths_mm: Sequence[float]) -> Table:
    table: Table = paper.add_table(rows=0, cols=len(widths_mm), style=TABLE_STYLE)
    table.autofit = False
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)
    return table


def _row(table: Table, texts: Iterable[str], *, is_head: bool = False) -> None:
    row = _unbroken(table)
    for cell, column, text in zip(row.cells, table.columns, texts, strict=True):
        cell.width = column.width or Mm(0)
        _write(cell, (text,), is_bold=is_head)
        if is_head:
            _shade(cell)
    if is_head:
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _unbroken(table: Table) -> _Row:
    """A further row, which a page never breaks."""
    row: _Row = table.add_row()
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    return row


def _pair(table: Table, label: str, lines: Sequence[str]) -> None:
    left, right = _unbroken(table).cells
    left.width, right.width = (column.width or Mm(0) for column in table.columns)
    _write(left, (label,), is_bold=True)
    _shade(left)
    _write(right, lines)


def _write(cell: _Cell, lines: Sequence[str], *, is_bold: bool = False) -> None:
    for number, line in enumerate(lines):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(1)
        paragraph.paragraph_format.keep_together = True
        paragraph.add_run(_clean(line)).bold = is_bold


def _shade(cell: _Cell) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", SHADE)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _page_number(run: Run) -> None:
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)


def _filled(*texts: str) -> list[str]:
    return [text for text in texts if text.strip()]


def _roles() -> tuple[str, ...]:
    return vocabulary()["meeting_role"]


def _clean(text: str) -> str:
    """A text without the characters that XML forbids."""
    return _FORBIDDEN_IN_XML.sub("", text)
