"""What the use cases of costs return: gaps with their answers, the figures that hold, and everything priced."""

from dataclasses import dataclass

from fitgap.app.cost_rates import Current, values_of
from fitgap.model.cost import GapPrice, GapWork, WayOut
from fitgap.model.cost_entry import EntryKind
from fitgap.model.cost_group import DecisionSet, GroupTotals, KnownSet, Lever
from fitgap.model.cost_policy import Costs
from fitgap.model.decision import Place, Subject
from fitgap.model.message import Message
from fitgap.quantifying.group import known_set, levers, totals

LEVERS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What people decided of a gap; `way` is None while it is undecided, put off, or asked again."""

    way: WayOut | None = None
    size: str = ""
    is_stale: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A gap with the subject of its decisions; `flows` are (member, flow's name), `places` the first place of each.

    `work.key` stays the same while its first place does.
    """

    work: GapWork
    subject: Subject
    answer: Answer
    flows: tuple[tuple[str, str], ...] = ()
    places: tuple[tuple[str, Place], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """The figures that hold, and the entries that made them; `revision` changes with every entry."""

    costs: Costs
    now: Current
    members: tuple[str, ...]
    revision: int
    policy_text: str

    @property
    def populations(self) -> dict[str, int]:
        """The members whose population is known."""
        return {name: int(value["population"]) for name, value in values_of(self.now, EntryKind.MEMBER).items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class CostBook:
    """Prices of every gap, what was decided, and notes on what could not be done as asked."""

    catalog_key: str
    rates: Rates
    gaps: tuple[Gap, ...]
    prices: tuple[GapPrice, ...]
    notes: tuple[Message, ...]

    @property
    def chosen(self) -> dict[str, WayOut]:
        """The ways out that were decided, by the gap's key."""
        return {gap.work.key: gap.answer.way for gap in self.gaps if gap.answer.way is not None}

    @property
    def stale(self) -> int:
        """Gaps whose decision is asked again; they count as undecided."""
        return sum(gap.answer.is_stale for gap in self.gaps)

    @property
    def askers(self) -> tuple[str, ...]:
        """The members that have a gap for which a shared customisation was decided."""
        chosen = self.chosen
        shared = [one.gap for one in self.prices if chosen.get(one.gap.key) is WayOut.CUSTOMISE_SHARED]
        return tuple(dict.fromkeys(member for gap in shared for member in gap.members))

    def totals(self, ways: DecisionSet | None = None) -> GroupTotals:
        """What a set of decisions comes to, without one what was decided."""
        return totals(ways or self.known(KnownSet.CHOSEN), self.prices, self.rates.costs)

    def known(self, known: KnownSet) -> DecisionSet:
        """One of the sets that are always there."""
        return known_set(known, self.prices, self.chosen, self.rates.costs.cap)

    def levers(self) -> tuple[Lever, ...]:
        """The decisions that would save most."""
        return levers(self.prices, self.chosen, LEVERS)
