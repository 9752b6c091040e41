"""From readings to what the import page shows, and from what a person corrects to what the reader is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from fitgap.app.outcomes import CatalogRow, FlowRow, ImportMode, ImportOutcome
from fitgap.model.catalog import Catalog
from fitgap.model.flow import Flow, count_elements
from fitgap.model.message import Issue, Severity
from fitgap.model.step import steps_of
from fitgap.policies.tables import headers
from fitgap.reading.result import ColumnMapping, FlowReading, NamedBytes, TablePreview

ENCODINGS = ("utf-8", "cp932", "euc_jp", "iso2022_jp", "utf-16")
NAMES_SHOWN = 6
FEW = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """An upload as it would be imported."""

    upload: NamedBytes
    reading: FlowReading
    mappings: tuple[ColumnMapping, ...]
    encoding: str
    earlier: FlowRow | None
    mode: ImportMode

    @property
    def can_import(self) -> bool:
        """False when nothing could be read or an error stops the file."""
        return self.reading.flow is not None and not self.reading.has_error


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of one upload, for the list of results."""

    file: str
    outcome: ImportOutcome


def by_severity(issues: Sequence[Issue]) -> tuple[tuple[Severity, tuple[Issue, ...]], ...]:
    """The issues of each severity that occurs, errors first."""
    groups = ((severity, tuple(issue for issue in issues if issue.severity is severity)) for severity in Severity)
    return tuple((severity, group) for severity, group in groups if group)


def told(issues: Sequence[Issue], most: int) -> tuple[Issue, ...]:
    """The issues worth a line: so many errors and warnings each, and what is for the record where that is all."""
    groups = by_severity(issues)
    serious = tuple(issue for severity, group in groups if severity is not Severity.INFO for issue in group[:most])
    return serious or (tuple(issues) if len(issues) <= FEW else ())


def flow_figures(flow: Flow) -> dict[str, int]:
    """What a flow holds, for one line of the preview."""
    counts = count_elements(flow)
    return {
        "steps": len(steps_of(flow)),
        "lanes": counts.lanes,
        "documents": len({document.name for document in flow.documents}),
        "gateways": counts.gateways,
    }


def sample_names(reading: FlowReading) -> tuple[str, ...]:
    """The first names of a file, else its headings: by them a person sees whether the encoding is right."""
    headings = (heading for preview in reading.previews for heading in preview.headers)
    names = (node.name for node in reading.flow.nodes) if reading.flow is not None else headings
    return tuple(name for name, _ in zip((name for name in names if name.strip()), range(NAMES_SHOWN), strict=False))


def may_be_misread(upload: NamedBytes, reading: FlowReading) -> bool:
    """True when the encoding was guessed, or a text table was not understood, perhaps for its encoding."""
    if reading.flow is not None:
        return reading.flow.is_encoding_guessed
    return bool(reading.previews) and upload.name.lower().endswith(".csv")


def fields_of(preview: TablePreview) -> tuple[str, ...]:
    """The fields that a column of such a table can hold, in the order of the policy."""
    return tuple(headers()[preview.kind])


def corrected(guess: ColumnMapping, header_row: int, picks: Mapping[str, str]) -> ColumnMapping | None:
    """The mapping that a person picked (field to heading, empty for none); None when it is the guess unchanged."""
    columns = tuple((field, heading) for field, heading in picks.items() if heading)
    if header_row == guess.header_row and dict(columns) == dict(guess.columns):
        return None
    return replace(guess, header_row=header_row, columns=columns)


def suggested_key(catalog: Catalog | None, uploads: Sequence[NamedBytes], stored: Sequence[CatalogRow]) -> str:
    """The key of the stored package of the same vendor and product, else its name, else the file's."""
    if catalog is not None and catalog.product:
        same = (row.key for row in stored if (row.vendor, row.product) == (catalog.vendor, catalog.product))
        return next(same, catalog.product)
    return PurePath(uploads[0].name).stem if uploads else ""


def total_issues(row: FlowRow | CatalogRow) -> int:
    """How many issues the reading of a stored file had."""
    return row.issue_counts.errors + row.issue_counts.warnings + row.issue_counts.infos
