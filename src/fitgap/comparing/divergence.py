"""How far two members are apart in one process, part by part, each in 0 (alike) .. 1 (nothing alike).

- steps: 1 − (steps of both that have a counterpart) / (steps of both): Dice's distance over matched steps.
- order: over the work that both do, the mean of two Jaccard distances: of the relation "directly follows" (what the
  other does not do is passed over) and of "eventually follows" (the footprint of the flow).
- roles, forms, means: the mean Jaccard distance over the work that both do and of which either says anything.
- branches: over the work that both do, Σ|difference| / Σ max of the ways on beyond one.

A part of which neither flow says anything has no value; the total is the mean of the others by the policy's weights.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations

import numpy as np

from fitgap.comparing.arrays import Booleans
from fitgap.comparing.profiles import Profile, leaving_out
from fitgap.model.comparison import Divergence, DivergencePart, PartDistance

Sets = Mapping[int, frozenset[str]]


def divergences_of(profiles: Mapping[str, Profile], weights: Mapping[str, float]) -> tuple[Divergence, ...]:
    """Every pair of members, in alphabetical order."""
    return tuple(
        divergence(profiles[left], profiles[right], weights) for left, right in combinations(sorted(profiles), 2)
    )


def divergence(left: Profile, right: Profile, weights: Mapping[str, float]) -> Divergence:
    """How far two members are apart; symmetric, 0 for a flow with itself."""
    parts = tuple(
        PartDistance(part=part, value=measure(left, right), weight=weights.get(part.value, 0.0))
        for part, measure in PARTS.items()
    )
    known = [(part.value, part.weight) for part in parts if part.value is not None]
    whole = sum(weight for _, weight in known)
    total = sum(value * weight for value, weight in known) / whole if whole else 0.0
    return Divergence(left=left.member, right=right.member, total=min(max(total, 0.0), 1.0), parts=parts)


def _steps(left: Profile, right: Profile) -> float | None:
    whole = len(left.groups_of) + len(right.groups_of)
    both = left.has & right.has
    matched = sum(
        any(both[number] for number in numbers) for profile in (left, right) for numbers in profile.groups_of.values()
    )
    return 1 - matched / whole if whole else None


def _order(left: Profile, right: Profile) -> float | None:
    both = left.has & right.has
    distances = [
        _jaccard(leaving_out(left.directly, both), leaving_out(right.directly, both)),
        _jaccard(*(profile.eventually & both[:, None] & both[None, :] for profile in (left, right))),
    ]
    known = [distance for distance in distances if distance is not None]
    return sum(known) / len(known) if known else None


def _branches(left: Profile, right: Profile) -> float | None:
    ways = [(left.extra_ways[n], right.extra_ways[n]) for n in _common(left, right)]
    most = sum(max(pair) for pair in ways)
    return sum(abs(mine - theirs) for mine, theirs in ways) / most if most else None


def _mean_of_sets(of: Callable[[Profile], Sets]) -> Callable[[Profile, Profile], float | None]:
    def measure(left: Profile, right: Profile) -> float | None:
        pairs = [(of(left)[n], of(right)[n]) for n in _common(left, right)]
        return _mean(1 - len(mine & theirs) / len(mine | theirs) for mine, theirs in pairs if mine or theirs)

    return measure


PARTS: dict[DivergencePart, Callable[[Profile, Profile], float | None]] = {
    DivergencePart.STEPS: _steps,
    DivergencePart.ORDER: _order,
    DivergencePart.ROLES: _mean_of_sets(lambda profile: profile.roles),
    DivergencePart.FORMS: _mean_of_sets(lambda profile: profile.forms),
    DivergencePart.BRANCHES: _branches,
    DivergencePart.MEANS: _mean_of_sets(lambda profile: profile.means),
}
"""How each part is measured; None where neither says anything."""


def _common(left: Profile, right: Profile) -> list[int]:
    return [int(number) for number in np.flatnonzero(left.has & right.has)]


def _jaccard(mine: Booleans, theirs: Booleans) -> float | None:
    either = int((mine | theirs).sum())
    return 1 - int((mine & theirs).sum()) / either if either else None


def _mean(values: Iterable[float]) -> float | None:
    found: Sequence[float] = list(values)
    return sum(found) / len(found) if found else None
