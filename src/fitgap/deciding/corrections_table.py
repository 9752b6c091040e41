"""The log of corrections: rows are added, undoing one adds another, and every step is followed through re-imports."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, func, insert, select

from fitgap.deciding import flows_table
from fitgap.deciding.realigning import Alignment
from fitgap.deciding.schema import flows
from fitgap.deciding.schema_aligning import correction_steps, corrections, step_successions
from fitgap.model.comparison import StepRef
from fitgap.model.correction import AbsenceReason, Correction, CorrectionKind, SpokenStep
from fitgap.model.message import ConflictError, UsageError, message

UNDO = "undo"
PARTS = ("steps", "left", "joined")

Place = tuple[int, str]
"""A flow's version and a step in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCorrection:
    """A correction to be recorded; `flow_key` of its steps is the id of the flow's present version as text."""

    kind: CorrectionKind
    person: str
    at: str
    steps: tuple[SpokenStep, ...] = ()
    left: tuple[SpokenStep, ...] = ()
    joined: tuple[SpokenStep, ...] = ()
    name: str = ""
    before: str = ""
    member: str = ""
    reason: AbsenceReason | None = None
    note: str = ""


def revision(connection: Connection) -> int:
    """How many entries the log has: unlike the newest id, it also tells of one that was committed late."""
    return int(connection.execute(select(func.count()).select_from(corrections)).scalar_one())


def newest(connection: Connection) -> int:
    """The id of the newest entry of the log, 0 without any."""
    return int(connection.execute(select(func.max(corrections.c.id))).scalar_one() or 0)


def everything(connection: Connection) -> tuple[Correction, ...]:
    """Every correction ever made, oldest first, with its steps as they are called now."""
    found = connection.execute(select(corrections).order_by(corrections.c.id)).mappings().all()
    undoings = {row["undoes_id"]: row for row in found if row["kind"] == UNDO}
    steps = _spoken(connection)
    return tuple(
        _correction(row, steps.get(row["id"], {}), undoings.get(row["id"])) for row in found if row["kind"] != UNDO
    )


def add(connection: Connection, news: Sequence[NewCorrection], seen: int) -> tuple[Correction, ...]:
    """Record what a person said at once, knowing the log up to the entry `seen`; all or nothing.

    Raises ConflictError when a flow was replaced, or somebody spoke of one of the groups since then.
    """
    for flow_id in sorted({int(step.ref.flow_key) for new in news for step in _spoken_by(new)}):
        flows_table.hold(connection, flow_id)
    for earlier, person, at in _since(connection, seen):
        if any(_clash(new, earlier) for new in news):
            raise ConflictError(message(f"alignment.conflict.{earlier.kind.value}", person=person, at=at))
    numbers = {_write(connection, new) for new in news}
    return tuple(one for one in everything(connection) if one.id in numbers)


def undo(connection: Connection, correction_id: int, at: str, person: str) -> Correction:
    """Take one correction back; raises ConflictError when somebody did so already, UsageError for an unknown one."""
    connection.execute(select(corrections.c.id).where(corrections.c.id == correction_id).with_for_update())
    undone = next((one for one in everything(connection) if one.id == correction_id), None)
    if undone is None:
        raise UsageError(message("alignment.no_correction", correction_id=correction_id))
    if not undone.holds:
        raise ConflictError(message("workspace.already_undone", person=undone.undone_by, at=undone.undone_at))
    empty = dict.fromkeys(("name", "name_before", "member", "reason", "note"), "")
    connection.execute(insert(corrections).values(kind=UNDO, undoes_id=correction_id, person=person, at=at, **empty))
    return undone


def succeed(connection: Connection, earlier_id: int, later_id: int, alignment: Alignment) -> None:
    """Remember which step of a version became which step of the next one."""
    rows = [
        {
            "flow_id": earlier_id,
            "step_id": pair.earlier_id,
            "next_flow_id": later_id,
            "next_step_id": pair.step_id,
        }
        for pair in alignment.pairs
    ]
    if rows:
        connection.execute(insert(step_successions), rows)


def _write(connection: Connection, new: NewCorrection) -> int:
    values = {
        "kind": new.kind.value,
        "name": new.name,
        "name_before": new.before,
        "member": new.member,
        "reason": new.reason.value if new.reason else "",
        "note": new.note,
        "person": new.person,
        "at": new.at,
    }
    number = int(connection.execute(insert(corrections).values(values).returning(corrections.c.id)).scalar_one())
    rows = [
        {
            "correction_id": number,
            "position": position,
            "part": part,
            "flow_id": int(step.ref.flow_key),
            "step_id": step.ref.step_id,
            "step_name": step.name,
        }
        for position, (part, step) in enumerate((part, step) for part in PARTS for step in getattr(new, part))
    ]
    if rows:
        connection.execute(insert(correction_steps), rows)
    return number


def _spoken_by(new: NewCorrection) -> tuple[SpokenStep, ...]:
    return (*new.steps, *new.left, *new.joined)


def _since(connection: Connection, seen: int) -> Iterator[tuple[Correction, str, str]]:
    """Corrections made or undone after an entry of the log, with who did that and when."""
    query = select(corrections).where(corrections.c.id > seen).order_by(corrections.c.id)
    later = connection.execute(query).mappings().all()
    by_id = {one.id: one for one in everything(connection)} if later else {}
    for row in later:
        yield by_id[row["undoes_id"] or row["id"]], row["person"], row["at"]


def _clash(new: NewCorrection, earlier: Correction) -> bool:
    """True when both speak of a step; reasons for two members' absence stand side by side."""
    if new.kind is earlier.kind is CorrectionKind.ABSENCE and new.member != earlier.member:
        return False
    ours = {step.ref for step in _spoken_by(new)}
    return any(step.ref in ours for step in earlier.spoken_steps if not step.is_gone)


def _spoken(connection: Connection) -> Mapping[int, Mapping[str, tuple[SpokenStep, ...]]]:
    """The steps of every correction by part."""
    spoken_flows = select(correction_steps.c.flow_id).distinct()
    series = select(flows.c.series_id).where(flows.c.id.in_(spoken_flows))
    query_flows = select(flows.c.id, flows.c.series_id, flows.c.member, flows.c.is_current)
    known = {row.id: row for row in connection.execute(query_flows.where(flows.c.series_id.in_(series)))}
    current = {row.series_id: row.id for row in known.values() if row.is_current}
    query = select(step_successions).where(
        step_successions.c.flow_id.in_(select(flows.c.id).where(flows.c.series_id.in_(series)))
    )
    following = {(row.flow_id, row.step_id): (row.next_flow_id, row.next_step_id) for row in connection.execute(query)}
    found: dict[int, dict[str, tuple[SpokenStep, ...]]] = {}
    rows = connection.execute(
        select(correction_steps).order_by(correction_steps.c.correction_id, correction_steps.c.position)
    )
    for row in rows:
        flow_id, step_id = _last((row.flow_id, row.step_id), following)
        flow = known[flow_id]
        # A step that vanished is named with the present version all the same: that is where people miss it.
        ref = StepRef(member=flow.member, flow_key=str(current.get(flow.series_id, flow_id)), step_id=step_id)
        step = SpokenStep(ref=ref, name=row.step_name, is_gone=not flow.is_current)
        parts = found.setdefault(row.correction_id, {})
        parts[row.part] = (*parts.get(row.part, ()), step)
    return found


def _last(place: Place, following: Mapping[Place, Place]) -> Place:
    """Where a step ended up: versions only follow later ones, so the walk ends."""
    while place in following:
        place = following[place]
    return place


def _correction(row: RowMapping, parts: Mapping[str, Iterable[SpokenStep]], undoing: RowMapping | None) -> Correction:
    return Correction(
        id=row["id"],
        kind=CorrectionKind(row["kind"]),
        person=row["person"],
        at=row["at"],
        steps=tuple(parts.get("steps", ())),
        left=tuple(parts.get("left", ())),
        joined=tuple(parts.get("joined", ())),
        name=row["name"],
        before=row["name_before"],
        member=row["member"],
        reason=AbsenceReason(row["reason"]) if row["reason"] else None,
        note=row["note"],
        undone_by=undoing["person"] if undoing else "",
        undone_at=undoing["at"] if undoing else "",
    )
