"""What a worker of a comparing run does with a block: bytes in, tables and records out. Knows neither disk nor network.

A block is a process of some members whose steps are compared in full, or of so many members that signatures tell first
who is close to whom (`Survey`); the members are then compared in full in blocks of close ones.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from scipy.cluster.hierarchy import linkage, to_tree
from scipy.spatial.distance import squareform

from fitgap import __version__
from fitgap.app.batch_records import REASONS_KEPT, FlowState
from fitgap.app.cli_compare_tables import (
    DIFFERENCE_COLUMNS,
    DIVERGENCE_COLUMNS,
    GROUP_COLUMNS,
    Row,
    difference_rows,
    divergence_rows,
    group_rows,
)
from fitgap.app.comparing_flows import wordings_of
from fitgap.app.semantic import nearness_of
from fitgap.comparing import compare_process
from fitgap.comparing.arrays import Floats
from fitgap.comparing.signatures import estimated_distances, nearest, signatures_of
from fitgap.model.comparison import MemberFlow, ProcessProposal
from fitgap.model.message import Issue, Message, Severity, Source, UsageError, message
from fitgap.model.policy import Policy
from fitgap.model.step import steps_of
from fitgap.reading import read_flow
from fitgap.reading.result import NamedBytes, ReadOptions
from fitgap.texts import Language

_FLOATS = dict.fromkeys(
    ("likeness", "process_confidence", "hours_per_year", "estimated_distance", *DIVERGENCE_COLUMNS[3:]), pa.float64()
)
TYPES: dict[str, pa.DataType] = {**_FLOATS, **dict.fromkeys(("rank", "block"), pa.int32())}
NEAREST_COLUMNS = ("process", "member", "rank", "other", "estimated_distance", "block")
GROUPS, DIVERGENCES, DIFFERENCES, NEAREST = "groups", "divergences", "differences", "nearest"
_COLUMNS = {GROUPS: GROUP_COLUMNS, DIVERGENCES: DIVERGENCE_COLUMNS, DIFFERENCES: DIFFERENCE_COLUMNS}


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareTerms:
    """Everything besides the flows that a result depends on; contents stand as SHA-256."""

    program: str
    policy: str
    thesaurus: str
    language: str
    neighbours: int
    members_at_once: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareOrder:
    """What every worker is told once."""

    terms: CompareTerms
    policy: Policy
    thesaurus: str | None
    language: Language


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberFile:
    """One member's flow file: its path within the flows' folder, its bytes and their hash."""

    member: str
    flow: str
    sha256: str
    upload: NamedBytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Flows of one process to be worked on together; `is_survey` when only to be told who is close to whom."""

    name: str
    process: str
    confidence: float
    files: tuple[MemberFile, ...]
    is_survey: bool = False

    def digest(self, terms: CompareTerms) -> str:
        """One hash of the terms and of everything in the block."""
        said = [self.name, self.process, f"{self.confidence:.6f}", self.is_survey, repr(terms)]
        said.extend((file.member, file.flow, file.sha256) for file in self.files)
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRecord:
    """What became of one file in a block; `reasons` are the first errors where nothing could be done."""

    member: str
    flow: str
    sha256: str
    state: FlowState
    block: str = ""
    steps: int = 0
    issues: int = 0
    reasons: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The tables of a block by kind, and a record of each of its files."""

    records: tuple[FileRecord, ...]
    tables: dict[str, pa.Table] = field(default_factory=dict)


def work(order: CompareOrder, block: Block) -> Compared:
    """Read and compare a block; a file with errors gets a record and is left out."""
    if order.terms.program != __version__:
        return lost(block, message("batch.other_version", here=order.terms.program, there=__version__))
    flows, records = _read(order, block)
    if not flows:
        columns = {NEAREST: NEAREST_COLUMNS} if block.is_survey else _COLUMNS
        return Compared(records=records, tables={kind: _table(names, ()) for kind, names in columns.items()})
    wordings = wordings_of(flows, order.thesaurus)
    policy = order.policy.comparing
    try:
        if block.is_survey:
            signatures = signatures_of(flows, wordings, policy)
            distances = estimated_distances(signatures, policy.divergence)
            table = _nearest_table(order, block, signatures.members, distances)
            return Compared(records=records, tables={NEAREST: table})
        keys = tuple(flow.key for flow in flows)
        proposal = ProcessProposal(name=block.process, flow_keys=keys, confidence=block.confidence)
        comparison = compare_process(flows, proposal, wordings, policy, nearness=nearness_of(order.policy))
    except UsageError as error:
        return failed(block, error.message)
    return Compared(
        records=records,
        tables={
            GROUPS: _table(_COLUMNS[GROUPS], _named(block, group_rows([comparison], policy))),
            DIVERGENCES: _table(_COLUMNS[DIVERGENCES], divergence_rows([comparison])),
            DIFFERENCES: _table(_COLUMNS[DIFFERENCES], _named(block, difference_rows([comparison], order.language))),
        },
    )


def blocks_of(distances: Floats, most: int) -> list[int]:
    """For each member the number of its block of at most so many members, close ones together.

    The tree of average linkage is cut from the top until no branch is too large; small branches beside each other are
    put into one block.
    """
    size = len(distances)
    if size <= most:
        return [0] * size
    even = squareform((distances.astype(np.float64) + distances.T) / 2, checks=False)
    _, nodes = to_tree(linkage(even, method="average"), rd=True)
    waiting, blocks = [nodes[-1]], [list[int]()]
    while waiting:
        node = waiting.pop()
        if node.get_count() > most:
            waiting.extend(half for half in (node.get_right(), node.get_left()) if half is not None)
            continue
        if len(blocks[-1]) + node.get_count() > most:
            blocks.append([])
        blocks[-1].extend(node.pre_order())
    number_of = {row: number for number, rows in enumerate(blocks) for row in rows}
    return [number_of[row] for row in range(size)]


def lost(block: Block, said: Message) -> Compared:
    """The records of a block that no worker brought back, to be tried again by the next run."""
    return _refused(block, said, FlowState.LOST)


def failed(block: Block, said: Message) -> Compared:
    """The records of a block that cannot be compared under these terms."""
    return _refused(block, said, FlowState.FAILED)


def _refused(block: Block, said: Message, state: FlowState) -> Compared:
    return Compared(
        records=tuple(
            FileRecord(
                member=file.member,
                flow=file.flow,
                sha256=file.sha256,
                state=state,
                block=block.name,
                reasons=(Issue(message=said, severity=Severity.ERROR, source=Source(file=file.upload.name)),),
            )
            for file in block.files
        )
    )


def _read(order: CompareOrder, block: Block) -> tuple[list[MemberFlow], tuple[FileRecord, ...]]:
    flows, records = [], []
    for file in block.files:
        reading = read_flow(file.upload, ReadOptions(limits=order.policy.limits))
        is_done = reading.flow is not None and not reading.has_error
        errors = [issue for issue in reading.issues if issue.severity is Severity.ERROR]
        if reading.flow is not None and is_done:
            flows.append(MemberFlow(key=file.flow, member=file.member, flow=reading.flow))
        records.append(
            FileRecord(
                member=file.member,
                flow=file.flow,
                sha256=file.sha256,
                state=FlowState.DONE if is_done else FlowState.FAILED,
                block=block.name,
                steps=len(steps_of(reading.flow)) if reading.flow is not None and is_done else 0,
                issues=len(reading.issues),
                reasons=tuple(errors[:REASONS_KEPT]),
            )
        )
    return flows, tuple(records)


def _named(block: Block, rows: Iterable[Row]) -> list[Row]:
    """The rows with group ids that are the block's own: two blocks of a process know nothing of each other's groups."""
    return [{**row, "group_id": f"{block.name}/{row['group_id'].partition('-')[2]}"} for row in rows]


def _nearest_table(order: CompareOrder, block: Block, members: Sequence[str], distances: Floats) -> pa.Table:
    numbers = blocks_of(distances, order.terms.members_at_once)
    rows = [
        {
            "process": block.process,
            "member": member,
            "rank": str(rank),
            "other": members[other],
            "estimated_distance": f"{distances[row, other]:.4f}",
            "block": str(numbers[row] + 1),
        }
        for row, (member, others) in enumerate(
            zip(members, nearest(distances, order.terms.neighbours).tolist(), strict=True)
        )
        for rank, other in enumerate(others, start=1)
    ]
    return _table(NEAREST_COLUMNS, rows)


def _table(columns: Sequence[str], rows: Iterable[Row]) -> pa.Table:
    kept = list(rows)
    schema = pa.schema([(name, TYPES.get(name, pa.string())) for name in columns])
    return pa.table({name: [_value(name, row[name]) for row in kept] for name in columns}, schema=schema)


def _value(name: str, cell: str) -> str | float | int | None:
    if name not in TYPES:
        return cell
    if not cell:
        return None
    return float(cell) if name in _FLOATS else int(cell)
