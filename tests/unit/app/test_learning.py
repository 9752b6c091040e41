"""What one member decides becomes a reason for the next, and travels as a file."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from fitgap.app.paths import sqlite_url
from fitgap.app.workspace import Workspace
from fitgap.model.choice import ChoiceKind
from fitgap.model.judgement import Candidate, StepResult
from fitgap.model.message import UsageError
from fitgap.reading.result import NamedBytes
from fitgap.texts import say

MakeFlow = Callable[..., NamedBytes]
FIRST, NEXT = "青葉野市", "汐見町"


def add(workspace: Workspace, make_flow: MakeFlow, member: str, *names: str) -> int:
    flow_id = workspace.add_flow(member, make_flow(*names), person="山田").flow_id
    assert flow_id is not None
    return flow_id


@pytest.fixture
def decided(workspace: Workspace, make_flow: MakeFlow, package: tuple[NamedBytes, ...]) -> int:
    """The first member confirmed a function that no text speaks for, and calls its second step manual."""
    workspace.add_catalog(package, key="hibiki", person="山田")
    flow_id = add(workspace, make_flow, FIRST, "番号札を呼び出す", "書類を手渡す")
    workspace.choose(flow_id, "hibiki", "t1", ChoiceKind.CONFIRM, person="山田", item_id="F3", seen_choice_id=None)
    workspace.choose(flow_id, "hibiki", "t2", ChoiceKind.MANUAL, person="山田", seen_choice_id=None)
    return flow_id


def result(workspace: Workspace, flow_id: int, place: int = 0) -> StepResult:
    return workspace.analyse(flow_id, "hibiki").results[place]


def said(candidate: Candidate) -> list[str]:
    return [say(reason, "ja") for reason in candidate.reasons if reason.code.startswith("evidence.")]


def test_the_next_member_sees_who_chose_what(workspace: Workspace, decided: int, make_flow: MakeFlow) -> None:
    flow_id = add(workspace, make_flow, NEXT, "番号札を呼び出す", "書類を手渡す")
    chosen = next(c for c in result(workspace, flow_id).candidates if c.feature_id == "F3")
    assert said(chosen) == ["1団体がこの機能を選択（青葉野市）。"]
    assert chosen.score == pytest.approx(sum(part.contribution for part in chosen.parts))
    reasons = [say(reason, "ja") for reason in result(workspace, flow_id, 1).judgement.reasons]
    assert "1団体が手作業と判断（青葉野市）。" in reasons
    assert not any(standing.is_decided for standing in workspace.standings(flow_id, "hibiki").values())


def test_a_near_text_is_quoted(workspace: Workspace, decided: int, make_flow: MakeFlow) -> None:
    flow_id = add(workspace, make_flow, NEXT, "番号札で呼び出す")
    chosen = next(c for c in result(workspace, flow_id).candidates if c.feature_id == "F3")
    assert said(chosen)[1] == "似た手順「番号札を呼び出す」についての判断です。"


def test_nobody_is_evidence_for_itself(workspace: Workspace, decided: int) -> None:
    assert [said(candidate) for candidate in result(workspace, decided).candidates] == [[]] * len(
        result(workspace, decided).candidates
    )


def test_an_undone_choice_no_longer_speaks(workspace: Workspace, decided: int, make_flow: MakeFlow) -> None:
    flow_id = add(workspace, make_flow, NEXT, "番号札を呼び出す")
    assert any(said(candidate) for candidate in result(workspace, flow_id).candidates)
    workspace.undo(workspace.choices(decided, "hibiki", "t1")[0].id, "山田")
    assert not any(said(candidate) for candidate in result(workspace, flow_id).candidates)


def test_it_can_be_switched_off(workspace: Workspace, decided: int, make_flow: MakeFlow) -> None:
    flow_id = add(workspace, make_flow, NEXT, "番号札を呼び出す")
    workspace.set_policy("[evidence]\nis_on = false\n", "山田")
    assert not any(said(candidate) for candidate in result(workspace, flow_id).candidates)
    assert not workspace.evidence("hibiki").is_on


@pytest.mark.parametrize(("with_names", "who"), [(True, "青葉野市"), (False, "判断.csv")])
def test_it_travels_to_another_workspace(
    workspace: Workspace,
    decided: int,
    make_flow: MakeFlow,
    package: tuple[NamedBytes, ...],
    tmp_path: Path,
    with_names: bool,
    who: str,
) -> None:
    file = NamedBytes(name="判断.csv", content=workspace.export_evidence(("hibiki",), with_names=with_names))
    assert (FIRST.encode() in file.content) == with_names
    other = Workspace.open(sqlite_url(tmp_path / "other.db"))
    other.add_catalog(package, key="elsewhere", person="佐藤")
    outcome = other.import_evidence(file, "佐藤")
    flow_id = add(other, make_flow, NEXT, "番号札を呼び出す")
    candidates = other.analyse(flow_id, "elsewhere").results[0].candidates
    assert [said(c) for c in candidates if said(c)] == [[f"1団体がこの機能を選択（{who}）。"]]
    assert other.import_evidence(file, "佐藤").is_unchanged
    assert [row.row_count for row in other.evidence_files()] == [2]
    assert outcome.file_id is not None
    other.remove_evidence(outcome.file_id, "佐藤")
    assert not any(said(c) for c in other.analyse(flow_id, "elsewhere").results[0].candidates)
    with pytest.raises(UsageError):
        other.remove_evidence(outcome.file_id, "佐藤")
    other.close()


def test_a_decision_stays_what_it_was_whatever_others_say(
    workspace: Workspace, decided: int, make_flow: MakeFlow
) -> None:
    flow_id = add(workspace, make_flow, NEXT, "番号札を呼び出す", "書類を手渡す")
    for step_id in ("t1", "t2"):
        workspace.choose(
            flow_id, "hibiki", step_id, ChoiceKind.CONFIRM, person="佐藤", item_id="F2", seen_choice_id=None
        )
    heard = {step: standing.verdict for step, standing in workspace.standings(flow_id, "hibiki").items()}
    workspace.set_policy("[evidence]\nis_on = false\n", "山田")
    assert heard == {step: standing.verdict for step, standing in workspace.standings(flow_id, "hibiki").items()}


def test_nothing_decided_is_nothing_to_export(workspace: Workspace, package: tuple[NamedBytes, ...]) -> None:
    workspace.add_catalog(package, key="hibiki", person="山田")
    with pytest.raises(UsageError) as raised:
        workspace.export_evidence(("hibiki",), with_names=True)
    assert raised.value.message.code == "evidence.nothing_decided"


def test_a_file_that_cannot_be_used_stores_nothing(workspace: Workspace) -> None:
    outcome = workspace.import_evidence(NamedBytes(name="x.csv", content=b"a,b\n1,2\n"), "山田")
    assert (outcome.file_id, workspace.evidence_files()) == (None, ())
    assert outcome.reading.has_error


def test_a_database_of_the_first_release_opens_and_learns(repository: Path, tmp_path: Path) -> None:
    file = tmp_path / "fitgap.db"
    shutil.copyfile(repository / "tests" / "data" / "fitgap-0001.db", file)
    workspace = Workspace.open(sqlite_url(file))
    first, other = workspace.flows()
    assert [(row.member, row.step_count) for row in (first, other)] == [(FIRST, 2), (NEXT, 2)]
    kinds = [(choice.kind, choice.state.value) for choice in workspace.choices(first.id, "hibiki")]
    assert kinds == [
        (ChoiceKind.CONFIRM, "active"),
        (ChoiceKind.CONFIRM, "superseded"),
        (ChoiceKind.REJECT, "active"),
    ]
    assert workspace.policy().showing.low_confidence == 0.4
    assert (workspace.evidence_files(), workspace.evidence("hibiki").members) == ((), (FIRST, NEXT))
    assert any(said(c) for c in workspace.analyse(other.id, "hibiki").results[0].candidates)
    workspace.close()
