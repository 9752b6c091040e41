"""`fitgap batch`: a folder of members' flows against one catalogue, on all cores of this computer or on many."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from fitgap.app.cli_inputs import chosen_policy, read_package, read_text, tell_errors
from fitgap.app.cli_speaking import EXIT_CLEAN, EXIT_ERRORS, Speaker
from fitgap.app.clock import now
from fitgap.app.files import catalog_files, load
from fitgap.model.message import UsageError, message
from fitgap.normalising import read_thesaurus

if TYPE_CHECKING:
    from fitgap.app.batch import Member, Settled
    from fitgap.app.batch_records import Order
    from fitgap.app.batch_store import Results

NEEDED = ("dask", "distributed", "pyarrow")
FAILURES_TOLD = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What is to be done, as the command line names it; `workers` None means one a core."""

    flows: Path
    catalog: Path
    out: Path
    policy: Path | None = None
    thesaurus: Path | None = None
    semantic: Path | None = None
    top: int = 5
    scheduler: str | None = None
    workers: int | None = None


@dataclass(slots=True)
class _Tally:
    new: int = 0
    kept: int = 0
    failed: int = 0
    is_complete: bool = False


def run(speaker: Speaker, wanted: Batch) -> int:
    """Settle every flow; 1 when a file had an error (the others are done all the same)."""
    _check(wanted)
    from fitgap.app.batch import members_of
    from fitgap.app.batch_store import Results

    order = _order(speaker, wanted)
    if order is None:
        return EXIT_ERRORS
    members = tuple(member for member in members_of(wanted.flows) if member.paths())
    if not members:
        raise UsageError(message("cli.no_flows", folder=str(wanted.flows)))
    results = Results.open(wanted.out, order.terms)
    if strangers := results.strangers(frozenset(member.name for member in members)):
        speaker.tell("batch.strangers", count=strangers)
    tally = _settle(speaker, wanted, members, order, results)
    speaker.tell("batch.done", new=tally.new, kept=tally.kept, failed=tally.failed, folder=str(wanted.out))
    return EXIT_ERRORS if tally.failed else EXIT_CLEAN


def _check(wanted: Batch) -> None:
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise UsageError(message("batch.no_extra", missing=", ".join(missing)))
    if not wanted.flows.is_dir():
        raise UsageError(message("batch.no_folder", folder=str(wanted.flows)))
    if wanted.scheduler is not None and wanted.workers is not None:
        raise UsageError(message("batch.workers_and_scheduler"))
    if wanted.out.resolve().is_relative_to(wanted.flows.resolve()):
        raise UsageError(message("batch.out_among_flows", folder=str(wanted.out)))


def _order(speaker: Speaker, wanted: Batch) -> "Order | None":
    from fitgap.app.batch_records import make_order

    policy = chosen_policy(wanted.policy, wanted.semantic)
    thesaurus = read_text(wanted.thesaurus) if wanted.thesaurus else None
    if thesaurus is not None:
        read_thesaurus((str(wanted.thesaurus), thesaurus))  # a broken one is said here, not by every worker
    reading = read_package(wanted.catalog, policy.limits)
    tell_errors(speaker, reading.issues)
    if reading.catalog is None or reading.has_error:
        return None
    files = (load(file) for file in catalog_files(wanted.catalog))
    return make_order(reading.catalog, files, policy, thesaurus, wanted.top)


def _settle(speaker: Speaker, wanted: Batch, members: Sequence["Member"], order: "Order", results: "Results") -> _Tally:
    from fitgap.app.batch import run
    from fitgap.app.batch_cluster import DaskCrew
    from fitgap.app.batch_report import Run, write_manifest, write_report

    total = sum(len(member.paths()) for member in members)
    names = tuple(member.name for member in members)
    tally, started_at = _Tally(), now()
    try:
        with (
            DaskCrew(order, wanted.scheduler, wanted.workers) as crew,
            closing(run(members, order, results, crew)) as settled,
        ):
            _follow(speaker, settled, total, tally)
        tally.is_complete = True
    except KeyboardInterrupt:
        speaker.tell("batch.interrupted")
        raise
    finally:
        write_manifest(
            results,
            Run(
                order=order,
                members=names,
                started_at=started_at,
                finished_at=now(),
                is_complete=tally.is_complete,
                new_flows=tally.new,
                kept_flows=tally.kept,
            ),
        )
        write_report(results, names, speaker.language)
    return tally


def _follow(speaker: Speaker, settled: Iterator["Settled"], total: int, tally: _Tally) -> None:
    """Count what comes, say what fails, and move the bar; the bar's own steps are only a measure."""
    from fitgap.app.batch_records import FlowState
    from fitgap.app.batch_report import reason

    member = ""
    with closing(speaker.follow(range(total), lambda _: member)) as bar:
        next(bar, None)
        for one in settled:
            member = one.member
            tally.kept += one.is_kept
            tally.new += not one.is_kept
            if one.record.state is not FlowState.DONE:
                tally.failed += 1
                if tally.failed <= FAILURES_TOLD:
                    typer.echo(f"{one.record.flow}: {reason(one.record, speaker.language)}", err=True)
                elif tally.failed == FAILURES_TOLD + 1:
                    speaker.tell("batch.more_failures")
            next(bar, None)
