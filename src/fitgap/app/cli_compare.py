"""`fitgap compare`: members' flows side by side as tables, and a common flow as BPMN."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from fitgap.app import pipeline
from fitgap.app.cli_compare_tables import (
    ABSENCE_COLUMNS,
    CHANGE_COLUMNS,
    DIFFERENCE_COLUMNS,
    DIVERGENCE_COLUMNS,
    GROUP_COLUMNS,
    absence_rows,
    change_rows,
    difference_rows,
    divergence_rows,
    group_rows,
    table_bytes,
)
from fitgap.app.cli_inputs import chosen_policy, expand_flows, read_file, read_package, read_text, tell_errors
from fitgap.app.cli_speaking import EXIT_CLEAN, EXIT_ERRORS, Speaker
from fitgap.app.comparing_flows import common_flow_of, compare_flows, covers_of, with_provenance
from fitgap.app.files import write_whole
from fitgap.app.samples import member_name
from fitgap.comparing.evidence import Wordings
from fitgap.comparing.selecting import SELECTORS
from fitgap.model.comparison import CommonFlow, CommonRule, Comparison, MemberFlow, StepCover, StepRef
from fitgap.model.message import UsageError, message
from fitgap.model.policy import Policy
from fitgap.reporting.diagram import diagram_of

_MEMBER_RULE = "member:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparing:
    """What is to be compared, as the command line names it; `member` is a pattern for paths, empty for folder names."""

    flows: tuple[Path, ...]
    member: str
    policy: Path | None
    thesaurus: Path | None
    semantic: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The files to write, and how the common flow is to be made."""

    groups: Path | None
    divergence: Path | None
    differences: Path | None
    absences: Path | None
    common: Path | None
    changes: Path | None
    rule: str
    catalog: Path | None
    process: str


def run(speaker: Speaker, wanted: Comparing, asked: Asked) -> int:
    """Compare and write; 1 when a file had an error (the others are compared all the same)."""
    rule, member = _rule(asked.rule)
    if rule is CommonRule.PACKAGE and asked.catalog is None and (asked.common or asked.changes):
        raise UsageError(message("compare.no_catalog"))
    policy = chosen_policy(wanted.policy, wanted.semantic)
    thesaurus = read_text(wanted.thesaurus) if wanted.thesaurus else None
    paths = expand_flows(wanted.flows)
    flows = list(read_flows(speaker, paths, wanted.member, policy))
    if not flows:
        raise UsageError(message("compare.no_flow"))
    if len({flow.member for flow in flows}) < 2:
        speaker.tell("compare.one_member")
    comparisons, wordings = compare_flows(flows, policy, thesaurus)
    for comparison in comparisons:
        _tell(speaker, comparison)
    _write(speaker, asked.groups, GROUP_COLUMNS, group_rows(comparisons, policy.comparing))
    _write(speaker, asked.divergence, DIVERGENCE_COLUMNS, divergence_rows(comparisons))
    _write(speaker, asked.differences, DIFFERENCE_COLUMNS, difference_rows(comparisons, speaker.language))
    _write(speaker, asked.absences, ABSENCE_COLUMNS, absence_rows(comparisons, speaker.language))
    if asked.common or asked.changes:
        comparison = _chosen(speaker, comparisons, asked.process)
        covers = _covers(speaker, comparison, asked.catalog, policy, thesaurus) if asked.catalog else {}
        common = _common(speaker, comparison, (rule, member), covers, wordings, policy)
        _write(speaker, asked.changes, CHANGE_COLUMNS, change_rows(common, speaker.language))
        if asked.common:
            flow = with_provenance(comparison, common, speaker.language)
            write_whole(asked.common, diagram_of(flow, b"").xml.encode())
            speaker.tell("cli.written", file=str(asked.common))
    if len(flows) < len(paths):
        speaker.tell("cli.left_out", count=len(paths) - len(flows))
        return EXIT_ERRORS
    return EXIT_CLEAN


def member_of(path: Path, pattern: str) -> str:
    """The member a file belongs to: what `pattern` finds in the path, else the member of the folder it lies in."""
    if pattern:
        try:
            found = re.search(pattern, path.as_posix())
        except re.error as error:
            raise UsageError(message("compare.bad_member_pattern", pattern=pattern)) from error
        if found is None or "member" not in found.groupdict():
            raise UsageError(message("compare.bad_member_pattern", pattern=pattern))
        return found.group("member") or path.stem
    return member_name(path.resolve().parent)


def read_flows(speaker: Speaker, paths: Sequence[Path], pattern: str, policy: Policy) -> Iterator[MemberFlow]:
    """Every flow that can be read, with its member; what is wrong with the others is told."""
    for path in speaker.follow(paths, str):
        reading = read_file(path, policy.limits)
        tell_errors(speaker, reading.issues)
        if reading.flow is not None and not reading.has_error:
            yield MemberFlow(key=str(path), member=member_of(path, pattern), flow=reading.flow)


def _rule(text: str) -> tuple[CommonRule, str]:
    if text.startswith(_MEMBER_RULE) and len(text) > len(_MEMBER_RULE):
        return CommonRule.MEMBER, text.removeprefix(_MEMBER_RULE)
    if text in SELECTORS and text != CommonRule.MEMBER:
        return CommonRule(text), ""
    raise UsageError(message("compare.bad_rule", rule=text))


def _chosen(speaker: Speaker, comparisons: Sequence[Comparison], process: str) -> Comparison:
    """The process asked for, else the one that most members have."""
    if process:
        for comparison in comparisons:
            if process in comparison.process:
                return comparison
        processes = "、".join(comparison.process for comparison in comparisons)
        raise UsageError(message("compare.no_process", process=process, processes=processes))
    chosen = max(comparisons, key=lambda one: (len(one.members), len(one.groups)))
    if len(comparisons) > 1:
        speaker.tell("compare.several", process=chosen.process, count=len(comparisons) - 1)
    return chosen


def _covers(
    speaker: Speaker, comparison: Comparison, place: Path, policy: Policy, thesaurus: str | None
) -> dict[StepRef, StepCover]:
    reading = read_package(place, policy.limits)
    tell_errors(speaker, reading.issues)
    if reading.catalog is None:
        raise UsageError(message("compare.no_catalog"))
    of_members = [flow.flow for flow in comparison.flows]
    answers = pipeline.analyse_many(of_members, reading.catalog, policy, thesaurus, explained=0)
    return covers_of(zip(comparison.flows, answers, strict=True))


def _common(
    speaker: Speaker,
    comparison: Comparison,
    asked: tuple[CommonRule, str],
    covers: dict[StepRef, StepCover],
    wordings: Wordings,
    policy: Policy,
) -> CommonFlow:
    rule, member = asked
    if member and member not in comparison.members:
        folders = {Path(flow.key).resolve().parent.name: flow.member for flow in comparison.flows}
        if member not in folders:
            raise UsageError(message("compare.no_member", member=member, members="、".join(comparison.members)))
        member = folders[member]
    return common_flow_of(comparison, rule, wordings, policy, speaker.language, member, covers)


def _tell(speaker: Speaker, comparison: Comparison) -> None:
    speaker.tell(
        "compare.process",
        process=comparison.process,
        members=len(comparison.members),
        groups=len(comparison.groups),
        shared=sum(len(group.members) == len(comparison.members) for group in comparison.groups),
        confidence=comparison.confidence,
    )
    if comparison.divergences:
        ranked = sorted(comparison.divergences, key=lambda one: (one.total, one.left, one.right))
        speaker.tell(
            "compare.closest",
            mean=sum(one.total for one in ranked) / len(ranked),
            least=ranked[0].total,
            left=ranked[0].left,
            right=ranked[0].right,
            most=ranked[-1].total,
            far_left=ranked[-1].left,
            far_right=ranked[-1].right,
        )


def _write(speaker: Speaker, out: Path | None, columns: Sequence[str], rows: Iterator[dict[str, str]]) -> None:
    if out is not None:
        write_whole(out, table_bytes(columns, rows))
        speaker.tell("cli.written", file=str(out))
