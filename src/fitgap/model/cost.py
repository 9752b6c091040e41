"""What things cost: inputs with their range and source, ways out of a gap, and money in whole yen."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from fitgap.model.message import Message


class Basis(StrEnum):
    """Where an input comes from: a published figure, an assumption (前提), or the project's own people."""

    PUBLISHED = "published"
    ASSUMPTION = "assumption"
    OWN = "own"


class Bound(StrEnum):
    """Which end of a range."""

    LOW = "low"
    LIKELY = "likely"
    HIGH = "high"


class WayOut(StrEnum):
    """The ways out of a gap; the codes are those of the list `resolution` of `policies/vocabulary.toml`."""

    ADOPT_STANDARD = "adopt_standard"
    CONFIGURE = "configure"
    CHANGE_PROCESS = "change_process"
    AMEND_RULE = "amend_rule"
    WORKAROUND = "workaround"
    SUBSTITUTE_FEATURE = "substitute_feature"
    EUC = "euc"
    EXTERNAL = "external"
    CUSTOMISE_SHARED = "customise_shared"
    CUSTOMISE_LOCAL = "customise_local"
    VENDOR_ROADMAP = "vendor_roadmap"
    RETIRE = "retire"
    OUT_OF_SCOPE = "out_of_scope"
    DEFERRED = "deferred"


CUSTOMISING = frozenset({WayOut.CUSTOMISE_SHARED, WayOut.CUSTOMISE_LOCAL})
NOT_PRICED = frozenset({WayOut.OUT_OF_SCOPE, WayOut.DEFERRED})
PRICED_WAYS = tuple(way for way in WayOut if way not in NOT_PRICED)
SIZES = ("S", "M", "L", "XL")


class When(StrEnum):
    """When a cost falls: at the start, every year, some time within the period, or at its end."""

    ONCE = "once"
    YEARLY = "yearly"
    PERIOD = "period"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class CostInput:
    """One figure that prices are made of, never below 0 and in the order low, likely, high.

    `source` says in Japanese, `source_en` in English, where it comes from.
    """

    low: float
    likely: float
    high: float
    unit: str
    basis: Basis
    source: str
    source_en: str

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.likely <= self.high < float("inf"):
            raise ValueError(f"0 <= low {self.low} <= likely {self.likely} <= high {self.high}")

    def at(self, bound: Bound) -> float:
        """The figure at one end of the range, or between."""
        return {Bound.LOW: self.low, Bound.LIKELY: self.likely, Bound.HIGH: self.high}[bound]


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """An amount in whole yen with its range; `low` and `high` are outer bounds, not probabilities."""

    low: int = 0
    likely: int = 0
    high: int = 0

    def __add__(self, other: "Money") -> "Money":
        return Money(low=self.low + other.low, likely=self.likely + other.likely, high=self.high + other.high)

    def times(self, count: int) -> "Money":
        """So many times the amount; `count` is not negative."""
        return Money(low=self.low * count, likely=self.likely * count, high=self.high * count)

    def at(self, bound: Bound) -> int:
        """The amount at one end of the range, or between."""
        return {Bound.LOW: self.low, Bound.LIKELY: self.likely, Bound.HIGH: self.high}[bound]


NOTHING = Money()


def total_of(amounts: Iterable[Money]) -> Money:
    """The sum of amounts, nothing for none."""
    total = NOTHING
    for amount in amounts:
        total += amount
    return total


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberWork:
    """How much work a step is at one member; None where the flow does not say."""

    member: str
    minutes_per_case: float | None = None
    cases_per_year: float | None = None

    @property
    def hours_per_year(self) -> float | None:
        """The hours a year, None when minutes or cases are unknown."""
        if self.minutes_per_case is None or self.cases_per_year is None:
            return None
        return self.minutes_per_case * self.cases_per_year / 60


@dataclass(frozen=True, slots=True, kw_only=True)
class GapWork:
    """One gap: a piece of work that a package does not (``gap``) or not wholly (``partial``) cover.

    `works` holds one entry for each member that has the gap. `size` is one of `SIZES`; `is_size_guessed` is true
    until a person said so. With `is_form` it is a form that differs; its work counts as partly covered.
    """

    key: str
    name: str
    process: str
    verdict: str
    works: tuple[MemberWork, ...]
    size: str
    is_size_guessed: bool = True
    size_reasons: tuple[Message, ...] = ()
    is_form: bool = False

    @property
    def members(self) -> tuple[str, ...]:
        """The members that have the gap."""
        return tuple(work.member for work in self.works)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A number out of the flow that a line multiplies with; `code` names it."""

    code: str
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CostLine:
    """One line of a price: the product of inputs and facts over `divisor`, in yen; `member` is empty when shared."""

    code: str
    when: When
    inputs: tuple[str, ...]
    member: str = ""
    facts: tuple[Fact, ...] = ()
    divisor: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedLine:
    """A line with its amount (`amount`: each time it falls due) and what it comes to over the period."""

    line: CostLine
    amount: Money
    total: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class WayPrice:
    """What one way out costs all members of a gap over the period.

    `by_member` adds up to `total` to the yen, the other two to `once` and `yearly`. `unknown` says what could not be
    priced because the flow does not tell; the amounts then leave it out.
    """

    way: WayOut
    lines: tuple[PricedLine, ...]
    by_member: tuple[tuple[str, Money], ...]
    once_by_member: tuple[tuple[str, Money], ...] = ()
    yearly_by_member: tuple[tuple[str, Money], ...] = ()
    unknown: tuple[Message, ...] = ()

    @property
    def is_complete(self) -> bool:
        """True when nothing had to be left out."""
        return not self.unknown

    @property
    def once(self) -> Money:
        """What is paid at the start."""
        return self._sum(When.ONCE)

    @property
    def yearly(self) -> Money:
        """What is paid every year."""
        return self._sum(When.YEARLY)

    @property
    def total(self) -> Money:
        """What it comes to over the whole period."""
        return total_of(line.total for line in self.lines)

    def of(self, member: str) -> Money:
        """One member's part of the total."""
        return dict(self.by_member).get(member, NOTHING)

    def _sum(self, when: When) -> Money:
        return total_of(line.amount for line in self.lines if line.line.when is when)


@dataclass(frozen=True, slots=True, kw_only=True)
class GapPrice:
    """Every way out of one gap side by side, in the order of `PRICED_WAYS`."""

    gap: GapWork
    years: int
    ways: tuple[WayPrice, ...]

    def way(self, way: WayOut) -> WayPrice | None:
        """One way out, None for one that has no price."""
        return next((price for price in self.ways if price.way == way), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Swing:
    """How far a total moves when one input goes from low to high and the others stay likely."""

    input: str
    at_low: int
    at_high: int

    @property
    def width(self) -> int:
        """The distance of the two."""
        return abs(self.at_high - self.at_low)
