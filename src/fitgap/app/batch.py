"""Many flows against one catalogue: which blocks there are, who works on them, and in which order they are kept.

Blocks go out ahead of the one that is waited for, but only a few: memory does not grow with the number of flows.
What comes back is written in the order of members and flows, so the same input gives the same files.
"""

import hashlib
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, groupby
from pathlib import Path
from typing import Any, Protocol

from fitgap.app.batch_records import FlowRecord, FlowState, Order
from fitgap.app.batch_store import MemberFile, Results
from fitgap.app.batch_work import NO_ROWS, BlockResult, FlowFile, lost, refused
from fitgap.app.files import FLOW_SUFFIXES, flow_files, load
from fitgap.model.message import Issue, Severity, Source, UsageError, message
from fitgap.model.policy import Limits
from fitgap.reading.result import NamedBytes

BLOCK_FLOWS = 50
BLOCK_BYTES = 4_194_304
BLOCKS_A_THREAD = 4


class Crew(Protocol):
    """Who does the work. `result` waits; it answers for every file, whatever became of the worker."""

    def threads(self) -> int:
        """How many blocks can be worked on at once, now."""

    def submit(self, member: str, files: Sequence[FlowFile]) -> Any:
        """Hand a block out; what is returned is asked for its result later."""

    def result(self, member: str, files: Sequence[FlowFile], handed: Any) -> BlockResult:
        """Wait for a block."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member's flows: those in its folder, or for the flows' folder itself those directly in it."""

    name: str
    root: Path
    places: tuple[Path, ...]

    def paths(self) -> tuple[Path, ...]:
        """Its flow files in order of path."""
        return tuple(sorted({file for place in self.places for file in flow_files(place)}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What became of one flow in this run; `is_kept` when an earlier run had done it."""

    member: str
    record: FlowRecord
    is_kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """Flows of one member that follow each other: either still to be worked on (`files`) or settled already."""

    member: str
    files: tuple[FlowFile, ...] = ()
    settled: BlockResult | None = None
    is_kept: bool = False
    is_written: bool = True


def members_of(root: Path) -> tuple[Member, ...]:
    """Each folder directly below `root` is a member; flows directly in `root` belong to a member of its name."""
    places: dict[str, list[Path]] = {}
    for child in sorted(root.iterdir()):
        if child.name.startswith((".", "~$")):
            continue
        if child.is_dir():
            places.setdefault(child.name, []).append(child)
        elif child.suffix.lower() in FLOW_SUFFIXES:
            places.setdefault(root.resolve().name, []).append(child)
    return tuple(Member(name=name, root=root, places=tuple(found)) for name, found in sorted(places.items()))


def run(members: Sequence[Member], order: Order, results: Results, crew: Crew) -> Generator[Settled, None, None]:
    """Settle every flow, in order; a member's file appears when its last flow is settled. Closing it stops cleanly."""
    size = cache(lambda: block_size(sum(len(member.paths()) for member in members), crew.threads()))
    pieces = (piece for member in members for piece in _pieces(member, order, results, size))
    for name, found in groupby(_in_order(pieces, crew), key=lambda pair: pair[0].member):
        file: MemberFile | None = None
        try:
            for piece, result in found:
                if piece.is_written:
                    file = file or MemberFile(results, name)
                    file.add(result)
                for record in result.records:
                    yield Settled(member=name, record=record, is_kept=piece.is_kept)
            if file is not None:
                file.finish()
        finally:
            if file is not None:
                file.close()


def block_size(flows: int, threads: int) -> int:
    """How many flows a block holds: enough to make handing it out cheap, few enough to keep every thread busy."""
    return max(1, min(BLOCK_FLOWS, flows // (threads * BLOCKS_A_THREAD)))


def _in_order(pieces: Iterable[_Piece], crew: Crew) -> Iterator[tuple[_Piece, BlockResult]]:
    waiting: deque[tuple[_Piece, Any]] = deque()
    for piece in pieces:
        waiting.append((piece, None if piece.settled else crew.submit(piece.member, piece.files)))
        while waiting and (waiting[0][0].settled or len(waiting) >= BLOCKS_A_THREAD * crew.threads()):
            yield _next(waiting, crew)
    while waiting:
        yield _next(waiting, crew)


def _next(waiting: deque[tuple[_Piece, Any]], crew: Crew) -> tuple[_Piece, BlockResult]:
    piece, handed = waiting.popleft()
    return piece, piece.settled or crew.result(piece.member, piece.files, handed)


def _pieces(member: Member, order: Order, results: Results, size: Callable[[], int]) -> Iterator[_Piece]:
    limits = order.policy.limits
    paths = {path.relative_to(member.root).as_posix(): path for path in member.paths()}
    records = results.records_of(member.name) or ()
    kept = {record.flow for record in records if _still_holds(record, paths, limits)}
    if kept and kept == set(paths) and len(records) == len(paths):
        yield _Piece(
            member=member.name, settled=BlockResult(records=records, table=NO_ROWS), is_kept=True, is_written=False
        )
        return
    earlier = _earlier(member, records, kept, results)
    block: list[FlowFile] = []
    for flow, path in paths.items():
        found = earlier.get(flow) or load_flow(flow, path, limits)
        if block and (isinstance(found, BlockResult) or len(block) >= size() or _bytes_of(block) >= BLOCK_BYTES):
            yield _Piece(member=member.name, files=tuple(block))
            block.clear()
        if isinstance(found, BlockResult):
            yield _Piece(member=member.name, settled=found, is_kept=flow in kept)
        else:
            block.append(found)
    if block:
        yield _Piece(member=member.name, files=tuple(block))


def _bytes_of(block: Iterable[FlowFile]) -> int:
    return sum(len(file.upload.content) for file in block)


def _still_holds(record: FlowRecord, paths: dict[str, Path], limits: Limits) -> bool:
    if record.state is FlowState.LOST or record.flow not in paths:
        return False
    found = load_flow(record.flow, paths[record.flow], limits)
    sha256 = found.sha256 if isinstance(found, FlowFile) else found.records[0].sha256
    return sha256 == record.sha256


def _earlier(member: Member, records: Sequence[FlowRecord], kept: set[str], results: Results) -> dict[str, BlockResult]:
    if not kept:
        return {}
    rows = results.rows_of(member.name)
    starts = accumulate((record.rows for record in records), initial=0)
    return {
        record.flow: BlockResult(records=(record,), table=rows.slice(start, record.rows))
        for record, start in zip(records, starts, strict=False)
        if record.flow in kept
    }


def load_flow(flow: str, path: Path, limits: Limits) -> FlowFile | BlockResult:
    """A flow's bytes, or its record when the file is too large to be sent around or cannot be read at all."""
    nothing = FlowFile(flow=flow, sha256="", upload=NamedBytes(name=path.name, content=b""))
    try:
        if path.stat().st_size > limits.file_bytes:
            return _too_large(flow, path, limits)
        upload = load(path)
    except UsageError as error:
        return lost(nothing, error.message)
    except OSError as error:
        return lost(nothing, message("cli.cannot_read", file=str(path), detail=error.strerror or str(error)))
    return FlowFile(flow=flow, sha256=hashlib.sha256(upload.content).hexdigest(), upload=upload)


def _too_large(flow: str, path: Path, limits: Limits) -> BlockResult:
    with path.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    megabyte = 1_048_576
    size, most = path.stat().st_size / megabyte, limits.file_bytes / megabyte
    said = message("wrong_content.too_large", megabytes=round(size, 1), most=round(most, 1))
    return refused(flow, sha256, [Issue(message=said, severity=Severity.ERROR, source=Source(file=path.name))])
