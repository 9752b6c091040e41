"""What every database must do with corrections and placings."""

from dataclasses import replace

import pytest
from tests.contracts.test_store import FLOW, LATER, NOON

from fitgap.deciding.corrections_table import NewCorrection
from fitgap.deciding.realigning import Alignment, StepPair
from fitgap.deciding.store import Store
from fitgap.model.comparison import StepRef
from fitgap.model.correction import AbsenceReason, Correction, CorrectionKind, SpokenStep
from fitgap.model.message import ConflictError, UsageError


def spoken(flow_id: int, *step_ids: str) -> tuple[SpokenStep, ...]:
    return tuple(
        SpokenStep(ref=StepRef(member=FLOW.member, flow_key=str(flow_id), step_id=step_id), name=f"手順{step_id}")
        for step_id in step_ids
    )


def move(flow_id: int, step_id: str = "s1", left: str = "s2", **more: object) -> NewCorrection:
    new = NewCorrection(
        kind=CorrectionKind.MOVE,
        person="山田",
        at=NOON,
        steps=spoken(flow_id, step_id),
        left=spoken(flow_id, left),
        before="受付",
    )
    return replace(new, **more)  # type: ignore[arg-type]


def absence(flow_id: int, member: str) -> NewCorrection:
    return NewCorrection(
        kind=CorrectionKind.ABSENCE,
        person="佐藤",
        at=LATER,
        joined=spoken(flow_id, "s1"),
        member=member,
        reason=AbsenceReason.UNKNOWN,
    )


def moved_to(alignment: dict[str, str]) -> Alignment:
    pairs = (StepPair(earlier_id=old, step_id=new, fingerprint="f", is_changed=False) for old, new in alignment.items())
    return Alignment(pairs=tuple(pairs))


def ids(correction: Correction) -> list[tuple[str, bool]]:
    return [(step.ref.step_id, step.is_gone) for step in correction.spoken_steps]


def test_a_correction_is_kept_with_who_when_and_what_before(store: Store) -> None:
    flow_id = store.add_flow(FLOW)
    (added,) = store.correction_log.add([move(flow_id, note="同じ仕事")], 0)
    (kept,) = store.correction_log.corrections()
    assert kept == added
    assert (kept.person, kept.at, kept.before, kept.note, kept.holds) == ("山田", NOON, "受付", "同じ仕事", True)
    assert ids(kept) == [("s1", False), ("s2", False)]


def test_undoing_adds_to_the_log_and_happens_once(store: Store) -> None:
    flow_id = store.add_flow(FLOW)
    (added,) = store.correction_log.add([move(flow_id)], 0)
    store.correction_log.undo(added.id, LATER, "佐藤")
    (kept,) = store.correction_log.corrections()
    assert (kept.holds, kept.undone_by, kept.undone_at) == (False, "佐藤", LATER)
    assert store.correction_log.revision()[0] > added.id
    with pytest.raises(ConflictError):
        store.correction_log.undo(added.id, LATER, "鈴木")
    with pytest.raises(UsageError):
        store.correction_log.undo(99, LATER, "鈴木")


def test_who_saw_less_is_told_and_nothing_is_recorded(store: Store) -> None:
    flow_id = store.add_flow(FLOW)
    store.correction_log.add([move(flow_id)], 0)
    with pytest.raises(ConflictError) as raised:
        store.correction_log.add([move(flow_id, "s2", "s3", person="佐藤")], 0)
    assert dict(raised.value.message.values)["person"] == "山田"
    assert len(store.correction_log.corrections()) == 1
    store.correction_log.add([move(flow_id, "s8", "s9", person="佐藤")], 0)  # another group


def test_an_undoing_meanwhile_is_a_conflict_too(store: Store) -> None:
    flow_id = store.add_flow(FLOW)
    (added,) = store.correction_log.add([move(flow_id)], 0)
    store.correction_log.undo(added.id, LATER, "佐藤")
    with pytest.raises(ConflictError) as raised:
        store.correction_log.add([move(flow_id)], added.id)
    assert dict(raised.value.message.values)["person"] == "佐藤"


def test_reasons_for_two_members_stand_side_by_side(store: Store) -> None:
    flow_id = store.add_flow(FLOW)
    store.correction_log.add([absence(flow_id, "汐見町")], 0)
    store.correction_log.add([absence(flow_id, "白嶺市")], 0)
    with pytest.raises(ConflictError):
        store.correction_log.add([absence(flow_id, "汐見町")], 0)


def test_several_are_recorded_all_or_none(store: Store) -> None:
    flow_id = store.add_flow(FLOW)
    store.correction_log.add([absence(flow_id, "汐見町")], 0)
    with pytest.raises(ConflictError):
        store.correction_log.add([absence(flow_id, "白嶺市"), absence(flow_id, "汐見町")], 0)
    assert len(store.correction_log.corrections()) == 1


def test_a_correction_follows_its_steps_through_re_imports(store: Store) -> None:
    first = store.add_flow(FLOW)
    store.correction_log.add([move(first)], 0)
    second, _ = store.replace_flow(replace(FLOW, content_hash="h2"), first, moved_to({"s1": "t1", "s2": "t2"}))
    third, _ = store.replace_flow(replace(FLOW, content_hash="h3"), second, moved_to({"t1": "u1"}))
    (kept,) = store.correction_log.corrections()
    assert ids(kept) == [("u1", False), ("t2", True)], "the step that vanished is still named"
    assert [step.ref.flow_key for step in kept.steps] == [str(third)]
    assert [step.name for step in kept.spoken_steps] == ["手順s1", "手順s2"]


def test_a_correction_of_a_replaced_or_removed_flow_is_refused(store: Store) -> None:
    first = store.add_flow(FLOW)
    second, _ = store.replace_flow(replace(FLOW, content_hash="h2"), first, moved_to({}))
    with pytest.raises(ConflictError):
        store.correction_log.add([move(first)], 0)
    store.correction_log.add([move(second)], 0)
    store.remove_flow(second, LATER, "佐藤")
    (kept,) = store.correction_log.corrections()
    assert all(step.is_gone for step in kept.spoken_steps)


def test_the_last_word_on_a_flow_holds_through_re_imports(store: Store) -> None:
    flow_id = store.add_flow(FLOW)
    first = store.correction_log.place({flow_id: "転入"}, "山田", NOON, 0)
    store.correction_log.place({flow_id: "転入届"}, "佐藤", LATER, first)
    later, _ = store.replace_flow(replace(FLOW, content_hash="h2"), flow_id, moved_to({}))
    told = [(one.flow_id, one.process, one.before, one.person) for one in store.correction_log.placings()]
    assert told == [(later, "転入", "", "山田"), (later, "転入届", "転入", "佐藤")]


def test_a_batch_of_placings_is_undone_as_one(store: Store) -> None:
    flows = [store.add_flow(replace(FLOW, member=member)) for member in ("青葉野市", "汐見町")]
    batch = store.correction_log.place(dict.fromkeys(flows, "転入"), "山田", NOON, 0)
    store.correction_log.undo_placing(batch, "佐藤", LATER)
    assert [one.process for one in store.correction_log.placings()[-2:]] == ["", ""]
    with pytest.raises(ConflictError):
        store.correction_log.undo_placing(batch, "佐藤", LATER)
    with pytest.raises(UsageError):
        store.correction_log.undo_placing(999, "佐藤", LATER)


def test_placing_what_somebody_placed_meanwhile_is_a_conflict(store: Store) -> None:
    flows = [store.add_flow(replace(FLOW, member=member)) for member in ("青葉野市", "汐見町")]
    store.correction_log.place({flows[1]: "転出"}, "山田", NOON, 0)
    with pytest.raises(ConflictError) as raised:
        store.correction_log.place(dict.fromkeys(flows, "転入"), "佐藤", LATER, 0)
    assert dict(raised.value.message.values)["process"] == "転出"
    assert len(store.correction_log.placings()) == 1
