"""What the use cases of the workspace return beyond the nouns of the model."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, TypeAlias

from fitgap.comparing.evidence import Wordings
from fitgap.deciding.records import CatalogRow, EvidenceFileRow, FlowRow, IssueCounts, Realigned
from fitgap.model.comparison import MemberFlow, ProcessProposal
from fitgap.model.decision import Decision, DecisionItem, LedgerRow, Terms
from fitgap.model.evidence import EvidenceKind
from fitgap.model.flow import Flow
from fitgap.model.message import Issue, Message, Source
from fitgap.reading.evidence_file import EvidenceReading
from fitgap.reading.result import CatalogReading, FlowReading

__all__ = [
    "BulkOutcome",
    "BulkPreview",
    "CatalogOutcome",
    "CatalogRow",
    "DemoCounts",
    "EvidenceFileRow",
    "EvidenceOutcome",
    "EvidenceSummary",
    "FlowRow",
    "ImportKind",
    "ImportMode",
    "ImportOutcome",
    "ImportPreview",
    "ImportRow",
    "IssueCounts",
    "LedgerRow",
    "ProcessesFound",
    "Realigned",
    "StoredFlow",
]

ImportMode: TypeAlias = Literal["new", "replace", "keep"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFlow:
    """A flow as it was imported: its row, what the reader made of it, and the file's own bytes."""

    row: FlowRow
    flow: Flow
    original: bytes
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOutcome:
    """What an import did.

    `flow_id` is None when nothing was stored: the reading has an error, or `earlier` was found and the mode was
    ``new`` (ask the person: replace or keep). `is_unchanged` is true when the very same file was there already;
    `flow_id` is then the stored one.
    """

    reading: FlowReading
    flow_id: int | None = None
    realigned: Realigned | None = None
    earlier: FlowRow | None = None
    is_unchanged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogOutcome:
    """What a catalogue import did; `key` is None when nothing was stored because the reading has an error."""

    reading: CatalogReading
    key: str | None = None
    is_unchanged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceOutcome:
    """What an import of evidence did; `file_id` is None when nothing was stored because the reading has an error."""

    reading: EvidenceReading
    file_id: int | None = None
    is_unchanged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceSummary:
    """How much is known about a package: distinct texts, rows by kind, members named, and rows about functions that
    this version does not have (`unplaced`). `is_on` is false when the policy lets none of it count."""

    is_on: bool
    texts: int
    rows: tuple[tuple[EvidenceKind, int], ...]
    members: tuple[str, ...]
    unplaced: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoCounts:
    """What loading the samples added, and how much of it was there already."""

    members: int
    flows: int
    catalogs: int
    unchanged: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessesFound:
    """Which of the stored flows look like the same process; the key of a flow is its id as text."""

    flows: tuple[MemberFlow, ...]
    proposals: tuple[ProcessProposal, ...]
    wordings: Wordings


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkPreview:
    """What deciding alike would touch: items without a decision that stands, and items that have one."""

    undecided: tuple[DecisionItem, ...]
    decided: tuple[DecisionItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkOutcome:
    """What was recorded, or taken back, in one go."""

    batch_id: str
    decisions: tuple[Decision, ...]


class ImportKind(StrEnum):
    """What a row of an edited workbook would do: decide first, decide anew, or overrule what happened meanwhile."""

    NEW = "new"
    CHANGED = "changed"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRow:
    """One edited row: what it would record, the codes of the columns that were edited, and what stands against it."""

    kind: ImportKind
    source: Source
    item: DecisionItem
    terms: Terms
    changed: tuple[str, ...]
    why: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPreview:
    """What an edited workbook asks for; `untouched` counts the rows that nobody edited."""

    rows: tuple[ImportRow, ...]
    issues: tuple[Issue, ...]
    untouched: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """An edited workbook with today's contents; people's own columns, order and formats are as they were.

    `kept` counts rows whose edits were not imported yet and so left alone, `gone` rows whose step or form is no longer
    there, `missing` rows that the workbook does not have (`added` says whether they were put at the end);
    `loses_drawings` is true where it held charts or pictures, which are no longer in it.
    """

    content: bytes
    kept: int
    gone: int
    missing: int
    added: bool
    loses_drawings: bool
