"""What goes into the cost sheets and into the summary for the assembly."""

from dataclasses import dataclass

from fitgap.model.cost import GapPrice, WayOut
from fitgap.model.cost_group import DivergencePrice, GroupTotals, Lever
from fitgap.model.cost_policy import Costs
from fitgap.model.decision import Place
from fitgap.model.scenario import ScenarioResult


@dataclass(frozen=True, slots=True, kw_only=True)
class CostRow:
    """One gap against one package with what was decided (None: undecided).

    `flows` are (member, flow's name); `places` the first place of each member, by which a step finds its gap.
    """

    catalog_key: str
    package: str
    price: GapPrice
    way: WayOut | None
    flows: tuple[tuple[str, str], ...] = ()
    places: tuple[tuple[str, Place], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CostReport:
    """The gaps of a workbook priced, with the figures behind them."""

    figures: Costs
    rows: tuple[CostRow, ...]


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
