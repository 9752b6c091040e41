"""The folder of a comparing run's results: Parquet files of each block, whole or not there at all.

Every file carries the digest of its block (flows and terms) and the records of its files, so that a later run knows
what still holds.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import cattrs
import pyarrow as pa
import pyarrow.parquet as pq
from cattrs.preconf.json import make_converter

from fitgap.app.batch_compare_work import DIFFERENCES, DIVERGENCES, GROUPS, NEAREST, Block, Compared, FileRecord
from fitgap.app.batch_store import SUFFIX, appearing, swept

_RECORDS, _DIGEST = b"fitgap.compare.records", b"fitgap.compare.digest"
_CONVERTER = make_converter()


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareResults:
    """A folder of results."""

    folder: Path

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Make the folder, and sweep out what a run that was killed left half-written."""
        swept(folder)
        return cls(folder=folder)

    def file_of(self, block: str, kind: str) -> Path:
        """Where a table of a block lies."""
        return self.folder / f"{block}.{kind}{SUFFIX}"

    def kept(self, block: Block, digest: str) -> Compared | None:
        """What an earlier run made of exactly this block; None when it is not there or cannot be trusted.

        The tables are not read, but for the survey's.
        """
        records: tuple[FileRecord, ...] = ()
        for kind in kinds_of(block):
            try:
                about = pq.read_metadata(self.file_of(block.name, kind)).metadata or {}
                if about.get(_DIGEST) != digest.encode():
                    return None
                records = _CONVERTER.loads(about.get(_RECORDS, b"[]").decode(), tuple[FileRecord, ...])
            except (OSError, pa.ArrowException, ValueError, cattrs.BaseValidationError):
                return None
        tables = {NEAREST: self.table_of(block.name, NEAREST)} if block.is_survey else {}
        return Compared(records=records, tables=tables)

    def table_of(self, block: str, kind: str) -> pa.Table:
        """One table of a block."""
        return pq.read_table(self.file_of(block, kind), memory_map=False)

    def write(self, block: Block, digest: str, compared: Compared) -> None:
        """Let the block's files take their places; a block that was lost leaves none."""
        about = {_DIGEST: digest.encode(), _RECORDS: _CONVERTER.dumps(compared.records, ensure_ascii=False).encode()}
        for kind, table in compared.tables.items():
            with appearing(self.file_of(block.name, kind)) as part:
                pq.write_table(table.replace_schema_metadata(about), part, compression="zstd")

    def strangers(self, blocks: Iterable[Block]) -> Sequence[Path]:
        """Result files that belong to none of the blocks."""
        ours = {self.file_of(block.name, kind) for block in blocks for kind in kinds_of(block)}
        return [file for file in sorted(self.folder.glob(f"*{SUFFIX}")) if file not in ours]


def kinds_of(block: Block) -> tuple[str, ...]:
    """The tables that a block leaves."""
    return (NEAREST,) if block.is_survey else (GROUPS, DIVERGENCES, DIFFERENCES)
