"""Every use case of fitgap, one method each. The screens and `fitgap demo` call only this.

Flows, catalogues, choices and exports are methods of `Workspace`; each further job is a group of use cases
(`UseCases`) behind one property.
"""

from collections.abc import Callable, Collection, Sequence
from typing import Self

from fitgap.app import (
    analysing,
    catalog_imports,
    choosing,
    comparing_stored,
    exporting,
    flow_imports,
    learning,
    settings,
)
from fitgap.app.access import needs
from fitgap.app.aligning import Aligning
from fitgap.app.auditing import Auditing
from fitgap.app.clock import now
from fitgap.app.commons import Commons
from fitgap.app.copying import Copying
from fitgap.app.costs import Costs
from fitgap.app.decisions import Decisions
from fitgap.app.desk import Desk
from fitgap.app.meetings import Meetings
from fitgap.app.outcomes import (
    CatalogOutcome,
    CatalogRow,
    DemoCounts,
    EvidenceFileRow,
    EvidenceOutcome,
    EvidenceSummary,
    FlowRow,
    ImportMode,
    ImportOutcome,
    StoredFlow,
)
from fitgap.app.paths import database_url
from fitgap.app.people import People
from fitgap.app.positions import Positions
from fitgap.app.rulings import Rulings
from fitgap.app.use_cases import UseCases
from fitgap.deciding.store import Store
from fitgap.model.access import ON_THIS_COMPUTER, Actor, Right
from fitgap.model.catalog import Catalog, Feature
from fitgap.model.choice import Choice, ChoiceKind, ItemKind, Standing
from fitgap.model.comparison import Comparison, ProcessProposal
from fitgap.model.judgement import FitGap, Verdict
from fitgap.model.policy import Policy
from fitgap.reading.result import CatalogReading, ColumnMapping, FlowReading, NamedBytes
from fitgap.reporting.diagram import Diagram
from fitgap.texts import Language


class Workspace(UseCases):
    """The stored flows, catalogues and choices of one database. Safe to share between threads."""

    @classmethod
    def open(cls, url: str | None = None, *, clock: Callable[[], str] = now) -> Self:
        """Open (and where needed create or migrate) the database of `url`, of FITGAP_DATABASE_URL, or the user's own.

        Raises StorageError when it cannot be opened, is read-only, or was written by a newer fitgap.
        """
        return cls(Desk(store=Store.open(url or database_url()), clock=clock), ON_THIS_COMPUTER)

    def acting_as(self, actor: Actor) -> Self:
        """The same workspace for another person."""
        return type(self)(self._desk, actor)

    def close(self) -> None:
        """Let go of the database."""
        self._desk.store.close()

    @property
    def location(self) -> str:
        """Where the database is: a file path, or a URL without its password."""
        return self._desk.store.location

    @property
    def costs(self) -> Costs:
        """What gaps, decisions and systems cost."""
        return Costs(self._desk, self._actor)

    @property
    def decisions(self) -> Decisions:
        """What the members decided to do."""
        return Decisions(self._desk, self._actor)

    @property
    def meetings(self) -> Meetings:
        """Meetings: plan, lead, note, close, minutes."""
        return Meetings(self._desk, self._actor)

    @property
    def positions(self) -> Positions:
        """Where members stand before they decide."""
        return Positions(self._desk, self._actor)

    @property
    def rulings(self) -> Rulings:
        """What higher levels make of decisions."""
        return Rulings(self._desk, self._actor)

    @property
    def people(self) -> People:
        """Who may do what."""
        return People(self._desk, self.actor)

    @property
    def audit(self) -> Auditing:
        """Who did what, when."""
        return Auditing(self._desk, self.actor)

    @property
    def copies(self) -> Copying:
        """Copies of everything."""
        return Copying(self._desk, self.actor)

    # Flows

    @needs(Right.EDIT)
    def preview_flow(
        self, upload: NamedBytes, mappings: tuple[ColumnMapping, ...] = (), encoding: str = ""
    ) -> FlowReading:
        """Read a flow without storing it; kept mappings apply where none is given for a table's shape."""
        return flow_imports.preview_flow(self._desk, upload, mappings, encoding)

    @needs(Right.READ)
    def earlier_version(self, member: str, upload: NamedBytes | str) -> FlowRow | None:
        """The member's current flow of the same file name, else of the same title (a name is looked up as both)."""
        return flow_imports.earlier_version(self._desk, member, upload)

    @needs(Right.EDIT)
    def add_flow(
        self,
        member: str,
        upload: NamedBytes,
        *,
        person: str,
        mode: ImportMode = "new",
        mappings: tuple[ColumnMapping, ...] = (),
        encoding: str = "",
    ) -> ImportOutcome:
        """Import a flow in one transaction; a file with an error stores nothing.

        When an earlier version is there: `new` stores nothing and returns it, `replace` puts the upload in its place
        and carries its choices over, `keep` stores the upload beside it.
        """
        self._require_member(member)
        return flow_imports.add_flow(self._desk, member, upload, person, mode, mappings, encoding)

    @needs(Right.READ)
    def flows(self, member: str | None = None) -> tuple[FlowRow, ...]:
        """The current flows, of one member or of all, by member and then in order of import."""
        return self._desk.store.flows(member)

    @needs(Right.READ)
    def flow(self, flow_id: int) -> StoredFlow:
        """A stored flow, read again from its own bytes; raises UsageError for an unknown id."""
        return self._desk.stored_flow(flow_id)

    @needs(Right.READ)
    def flow_versions(self, flow_id: int) -> tuple[FlowRow, ...]:
        """Every stored version of a flow, newest first."""
        return self._desk.store.flow_versions(flow_id)

    @needs(Right.READ)
    def members(self) -> tuple[str, ...]:
        """The members that have a current flow, in order of their first import."""
        return self._desk.store.members()

    @needs(Right.EDIT)
    def remove_flow(self, flow_id: int, person: str) -> None:
        """Take a flow out of the lists; its versions and choices stay in the database with who removed it and when."""
        self._require_flow(flow_id)
        flow_imports.remove_flow(self._desk, flow_id, person)

    @needs(Right.READ)
    def diagram(self, flow_id: int) -> Diagram:
        """The flow as BPMN 2.0 with layout."""
        return self._desk.diagram(flow_id)

    # Catalogues

    @needs(Right.ADMINISTER)
    def preview_catalog(
        self, uploads: tuple[NamedBytes, ...], legend: str = "", mappings: tuple[ColumnMapping, ...] = ()
    ) -> CatalogReading:
        """Read a catalogue without storing it."""
        return catalog_imports.preview_catalog(self._desk, uploads, legend, mappings)

    @needs(Right.ADMINISTER)
    def add_catalog(
        self,
        uploads: tuple[NamedBytes, ...],
        *,
        key: str,
        person: str,
        legend: str = "",
        mappings: tuple[ColumnMapping, ...] = (),
    ) -> CatalogOutcome:
        """Import a catalogue in one transaction; an earlier one of the same key stays in the database as history."""
        return catalog_imports.add_catalog(self._desk, uploads, key, person, legend, mappings)

    @needs(Right.READ)
    def catalogs(self) -> tuple[CatalogRow, ...]:
        """The current catalogues, in order of their first import."""
        return self._desk.store.catalogs()

    @needs(Right.READ)
    def catalog(self, key: str) -> Catalog:
        """A stored catalogue; raises UsageError for an unknown key."""
        return self._desk.stored_catalog(key)

    @needs(Right.ADMINISTER)
    def remove_catalog(self, key: str, person: str) -> None:
        """Take a catalogue out of the lists; it stays in the database with who removed it and when."""
        catalog_imports.remove_catalog(self._desk, key, person)

    @needs(Right.READ)
    def search_features(self, catalog_key: str, text: str, limit: int = 20) -> tuple[Feature, ...]:
        """The features that hold the words of a text or come close to it, best first."""
        catalog = self._desk.stored_catalog(catalog_key)
        return analysing.search_features(catalog, text, limit, self._desk.policy().searching)

    # Fit-gap and choices

    @needs(Right.READ)
    def analyse(self, flow_id: int, catalog_key: str) -> FitGap:
        """What the machine says of a flow against a catalogue, having heard what other members decided.

        Cached by content of both, policy and evidence.
        """
        return analysing.analyse(self._desk, flow_id, catalog_key)

    @needs(Right.READ)
    def standings(self, flow_id: int, catalog_key: str) -> dict[str, Standing]:
        """What holds for each step now, by step id: a person's verdict where one was given, else the machine's."""
        return choosing.standings(self._desk, flow_id, catalog_key)

    @needs(Right.EDIT)
    def choose(
        self,
        flow_id: int,
        catalog_key: str,
        step_id: str,
        kind: ChoiceKind,
        *,
        person: str,
        item: ItemKind = ItemKind.FEATURE,
        item_id: str = "",
        reason: str = "",
        verdict: Verdict | None = None,
        seen_choice_id: int | None,
    ) -> Choice:
        """Record what a person says of a step, at once.

        `seen_choice_id` is the id of the newest choice the person saw on the step (the last of
        `Standing.choices`), None when there was none. Raises ConflictError (who, when, what) when somebody chose since
        then, UsageError for an unknown step or item.
        """
        self._require_flow(flow_id)
        return choosing.choose(
            self._desk,
            choosing.Wish(
                flow_id=flow_id,
                catalog_key=catalog_key,
                step_id=step_id,
                kind=kind,
                person=person,
                item=item,
                item_id=item_id,
                reason=reason,
                verdict=verdict,
            ),
            seen_choice_id,
        )

    @needs(Right.EDIT)
    def undo(self, choice_id: int, person: str) -> None:
        """Revoke a choice and restore what it superseded; raises ConflictError when it no longer holds."""
        self._require_flow(self._desk.store.choice(choice_id).flow_id)
        choosing.undo(self._desk, choice_id, person)

    @needs(Right.READ)
    def choices(self, flow_id: int, catalog_key: str, step_id: str | None = None) -> tuple[Choice, ...]:
        """Every choice ever made on this version of the flow, oldest first, also superseded and revoked ones."""
        return self._desk.store.choices(flow_id, catalog_key, step_id)

    # Members side by side

    @needs(Right.READ)
    def processes(self, on_read: comparing_stored.OnRead | None = None) -> tuple[ProcessProposal, ...]:
        """Which current flows of all members look like the same process; a flow's key is its id as text.

        Found once for the same contents and policy; `on_read` is told of each flow while they are read.
        """
        return comparing_stored.find_processes(self._desk, on_read).proposals

    @needs(Right.READ)
    def compare(self, flow_ids: Collection[int]) -> tuple[Comparison, ...]:
        """Every process that two or more members of these flows share, by name.

        Cached by contents and policy; raises UsageError for more steps than can be compared at once.
        """
        return comparing_stored.compare(self._desk, flow_ids)

    @needs(Right.READ, export="groups")
    def export_groups(self, flow_ids: Collection[int]) -> bytes:
        """The step groups of those processes as the CSV that `fitgap compare --out` writes."""
        return comparing_stored.export_groups(self._desk, flow_ids)

    @property
    def alignment(self) -> Aligning:
        """What people say about groups of steps and about processes."""
        return Aligning(self._desk, self._actor)

    @property
    def commons(self) -> Commons:
        """Distances, what divides the members, their forms, common flows, and who may join."""
        return Commons(self._desk, self._actor)

    # What members decided, handed on

    @needs(Right.READ)
    def evidence(self, catalog_key: str) -> EvidenceSummary:
        """How much is known about a package from choices made here and from imported files."""
        return learning.summary(self._desk, catalog_key)

    @needs(Right.READ, export="evidence")
    def export_evidence(self, catalog_keys: Sequence[str], *, with_names: bool, language: Language = "ja") -> bytes:
        """What is known about these packages as a CSV; raises UsageError when nothing was decided yet.

        Without names the file says how many members decided, not which.
        """
        return learning.export_evidence(self._desk, catalog_keys, language, with_names=with_names)

    @needs(Right.DECIDE)
    def import_evidence(self, upload: NamedBytes, person: str) -> EvidenceOutcome:
        """Let another workspace's evidence count here too; a file with an error stores nothing."""
        return learning.import_evidence(self._desk, upload, person)

    @needs(Right.READ)
    def evidence_files(self) -> tuple[EvidenceFileRow, ...]:
        """The imported evidence files that count, in order of import."""
        return self._desk.store.evidence_files()

    @needs(Right.DECIDE)
    def remove_evidence(self, file_id: int, person: str) -> None:
        """Let an imported file no longer count; it stays in the database with who removed it and when."""
        learning.remove_evidence(self._desk, file_id, person)

    # Settings, export, samples

    @needs(Right.READ)
    def policy(self) -> Policy:
        """The shipped policy with what was set here on top."""
        return self._desk.policy()

    @needs(Right.READ)
    def policy_text(self) -> str:
        """The TOML that was set here, empty when the shipped policy holds."""
        return self._desk.policy_text()

    @needs(Right.ADMINISTER)
    def set_policy(self, toml_text: str, person: str) -> None:
        """Put a TOML text on top of the shipped policy; raises PolicyError and keeps the old one when it is wrong."""
        settings.set_policy(self._desk, toml_text, person)

    @needs(Right.EDIT)
    def keep_mapping(self, mapping: ColumnMapping) -> None:
        """Remember which column holds what for every later table of this shape."""
        settings.keep_mapping(self._desk, mapping)

    @needs(Right.READ)
    def kept_mappings(self) -> tuple[ColumnMapping, ...]:
        """The mappings that people gave, one for each shape of table."""
        return self._desk.kept_mappings()

    @needs(Right.READ, export="workbook")
    def export_workbook(self, flow_ids: Sequence[int], catalog_keys: Sequence[str], language: Language) -> bytes:
        """The fit-gap of these flows against these catalogues, and what members share, as an Excel workbook."""
        return exporting.export_workbook(self._desk, flow_ids, catalog_keys, language)

    @needs(Right.ADMINISTER)
    def load_demo(self, person: str) -> DemoCounts:
        """Import the samples; what is there already stays as it is."""
        return exporting.load_demo(self, person)
