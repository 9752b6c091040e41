"""Imported evidence files: their rows and bytes; one is removed by marking it, never by deleting."""

from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, insert, select, update

from fitgap.deciding import contents_table
from fitgap.deciding.records import EvidenceFileRow
from fitgap.deciding.schema import choices, evidence_files, flows
from fitgap.model.choice import ChoiceState, ItemKind
from fitgap.model.message import UsageError, message


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvidenceFile:
    """An evidence file to be stored; `row_count` is what the reader made of it."""

    name: str
    content: bytes
    row_count: int
    warning_count: int
    imported_at: str
    imported_by: str


def current(connection: Connection) -> tuple[EvidenceFileRow, ...]:
    """The files that hold now, in order of import."""
    query = select(evidence_files).where(evidence_files.c.removed_at.is_(None)).order_by(evidence_files.c.id)
    return tuple(_row(found) for found in connection.execute(query).mappings())


def original(connection: Connection, content_hash: str) -> bytes:
    """The bytes of a stored file by the hash in its row."""
    return contents_table.get(connection, content_hash)


def add(connection: Connection, new: NewEvidenceFile) -> tuple[EvidenceFileRow, bool]:
    """Store a file; the very same bytes that hold already are left as they are, and said to be unchanged."""
    digest = contents_table.put(connection, new.content)
    for row in current(connection):
        if row.content_hash == digest:
            return row, True
    statement = insert(evidence_files).values(
        name=new.name,
        blob_hash=digest,
        row_count=new.row_count,
        warning_count=new.warning_count,
        imported_at=new.imported_at,
        imported_by=new.imported_by,
    )
    file_id = connection.execute(statement.returning(evidence_files.c.id)).scalar_one()
    return next(row for row in current(connection) if row.id == file_id), False


def remove(connection: Connection, file_id: int, at: str, person: str) -> None:
    """Mark a file as removed; raises UsageError for an unknown id or one removed before."""
    statement = (
        update(evidence_files)
        .where(evidence_files.c.id == file_id, evidence_files.c.removed_at.is_(None))
        .values(removed_at=at, removed_by=person)
    )
    if connection.execute(statement).rowcount == 0:
        raise UsageError(message("evidence.no_file", file_id=file_id))


def voting(connection: Connection, catalog_key: str) -> tuple[tuple[int, int], ...]:
    """(flow id, choice id) of every choice on a feature that holds on a current flow, in order; shows what changed."""
    query = (
        select(choices.c.flow_id, choices.c.id)
        .join(flows, flows.c.id == choices.c.flow_id)
        .where(
            flows.c.is_current,
            choices.c.catalog_key == catalog_key,
            choices.c.state == ChoiceState.ACTIVE.value,
            choices.c.item == ItemKind.FEATURE.value,
            choices.c.is_stale.is_(False),
        )
        .order_by(choices.c.flow_id, choices.c.id)
    )
    return tuple((found.flow_id, found.id) for found in connection.execute(query))


def _row(found: RowMapping) -> EvidenceFileRow:
    return EvidenceFileRow(
        id=found["id"],
        name=found["name"],
        content_hash=found["blob_hash"],
        row_count=found["row_count"],
        warning_count=found["warning_count"],
        imported_at=found["imported_at"],
        imported_by=found["imported_by"],
    )
