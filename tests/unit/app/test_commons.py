"""What a group works out together, over a workspace of its own."""

from collections.abc import Callable

import pytest

from fitgap.app.commons import Commons
from fitgap.app.workspace import Workspace
from fitgap.model.access import Actor, Role
from fitgap.model.comparison import ChangeKind, CommonRule
from fitgap.model.message import AccessError, ConflictError, UsageError
from fitgap.model.step import steps_of
from fitgap.reading.result import NamedBytes
from fitgap.texts import say

MakeFlow = Callable[..., NamedBytes]
STEPS = ("転入届の受付", "本人確認", "届書の審査", "住民票への異動入力", "異動内容の決裁", "住民票の写しの交付")
MEMBERS = {
    "青葉野市": STEPS,
    "汐見町": (*STEPS[:5], "国民健康保険の案内", STEPS[5]),
    "白嶺市": (*STEPS[:4], *STEPS[5:]),
}


@pytest.fixture
def flow_ids(workspace: Workspace, make_flow: MakeFlow) -> tuple[int, ...]:
    for member, names in MEMBERS.items():
        workspace.add_flow(member, make_flow(*names), person="山田")
    return tuple(row.id for row in workspace.flows())


@pytest.fixture
def commons(workspace: Workspace, flow_ids: tuple[int, ...]) -> Commons:
    return workspace.commons


def test_a_saved_version_is_what_was_planned_and_stays_it(
    workspace: Workspace, commons: Commons, flow_ids: tuple[int, ...], make_flow: MakeFlow
) -> None:
    plan = commons.propose(flow_ids, CommonRule.MAJORITY, "ja").plan.renamed(0, "届出の受付").without(1)
    saved = commons.save(flow_ids, plan, "ja", note="初版", person="山田", seen_id=None)
    names = [step.name for step in steps_of(commons.open_version(saved.id).flow)]
    assert names == ["届出の受付", *STEPS[2:]]
    assert saved.steps[0].wordings == ("転入届の受付",) * 3
    before = commons.open_version(saved.id).content

    again = make_flow("来庁の案内", *STEPS, ids="t0 t1 t2 t3 t4 t5 t6")
    workspace.add_flow("青葉野市", again, person="山田", mode="replace")
    now = tuple(row.id for row in workspace.flows())
    assert commons.versions(now) == (saved,)
    assert commons.open_version(saved.id).content == before
    today = commons.plan_of_version(saved.id)
    assert [len(step.refs) for step in today.steps] == [3, 3, 3, 2, 3]
    told = [say(one.said, "ja") for one in commons.draw(now, today, "ja").changes if one.member == "青葉野市"]
    assert told == ["「来庁の案内」をやめる。", "「本人確認」をやめる。"]


def test_a_version_that_was_not_seen_is_not_saved_over(commons: Commons, flow_ids: tuple[int, ...]) -> None:
    plan = commons.propose(flow_ids, CommonRule.MAJORITY, "ja").plan
    first = commons.save(flow_ids, plan, "ja", note="", person="山田", seen_id=None)
    with pytest.raises(ConflictError) as refused:
        commons.save(flow_ids, plan, "ja", note="", person="佐藤", seen_id=None)
    assert dict(refused.value.message.values)["person"] == "山田"
    second = commons.save(flow_ids, plan.moved(0, 2), "ja", note="", person="佐藤", seen_id=first.id)
    assert second.number == 2
    said = [say(one, "ja") for one in commons.version_changes(first.id, second.id)]
    assert said == ["「転入届の受付」を「届書の審査」の後に移した。"]


def test_a_version_needs_a_person_a_name_and_a_step(commons: Commons, flow_ids: tuple[int, ...]) -> None:
    plan = commons.propose(flow_ids, CommonRule.MAJORITY, "ja").plan
    empty = plan
    while empty.steps:
        empty = empty.without(0)
    for wrong, person in ((plan, " "), (plan.renamed(0, "長" * 300), "山田"), (empty, "山田")):
        with pytest.raises(UsageError):
            commons.save(flow_ids, wrong, "ja", note="", person=person, seen_id=None)
    assert commons.versions(flow_ids) == ()


def test_who_only_looks_on_saves_nothing(workspace: Workspace, flow_ids: tuple[int, ...]) -> None:
    looking = workspace.acting_as(Actor(roles=frozenset({Role.VIEWER}))).commons
    plan = looking.propose(flow_ids, CommonRule.MAJORITY, "ja").plan
    with pytest.raises(AccessError):
        looking.save(flow_ids, plan, "ja", note="", person="山田", seen_id=None)


def test_the_published_standard_is_a_rule_and_no_member(
    workspace: Workspace, commons: Commons, flow_ids: tuple[int, ...], make_flow: MakeFlow
) -> None:
    with pytest.raises(UsageError):
        commons.propose(flow_ids, CommonRule.STANDARD, "ja")
    standard = workspace.add_flow("国の標準", make_flow(*STEPS[:3], STEPS[5]), person="山田").flow_id
    assert standard is not None
    everyone = (*flow_ids, standard)
    commons.mark_standard(standard, is_marked=True, person="山田")
    assert commons.comparison(everyone).members == tuple(sorted(MEMBERS))
    drawn = commons.propose(everyone, CommonRule.STANDARD, "ja")
    assert [step.name for step in drawn.plan.steps] == [*STEPS[:3], STEPS[5]]
    assert {one.member for one in drawn.common.changes} == set(MEMBERS)
    saved = commons.save(flow_ids, drawn.plan, "ja", note="", person="山田", seen_id=None)
    again = commons.draw(flow_ids, commons.plan_of_version(saved.id), "ja")
    assert len(again.changes) == len(drawn.common.changes)
    commons.mark_standard(standard, is_marked=False, person="山田")
    assert "国の標準" in commons.comparison(everyone).members


def test_a_newcomer_is_checked_against_the_saved_version(
    workspace: Workspace, commons: Commons, flow_ids: tuple[int, ...], make_flow: MakeFlow
) -> None:
    plan = commons.propose(flow_ids, CommonRule.MAJORITY, "ja").plan
    saved = commons.save(flow_ids, plan, "ja", note="", person="山田", seen_id=None)
    standard = commons.open_version(saved.id).flow
    newcomer = workspace.preview_flow(make_flow(*STEPS[:4], STEPS[5], "広報紙の配布")).flow
    assert newcomer is not None
    (one,) = commons.check_joining("転入", standard, [("北野町", newcomer)]).newcomers
    assert (one.member, one.shared_steps) == ("北野町", 5)
    assert [(change.kind, say(change.said, "ja")) for change in one.changes] == [
        (ChangeKind.ADD, "「異動内容の決裁」を新たに行う。"),
        (ChangeKind.DROP, "「広報紙の配布」をやめる。"),
    ]
    assert commons.is_same_process(standard, newcomer)
    other = workspace.preview_flow(make_flow("鍋を洗う", "皿を拭く", title="炊事")).flow
    assert other is not None
    assert not commons.is_same_process(standard, other)


def test_members_are_measured_against_group_common_flow_and_package(
    workspace: Workspace, commons: Commons, flow_ids: tuple[int, ...], package: tuple[NamedBytes, ...]
) -> None:
    workspace.add_catalog(package, key="hibiki", person="山田")
    plan = commons.propose(flow_ids, CommonRule.MEMBER, "ja", member="汐見町").plan
    told: list[tuple[int, int]] = []
    found = commons.member_distances(
        flow_ids, plan, ["hibiki"], "ja", lambda _, done, count: told.append((done, count))
    )
    by_member = {one.member: one for one in found}
    assert by_member["汐見町"].to_common == 0
    assert min(found, key=lambda one: one.to_group).member == "青葉野市"
    rate = (by_member["青葉野市"].covered or {})["hibiki"]
    assert 0 < rate.numerator <= rate.denominator <= len(STEPS)
    assert told[-1] == (3, 3)


def test_processes_are_ranked_by_what_divides_them(workspace: Workspace, commons: Commons, make_flow: MakeFlow) -> None:
    for member in MEMBERS:
        upload = make_flow("鍋を洗う", "皿を拭く", "棚に戻す", file="炊事.bpmn", title="炊事")
        workspace.add_flow(member, upload, person="山田")
    ranked, refusals = commons.rank_processes()
    assert [one.process for one in ranked] == ["転入届の受付", "炊事"]
    assert ranked[0].mean > ranked[1].mean == 0
    assert (ranked[0].members, ranked[0].shared, ranked[1].shared) == (3, 5, 3)
    assert refusals == ()
