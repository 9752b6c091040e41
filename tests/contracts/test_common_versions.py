"""Common flows in the store: versions are added, never changed; nobody saves over what they have not seen."""

from dataclasses import replace

import pytest
from tests.contracts.test_store import FLOW, NOON

from fitgap.deciding.common_versions_table import NewVersion
from fitgap.deciding.realigning import Alignment
from fitgap.deciding.store import Store
from fitgap.model.commons import VersionStep
from fitgap.model.comparison import CommonRule, StepRef
from fitgap.model.message import ConflictError, UsageError


def version(*flow_ids: int, **more: object) -> NewVersion:
    refs = tuple(StepRef(member="青葉野市", flow_key=str(flow_id), step_id="s1") for flow_id in flow_ids)
    step = VersionStep(
        node_id="Step_01", name="受付", lane="窓口", forms=("届出書",), refs=refs, wordings=("受付",) * len(refs)
    )
    new = NewVersion(
        process="転入",
        name="共通",
        rule=CommonRule.MAJORITY,
        member="",
        package="",
        note="初版",
        person="山田",
        at=NOON,
        content=b"<bpmn/>",
        steps=(step,),
    )
    return replace(new, **more)  # type: ignore[arg-type]


@pytest.fixture
def flow_id(store: Store) -> int:
    return store.add_flow(FLOW)


def test_a_version_comes_back_as_it_was_saved(store: Store, flow_id: int) -> None:
    saved = store.commons.add(version(flow_id), {flow_id}, None)
    assert (saved.number, saved.person, saved.note) == (1, "山田", "初版")
    assert store.commons.about({flow_id}) == (saved,)
    again, content = store.commons.version(saved.id)
    assert (again, content) == (saved, b"<bpmn/>")
    assert again.steps == version(flow_id).steps


def test_the_next_version_leaves_the_first_as_it_is(store: Store, flow_id: int) -> None:
    first = store.commons.add(version(flow_id), {flow_id}, None)
    second = store.commons.add(version(flow_id, name="改訂", person="佐藤"), {flow_id}, first.id)
    assert (second.number, second.series_id) == (2, first.id)
    assert store.commons.about({flow_id}) == (second, first)


@pytest.mark.parametrize("is_seen", [False, True])
def test_nobody_saves_over_a_version_they_have_not_seen(store: Store, flow_id: int, is_seen: bool) -> None:
    first = store.commons.add(version(flow_id), {flow_id}, None)
    second = store.commons.add(version(flow_id, person="佐藤"), {flow_id}, first.id)
    with pytest.raises(ConflictError) as refused:
        store.commons.add(version(flow_id), {flow_id}, first.id if is_seen else None)
    assert dict(refused.value.message.values)["person"] == "佐藤"
    assert store.commons.about({flow_id})[0] == second


def test_a_flow_imported_again_still_leads_to_its_versions(store: Store, flow_id: int) -> None:
    saved = store.commons.add(version(flow_id), {flow_id}, None)
    later, _ = store.replace_flow(replace(FLOW, content=b"later", content_hash="h9"), flow_id, Alignment(pairs=()))
    assert store.commons.about({later}) == (saved,)
    other = store.add_flow(replace(FLOW, file="other.bpmn", content_hash="h8"))
    assert store.commons.about({other}) == ()


def test_what_was_saved_and_marked_is_on_record(store: Store, flow_id: int) -> None:
    store.commons.add(version(flow_id), {flow_id}, None)
    store.commons.mark_standard(flow_id, is_marked=True, person="佐藤", at=NOON)
    with pytest.raises(ConflictError):
        store.commons.add(version(flow_id), {flow_id}, None)
    assert [(line.what, line.who) for line in store.audit.lines()][-2:] == [
        ("common.saved", "山田"),
        ("common.marked", "佐藤"),
    ]


def test_a_version_that_is_not_there_is_said_to_be_missing(store: Store) -> None:
    with pytest.raises(UsageError):
        store.commons.version(99)


def test_a_mark_stays_with_later_versions_and_can_be_taken_back(store: Store, flow_id: int) -> None:
    store.commons.mark_standard(flow_id, is_marked=True, person="山田", at=NOON)
    later, _ = store.replace_flow(replace(FLOW, content=b"later", content_hash="h9"), flow_id, Alignment(pairs=()))
    assert [(mark.flow_id, mark.person) for mark in store.commons.standards()] == [(later, "山田")]
    store.commons.mark_standard(later, is_marked=False, person="佐藤", at=NOON)
    assert store.commons.standards() == ()
    with pytest.raises(ConflictError):
        store.commons.mark_standard(flow_id, is_marked=True, person="山田", at=NOON)
