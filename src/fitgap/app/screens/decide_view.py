"""From the items that ask for a decision to what the decide page shows: short names, signs, the next one open."""

import hashlib
from collections.abc import Iterable, Sequence
from enum import StrEnum

from fitgap.app.outcomes import LedgerRow
from fitgap.model.decision import DecisionItem, DecisionState, ItemFilter, Subject, SubjectKind
from fitgap.model.judgement import Verdict

ID_CHARACTERS = 12


class Show(StrEnum):
    """Which items the list holds."""

    OPEN = "open"
    ALL = "all"
    STALE = "stale"


class Mark(StrEnum):
    """How far an item is, most urgent first."""

    STALE = "stale"
    DEFERRED = "deferred"
    OPEN = "open"
    DECIDED = "decided"


def id_of(subject: Subject) -> str:
    """A short name of a subject for the address and for widgets."""
    return hashlib.sha256(subject.key.encode()).hexdigest()[:ID_CHARACTERS]


def mark_of(item: DecisionItem) -> Mark:
    """How far an item is."""
    if item.decision is not None and item.stale:
        return Mark.STALE
    if item.decision is not None and item.decision.is_open:
        return Mark.DEFERRED
    return Mark.DECIDED if item.is_decided else Mark.OPEN


def wanted(
    package: str,
    show: str,
    kinds: Iterable[str] = (),
    members: Iterable[str] = (),
    businesses: Iterable[str] = (),
    departments: Iterable[str] = (),
    verdicts: Iterable[str] = (),
    text: str = "",
) -> ItemFilter:
    """The filter of what was picked; nothing picked asks for everything."""
    return ItemFilter(
        catalog_key=package,
        kinds=frozenset(map(SubjectKind, kinds)),
        members=frozenset(members),
        businesses=frozenset(businesses),
        departments=frozenset(departments),
        verdicts=frozenset(map(Verdict, verdicts)),
        undecided_only=show == Show.OPEN,
        stale_only=show == Show.STALE,
        text=text.strip(),
    )


def options(items: Sequence[DecisionItem]) -> dict[str, tuple[str, ...]]:
    """What there is to filter by, each once in the order of the items."""
    return {
        "members": _each(name for item in items for name in item.subject.members),
        "businesses": _each(name for item in items for name in item.businesses),
        "departments": _each(name for item in items for name in item.departments),
    }


def here(items: Sequence[DecisionItem], asked: str) -> int:
    """The place of the item that the address names, the first where it names none of these."""
    return next((place for place, item in enumerate(items) if id_of(item.subject) == asked), 0)


def next_open(items: Sequence[DecisionItem], place: int) -> int | None:
    """The next item that is not decided, from the start again behind the last; None when no other is open."""
    around = (*range(place + 1, len(items)), *range(place))
    return next((one for one in around if not items[one].is_decided), None)


def ledger_rows(
    rows: Sequence[LedgerRow], members: Iterable[str], resolutions: Iterable[str], text: str, *, holding_only: bool
) -> tuple[LedgerRow, ...]:
    """The rows of the ledger as the filters want them."""
    of_members, of_resolutions = frozenset(members), frozenset(resolutions)
    sought = text.strip().casefold()
    return tuple(
        row
        for row in rows
        if (not holding_only or row.decision.state is DecisionState.ACTIVE)
        and (not of_members or not of_members.isdisjoint(row.decision.subject.members))
        and (not of_resolutions or row.decision.terms.resolution in of_resolutions)
        and (sought in row.decision.subject.title.casefold() or sought in row.decision.terms.reason.casefold())
    )


def open_rows(rows: Sequence[LedgerRow]) -> tuple[LedgerRow, ...]:
    """What somebody took home, overdue first, then by date."""
    return tuple(
        sorted(
            (row for row in rows if row.decision.is_open),
            key=lambda row: (not row.is_overdue, row.decision.terms.deadline, row.decision.id),
        )
    )


def _each(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))
