"""What a worker does with a block of flows: bytes in, rows and records out. Knows neither disk nor network."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from fitgap import __version__
from fitgap.app import pipeline
from fitgap.app.batch_records import REASONS_KEPT, FlowRecord, FlowState, Order
from fitgap.app.cli_match import COLUMNS, Row, match_rows
from fitgap.model.judgement import FitGap
from fitgap.model.message import Issue, Message, Severity, Source, message
from fitgap.reading import read_flow
from fitgap.reading.result import FlowReading, NamedBytes, ReadOptions

_NUMBERS: dict[str, tuple[pa.DataType, type]] = {"rank": (pa.int32(), int), "score": (pa.float64(), float)}
SCHEMA = pa.schema([(name, _NUMBERS[name][0] if name in _NUMBERS else pa.string()) for name in ("member", *COLUMNS)])
NO_ROWS = SCHEMA.empty_table()


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowFile:
    """A flow on its way to a worker: its path within the flows' folder, its bytes, and their hash."""

    flow: str
    sha256: str
    upload: NamedBytes


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockResult:
    """The rows of some flows of one member, flow after flow, and a record of each."""

    records: tuple[FlowRecord, ...]
    table: pa.Table


def work(order: Order, member: str, files: Sequence[FlowFile]) -> BlockResult:
    """Read and analyse a block of flows; a file with errors gets a record and no rows."""
    if order.terms.program != __version__:
        said = message("batch.other_version", here=order.terms.program, there=__version__)
        return joined(lost(file, said) for file in files)
    readings = [read_flow(file.upload, ReadOptions(limits=order.policy.limits)) for file in files]
    flows = [reading.flow for reading in readings if reading.flow is not None and not reading.has_error]
    answers = pipeline.analyse_many(flows, order.catalog, order.policy, order.thesaurus, explained=0)
    return joined(
        _one(order, member, file, reading, None if reading.flow is None or reading.has_error else next(answers))
        for file, reading in zip(files, readings, strict=True)
    )


def joined(parts: Iterable[BlockResult]) -> BlockResult:
    """Several results as one, in their order."""
    kept = list(parts)
    return BlockResult(
        records=tuple(record for part in kept for record in part.records),
        table=pa.concat_tables([NO_ROWS, *(part.table for part in kept)]),
    )


def lost(file: FlowFile, said: Message) -> BlockResult:
    """The record of a flow that no worker brought back, to be tried again by the next run."""
    issue = Issue(message=said, severity=Severity.ERROR, source=Source(file=file.upload.name))
    record = FlowRecord(flow=file.flow, sha256=file.sha256, state=FlowState.LOST, reasons=(issue,))
    return BlockResult(records=(record,), table=NO_ROWS)


def refused(flow: str, sha256: str, issues: Sequence[Issue]) -> BlockResult:
    """The record of a flow whose file has errors."""
    errors = [issue for issue in issues if issue.severity is Severity.ERROR]
    record = FlowRecord(
        flow=flow,
        sha256=sha256,
        state=FlowState.FAILED,
        issues=len(issues),
        reasons=tuple(errors[:REASONS_KEPT]),
    )
    return BlockResult(records=(record,), table=NO_ROWS)


def _one(order: Order, member: str, file: FlowFile, reading: FlowReading, fit_gap: FitGap | None) -> BlockResult:
    if fit_gap is None:
        return refused(file.flow, file.sha256, reading.issues)
    table = _table(member, list(match_rows(file.flow, fit_gap, order.top, False)))
    record = FlowRecord(
        flow=file.flow,
        sha256=file.sha256,
        state=FlowState.DONE,
        steps=len(fit_gap.results),
        rows=table.num_rows,
        issues=len(reading.issues),
    )
    return BlockResult(records=(record,), table=table)


def _table(member: str, rows: Sequence[Row]) -> pa.Table:
    columns: dict[str, list[Any]] = {"member": [member] * len(rows)}
    for name in COLUMNS:
        if name in _NUMBERS:
            number = _NUMBERS[name][1]
            columns[name] = [number(row[name]) if row.get(name) else None for row in rows]
        else:
            columns[name] = [row.get(name, "") for row in rows]
    return pa.table(columns, schema=SCHEMA)
