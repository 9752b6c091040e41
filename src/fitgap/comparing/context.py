"""A second look at pairs of steps: what their surroundings say once the first look has found the sure pairs.

- first: how likely the pair was at the first look (log odds, scaled to about 0..1).
- unrivalled: 1 less the mean likeness of the best other partner that each of the two steps has with the other member.
- anchored_place: nearness of place, when one member's way is laid over the other's by the likely pairs around the step.
"""

from collections.abc import Iterator

import numpy as np

from fitgap.comparing.arrays import Floats
from fitgap.comparing.table import StepTable
from fitgap.model.policy import Comparing

CONTEXT = ("first", "unrivalled", "anchored_place")
"""The names of the measures, as the policy weighs them."""
_LEAST_ODDS = 1e-6
_ODDS_SCALE = 10


def context_of(likeness: Floats, table: StepTable, policy: Comparing) -> Iterator[tuple[str, Floats]]:
    """Every measure over all pairs of steps, from their likeness (0..1, 0 within a member) at the first look."""
    odds = np.log((likeness + _LEAST_ODDS) / (1 - likeness + _LEAST_ODDS))
    first: Floats = (1 + odds / _ODDS_SCALE).astype(np.float32)
    yield "first", first
    rival = np.zeros_like(likeness)
    near = np.zeros_like(likeness)
    around = _around(table, policy.anchor_reach)
    places = table.places
    for member in range(len(table.members)):
        columns = table.member_numbers == member
        if not columns.any():
            continue
        chances = likeness[:, columns]
        rival[:, columns] = _best_other(chances)
        sure = chances**2
        shift = around @ (sure * (places[columns][None, :] - places[:, None])).sum(axis=1)
        expected = places + shift / (around @ sure.sum(axis=1) + np.float32(policy.anchor_doubt))
        near[:, columns] = 1 - np.abs(expected[:, None] - places[columns][None, :])
    yield "unrivalled", (1 - (rival + rival.T) / 2).astype(np.float32)
    yield "anchored_place", ((near + near.T) / 2).astype(np.float32)


def _best_other(chances: Floats) -> Floats:
    """For every row and column the best of the row's other columns."""
    if chances.shape[1] < 2:
        return np.zeros_like(chances)
    ordered = np.partition(chances, -2, axis=1)
    best, second = ordered[:, -1:], ordered[:, -2:-1]
    return np.where(chances >= best, second, best)


def _around(table: StepTable, reach: float) -> Floats:
    """For every step how near the other steps of its own member are, fading within `reach` of the way."""
    apart = np.abs(np.subtract.outer(table.places, table.places))
    near: Floats = np.where(table.is_foreign(), 0, np.exp(-apart / np.float32(reach))).astype(np.float32)
    np.fill_diagonal(near, 0)
    return near
