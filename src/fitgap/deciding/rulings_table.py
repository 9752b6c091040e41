"""What higher levels made of lower ones' decisions: rows are added, none is changed."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, func, insert, select

from fitgap.deciding import meetings_table
from fitgap.deciding.meeting_schema import rulings
from fitgap.model.decision import Level
from fitgap.model.meeting import Ruling, RulingKind
from fitgap.model.message import ConflictError, message


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRuling:
    """A ruling to be recorded."""

    key: str
    decision_id: int
    meeting_id: int
    level: Level
    kind: RulingKind
    reason: str
    person: str
    at: str


def add(connection: Connection, new: NewRuling, seen_ruling_id: int | None) -> Ruling:
    """Record a ruling; raises ConflictError when the subject was ruled on since the one seen."""
    meetings_table.hold_open(connection, new.meeting_id)
    earlier = history(connection, new.key)
    if earlier and earlier[-1].id > (seen_ruling_id or 0):
        newest = earlier[-1]
        raise ConflictError(message(f"meetings.conflict.ruling.{newest.kind}", person=newest.person, at=newest.at))
    statement = insert(rulings).values(
        subject_key=new.key,
        decision_id=new.decision_id,
        meeting_id=new.meeting_id,
        level=new.level.value,
        kind=new.kind.value,
        reason=new.reason,
        person=new.person,
        at=new.at,
    )
    ruling_id = connection.execute(statement.returning(rulings.c.id)).scalar_one()
    return _ruling(connection.execute(select(rulings).where(rulings.c.id == ruling_id)).mappings().one())


def history(connection: Connection, key: str) -> tuple[Ruling, ...]:
    """Every ruling on a subject, oldest first."""
    query = select(rulings).where(rulings.c.subject_key == key).order_by(rulings.c.id)
    return tuple(_ruling(found) for found in connection.execute(query).mappings())


def of_subjects(connection: Connection, keys: Collection[str]) -> tuple[Ruling, ...]:
    """Every ruling on some subjects, oldest first."""
    query = select(rulings).where(rulings.c.subject_key.in_(keys)).order_by(rulings.c.id)
    return tuple(_ruling(found) for found in connection.execute(query).mappings())


def newest_id(connection: Connection) -> int:
    """The id of the newest ruling, 0 when there is none."""
    return int(connection.execute(select(func.max(rulings.c.id))).scalar_one() or 0)


def _ruling(found: RowMapping) -> Ruling:
    return Ruling(
        id=found["id"],
        key=found["subject_key"],
        decision_id=found["decision_id"],
        meeting_id=found["meeting_id"],
        level=Level(found["level"]),
        kind=RulingKind(found["kind"]),
        reason=found["reason"],
        person=found["person"],
        at=found["at"],
    )
