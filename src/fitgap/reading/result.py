"""What a reader returns: a value *and* issues. A reader never raises on bad user content and never drops silently."""

from dataclasses import dataclass, field

from fitgap.model.catalog import Catalog
from fitgap.model.flow import Flow
from fitgap.model.message import Issue, Severity
from fitgap.model.policy import Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedBytes:
    """An upload: its name (for messages and the format by suffix) and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMapping:
    """Which column of a sheet holds which field; one for each table shape, correctable by the user and kept.

    `header_row` counts from 1 as Excel shows it; `columns` are (field, header text) pairs, field names as in
    `policies/headers.toml`; `shape` is the key under which the mapping is kept for the next file of that shape.
    """

    shape: str
    sheet: str
    header_row: int
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePreview:
    """A sheet as it was understood: the guessed mapping, all headers, and the first rows for the user to check."""

    mapping: ColumnMapping
    headers: tuple[str, ...]
    sample_rows: tuple[tuple[str, ...], ...]
    kind: str
    row_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """What a person told the reader: corrected mappings by shape, an encoding, which legend ○△× follow."""

    limits: Limits
    mappings: tuple[ColumnMapping, ...] = ()
    encoding: str = ""
    legend: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowReading:
    """A flow (None when nothing could be read), its issues, and previews when it came from a table."""

    flow: Flow | None
    issues: tuple[Issue, ...] = ()
    previews: tuple[TablePreview, ...] = field(default=())

    @property
    def has_error(self) -> bool:
        """True when an issue of severity error was found."""
        return any(issue.severity is Severity.ERROR for issue in self.issues)


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogReading:
    """A catalogue (None when nothing could be read), its issues, and how each sheet was understood."""

    catalog: Catalog | None
    issues: tuple[Issue, ...] = ()
    previews: tuple[TablePreview, ...] = field(default=())

    @property
    def has_error(self) -> bool:
        """True when an issue of severity error was found."""
        return any(issue.severity is Severity.ERROR for issue in self.issues)
