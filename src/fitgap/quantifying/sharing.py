"""Share a cost between members; the sum over members is the whole, to the yen."""

from collections.abc import Sequence
from fractions import Fraction

from fitgap.model.cost import Bound, Money
from fitgap.model.message import UsageError, message
from fitgap.model.sharing import ShareChange, Sharer, Sharing, SharingRule
from fitgap.quantifying.amounts import split


def share(total: int, sharing: Sharing, sharers: Sequence[Sharer]) -> tuple[tuple[str, int], ...]:
    """Each member's part in yen, in the order of the members.

    Raises UsageError without members, where a rule wants a number that a member does not have, and where nobody asked.
    """
    if not sharers:
        raise UsageError(message("costs.no_sharers"))
    parts = split(total, _weights(sharing, sharers))
    return tuple((sharer.member, part) for sharer, part in zip(sharers, parts, strict=True))


def share_money(total: Money, sharing: Sharing, sharers: Sequence[Sharer]) -> tuple[tuple[str, Money], ...]:
    """The same for an amount with its range; each end adds up by itself."""
    low, likely, high = (share(total.at(bound), sharing, sharers) for bound in Bound)
    return tuple(
        (member, Money(low=at_low, likely=part, high=at_high))
        for (member, at_low), (_, part), (_, at_high) in zip(low, likely, high, strict=True)
    )


def share_change(
    total: int, sharing: Sharing, before: Sequence[Sharer], after: Sequence[Sharer]
) -> tuple[ShareChange, ...]:
    """What everybody pays once members joined or left: those of before first, then the newcomers.

    The total stays what it is: whoever leaves leaves the others with it.
    """
    old, new = dict(share(total, sharing, before)), dict(share(total, sharing, after))
    return tuple(
        ShareChange(member=member, before=old.get(member, 0), after=new.get(member, 0))
        for member in dict.fromkeys((*old, *new))
    )


def _weights(sharing: Sharing, sharers: Sequence[Sharer]) -> list[Fraction]:
    equal = [Fraction(1, len(sharers))] * len(sharers)
    match sharing.rule:
        case SharingRule.EQUAL:
            return equal
        case SharingRule.ASKED:
            weights = [Fraction(sharer.has_asked) for sharer in sharers]
        case SharingRule.VOLUME:
            weights = [_known(sharer.volume, sharer, "costs.no_volume") for sharer in sharers]
        case _:
            weights = [_known(sharer.population, sharer, "costs.no_population") for sharer in sharers]
    whole = sum(weights)
    if whole <= 0:
        raise UsageError(message("costs.nothing_to_share_by"))
    weights = [weight / whole for weight in weights]
    if sharing.rule is SharingRule.MIXED:
        alpha = Fraction(str(sharing.alpha))
        weights = [alpha * same + (1 - alpha) * own for same, own in zip(equal, weights, strict=True)]
    return weights


def _known(number: float | None, sharer: Sharer, code: str) -> Fraction:
    if number is None or number < 0:
        raise UsageError(message(code, member=sharer.member))
    return Fraction(str(number))
