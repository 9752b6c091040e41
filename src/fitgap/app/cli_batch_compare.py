"""`fitgap batch-compare`: a folder of members' flows side by side, on all cores of this computer or on many."""

import csv
import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from cattrs.preconf.json import make_converter

from fitgap import __version__
from fitgap.app.cli_inputs import chosen_policy, read_text
from fitgap.app.cli_match import as_text
from fitgap.app.cli_speaking import EXIT_CLEAN, EXIT_ERRORS, Speaker
from fitgap.app.clock import now
from fitgap.model.message import UsageError, message
from fitgap.normalising import read_thesaurus
from fitgap.policies.thesaurus import thesaurus_text
from fitgap.texts import issue_sentence, say

if TYPE_CHECKING:
    from fitgap.app.batch_compare import Finished
    from fitgap.app.batch_compare_store import CompareResults
    from fitgap.app.batch_compare_work import Block, CompareOrder, FileRecord

NEEDED = ("dask", "distributed", "pyarrow")
FAILURES_TOLD = 20
MANIFEST, REPORT = "manifest.json", "report.csv"
REPORT_COLUMNS = ("member", "flow", "state", "process_file", "steps", "issues", "reason", "sha256")


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchCompare:
    """What is to be done, as the command line names it; `workers` None means one a core."""

    flows: Path
    out: Path
    by_name: bool = False
    policy: Path | None = None
    thesaurus: Path | None = None
    neighbours: int = 10
    members_at_once: int = 60
    scheduler: str | None = None
    workers: int | None = None


def run(speaker: Speaker, wanted: BatchCompare) -> int:
    """Compare every process; 1 when a file had an error (the others are compared all the same)."""
    _check(wanted)
    from fitgap.app.batch import members_of
    from fitgap.app.batch_compare import blocks_by_content, blocks_by_name, load_files
    from fitgap.app.batch_compare_store import CompareResults

    order = _order(speaker, wanted)
    loaded = load_files(members_of(wanted.flows), order)
    if not loaded.files and not loaded.unread:
        raise UsageError(message("cli.no_flows", folder=str(wanted.flows)))
    blocks = blocks_by_name(loaded.files) if wanted.by_name else blocks_by_content(loaded.files, order)
    results = CompareResults.open(wanted.out)
    records = list(loaded.unread)
    done, started_at, is_complete = [], now(), False
    try:
        for one in _followed(speaker, wanted, order, blocks, results):
            done.append(one)
            if not one.block.is_survey:
                records.extend(one.records)
            else:  # what a survey could not read is in no later block
                records.extend(record for record in one.records if record.reasons)
        is_complete = True
    except KeyboardInterrupt:
        speaker.tell("batch_compare.interrupted")
        raise
    finally:
        _write_report(results, records, speaker)
        _write_manifest(results, order, done, started_at, is_complete=is_complete)
    failed = [record for record in records if record.reasons]
    for record in failed[:FAILURES_TOLD]:
        typer.echo(f"{record.flow}: {_reason(record, speaker)}", err=True)
    if len(failed) > FAILURES_TOLD:
        speaker.tell("batch.more_failures")
    if strangers := results.strangers(one.block for one in done):
        speaker.tell("batch_compare.strangers", count=len(strangers))
    kept = sum(one.is_kept for one in done)
    counts = {"new": len(done) - kept, "kept": kept, "flows": len(records), "failed": len(failed)}
    speaker.tell("batch_compare.done", **counts, folder=str(wanted.out))
    return EXIT_ERRORS if failed else EXIT_CLEAN


def _check(wanted: BatchCompare) -> None:
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise UsageError(message("batch.no_extra", missing=", ".join(missing)))
    if not wanted.flows.is_dir():
        raise UsageError(message("batch.no_folder", folder=str(wanted.flows)))
    if wanted.scheduler is not None and wanted.workers is not None:
        raise UsageError(message("batch.workers_and_scheduler"))
    if wanted.out.resolve().is_relative_to(wanted.flows.resolve()):
        raise UsageError(message("batch.out_among_flows", folder=str(wanted.out)))


def _order(speaker: Speaker, wanted: BatchCompare) -> "CompareOrder":
    from fitgap.app.batch_compare_work import CompareOrder, CompareTerms

    policy = chosen_policy(wanted.policy)
    thesaurus = read_text(wanted.thesaurus) if wanted.thesaurus else None
    if thesaurus is not None:
        read_thesaurus((str(wanted.thesaurus), thesaurus))  # a broken one is said here, not by every worker
    terms = CompareTerms(
        program=__version__,
        policy=_sha256(json.dumps(make_converter().unstructure(policy), sort_keys=True)),
        thesaurus=_sha256(json.dumps([thesaurus_text(), thesaurus])),
        language=speaker.language,
        neighbours=wanted.neighbours,
        members_at_once=wanted.members_at_once,
    )
    return CompareOrder(terms=terms, policy=policy, thesaurus=thesaurus, language=speaker.language)


def _followed(
    speaker: Speaker,
    wanted: BatchCompare,
    order: "CompareOrder",
    blocks: Sequence["Block"],
    results: "CompareResults",
) -> Iterator["Finished"]:
    """Each block as it is finished, with a bar over the processes."""
    from fitgap.app.batch_cluster import DaskCompareCrew
    from fitgap.app.batch_compare import run as compared

    name = ""
    with (
        DaskCompareCrew(order, wanted.scheduler, wanted.workers) as crew,
        closing(compared(blocks, order, results, crew)) as finished,
        closing(speaker.follow(range(len(blocks)), lambda _: name)) as bar,
    ):
        next(bar, None)
        for one in finished:
            name = one.block.process
            yield one
            if not one.block.is_survey:
                next(bar, None)


def _write_report(results: "CompareResults", records: Sequence["FileRecord"], speaker: Speaker) -> None:
    from fitgap.app.batch_store import appearing

    with appearing(results.folder / REPORT) as part, part.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(REPORT_COLUMNS)
        for one in sorted(records, key=lambda record: (record.member, record.flow)):
            state = say(f"batch.state.{one.state.value}", speaker.language)
            cells = (as_text(one.member), as_text(one.flow), state, as_text(one.block), one.steps, one.issues)
            writer.writerow((*cells, as_text(_reason(one, speaker)), one.sha256))


def _write_manifest(
    results: "CompareResults", order: "CompareOrder", done: Sequence["Finished"], started_at: str, *, is_complete: bool
) -> None:
    from fitgap.app.batch_store import appearing

    document = {
        "format": "fitgap-batch-compare/1",
        "started_at": started_at,
        "finished_at": now(),
        "is_complete": is_complete,
        "terms": asdict(order.terms),
        "blocks": [
            {
                "name": one.block.name,
                "process": one.block.process,
                "confidence": round(one.block.confidence, 4),
                "is_survey": one.block.is_survey,
                "is_kept": one.is_kept,
                "members": len({file.member for file in one.block.files}),
                "flows": len(one.block.files),
                "states": dict(Counter(record.state.value for record in one.records)),
            }
            for one in done
        ],
    }
    with appearing(results.folder / MANIFEST) as part:
        part.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")


def _reason(record: "FileRecord", speaker: Speaker) -> str:
    return " / ".join(" ".join(issue_sentence(issue, speaker.language).split()) for issue in record.reasons)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
