"""One member's way through the groups of a process: what it does, in which order, who, with which forms and means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from fitgap.comparing.arrays import Booleans
from fitgap.comparing.evidence import Wordings
from fitgap.comparing.forms import same_forms
from fitgap.comparing.roles import means_of, role_of
from fitgap.comparing.table import StepTable
from fitgap.model.comparison import StepGroup
from fitgap.model.flow import Direction
from fitgap.model.policy import Comparing
from fitgap.model.step import Step

_MINUTES_AN_HOUR = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Everything about one member by group number (its place in the list of groups).

    `directly` and `eventually` say which group follows which; `extra_ways` count the ways on from a group beyond one,
    `uses` say what is done with each form.
    """

    member: str
    rows: Mapping[int, tuple[int, ...]]
    groups_of: Mapping[int, tuple[int, ...]]
    has: Booleans
    directly: Booleans
    eventually: Booleans
    roles: Mapping[int, frozenset[str]]
    forms: Mapping[int, frozenset[str]]
    means: Mapping[int, frozenset[str]]
    extra_ways: Mapping[int, int]
    uses: Mapping[int, Mapping[str, Direction]]


def profiles_of(
    table: StepTable, groups: Sequence[StepGroup], wordings: Wordings, policy: Comparing
) -> dict[str, Profile]:
    """The profile of every member."""
    names = [form.name for step in table.steps for form in step.forms]
    heads = same_forms(names, wordings, policy.form_likeness)
    row_of = {ref: row for row, ref in enumerate(table.refs)}
    found = {}
    for member in table.members:
        rows = {
            number: tuple(row_of[ref] for ref in group.refs_of(member) if ref in row_of)
            for number, group in enumerate(groups)
        }
        found[member] = _profile(
            member, {number: its for number, its in rows.items() if its}, table, groups, heads, policy
        )
    return found


def hours_of(steps: Sequence[Step]) -> float:
    """The hours a year that some steps take, as far as minutes and volume are stated."""
    return sum((step.minutes_per_case or 0) * (step.cases_per_year or 0) for step in steps) / _MINUTES_AN_HOUR


def _profile(
    member: str,
    rows: Mapping[int, tuple[int, ...]],
    table: StepTable,
    groups: Sequence[StepGroup],
    heads: Mapping[str, str],
    policy: Comparing,
) -> Profile:
    mine = sorted({row for its in rows.values() for row in its})
    place = {row: index for index, row in enumerate(mine)}
    steps = np.zeros((len(mine), len(mine)), np.bool_)
    for row in mine:
        for after in table.following[row]:
            if after in place:
                steps[place[row], place[after]] = True
    holds = np.zeros((len(groups), len(mine)), np.bool_)
    for number, its in rows.items():
        holds[number, [place[row] for row in its]] = True
    has: Booleans = holds.sum(axis=1) > 0
    return Profile(
        member=member,
        rows=rows,
        groups_of={row: tuple(np.flatnonzero(holds[:, place[row]]).tolist()) for row in mine},
        has=has,
        directly=_between(holds, steps),
        eventually=_between(holds, closure(steps)),
        roles={n: frozenset(filter(None, (role_of(table.steps[r], policy) for r in its))) for n, its in rows.items()},
        forms={n: frozenset(heads[f.name] for r in its for f in table.steps[r].forms) for n, its in rows.items()},
        means={n: frozenset().union(*(means_of(table.steps[r], policy) for r in its)) for n, its in rows.items()},
        uses={n: _uses([table.steps[r] for r in its], heads) for n, its in rows.items()},
        extra_ways={n: sum(max(len(table.following[r]) - 1, 0) for r in its) for n, its in rows.items()},
    )


def _uses(steps: Sequence[Step], heads: Mapping[str, str]) -> Mapping[str, Direction]:
    """What is done with each form; one that is both read and written counts as written."""
    found: dict[str, Direction] = {}
    for form in (form for step in steps for form in step.forms):
        head = heads[form.name]
        if found.get(head) is not Direction.OUTPUT:
            found[head] = form.direction
    return found


def closure(steps: Booleans) -> Booleans:
    """Which step is reached from which, over any number of others."""
    reached = steps.copy()
    for through in range(len(steps)):
        reached |= reached[:, [through]] & reached[[through], :]
    return reached


def leaving_out(follows: Booleans, is_kept: Booleans) -> Booleans:
    """Who directly follows whom among the kept ones, when the others are passed over."""
    found = follows.copy()
    for through in np.flatnonzero(~is_kept & (found.any(axis=0) | found.any(axis=1))):
        found |= found[:, [through]] & found[[through], :]
    found &= is_kept[:, None] & is_kept[None, :]
    np.fill_diagonal(found, False)
    return found


def _between(holds: Booleans, steps: Booleans) -> Booleans:
    """Relations of groups from relations of their steps; nothing follows itself."""
    counts = holds.astype(np.float32)
    found: Booleans = (counts @ steps.astype(np.float32) @ counts.T) > 0
    np.fill_diagonal(found, False)
    return found
