"""People correct groups and processes of stored flows."""

import csv
import io
from collections.abc import Callable

import pytest
from openpyxl import load_workbook

from fitgap.app.aligning import Aligning
from fitgap.app.workspace import Workspace
from fitgap.model.access import Actor, Role
from fitgap.model.comparison import Comparison, StepGroup, StepRef
from fitgap.model.correction import AbsenceReason, CorrectionKind
from fitgap.model.message import AccessError, ConflictError, UsageError
from fitgap.reading.result import NamedBytes

MakeFlow = Callable[..., NamedBytes]
PERSON = "山田"
ROUND = ("番号札を渡す", "届書を受け付ける", "本人を確認する", "住民票に入力する", "住民票の写しを交付する")
MEMBERS = ("青葉野市", "汐見町", "白嶺市")


@pytest.fixture
def town(workspace: Workspace, make_flow: MakeFlow) -> Workspace:
    """Three members; the last one hands out no number."""
    workspace.add_flow(MEMBERS[0], make_flow(*ROUND), person=PERSON)
    workspace.add_flow(MEMBERS[1], make_flow(*ROUND), person=PERSON)
    workspace.add_flow(MEMBERS[2], make_flow(*ROUND[1:]), person=PERSON)
    return workspace


def compared(workspace: Workspace) -> Comparison:
    (found,) = workspace.compare([row.id for row in workspace.flows()])
    return found


def group(comparison: Comparison, name: str) -> StepGroup:
    return next(group for group in comparison.groups if group.name == name)


def step(comparison: Comparison, member: str, name: str) -> StepRef:
    return next(
        step.ref for one in comparison.groups for step in one.steps if step.ref.member == member and step.name == name
    )


def told(comparison: Comparison) -> set[frozenset[tuple[str, str]]]:
    return {frozenset((step.ref.member, step.name) for step in one.steps) for one in comparison.groups}


def split_off(town: Workspace, member: str = "汐見町", name: str = "本人を確認する") -> int:
    comparison = compared(town)
    moved = step(comparison, member, name)
    return town.alignment.move(comparison, group(comparison, name).id, [moved], person=PERSON).id


def test_a_correction_holds_at_once_and_after_a_restart(town: Workspace, database: str) -> None:
    split_off(town)
    after = compared(town)
    assert frozenset({("汐見町", "本人を確認する")}) in told(after)
    town.close()
    again = Workspace.open(database)
    assert told(compared(again)) == told(after)
    again.close()


def test_undoing_one_correction_leaves_the_others(town: Workspace) -> None:
    before = compared(town)
    first = split_off(town)
    comparison = compared(town)
    town.alignment.name(comparison, group(comparison, "番号札を渡す").id, "受付順の管理", person="佐藤")
    town.alignment.undo(first, "佐藤")
    after = compared(town)
    assert told(after) == told(before)
    assert group(after, "受付順の管理").is_named
    newest, oldest = town.alignment.history(after)
    assert (newest.kind, newest.before, newest.person) == (CorrectionKind.NAME, "番号札を渡す", "佐藤")
    assert (oldest.undone_by, oldest.holds, oldest.before) == ("佐藤", False, "本人を確認する")


def test_a_correction_survives_a_re_import_that_renames_the_ids(town: Workspace, make_flow: MakeFlow) -> None:
    split_off(town)
    again = make_flow("待合の案内", *ROUND, ids="a b c d e f")
    town.add_flow("汐見町", again, person=PERSON, mode="replace")
    after = compared(town)
    assert frozenset({("汐見町", "本人を確認する")}) in told(after)
    assert group(after, "届書を受け付ける").members == tuple(sorted(MEMBERS))


def test_a_step_that_vanished_is_shown_and_not_lost(town: Workspace, make_flow: MakeFlow) -> None:
    split_off(town)
    town.add_flow("汐見町", make_flow(*ROUND[:2], *ROUND[3:], ids="a b c d"), person=PERSON, mode="replace")
    (said,) = town.alignment.history(compared(town))
    assert [(one.name, one.is_gone) for one in said.steps] == [("本人を確認する", True)]
    assert said.holds


def test_a_correction_whose_every_step_vanished_stays_in_the_record(town: Workspace, make_flow: MakeFlow) -> None:
    comparison = compared(town)
    hall = [step(comparison, "汐見町", "本人を確認する")]
    town.alignment.move(comparison, group(comparison, "本人を確認する").id, hall, person=PERSON)
    for member in MEMBERS:
        rows = (*ROUND[:2], *ROUND[3:])
        ids = "a b c d"
        town.add_flow(member, make_flow(*rows, ids=ids), person=PERSON, mode="replace")
    (said,) = town.alignment.history(compared(town))
    assert all(one.is_gone for one in said.spoken_steps)


def test_a_fourth_member_is_placed_and_corrections_stay(town: Workspace, make_flow: MakeFlow) -> None:
    split_off(town)
    town.add_flow("緑台町", make_flow(*ROUND), person=PERSON)
    after = compared(town)
    assert "緑台町" in after.members
    alone = next(one for one in told(after) if ("汐見町", "本人を確認する") in one)
    assert not {("青葉野市", "本人を確認する"), ("白嶺市", "本人を確認する")} & alone


def test_who_saw_less_is_told_and_nothing_changes(town: Workspace) -> None:
    seen = compared(town)
    split_off(town)
    named = group(seen, "本人を確認する")
    with pytest.raises(ConflictError) as raised:
        town.alignment.name(seen, named.id, "本人確認", person="佐藤")
    assert dict(raised.value.message.values)["person"] == PERSON
    town.alignment.name(seen, group(seen, "番号札を渡す").id, "番号札", person="佐藤")  # another group


def test_joining_two_groups_keeps_every_step_once(town: Workspace) -> None:
    before = compared(town)
    ours, theirs = group(before, "番号札を渡す"), group(before, "届書を受け付ける")
    town.alignment.join(before, ours.id, theirs.id, person=PERSON)
    after = compared(town)
    joined = next(one for one in after.groups if one.corrections)
    assert {s.ref for s in joined.steps} == {s.ref for s in (*ours.steps, *theirs.steps)}
    assert sum(len(one.steps) for one in after.groups) == sum(len(one.steps) for one in before.groups)


def test_a_step_may_do_the_work_of_two_groups(town: Workspace) -> None:
    before = compared(town)
    reception, numbers = group(before, "届書を受け付ける"), group(before, "番号札を渡す")
    both = step(before, "白嶺市", "届書を受け付ける")
    town.alignment.move(before, reception.id, [both], numbers.id, person=PERSON, stays=True)
    after = compared(town)
    assert [one.name for one in after.groups if both in {s.ref for s in one.steps}] == [numbers.name, reception.name]
    assert after.absences == ()


def test_reasons_for_absence_are_counted_and_exported(town: Workspace) -> None:
    before = compared(town)
    numbers = group(before, "番号札を渡す")
    town.alignment.explain(
        before, numbers.id, ["白嶺市"], AbsenceReason.NOT_PERFORMED, person=PERSON, note="来庁者が少ない"
    )
    (absence,) = compared(town).absences
    assert (absence.member, absence.reason, absence.note) == ("白嶺市", "not_performed", "来庁者が少ない")
    flows = [row.id for row in town.flows()]
    (row,) = csv.DictReader(io.StringIO(town.alignment.export_absences(flows, "ja").decode("utf-8-sig")))
    assert (row["common_name"], row["member"], row["reason_text"]) == ("番号札を渡す", "白嶺市", "行っていない")
    groups = list(csv.DictReader(io.StringIO(town.export_groups(flows).decode("utf-8-sig"))))
    assert {row["corrected"] for row in groups} == {""}, "a reason corrects no group"


def test_the_workbook_rests_on_what_people_said(town: Workspace, package: tuple[NamedBytes, ...]) -> None:
    town.add_catalog(package, key="hibiki", person=PERSON)
    before = compared(town)
    numbers = group(before, "番号札を渡す")
    town.alignment.explain(before, numbers.id, ["白嶺市"], AbsenceReason.OTHER_BODY, person=PERSON, note="商工会")
    before = compared(town)
    town.alignment.name(before, group(before, "番号札を渡す").id, "受付順の管理", person=PERSON)
    book = town.export_workbook([row.id for row in town.flows()], ["hibiki"], "ja")
    head, *rows = load_workbook(io.BytesIO(book))["5 団体間比較"].iter_rows(values_only=True)
    named = next(dict(zip(head, row, strict=True)) for row in rows if "受付順の管理" in row)
    assert (named["まとまりの別"], named["白嶺市"]) == ("人が直した", "－ なし\n他の機関・委託先が行う：商工会")
    assert named["ない団体の理由"].splitlines()[0] == "理由あり 1／1"


def test_work_under_another_name_names_the_step(town: Workspace) -> None:
    before = compared(town)
    numbers = group(before, "番号札を渡す")
    with pytest.raises(UsageError):
        town.alignment.explain(before, numbers.id, ["白嶺市"], AbsenceReason.OTHER_NAME, person=PERSON)
    other = step(before, "白嶺市", "届書を受け付ける")
    town.alignment.explain(before, numbers.id, ["白嶺市"], AbsenceReason.OTHER_NAME, person=PERSON, step=other)
    after = compared(town)
    assert after.absences == ()
    assert other in {s.ref for s in group(after, "番号札を渡す").steps}


@pytest.mark.parametrize(
    "ask",
    [
        lambda a, c, g: a.move(c, g.id, [], person=PERSON),
        lambda a, c, g: a.move(c, g.id, [g.steps[0].ref], g.id, person=PERSON),
        lambda a, c, g: a.move(c, g.id, [g.steps[0].ref], stays=True, person=PERSON),
        lambda a, c, g: a.move(c, "G99", [g.steps[0].ref], person=PERSON),
        lambda a, c, g: a.join(c, g.id, g.id, person=PERSON),
        lambda a, c, g: a.name(c, g.id, "  ", person=PERSON),
        lambda a, c, g: a.name(c, g.id, "受付", person=" "),
        lambda a, c, g: a.explain(c, g.id, ["青葉野市"], AbsenceReason.UNKNOWN, person=PERSON),
    ],
)
def test_what_makes_no_sense_is_refused(
    town: Workspace, ask: Callable[[Aligning, Comparison, StepGroup], object]
) -> None:
    comparison = compared(town)
    with pytest.raises(UsageError):
        ask(town.alignment, comparison, group(comparison, "番号札を渡す"))
    assert town.alignment.revision() == (0, 0)


@pytest.mark.parametrize(
    "ask",
    [
        lambda a: a.place({}, person=PERSON, seen=0),
        lambda a: a.place({99: "転入"}, person=PERSON, seen=0),
        lambda a: a.undo(99, PERSON),
        lambda a: a.undo_placing(99, PERSON),
    ],
)
def test_what_is_not_there_is_said_to_be_missing(town: Workspace, ask: Callable[[Aligning], object]) -> None:
    with pytest.raises(UsageError):
        ask(town.alignment)


def test_an_editor_of_one_member_corrects_only_its_own(town: Workspace) -> None:
    editor = town.acting_as(Actor(roles=frozenset({Role.EDITOR}), member="汐見町"))
    comparison = compared(town)
    checking = group(comparison, "本人を確認する")
    with pytest.raises(AccessError):
        editor.alignment.move(comparison, checking.id, [step(comparison, "白嶺市", "本人を確認する")], person=PERSON)
    with pytest.raises(AccessError):
        editor.alignment.name(comparison, checking.id, "本人確認", person=PERSON)
    moved = editor.alignment.move(
        comparison, checking.id, [step(comparison, "汐見町", "本人を確認する")], person=PERSON
    )
    editor.alignment.undo(moved.id, PERSON)
    with pytest.raises(AccessError):
        town.acting_as(Actor(roles=frozenset({Role.VIEWER}))).alignment.undo(moved.id, PERSON)


def test_flows_are_put_into_processes_and_stay_there_on_re_import(town: Workspace, make_flow: MakeFlow) -> None:
    rows = {row.member: row.id for row in town.flows()}
    (before,) = town.processes()
    town.alignment.place({rows["白嶺市"]: "転出届"}, person=PERSON, seen=0)
    found = {one.name: one for one in town.processes()}
    assert set(found["転出届"].flow_keys) == {str(rows["白嶺市"])}
    assert set(found[before.name].flow_keys) == {str(rows["青葉野市"]), str(rows["汐見町"])}
    assert found[before.name].is_decided, "who moves a flow out has looked at those that stay"
    town.add_flow("白嶺市", make_flow(*ROUND, ids="a b c d e"), person=PERSON, mode="replace")
    assert {one.name for one in town.processes()} == {"転出届", before.name}
    assert compared(town).members == ("汐見町", "青葉野市")


def test_a_new_flow_follows_those_it_is_like(town: Workspace, make_flow: MakeFlow) -> None:
    rows = {row.member: row.id for row in town.flows()}
    town.alignment.place(dict.fromkeys(rows.values(), "転入"), person=PERSON, seen=0)
    town.add_flow("緑台町", make_flow(*ROUND), person=PERSON)
    (only,) = town.processes()
    assert (only.name, len(only.flow_keys), len(only.placed_keys), only.is_decided) == ("転入", 4, 3, False)


def test_placings_are_undone_together_and_conflicts_told(town: Workspace) -> None:
    rows = [row.id for row in town.flows()]
    before = town.processes()
    batch = town.alignment.place(dict.fromkeys(rows, "転入"), person=PERSON, seen=0)
    with pytest.raises(ConflictError):
        town.alignment.place({rows[0]: "別"}, person="佐藤", seen=0)
    town.alignment.undo_placing(batch, "佐藤")
    assert town.processes() == before
    assert {one.person for one in town.alignment.placings()} == {PERSON, "佐藤"}
