"""What each member has to change to follow a common flow."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np

from fitgap.comparing.arrays import Booleans
from fitgap.comparing.differences import lane_of, listed
from fitgap.comparing.order import longest_rising
from fitgap.comparing.profiles import Profile, closure, hours_of
from fitgap.comparing.selecting import Ballot
from fitgap.comparing.voting import CommonWay
from fitgap.model.comparison import Change, ChangeKind
from fitgap.model.flow import Direction, Work
from fitgap.model.message import Value, message
from fitgap.model.step import Step

_KINDS = tuple(ChangeKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A step of the common flow; `number` is its group's place in the comparison."""

    node_id: str
    number: int
    name: str
    kind: str
    role: str
    lane: str
    forms: tuple[tuple[str, Direction], ...]
    work: Work


def changes_of(ballot: Ballot, units: Sequence[Unit], ways: Sequence[CommonWay]) -> tuple[Change, ...]:
    """Every change, by member, then by kind, then by hours a year, then along the flow."""
    reached = _reached(units, ways, len(ballot.groups))
    found = [
        change
        for member, profile in ballot.profiles.items()
        for change in (
            *_adds(ballot, profile, units),
            *_drops(ballot, profile, units),
            *_moves(ballot, profile, units, reached),
            *_others(ballot, profile, units),
        )
    ]
    return tuple(sorted(found, key=lambda one: (one.member, _KINDS.index(one.kind), -one.hours_per_year)))


def _adds(ballot: Ballot, profile: Profile, units: Sequence[Unit]) -> Iterator[Change]:
    """Work of the common flow that the member does not do; hours are the mean of those who do it."""
    chosen = {unit.number for unit in units}
    for unit in units:
        if profile.has[unit.number] or _is_done_elsewhere(ballot, profile, unit.number, chosen):
            continue
        hours = [hours_of(ballot.steps(unit.number, doer)) for doer in ballot.doers(unit.number)]
        yield _change(ballot, profile, unit.number, ChangeKind.ADD, (), fmean(hours or [0.0]), step=unit.name)


def _drops(ballot: Ballot, profile: Profile, units: Sequence[Unit]) -> Iterator[Change]:
    """Steps of the member that stand for nothing in the common flow."""
    chosen = {unit.number for unit in units}
    for row, numbers in profile.groups_of.items():
        if not chosen.intersection(numbers):
            step = ballot.table.steps[row]
            yield _change(ballot, profile, numbers[0], ChangeKind.DROP, (row,), hours_of([step]), step=step.name)


def _moves(ballot: Ballot, profile: Profile, units: Sequence[Unit], reached: Booleans) -> Iterator[Change]:
    """The fewest pieces of work that, put elsewhere, bring the member's own order in line with the common one."""
    mine = [unit for unit in units if profile.has[unit.number]]
    place = {unit.number: float(ballot.table.places[list(profile.rows[unit.number])].mean()) for unit in mine}
    ranks = {unit.number: rank for rank, unit in enumerate(mine)}
    in_my_order = sorted(mine, key=lambda unit: (place[unit.number], ranks[unit.number]))
    stay = longest_rising([ranks[unit.number] for unit in in_my_order])
    turned = profile.eventually & ~profile.eventually.T & reached.T & ~reached
    for rank, unit in enumerate(mine):
        is_turned = turned[unit.number].any() or turned[:, unit.number].any()
        if rank in stay or not is_turned:
            continue
        rows = profile.rows[unit.number]
        hours = hours_of([ballot.table.steps[row] for row in rows])
        values = {"step": unit.name, "other": mine[rank - 1].name} if rank else {"step": unit.name}
        code = "change.move" if rank else "change.move_first"
        yield _change(ballot, profile, unit.number, ChangeKind.MOVE, rows, hours, code, **values)


def _others(ballot: Ballot, profile: Profile, units: Sequence[Unit]) -> Iterator[Change]:
    """Work that the member does in another role or with other forms."""
    for unit in units:
        rows = profile.rows.get(unit.number, ())
        steps = [ballot.table.steps[row] for row in rows]
        hours = hours_of(steps)
        if rows and unit.role and profile.roles[unit.number] and unit.role not in profile.roles[unit.number]:
            now = listed(list(dict.fromkeys(lane_of(step) for step in steps)))
            values: dict[str, Value] = {"step": unit.name, "now": now, "then": unit.lane}
            yield _change(ballot, profile, unit.number, ChangeKind.ROLE, rows, hours, **values)
        if not rows:
            continue
        wanted = {form for form, _ in unit.forms}
        added = sorted(wanted - profile.forms[unit.number])
        dropped = sorted(profile.forms[unit.number] - wanted)
        if added or dropped:
            values = {"step": unit.name, "added": listed(added) or "－", "dropped": listed(dropped) or "－"}
            yield _change(ballot, profile, unit.number, ChangeKind.FORM, rows, hours, **values)


def _change(
    ballot: Ballot,
    profile: Profile,
    number: int,
    kind: ChangeKind,
    rows: Sequence[int],
    hours: float,
    code: str = "",
    /,
    **values: Value,
) -> Change:
    code = code or f"change.{kind.value}"
    steps: list[Step] = [ballot.table.steps[row] for row in rows]
    if len(steps) == 1 and steps[0].minutes_per_case and steps[0].cases_per_year:
        said = message(f"{code}_cases", **values, minutes=steps[0].minutes_per_case, cases=steps[0].cases_per_year)
    else:
        said = message(f"{code}_hours", **values, hours=hours) if hours else message(code, **values)
    return Change(
        member=profile.member,
        kind=kind,
        group_id=ballot.groups[number].id,
        said=said,
        refs=tuple(ballot.table.refs[row] for row in rows),
        hours_per_year=hours,
    )


def _is_done_elsewhere(ballot: Ballot, profile: Profile, number: int, chosen: set[int]) -> bool:
    """True when a step of the group also stands in another chosen group, where the member does it."""
    others = {
        other
        for doer in ballot.profiles.values()
        for row in doer.rows.get(number, ())
        for other in doer.groups_of[row]
        if other in chosen
    }
    return any(profile.has[other] for other in others)


def _reached(units: Sequence[Unit], ways: Sequence[CommonWay], size: int) -> Booleans:
    """Which group is reached from which in the common flow, going forward only."""
    rank = {unit.number: index for index, unit in enumerate(units)}
    forward = np.zeros((size, size), np.bool_)
    for way in ways:
        if rank[way.before] < rank[way.after]:
            forward[way.before, way.after] = True
    return closure(forward)
