"""Use cases of positions: every member says where it stands before the room decides."""

from collections.abc import Collection, Sequence

from fitgap.app.access import needs
from fitgap.app.desk import require
from fitgap.app.use_cases import UseCases
from fitgap.deciding.consensus import consensus_of
from fitgap.deciding.positions_table import NewPosition
from fitgap.model.access import Right
from fitgap.model.meeting import Consensus, Position, Stance


class Positions(UseCases):
    """What members say of the subjects of decisions."""

    @needs(Right.EDIT)
    def take(
        self, key: str, member: str, stance: Stance, reason: str, person: str, *, seen_position_id: int | None
    ) -> Position:
        """Record a member's position on a subject (by its key), at once; a member that cannot says why.

        Raises ConflictError (who, when, what) when somebody spoke for the member since `seen_position_id`, UsageError
        where a reason is missing, AccessError for another member than the person's own.
        """
        member = require(member, "meetings.no_member")
        self._require_member(member)
        if stance is Stance.CANNOT:
            reason = require(reason, "meetings.no_reason")
        new = NewPosition(
            key=key,
            member=member,
            stance=stance,
            reason=reason.strip(),
            person=require(person, "workspace.no_person"),
            at=self._desk.clock(),
        )
        return self._desk.store.meetings.add_position(new, seen_position_id)

    @needs(Right.READ)
    def history(self, key: str) -> tuple[Position, ...]:
        """Everything that was said of a subject, oldest first."""
        return self._desk.store.meetings.positions([key])

    @needs(Right.READ)
    def consensus(self, keys: Collection[str], members: Sequence[str]) -> tuple[Consensus, ...]:
        """Where these members stand on some subjects, in the order of the keys."""
        said = self._desk.store.meetings.positions(keys)
        return tuple(consensus_of(key, said, members) for key in keys)
