"""Which decision holds for what: the last one on a place wins, a later one that covers an earlier one replaces it."""

from collections.abc import Iterable

from fitgap.model.decision import Decision, DecisionState, Place, Subject, SubjectKind

_STEPS = frozenset({SubjectKind.STEP, SubjectKind.GROUP})


def touches(one: Subject, other: Subject) -> bool:
    """True when both speak of a common place against the same package."""
    return _alike(one, other) and not set(one.places).isdisjoint(other.places)


def covers(later: Subject, earlier: Subject) -> bool:
    """True when everything the earlier subject speaks of is also the later one's."""
    return _alike(later, earlier) and set(earlier.places) <= set(later.places)


def newest_by_place(decisions: Iterable[Decision]) -> dict[tuple[str, bool, Place], Decision]:
    """The active decision that holds at each place: by package, whether it is a form, and place."""
    found: dict[tuple[str, bool, Place], Decision] = {}
    for decision in decisions:
        if decision.state is not DecisionState.ACTIVE:
            continue
        subject = decision.subject
        for place in subject.places:
            key = (subject.catalog_key, subject.kind is SubjectKind.FORM, place)
            if key not in found or found[key].id < decision.id:
                found[key] = decision
    return found


def _alike(one: Subject, other: Subject) -> bool:
    return one.catalog_key == other.catalog_key and (one.kind in _STEPS) == (other.kind in _STEPS)
