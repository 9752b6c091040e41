"""`fitgap match`: every step with its verdict and its candidates as a table."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from fitgap.app import pipeline
from fitgap.app.cli_evidence import read_evidence_files
from fitgap.app.cli_inputs import chosen_policy, expand_flows, read_file, read_package, read_text, tell_errors
from fitgap.app.cli_speaking import EXIT_CLEAN, EXIT_ERRORS, Speaker
from fitgap.app.files import write_whole
from fitgap.model.catalog import Catalog
from fitgap.model.choice import ItemKind
from fitgap.model.judgement import FitGap, ScorePart, StepResult
from fitgap.model.message import UsageError, message
from fitgap.model.policy import Policy

COLUMNS = (
    "flow",
    "step_id",
    "step_name",
    "nature",
    "verdict",
    "item",
    "rank",
    "item_id",
    "score",
    "item_name",
    "relation",
    "offer",
)
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

Row = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """What is to be held against what, as the command line names it."""

    flows: tuple[Path, ...]
    catalogs: tuple[Path, ...]
    policy: Path | None
    thesaurus: Path | None
    evidence: tuple[Path, ...] = ()
    semantic: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """The results, by catalogue and then by flow, and whether a file had to be left out."""

    pairs: tuple[tuple[Path, FitGap], ...]
    is_complete: bool


def run(speaker: Speaker, wanted: Matching, out: Path, top: int, with_scores: bool) -> int:
    """Write the matches; 1 when a file had an error (the others are written all the same)."""
    if len(wanted.catalogs) != 1:
        raise UsageError(message("cli.one_catalog"))
    matched = match_files(speaker, wanted)
    if not matched.pairs:
        speaker.tell("cli.nothing_written", file=str(out))
        return EXIT_ERRORS
    rows = [row for path, fit_gap in matched.pairs for row in match_rows(str(path), fit_gap, top, with_scores)]
    write_whole(out, csv_bytes(rows))
    speaker.tell("cli.written", file=str(out))
    return EXIT_CLEAN if matched.is_complete else EXIT_ERRORS


def match_files(speaker: Speaker, wanted: Matching) -> Matched:
    """Hold every flow against every catalogue; a file with an error is told and left out."""
    policy = chosen_policy(wanted.policy, wanted.semantic)
    thesaurus = read_text(wanted.thesaurus) if wanted.thesaurus else None
    evidence = read_evidence_files(speaker, wanted.evidence, policy)
    paths = expand_flows(wanted.flows)
    catalogs = [_catalog(speaker, path, policy) for path in {path.resolve(): path for path in wanted.catalogs}.values()]
    flows = []
    for path in paths:
        reading = read_file(path, policy.limits)
        tell_errors(speaker, reading.issues, path)
        if reading.flow is not None and not reading.has_error:
            flows.append((path, reading.flow))
    answers = chain.from_iterable(
        pipeline.analyse_many([flow for _, flow in flows], catalog, policy, thesaurus, evidence, explained=0)
        for catalog in catalogs
        if catalog
    )
    work = [path for catalog in catalogs if catalog for path, _ in flows]
    pairs = tuple((path, next(answers)) for path in speaker.follow(work, str))
    is_complete = len(flows) == len(paths) and None not in catalogs
    if not is_complete:
        speaker.tell("cli.left_out", count=len(paths) - len(flows) + catalogs.count(None))
    return Matched(pairs=pairs, is_complete=is_complete)


def match_rows(path: str, fit_gap: FitGap, top: int, with_scores: bool) -> Iterator[Row]:
    """One row a candidate, best first, and one a claimed form; an empty one for a step without candidates."""
    features = {feature.id: feature for feature in fit_gap.catalog.features}
    forms = {form.id: form for form in fit_gap.catalog.forms}
    for result in fit_gap.results:
        step = _step_cells(path, result)
        for rank, candidate in enumerate(result.candidates[:top], start=1):
            feature = features[candidate.feature_id]
            yield {
                **step,
                "item": ItemKind.FEATURE.value,
                "rank": str(rank),
                "item_id": as_text(candidate.feature_id),
                "score": f"{candidate.score:.4f}",
                "item_name": as_text(feature.name),
                "relation": candidate.relation.value,
                "offer": feature.offer.value,
                **(_part_cells(candidate.parts) if with_scores else {}),
            }
        if not result.candidates:
            yield {**step, "item": ItemKind.FEATURE.value}
        claimed = [match for match in result.form_matches if match.is_claimed]
        for rank, match in enumerate(claimed, start=1):
            form = forms[match.form_id]
            yield {
                **step,
                "item": ItemKind.FORM.value,
                "rank": str(rank),
                "item_id": as_text(match.form_id),
                "score": f"{match.score:.4f}",
                "item_name": as_text(form.name),
                "offer": form.offer.value,
                **(_part_cells(match.parts) if with_scores else {}),
            }


def csv_bytes(rows: list[Row]) -> bytes:
    """A table that Excel opens in the right encoding: UTF-8 with a mark, lines ended as Excel ends them."""
    parts = dict.fromkeys(name for row in rows for name in row if name not in COLUMNS)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=[*COLUMNS, *parts], restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def as_text(text: str) -> str:
    """Free text that a spreadsheet will not take for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _catalog(speaker: Speaker, path: Path, policy: Policy) -> Catalog | None:
    reading = read_package(path, policy.limits)
    tell_errors(speaker, reading.issues)
    return None if reading.has_error else reading.catalog


def _step_cells(path: str, result: StepResult) -> Row:
    return {
        "flow": as_text(path),
        "step_id": as_text(result.step.id),
        "step_name": as_text(result.step.name),
        "nature": result.judgement.nature.value,
        "verdict": result.judgement.verdict.value,
    }


def _part_cells(parts: Sequence[ScorePart]) -> Row:
    return {f"score_{part.name}": f"{part.contribution:.4f}" for part in parts}
