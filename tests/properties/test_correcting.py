"""What holds for corrections of groups, whatever the machine found and whatever people said."""

from hypothesis import given, settings
from hypothesis import strategies as st

from fitgap.comparing.correcting import HeldGroup, correct
from fitgap.model.comparison import StepRef
from fitgap.model.correction import AbsenceReason, Correction, CorrectionKind, SpokenStep

Refs = frozenset[StepRef]
QUICKLY = settings(max_examples=150)
REFS = [
    StepRef(member=member, flow_key=f"{member}{flow}", step_id=str(step))
    for member in "abc"
    for flow in (1, 2)
    for step in range(3)
]
SOME = st.sets(st.sampled_from(REFS), max_size=5)


@st.composite
def groups(draw: st.DrawFn) -> list[Refs]:
    """Groups that hold every step, some steps in several."""
    numbers = draw(st.lists(st.integers(0, 6), min_size=len(REFS), max_size=len(REFS)))
    found = [frozenset(ref for ref, its in zip(REFS, numbers, strict=True) if its == n) for n in set(numbers)]
    return list(dict.fromkeys((*found, *(frozenset(one) for one in draw(st.lists(SOME, max_size=2)) if one))))


def spoken(refs: set[StepRef]) -> tuple[SpokenStep, ...]:
    return tuple(SpokenStep(ref=ref, name=ref.step_id) for ref in sorted(refs))


@st.composite
def corrections(draw: st.DrawFn, most: int = 5) -> list[Correction]:
    found = []
    for number in range(1, draw(st.integers(0, most)) + 1):
        kind = draw(st.sampled_from(CorrectionKind))
        found.append(
            Correction(
                id=number,
                kind=kind,
                person="x",
                at="y",
                steps=spoken(draw(SOME)),
                left=spoken(draw(SOME)),
                joined=spoken(draw(SOME)),
                name=f"名前{number}" if kind is CorrectionKind.NAME else "",
                member=draw(st.sampled_from("abc")),
                reason=draw(st.sampled_from(AbsenceReason)),
            )
        )
    return found


def sets(held: tuple[HeldGroup, ...]) -> set[Refs]:
    return {group.steps for group in held}


@QUICKLY
@given(groups(), corrections())
def test_no_step_is_lost_and_no_group_is_there_twice(found: list[Refs], said: list[Correction]) -> None:
    held = correct(found, said)
    assert {ref for group in held for ref in group.steps} == set(REFS)
    assert len(sets(held)) == len(held)
    assert all(group.steps for group in held)


@QUICKLY
@given(groups(), corrections(), st.randoms(use_true_random=False))
def test_neither_order_matters(found: list[Refs], said: list[Correction], chance: object) -> None:
    shuffled, mixed = list(found), list(said)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert set(correct(shuffled, mixed)) == set(correct(found, said))


@QUICKLY
@given(groups(), corrections(), st.data())
def test_undoing_the_last_word_gives_back_what_was_before(
    found: list[Refs], said: list[Correction], data: st.DataObject
) -> None:
    last = data.draw(st.integers(0, len(said)))
    undone = [
        Correction(**{field: getattr(one, field) for field in one.__slots__} | {"undone_at": "z", "undone_by": "y"})
        if one.id > last
        else one
        for one in said
    ]
    assert set(correct(found, undone)) == set(correct(found, said[:last]))


@QUICKLY
@given(groups(), corrections(), SOME, SOME, SOME)
def test_the_newest_move_holds_whatever_the_machine_found(
    found: list[Refs], said: list[Correction], moved: set[StepRef], left: set[StepRef], joined: set[StepRef]
) -> None:
    move = Correction(
        id=99,
        kind=CorrectionKind.MOVE,
        person="x",
        at="y",
        steps=spoken(moved),
        left=spoken(left),
        joined=spoken(joined),
    )
    held = correct(found, [*said, move])
    if moved:
        assert any(moved | joined <= group.steps for group in held)
    apart = left - joined - moved
    assert not any(group.steps & moved and group.steps & apart for group in held)


@QUICKLY
@given(groups(), st.lists(st.sampled_from(REFS), min_size=1, max_size=4, unique=True))
def test_a_move_gives_no_other_step_a_further_group(found: list[Refs], picked: list[StepRef]) -> None:
    """Played on the groups it was said of, a move gives no other step a further group."""
    source = next(group for group in found if picked[0] in group)
    moved = source & frozenset(picked)
    beside = {ref for group in found if group != source and group & moved for ref in group}
    move = Correction(
        id=1,
        kind=CorrectionKind.MOVE,
        person="x",
        at="y",
        steps=spoken(set(moved)),
        left=spoken(source - moved - beside),
    )
    before = {ref: sum(ref in group for group in found) for ref in REFS}
    after = {ref: sum(ref in group.steps for group in correct(found, [move])) for ref in REFS}
    assert all(after[ref] <= before[ref] for ref in REFS if ref not in moved)
