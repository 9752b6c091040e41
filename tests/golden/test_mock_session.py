"""A whole session over the samples, played as its facilitator: fifteen items, positions, decisions, levels, minutes."""

import io
from collections.abc import Iterator
from dataclasses import replace
from itertools import count

import openpyxl
import pytest
from docx import Document

from fitgap.app.files import catalog_files, load
from fitgap.app.meeting_agendas import AgendaOrder, AgendaWish
from fitgap.app.paths import sqlite_url
from fitgap.app.samples import sample_flows
from fitgap.app.workspace import Workspace
from fitgap.model.decision import DecisionState, ItemFilter, Level, Place, Terms
from fitgap.model.meeting import AgendaLine, Meeting, MeetingHead, NoteKind, Participant, Stance
from fitgap.model.message import UsageError

FACILITATOR, SECRETARY, STEERING = "山田 太郎", "佐藤 花子", "中村 部長"
MEMBERS = ("青葉野市", "汐見町", "白嶺市")
ITEMS = 15
HEAD = MeetingHead(
    title="第1回 窓口業務WG",
    date="2026-12-01",
    place="青葉野市役所 3階会議室",
    participants=(
        Participant(name=FACILITATOR, organisation="青葉野市 情報政策課", role="facilitator"),
        Participant(name=SECRETARY, organisation="青葉野市 市民課", role="secretary"),
        Participant(name="鈴木 一郎", organisation="汐見町 住民課"),
        Participant(name="高橋 次郎", organisation="白嶺市 市民課"),
    ),
)
# What the room decides, item by item in turn.
OUTCOMES = (
    Terms(resolution="adopt_standard"),
    Terms(resolution="change_process", reason="受付の順番を標準の画面に合わせる"),
    Terms(
        resolution="amend_rule", reason="様式を条例施行規則から外す", cause="ordinance", legal_ground="施行規則第3条"
    ),
    Terms(
        resolution="customise_shared",
        reason="2市で要る",
        cause="law",
        asked_by="青葉野市、白嶺市",
        burden="shared",
        size="S",
    ),
    Terms(resolution="deferred", reason="支所の件数を調べる", owner="白嶺市 市民課", deadline="2026-12-20"),
)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workspace, int]]:
    """The workspace after the session, and the session's id."""
    minutes = count()
    folder = tmp_path_factory.mktemp("session")
    workspace = Workspace.open(
        sqlite_url(folder / "fitgap.db"),
        clock=lambda: f"2026-12-01T{13 + (number := next(minutes)) // 60:02d}:{number % 60:02d}:00+09:00",
    )
    for member, file in sample_flows():
        if file.stem in {"tennyu", "kaigo-nintei-shinsei", "jido-teate-nintei"}:
            workspace.add_flow(member, load(file), person="見本")
    package = catalog_files(next(file for _, file in sample_flows()).parents[2] / "package_catalogs" / "hibiki")
    workspace.add_catalog(tuple(load(file) for file in package), key="hibiki", person="見本")
    yield workspace, play(workspace)
    workspace.close()


def play(workspace: Workspace) -> int:
    """The facilitator's two hours."""
    meetings = workspace.meetings
    meeting_id = meetings.create(HEAD, FACILITATOR)
    wish = AgendaWish(order=AgendaOrder.DIVISIVE, wanted=ItemFilter(catalog_key="hibiki", undecided_only=True))
    lines: list[AgendaLine] = []
    spoken_of: set[Place] = set()
    for one in meetings.candidates(wish):
        subject = one.item.subject
        if len(lines) < ITEMS and spoken_of.isdisjoint(subject.places):  # no item settles another
            lines.append(AgendaLine(key=subject.key, title=subject.title, planned_minutes=8))
            spoken_of.update(subject.places)
    meetings.set_agenda(meeting_id, lines, FACILITATOR, seen_agenda_id=0)
    for number, line in enumerate(lines):
        meetings.go_to(meeting_id, line.key, FACILITATOR)
        for place, member in enumerate(MEMBERS):
            stance = Stance.CANNOT if (number, place) in {(3, 2), (4, 2)} else list(Stance)[(number + place) % 2]
            reason = "支所の受付が変わるため" if stance is Stance.CANNOT else ""
            workspace.positions.take(line.key, member, stance, reason, f"{member} 担当", seen_position_id=None)
        board = meetings.board(meeting_id)
        assert board.item is not None
        terms = OUTCOMES[number % len(OUTCOMES)]
        meetings.decide(meeting_id, board.item.subject, terms, SECRETARY, seen_decision_id=board.item.newest_id)
        if number == ITEMS - 2:
            with pytest.raises(UsageError, match=r"meetings\.cannot_close"):
                meetings.close(meeting_id, FACILITATOR)
    meetings.note(meeting_id, "次回は税の業務を扱う", SECRETARY)
    task = {"kind": NoteKind.TASK, "owner": "汐見町 住民課", "deadline": "2026-12-15"}
    meetings.note(meeting_id, "現行帳票の見本を集める", SECRETARY, key=lines[0].key, **task)  # type: ignore[arg-type]
    meetings.close(meeting_id, FACILITATOR)
    return meeting_id


def test_every_item_was_settled_and_timed(session: tuple[Workspace, int]) -> None:
    workspace, meeting_id = session
    minutes = workspace.meetings.minutes(meeting_id)
    assert (len(minutes.items), len(minutes.deferred)) == (ITEMS, ITEMS // len(OUTCOMES))
    assert all(item.is_settled and item.spent_seconds for item in minutes.items)
    assert {item.decision.meeting_id for item in minutes.items if item.decision} == {meeting_id}
    assert len(workspace.decisions.ledger()) == ITEMS


def test_the_word_minutes_tell_each_item_with_its_reason(session: tuple[Workspace, int]) -> None:
    workspace, meeting_id = session
    paper = Document(io.BytesIO(workspace.meetings.export_document(meeting_id, "ja")))
    cells = [[cell.text for cell in row.cells] for table in paper.tables for row in table.rows]
    paragraphs = [paragraph.text for paragraph in paper.paragraphs]
    assert paragraphs[0] == "議事録　第1回 窓口業務WG"
    assert any("15／15件（うち持ち帰り 3件）" in text for text in paragraphs)
    assert ["日付", "2026/12/01"] in cells
    assert ["青葉野市 市民課", SECRETARY, "書記"] in cells
    meeting = workspace.meetings.get(meeting_id)
    headings = [
        paragraph.text for paragraph in paper.paragraphs if paragraph.style and paragraph.style.name == "Heading 2"
    ]
    assert headings == [f"{number}. {line.title}" for number, line in enumerate(meeting.agenda, start=1)]
    assert cells.count(["理由", "様式を条例施行規則から外す"]) == 3
    assert cells.count(["要望者", "青葉野市、白嶺市"]) == 3
    assert any(
        row[0] == "各団体の立場" and "× 白嶺市　受け入れられない（理由：支所の受付が変わるため）" in row[1]
        for row in cells
    )
    assert sum(row[0] == "持ち帰り" and row[2:] == ["白嶺市 市民課", "2026/12/20"] for row in cells) == 3
    assert ["現行帳票の見本を集める", meeting.agenda[0].title, "汐見町 住民課", "2026/12/15"] in cells
    assert "次回は税の業務を扱う" in paragraphs


def test_the_workbook_holds_the_same(session: tuple[Workspace, int]) -> None:
    workspace, meeting_id = session
    book = openpyxl.load_workbook(io.BytesIO(workspace.meetings.export_workbook(meeting_id, "ja")))
    assert book.sheetnames == ["1 会議", "2 議題と結果", "3 各団体の立場", "4 持ち帰り・宿題"]
    head, *rows = [[cell.value for cell in row] for row in book["2 議題と結果"].iter_rows()]
    results = [row[head.index("結果")] for row in rows]
    assert results.count("持ち帰り") == 3
    assert results.count("標準機能適用") == 3
    assert len(rows) == ITEMS
    assert book["3 各団体の立場"].max_row == 1 + ITEMS * len(MEMBERS)
    assert [row[0].value for row in book["4 持ち帰り・宿題"].iter_rows(min_row=2)] == ["持ち帰り"] * 3 + ["宿題"]


def test_the_steering_committee_has_the_next_word(session: tuple[Workspace, int]) -> None:
    workspace, meeting_id = session
    below = workspace.meetings.minutes(meeting_id)
    above = workspace.meetings.create(replace(HEAD, title="第1回 幹事会", level=Level.STEERING), STEERING)
    agenda = workspace.meetings.get(meeting_id).agenda[:3]
    workspace.meetings.set_agenda(above, agenda, STEERING, seen_agenda_id=0)
    adopted, sent_back, overruled = (item.decision for item in below.items[:3])
    assert adopted is not None
    assert sent_back is not None
    assert overruled is not None
    workspace.rulings.adopt(above, adopted, STEERING, seen_ruling_id=None)
    workspace.rulings.send_back(above, sent_back, STEERING, reason="住民への影響を示すこと", seen_ruling_id=None)
    terms = Terms(resolution="adopt_standard")
    seen = workspace.decisions.item(overruled.subject).newest_id
    workspace.rulings.overrule(above, overruled.subject, terms, STEERING, seen_decision_id=seen)
    workspace.meetings.close(above, STEERING)
    states = {one.id: one.state for one in workspace.decisions.history(overruled.subject)}
    assert (states[overruled.id], states[max(states)]) == (DecisionState.SUPERSEDED, DecisionState.ACTIVE)
    assert told(workspace, workspace.meetings.get(above)) == [["採択"], ["差し戻し"], []]


def told(workspace: Workspace, meeting: Meeting) -> list[list[str]]:
    """What the minutes of the level above say of each item's rulings."""
    paper = Document(io.BytesIO(workspace.meetings.export_document(meeting.id, "ja")))
    rulings: list[list[str]] = []
    for table in paper.tables:
        rows = {row.cells[0].text: row.cells[1].text for row in table.rows}
        if "対象" in rows:
            said = rows.get("会議体の判断", "")
            rulings.append([word for word in ("採択", "差し戻し") if word in said])
    return rulings
