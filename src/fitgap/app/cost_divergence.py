"""What members' differences cost, out of the comparison of their flows."""

from collections import Counter
from collections.abc import Iterator, Sequence

from fitgap.app.comparing_flows import common_flow_of
from fitgap.app.comparing_stored import compare_where_possible, find_processes
from fitgap.app.desk import Desk
from fitgap.app.outcomes import FlowRow
from fitgap.model.comparison import CommonRule, Comparison, StepRef
from fitgap.model.cost_group import DivergencePrice, DivergenceWork
from fitgap.model.cost_policy import Costs
from fitgap.model.step import Step, steps_of
from fitgap.quantifying.divergence import price_divergence
from fitgap.texts import Language

RULES = (CommonRule.LEAST_CHANGE, CommonRule.MAJORITY)


def price_differences(desk: Desk, costs: Costs, language: Language) -> tuple[tuple[CommonRule, DivergencePrice], ...]:
    """Every process that members share, against each common flow that is proposed for it."""
    rows = desk.store.flows(None)
    key = (tuple((row.id, row.content_hash) for row in rows), desk.policy_text(), language)
    works = desk.shared_work.get(key, lambda: tuple(_works(desk, rows, language)))
    return tuple((rule, price_divergence(work, costs)) for rule, work in works)


def _works(desk: Desk, rows: Sequence[FlowRow], language: Language) -> Iterator[tuple[CommonRule, DivergenceWork]]:
    comparisons, _ = compare_where_possible(desk, [row.id for row in rows])
    wordings = find_processes(desk).wordings
    policy = desk.policy()
    for comparison in comparisons:
        steps = _steps(comparison)
        for rule in RULES:
            common = common_flow_of(comparison, rule, wordings, policy, language)
            changes = Counter(change.kind.value for change in common.changes)
            yield rule, _work(comparison, steps, changes)


def _steps(comparison: Comparison) -> dict[StepRef, Step]:
    return {
        StepRef(member=flow.member, flow_key=flow.key, step_id=step.id): step
        for flow in comparison.flows
        for step in steps_of(flow.flow)
    }


def _work(comparison: Comparison, steps: dict[StepRef, Step], changes: Counter[str]) -> DivergenceWork:
    """A step that differs in several ways counts once."""
    refs = {ref for difference in comparison.differences for ref in difference.refs}
    hours = [
        step.minutes_per_case * step.cases_per_year / 60
        for ref in refs
        if (step := steps.get(ref)) and step.minutes_per_case is not None and step.cases_per_year is not None
    ]
    return DivergenceWork(
        process=comparison.process,
        members=comparison.members,
        hours_per_year=round(sum(sorted(hours)), 6),
        steps=len(refs),
        known_steps=len(hours),
        changes=tuple(sorted(changes.items())),
    )
