"""The folder of a batch run's results: one Parquet file a member, whole or not there at all.

A member's file carries its own records (which flows, under which terms), so data and record cannot disagree.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from uuid import uuid4

import cattrs
import pyarrow as pa
import pyarrow.parquet as pq

from fitgap.app.batch_records import FlowRecord, Terms, records_from_json, records_to_json
from fitgap.app.batch_work import NO_ROWS, SCHEMA, BlockResult
from fitgap.model.message import UsageError, message

SUFFIX = ".parquet"
_PART = re.compile(r"\.[0-9a-f]{32}\.part")
_RECORDS, _TERMS = b"fitgap.records", b"fitgap.terms"
_GROUP_ROWS = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """A folder of results under one set of terms."""

    folder: Path
    terms: Terms

    @classmethod
    def open(cls, folder: Path, terms: Terms) -> Self:
        """Make the folder, and sweep out what a run that was killed left half-written."""
        swept(folder)
        return cls(folder=folder, terms=terms)

    def file_of(self, member: str) -> Path:
        """Where a member's results lie."""
        return self.folder / f"{member}{SUFFIX}"

    def records_of(self, member: str) -> tuple[FlowRecord, ...] | None:
        """What is done of a member under these terms; None when nothing is, or the file cannot be trusted."""
        try:
            about = pq.read_metadata(self.file_of(member))
            kept = about.metadata or {}
            records = records_from_json(kept.get(_RECORDS, b"[]"))
        except (OSError, pa.ArrowException, ValueError, cattrs.BaseValidationError):
            return None
        is_ours = kept.get(_TERMS) == self.terms.digest.encode()
        return records if is_ours and sum(record.rows for record in records) == about.num_rows else None

    def rows_of(self, member: str) -> pa.Table:
        """All rows of a member, in the order of its records."""
        return pq.read_table(self.file_of(member), schema=SCHEMA, memory_map=False)

    def strangers(self, members: frozenset[str]) -> int:
        """How many result files belong to none of the members, or to other terms."""
        files = self.folder.glob(f"*{SUFFIX}")
        return sum(file.stem not in members or self.records_of(file.stem) is None for file in files)


class MemberFile:
    """A member's results on their way to the disk; nobody sees the file before `finish`.

    Nothing is on the disk before the first `add`: an interrupted run holds this by then, and can close it.
    """

    def __init__(self, results: Results, member: str) -> None:
        self._results = results
        self._target = results.file_of(member)
        self._part = _part_beside(self._target)
        self._writer: pq.ParquetWriter | None = None
        self._records: list[FlowRecord] = []
        self._held: list[pa.Table] = []

    def add(self, result: BlockResult) -> None:
        """Append the rows and records of some flows; rows are written in groups that read back quickly."""
        with _writing(self._target):
            self._open()
        self._records.extend(result.records)
        self._held.append(result.table)
        if sum(table.num_rows for table in self._held) >= _GROUP_ROWS:
            self._flush()

    def finish(self) -> None:
        """Let the file take its place."""
        self._flush()
        with _writing(self._target):
            writer = self._open()
            writer.add_key_value_metadata(
                {_RECORDS: records_to_json(self._records), _TERMS: self._results.terms.digest.encode()}
            )
            writer.close()
            self._part.replace(self._target)

    def close(self) -> None:
        """Drop whatever is not finished."""
        try:
            if self._writer is not None:
                self._writer.close()
        finally:
            self._part.unlink(missing_ok=True)

    def _flush(self) -> None:
        table = pa.concat_tables(self._held) if self._held else NO_ROWS
        self._held.clear()
        if table.num_rows:
            with _writing(self._target):
                self._open().write_table(table)

    def _open(self) -> pq.ParquetWriter:
        if self._writer is None:
            self._writer = pq.ParquetWriter(self._part, SCHEMA, compression="zstd")
        return self._writer


def swept(folder: Path) -> None:
    """Make a folder of results, and sweep out what a run that was killed left half-written."""
    with _writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for file in folder.iterdir():
            if _PART.fullmatch(file.name):
                with suppress(OSError):  # Windows keeps what another program holds open
                    file.unlink()


@contextmanager
def appearing(file: Path) -> Iterator[Path]:
    """A path to write to; what is there takes the place of `file` when the block ends well, else it vanishes."""
    part = _part_beside(file)
    with _writing(file):
        try:
            yield part
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)


@contextmanager
def _writing(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UsageError(message("cli.cannot_write", file=str(file), detail=error.strerror or str(error))) from error


def _part_beside(file: Path) -> Path:
    return file.with_name(f".{uuid4().hex}.part")
