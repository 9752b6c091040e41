"""Import catalogues: read, and store as the current edition of their key, all or nothing."""

from fitgap.app.desk import Desk, content_hash, count_issues, options_text, require
from fitgap.app.outcomes import CatalogOutcome
from fitgap.app.settings import keep_used
from fitgap.deciding.catalogs_table import NewCatalog
from fitgap.reading.catalog import read_catalog
from fitgap.reading.result import CatalogReading, ColumnMapping, NamedBytes

PREVIEW_KEY = "preview"


def preview_catalog(
    desk: Desk, uploads: tuple[NamedBytes, ...], legend: str = "", mappings: tuple[ColumnMapping, ...] = ()
) -> CatalogReading:
    """Read a catalogue without storing it."""
    return read_catalog(uploads, desk.options(mappings, legend=legend), PREVIEW_KEY)


def add_catalog(
    desk: Desk,
    uploads: tuple[NamedBytes, ...],
    key: str,
    person: str,
    legend: str,
    mappings: tuple[ColumnMapping, ...],
) -> CatalogOutcome:
    """Import a catalogue; see `Workspace.add_catalog`."""
    key = require(key, "workspace.no_key")
    person = require(person, "workspace.no_person")
    options = desk.options(mappings, legend=legend)
    reading = read_catalog(uploads, options, key)
    if reading.catalog is None or reading.has_error:
        return CatalogOutcome(reading=reading)
    kept_options = options_text(options, reading.previews)
    digest = content_hash(kept_options, uploads)
    if any(row.key == key and row.content_hash == digest for row in desk.store.catalogs()):
        return CatalogOutcome(reading=reading, key=key, is_unchanged=True)
    desk.store.put_catalog(
        NewCatalog(
            catalog=reading.catalog,
            files=tuple((upload.name, upload.content) for upload in uploads),
            content_hash=digest,
            options=kept_options,
            issue_counts=count_issues(reading.issues),
            imported_at=desk.clock(),
            imported_by=person,
        )
    )
    keep_used(desk, mappings, reading.previews)
    return CatalogOutcome(reading=reading, key=key)


def remove_catalog(desk: Desk, key: str, person: str) -> None:
    """Take a catalogue out of the lists."""
    desk.store.remove_catalog(key, desk.clock(), require(person, "workspace.no_person"))
