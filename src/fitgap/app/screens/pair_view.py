"""From a comparison to two flows side by side: which step of one stands beside which of the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fitgap.app.viewer import LinkKind, LinkMark
from fitgap.model.commons import StepShare
from fitgap.model.comparison import Comparison, DivergencePart

NOTHING_BESIDE = "＋"
STEPS_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class PairStep:
    """A step of one flow: the numbers of the work that it shares with the other, and its counterparts there."""

    step_id: str
    name: str
    numbers: tuple[int, ...]
    counterparts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two flows of one comparison; `shared` counts the work that both do."""

    left: tuple[PairStep, ...]
    right: tuple[PairStep, ...]
    shared: int

    def side(self, is_left: bool) -> tuple[PairStep, ...]:
        """The steps of one of the two."""
        return self.left if is_left else self.right


@dataclass(frozen=True, slots=True, kw_only=True)
class PartRow:
    """One part of a divergence, what it adds to the total, and the steps that make most of it."""

    part: DivergencePart
    value: float | None
    added: float
    steps: tuple[str, ...]


def pair_of(comparison: Comparison, left_key: str, right_key: str) -> Pair:
    """Number the work that both flows do, along the process, and find each step's counterparts."""
    sides: tuple[dict[str, PairStep], dict[str, PairStep]] = ({}, {})
    number = 0
    for group in comparison.groups:
        mine, theirs = ([step for step in group.steps if step.ref.flow_key == key] for key in (left_key, right_key))
        number += bool(mine and theirs)
        for side, here, there in ((sides[0], mine, theirs), (sides[1], theirs, mine)):
            for step in here:
                before = side.get(step.ref.step_id)
                side[step.ref.step_id] = PairStep(
                    step_id=step.ref.step_id,
                    name=step.name,
                    numbers=(*(before.numbers if before else ()), *((number,) if there else ())),
                    counterparts=tuple(
                        dict.fromkeys(
                            (*(before.counterparts if before else ()), *(other.ref.step_id for other in there))
                        )
                    ),
                )
    return Pair(left=tuple(sides[0].values()), right=tuple(sides[1].values()), shared=number)


def link_marks(
    steps: Sequence[PairStep], xml_ids: Mapping[str, str], linked: frozenset[str], says: Mapping[bool, str]
) -> list[LinkMark]:
    """What the diagram shows of one side; `says` are the sentences of a shared step and of one alone (by being shared),
    with places for its name and its numbers."""
    found = []
    for step in steps:
        if step.step_id not in xml_ids:
            continue
        sign = "・".join(str(number) for number in step.numbers) or NOTHING_BESIDE
        found.append(
            LinkMark(
                element_id=xml_ids[step.step_id],
                kind=LinkKind.SHARED if step.numbers else LinkKind.ALONE,
                sign=sign,
                label=says[bool(step.numbers)].format(name=step.name, numbers=sign),
                is_linked=step.step_id in linked,
            )
        )
    return found


def part_rows(comparison: Comparison, pair: tuple[str, str], shares: Sequence[StepShare]) -> tuple[PartRow, ...]:
    """Every part of two members' divergence down to the steps that make it."""
    names = {group.id: group.name for group in comparison.groups}
    found = next(one for one in comparison.divergences if {one.left, one.right} == set(pair))
    rows = []
    for part in DivergencePart:
        making = sorted((one for one in shares if one.parts[part] > 0), key=lambda one: -one.parts[part])
        rows.append(
            PartRow(
                part=part,
                value=found.value(part),
                added=sum(one.parts[part] for one in making),
                steps=tuple(names[one.group_id] for one in making[:STEPS_NAMED]),
            )
        )
    return tuple(rows)
