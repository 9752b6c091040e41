"""What members say of a subject before it is decided: every word stays, the newest of a member holds."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, func, insert, select

from fitgap.deciding.meeting_schema import positions
from fitgap.model.meeting import Position, Stance
from fitgap.model.message import ConflictError, message


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPosition:
    """A position to be recorded."""

    key: str
    member: str
    stance: Stance
    reason: str
    person: str
    at: str


def add(connection: Connection, new: NewPosition, seen_position_id: int | None) -> Position:
    """Record a position; raises ConflictError when somebody spoke for the member since the one seen."""
    earlier = [one for one in history(connection, new.key) if one.member == new.member]
    if earlier and earlier[-1].id > (seen_position_id or 0):
        newest = earlier[-1]
        raise ConflictError(message(f"meetings.conflict.position.{newest.stance}", person=newest.person, at=newest.at))
    statement = insert(positions).values(
        subject_key=new.key,
        member=new.member,
        stance=new.stance.value,
        reason=new.reason,
        person=new.person,
        at=new.at,
    )
    position_id = connection.execute(statement.returning(positions.c.id)).scalar_one()
    found = connection.execute(select(positions).where(positions.c.id == position_id)).mappings().one()
    return _position(found)


def history(connection: Connection, key: str) -> tuple[Position, ...]:
    """Everything that was said of a subject, oldest first."""
    query = select(positions).where(positions.c.subject_key == key).order_by(positions.c.id)
    return tuple(_position(found) for found in connection.execute(query).mappings())


def of_subjects(connection: Connection, keys: Collection[str]) -> tuple[Position, ...]:
    """Everything that was said of some subjects, oldest first."""
    query = select(positions).where(positions.c.subject_key.in_(keys)).order_by(positions.c.id)
    return tuple(_position(found) for found in connection.execute(query).mappings())


def newest_id(connection: Connection) -> int:
    """The id of the newest position, 0 when there is none."""
    return int(connection.execute(select(func.max(positions.c.id))).scalar_one() or 0)


def _position(found: RowMapping) -> Position:
    return Position(
        id=found["id"],
        key=found["subject_key"],
        member=found["member"],
        stance=Stance(found["stance"]),
        reason=found["reason"],
        person=found["person"],
        at=found["at"],
    )
