"""What a group's decisions come to: totals, sets of decisions to compare, and what it costs to stay different."""

from dataclasses import dataclass
from enum import StrEnum

from fitgap.model.cost import GapPrice, Money, WayOut


class KnownSet(StrEnum):
    """The sets of decisions that are always there to compare.

    `CAP`: at most so many customisations, shared, where they save most against working around; the rest is worked
    around. `AS_REQUESTED`: every member has its own customisation. `CHOSEN`: what was decided.
    """

    ALL_ADOPT = "all_adopt"
    AS_REQUESTED = "as_requested"
    CAP = "cap"
    CHOSEN = "chosen"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionSet:
    """Which way out each gap takes, by the gap's key; gaps that are left out are undecided."""

    name: str
    ways: tuple[tuple[str, WayOut], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupTotals:
    """What a set of decisions comes to over the period.

    `decided` of `gaps` have a way out with a price or out of scope. `workaround_hours` is a year, of
    `hours_known` of the `workarounds`. `requested` is what the decided gaps cost if every member had its own
    customisation; `saved` is the likely yen by which those that are not customised stay below that.
    `unpriced` decided gaps have work that no flow states: their labour is left out.
    """

    name: str
    gaps: int
    decided: int
    shared: int
    local: int
    cap: int
    customising: Money
    once: Money
    yearly: Money
    total: Money
    requested: Money
    saved: Money
    workarounds: int
    workaround_hours: float
    hours_known: int
    unpriced: int
    by_member: tuple[tuple[str, Money], ...]

    @property
    def undecided(self) -> int:
        """Gaps without a way out."""
        return self.gaps - self.decided

    @property
    def customisations(self) -> int:
        """Shared ones, and each gap with members' own."""
        return self.shared + self.local

    @property
    def over_cap(self) -> int:
        """By how many customisations the cap is passed."""
        return max(0, self.customisations - self.cap)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """What one gap saves, in likely yen over the period, if decided otherwise.

    `now` is the decision, else each member's own customisation. `best` is the cheapest way that keeps the need.
    """

    price: GapPrice
    now: WayOut
    is_decided: bool
    adopt_saves: int
    best: WayOut
    best_saves: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DivergenceWork:
    """The work that differs in one process: each step once; `known_steps` of `steps` state minutes and cases.

    `changes` counts the changes to a common flow by kind, over all members.
    """

    process: str
    members: tuple[str, ...]
    hours_per_year: float
    steps: int
    known_steps: int
    changes: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DivergencePrice:
    """Staying different against going together; `payback_years` is None where going together never pays back."""

    work: DivergenceWork
    yearly: Money
    period: Money
    together_once: Money
    payback_years: float | None
