"""The tables that `fitgap compare` writes."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from fitgap.app.cli_match import as_text
from fitgap.comparing.roles import role_of
from fitgap.model.comparison import CommonFlow, Comparison, DivergencePart
from fitgap.model.policy import Comparing
from fitgap.model.step import steps_of
from fitgap.texts import Language, say

Row = dict[str, str]

GROUP_COLUMNS = (
    "group_id",
    "flow",
    "step_id",
    "step_name",
    "relation",
    "member",
    "process",
    "common_name",
    "members",
    "likeness",
    "role",
    "process_confidence",
    "corrected",
)
ABSENCE_COLUMNS = ("process", "group_id", "common_name", "member", "reason", "reason_text", "note", "person", "at")
DIVERGENCE_COLUMNS = ("process", "left", "right", "total", *(part.value for part in DivergencePart))
DIFFERENCE_COLUMNS = ("process", "group_id", "kind", "hours_per_year", "sentence")
CHANGE_COLUMNS = ("member", "kind", "group_id", "hours_per_year", "sentence")


def group_rows(comparisons: Sequence[Comparison], policy: Comparing) -> Iterator[Row]:
    """One row a step and group, group by group along each process."""
    for number, comparison in enumerate(comparisons, start=1):
        roles = {
            (flow.key, step.id): role_of(step, policy) for flow in comparison.flows for step in steps_of(flow.flow)
        }
        for group in comparison.groups:
            for step in group.steps:
                yield {
                    "group_id": f"P{number:02}-{group.id}",
                    "flow": step.ref.flow_key,
                    "step_id": step.ref.step_id,
                    "step_name": as_text(step.name),
                    "relation": step.relation.value,
                    "member": as_text(step.ref.member),
                    "process": as_text(comparison.process),
                    "common_name": as_text(group.name),
                    "members": str(len(group.members)),
                    "likeness": f"{step.likeness:.4f}",
                    "role": roles[step.ref.flow_key, step.ref.step_id],
                    "process_confidence": f"{comparison.confidence:.4f}",
                    "corrected": "yes" if group.corrections else "",
                }


def absence_rows(comparisons: Sequence[Comparison], language: Language) -> Iterator[Row]:
    """One row a common step and member without it, with the reason where somebody gave one."""
    for number, comparison in enumerate(comparisons, start=1):
        names = {group.id: group.name for group in comparison.groups}
        for absence in comparison.absences:
            yield {
                "process": as_text(comparison.process),
                "group_id": f"P{number:02}-{absence.group_id}",
                "common_name": as_text(names[absence.group_id]),
                "member": as_text(absence.member),
                "reason": absence.reason,
                "reason_text": say(f"vocabulary.absence.{absence.reason}", language) if absence.reason else "",
                "note": as_text(absence.note),
                "person": as_text(absence.person),
                "at": absence.at,
            }


def divergence_rows(comparisons: Sequence[Comparison]) -> Iterator[Row]:
    """One row a pair of members and process; an empty cell where neither flow says anything of a part."""
    for comparison in comparisons:
        for divergence in comparison.divergences:
            yield {
                "process": as_text(comparison.process),
                "left": as_text(divergence.left),
                "right": as_text(divergence.right),
                "total": f"{divergence.total:.4f}",
                **{one.part.value: "" if one.value is None else f"{one.value:.4f}" for one in divergence.parts},
            }


def difference_rows(comparisons: Sequence[Comparison], language: Language) -> Iterator[Row]:
    """One row a difference, the weightiest of each process first."""
    for number, comparison in enumerate(comparisons, start=1):
        for difference in comparison.differences:
            yield {
                "process": as_text(comparison.process),
                "group_id": f"P{number:02}-{difference.group_id}",
                "kind": difference.kind.value,
                "hours_per_year": f"{difference.hours_per_year:.1f}",
                "sentence": as_text(say(difference.said, language)),
            }


def change_rows(common: CommonFlow, language: Language) -> Iterator[Row]:
    """One row a change of a member."""
    for change in common.changes:
        yield {
            "member": as_text(change.member),
            "kind": change.kind.value,
            "group_id": change.group_id,
            "hours_per_year": f"{change.hours_per_year:.1f}",
            "sentence": as_text(say(change.said, language)),
        }


def table_bytes(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """A table that Excel opens in the right encoding: UTF-8 with a mark, lines ended as Excel ends them."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=columns)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")
