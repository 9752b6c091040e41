"""Groups as people corrected them."""

from collections.abc import Iterable

import pytest
from tests.unit.comparing.flows import MOVING_IN, POLICY, member

from fitgap.app.comparing_flows import wordings_of
from fitgap.comparing import compare_process
from fitgap.comparing.correcting import HeldGroup, correct
from fitgap.model.comparison import Comparison, Doing, ProcessProposal, StepRef
from fitgap.model.correction import AbsenceReason, Correction, CorrectionKind, SpokenStep


def ref(name: str) -> StepRef:
    """``a1`` is step 1 of member a."""
    return StepRef(member=name[0], flow_key=name[0], step_id=name[1:])


def spoken(names: str) -> tuple[SpokenStep, ...]:
    return tuple(SpokenStep(ref=ref(name), name=name) for name in names.split())


def word(kind: CorrectionKind, number: int = 1, **said: object) -> Correction:
    lists = {key: spoken(str(said.pop(key))) for key in ("steps", "left", "joined") if key in said}
    return Correction(id=number, kind=kind, person="山田", at="2026-04-01", **lists, **said)  # type: ignore[arg-type]


def sets(*groups: str) -> list[frozenset[StepRef]]:
    return [frozenset(ref(name) for name in group.split()) for group in groups]


def told(groups: Iterable[HeldGroup]) -> set[str]:
    return {" ".join(sorted(f"{one.member}{one.step_id}" for one in group.steps)) for group in groups}


def test_a_step_moves_to_another_group() -> None:
    move = word(CorrectionKind.MOVE, steps="c1", left="a1 b1", joined="a2 b2")
    assert told(correct(sets("a1 b1 c1", "a2 b2"), [move])) == {"a1 b1", "a2 b2 c1"}


def test_a_step_stands_alone_and_several_split_off_together() -> None:
    split = word(CorrectionKind.MOVE, steps="b1 c1", left="a1")
    assert told(correct(sets("a1 b1 c1"), [split])) == {"a1", "b1 c1"}


def test_a_step_may_serve_two_groups() -> None:
    both = word(CorrectionKind.MOVE, steps="c1", joined="a2 b2")
    assert told(correct(sets("a1 b1 c1", "a2 b2"), [both])) == {"a1 b1 c1", "a2 b2 c1"}


def test_two_groups_become_one_with_the_steps_of_newcomers() -> None:
    join = word(CorrectionKind.JOIN, steps="a1 b1", joined="c1")
    assert told(correct(sets("a1 b1 d1", "c1", "d2"), [join])) == {"a1 b1 c1 d1", "d2"}


def test_a_name_follows_the_steps_it_was_given_to() -> None:
    name = word(CorrectionKind.NAME, joined="a1 b1 c1", name="受付")
    (named,) = (group for group in correct(sets("a1 b1 d1", "c1"), [name]) if group.name)
    assert (told([named]), named.name, named.corrections) == ({"a1 b1 d1"}, "受付", (1,))


def test_what_was_put_together_stays_together_when_the_machine_thinks_otherwise() -> None:
    move = word(CorrectionKind.MOVE, steps="c1", left="a1 b1", joined="a2 b2")
    assert told(correct(sets("a1 b1", "c1 a2", "b2"), [move])) == {"a1 b1", "a2 b2 c1"}


def test_what_was_put_apart_stays_apart_when_the_machine_thinks_otherwise() -> None:
    move = word(CorrectionKind.MOVE, steps="c1", left="a1 b1", joined="a2 b2")
    assert told(correct(sets("a1 b1 c1 a2 b2"), [move])) == {"a1 b1", "a2 b2 c1"}


def test_a_vanished_step_is_passed_over() -> None:
    gone = SpokenStep(ref=ref("c1"), name="c1", is_gone=True)
    move = Correction(id=1, kind=CorrectionKind.MOVE, person="x", at="y", steps=(gone,), joined=spoken("a1"))
    assert told(correct(sets("a1", "b1 c1"), [move])) == {"a1", "b1 c1"}


def test_an_undone_correction_changes_nothing() -> None:
    undone = word(CorrectionKind.JOIN, steps="a1", joined="b1", undone_by="佐藤", undone_at="2026-04-02")
    assert told(correct(sets("a1", "b1"), [undone])) == {"a1", "b1"}


def test_the_later_word_holds() -> None:
    first = word(CorrectionKind.JOIN, 1, steps="a1", joined="b1")
    second = word(CorrectionKind.MOVE, 2, steps="b1", left="a1")
    assert told(correct(sets("a1", "b1"), [second, first])) == {"a1", "b1"}


@pytest.fixture(scope="module")
def flows() -> tuple[object, ...]:
    return (member("青葉野市", MOVING_IN), member("汐見町", MOVING_IN), member("白嶺市", MOVING_IN[1:]))


def compared(flows: tuple[object, ...], *corrections: Correction) -> Comparison:
    proposal = ProcessProposal(name="転入", flow_keys=tuple(flow.key for flow in flows), confidence=1.0)  # type: ignore[attr-defined]
    return compare_process(flows, proposal, wordings_of(flows), POLICY.comparing, corrections)  # type: ignore[arg-type]


def about(comparison: Comparison, name: str) -> tuple[SpokenStep, ...]:
    group = next(group for group in comparison.groups if group.name == name)
    return tuple(SpokenStep(ref=step.ref, name=step.name) for step in group.steps)


def test_every_missing_step_asks_for_a_reason_until_it_has_one(flows: tuple[object, ...]) -> None:
    before = compared(flows)
    (asked,) = before.absences
    assert (asked.member, asked.reason) == ("白嶺市", "")
    reason = Correction(
        id=7,
        kind=CorrectionKind.ABSENCE,
        person="山田",
        at="2026-04-01",
        joined=about(before, "番号札の発券"),
        member="白嶺市",
        reason=AbsenceReason.OTHER_BODY,
        note="案内所が配る",
    )
    (given,) = compared(flows, reason).absences
    assert (given.reason, given.note, given.person, given.correction_id) == ("other_body", "案内所が配る", "山田", 7)


def test_a_step_under_another_name_is_no_longer_missing(flows: tuple[object, ...]) -> None:
    before = compared(flows)
    reason = Correction(
        id=7,
        kind=CorrectionKind.ABSENCE,
        person="山田",
        at="2026-04-01",
        joined=about(before, "番号札の発券"),
        steps=tuple(step for step in about(before, "転入届の受付") if step.ref.member == "白嶺市"),
        member="白嶺市",
        reason=AbsenceReason.OTHER_NAME,
    )
    after = compared(flows, reason)
    assert after.absences == ()
    group = next(group for group in after.groups if group.name == "番号札の発券")
    assert group.doing("白嶺市") is Doing.PART, "the step still receives the form as well"
    assert group.corrections == (7,)


def test_a_corrected_group_takes_its_new_name_into_the_sentences(flows: tuple[object, ...]) -> None:
    before = compared(flows)
    name = Correction(
        id=1, kind=CorrectionKind.NAME, person="x", at="y", joined=about(before, "番号札の発券"), name="呼出し"
    )
    (difference,) = (one for one in compared(flows, name).differences if one.kind == "missing_here")
    assert dict(difference.said.values)["step"] == "呼出し"
