"""What a plan costs year by year, with given values of the rates."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from fitgap.model.scenario import AsIsSystem, Component, Plan, Scenario, SystemKind
from fitgap.model.sharing import Sharer
from fitgap.quantifying.amounts import Values, yen
from fitgap.quantifying.sharing import share

Paid = dict[tuple[int, str, Component], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """Yen by year, member and component, and how many systems join the cloud in which year."""

    paid: Paid
    moves: dict[int, int]

    def total(self) -> int:
        """Everything that is paid."""
        return sum(self.paid.values())

    def by_year(self, scenario: Scenario) -> tuple[int, ...]:
        """What is paid in each year."""
        years = dict.fromkeys(scenario.all_years, 0)
        for (year, _, _), amount in self.paid.items():
            years[year] += amount
        return tuple(years.values())


class _State:
    """One system on its way: what it runs on, and until when its contract runs."""

    def __init__(self, system: AsIsSystem, values: Values) -> None:
        self.system = system
        self.values = values
        self.on = "own"
        self.contract_end = system.contract_end
        self.customised_in: int | None = None

    @property
    def run(self) -> Decimal:
        factor = {"own": Decimal(1), "open": self.values["open_run"], "cloud": self.values["cloud_run"]}[self.on]
        return self.system.yearly_yen * factor

    def joins(self, plan: Plan, year: int) -> bool:
        wants = plan.cloud_from is not None and year >= plan.cloud_from and self.on != "cloud"
        return wants and self.system.kind is not SystemKind.CLOUD and (not plan.waits or year > self.contract_end)

    def opens(self, plan: Plan, year: int) -> bool:
        return plan.open_from == year and self.on == "own" and self.system.kind is SystemKind.MAINFRAME


def run_course(scenario: Scenario, plan: Plan, values: Values) -> Course:
    """Follow every system through the years; each amount is rounded to whole yen once."""
    paid: Paid = defaultdict(int)
    moves: dict[int, int] = defaultdict(int)
    for system in scenario.systems:
        state = _State(system, values)
        for year in scenario.all_years:
            joins = state.joins(plan, year)
            moves[year] += joins
            for component, amount in _year(scenario, state, year, plan, joins=joins):
                paid[year, system.member, component] += yen(amount)
    joined = [year for year, count in moves.items() if count]
    if joined and scenario.platform_yen:
        sharers = [Sharer(member=one.name, population=one.population) for one in scenario.members]
        for member, part in share(scenario.platform_yen, scenario.sharing, sharers):
            paid[min(joined), member, Component.PLATFORM] += part
    return Course(paid=dict(paid), moves={year: count for year, count in moves.items() if count})


def _year(scenario: Scenario, state: _State, year: int, plan: Plan, *, joins: bool) -> list[tuple[Component, Decimal]]:
    yearly, values = Decimal(state.system.yearly_yen), state.values
    costs: list[tuple[Component, Decimal]] = []
    if joins or state.opens(plan, year):
        costs += _moving(state, year, yearly, is_cloud=joins)
    elif year > state.contract_end:
        rate = values["cloud_renew"] if state.on == "cloud" else values["renew"]
        costs.append((Component.RENEW, yearly * rate))
        state.contract_end = year + int(values["renew_every"]) - 1
    costs.append((Component.RUN, state.run))
    if state.customised_in is not None and year > state.customised_in:
        costs.append((Component.CUSTOMISE_UPKEEP, yearly * values["customise"] * values["customise_upkeep"]))
    if year == scenario.law_year:
        timing = "timed" if joins else "cloud" if state.on == "cloud" else "alone"
        costs.append((Component.AMENDMENT, yearly * values[f"amendment_{timing}"]))
    return costs


def _moving(state: _State, year: int, yearly: Decimal, *, is_cloud: bool) -> list[tuple[Component, Decimal]]:
    values, before = state.values, state.run
    costs = [
        (Component.DOUBLE, before * values["double_months"] / 12),
        (Component.TERMINATION, before * max(0, state.contract_end - year + 1) * values["termination"]),
        (Component.MIGRATION, yearly * values["migration"]),
    ]
    if is_cloud:
        costs += [
            (Component.INITIAL, yearly * values["cloud_initial"]),
            (Component.CUSTOMISE, yearly * values["customise"]),
        ]
        state.customised_in = year
    else:
        costs.append((Component.OPEN, yearly * values["open_initial"]))
    state.on = "cloud" if is_cloud else "open"
    state.contract_end = year + int(values["renew_every"]) - 1
    return costs
