"""Systems over years: what is there, what could be done, and what it comes to."""

from dataclasses import dataclass
from enum import StrEnum

from fitgap.model.cost import Money
from fitgap.model.sharing import Sharing


class SystemKind(StrEnum):
    """What a system runs on now; one that is in a cloud already stays there."""

    MAINFRAME = "mainframe"
    OPEN = "open"
    CLOUD = "cloud"


class Component(StrEnum):
    """What a cost of a scenario is for."""

    RUN = "run"
    RENEW = "renew"
    OPEN = "open"
    INITIAL = "initial"
    PLATFORM = "platform"
    MIGRATION = "migration"
    CUSTOMISE = "customise"
    CUSTOMISE_UPKEEP = "customise_upkeep"
    DOUBLE = "double"
    TERMINATION = "termination"
    AMENDMENT = "amendment"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioMember:
    """A member that takes part."""

    name: str
    population: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AsIsSystem:
    """A line of the register of systems; `contract_end` is the last fiscal year of the contract."""

    member: str
    business: str
    vendor: str
    kind: SystemKind
    yearly_yen: int
    contract_end: int
    users: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """An alternative: mainframes are opened in `open_from`, everything joins the shared cloud from `cloud_from` on.

    With `waits` each system joins when its contract has run out, else all at once, paying for contracts cut short.
    """

    key: str
    name: str
    open_from: int | None = None
    cloud_from: int | None = None
    waits: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """Everything a comparison needs beside the rates; years are fiscal years.

    Joining the cloud is possible from `earliest_start` to `latest_start` but in no year of `closed_years`, and for at
    most `moves_per_year` systems a year (0: any number). `law_year` is the year of a change of law, None for none.
    """

    title: str
    first_year: int
    years: int
    earliest_start: int
    latest_start: int
    closed_years: tuple[int, ...]
    moves_per_year: int
    law_name: str
    law_year: int | None
    platform_yen: int
    sharing: Sharing
    discount_rate: float
    price_growth: float
    members: tuple[ScenarioMember, ...]
    systems: tuple[AsIsSystem, ...]
    plans: tuple[Plan, ...]

    @property
    def all_years(self) -> tuple[int, ...]:
        """The years compared."""
        return tuple(range(self.first_year, self.first_year + self.years))


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioRow:
    """What one member pays for one thing in one year."""

    year: int
    member: str
    component: Component
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanResult:
    """What a plan comes to. `present` is discounted; `moves` counts the systems that join the cloud by year.

    Against renewing alone: `saved` (below 0: dearer) with its range, `payback_year`, and `counter_saved`: the likely
    saving if running the cloud costs as much as the counter-evidence says. `refused_by` is the constraint it breaks.
    """

    plan: Plan
    rows: tuple[ScenarioRow, ...]
    total: Money
    present: Money
    saved: Money
    present_saved: int
    payback_year: int | None
    counter_saved: int | None
    moves: tuple[tuple[int, int], ...]
    refused_by: str = ""
    refused_year: int = 0

    def of(self, member: str) -> Money:
        """One member's part of the total."""
        amount = Money()
        for row in self.rows:
            if row.member == member:
                amount += row.amount
        return amount


@dataclass(frozen=True, slots=True, kw_only=True)
class StartOption:
    """A way to join the cloud that was looked at; `refused_by` is the constraint it breaks, empty for none."""

    cloud_from: int
    waits: bool
    present: int
    moves: tuple[tuple[int, int], ...]
    refused_by: str = ""
    refused_year: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BestStart:
    """The best possible start by likely present value, the runner-up, and what sets them apart.

    `apart` is by component: how many likely yen less (above 0) the best pays for it, the largest first.
    """

    options: tuple[StartOption, ...]
    best: StartOption | None
    runner_up: StartOption | None
    apart: tuple[tuple[Component, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioResult:
    """Every plan, renewing alone first, and the best year to start."""

    scenario: Scenario
    plans: tuple[PlanResult, ...]
    best: BestStart
