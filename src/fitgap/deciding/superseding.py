"""Which choice gives way to which: the one rule behind choosing, undoing and the question what holds now."""

from collections.abc import Iterable

from fitgap.model.choice import Choice, ChoiceKind

WHOLE_STEP_KINDS = frozenset({ChoiceKind.NONE_FITS, ChoiceKind.MANUAL})


def gives_way(earlier: Choice, later: Choice) -> bool:
    """True when an active choice on a step cannot stand beside a later one on the same step.

    About one item the later word holds. A confirmation ends “none fits” and “manual”, and these end confirmations.
    Rejections stand beside everything but a later word about the same item; features and forms are separate.
    """
    if earlier.item is not later.item:
        return False
    if earlier.kind in WHOLE_STEP_KINDS:
        return later.kind is not ChoiceKind.REJECT
    if later.kind in WHOLE_STEP_KINDS:
        return earlier.kind is ChoiceKind.CONFIRM
    return earlier.item_id == later.item_id


def newest_against(choice: Choice, active: Iterable[Choice]) -> Choice | None:
    """The newest active choice made after this one that it gives way to, None when it can stand."""
    later = [other for other in active if other.id > choice.id and gives_way(choice, other)]
    return max(later, key=lambda other: other.id, default=None)
