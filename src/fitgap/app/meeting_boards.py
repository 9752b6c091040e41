"""What a room looks at: one item of an agenda with everything about it, made once for all screens."""

from collections.abc import Iterator
from time import monotonic

from fitgap.app.collecting import set_aside_what_stays
from fitgap.app.decisions import Decisions
from fitgap.app.desk import Desk
from fitgap.app.meeting_subjects import items_of, rulings_of, subject_of
from fitgap.deciding.consensus import consensus_of
from fitgap.deciding.settling import open_lines
from fitgap.model.access import Actor
from fitgap.model.board import Board, Side
from fitgap.model.decision import DecisionItem, Ground, SubjectKind
from fitgap.model.flow import Document
from fitgap.model.step import steps_of

SAME_MOMENT_SECONDS = 0.25


def revision(desk: Desk, meeting_id: int) -> int:
    """A number that changes when anything does that the board shows.

    Many screens ask at once: the database is asked after every write of this process, and else a few times a second.
    """
    moment = int(monotonic() / SAME_MOMENT_SECONDS)
    return desk.revisions.get(
        (meeting_id, desk.store.writes, moment),
        lambda: hash((desk.store.meetings.revision(meeting_id), desk.policy_text())),
    )


def board(desk: Desk, actor: Actor, meeting_id: int, key: str) -> Board:
    """The board of an item, or (empty key, or one not on the agenda) of the current one."""
    now = revision(desk, meeting_id)
    return desk.boards.get((meeting_id, key, now), lambda: _anew(desk, actor, meeting_id, key))


def _anew(desk: Desk, actor: Actor, meeting_id: int, key: str) -> Board:
    made = _board(desk, actor, meeting_id, key)
    set_aside_what_stays()
    return made


def _board(desk: Desk, actor: Actor, meeting_id: int, key: str) -> Board:
    meeting = desk.store.meetings.get(meeting_id)
    line = meeting.line(key) or meeting.line(meeting.current_key)
    if line is None:
        return Board(meeting=meeting, number=0)
    items = items_of(desk, actor, meeting.agenda)
    rulings = rulings_of(desk, items)
    item = items[line.key]
    positions = desk.store.meetings.positions([line.key])
    members = item.subject.members or tuple(dict.fromkeys(ground.member for ground in item.grounds))
    catalogs = {row.key: row for row in desk.store.catalogs()}
    package = catalogs.get(item.subject.catalog_key)
    return Board(
        meeting=meeting,
        number=meeting.agenda.index(line) + 1,
        line=line,
        item=item,
        is_gone=not item.flow_ids,
        package=(package.product or package.key) if package else item.subject.catalog_key,
        sides=tuple(_sides(desk, item)) if package else (),
        history=Decisions(desk, actor).history(subject_of(line)),
        rulings=rulings[line.key],
        consensus=consensus_of(line.key, positions, members),
        notes=tuple(note for note in desk.store.meetings.notes(meeting_id) if note.key == line.key),
        open_keys=frozenset(one.key for one in open_lines(meeting, items, rulings)),
    )


def _sides(desk: Desk, item: DecisionItem) -> Iterator[Side]:
    catalog = desk.stored_catalog(item.subject.catalog_key)
    answers = catalog.forms if item.subject.kind is SubjectKind.FORM else catalog.features
    known = {answer.id: answer for answer in answers}
    for ground in item.grounds:
        answer = known.get(ground.feature_id)
        yield Side(
            member=ground.member,
            business=ground.flow,
            name=ground.item,
            content=_content(desk, item, ground),
            verdict=ground.verdict,
            feature_id=ground.feature_id,
            feature=ground.feature,
            description=getattr(answer, "description", "") or "、".join(getattr(answer, "fields", ())),
            offer=answer.offer if answer else None,
        )


def _content(desk: Desk, item: DecisionItem, ground: Ground) -> str:
    """What the member's own file says of a step or form, found by member, flow and name."""
    for flow_id in item.flow_ids:
        stored = desk.stored_flow(flow_id)
        if (stored.row.member, stored.row.name) != (ground.member, ground.flow):
            continue
        if item.subject.kind is SubjectKind.FORM:
            found = [_of_form(one) for one in stored.flow.documents if one.id in item.item_ids]
        else:
            steps = steps_of(stored.flow)
            found = [one.content for one in steps if one.id in item.item_ids and one.name == ground.item]
        if found:
            return found[0]
    return ""


def _of_form(document: Document) -> str:
    return " ".join(part for part in (document.paper, document.output_method, "、".join(document.fields)) if part)
