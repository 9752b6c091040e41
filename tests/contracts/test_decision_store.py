"""What every database behind the store must do with decisions."""

from dataclasses import replace

import pytest
from tests.contracts.test_store import FLOW

from fitgap.deciding.decisions_table import NewDecision
from fitgap.deciding.origins_table import Succession
from fitgap.deciding.realigning import Alignment
from fitgap.deciding.store import Store
from fitgap.model.decision import (
    Alternative,
    Decision,
    DecisionState,
    Ground,
    Impacts,
    Level,
    Place,
    Subject,
    SubjectKind,
    Terms,
)
from fitgap.model.judgement import Verdict
from fitgap.model.message import ConflictError, UsageError

HERE, THERE = Place(series_id=1, item_id="t1"), Place(series_id=2, item_id="7")
STEP = Subject(kind=SubjectKind.STEP, catalog_key="hibiki", places=(HERE,), title="受付", members=("青葉野市",))
GROUP = replace(STEP, kind=SubjectKind.GROUP, places=(HERE, THERE), members=("青葉野市", "汐見町"))
WHOLE = Terms(
    resolution="customise_shared",
    cause="ordinance",
    reason="様式が条例にある",
    asked_by="市民課",
    legal_ground="手数料条例",
    impacts=Impacts(resident="high", staff="low"),
    priority="high",
    owner="佐藤",
    deadline="2027-03-31",
    alternatives=(Alternative(title="amend_rule", pros="費用なし", cons="議会が要る"),),
    burden="shared",
    size="M",
    note="備考",
)


def decide(store: Store, subject: Subject = STEP, seen: int | None = None, **more: object) -> Decision:
    ground = Ground(place=HERE, member="青葉野市", flow="転入", item="受付", fingerprint="f", verdict=Verdict.GAP)
    new = NewDecision(subject=subject, terms=WHOLE, person="山田", at="2026-04-01T12:00:00+09:00", grounds=(ground,))
    return store.add_decisions(((replace(new, **more), seen),))[0]


def test_everything_said_comes_back(store: Store) -> None:
    made = decide(store, meeting_id=3, level=Level.COUNCIL, batch_id="b")
    (kept,) = store.decisions("hibiki")
    assert kept == made == store.decision(made.id) == store.decision_batch("b")[0]
    assert (kept.subject, kept.subject.title, kept.terms, kept.level) == (STEP, "受付", WHOLE, Level.COUNCIL)
    assert kept.grounds[0].verdict is Verdict.GAP
    with pytest.raises(UsageError):
        store.decision(99)


def test_who_was_slower_is_told_and_nothing_is_recorded(store: Store) -> None:
    first = decide(store)
    for subject in (STEP, GROUP):
        with pytest.raises(ConflictError):
            decide(store, subject)
    assert [one.id for one in store.decisions()] == [first.id]
    assert decide(store, seen=first.id).supersedes_id == first.id


def test_a_batch_with_one_conflict_records_nothing(store: Store) -> None:
    decide(store)
    new = NewDecision(subject=STEP, terms=WHOLE, person="佐藤", at="t", grounds=())
    other = replace(new, subject=replace(STEP, places=(THERE,)))
    with pytest.raises(ConflictError):
        store.add_decisions(((other, None), (new, None)))
    assert len(store.decisions()) == 1


def test_a_group_replaces_its_steps_and_gives_them_back_when_revoked(store: Store) -> None:
    step = decide(store)
    group = decide(store, GROUP, seen=step.id)
    exception = decide(store, seen=group.id)
    assert [one.state for one in store.decision_history(STEP)] == [
        DecisionState.SUPERSEDED,
        DecisionState.ACTIVE,
        DecisionState.ACTIVE,
    ], "an exception for one step leaves the group's decision to the others"
    store.revoke_decisions((exception.id, group.id), "2026-04-02T09:00:00+09:00", "佐藤")
    assert store.decision(step.id).state is DecisionState.ACTIVE
    assert store.decision(group.id).revoked_by == "佐藤"
    with pytest.raises(ConflictError):
        store.revoke_decisions((group.id,), "t", "佐藤")


def test_forms_and_steps_of_one_id_do_not_touch(store: Store) -> None:
    decide(store)
    decide(store, replace(STEP, kind=SubjectKind.FORM))
    assert len(store.decision_history(STEP)) == 1


def test_an_item_keeps_its_origin_through_versions(store: Store) -> None:
    step, first = SubjectKind.STEP, store.add_flow(FLOW)
    moved = (Succession(kind=step, item_id="2", earlier_id="1"), Succession(kind=step, item_id="1", earlier_id=None))
    second, _ = store.replace_flow(replace(FLOW, content=b"2"), first, Alignment(pairs=()), moved)
    again = (Succession(kind=step, item_id="3", earlier_id="2"), Succession(kind=step, item_id="2", earlier_id="1"))
    third, _ = store.replace_flow(replace(FLOW, content=b"3"), second, Alignment(pairs=()), again)
    assert store.origins(first, step) == {}
    assert store.origins(second, step) == {"2": "1", "1": f"1@{second}"}
    assert store.origins(third, step) == {"3": "1", "2": f"1@{second}"}
    assert {row.series_id for row in store.flow_versions(third)} == {first}
