"""Use cases of levels: what a committee makes of what the lower level decided."""

from fitgap.app import meeting_decisions
from fitgap.app.access import needs
from fitgap.app.desk import require
from fitgap.app.use_cases import UseCases
from fitgap.deciding.rulings_table import NewRuling
from fitgap.deciding.settling import is_above
from fitgap.model.access import Right
from fitgap.model.decision import Decision, DecisionState, Subject, Terms
from fitgap.model.meeting import Ruling, RulingKind
from fitgap.model.message import ConflictError, UsageError, message


class Rulings(UseCases):
    """What meetings of a higher level made of decisions; the decisions stay as they are, on record with both words."""

    @needs(Right.ADOPT)
    def adopt(
        self, meeting_id: int, decision: Decision, person: str, *, reason: str = "", seen_ruling_id: int | None
    ) -> Ruling:
        """Make a lower level's decision this level's own."""
        return self._rule(meeting_id, decision, RulingKind.ADOPT, reason, person, seen_ruling_id)

    @needs(Right.ADOPT)
    def send_back(
        self, meeting_id: int, decision: Decision, person: str, *, reason: str, seen_ruling_id: int | None
    ) -> Ruling:
        """Send a decision back to the level that took it, which has to decide anew; says why."""
        said = require(reason, "meetings.no_reason_sent_back")
        return self._rule(meeting_id, decision, RulingKind.SEND_BACK, said, person, seen_ruling_id)

    @needs(Right.ADOPT)
    def overrule(
        self, meeting_id: int, subject: Subject, terms: Terms, person: str, *, seen_decision_id: int | None
    ) -> Decision:
        """Decide otherwise than the lower level did: its decision gives way and stays on record."""
        return meeting_decisions.decide(
            self._desk, self._actor, meeting_id, subject, terms, person, seen_decision_id=seen_decision_id
        )

    @needs(Right.READ)
    def history(self, key: str) -> tuple[Ruling, ...]:
        """Every ruling on a subject, oldest first."""
        return self._desk.store.meetings.rulings([key])

    def _rule(
        self,
        meeting_id: int,
        seen: Decision,
        kind: RulingKind,
        reason: str,
        person: str,
        seen_ruling_id: int | None,
    ) -> Ruling:
        level = self._desk.store.meetings.get(meeting_id).head.level
        if not is_above(level, seen.level):
            raise UsageError(message("meetings.not_above"))
        now = self._desk.store.decision(seen.id)
        if now.state is not DecisionState.ACTIVE:
            raise ConflictError(message("meetings.conflict.decision_gone"))
        new = NewRuling(
            key=seen.subject.key,
            decision_id=seen.id,
            meeting_id=meeting_id,
            level=level,
            kind=kind,
            reason=reason.strip(),
            person=require(person, "workspace.no_person"),
            at=self._desk.clock(),
        )
        return self._desk.store.meetings.add_ruling(new, seen_ruling_id)
