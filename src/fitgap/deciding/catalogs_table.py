"""Catalogues: their rows, editions and original files."""

import json
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, func, insert, select, update

from fitgap.deciding import contents_table
from fitgap.deciding.records import CatalogRow, IssueCounts
from fitgap.deciding.schema import catalog_files, catalogs
from fitgap.model.catalog import Catalog
from fitgap.model.message import UsageError, message


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCatalog:
    """A catalogue to be stored with its files (name, bytes); `options` is the JSON its reader needs."""

    catalog: Catalog
    files: tuple[tuple[str, bytes], ...]
    content_hash: str
    options: str
    issue_counts: IssueCounts
    imported_at: str
    imported_by: str


def current(connection: Connection) -> tuple[CatalogRow, ...]:
    """The catalogues that hold now, in order of the first import under their key."""
    first = select(catalogs.c.key, func.min(catalogs.c.id).label("first_id")).group_by(catalogs.c.key).subquery()
    query = (
        select(catalogs)
        .join(first, first.c.key == catalogs.c.key)
        .where(catalogs.c.is_current)
        .order_by(first.c.first_id)
    )
    return tuple(_row(connection, found) for found in connection.execute(query).mappings().all())


def row(connection: Connection, key: str) -> CatalogRow:
    """The current edition of a key; raises UsageError for an unknown key."""
    return _row(connection, _find(connection, key))


def original(connection: Connection, key: str, edition: int) -> tuple[tuple[tuple[str, bytes], ...], str]:
    """One edition's files (name, bytes) and the reader's options; raises UsageError for an unknown one."""
    query = select(catalogs.c.id, catalogs.c.options).where(catalogs.c.key == key, catalogs.c.edition == edition)
    found = connection.execute(query).one_or_none()
    if found is None:
        raise UsageError(message("workspace.no_catalog", key=key))
    names = select(catalog_files).where(catalog_files.c.catalog_id == found.id).order_by(catalog_files.c.position)
    files = connection.execute(names).all()
    return tuple((file.name, contents_table.get(connection, file.blob_hash)) for file in files), str(found.options)


def put(connection: Connection, new: NewCatalog) -> None:
    """Store a catalogue as the current edition of its key; the one before stays as history."""
    catalog = new.catalog
    newest = select(func.max(catalogs.c.edition)).where(catalogs.c.key == catalog.key)
    edition = (connection.execute(newest).scalar_one() or 0) + 1
    connection.execute(update(catalogs).where(catalogs.c.key == catalog.key).values(is_current=False))
    statement = insert(catalogs).values(
        key=catalog.key,
        edition=edition,
        is_current=True,
        vendor=catalog.vendor,
        product=catalog.product,
        version=catalog.version,
        areas=json.dumps(catalog.areas, ensure_ascii=False),
        feature_count=len(catalog.features),
        form_count=len(catalog.forms),
        content_hash=new.content_hash,
        options=new.options,
        error_count=new.issue_counts.errors,
        warning_count=new.issue_counts.warnings,
        info_count=new.issue_counts.infos,
        imported_at=new.imported_at,
        imported_by=new.imported_by,
    )
    catalog_id = connection.execute(statement.returning(catalogs.c.id)).scalar_one()
    for position, (name, content) in enumerate(new.files):
        blob_hash = contents_table.put(connection, content)
        connection.execute(
            insert(catalog_files).values(catalog_id=catalog_id, position=position, name=name, blob_hash=blob_hash)
        )


def remove(connection: Connection, key: str, at: str, person: str) -> None:
    """Mark the current edition as removed."""
    found = _find(connection, key)
    connection.execute(
        update(catalogs).where(catalogs.c.id == found["id"]).values(is_current=False, removed_at=at, removed_by=person)
    )


def _find(connection: Connection, key: str) -> RowMapping:
    query = select(catalogs).where(catalogs.c.key == key, catalogs.c.is_current)
    found = connection.execute(query).mappings().one_or_none()
    if found is None:
        raise UsageError(message("workspace.no_catalog", key=key))
    return found


def _row(connection: Connection, found: RowMapping) -> CatalogRow:
    names = (
        select(catalog_files.c.name).where(catalog_files.c.catalog_id == found["id"]).order_by(catalog_files.c.position)
    )
    return CatalogRow(
        key=found["key"],
        vendor=found["vendor"],
        product=found["product"],
        version=found["version"],
        areas=tuple(json.loads(found["areas"])),
        feature_count=found["feature_count"],
        form_count=found["form_count"],
        edition=found["edition"],
        imported_at=found["imported_at"],
        imported_by=found["imported_by"],
        content_hash=found["content_hash"],
        files=tuple(connection.execute(names).scalars()),
        issue_counts=IssueCounts(
            errors=found["error_count"], warnings=found["warning_count"], infos=found["info_count"]
        ),
    )
