"""Divergence taken apart: which piece of work makes how much of which part, so that the pieces add up to the whole."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from itertools import combinations

import numpy as np

from fitgap.comparing.arrays import Booleans
from fitgap.comparing.evidence import Wordings
from fitgap.comparing.profiles import Profile, leaving_out, profiles_of
from fitgap.comparing.table import lay_out_steps
from fitgap.model.commons import ProcessShare, StepShare
from fitgap.model.comparison import Comparison, DivergencePart
from fitgap.model.policy import Comparing

Shares = Mapping[int, float]
Sets = Mapping[int, frozenset[str]]


def step_shares(
    comparison: Comparison, wordings: Wordings, policy: Comparing, pair: tuple[str, str] | None = None
) -> tuple[StepShare, ...]:
    """Every common step with its part of the mean divergence (of one pair's where it is given), most dividing first."""
    profiles = profiles_of(lay_out_steps(comparison.flows), comparison.groups, wordings, policy)
    pairs = [pair] if pair else list(combinations(sorted(profiles), 2))
    sums: dict[int, dict[DivergencePart, float]] = defaultdict(lambda: dict.fromkeys(DivergencePart, 0.0))
    for left, right in pairs:
        for part, shares in shares_of(profiles[left], profiles[right], policy.divergence).items():
            for number, share in shares.items():
                sums[number][part] += share / len(pairs)
    hours: dict[str, float] = defaultdict(float)
    weights: dict[str, float] = defaultdict(float)
    for difference in comparison.differences:
        hours[difference.group_id] = max(hours[difference.group_id], difference.hours_per_year)
        weights[difference.group_id] += difference.weight
    found = [
        StepShare(group_id=group.id, parts=sums[number], hours_per_year=hours[group.id], weight=weights[group.id])
        for number, group in enumerate(comparison.groups)
    ]
    return tuple(sorted(found, key=lambda one: (-round(one.total, 9), -one.weight, one.group_id)))


def shares_of(left: Profile, right: Profile, weights: Mapping[str, float]) -> dict[DivergencePart, Shares]:
    """What each group (by number) adds to the total of two members, by part; all of it adds up to the total."""
    known = {part: shares for part, measure in _PARTS.items() if (shares := measure(left, right)) is not None}
    whole = sum(weights.get(part.value, 0.0) for part in known)
    if not whole:
        return {}
    return {
        part: {number: share * weights.get(part.value, 0.0) / whole for number, share in shares.items()}
        for part, shares in known.items()
    }


def process_share(comparison: Comparison) -> ProcessShare:
    """How much a process divides its members."""
    totals = [pair.total for pair in comparison.divergences]
    hours: dict[str, float] = defaultdict(float)
    for difference in comparison.differences:
        hours[difference.group_id] = max(hours[difference.group_id], difference.hours_per_year)
    return ProcessShare(
        process=comparison.process,
        flow_keys=tuple(flow.key for flow in comparison.flows),
        members=len(comparison.members),
        steps=len(comparison.groups),
        shared=sum(len(group.members) == len(comparison.members) for group in comparison.groups),
        mean=sum(totals) / len(totals) if totals else 0.0,
        parts={part: _mean([pair.value(part) for pair in comparison.divergences]) for part in DivergencePart},
        hours_per_year=sum(hours.values()),
        weight=sum(difference.weight for difference in comparison.differences),
        heaviest=next(iter(comparison.differences), None),
    )


def _mean(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def _steps(left: Profile, right: Profile) -> Shares | None:
    """A step without a counterpart counts for the first of its groups."""
    whole = len(left.groups_of) + len(right.groups_of)
    if not whole:
        return None
    both = left.has & right.has
    found: dict[int, float] = defaultdict(float)
    for profile in (left, right):
        for numbers in profile.groups_of.values():
            if not any(both[number] for number in numbers):
                found[numbers[0]] += 1 / whole
    return found


def _order(left: Profile, right: Profile) -> Shares | None:
    """A relation that only one of the two has counts half for each of its two groups."""
    both = left.has & right.has
    relations = (
        tuple(leaving_out(profile.directly, both) for profile in (left, right)),
        tuple(profile.eventually & both[:, None] & both[None, :] for profile in (left, right)),
    )
    known = [_turned(mine, theirs) for mine, theirs in relations if (mine | theirs).any()]
    if not known:
        return None
    means = (sum(its) / len(known) for its in zip(*known, strict=True))
    return {number: mean for number, mean in enumerate(means) if mean}


def _turned(mine: Booleans, theirs: Booleans) -> list[float]:
    """By group: half the relations that only one has, over those that either has."""
    only_one = mine ^ theirs
    either = int((mine | theirs).sum())
    return [count / (2 * either) for count in (only_one.sum(axis=0) + only_one.sum(axis=1)).tolist()]


def _branches(left: Profile, right: Profile) -> Shares | None:
    ways = {n: (left.extra_ways[n], right.extra_ways[n]) for n in _common(left, right)}
    most = sum(max(pair) for pair in ways.values())
    return {n: abs(mine - theirs) / most for n, (mine, theirs) in ways.items()} if most else None


def _of_sets(of: Callable[[Profile], Sets]) -> Callable[[Profile, Profile], Shares | None]:
    def measure(left: Profile, right: Profile) -> Shares | None:
        pairs = {n: (of(left)[n], of(right)[n]) for n in _common(left, right)}
        said = {n: (mine, theirs) for n, (mine, theirs) in pairs.items() if mine or theirs}
        shares = {n: (1 - len(mine & theirs) / len(mine | theirs)) / len(said) for n, (mine, theirs) in said.items()}
        return shares or None

    return measure


def _common(left: Profile, right: Profile) -> list[int]:
    return [int(number) for number in np.flatnonzero(left.has & right.has)]


_PARTS: dict[DivergencePart, Callable[[Profile, Profile], Shares | None]] = {
    DivergencePart.STEPS: _steps,
    DivergencePart.ORDER: _order,
    DivergencePart.ROLES: _of_sets(lambda profile: profile.roles),
    DivergencePart.FORMS: _of_sets(lambda profile: profile.forms),
    DivergencePart.BRANCHES: _branches,
    DivergencePart.MEANS: _of_sets(lambda profile: profile.means),
}
