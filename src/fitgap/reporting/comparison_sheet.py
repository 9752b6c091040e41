"""The sheet 団体間比較: common steps down, members across, with the differences in sentences."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fitgap.model.comparison import Comparison, Difference, Doing, StepGroup
from fitgap.reporting.sheet import Column, WorkbookWriter
from fitgap.texts import Language, say

_MEMBERS_ON_A_PAGE = 8
_REPEATED = "A:E"


@dataclass(frozen=True, slots=True, kw_only=True)
class CommonStepRow:
    """One piece of work of one process; `number` counts along the process from 1."""

    comparison: Comparison
    group: StepGroup
    number: int
    differences: tuple[Difference, ...]


def add_comparison(writer: WorkbookWriter, comparisons: Sequence[Comparison]) -> None:
    """Write the sheet: process by process, its steps along the process."""
    members = tuple(dict.fromkeys(member for comparison in comparisons for member in comparison.members))
    writer.add_table(
        "workbook.sheet.comparison",
        "workbook.comparison",
        _columns(members, writer.language),
        _rows(comparisons),
        "F2",
        _REPEATED if len(members) > _MEMBERS_ON_A_PAGE else "",
    )


def _rows(comparisons: Sequence[Comparison]) -> Iterator[CommonStepRow]:
    for comparison in comparisons:
        differences: dict[str, list[Difference]] = defaultdict(list)
        for difference in comparison.differences:
            differences[difference.group_id].append(difference)
        for number, group in enumerate(comparison.groups, start=1):
            yield CommonStepRow(
                comparison=comparison, group=group, number=number, differences=tuple(differences[group.id])
            )


def _columns(members: Sequence[str], language: Language) -> tuple[Column[CommonStepRow], ...]:
    def nothing(_row: CommonStepRow) -> None:
        """A column that people fill in."""

    return (
        Column(code="process", value=lambda r: r.comparison.process, width=22),
        Column(code="confidence", value=lambda r: r.comparison.confidence, width=11, number_format="0.00"),
        Column(code="number", value=lambda r: r.number, width=6),
        Column(code="name", value=lambda r: r.group.name, width=26),
        Column(code="doers", value=lambda r: _doers(r, language), width=10),
        *(_member_column(member, place, language) for place, member in enumerate(members)),
        Column(
            code="differences",
            value=lambda r: "\n".join(say(difference.said, language) for difference in r.differences),
            width=70,
        ),
        Column(code="absent", value=nothing, width=20, is_decision=True),
        Column(code="decision", value=nothing, width=10, choices="decision", is_decision=True),
        Column(code="reason", value=nothing, width=24, is_decision=True),
        Column(code="note", value=nothing, width=20, is_decision=True),
    )


def _member_column(member: str, place: int, language: Language) -> Column[CommonStepRow]:
    return Column(
        code="member",
        title=member,
        value=lambda row: _cell(row, member, language),
        width=26,
        starts_page=place > 0 and place % _MEMBERS_ON_A_PAGE == 0,
    )


def _cell(row: CommonStepRow, member: str, language: Language) -> str:
    """Sign and word, and below it what the member calls its steps."""
    if member not in row.comparison.members:
        return say("workbook.comparison.no_flow", language)
    doing = row.group.doing(member)
    said = f"{say(f'doing_sign.{doing}', language)} {say(f'doing.{doing}', language)}"
    return said if doing is Doing.NOT else "\n".join((said, *row.group.names_of(member)))


def _doers(row: CommonStepRow, language: Language) -> str:
    members = row.comparison.members
    return say("workbook.comparison.of", language, count=len(row.group.members), all=len(members))
