"""Which steps of N members' flows are the same work: evidence for every pair, weighed, then a cover by groups."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from fitgap.comparing.arrays import Booleans, Floats
from fitgap.comparing.context import context_of
from fitgap.comparing.correcting import HeldGroup, correct
from fitgap.comparing.covering import cover
from fitgap.comparing.evidence import Nearness, Wordings, evidence_of, kinds_of, meaning_of, opposed
from fitgap.comparing.naming import name_of
from fitgap.comparing.table import StepTable
from fitgap.model.comparison import Absence, GroupedStep, GroupRelation, StepGroup
from fitgap.model.correction import Correction
from fitgap.model.policy import Comparing

CONSTANT = "constant"
MEANING = "meaning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Aligned:
    """What the machine found of one process: groups of rows of a table, and how like each two steps are."""

    table: StepTable
    likeness: Floats
    groups: tuple[frozenset[int], ...]


def align(
    table: StepTable, wordings: Wordings, policy: Comparing, nearness: Nearness | None = None
) -> tuple[StepGroup, ...]:
    """The machine's groups of the same work, along the process."""
    return described(align_rows(table, wordings, policy, nearness), ())[0]


def align_rows(table: StepTable, wordings: Wordings, policy: Comparing, nearness: Nearness | None = None) -> Aligned:
    """The same before anything is said of the groups; this is what takes its time."""
    likeness = likeness_of(table, wordings, policy, nearness)
    found = cover(
        likeness,
        table.is_foreign(),
        policy.even,
        policy.joining_cost * max(len(table.members) - 1, 1),
        policy.changes_per_step * len(table.steps),
    )
    return Aligned(table=table, likeness=likeness, groups=tuple(found))


def likeness_of(table: StepTable, wordings: Wordings, policy: Comparing, nearness: Nearness | None = None) -> Floats:
    """How sure the evidence is (0..1) that two steps are the same work; 0 within a member.

    Two looks, each a logistic sum of measures; each kind of pair is weighed by weights of its own. Nearness in meaning,
    where a model is given, speaks at the first look for a pair above `meaning_even` and against one below. Opposites
    (accept, reject) are never the same. Two steps that say the same at the same place are the same for sure, and no
    other step of either member is.
    """
    kinds = {kind: pairs for kind, pairs in kinds_of(table.steps, wordings).items() if pairs.any()}
    looks = [{kind: getattr(policy, f"{kind}{again}") for kind in kinds} for again in ("", "_again")]
    asked = frozenset(name for weights in looks[0].values() for name in weights)
    measures = evidence_of(table, wordings, policy, asked)
    if nearness is not None:
        measures = chain(measures, [(MEANING, meaning_of(table.steps, nearness) - np.float32(policy.meaning_even))])
        looks[0] = {kind: {**weights, MEANING: policy.meaning_weight} for kind, weights in looks[0].items()}
    first = weighed(measures, table, kinds, looks[0])
    excluded = opposed(table.steps, wordings)
    if excluded is not None:
        first[excluded] = 0
    likeness = weighed(context_of(first, table, policy), table, kinds, looks[1])
    if excluded is not None:
        likeness[excluded] = 0
    twins = _twins(table)
    for row, other in twins:
        likeness[row, table.member_numbers == table.member_numbers[other]] = 0
        likeness[table.member_numbers == table.member_numbers[row], other] = 0
    for row, other in twins:
        likeness[row, other] = 1
    return likeness


def weighed(
    measures: Iterable[tuple[str, Floats]],
    table: StepTable,
    kinds: Mapping[str, Booleans],
    weights: Mapping[str, Mapping[str, float]],
) -> Floats:
    """The logistic sum of measures over all pairs of steps, by the weights of each pair's kind; 0 within a member."""
    sums = {kind: np.full(pairs.shape, weights[kind][CONSTANT], np.float32) for kind, pairs in kinds.items()}
    for name, values in measures:
        for kind, whole in sums.items():
            if weight := weights[kind].get(name, 0.0):
                whole += np.float32(weight) * values
    chosen = np.zeros((len(table.steps),) * 2, np.float32)
    for kind, whole in sums.items():
        np.copyto(chosen, whole, where=kinds[kind])
    likeness = np.where(table.is_foreign(), 1 / (1 + np.exp(-chosen)), 0)
    return likeness.astype(np.float32)


def _twins(table: StepTable) -> list[tuple[int, int]]:
    """Pairs of steps with the same texts at the same place."""
    alike: dict[tuple[str, str, str, float], list[int]] = {}
    number = table.member_numbers
    for row, (step, place) in enumerate(zip(table.steps, table.places.tolist(), strict=True)):
        alike.setdefault((step.name, step.content, step.kind, place), []).append(row)
    return [(row, other) for rows in alike.values() for row in rows for other in rows if number[row] != number[other]]


def described(aligned: Aligned, corrections: Sequence[Correction]) -> tuple[tuple[StepGroup, ...], tuple[Absence, ...]]:
    """The groups as people corrected them, along the process: numbered, named, each step with its relation.

    Beside them every place where a member lacks a group's work, with the reason where somebody gave one.
    """
    table, likeness = aligned.table, aligned.likeness
    row_of = {ref: row for row, ref in enumerate(table.refs)}
    held = correct((frozenset(table.refs[row] for row in group) for group in aligned.groups), corrections)
    rows_of = {group: sorted(row_of[ref] for ref in group.steps) for group in held}
    times = Counter(row for rows in rows_of.values() for row in rows)
    ordered = sorted(held, key=lambda group: (float(table.places[rows_of[group]].mean()), rows_of[group]))
    width = max(len(str(len(ordered))), 2)
    groups: list[StepGroup] = []
    absences: list[Absence] = []
    for number, one in enumerate(ordered, start=1):
        rows = rows_of[one]
        group = StepGroup(
            id=f"G{number:0{width}}",
            name=one.name or name_of([table.steps[row] for row in rows], likeness[np.ix_(rows, rows)]),
            steps=tuple(_grouped(row, frozenset(rows), times, table, likeness) for row in rows),
            corrections=one.corrections,
            is_named=bool(one.name),
        )
        groups.append(group)
        absences.extend(_absences(group, one, table.members))
    return tuple(groups), tuple(absences)


def _absences(group: StepGroup, held: HeldGroup, members: Sequence[str]) -> Iterator[Absence]:
    given = {correction.member: correction for correction in held.absences}
    for member in members:
        if member in group.members:
            continue
        said = given.get(member)
        if said is None or said.reason is None:
            yield Absence(group_id=group.id, member=member)
            continue
        yield Absence(
            group_id=group.id,
            member=member,
            reason=said.reason.value,
            note=said.note,
            person=said.person,
            at=said.at,
            correction_id=said.id,
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
