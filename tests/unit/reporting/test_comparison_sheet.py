"""The sheet 団体間比較, opened again."""

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from fitgap.model.comparison import (
    Absence,
    Comparison,
    Difference,
    DifferenceKind,
    GroupedStep,
    GroupRelation,
    MemberFlow,
    StepGroup,
    StepRef,
)
from fitgap.model.flow import Flow
from fitgap.model.message import message
from fitgap.model.report import FitGapReport
from fitgap.reporting.workbook import fitgap_workbook

HOSTILE = "=1+1"


def _flow(member: str) -> MemberFlow:
    return MemberFlow(key=member, member=member, flow=Flow(name="転入", file="x.csv", notation="table"))


def _step(member: str, name: str, relation: GroupRelation = GroupRelation.SAME) -> GroupedStep:
    ref = StepRef(member=member, flow_key=member, step_id=name)
    return GroupedStep(ref=ref, name=name, relation=relation, likeness=0.9)


def _comparison(process: str, members: Sequence[str], *groups: StepGroup) -> Comparison:
    said = message("difference.only_here", member=members[0], step="受付")
    return Comparison(
        process=process,
        confidence=0.7,
        flows=tuple(map(_flow, members)),
        groups=groups,
        divergences=(),
        absences=(
            Absence(group_id="G1", member="白嶺市", reason="not_performed", note="県が行う", person="山田", at="x"),
        )
        if members == ("汐見町", "白嶺市")
        else (),
        differences=(
            Difference(
                kind=DifferenceKind.ONLY_HERE, group_id="G1", said=said, refs=(), hours_per_year=0.0, weight=0.0
            ),
        ),
    )


def _sheet(*comparisons: Comparison) -> Worksheet:
    report = FitGapReport(title="x", created_at="2026-11-24", entries=(), comparisons=comparisons)
    return load_workbook(BytesIO(fitgap_workbook(report, "ja")))["5 団体間比較"]


@pytest.fixture(scope="module")
def sheet() -> Worksheet:
    split = (_step("汐見町", "受付", GroupRelation.PART), _step("汐見町", HOSTILE, GroupRelation.PART))
    moving = _comparison("転入", ("汐見町", "白嶺市"), StepGroup(id="G1", name="受付", steps=split))
    both = StepGroup(id="G1", name=HOSTILE, steps=(_step("白嶺市", "請求"), _step("青葉野市", "請求書の受付")))
    return _sheet(moving, _comparison("児童手当", ("白嶺市", "青葉野市"), both))


def _row(sheet: Worksheet, number: int) -> dict[str, object]:
    return {str(head.value): cell.value for head, cell in zip(sheet[1], sheet[number], strict=True)}


def test_every_member_has_a_column_and_every_cell_a_sign_a_word_and_its_own_wording(sheet: Worksheet) -> None:
    first, second = _row(sheet, 2), _row(sheet, 3)
    assert [first[member] for member in ("汐見町", "白嶺市", "青葉野市")] == [
        f"△ 一部\n受付\n{HOSTILE}",
        "－ なし\n行っていない：県が行う",
        "（フローなし）",
    ]
    assert [second[member] for member in ("汐見町", "白嶺市", "青葉野市")] == [
        "（フローなし）",
        "○ 行う\n請求",
        "○ 行う\n請求書の受付",
    ]


def test_a_row_says_who_does_it_and_what_differs(sheet: Worksheet) -> None:
    first = _row(sheet, 2)
    assert (first["業務"], first["行う団体"], first["同じ業務とみる確かさ"]) == ("転入", "1／2", 0.7)
    assert first["違い（重いものから）"] == "汐見町だけが「受付」を行う。"
    assert (first["ない団体の理由"], first["まとまりの別"]) == (
        "理由あり 1／1\n白嶺市：行っていない：県が行う（山田）",
        "機械の提案",
    )
    assert first["決定"] is None


def test_names_never_become_formulas(sheet: Worksheet) -> None:
    cell = sheet["D3"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (HOSTILE, "s", True)


def test_many_members_are_printed_on_pages_side_by_side() -> None:
    members = [f"団体{number:02}" for number in range(20)]
    group = StepGroup(id="G1", name="受付", steps=tuple(_step(member, "受付") for member in members))
    sheet = _sheet(_comparison("転入", members, group))
    starts = [sheet.cell(row=1, column=int(found.id or 0) + 1).value for found in sheet.col_breaks.brk]
    assert starts == ["団体08", "団体16"]
    assert sheet.print_title_cols == "$A:$F"


def test_a_group_that_a_person_corrected_says_so_and_a_missing_reason_shows() -> None:
    group = StepGroup(id="G1", name="受付", steps=(_step("汐見町", "受付"),), corrections=(3,))
    comparison = replace(
        _comparison("転入", ("汐見町", "緑台町"), group), absences=(Absence(group_id="G1", member="緑台町"),)
    )
    row = _row(_sheet(comparison), 2)
    assert (row["まとまりの別"], row["緑台町"], row["ない団体の理由"]) == (
        "人が直した",
        "－ なし\n（理由未記入）",
        "理由あり 0／1",
    )
