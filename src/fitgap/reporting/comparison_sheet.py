"""The sheet 団体間比較: common steps down, members across, with the differences in sentences."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from fitgap.model.comparison import Absence, Comparison, Difference, DifferenceKind, Doing, StepGroup, StepRef
from fitgap.model.step import Step, steps_of
from fitgap.reporting.sheet import Column, WorkbookWriter
from fitgap.texts import Language, say

_MEMBERS_ON_A_PAGE = 8
_REPEATED = "A:F"


@dataclass(frozen=True, slots=True, kw_only=True)
class CommonStepRow:
    """One piece of work of one process; `number` counts along the process from 1."""

    comparison: Comparison
    group: StepGroup
    number: int
    differences: tuple[Difference, ...]
    absences: tuple[Absence, ...]
    steps: Mapping[StepRef, Step]

    @property
    def kinds(self) -> tuple[DifferenceKind, ...]:
        """In what the members differ, each once."""
        return tuple(kind for kind in DifferenceKind if any(one.kind is kind for one in self.differences))

    def steps_of(self, member: str) -> tuple[Step, ...]:
        """The member's steps of this work, as its flow has them."""
        return tuple(self.steps[ref] for ref in self.group.refs_of(member) if ref in self.steps)


def add_comparison(writer: WorkbookWriter, comparisons: Sequence[Comparison]) -> None:
    """Write the sheet: process by process, its steps along the process."""
    members = tuple(dict.fromkeys(member for comparison in comparisons for member in comparison.members))
    writer.add_table(
        "workbook.sheet.comparison",
        "workbook.comparison",
        _columns(members, writer.language),
        _rows(comparisons),
        "G2",
        _REPEATED if len(members) > _MEMBERS_ON_A_PAGE else "",
    )


def _rows(comparisons: Sequence[Comparison]) -> Iterator[CommonStepRow]:
    for comparison in comparisons:
        differences: dict[str, list[Difference]] = defaultdict(list)
        for difference in comparison.differences:
            differences[difference.group_id].append(difference)
        steps = {
            StepRef(member=flow.member, flow_key=flow.key, step_id=step.id): step
            for flow in comparison.flows
            for step in steps_of(flow.flow)
        }
        for number, group in enumerate(comparison.groups, start=1):
            yield CommonStepRow(
                comparison=comparison,
                group=group,
                number=number,
                differences=tuple(differences[group.id]),
                absences=tuple(absence for absence in comparison.absences if absence.group_id == group.id),
                steps=steps,
            )


def _columns(members: Sequence[str], language: Language) -> tuple[Column[CommonStepRow], ...]:
    def nothing(_row: CommonStepRow) -> None:
        """A column that people fill in."""

    return (
        Column(code="process", value=lambda r: r.comparison.process, width=22),
        Column(code="confidence", value=lambda r: r.comparison.confidence, width=11, number_format="0.00"),
        Column(code="number", value=lambda r: r.number, width=6),
        Column(code="name", value=lambda r: r.group.name, width=26),
        Column(code="by", value=lambda r: _by(r, language), width=10),
        Column(code="doers", value=lambda r: _doers(r, language), width=10),
        *(_member_column(member, place, language) for place, member in enumerate(members)),
        Column(code="kinds", value=lambda r: _kinds(r, language), width=16),
        Column(
            code="differences",
            value=lambda r: "\n".join(say(difference.said, language) for difference in r.differences),
            width=70,
        ),
        Column(code="absent", value=lambda r: _absences(r, language), width=34),
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
    """Sign and word, below it what the member calls its steps, and whatever it does otherwise than others."""
    if member not in row.comparison.members:
        return say("workbook.comparison.no_flow", language)
    doing = row.group.doing(member)
    said = f"{say(f'doing_sign.{doing}', language)} {say(f'doing.{doing}', language)}"
    if doing is Doing.NOT:
        return "\n".join((said, *(_reason(one, language) for one in row.absences if one.member == member)))
    return "\n".join((said, *row.group.names_of(member), *_otherwise(row, member, language)))


def _otherwise(row: CommonStepRow, member: str, language: Language) -> Iterator[str]:
    """Who does it and with which forms, where members differ in that; and that the order is the member's own."""
    steps = row.steps_of(member)
    refs = set(row.group.refs_of(member))
    separator = say("workbook.separator", language)
    lanes = tuple(dict.fromkeys(step.lane or step.actor for step in steps if step.lane or step.actor))
    forms = tuple(dict.fromkeys(form.name for step in steps for form in step.forms))
    if DifferenceKind.ROLE in row.kinds and lanes:
        yield say("workbook.comparison.done_by", language, lanes=separator.join(lanes))
    if DifferenceKind.FORM in row.kinds and forms:
        yield say("workbook.comparison.with_forms", language, forms=separator.join(forms))
    if any(one.kind is DifferenceKind.ORDER and refs.intersection(one.refs) for one in row.differences):
        yield say("workbook.comparison.other_order", language)


def _reason(absence: Absence, language: Language) -> str:
    if not absence.reason:
        return say("workbook.comparison.no_reason", language)
    said = say(f"vocabulary.absence.{absence.reason}", language)
    return say("workbook.comparison.noted", language, reason=said, note=absence.note) if absence.note else said


def _absences(row: CommonStepRow, language: Language) -> str:
    """How many of the missing have a reason, and each reason with who gave it."""
    if not row.absences:
        return ""
    given = [absence for absence in row.absences if absence.reason]
    lines = (
        say(
            "workbook.comparison.absence",
            language,
            member=absence.member,
            reason=_reason(absence, language),
            person=absence.person,
        )
        for absence in given
    )
    count = say("workbook.comparison.reasons", language, given=len(given), all=len(row.absences))
    return "\n".join((count, *lines))


def _by(row: CommonStepRow, language: Language) -> str:
    return say(f"workbook.comparison.by_{'person' if row.group.corrections else 'machine'}", language)


def _kinds(row: CommonStepRow, language: Language) -> str:
    return say("workbook.separator", language).join(say(f"difference_kind.{kind}", language) for kind in row.kinds)


def _doers(row: CommonStepRow, language: Language) -> str:
    members = row.comparison.members
    return say("workbook.comparison.of", language, count=len(row.group.members), all=len(members))
