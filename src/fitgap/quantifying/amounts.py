"""Exact arithmetic: products in decimals, rounded once to whole yen, and amounts split without losing one."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from fitgap.model.cost import Bound, CostInput, Money

Values = Mapping[str, Decimal]


def decimal(value: float) -> Decimal:
    """The figure as people write it."""
    return Decimal(str(value))


def yen(amount: Decimal) -> int:
    """Whole yen, a half upwards, as Excel's ROUND does."""
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def values_at(inputs: Mapping[str, CostInput], bound: Bound) -> dict[str, Decimal]:
    """Every input at the same end of its range."""
    return {name: decimal(one.at(bound)) for name, one in inputs.items()}


def money(low: Decimal, likely: Decimal, high: Decimal) -> Money:
    """An amount in whole yen."""
    return Money(low=yen(low), likely=yen(likely), high=yen(high))


def split(total: int, weights: Sequence[Fraction]) -> tuple[int, ...]:
    """Split yen by weights so that the parts add up to the whole.

    Each part is rounded down, and the yen that are left go to the largest remainders, ties to the first. Weights are
    not negative, and their sum is above 0; a negative total is split like its opposite.
    """
    if total < 0:
        return tuple(-part for part in split(-total, weights))
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    parts = [amount.numerator // amount.denominator for amount in exact]
    left = total - sum(parts)
    order = sorted(range(len(weights)), key=lambda place: (parts[place] - exact[place], place))
    for place in order[:left]:
        parts[place] += 1
    return tuple(parts)
