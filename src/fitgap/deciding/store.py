"""The store: every call is one transaction, and every failure of the database is a StorageError."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Self

from sqlalchemy import Connection, Engine

from fitgap.deciding import (
    audit_table,
    catalogs_table,
    choices_table,
    copies,
    corrections_table,
    decisions_table,
    evidence_table,
    flows_table,
    origins_table,
    settings_table,
)
from fitgap.deciding.audit_log import AuditLog
from fitgap.deciding.catalogs_table import NewCatalog
from fitgap.deciding.choices_table import NewChoice
from fitgap.deciding.commons_store import CommonsStore
from fitgap.deciding.copies import Restored
from fitgap.deciding.copying import Content
from fitgap.deciding.correction_log import CorrectionLog
from fitgap.deciding.cost_entries_store import CostEntriesStore
from fitgap.deciding.decisions_table import NewDecision
from fitgap.deciding.engine import location_of, open_engine, reading, writes_of, writing
from fitgap.deciding.evidence_table import NewEvidenceFile
from fitgap.deciding.flows_table import NewFlow
from fitgap.deciding.meetings_store import MeetingsStore
from fitgap.deciding.origins_table import Succession
from fitgap.deciding.people_store import PeopleStore
from fitgap.deciding.realigning import Alignment
from fitgap.deciding.records import CatalogRow, EvidenceFileRow, FlowRow, Realigned
from fitgap.model.choice import Choice
from fitgap.model.decision import Decision, Subject, SubjectKind
from fitgap.model.message import Value


class Store:
    """A database of flows, catalogues and choices. Safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, url: str) -> Self:
        """Open a database by SQLAlchemy URL, creating or migrating it where needed; raises StorageError."""
        return cls(open_engine(url))

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    @property
    def location(self) -> str:
        """The database's place as shown on screen."""
        return location_of(self._engine.url)

    @property
    def writes(self) -> int:
        """A number that changes with everything that this process writes."""
        return writes_of(self._engine)

    @property
    def correction_log(self) -> CorrectionLog:
        """What people said about groups and processes."""
        return CorrectionLog(self._engine)

    @property
    def commons(self) -> CommonsStore:
        """Versions of common flows and published standards."""
        return CommonsStore(self._engine)

    @property
    def meetings(self) -> MeetingsStore:
        """Meetings, positions and rulings."""
        return MeetingsStore(self._engine)

    @property
    def costs(self) -> CostEntriesStore:
        """What people set for the prices."""
        return CostEntriesStore(self._engine)

    @property
    def people(self) -> PeopleStore:
        """Roles, and the names that logins go by."""
        return PeopleStore(self._engine)

    @property
    def audit(self) -> AuditLog:
        """Who did what, when."""
        return AuditLog(self._engine)

    def flows(self, member: str | None = None) -> tuple[FlowRow, ...]:
        """The current flows, of one member or of all."""
        with reading(self._engine) as connection:
            return flows_table.current(connection, member)

    def members(self) -> tuple[str, ...]:
        """The members with a current flow."""
        with reading(self._engine) as connection:
            return flows_table.members(connection)

    def flow_row(self, flow_id: int) -> FlowRow:
        """One version's row; raises UsageError for an unknown id."""
        with reading(self._engine) as connection:
            return flows_table.row(connection, flow_id)

    def flow_versions(self, flow_id: int) -> tuple[FlowRow, ...]:
        """Every version of a flow, newest first."""
        with reading(self._engine) as connection:
            return flows_table.versions(connection, flow_id)

    def flow_original(self, flow_id: int) -> tuple[FlowRow, bytes, str]:
        """One version's row, the bytes of its file and its reader's options."""
        with reading(self._engine) as connection:
            return flows_table.original(connection, flow_id)

    def add_flow(self, new: NewFlow) -> int:
        """Store a flow of its own; returns its id."""
        with writing(self._engine) as connection:
            flow_id = flows_table.add(connection, new)
            _record_import(connection, "flow.imported", new, {"flow": flow_id, "content": new.content_hash})
            return flow_id

    def replace_flow(
        self, new: NewFlow, earlier_id: int, alignment: Alignment, successions: tuple[Succession, ...] = ()
    ) -> tuple[int, Realigned]:
        """Store the next version of a flow and carry choices and the names of places over, all or nothing.

        Raises ConflictError when the earlier version was replaced or removed meanwhile.
        """
        with writing(self._engine) as connection:
            flow_id = flows_table.replace(connection, new, earlier_id)
            origins_table.carry(connection, earlier_id, flow_id, successions)
            corrections_table.succeed(connection, earlier_id, flow_id, alignment)
            realigned = choices_table.carry(connection, earlier_id, flow_id, alignment)
            told = {"flow": flow_id, "replaces": earlier_id, "content": new.content_hash, **asdict(realigned)}
            _record_import(connection, "flow.replaced", new, told)
            return flow_id, realigned

    def remove_flow(self, flow_id: int, at: str, person: str) -> None:
        """Mark a flow as removed."""
        with writing(self._engine) as connection:
            flows_table.remove(connection, flow_id, at, person)
            row = flows_table.row(connection, flow_id)
            subject = f"{row.member} {row.name}"
            audit_table.record(
                connection, what="flow.removed", who=person, at=at, subject=subject, details={"flow": flow_id}
            )

    def catalogs(self) -> tuple[CatalogRow, ...]:
        """The current catalogues."""
        with reading(self._engine) as connection:
            return catalogs_table.current(connection)

    def catalog_row(self, key: str) -> CatalogRow:
        """One catalogue's row; raises UsageError for an unknown key."""
        with reading(self._engine) as connection:
            return catalogs_table.row(connection, key)

    def catalog_original(self, key: str, edition: int) -> tuple[tuple[tuple[str, bytes], ...], str]:
        """One edition's files (name, bytes) and its reader's options."""
        with reading(self._engine) as connection:
            return catalogs_table.original(connection, key, edition)

    def put_catalog(self, new: NewCatalog) -> None:
        """Store a catalogue as the current edition of its key."""
        with writing(self._engine) as connection:
            catalogs_table.put(connection, new)
            audit_table.record(
                connection,
                what="catalog.imported",
                who=new.imported_by,
                at=new.imported_at,
                subject=new.catalog.key,
                details={"content": new.content_hash},
            )

    def remove_catalog(self, key: str, at: str, person: str) -> None:
        """Mark a catalogue as removed."""
        with writing(self._engine) as connection:
            catalogs_table.remove(connection, key, at, person)
            audit_table.record(connection, what="catalog.removed", who=person, at=at, subject=key)

    def choices(self, flow_id: int, catalog_key: str, step_id: str | None = None) -> tuple[Choice, ...]:
        """Every choice on a version of a flow, oldest first."""
        with reading(self._engine) as connection:
            return choices_table.history(connection, flow_id, catalog_key, step_id)

    def add_choice(self, new: NewChoice, seen_choice_id: int | None) -> Choice:
        """Record a choice; raises ConflictError when somebody was faster."""
        with writing(self._engine) as connection:
            choice = choices_table.add(connection, new, seen_choice_id)
            _record_choice(connection, "choice.made", choice, new.at, new.person)
            return choice

    def choice(self, choice_id: int) -> Choice:
        """One choice; raises UsageError for an unknown id."""
        with reading(self._engine) as connection:
            return choices_table.get(connection, choice_id)

    def undo_choice(self, choice_id: int, at: str, person: str) -> None:
        """Revoke a choice and restore what it superseded; raises ConflictError when it no longer holds."""
        with writing(self._engine) as connection:
            choices_table.undo(connection, choice_id, at, person)
            choice = choices_table.get(connection, choice_id)
            _record_choice(connection, "choice.undone", choice, at, person)

    def choice_revision(self) -> tuple[int, int]:
        """A pair that changes with every choice and every undoing."""
        with reading(self._engine) as connection:
            return choices_table.revision(connection)

    def decision_revision(self) -> tuple[int, int]:
        """A pair that changes with every decision and every revocation."""
        with reading(self._engine) as connection:
            return decisions_table.revision(connection)

    def origins(self, flow_id: int, kind: SubjectKind) -> dict[str, str]:
        """Where the items of a version came from, by id, where that is not the id itself."""
        with reading(self._engine) as connection:
            return origins_table.origins(connection, flow_id, kind)

    def decisions(self, catalog_key: str | None = None) -> tuple[Decision, ...]:
        """Every decision ever made, oldest first."""
        with reading(self._engine) as connection:
            return decisions_table.everything(connection, catalog_key)

    def decision(self, decision_id: int) -> Decision:
        """One decision; raises UsageError for an unknown id."""
        with reading(self._engine) as connection:
            return decisions_table.get(connection, decision_id)

    def decision_history(self, subject: Subject) -> tuple[Decision, ...]:
        """Every decision that touches a subject, oldest first."""
        with reading(self._engine) as connection:
            return decisions_table.history(connection, subject)

    def add_decisions(self, wanted: tuple[tuple[NewDecision, int | None], ...]) -> tuple[Decision, ...]:
        """Record decisions (each with the newest one seen), all or none; raises ConflictError when somebody was
        faster."""
        with writing(self._engine) as connection:
            made = tuple(decisions_table.add(connection, new, seen) for new, seen in wanted)
            for decision in made:
                _record_decision(connection, "decision.made", decision, decision.at, decision.person)
            return made

    def revoke_decisions(self, decision_ids: tuple[int, ...], at: str, person: str) -> None:
        """Take decisions back, all or none; raises ConflictError when one no longer holds."""
        with writing(self._engine) as connection:
            for decision_id in decision_ids:
                decisions_table.revoke(connection, decision_id, at, person)
                decision = decisions_table.get(connection, decision_id)
                _record_decision(connection, "decision.revoked", decision, at, person)

    def decision_batch(self, batch_id: str) -> tuple[Decision, ...]:
        """The decisions that were made alike in one go."""
        with reading(self._engine) as connection:
            return decisions_table.of_batch(connection, batch_id)

    def voting(self, catalog_key: str) -> tuple[tuple[int, int], ...]:
        """(flow id, choice id) of every choice that counts as evidence about a catalogue's features."""
        with reading(self._engine) as connection:
            return evidence_table.voting(connection, catalog_key)

    def evidence_files(self) -> tuple[EvidenceFileRow, ...]:
        """The imported evidence files that hold now."""
        with reading(self._engine) as connection:
            return evidence_table.current(connection)

    def evidence_original(self, content_hash: str) -> bytes:
        """The bytes of an imported evidence file."""
        with reading(self._engine) as connection:
            return evidence_table.original(connection, content_hash)

    def add_evidence_file(self, new: NewEvidenceFile) -> tuple[EvidenceFileRow, bool]:
        """Store an evidence file; true when the very same bytes were there already."""
        with writing(self._engine) as connection:
            row, is_unchanged = evidence_table.add(connection, new)
            if not is_unchanged:
                audit_table.record(
                    connection,
                    what="evidence.imported",
                    who=new.imported_by,
                    at=new.imported_at,
                    subject=new.name,
                    details={"file": row.id, "content": row.content_hash},
                )
            return row, is_unchanged

    def remove_evidence_file(self, file_id: int, at: str, person: str) -> None:
        """Mark an evidence file as removed; raises UsageError for an unknown one."""
        with writing(self._engine) as connection:
            evidence_table.remove(connection, file_id, at, person)
            audit_table.record(connection, what="evidence.removed", who=person, at=at, subject=str(file_id))

    def setting(self, name: str) -> str:
        """A setting's text, empty when it was never set."""
        with reading(self._engine) as connection:
            return settings_table.setting(connection, name)

    def put_setting(self, name: str, value: str, at: str, person: str) -> None:
        """Set a setting."""
        with writing(self._engine) as connection:
            settings_table.put_setting(connection, name, value, at, person)
            digest = hashlib.sha256(value.encode()).hexdigest()
            audit_table.record(
                connection, what="setting.set", who=person, at=at, subject=name, details={"content": digest}
            )

    def mappings(self) -> tuple[str, ...]:
        """Every kept column mapping as JSON."""
        with reading(self._engine) as connection:
            return settings_table.all_mappings(connection)

    def put_mapping(self, shape: str, value: str, at: str) -> None:
        """Keep a column mapping (JSON) for a table shape."""
        with writing(self._engine) as connection:
            settings_table.put_mapping(connection, shape, value, at)

    def take_copy(self, file: Path, at: str, who: str) -> Content:
        """Write everything into a sealed file while people work."""
        return copies.take_copy(self._engine, file, at, who)

    def put_back(self, file: Path, kept: Path, at: str, who: str) -> Restored:
        """Put a sealed file in the place of what is there, which goes into `kept` first."""
        return copies.put_back(self._engine, file, kept, at, who)

    def move_to(self, url: str, at: str, who: str) -> Content:
        """Copy everything into an empty database of another URL."""
        return copies.move_to(self._engine, url, at, who)


def _record_import(connection: Connection, what: str, new: NewFlow, details: Mapping[str, Value]) -> None:
    subject = f"{new.member} {new.name}"
    audit_table.record(connection, what=what, who=new.imported_by, at=new.imported_at, subject=subject, details=details)


def _record_choice(connection: Connection, what: str, choice: Choice, at: str, person: str) -> None:
    details = {"choice": choice.id, "flow": choice.flow_id, "kind": choice.kind.value, "item": choice.item_id}
    subject = f"{choice.catalog_key} {choice.step_id}"
    audit_table.record(connection, what=what, who=person, at=at, subject=subject, details=details)


def _record_decision(connection: Connection, what: str, decision: Decision, at: str, person: str) -> None:
    terms: dict[str, str | int] = {"resolution": decision.terms.resolution, "level": decision.level.value}
    details = {"decision": decision.id, **terms}
    audit_table.record(connection, what=what, who=person, at=at, subject=decision.subject.key, details=details)
