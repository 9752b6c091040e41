"""Which steps of N members' flows are the same work: evidence for every pair, weighed, then a cover by groups."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from fitgap.comparing.arrays import Floats
from fitgap.comparing.context import context_of
from fitgap.comparing.covering import cover
from fitgap.comparing.evidence import Wordings, evidence_of, is_described
from fitgap.comparing.naming import name_of
from fitgap.comparing.table import StepTable
from fitgap.model.comparison import GroupedStep, GroupRelation, StepGroup, StepRef
from fitgap.model.policy import Comparing

CONSTANT = "constant"


def align(
    table: StepTable, wordings: Wordings, policy: Comparing, fixed: Sequence[frozenset[StepRef]] = ()
) -> tuple[StepGroup, ...]:
    """The groups of the same work, along the process.

    `fixed` are groups that people made: they are kept as they are, and their steps join no other group.
    """
    likeness = likeness_of(table, wordings, policy)
    row = {ref: index for index, ref in enumerate(table.refs)}
    kept = [frozenset(row[ref] for ref in group if ref in row) for group in fixed]
    free = np.array(sorted(set(row.values()) - {index for group in kept for index in group}), np.int64)
    found = cover(
        likeness[np.ix_(free, free)],
        table.is_foreign()[np.ix_(free, free)],
        policy.even,
        policy.joining_cost * max(len(table.members) - 1, 1),
        policy.changes_per_step * len(free),
    )
    groups = [*(group for group in kept if group), *(frozenset(int(free[i]) for i in group) for group in found)]
    return _described(groups, table, likeness)


def likeness_of(table: StepTable, wordings: Wordings, policy: Comparing) -> Floats:
    """How sure the evidence is (0..1) that two steps are the same work; 0 within a member.

    Two looks, each a logistic sum of measures; steps that say no more than their names are weighed by weights of their
    own. Two steps that say the same at the same place are the same for sure, and no other step of either member is.
    """
    first = weighed(evidence_of(table, wordings, policy), table, policy.described, policy.bare)
    likeness = weighed(context_of(first, table, policy), table, policy.described_again, policy.bare_again)
    twins = _twins(table)
    for row, other in twins:
        likeness[row, table.member_numbers == table.member_numbers[other]] = 0
        likeness[table.member_numbers == table.member_numbers[row], other] = 0
    for row, other in twins:
        likeness[row, other] = 1
    return likeness


def weighed(
    measures: Iterable[tuple[str, Floats]], table: StepTable, described: Mapping[str, float], bare: Mapping[str, float]
) -> Floats:
    """The logistic sum of measures over all pairs of steps, 0 within a member."""
    size = len(table.steps)
    sums = [np.full((size, size), weights[CONSTANT], np.float32) for weights in (described, bare)]
    for name, values in measures:
        for whole, weights in zip(sums, (described, bare), strict=True):
            if weight := weights.get(name, 0.0):
                whole += np.float32(weight) * values
    chosen = np.where(is_described(table.steps), *sums)
    likeness = np.where(table.is_foreign(), 1 / (1 + np.exp(-chosen)), 0)
    return likeness.astype(np.float32)


def _twins(table: StepTable) -> list[tuple[int, int]]:
    """Pairs of steps with the same texts at the same place."""
    alike: dict[tuple[str, str, str, float], list[int]] = {}
    number = table.member_numbers
    for row, (step, place) in enumerate(zip(table.steps, table.places.tolist(), strict=True)):
        alike.setdefault((step.name, step.content, step.kind, place), []).append(row)
    return [(row, other) for rows in alike.values() for row in rows for other in rows if number[row] != number[other]]


def _described(groups: Sequence[frozenset[int]], table: StepTable, likeness: Floats) -> tuple[StepGroup, ...]:
    """Groups along the process, numbered, named, each step with its relation."""
    times: dict[int, int] = {}
    for group in groups:
        for row in group:
            times[row] = times.get(row, 0) + 1
    ordered = sorted(groups, key=lambda group: (float(table.places[sorted(group)].mean()), sorted(group)))
    width = max(len(str(len(ordered))), 2)
    return tuple(
        StepGroup(
            id=f"G{number:0{width}}",
            name=name_of([table.steps[row] for row in sorted(group)], likeness[np.ix_(sorted(group), sorted(group))]),
            steps=tuple(_grouped(row, group, times, table, likeness) for row in sorted(group)),
        )
        for number, group in enumerate(ordered, start=1)
    )


def _grouped(
    row: int, group: frozenset[int], times: Mapping[int, int], table: StepTable, likeness: Floats
) -> GroupedStep:
    mine = table.member_numbers[row]
    others = [other for other in sorted(group) if table.member_numbers[other] != mine]
    beside = sum(table.member_numbers[other] == mine for other in group)
    if not others:
        relation = GroupRelation.UNIQUE
    else:
        relation = GroupRelation.SAME if beside == 1 and times[row] == 1 else GroupRelation.PART
    return GroupedStep(
        ref=table.refs[row],
        name=table.steps[row].name,
        relation=relation,
        likeness=float(likeness[row, others].mean()) if others else 1.0,
    )
