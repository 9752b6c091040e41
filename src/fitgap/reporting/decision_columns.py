"""The columns of sheets 3 and 4 that speak of decisions: what people may edit and have read back, and what follows."""

import json
from collections.abc import Mapping
from typing import Protocol, TypeVar

from fitgap.model.decision import DecisionItem, Terms
from fitgap.model.policy import Deciding
from fitgap.reporting.sheet import Column
from fitgap.texts import Language, say, term

IMPACTS = ("resident", "staff", "legality", "deadline")
LISTS = {
    "cause": "cause",
    **{f"impact_{name}": "level" for name in IMPACTS},
    "priority": "priority",
    "resolution": "resolution",
    "size": "size",
    "burden": "burden",
}
"""The editable columns that offer a list of the vocabulary."""
EDITABLE = (*LISTS, "alternative", "reason", "owner", "deadline", "asked_by", "legal_ground", "note")
"""Every column whose changes are read back."""
_WIDTHS = {"resolution": 18, "alternative": 24, "reason": 28, "owner": 14, "cause": 12, "note": 20, "legal_ground": 18}
_LEVELS = ("high", "mid", "low", "none")


class DecisionRow(Protocol):
    """A row with something to decide on it."""

    @property
    def item(self) -> DecisionItem | None:
        """What is decided on, None where nothing can be."""
        ...

    @property
    def language(self) -> Language:
        """The language of the sheet."""
        ...

    @property
    def deciding(self) -> Deciding | None:
        """The policy with further words."""
        ...

    @property
    def meetings(self) -> Mapping[int, str]:
        """The titles of meetings by id."""
        ...


Row = TypeVar("Row", bound=DecisionRow)


def editable_texts(terms: Terms, deciding: Deciding | None, language: Language) -> dict[str, str]:
    """What the editable columns say of a decision, by column code."""
    impacts = terms.impacts
    codes = {
        "cause": terms.cause,
        "impact_resident": impacts.resident,
        "impact_staff": impacts.staff,
        "impact_legality": impacts.legality,
        "impact_deadline": impacts.deadline,
        "priority": terms.priority,
        "resolution": terms.resolution,
        "size": terms.size,
        "burden": terms.burden,
    }
    lines = [
        say(
            "workbook.alternative_line",
            language,
            title=term("resolution", one.title, deciding, language),
            pros=one.pros,
            cons=one.cons,
        )
        for one in terms.alternatives
    ]
    return {
        **{name: term(LISTS[name], code, deciding, language) for name, code in codes.items()},
        "alternative": "\n".join(lines),
        "reason": terms.reason,
        "owner": terms.owner,
        "deadline": terms.deadline,
        "asked_by": terms.asked_by,
        "legal_ground": terms.legal_ground,
        "note": terms.note,
    }


def editable(code: str) -> Column[Row]:
    """One editable column."""

    def value(row: DecisionRow) -> str:
        decision = row.item.decision if row.item else None
        return editable_texts(decision.terms, row.deciding, row.language)[code] if decision else ""

    return Column(
        code=code,
        value=value,
        width=_WIDTHS.get(code, 11),
        choices=LISTS.get(code, ""),
        is_decision=True,
    )


def read_back(row: DecisionRow) -> str:
    """What reading the row back needs: its place, the newest decision when it was written, the text it showed."""
    if row.item is None:
        return ""
    ground = row.item.grounds[0]
    known = [ground.place.series_id, ground.place.item_id, row.item.newest_id or 0, ground.fingerprint]
    return json.dumps(known, ensure_ascii=False, separators=(",", ":"))


def worst_impact(row: DecisionRow) -> str:
    """The hardest of the four impacts."""
    impacts = row.item.decision.terms.impacts if row.item and row.item.decision else None
    said = {getattr(impacts, name) for name in IMPACTS} if impacts else set()
    return next((term("level", code, row.deciding, row.language) for code in _LEVELS if code in said), "")


def outcome(row: DecisionRow) -> str:
    """決定: adopted or deferred; empty while nobody decided."""
    decision = row.item.decision if row.item else None
    if decision is None:
        return ""
    return say(f"vocabulary.decision.{'deferred' if decision.is_open else 'adopted'}", row.language)


def state(row: DecisionRow) -> str:
    """状態: not begun, deferred, settled, or to be looked at again with the reasons; empty where nothing asks."""
    item = row.item
    if item is None or (item.decision is None and not item.asks):
        return ""
    if item.decision is not None and item.stale:
        reasons = "\n".join(say(reason, row.language) for reason in item.stale)
        return f"{say('workbook.look_again', row.language)}\n{reasons}"
    code = "open" if item.decision is None else "in_progress" if item.decision.is_open else "closed"
    return say(f"vocabulary.state.{code}", row.language)


def meeting(row: DecisionRow) -> str:
    """The meeting that decided, empty for a decision outside meetings."""
    decision = row.item.decision if row.item else None
    return row.meetings.get(decision.meeting_id, "") if decision and decision.meeting_id else ""


def decided_on(row: DecisionRow) -> str:
    """The day of the decision."""
    return row.item.decision.at[:10] if row.item and row.item.decision else ""


def decided_by(row: DecisionRow) -> str:
    """Who recorded the decision."""
    return row.item.decision.person if row.item and row.item.decision else ""
