from collections.abc import Callable

import pytest

from fitgap.app.workspace import Workspace
from fitgap.model.choice import ChoiceKind, ItemKind
from fitgap.model.judgement import Verdict
from fitgap.model.message import ConflictError, PolicyError, UsageError
from fitgap.reading.result import NamedBytes

MEMBER, PERSON = "青葉野市", "山田"
THREE = ("届書を受け付ける", "本人を確認する", "住民票の写しを交付する")
MakeFlow = Callable[..., NamedBytes]


@pytest.fixture
def flow_id(workspace: Workspace, make_flow: MakeFlow, package: tuple[NamedBytes, ...]) -> int:
    workspace.add_catalog(package, key="hibiki", person=PERSON)
    outcome = workspace.add_flow(MEMBER, make_flow(*THREE), person=PERSON)
    assert outcome.flow_id is not None
    return outcome.flow_id


def test_a_flow_comes_back_as_it_went_in(workspace: Workspace, flow_id: int, make_flow: MakeFlow) -> None:
    stored = workspace.flow(flow_id)
    assert stored.original == make_flow(*THREE).content
    assert [node.name for node in stored.flow.nodes if node.is_task] == list(THREE)
    assert (stored.row.member, stored.row.version, stored.row.step_count, stored.row.imported_by) == (
        MEMBER,
        1,
        3,
        PERSON,
    )
    assert workspace.members() == (MEMBER,)


def test_everything_is_there_after_a_restart(workspace: Workspace, flow_id: int, database: str) -> None:
    workspace.choose(flow_id, "hibiki", "t1", ChoiceKind.MANUAL, person=PERSON, seen_choice_id=None)
    workspace.close()
    again = Workspace.open(database)
    assert again.standings(flow_id, "hibiki")["t1"].verdict is Verdict.NA
    assert again.catalog("hibiki").features[0].id == "F1"
    assert again.location == workspace.location
    again.close()


def test_a_broken_file_stores_nothing_and_says_why(workspace: Workspace) -> None:
    outcome = workspace.add_flow(MEMBER, NamedBytes(name="x.bpmn", content=b"<definitions"), person=PERSON)
    assert outcome.flow_id is None
    assert outcome.reading.has_error
    assert workspace.flows() == ()


def test_a_broken_catalogue_stores_nothing(workspace: Workspace) -> None:
    outcome = workspace.add_catalog((NamedBytes(name="x.csv", content=b"a,b\n1,2\n"),), key="x", person=PERSON)
    assert outcome.key is None
    assert outcome.reading.has_error
    assert workspace.catalogs() == ()


def test_the_very_same_file_is_not_stored_twice(workspace: Workspace, flow_id: int, make_flow: MakeFlow) -> None:
    again = workspace.add_flow(MEMBER, make_flow(*THREE), person="佐藤", mode="replace")
    assert (again.flow_id, again.is_unchanged, len(workspace.flows())) == (flow_id, True, 1)


def test_an_earlier_version_is_found_by_file_and_by_title(
    workspace: Workspace, flow_id: int, make_flow: MakeFlow
) -> None:
    other_file = make_flow(*THREE, file="別名.bpmn")
    for asked in ("転入届.bpmn", "転入届の受付", other_file, make_flow("x", title="別")):
        earlier = workspace.earlier_version(MEMBER, asked)
        assert earlier is not None
        assert earlier.id == flow_id
    assert workspace.earlier_version("汐見町", other_file) is None


def test_new_stores_nothing_over_an_earlier_version(workspace: Workspace, flow_id: int, make_flow: MakeFlow) -> None:
    outcome = workspace.add_flow(MEMBER, make_flow(*THREE, "保管する"), person=PERSON)
    assert outcome.flow_id is None
    assert outcome.earlier is not None
    assert [row.id for row in workspace.flows()] == [flow_id]


def test_keep_puts_the_new_one_beside_the_earlier(workspace: Workspace, flow_id: int, make_flow: MakeFlow) -> None:
    outcome = workspace.add_flow(MEMBER, make_flow(*THREE, "保管する"), person=PERSON, mode="keep")
    assert [row.id for row in workspace.flows(MEMBER)] == [flow_id, outcome.flow_id]


def test_replacing_carries_choices_and_asks_changed_steps_again(
    workspace: Workspace, flow_id: int, make_flow: MakeFlow
) -> None:
    for step_id in ("t1", "t2", "t3"):
        workspace.choose(flow_id, "hibiki", step_id, ChoiceKind.NONE_FITS, person=PERSON, seen_choice_id=None)
    later = make_flow("番号札を渡す", THREE[0], "本人確認書類を確認する", ids="n1 n2 t2")
    outcome = workspace.add_flow(MEMBER, later, person="佐藤", mode="replace")
    assert outcome.realigned is not None
    assert (outcome.realigned.kept, outcome.realigned.moved) == (0, 1)
    assert (outcome.realigned.changed, outcome.realigned.lost) == (1, 1)
    standings = workspace.standings(outcome.flow_id or 0, "hibiki")
    assert (standings["n2"].is_decided, standings["n2"].choices[0].person) == (True, PERSON)
    assert (standings["t2"].is_decided, standings["t2"].has_stale) == (False, True)
    assert [row.version for row in workspace.flow_versions(outcome.flow_id or 0)] == [2, 1]


def test_answering_a_stale_choice_settles_it(workspace: Workspace, flow_id: int, make_flow: MakeFlow) -> None:
    workspace.choose(flow_id, "hibiki", "t2", ChoiceKind.NONE_FITS, person=PERSON, seen_choice_id=None)
    later = make_flow(THREE[0], "本人等を確認する", THREE[2])
    new_id = workspace.add_flow(MEMBER, later, person=PERSON, mode="replace").flow_id or 0
    seen = workspace.standings(new_id, "hibiki")["t2"].choices[-1]
    workspace.choose(new_id, "hibiki", "t2", ChoiceKind.NONE_FITS, person=PERSON, seen_choice_id=seen.id)
    standing = workspace.standings(new_id, "hibiki")["t2"]
    assert (standing.is_decided, standing.has_stale, len(standing.choices)) == (True, False, 1)


def test_a_removed_flow_leaves_the_lists(workspace: Workspace, flow_id: int) -> None:
    workspace.remove_flow(flow_id, PERSON)
    assert (workspace.flows(), workspace.members()) == ((), ())
    with pytest.raises(ConflictError):
        workspace.choose(flow_id, "hibiki", "t1", ChoiceKind.MANUAL, person=PERSON, seen_choice_id=None)


def test_choosing_and_undoing_moves_the_standing(workspace: Workspace, flow_id: int) -> None:
    before = workspace.standings(flow_id, "hibiki")["t1"]
    choice = workspace.choose(
        flow_id, "hibiki", "t1", ChoiceKind.CONFIRM, person=PERSON, item_id="F1", reason=" 同じ ", seen_choice_id=None
    )
    assert (choice.person, choice.reason) == (PERSON, "同じ")
    assert workspace.standings(flow_id, "hibiki")["t1"].confirmed_ids == ("F1",)
    workspace.undo(choice.id, PERSON)
    assert workspace.standings(flow_id, "hibiki")["t1"] == before
    assert len(workspace.choices(flow_id, "hibiki", "t1")) == 1


def test_a_form_can_be_confirmed(workspace: Workspace, flow_id: int) -> None:
    workspace.choose(
        flow_id,
        "hibiki",
        "t3",
        ChoiceKind.CONFIRM,
        person=PERSON,
        item=ItemKind.FORM,
        item_id="R1",
        seen_choice_id=None,
    )
    assert workspace.standings(flow_id, "hibiki")["t3"].confirmed_form_ids == ("R1",)


@pytest.mark.parametrize(
    ("step_id", "kind", "more"),
    [
        ("nowhere", ChoiceKind.MANUAL, {}),
        ("t1", ChoiceKind.CONFIRM, {"item_id": "nothing"}),
        ("t1", ChoiceKind.CONFIRM, {}),
        ("t1", ChoiceKind.NONE_FITS, {"item_id": "F1"}),
        ("t1", ChoiceKind.MANUAL, {"item": ItemKind.FORM}),
        ("t1", ChoiceKind.REJECT, {"item_id": "F1", "verdict": Verdict.FIT}),
        ("t1", ChoiceKind.CONFIRM, {"item_id": "F1", "verdict": Verdict.NA}),
        ("t1", ChoiceKind.MANUAL, {"person": "  "}),
    ],
)
def test_a_choice_that_makes_no_sense_is_refused(
    workspace: Workspace, flow_id: int, step_id: str, kind: ChoiceKind, more: dict[str, str]
) -> None:
    with pytest.raises(UsageError):
        workspace.choose(flow_id, "hibiki", step_id, kind, **{"person": PERSON, "seen_choice_id": None, **more})
    assert workspace.choices(flow_id, "hibiki") == ()


def test_a_new_edition_without_the_confirmed_feature_asks_again(workspace: Workspace, flow_id: int) -> None:
    workspace.choose(flow_id, "hibiki", "t1", ChoiceKind.CONFIRM, person=PERSON, item_id="F1", seen_choice_id=None)
    fewer = NamedBytes(name="features.csv", content="機能ID,機能名称,機能説明,実装区分\nF9,別の機能,別,標準\n".encode())
    workspace.add_catalog((fewer,), key="hibiki", person=PERSON)
    standing = workspace.standings(flow_id, "hibiki")["t1"]
    assert (standing.is_decided, standing.has_stale) == (False, True)


def test_analysing_twice_computes_once(workspace: Workspace, flow_id: int) -> None:
    first = workspace.analyse(flow_id, "hibiki")
    assert workspace.analyse(flow_id, "hibiki") is first
    workspace.set_policy("[searching]\nminimum_likeness = 0.9\n", PERSON)
    assert workspace.analyse(flow_id, "hibiki") is not first


def test_a_wrong_policy_is_refused_and_the_old_one_stays(workspace: Workspace) -> None:
    workspace.set_policy("[searching]\nminimum_likeness = 0.9\n", PERSON)
    with pytest.raises(PolicyError):
        workspace.set_policy("[searching]\nno_such_key = 1\n", PERSON)
    assert workspace.policy().searching.minimum_likeness == 0.9


def test_search_finds_names_before_descriptions_and_forgives_width(workspace: Workspace, flow_id: int) -> None:
    def found(text: str) -> list[str]:
        return [feature.id for feature in workspace.search_features("hibiki", text)]

    assert found("受付")[:2] == ["F1", "F4"]
    assert found("転入　入力") == ["F1"]
    assert found("ｆ3") == ["F3"]
    assert found("該当しない語句") == []
    assert len(workspace.search_features("hibiki", "", limit=2)) == 2


def test_the_workbook_and_the_diagram_come_out(workspace: Workspace, flow_id: int) -> None:
    assert workspace.export_workbook((flow_id,), ("hibiki",), "ja").startswith(b"PK")
    assert "本人を確認する" in workspace.diagram(flow_id).xml


def test_unknown_things_are_said_to_be_unknown(workspace: Workspace) -> None:
    for ask in (lambda: workspace.flow(9), lambda: workspace.catalog("x"), lambda: workspace.analyse(9, "x")):
        with pytest.raises(UsageError):
            ask()


def test_a_member_and_a_person_are_needed(workspace: Workspace, make_flow: MakeFlow) -> None:
    for member, person in (("", PERSON), (MEMBER, " ")):
        with pytest.raises(UsageError):
            workspace.add_flow(member, make_flow("受付"), person=person)
