"""What members decided, handed on: gathered here, exported, imported, and heard when a flow is analysed."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeAlias

from fitgap.app.desk import Desk, require
from fitgap.app.outcomes import EvidenceOutcome, EvidenceSummary, StoredFlow
from fitgap.deciding.evidence_table import NewEvidenceFile
from fitgap.deciding.gathering import DecidedFlow, gather
from fitgap.deciding.records import EvidenceFileRow
from fitgap.matching.evidence import voices_of
from fitgap.model.catalog import Catalog
from fitgap.model.evidence import NO_EVIDENCE, Evidence, EvidenceKind, merged, plain_key
from fitgap.model.message import Severity, UsageError, message
from fitgap.model.policy import Policy
from fitgap.model.step import steps_of
from fitgap.reading.evidence_file import EvidenceReading, read_evidence
from fitgap.reading.result import NamedBytes, ReadOptions
from fitgap.reporting.evidence_file import evidence_file
from fitgap.texts import Language

Votes: TypeAlias = tuple[str, str, tuple[tuple[int, int], ...]]


def evidence_for(desk: Desk, stored: StoredFlow, catalog: Catalog, policy: Policy) -> tuple[Evidence, str]:
    """What counts for a member's flow, with its fingerprint: all decisions but its own on the same processes."""
    if not policy.evidence.is_on:
        return NO_EVIDENCE, ""

    def leave_out_own() -> tuple[Evidence, str]:
        own = {stored.flow.name, *(step.process_name or step.flow_name for step in steps_of(stored.flow))}
        evidence = evidence_about(desk, catalog).without(stored.row.member, own)
        return evidence, evidence.fingerprint

    files = tuple(file.id for file in desk.store.evidence_files())
    key = (stored.row.member, stored.row.content_hash, _votes(desk, catalog), files)
    return desk.heard.get(key, leave_out_own)


def evidence_about(desk: Desk, catalog: Catalog) -> Evidence:
    """All that is known here about a package in any version: this workspace's choices, then the imported files."""
    imported = tuple(row for file in desk.store.evidence_files() for row in _read_again(desk, file).rows)
    about = Evidence(rows=imported).about(catalog.vendor, catalog.product)
    return Evidence(rows=(*_own(desk, catalog).rows, *about.rows))


def summary(desk: Desk, catalog_key: str) -> EvidenceSummary:
    """How much is known about a catalogue; rows whose function this version does not have are counted apart."""
    catalog, policy = desk.stored_catalog(catalog_key), desk.policy().evidence
    rows = evidence_about(desk, catalog).rows
    return EvidenceSummary(
        is_on=policy.is_on,
        texts=len({(plain_key(row.process), plain_key(row.name), plain_key(row.content)) for row in rows}),
        rows=tuple((kind, sum(row.kind is kind for row in rows)) for kind in EvidenceKind),
        members=tuple(dict.fromkeys(name for row in rows for name in row.members)),
        unplaced=len(rows) - len(voices_of(Evidence(rows=rows), catalog, plain_key, policy)),
    )


def export_evidence(desk: Desk, catalog_keys: Sequence[str], language: Language, *, with_names: bool) -> bytes:
    """What is known about these catalogues as a file; raises UsageError when that is nothing."""
    rows = [row for key in catalog_keys for row in evidence_about(desk, desk.stored_catalog(key)).rows]
    if not rows:
        raise UsageError(message("evidence.nothing_decided"))
    return evidence_file(merged(replace(row, source="") for row in rows), language, with_names=with_names)


def import_evidence(desk: Desk, upload: NamedBytes, person: str) -> EvidenceOutcome:
    """Read and keep a file; one with an error stores nothing."""
    person = require(person, "workspace.no_person")
    reading = _read(desk, upload)
    if reading.evidence is None:
        return EvidenceOutcome(reading=reading)
    row, is_unchanged = desk.store.add_evidence_file(
        NewEvidenceFile(
            name=upload.name,
            content=upload.content,
            row_count=len(reading.evidence.rows),
            warning_count=sum(issue.severity is Severity.WARNING for issue in reading.issues),
            imported_at=desk.clock(),
            imported_by=person,
        )
    )
    return EvidenceOutcome(reading=reading, file_id=row.id, is_unchanged=is_unchanged)


def remove_evidence(desk: Desk, file_id: int, person: str) -> None:
    """Let an imported file no longer count."""
    desk.store.remove_evidence_file(file_id, desk.clock(), require(person, "workspace.no_person"))


def _own(desk: Desk, catalog: Catalog) -> Evidence:
    """The workspace's own choices about a package."""
    votes = _votes(desk, catalog)
    return desk.gathered.get(votes, lambda: _gather(desk, votes))


def _votes(desk: Desk, catalog: Catalog) -> tuple[Votes, ...]:
    """The choices that count about a package, whatever key its versions were imported under."""
    return tuple(
        (row.key, row.content_hash, desk.store.voting(row.key))
        for row in desk.store.catalogs()
        if plain_key(row.vendor) == plain_key(catalog.vendor) and plain_key(row.product) == plain_key(catalog.product)
    )


def _gather(desk: Desk, votes: tuple[Votes, ...]) -> Evidence:
    decided = []
    for key, _, voted in votes:
        catalog = desk.stored_catalog(key)
        for flow_id in dict.fromkeys(flow_id for flow_id, _ in voted):
            stored = desk.stored_flow(flow_id)
            decided.append(
                DecidedFlow(
                    member=stored.row.member,
                    steps=steps_of(stored.flow),
                    catalog=catalog,
                    choices=desk.store.choices(flow_id, key),
                )
            )
    return gather(decided)


def _read_again(desk: Desk, file: EvidenceFileRow) -> Evidence:
    def read() -> Evidence:
        upload = NamedBytes(name=file.name, content=desk.store.evidence_original(file.content_hash))
        return _read(desk, upload).evidence or NO_EVIDENCE

    return desk.learned.get((file.name, file.content_hash), read)


def _read(desk: Desk, upload: NamedBytes) -> EvidenceReading:
    policy = desk.policy()
    return read_evidence(upload, ReadOptions(limits=policy.limits), policy.evidence.most_members)
