"""All steps of the flows compared, in one order that does not depend on the order they were given in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from fitgap.comparing.arrays import Booleans, Floats, Integers
from fitgap.comparing.order import Way, places_of, ways_of
from fitgap.model.comparison import MemberFlow, StepRef, members_of
from fitgap.model.step import Step, steps_of


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTable:
    """Steps by member, flow key and place on the way; everything else is parallel to `steps`.

    `member_numbers` count the members in alphabetical order; `places` run from 0 to 1 along each flow; `following`
    holds the rows of the steps that directly follow, `ways` the same by flow key with conditions.
    """

    flows: tuple[MemberFlow, ...]
    steps: tuple[Step, ...]
    refs: tuple[StepRef, ...]
    member_numbers: Integers
    places: Floats
    following: tuple[tuple[int, ...], ...]
    ways: dict[str, tuple[Way, ...]]

    @property
    def members(self) -> tuple[str, ...]:
        """The members in alphabetical order."""
        return members_of(self.flows)

    def is_foreign(self) -> Booleans:
        """For every pair of steps: do they belong to different members?"""
        return np.not_equal.outer(self.member_numbers, self.member_numbers)


def lay_out_steps(flows: Iterable[MemberFlow]) -> StepTable:
    """Put the steps of some flows into one table."""
    ordered = tuple(sorted(flows, key=lambda flow: (flow.member, flow.key)))
    number = {member: index for index, member in enumerate(members_of(ordered))}
    steps: list[Step] = []
    refs: list[StepRef] = []
    places: list[float] = []
    following: list[tuple[int, ...]] = []
    ways: dict[str, tuple[Way, ...]] = {}
    for one in ordered:
        ways[one.key] = ways_of(one.flow)
        mine = _in_place(steps_of(one.flow), ways[one.key])
        row = {step.id: len(steps) + index for index, (step, _) in enumerate(mine)}
        steps.extend(step for step, _ in mine)
        places.extend(place for _, place in mine)
        refs.extend(StepRef(member=one.member, flow_key=one.key, step_id=step.id) for step, _ in mine)
        for step, _ in mine:
            following.append(tuple(sorted(row[way.after] for way in ways[one.key] if way.before == step.id)))
    return StepTable(
        flows=ordered,
        steps=tuple(steps),
        refs=tuple(refs),
        member_numbers=np.fromiter((number[ref.member] for ref in refs), np.int64, len(refs)),
        places=np.array(places, np.float32),
        following=tuple(following),
        ways=ways,
    )


def _in_place(steps: Sequence[Step], ways: Sequence[Way]) -> list[tuple[Step, float]]:
    places = places_of([step.id for step in steps], ways)
    return sorted(((step, places[step.id]) for step in steps), key=lambda pair: pair[1])
