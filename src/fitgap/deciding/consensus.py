"""Where members stand before a decision: near consensus, one alone, far apart."""

from collections.abc import Iterable, Sequence

from fitgap.model.meeting import Consensus, Position, Stance

_ORDER = list(Stance)


def consensus_of(key: str, said: Iterable[Position], members: Sequence[str]) -> Consensus:
    """The newest position of every member on a subject, and which of these members said nothing."""
    newest = {position.member: position for position in said if position.key == key}
    held = sorted(newest.values(), key=lambda position: (_ORDER.index(position.stance), position.member))
    return Consensus(key=key, positions=tuple(held), missing=tuple(one for one in members if one not in newest))


def nearest_first(found: Iterable[Consensus]) -> tuple[Consensus, ...]:
    """Subjects on which nobody objects, those with more members for the standard first."""
    near = [one for one in found if one.is_near]
    return tuple(sorted(near, key=lambda one: (len(one.missing), -one.count(Stance.ADOPT), -len(one.positions))))


def lone_first(found: Iterable[Consensus]) -> tuple[Consensus, ...]:
    """Subjects on which one member stands alone with its objection, those with more members against it first."""
    return tuple(sorted((one for one in found if one.lone_objector), key=lambda one: -len(one.positions)))


def divided_first(found: Iterable[Consensus]) -> tuple[Consensus, ...]:
    """Subjects on which members object and others do not, the most evenly divided first."""

    def split(one: Consensus) -> int:
        against = one.count(Stance.CANNOT)
        return min(against, len(one.positions) - against)

    return tuple(sorted((one for one in found if split(one) > 0), key=lambda one: -split(one)))
