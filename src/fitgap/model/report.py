"""What goes into a fit-gap workbook."""

from dataclasses import dataclass

from fitgap.model.choice import Standing
from fitgap.model.comparison import Comparison
from fitgap.model.cost import GapPrice, WayOut
from fitgap.model.cost_group import DivergencePrice, GroupTotals, Lever
from fitgap.model.cost_policy import Costs
from fitgap.model.judgement import FitGap
from fitgap.model.scenario import ScenarioResult


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberFitGap:
    """One member's flow held against one package, with what people decided (`standings`: step id and standing)."""

    member: str
    fit_gap: FitGap
    standings: tuple[tuple[str, Standing], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CostRow:
    """One gap against one package with what was decided (None: undecided); `flows` are (member, flow's name)."""

    package: str
    price: GapPrice
    way: WayOut | None
    flows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CostReport:
    """The gaps of a workbook priced, with the figures behind them."""

    figures: Costs
    rows: tuple[CostRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FitGapReport:
    """Several members, flows and packages in one workbook; `created_at` is ISO 8601.

    `comparisons` are the processes that two or more of the members share, `costs` what the gaps come to.
    """

    title: str
    created_at: str
    entries: tuple[MemberFitGap, ...]
    notes: tuple[str, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    costs: CostReport | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssemblySummary:
    """What the assembly reads on two pages: where the group stands, what could be, and on which assumptions."""

    title: str
    created_at: str
    package: str
    members: tuple[str, ...]
    figures: Costs
    totals: GroupTotals
    sets: tuple[GroupTotals, ...]
    levers: tuple[Lever, ...]
    divergence: tuple[DivergencePrice, ...]
    scenario: ScenarioResult | None = None
