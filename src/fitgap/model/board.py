"""What the screens of a meeting show of one item."""

from dataclasses import dataclass

from fitgap.model.catalog import Offer
from fitgap.model.decision import Decision, DecisionItem
from fitgap.model.judgement import Verdict
from fitgap.model.meeting import AgendaLine, Consensus, Meeting, Note, Ruling


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What one member does, and what the package answers; texts are empty where nothing is known."""

    member: str
    business: str
    name: str
    content: str
    verdict: Verdict | None
    feature_id: str
    feature: str
    description: str
    offer: Offer | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """One item of a meeting; `number` counts from 1 and is 0 for a meeting without an agenda.

    `item` is what holds for it now, `is_gone` true when no current flow has it any more; `history` and `rulings` are
    oldest first. `open_keys` are the items of the agenda without decision or deferral.
    """

    meeting: Meeting
    number: int
    line: AgendaLine | None = None
    item: DecisionItem | None = None
    is_gone: bool = False
    package: str = ""
    sides: tuple[Side, ...] = ()
    history: tuple[Decision, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    consensus: Consensus | None = None
    notes: tuple[Note, ...] = ()
    open_keys: frozenset[str] = frozenset()

    @property
    def decision(self) -> Decision | None:
        """What holds for the item."""
        return self.item.decision if self.item else None
