"""Many members' flows side by side: which blocks there are, who works on them, and what is kept.

Files are put together by process first: by name, or as proposed from what the flows say. A process of few members is
one block. Of many members a survey tells first who is close to whom, then blocks of close members are compared in full.
Only a few blocks are out at a time, so memory does not grow with their number.
"""

import hashlib
import re
import unicodedata
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from fitgap.app.batch import BLOCKS_A_THREAD, Member, load_flow
from fitgap.app.batch_compare_store import CompareResults
from fitgap.app.batch_compare_work import NEAREST, Block, Compared, CompareOrder, FileRecord, MemberFile
from fitgap.app.batch_records import FlowState
from fitgap.app.batch_work import FlowFile
from fitgap.app.comparing_flows import wordings_of
from fitgap.comparing import propose_processes
from fitgap.model.comparison import MemberFlow
from fitgap.model.message import UsageError, message
from fitgap.reading import read_flow
from fitgap.reading.result import ReadOptions

MOST_PROPOSED = 2_000
_NAME_CHARACTERS = 60
_UNSAFE = re.compile(r"[^\w\-]+")


class CompareCrew(Protocol):
    """Who does the work. `result` waits; it answers for every file, whatever became of the worker."""

    def threads(self) -> int:
        """How many blocks can be worked on at once, now."""

    def submit(self, block: Block) -> Any:
        """Hand a block out; what is returned is asked for its result later."""

    def result(self, block: Block, handed: Any) -> Compared:
        """Wait for a block."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """What became of one block in this run; `is_kept` when an earlier run had done it."""

    block: Block
    records: tuple[FileRecord, ...]
    is_kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """The files that could be read from the disk, and a record of each that could not."""

    files: tuple[MemberFile, ...]
    unread: tuple[FileRecord, ...]


def load_files(members: Iterable[Member], order: CompareOrder) -> Loaded:
    """Every flow file of every member, in order of member and path."""
    files: list[MemberFile] = []
    unread: list[FileRecord] = []
    for member in members:
        for path in member.paths():
            flow = path.relative_to(member.root).as_posix()
            found = load_flow(flow, path, order.policy.limits)
            if isinstance(found, FlowFile):
                files.append(MemberFile(member=member.name, flow=flow, sha256=found.sha256, upload=found.upload))
                continue
            unread.extend(
                FileRecord(member=member.name, flow=flow, sha256=one.sha256, state=one.state, reasons=one.reasons)
                for one in found.records
            )
    return Loaded(files=tuple(files), unread=tuple(unread))


def blocks_by_name(files: Sequence[MemberFile]) -> tuple[Block, ...]:
    """Files of the same name (without folder and ending) are one process."""
    by_name: dict[str, list[MemberFile]] = {}
    for file in files:
        by_name.setdefault(unicodedata.normalize("NFKC", file.upload.name.rpartition(".")[0]), []).append(file)
    return tuple(_block(name, 1.0, its) for name, its in sorted(by_name.items()))


def blocks_by_content(files: Sequence[MemberFile], order: CompareOrder) -> tuple[Block, ...]:
    """Files that say much the same are one process; a file with errors is a block of its own, to be reported.

    Raises UsageError for more files than can be held against each other.
    """
    if len(files) > MOST_PROPOSED:
        raise UsageError(message("batch_compare.too_many_files", files=len(files), most=MOST_PROPOSED))
    by_flow = {file.flow: file for file in files}
    flows, broken = [], []
    for file in files:
        reading = read_flow(file.upload, ReadOptions(limits=order.policy.limits))
        if reading.flow is None or reading.has_error:
            broken.append(file)
        else:
            flows.append(MemberFlow(key=file.flow, member=file.member, flow=reading.flow))
    proposals = propose_processes(flows, wordings_of(flows, order.thesaurus), order.policy.comparing)
    found = [
        _block(proposal.name, proposal.confidence, [by_flow[key] for key in proposal.flow_keys])
        for proposal in proposals
    ]
    return (*found, *(_block(file.upload.name, 0.0, [file]) for file in broken))


def run(
    blocks: Sequence[Block], order: CompareOrder, results: CompareResults, crew: CompareCrew
) -> Generator[Finished, None, None]:
    """Compare every block, surveying large ones first; what an earlier run did of the same files is kept."""
    most = order.terms.members_at_once
    large = [block for block in blocks if len({file.member for file in block.files}) > most]
    small = [block for block in blocks if block not in large]
    parts: list[Block] = []
    surveys = [replace(block, name=f"{block.name}.survey", is_survey=True) for block in large]
    for survey, compared, is_kept in _settled(surveys, order, results, crew):
        parts.extend(_parts(survey, compared))
        yield Finished(block=survey, records=compared.records, is_kept=is_kept)
    for block, compared, is_kept in _settled([*small, *parts], order, results, crew):
        yield Finished(block=block, records=compared.records, is_kept=is_kept)


def _settled(
    blocks: Iterable[Block], order: CompareOrder, results: CompareResults, crew: CompareCrew
) -> Iterator[tuple[Block, Compared, bool]]:
    waiting: deque[tuple[Block, str, Any]] = deque()
    for block in blocks:
        digest = block.digest(order.terms)
        kept = results.kept(block, digest)
        if kept is not None:
            yield block, kept, True
            continue
        waiting.append((block, digest, crew.submit(block)))
        if len(waiting) >= BLOCKS_A_THREAD * crew.threads():
            yield _next(waiting, results, crew)
    while waiting:
        yield _next(waiting, results, crew)


def _next(
    waiting: deque[tuple[Block, str, Any]], results: CompareResults, crew: CompareCrew
) -> tuple[Block, Compared, bool]:
    block, digest, handed = waiting.popleft()
    compared = crew.result(block, handed)
    results.write(block, digest, compared)
    return block, compared, False


def _parts(survey: Block, compared: Compared) -> Iterator[Block]:
    """The blocks of close members that a survey found; none when it failed."""
    if NEAREST not in compared.tables:
        return
    table = compared.tables[NEAREST]
    number_of = dict(zip(table["member"].to_pylist(), table["block"].to_pylist(), strict=True))
    readable = {record.flow for record in compared.records if record.state is FlowState.DONE}
    files: dict[int, list[MemberFile]] = {}
    for file in survey.files:
        if file.flow in readable:
            files.setdefault(number_of[file.member], []).append(file)
    base = survey.name.removesuffix(".survey")
    for number, its in sorted(files.items()):
        yield replace(survey, name=f"{base}.{number:03}", files=tuple(its), is_survey=False)


def _block(process: str, confidence: float, files: Sequence[MemberFile]) -> Block:
    """A block under a name that every file system takes, and that two processes of one title do not share."""
    listed = "\n".join(sorted(file.flow for file in files))
    mark = hashlib.sha256(listed.encode()).hexdigest()[:8]
    name = _UNSAFE.sub("_", unicodedata.normalize("NFC", process))[:_NAME_CHARACTERS].strip("_")
    return Block(name=f"{name or 'process'}-{mark}", process=process, confidence=confidence, files=tuple(files))
