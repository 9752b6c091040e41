"""Weigh governance forms on criteria, and tell how firm the first place is."""

from collections.abc import Mapping
from dataclasses import dataclass

from fitgap.model.cost_policy import Weighing


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedForm:
    """A form with its weighted mean score (1..5) and what each criterion adds to it."""

    form: str
    score: float
    parts: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tipping:
    """The nearest share of a criterion's weight at which another form takes the first place.

    `share` is the weight's share now, `tips_at` the share at which `winner` draws level (the other weights keep their
    proportions); both are in 0..1. `tips_at` is None when the first place holds whatever the weight.
    """

    criterion: str
    share: float
    tips_at: float | None
    winner: str


def rank_forms(weighing: Weighing) -> tuple[RankedForm, ...]:
    """The forms by score, best first, ties in the order of the policy."""
    shares = _shares(weighing.weights)
    ranked = []
    for form, scores in weighing.scores.items():
        parts = tuple((criterion, share * scores[criterion]) for criterion, share in shares.items())
        ranked.append(RankedForm(form=form, score=sum(part for _, part in parts), parts=parts))
    return tuple(sorted(ranked, key=lambda one: -one.score))


def tippings(weighing: Weighing) -> tuple[Tipping, ...]:
    """For each criterion how much its weight must change to change the first place, the most delicate first."""
    first = rank_forms(weighing)[0].form
    shares = _shares(weighing.weights)
    found = [_tipping(criterion, share, first, shares, weighing.scores) for criterion, share in shares.items()]
    return tuple(sorted(found, key=lambda one: abs(one.tips_at - one.share) if one.tips_at is not None else 2.0))


def _shares(weights: Mapping[str, float]) -> dict[str, float]:
    whole = sum(weights.values())
    return {criterion: weight / whole if whole else 1 / len(weights) for criterion, weight in weights.items()}


def _tipping(
    criterion: str, share: float, first: str, shares: Mapping[str, float], scores: Mapping[str, Mapping[str, int]]
) -> Tipping:
    """Every score is a straight line over the criterion's share t: t × own + (1 − t) × the mean of the others."""
    rest = 1 - share
    others = {
        form: sum(shares[one] * of[one] for one in shares if one != criterion) / rest if rest else 0.0
        for form, of in scores.items()
    }
    nearest, winner = None, ""
    for form in scores:
        slope = (scores[first][criterion] - others[first]) - (scores[form][criterion] - others[form])
        if form == first or not slope:
            continue
        at = -(others[first] - others[form]) / slope
        if 0 <= at <= 1 and (nearest is None or abs(at - share) < abs(nearest - share)):
            nearest, winner = at, form
    return Tipping(criterion=criterion, share=share, tips_at=nearest, winner=winner)
