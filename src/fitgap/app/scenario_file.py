"""Read a scenario of systems over years from TOML; the format is described in docs/costs.md."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import cattrs

from fitgap.app.cost_rates import own_input
from fitgap.model.cost import CostInput
from fitgap.model.cost_policy import Costs
from fitgap.model.message import UsageError, message
from fitgap.model.scenario import AsIsSystem, Plan, Scenario, ScenarioMember, SystemKind
from fitgap.model.sharing import Sharing, SharingRule

MOST_YEARS = 30
MOST_SYSTEMS = 5_000
YEN_IN_KYEN = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Law:
    name: str
    year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _System:
    member: str
    business: str
    kind: SystemKind
    yearly_kyen: int
    contract_end: int
    vendor: str = ""
    users: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rate:
    low: float
    likely: float
    high: float
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    title: str
    first_year: int
    years: int
    earliest_start: int
    latest_start: int
    members: tuple[ScenarioMember, ...]
    systems: tuple[_System, ...]
    closed_years: tuple[int, ...] = ()
    moves_per_year: int = 0
    platform_kyen: int = 0
    sharing: SharingRule = SharingRule.EQUAL
    alpha: float = 0.5
    discount_rate: float = 0.0
    price_growth: float = 0.0
    law_change: _Law | None = None
    rates: Mapping[str, _Rate] | None = None
    plans: tuple[Plan, ...] = ()


def read_scenario(text: str, name: str, costs: Costs) -> tuple[Scenario, dict[str, CostInput]]:
    """The scenario and the rates that hold in it; raises UsageError (where, what) for anything that is not right."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(message("scenario.not_toml", file=name, detail=str(error))) from error
    try:
        found = _converter().structure(table, _File)
    except cattrs.BaseValidationError as error:
        detail = "; ".join(cattrs.transform_error(error, path="scenario"))
        raise UsageError(message("scenario.bad_value", file=name, detail=detail)) from error
    _check(found, name)
    return _scenario(found), _rates(found, costs, name)


def _converter() -> cattrs.Converter:
    converter = cattrs.Converter(forbid_extra_keys=True)
    for kind in (int, float, str, bool):
        converter.register_structure_hook(kind, _strictly)
    return converter


def _strictly(value: Any, kind: type) -> Any:
    if issubclass(kind, StrEnum) and isinstance(value, str):
        return kind(value)
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if type(value) is not kind:
        raise TypeError(f"{value!r} is not of kind {kind.__name__}")
    return value


def _check(found: _File, name: str) -> None:
    """Raise UsageError for figures that are right by themselves but do not go together."""
    broken = next(_broken(found), None)
    if broken:
        code, values = broken
        raise UsageError(message(f"scenario.{code}", file=name, **values))


def _broken(found: _File) -> Iterator[tuple[str, dict[str, str | int]]]:
    members = [member.name for member in found.members]
    if not 1 <= found.years <= MOST_YEARS:
        yield "bad_years", {"years": found.years, "most": MOST_YEARS}
    if not found.systems or len(found.systems) > MOST_SYSTEMS:
        yield "bad_systems", {"count": len(found.systems), "most": MOST_SYSTEMS}
    if found.earliest_start > found.latest_start or found.latest_start - found.earliest_start > MOST_YEARS:
        yield "bad_start", {"earliest": found.earliest_start, "latest": found.latest_start}
    if len(set(members)) < len(members):
        yield "same_member", {"members": ", ".join(members)}
    if not all(0 <= rate <= 1 for rate in (found.alpha, found.discount_rate, found.price_growth)):
        yield "bad_rate", {}
    if found.platform_kyen < 0 or found.moves_per_year < 0:
        yield "negative", {"what": "platform_kyen, moves_per_year"}
    yield from _broken_sharing(found)
    for system in found.systems:
        if system.member not in members:
            yield "unknown_member", {"member": system.member, "business": system.business}
        if system.yearly_kyen < 0 or system.users < 0:
            yield "negative", {"what": f"{system.member} {system.business}"}


def _broken_sharing(found: _File) -> Iterator[tuple[str, dict[str, str | int]]]:
    if found.sharing not in (SharingRule.EQUAL, SharingRule.POPULATION, SharingRule.MIXED):
        yield "bad_sharing", {}
    if found.sharing is not SharingRule.EQUAL and not all((member.population or 0) > 0 for member in found.members):
        yield "no_population", {}


def _scenario(found: _File) -> Scenario:
    return Scenario(
        title=found.title,
        first_year=found.first_year,
        years=found.years,
        earliest_start=found.earliest_start,
        latest_start=found.latest_start,
        closed_years=found.closed_years,
        moves_per_year=found.moves_per_year,
        law_name=found.law_change.name if found.law_change else "",
        law_year=found.law_change.year if found.law_change else None,
        platform_yen=found.platform_kyen * YEN_IN_KYEN,
        sharing=Sharing(rule=found.sharing, alpha=found.alpha),
        discount_rate=found.discount_rate,
        price_growth=found.price_growth,
        members=found.members,
        systems=tuple(
            AsIsSystem(
                member=system.member,
                business=system.business,
                vendor=system.vendor,
                kind=system.kind,
                yearly_yen=system.yearly_kyen * YEN_IN_KYEN,
                contract_end=system.contract_end,
                users=system.users,
            )
            for system in found.systems
        ),
        plans=found.plans or _usual_plans(found),
    )


def _usual_plans(found: _File) -> tuple[Plan, ...]:
    """Open first, then the cloud now, with the change of law, when contracts end, and as late as possible."""
    first, last = found.earliest_start, found.latest_start
    plans = [
        Plan(key="open_first", name="", open_from=first, cloud_from=min(last, first + 5)),
        Plan(key="cloud_now", name="", cloud_from=first),
    ]
    if found.law_change and first <= found.law_change.year <= last:
        plans.append(Plan(key="cloud_with_law", name="", cloud_from=found.law_change.year))
    plans.append(Plan(key="cloud_after_contract", name="", cloud_from=first, waits=True))
    plans.append(Plan(key="cloud_later", name="", cloud_from=last))
    return tuple(plans)


def _rates(found: _File, costs: Costs, name: str) -> dict[str, CostInput]:
    rates = dict(costs.scenario)
    for rate, value in (found.rates or {}).items():
        if rate not in rates:
            raise UsageError(message("scenario.unknown_rate", file=name, rate=rate, known=", ".join(rates)))
        given = {"low": value.low, "likely": value.likely, "high": value.high, "source": value.source}
        rates[rate] = own_input(rates[rate], given)
    cycle = rates["renew_every"]
    if cycle.low < 1 or int(cycle.low) != cycle.low or not cycle.low == cycle.likely == cycle.high:
        raise UsageError(message("scenario.bad_cycle", file=name))
    return rates
