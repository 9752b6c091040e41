"""Decisions as the screens use them: asked for, recorded, refused, carried through re-imports, made alike."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from fitgap.app.decision_standings import standings_of
from fitgap.app.workspace import Workspace
from fitgap.model.access import Actor, Role
from fitgap.model.choice import ChoiceKind
from fitgap.model.decision import Decision, DecisionItem, ItemFilter, Place, Subject, SubjectKind, Terms
from fitgap.model.message import AccessError, ConflictError, UsageError
from fitgap.reading.result import NamedBytes

STEPS = ("届書を受け付ける", "電子申請を取り込む", "住民票の写しを交付する")
REFORM = Terms(resolution="change_process", reason="窓口に一本化する")
MakeFlow = Callable[..., NamedBytes]
ONLY_STEPS = ItemFilter(kinds=frozenset({SubjectKind.STEP}))


@pytest.fixture
def gap(workspace: Workspace, make_flow: MakeFlow, package: tuple[NamedBytes, ...]) -> DecisionItem:
    """A step that no function covers."""
    workspace.add_catalog(package, key="hibiki", person="見本")
    flow_id = workspace.add_flow("青葉野市", make_flow(*STEPS), person="見本").flow_id
    assert flow_id is not None
    workspace.choose(flow_id, "hibiki", "t2", ChoiceKind.NONE_FITS, person="見本", seen_choice_id=None)
    return workspace.decisions.step_item(flow_id, "hibiki", "t2")


def decide(workspace: Workspace, item: DecisionItem, terms: Terms = REFORM, person: str = "山田") -> Decision:
    return workspace.decisions.decide(item.subject, terms, person=person, seen_decision_id=item.newest_id)


def codes(item: DecisionItem) -> list[str]:
    return [said.code.removeprefix("deciding.stale.") for said in item.stale]


def test_a_gap_asks_until_it_is_decided(workspace: Workspace, gap: DecisionItem) -> None:
    wanted = replace(ONLY_STEPS, undecided_only=True)
    assert [item.subject.title for item in workspace.decisions.items(wanted)] == ["電子申請を取り込む"]
    made = decide(workspace, gap)
    assert (made.person, made.at[:10], made.terms) == ("山田", "2026-04-01", REFORM)
    assert workspace.decisions.items(wanted) == ()
    assert workspace.decisions.item(gap.subject).decision == made


def test_a_deferral_leaves_the_item_open_and_becomes_overdue(workspace: Workspace, gap: DecisionItem) -> None:
    decide(workspace, gap, Terms(resolution="deferred", reason="例規", owner="佐藤", deadline="2026-03-31"))
    assert not workspace.decisions.item(gap.subject).is_decided
    (row,) = workspace.decisions.ledger()
    assert (row.is_overdue, row.decision.is_open) == (True, True)


def test_terms_that_break_a_rule_are_refused_with_the_rule(workspace: Workspace, gap: DecisionItem) -> None:
    with pytest.raises(UsageError) as refused:
        decide(workspace, gap, Terms(resolution="customise_local", reason="様式"))
    assert refused.value.message.code == "deciding.rule.no_cause"
    assert workspace.decisions.history(gap.subject) == ()


def test_who_was_slower_is_told_who_decided(workspace: Workspace, gap: DecisionItem) -> None:
    decide(workspace, gap, person="佐藤")
    with pytest.raises(ConflictError) as conflict:
        decide(workspace, gap)
    assert dict(conflict.value.message.values)["person"] == "佐藤"


def test_a_decision_follows_its_step_to_another_id(
    workspace: Workspace, gap: DecisionItem, make_flow: MakeFlow
) -> None:
    decide(workspace, gap)
    moved = make_flow("受付番号を渡す", *STEPS, ids="t2 t1 t9 t3")
    flow_id = workspace.add_flow("青葉野市", moved, person="見本", mode="replace").flow_id
    assert flow_id is not None
    item = workspace.decisions.step_item(flow_id, "hibiki", "t9")
    assert (item.subject, item.is_decided, codes(item)) == (gap.subject, True, [])
    assert workspace.decisions.step_item(flow_id, "hibiki", "t2").decision is None, "the id belongs to a new step"


def test_a_changed_text_makes_the_decision_stale_and_says_so(
    workspace: Workspace, gap: DecisionItem, make_flow: MakeFlow
) -> None:
    made = decide(workspace, gap)
    changed = make_flow(STEPS[0], "電子申請を紙に印刷する", STEPS[2])
    workspace.add_flow("青葉野市", changed, person="見本", mode="replace")
    item = workspace.decisions.item(gap.subject)
    assert "text" in codes(item)
    assert (item.decision, item.is_decided) == (made, False), "still on record, asked again"
    assert decide(workspace, item).supersedes_id == made.id
    assert workspace.decisions.item(gap.subject).stale == ()


def test_a_step_that_is_gone_stays_in_the_ledger(workspace: Workspace, gap: DecisionItem, make_flow: MakeFlow) -> None:
    decide(workspace, gap)
    workspace.add_flow("青葉野市", make_flow(STEPS[0], STEPS[2], ids="t1 t3"), person="見本", mode="replace")
    (row,) = workspace.decisions.ledger()
    assert [said.code for said in row.stale] == ["deciding.stale.gone"]
    with pytest.raises(UsageError):
        decide(workspace, gap)


def test_a_new_edition_of_the_function_makes_the_decision_stale(
    workspace: Workspace, gap: DecisionItem, package: tuple[NamedBytes, ...]
) -> None:
    flow_id = gap.flow_ids[0]
    workspace.choose(flow_id, "hibiki", "t1", ChoiceKind.CONFIRM, item_id="F1", person="見本", seen_choice_id=None)
    item = workspace.decisions.step_item(flow_id, "hibiki", "t1")
    decide(workspace, item, Terms(resolution="adopt_standard"))
    decide(workspace, gap)
    features = package[0].content.replace("画面から入力して".encode(), "帳票を読み取って".encode())
    newer = (NamedBytes(name="features.csv", content=features), *package[1:])
    workspace.add_catalog(newer, key="hibiki", person="見本")
    assert "feature" in codes(workspace.decisions.item(item.subject))
    assert workspace.decisions.item(gap.subject).is_decided, "the other decision does not rest on that function"


def test_a_policy_without_the_word_makes_the_decision_stale(workspace: Workspace, gap: DecisionItem) -> None:
    workspace.set_policy('[deciding.more_resolutions]\njoint = "共同処理"', "山田")
    assert workspace.decisions.words()["resolution"][-1] == "joint"
    decide(workspace, gap, Terms(resolution="joint", reason="隣市に委託する"))
    workspace.set_policy("", "山田")
    assert codes(workspace.decisions.item(gap.subject)) == ["word_gone"]


def test_revoking_brings_back_what_held_before(workspace: Workspace, gap: DecisionItem) -> None:
    first = decide(workspace, gap)
    second = decide(workspace, workspace.decisions.item(gap.subject), replace(REFORM, reason="別の理由"))
    workspace.decisions.revoke(second.id, "佐藤")
    assert workspace.decisions.item(gap.subject).decision == first
    assert [one.revoked_by for one in workspace.decisions.history(gap.subject)] == ["", "佐藤"]


def test_deciding_alike_touches_what_the_preview_names_and_is_undone_at_once(
    workspace: Workspace, gap: DecisionItem, make_flow: MakeFlow
) -> None:
    for member in ("汐見町", "白嶺市"):
        flow_id = workspace.add_flow(member, make_flow(*STEPS), person="見本").flow_id
        assert flow_id is not None
        workspace.choose(flow_id, "hibiki", "t2", ChoiceKind.NONE_FITS, person="見本", seen_choice_id=None)
    other = next(item for item in workspace.decisions.items(ONLY_STEPS) if item.subject.members == ("汐見町",))
    kept = decide(workspace, other, Terms(resolution="retire", reason="廃止する"))
    gap = workspace.decisions.item(gap.subject)
    assert {one.subject.members for one in workspace.decisions.needed_by(gap)} == {("汐見町",), ("白嶺市",)}
    preview = workspace.decisions.preview_bulk(gap.subject)
    assert [item.subject.members for item in preview.undecided] == [("青葉野市",), ("白嶺市",)]
    assert [item.decision for item in preview.decided] == [kept]
    done = workspace.decisions.decide_like(preview.undecided, REFORM, person="山田")
    assert len(done.decisions) == 2
    workspace.decisions.undo_bulk(done.batch_id, "山田")
    assert [row.decision.id for row in workspace.decisions.ledger() if row.decision.state == "active"] == [kept.id]
    assert len(workspace.decisions.ledger()) == 3, "nothing is lost"


def test_a_group_decides_for_its_members_and_one_may_differ(
    workspace: Workspace, gap: DecisionItem, make_flow: MakeFlow
) -> None:
    flow_id = workspace.add_flow("汐見町", make_flow(*STEPS, file="別名.bpmn"), person="見本").flow_id
    assert flow_id is not None
    workspace.choose(flow_id, "hibiki", "t2", ChoiceKind.NONE_FITS, person="見本", seen_choice_id=None)
    (group,) = workspace.decisions.items(ItemFilter(kinds=frozenset({SubjectKind.GROUP})))
    assert group.subject.members == ("汐見町", "青葉野市")
    shared = decide(workspace, group)
    step = workspace.decisions.item(gap.subject)
    assert (step.decision, step.is_decided) == (shared, True)
    own = decide(workspace, step, Terms(resolution="workaround", reason="件数が少ない"))
    assert workspace.decisions.item(gap.subject).decision == own
    assert workspace.decisions.step_item(flow_id, "hibiki", "t2").decision == shared


def test_only_who_may_decide_decides(workspace: Workspace, gap: DecisionItem) -> None:
    viewer = workspace.acting_as(Actor(roles=frozenset({Role.EDITOR})))
    assert viewer.decisions.items()
    with pytest.raises(AccessError):
        decide(viewer, gap)


def test_a_decision_on_one_group_says_nothing_of_another_that_shares_a_step() -> None:
    one, two, three = (Place(series_id=number, item_id="t1") for number in (1, 2, 3))

    def group(*places: Place) -> DecisionItem:
        subject = Subject(kind=SubjectKind.GROUP, catalog_key="hibiki", places=places)
        return DecisionItem(
            subject=subject,
            businesses=(),
            departments=(),
            flow_ids=(),
            item_ids=(),
            grounds=(),
            verdict=None,
            confidence=1.0,
        )

    decided, other = group(one, two), group(two, three)
    made = Decision(id=1, subject=decided.subject, terms=REFORM, person="p", at="t", grounds=())
    today = standings_of((decided, other), (made,), (REFORM.resolution,))
    assert [today.full(item).decision for item in (decided, other)] == [made, None]
    after = standings_of((other,), (made,), (REFORM.resolution,))
    assert after.full(other).decision == made, "a group that is no longer proposed lives on in what it became"
