"""Amounts and names of the costs pages in words; no arithmetic beyond rounding to thousands."""

from collections.abc import Sequence

from fitgap.app.screens.session import language, words
from fitgap.model.cost import CostInput, CostLine, Money, WayOut
from fitgap.texts import say

YEN_IN_KYEN = 1_000


def kyen(yen: int) -> str:
    """Thousands of yen, rounded."""
    return f"{round(yen / YEN_IN_KYEN):,}"


def signed_kyen(yen: int) -> str:
    """The same with its sign."""
    return f"{round(yen / YEN_IN_KYEN):+,}"


def kyen_range(amount: Money) -> str:
    """Low to high."""
    return words("costs.range", low=kyen(amount.low), high=kyen(amount.high))


def way_name(way: WayOut) -> str:
    """A resolution's name."""
    return say(f"vocabulary.resolution.{way}", language())


def input_name(name: str) -> str:
    """An input's name."""
    return say(f"cost_input.{name}", language())


def unit_name(one: CostInput) -> str:
    """An input's unit."""
    return say(f"cost_unit.{one.unit}", language())


def basis_name(one: CostInput) -> str:
    """An input's basis; ※ marks assumptions, so that grey prints tell them too."""
    name = say(f"basis.{one.basis}", language())
    return f"※{name}" if one.basis == "assumption" else name


def source_of(one: CostInput) -> str:
    """Where an input comes from."""
    return one.source if language() == "ja" else one.source_en


def formula(line: CostLine) -> str:
    """A line as the product that it is."""
    parts = [f"{say(f'cost_fact.{fact.code}', language())} {fact.value:g}" for fact in line.facts]
    parts += [input_name(name) for name in line.inputs]
    return " × ".join(parts) + (f" ÷ {line.divisor}" if line.divisor != 1 else "")


def listed(names: Sequence[str]) -> str:
    """Names in a row."""
    return say("workbook.separator", language()).join(names)
