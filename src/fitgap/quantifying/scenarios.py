"""Compare plans over years, and find the best year to join a shared cloud by trying them all."""

from collections.abc import Mapping

from fitgap.model.cost import Bound, CostInput, Money
from fitgap.model.scenario import (
    BestStart,
    Component,
    Plan,
    PlanResult,
    Scenario,
    ScenarioResult,
    ScenarioRow,
    StartOption,
)
from fitgap.quantifying.amounts import Values, decimal, values_at
from fitgap.quantifying.break_even import present_value
from fitgap.quantifying.simulating import Course, run_course

ALONE = Plan(key="renew", name="")
COUNTER = "cloud_run_counter"

Inputs = Mapping[str, CostInput]


def compare_plans(scenario: Scenario, inputs: Inputs) -> ScenarioResult:
    """Every plan against renewing alone, which comes first, and the best start."""
    plans = tuple(plan for plan in scenario.plans if plan.key != ALONE.key)
    return ScenarioResult(
        scenario=scenario,
        plans=tuple(_result(scenario, plan, inputs) for plan in (ALONE, *plans)),
        best=best_start(scenario, inputs),
    )


def best_start(scenario: Scenario, inputs: Inputs) -> BestStart:
    """Try every year and both ways of joining; what breaks a constraint is kept with the reason."""
    values = values_at(inputs, Bound.LIKELY)
    options: dict[tuple[tuple[int, int], ...], tuple[StartOption, Course]] = {}
    for year in range(scenario.earliest_start, scenario.latest_start + 1):
        for waits in (False, True):
            course = run_course(scenario, Plan(key="", name="", cloud_from=year, waits=waits), values)
            option = _option(scenario, year, course, waits=waits)
            key = (*option.moves, (course.total(), int(not option.moves)))
            options.setdefault(key, (option, course))
    possible = sorted(
        (pair for pair in options.values() if not pair[0].refused_by),
        key=lambda pair: pair[0].present,
    )
    best, second = (possible[0] if possible else None), (possible[1] if len(possible) > 1 else None)
    return BestStart(
        options=tuple(option for option, _ in options.values()),
        best=best[0] if best else None,
        runner_up=second[0] if second else None,
        apart=_apart(scenario, best[1], second[1]) if best and second else (),
    )


def _option(scenario: Scenario, year: int, course: Course, *, waits: bool) -> StartOption:
    refused_by, refused_year = _broken(scenario, course.moves) if course.moves else ("never_moves", year)
    return StartOption(
        cloud_from=min(course.moves, default=year),
        waits=waits and len(course.moves) > 1,
        present=_present(scenario, course),
        moves=tuple(sorted(course.moves.items())),
        refused_by=refused_by,
        refused_year=refused_year,
    )


def _broken(scenario: Scenario, moves: Mapping[int, int]) -> tuple[str, int]:
    """The first constraint that moves (systems by year) break, and the year; empty when they break none."""
    for year, count in sorted(moves.items()):
        if year in scenario.closed_years:
            return "closed_year", year
        if scenario.moves_per_year and count > scenario.moves_per_year:
            return "too_many_moves", year
        if year < scenario.earliest_start:
            return "before_earliest", year
        if year > scenario.latest_start:
            return "after_latest", year
    return "", 0


def _apart(scenario: Scenario, best: Course, second: Course) -> tuple[tuple[Component, int], ...]:
    """In present values, so that the parts explain the order."""
    apart = {}
    for component in Component:
        less = _present(scenario, second, component) - _present(scenario, best, component)
        if less:
            apart[component] = less
    return tuple(sorted(apart.items(), key=lambda pair: -abs(pair[1])))


def _present(scenario: Scenario, course: Course, component: Component | None = None) -> int:
    years = dict.fromkeys(scenario.all_years, 0)
    for (year, _, of), amount in course.paid.items():
        if component in (None, of):
            years[year] += amount
    return present_value(tuple(years.values()), scenario.discount_rate, scenario.price_growth)


def _result(scenario: Scenario, plan: Plan, inputs: Inputs) -> PlanResult:
    ends = {bound: run_course(scenario, plan, values_at(inputs, bound)) for bound in Bound}
    likely = ends[Bound.LIKELY]
    likely_values = values_at(inputs, Bound.LIKELY)
    alone = run_course(scenario, ALONE, likely_values)
    refused_by, refused_year = _broken(scenario, likely.moves)
    return PlanResult(
        plan=plan,
        rows=_rows(ends),
        total=Money(**{bound.value: course.total() for bound, course in ends.items()}),
        present=Money(**{bound.value: _present(scenario, course) for bound, course in ends.items()}),
        saved=_saved(scenario, plan, inputs) if plan is not ALONE else Money(),
        present_saved=_present(scenario, alone) - _present(scenario, likely),
        payback_year=_payback(scenario, likely, alone),
        counter_saved=_counter_saved(scenario, plan, likely_values, alone) if likely.moves else None,
        moves=tuple(sorted(likely.moves.items())),
        refused_by=refused_by,
        refused_year=refused_year,
    )


def _rows(ends: Mapping[Bound, Course]) -> tuple[ScenarioRow, ...]:
    keys = dict.fromkeys(key for course in ends.values() for key in course.paid)
    return tuple(
        ScenarioRow(
            year=year,
            member=member,
            component=component,
            amount=Money(
                **{bound.value: course.paid.get((year, member, component), 0) for bound, course in ends.items()}
            ),
        )
        for year, member, component in sorted(keys)
    )


def _saved(scenario: Scenario, plan: Plan, inputs: Inputs) -> Money:
    """A rate that both use has the same value in both: each is set where it makes the saving least, and most."""
    likely = values_at(inputs, Bound.LIKELY)

    def saving(values: Values) -> int:
        return run_course(scenario, ALONE, values).total() - run_course(scenario, plan, values).total()

    least, most = dict(likely), dict(likely)
    for name, one in inputs.items():
        ends = [decimal(value) for value in dict.fromkeys((one.low, one.high))]
        if len(ends) > 1:
            least[name] = min(ends, key=lambda value: saving({**least, name: value}))
            most[name] = max(ends, key=lambda value: saving({**most, name: value}))
    return Money(low=saving(least), likely=saving(likely), high=saving(most))


def _counter_saved(scenario: Scenario, plan: Plan, values: Values, alone: Course) -> int:
    dear = run_course(scenario, plan, {**values, "cloud_run": values[COUNTER]})
    return alone.total() - dear.total()


def _payback(scenario: Scenario, ours: Course, alone: Course) -> int | None:
    """The first year after the first move by whose end ours has cost no more than renewing alone, and stays so."""
    left = right = 0
    even = None
    first = next((y for y, a, b in _years(scenario, ours, alone) if a != b), None)
    for year, mine, other in _years(scenario, ours, alone):
        left, right = left + mine, right + other
        if left > right or first is None or year < first:
            even = None
        elif even is None:
            even = year
    return even


def _years(scenario: Scenario, ours: Course, alone: Course) -> list[tuple[int, int, int]]:
    return list(zip(scenario.all_years, ours.by_year(scenario), alone.by_year(scenario), strict=True))
