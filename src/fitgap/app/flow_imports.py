"""Import flows: read, find the earlier version, store with the choices carried over, all or nothing."""

import unicodedata

from fitgap.app.desk import Desk, content_hash, count_issues, options_text, require
from fitgap.app.outcomes import FlowRow, ImportMode, ImportOutcome
from fitgap.app.settings import keep_used
from fitgap.deciding.flows_table import NewFlow
from fitgap.deciding.origins_table import Succession
from fitgap.deciding.realigning import Alignment, first_of_name, realign, realign_documents
from fitgap.model.decision import SubjectKind
from fitgap.model.flow import Flow
from fitgap.model.step import steps_of
from fitgap.reading import read_flow
from fitgap.reading.result import ColumnMapping, FlowReading, NamedBytes


def preview_flow(
    desk: Desk, upload: NamedBytes, mappings: tuple[ColumnMapping, ...] = (), encoding: str = ""
) -> FlowReading:
    """Read a flow without storing it."""
    return read_flow(upload, desk.options(mappings, encoding))


def earlier_version(desk: Desk, member: str, upload: NamedBytes | str) -> FlowRow | None:
    """The member's current flow of the same file name, else of the same title."""
    if isinstance(upload, str):
        return _find_earlier(desk, member.strip(), file=upload, title=upload)
    flow = preview_flow(desk, upload).flow
    return _find_earlier(desk, member.strip(), file=upload.name, title=flow.name if flow else "")


def add_flow(
    desk: Desk,
    member: str,
    upload: NamedBytes,
    person: str,
    mode: ImportMode,
    mappings: tuple[ColumnMapping, ...],
    encoding: str,
) -> ImportOutcome:
    """Import a flow; see `Workspace.add_flow`."""
    member = require(member, "workspace.no_member")
    person = require(person, "workspace.no_person")
    options = desk.options(mappings, encoding)
    reading = read_flow(upload, options)
    if reading.flow is None or reading.has_error:
        return ImportOutcome(reading=reading)
    steps = steps_of(reading.flow)
    kept_options = options_text(options, reading.previews)
    new = NewFlow(
        member=member,
        name=reading.flow.name,
        file=upload.name,
        notation=reading.flow.notation,
        content=upload.content,
        content_hash=content_hash(kept_options, (upload,)),
        options=kept_options,
        step_count=len(steps),
        issue_counts=count_issues(reading.issues),
        imported_at=desk.clock(),
        imported_by=person,
    )
    earlier = _find_earlier(desk, member, file=upload.name, title=reading.flow.name)
    if earlier and earlier.content_hash == new.content_hash:
        return ImportOutcome(reading=reading, flow_id=earlier.id, earlier=earlier, is_unchanged=True)
    if earlier and mode == "new":
        return ImportOutcome(reading=reading, earlier=earlier)
    realigned = None
    if earlier and mode == "replace":
        before = desk.stored_flow(earlier.id).flow
        alignment = realign(steps_of(before), steps, desk.policy().realigning)
        carried = successions(alignment, before, reading.flow)
        flow_id, realigned = desk.store.replace_flow(new, earlier.id, alignment, carried)
    else:
        flow_id = desk.store.add_flow(new)
    keep_used(desk, mappings, reading.previews)
    return ImportOutcome(reading=reading, flow_id=flow_id, realigned=realigned, earlier=earlier)


def successions(alignment: Alignment, earlier: Flow, later: Flow) -> tuple[Succession, ...]:
    """Which step and document of the earlier version each of the later one's continues."""
    steps = {pair.step_id: pair.earlier_id for pair in alignment.pairs}
    documents = realign_documents(earlier.documents, later.documents)
    return (
        *(
            Succession(kind=SubjectKind.STEP, item_id=step.id, earlier_id=steps.get(step.id))
            for step in steps_of(later)
        ),
        *(
            Succession(kind=SubjectKind.FORM, item_id=document.id, earlier_id=documents.get(document.id))
            for document in first_of_name(later.documents).values()
        ),
    )


def remove_flow(desk: Desk, flow_id: int, person: str) -> None:
    """Take a flow out of the lists."""
    desk.store.remove_flow(flow_id, desk.clock(), require(person, "workspace.no_person"))


def _find_earlier(desk: Desk, member: str, *, file: str, title: str) -> FlowRow | None:
    newest_first = sorted(desk.store.flows(member), key=lambda row: -row.id)
    same_file = (row for row in newest_first if _same(row.file, file))
    same_title = (row for row in newest_first if _same(row.name, title))
    return next(same_file, None) or next(same_title, None)


def _same(one: str, other: str) -> bool:
    return unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other) != ""
