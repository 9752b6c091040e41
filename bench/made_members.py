"""Many made-up members: the sample members' flows, changed as members' flows differ, some of them of one vendor.

A family is a sample flow with some changes that all its members share; a member has some more of its own: steps
renamed by the thesaurus, divided, joined, moved, added, dropped, with another office or form. The changes are those of
`tests/unit/comparing/known_truth.py`. The texts are the samples'; how many members share which is made up.
"""

import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.unit.comparing.flows import Row, flow, rows_of
from tests.unit.comparing.known_truth import PLANTS

from comparing_cases import Case
from fitgap.model.comparison import MemberFlow

MEMBERS_A_FAMILY = 12
CHANGES_OF_A_FAMILY, MOST_OWN_CHANGES = 5, 6
OWN_WORDS = ("担当で", "係で", "当日中に", "台帳を見て", "端末で", "二人で", "順番に", "支所でも")


def made_members(case: Case, count: int, chance: random.Random) -> Iterator[MemberFlow]:
    """So many members' flows of a sample process."""
    seeds = [rows_of(flow.flow) for flow in case.flows]
    kin: tuple[Row, ...] = ()
    for number in range(count):
        if number % MEMBERS_A_FAMILY == 0:
            kin = changed(chance.choice(seeds), CHANGES_OF_A_FAMILY, chance)
        rows = [worded(row, chance) for row in changed(kin, chance.randint(0, MOST_OWN_CHANGES), chance)]
        name = f"m{number:04}"
        yield MemberFlow(key=f"{name}/{case.name}", member=name, flow=flow(rows, name=case.name))


def changed(rows: Sequence[Row], times: int, chance: random.Random) -> tuple[Row, ...]:
    for _ in range(times):
        plant = PLANTS[chance.choice(tuple(PLANTS))]
        rows = plant(rows, chance.randrange(len(rows))).rows
    return tuple(rows)


def worded(row: Row, chance: random.Random) -> Row:
    """The row with a few words of the member's own in every other content."""
    name, content, lane, form = row
    return (name, chance.choice(OWN_WORDS) + content, lane, form) if chance.random() < 0.5 else row
