"""What the use cases share: the store, the clock, and stored files read again (cached by content)."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, fields

import cattrs

from fitgap.app.cost_outcomes import CostBook
from fitgap.app.decision_standings import Standings
from fitgap.app.outcomes import ProcessesFound, StoredFlow
from fitgap.app.presence import Presence
from fitgap.app.recent import Recent
from fitgap.comparing.aligning import Aligned
from fitgap.deciding.records import CatalogRow, IssueCounts
from fitgap.deciding.store import Store
from fitgap.model.board import Board
from fitgap.model.catalog import Catalog
from fitgap.model.comparison import CommonFlow, CommonRule, Comparison, StepCover, StepRef
from fitgap.model.correction import Correction
from fitgap.model.cost import GapPrice
from fitgap.model.cost_group import DivergenceWork
from fitgap.model.decision import Decision, DecisionItem
from fitgap.model.evidence import Evidence
from fitgap.model.flow import Flow
from fitgap.model.forms_across import FormsAcross
from fitgap.model.judgement import FitGap
from fitgap.model.message import Issue, Severity, UsageError, message
from fitgap.model.policy import Limits, Policy
from fitgap.model.scenario import ScenarioResult
from fitgap.policies import load_policy
from fitgap.reading import read_flow
from fitgap.reading.catalog import read_catalog
from fitgap.reading.result import ColumnMapping, FlowReading, NamedBytes, ReadOptions, TablePreview
from fitgap.reporting.diagram import Diagram, diagram_of

POLICY_SETTING = "policy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One open workspace."""

    store: Store
    clock: Callable[[], str]
    readings: Recent[tuple[FlowReading, bytes]] = field(default_factory=lambda: Recent(64))
    packages: Recent[Catalog] = field(default_factory=lambda: Recent(16))
    policies: Recent[Policy] = field(default_factory=lambda: Recent(4))
    results: Recent[FitGap] = field(default_factory=lambda: Recent(64))
    gathered: Recent[Evidence] = field(default_factory=lambda: Recent(16))
    heard: Recent[tuple[Evidence, str]] = field(default_factory=lambda: Recent(64))
    learned: Recent[Evidence] = field(default_factory=lambda: Recent(32))
    diagrams: Recent[Diagram] = field(default_factory=lambda: Recent(64))
    processes: Recent[ProcessesFound] = field(default_factory=lambda: Recent(2))
    placed: Recent[ProcessesFound] = field(default_factory=lambda: Recent(2))
    aligned: Recent[Aligned] = field(default_factory=lambda: Recent(8))
    corrected: Recent[tuple[Correction, ...]] = field(default_factory=lambda: Recent(2))
    prices: Recent[GapPrice] = field(default_factory=lambda: Recent(2048))
    books: Recent[CostBook] = field(default_factory=lambda: Recent(8))
    scenarios: Recent[ScenarioResult] = field(default_factory=lambda: Recent(8))
    shared_work: Recent[tuple[tuple[CommonRule, DivergenceWork], ...]] = field(default_factory=lambda: Recent(8))
    comparisons: Recent[Comparison] = field(default_factory=lambda: Recent(32))
    boards: Recent[Board] = field(default_factory=lambda: Recent(64))
    revisions: Recent[int] = field(default_factory=lambda: Recent(64))
    presence: Presence = field(default_factory=Presence)
    questions: Recent[tuple[DecisionItem, ...]] = field(default_factory=lambda: Recent(16))
    decisions: Recent[tuple[Decision, ...]] = field(default_factory=lambda: Recent(2))
    standings: Recent[Standings] = field(default_factory=lambda: Recent(8))
    common_flows: Recent[CommonFlow] = field(default_factory=lambda: Recent(64))
    covers: Recent[dict[StepRef, StepCover]] = field(default_factory=lambda: Recent(16))
    forms_across: Recent[FormsAcross] = field(default_factory=lambda: Recent(8))

    def policy_text(self) -> str:
        """The TOML that was set on top of the shipped policy."""
        return self.store.setting(POLICY_SETTING)

    def policy(self) -> Policy:
        """The policy that holds in this workspace."""
        return self.policy_of(self.policy_text())

    def policy_of(self, text: str) -> Policy:
        """The shipped policy with a TOML text on top."""
        return self.policies.get(text, lambda: load_policy(text, "policy.toml"))

    def options(self, mappings: tuple[ColumnMapping, ...], encoding: str = "", legend: str = "") -> ReadOptions:
        """Options for a new upload: the mappings given, then the kept ones for other shapes."""
        given = {mapping.shape for mapping in mappings}
        kept = self.kept_mappings()
        return ReadOptions(
            limits=self.policy().limits,
            mappings=(*mappings, *(mapping for mapping in kept if mapping.shape not in given)),
            encoding=encoding,
            legend=legend,
        )

    def kept_mappings(self) -> tuple[ColumnMapping, ...]:
        """The mappings that people gave, one for each shape of table."""
        return tuple(cattrs.structure(json.loads(text), ColumnMapping) for text in self.store.mappings())

    def stored_flow(self, flow_id: int) -> StoredFlow:
        """A stored flow, read again from its bytes with the options of its import."""
        row = self.store.flow_row(flow_id)
        reading, original = self.readings.get(row.content_hash, lambda: self._read_again(flow_id))
        return StoredFlow(row=row, flow=_whole(reading, row.file), original=original, issues=reading.issues)

    def stored_package(self, key: str) -> tuple[CatalogRow, Catalog]:
        """A stored catalogue with its row, read again from its bytes with the options of its import."""
        row = self.store.catalog_row(key)
        return row, self.packages.get((key, row.content_hash), lambda: self._read_catalog_again(row))

    def stored_catalog(self, key: str) -> Catalog:
        """A stored catalogue."""
        return self.stored_package(key)[1]

    def diagram(self, flow_id: int) -> Diagram:
        """The diagram of a stored flow."""
        stored = self.stored_flow(flow_id)
        return self.diagrams.get(stored.row.content_hash, lambda: diagram_of(stored.flow, stored.original))

    def _read_again(self, flow_id: int) -> tuple[FlowReading, bytes]:
        row, original, options = self.store.flow_original(flow_id)
        return read_flow(NamedBytes(name=row.file, content=original), self._known_options(options)), original

    def _read_catalog_again(self, row: CatalogRow) -> Catalog:
        files, options = self.store.catalog_original(row.key, row.edition)
        uploads = tuple(NamedBytes(name=name, content=content) for name, content in files)
        reading = read_catalog(uploads, self._known_options(options), row.key)
        if reading.catalog is None:
            raise UsageError(message("workspace.unreadable_now", file=", ".join(row.files)))
        return reading.catalog

    def _known_options(self, text: str) -> ReadOptions:
        """The options of an import; limits that this program does not know are left out, new ones are today's."""
        table = json.loads(text)
        known = {item.name for item in fields(Limits)}
        kept_limits = {name: value for name, value in table["limits"].items() if name in known}
        table["limits"] = {**asdict(self.policy().limits), **kept_limits}
        return cattrs.structure(table, ReadOptions)


def options_text(options: ReadOptions, previews: Sequence[TablePreview]) -> str:
    """The part of the options that this upload needs to be read the same way again, as JSON."""
    shapes = {preview.mapping.shape for preview in previews}
    table = asdict(options)
    table["mappings"] = [asdict(mapping) for mapping in options.mappings if mapping.shape in shapes]
    return json.dumps(table, ensure_ascii=False, sort_keys=True)


def content_hash(options: str, uploads: Sequence[NamedBytes]) -> str:
    """One hash of everything that decides what the reader makes of some uploads: names, bytes, options."""
    digest = hashlib.sha256(options.encode())
    for upload in uploads:
        for part in (upload.name.encode(), upload.content):
            digest.update(b"%d:" % len(part))
            digest.update(part)
    return digest.hexdigest()


def count_issues(issues: Sequence[Issue]) -> IssueCounts:
    """How many issues of each severity."""
    severities = [issue.severity for issue in issues]
    return IssueCounts(
        errors=severities.count(Severity.ERROR),
        warnings=severities.count(Severity.WARNING),
        infos=severities.count(Severity.INFO),
    )


def require(text: str, code: str) -> str:
    """A text without blanks around it; raises UsageError with this code when nothing is left."""
    stripped = text.strip()
    if not stripped:
        raise UsageError(message(code))
    return stripped


def _whole(reading: FlowReading, file: str) -> Flow:
    if reading.flow is None:
        raise UsageError(message("workspace.unreadable_now", file=file))
    return reading.flow
