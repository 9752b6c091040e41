"""What a batch run says of itself: `manifest.json` for programs, `report.csv` for people."""

import csv
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from fitgap.app.batch_records import FlowRecord, FlowState, Order
from fitgap.app.batch_store import Results, appearing
from fitgap.app.cli_match import as_text
from fitgap.texts import Language, issue_sentence, say

MANIFEST, REPORT = "manifest.json", "report.csv"
COLUMNS = ("member", "flow", "state", "steps", "rows", "issues", "reason", "sha256")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of the command, as its manifest tells it; times in ISO 8601 with offset."""

    order: Order
    members: tuple[str, ...]
    started_at: str
    finished_at: str
    is_complete: bool
    new_flows: int = 0
    kept_flows: int = 0


@dataclass(slots=True)
class _Counts:
    states: Counter[str] = field(default_factory=Counter)
    steps: int = 0
    rows: int = 0


def write_manifest(results: Results, run: Run) -> None:
    """Write what was done, under which terms, member by member; members that are not finished are not in it."""
    members = [_member(results, name, records) for name, records in _finished(results, run.members)]
    document = {
        "format": "fitgap-batch/1",
        "started_at": run.started_at,
        "finished_at": run.finished_at,
        "is_complete": run.is_complete,
        "catalog": run.order.catalog.key,
        "terms": asdict(run.order.terms),
        "terms_sha256": run.order.terms.digest,
        "flows": {"new": run.new_flows, "kept": run.kept_flows},
        "members": members,
        "unfinished": sorted(set(run.members) - {str(member["member"]) for member in members}),
    }
    with appearing(results.folder / MANIFEST) as part:
        part.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")


def write_report(results: Results, members: Sequence[str], language: Language) -> None:
    """Write a line a flow of every finished member: done or not, and in a sentence why not."""
    with (
        appearing(results.folder / REPORT) as part,
        part.open("w", encoding="utf-8-sig", newline="") as stream,
    ):
        writer = csv.writer(stream)
        writer.writerow(COLUMNS)
        for name, records in _finished(results, members):
            writer.writerows(_line(name, record, language) for record in records)


def reason(record: FlowRecord, language: Language) -> str:
    """Why nothing could be done with a flow, on one line; empty when it was done."""
    return " / ".join(" ".join(issue_sentence(issue, language).split()) for issue in record.reasons)


def _finished(results: Results, members: Sequence[str]) -> Iterator[tuple[str, tuple[FlowRecord, ...]]]:
    for name in members:
        records = results.records_of(name)
        if records is not None:
            yield name, records


def _member(results: Results, name: str, records: Sequence[FlowRecord]) -> dict[str, Any]:
    counts = _Counts()
    for record in records:
        counts.states[record.state.value] += 1
        counts.steps += record.steps
        counts.rows += record.rows
    return {
        "member": name,
        "file": results.file_of(name).name,
        **{state.value: counts.states[state.value] for state in FlowState},
        "steps": counts.steps,
        "rows": counts.rows,
    }


def _line(member: str, record: FlowRecord, language: Language) -> tuple[str | int, ...]:
    return (
        as_text(member),
        as_text(record.flow),
        say(f"batch.state.{record.state.value}", language),
        record.steps,
        record.rows,
        record.issues,
        as_text(reason(record, language)),
        record.sha256,
    )
