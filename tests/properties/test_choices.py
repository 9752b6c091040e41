"""Whatever people click in whatever order: the last word holds, nothing contradicts itself, nothing is deleted."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fitgap.deciding.choices_table import NewChoice
from fitgap.deciding.flows_table import NewFlow
from fitgap.deciding.records import IssueCounts
from fitgap.deciding.store import Store
from fitgap.deciding.superseding import WHOLE_STEP_KINDS, gives_way
from fitgap.model.choice import Choice, ChoiceKind, ChoiceState, ItemKind

FLOW = NewFlow(
    member="m",
    name="n",
    file="f",
    notation="table",
    content=b"",
    content_hash="h",
    options="{}",
    step_count=1,
    issue_counts=IssueCounts(),
    imported_at="t",
    imported_by="p",
)
kinds = st.sampled_from(ChoiceKind)
words = st.lists(st.tuples(kinds, st.sampled_from(["F1", "F2", "F3"]), st.booleans()), min_size=1, max_size=12)


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder:
        opened = Store.open(f"sqlite:///{(Path(folder) / 'x.db').as_posix()}")
        yield opened
        opened.close()


def say(store: Store, flow_id: int, kind: ChoiceKind, item_id: str) -> Choice:
    new = NewChoice(
        flow_id=flow_id,
        step_id="s",
        catalog_key="k",
        kind=kind,
        person="p",
        at="t",
        fingerprint="f",
        item=ItemKind.FEATURE,
        item_id="" if kind in WHOLE_STEP_KINDS else item_id,
        reason="",
        verdict=None,
    )
    return store.add_choice(new, max((c.id for c in active(store, flow_id)), default=None))


def active(store: Store, flow_id: int) -> list[Choice]:
    return [c for c in store.choices(flow_id, "k") if c.state is ChoiceState.ACTIVE]


@settings(max_examples=40)
@given(said=words)
def test_the_last_word_holds_and_no_two_active_choices_contradict(
    store: Store, said: list[tuple[ChoiceKind, str, bool]]
) -> None:
    flow_id = store.add_flow(FLOW)
    for count, (kind, item_id, _) in enumerate(said, start=1):
        latest = say(store, flow_id, kind, item_id)
        holding = active(store, flow_id)
        assert latest in holding
        assert not any(gives_way(one, other) for one in holding for other in holding if one.id < other.id)
        assert len(store.choices(flow_id, "k")) == count


@settings(max_examples=40)
@given(said=words)
def test_undoing_the_latest_brings_back_what_held_before(
    store: Store, said: list[tuple[ChoiceKind, str, bool]]
) -> None:
    flow_id = store.add_flow(FLOW)
    for kind, item_id, is_undone in said:
        before = [c.id for c in active(store, flow_id)]
        latest = say(store, flow_id, kind, item_id)
        if is_undone:
            store.undo_choice(latest.id, "t", "p")
            assert [c.id for c in active(store, flow_id)] == before
