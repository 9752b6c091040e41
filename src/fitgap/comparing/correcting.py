"""The machine's groups and what people said of them -> the groups that hold.

Corrections are played back in the order they were made, whatever the machine found this time. Each one speaks of
steps, so it finds the groups it means by the steps they hold: a new member's step that the machine put beside them
comes along, and a step that vanished is passed over.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from fitgap.model.comparison import StepRef
from fitgap.model.correction import AbsenceReason, Correction, CorrectionKind, present_refs

Refs = frozenset[StepRef]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldGroup:
    """Steps of one piece of work, with the name and the reasons for absence (by member) that people gave it."""

    steps: Refs
    name: str = ""
    corrections: tuple[int, ...] = ()
    absences: tuple[Correction, ...] = ()


@dataclass(slots=True, kw_only=True, eq=False)
class _Group:
    steps: set[StepRef]
    name: str = ""
    corrections: list[int] = field(default_factory=list)
    absences: dict[str, Correction] = field(default_factory=dict)

    def touch(self, correction: Correction) -> None:
        if correction.id not in self.corrections:
            self.corrections.append(correction.id)


def correct(groups: Iterable[Refs], corrections: Iterable[Correction]) -> tuple[HeldGroup, ...]:
    """The groups after every correction that holds, oldest first; every step stays in one group at least.

    Afterwards the newest word holds for sure: moved steps share a group with what they joined and none with what they
    left. The result depends neither on the order of `groups` nor on that of `corrections`.
    """
    held = [_Group(steps=set(group)) for group in sorted(groups, key=sorted)]
    known = frozenset(ref for group in held for ref in group.steps)
    for correction in sorted(corrections, key=lambda one: one.id):
        if correction.holds:
            _play(held, correction, known)
            held[:] = _distinct(held)
    return tuple(
        HeldGroup(
            steps=frozenset(group.steps),
            name=group.name,
            corrections=tuple(group.corrections),
            absences=tuple(group.absences.values()),
        )
        for group in held
    )


def _play(groups: list[_Group], correction: Correction, known: Refs) -> None:
    steps, left, joined = (
        present_refs(spoken) & known for spoken in (correction.steps, correction.left, correction.joined)
    )
    if correction.kind is CorrectionKind.MOVE and steps:
        _bring_together(groups, correction, steps, left - joined - steps, joined)
    elif correction.kind is CorrectionKind.JOIN and steps and joined:
        _join(groups, correction, steps, joined)
    elif correction.kind is CorrectionKind.NAME and (named := _holding(groups, joined)):
        named.name = correction.name
        named.touch(correction)
    elif correction.kind is CorrectionKind.ABSENCE and (lacking := _holding(groups, joined)):
        if correction.reason is AbsenceReason.OTHER_NAME and steps:
            _bring_together(groups, correction, steps, frozenset(), joined)
        else:
            lacking.absences[correction.member] = correction


def _bring_together(groups: list[_Group], correction: Correction, moved: Refs, left: Refs, joined: Refs) -> None:
    """Put steps where the joined ones are, and away from those they leave."""
    target = _holding(groups, joined)
    if target is None:
        target = _Group(steps=set())
        groups.append(target)
    strayed = joined - target.steps
    for group in groups:
        if group is target:
            continue
        if group.steps & left:
            if group.steps & moved:
                group.touch(correction)
            group.steps -= moved
        group.steps -= strayed
        if group.steps <= moved:
            group.steps.clear()
    target.steps |= moved | joined
    target.touch(correction)
    if unwanted := target.steps & left:
        target.steps -= unwanted
        _house(groups, unwanted, _holding([group for group in groups if group is not target], left))


def _join(groups: list[_Group], correction: Correction, steps: Refs, joined: Refs) -> None:
    """Make one group of two; what people said of either holds for both."""
    target, other = _holding(groups, joined), _holding(groups, steps)
    if target is None or other is None:
        return
    if other is not target:
        target.steps |= other.steps
        target.name = target.name or other.name
        target.absences = {**other.absences, **target.absences}
        for number in other.corrections:
            if number not in target.corrections:
                target.corrections.append(number)
        other.steps.clear()
    strayed = (steps | joined) - target.steps
    for group in groups:
        if group is not target:
            group.steps -= strayed
    target.steps |= strayed
    target.touch(correction)


def _house(groups: list[_Group], steps: Iterable[StepRef], home: _Group | None) -> None:
    """Give steps that were put out a group, unless they have one."""
    homeless = set(steps) - {ref for group in groups for ref in group.steps}
    if home is not None:
        home.steps |= homeless
    elif homeless:
        groups.append(_Group(steps=homeless))


def _holding(groups: Sequence[_Group], refs: Refs) -> _Group | None:
    """The group that holds most of some steps; of several the one with least beside them, then the first."""
    best = min(
        groups,
        key=lambda group: (-len(group.steps & refs), len(group.steps - refs), sorted(group.steps)),
        default=None,
    )
    return best if best is not None and best.steps & refs else None


def _distinct(groups: Iterable[_Group]) -> list[_Group]:
    """The groups that hold something, those of the same steps once."""
    found: dict[Refs, _Group] = {}
    for group in groups:
        if not group.steps:
            continue
        earlier = found.setdefault(frozenset(group.steps), group)
        if earlier is not group:
            earlier.name = earlier.name or group.name
            earlier.absences = {**group.absences, **earlier.absences}
            earlier.corrections.extend(number for number in group.corrections if number not in earlier.corrections)
    return list(found.values())
