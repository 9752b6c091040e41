"""The higher level has the last word: who may decide over what was decided before."""

from fitgap.app.desk import Desk
from fitgap.deciding.settling import is_above, level_reached
from fitgap.model.access import Actor, Right
from fitgap.model.decision import Decision, Level
from fitgap.model.message import AccessError, UsageError, message


def check_level(desk: Desk, actor: Actor, held: Decision | None, level: Level) -> None:
    """Refuse to decide at a level over what holds: UsageError where a higher one decided or adopted, AccessError where
    a lower one did and the person may not adopt. A deferral may be settled by any level."""
    if held is None or held.is_open:
        return
    reached = level_reached(held, desk.store.meetings.rulings([held.subject.key]))
    if is_above(reached, level):
        raise UsageError(message(f"meetings.decided_above.{reached}", person=held.person, at=held.at))
    if is_above(level, reached) and not actor.may(Right.ADOPT):
        raise AccessError(message(f"meetings.overrules.{reached}"))


def check_revoking(actor: Actor, decision: Decision) -> None:
    """Refuse with AccessError to take a committee's decision back without the right to adopt."""
    if is_above(decision.level, Level.WORKING_GROUP) and not actor.may(Right.ADOPT):
        raise AccessError(message(f"meetings.revokes.{decision.level}"))
