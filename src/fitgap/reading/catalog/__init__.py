"""Package catalogues: 機能一覧 and 帳票一覧 as .csv or .xlsx, with an optional package.toml -> Catalog."""

from collections.abc import Callable

from fitgap.model.catalog import Catalog
from fitgap.model.message import Issue, Severity, Source, message
from fitgap.reading.catalog.area import Areas
from fitgap.reading.catalog.features import read_features
from fitgap.reading.catalog.forms import read_forms
from fitgap.reading.catalog.offers import OfferReader
from fitgap.reading.catalog.package_file import PACKAGE_FILE, PackageFile, read_package_file
from fitgap.reading.catalog.parts import CatalogParts
from fitgap.reading.catalog.sheets import KnownSheet, known_sheets
from fitgap.reading.issues import summed_up
from fitgap.reading.result import CatalogReading, NamedBytes, ReadOptions
from fitgap.reading.tables.grid import OpenedTables
from fitgap.reading.tables.layout import preview
from fitgap.reading.tables.opening import open_tables

CATALOG_READERS: dict[str, Callable[[NamedBytes, ReadOptions], OpenedTables]] = {
    ".csv": open_tables,
    ".xlsx": open_tables,
}
SHEET_READERS: dict[str, Callable[[KnownSheet, CatalogParts], None]] = {
    "features": read_features,
    "forms": read_forms,
}


def read_catalog(uploads: tuple[NamedBytes, ...], options: ReadOptions, key: str) -> CatalogReading:
    """Read the files of one package; whatever is wrong with them becomes an issue, never an exception."""
    issues: list[Issue] = []
    package = _package(uploads, options, issues)
    sheets: list[KnownSheet] = []
    for upload in uploads:
        if not _is_package_file(upload):
            sheets.extend(_sheets(upload, options, issues))
    parts = CatalogParts(
        areas=Areas(stated=package.areas),
        offers=OfferReader(options.legend or package.legend, package.signs),
        issues=issues,
    )
    for known in sheets:
        if known.layout.is_complete:
            SHEET_READERS[known.layout.kind](known, parts)
    parts.offers.report(issues)
    catalog = Catalog(
        key=key,
        vendor=package.vendor,
        product=package.product or key,
        version=package.version,
        areas=package.areas or parts.named_areas(),
        source_note=package.source_note,
        features=tuple(parts.features),
        forms=tuple(parts.forms),
    )
    is_empty = not catalog.features and not catalog.forms
    if is_empty and not any(issue.severity is Severity.ERROR for issue in issues):
        files = "、".join(upload.name for upload in uploads) or "-"
        issues.append(_issue(files, "catalog.nothing_inside", Severity.ERROR))
    return CatalogReading(
        catalog=None if is_empty else catalog,
        issues=summed_up(issues, options.limits.issues_of_a_kind),
        previews=tuple(preview(known.sheet, known.layout) for known in sheets),
    )


def _package(uploads: tuple[NamedBytes, ...], options: ReadOptions, issues: list[Issue]) -> PackageFile:
    found = [upload for upload in uploads if _is_package_file(upload)]
    issues.extend(_issue(upload.name, "catalog.second_package_file", Severity.WARNING) for upload in found[1:])
    if not found:
        return PackageFile()
    return read_package_file(found[0], options.limits, issues)


def _sheets(upload: NamedBytes, options: ReadOptions, issues: list[Issue]) -> tuple[KnownSheet, ...]:
    suffix = f".{upload.name.rpartition('.')[2].strip().lower()}"
    if suffix not in CATALOG_READERS:
        issues.append(_issue(upload.name, "catalog.other_file", Severity.WARNING))
        return ()
    opened = CATALOG_READERS[suffix](upload, options)
    issues.extend(opened.issues)
    return known_sheets(upload, opened, options, issues)


def _is_package_file(upload: NamedBytes) -> bool:
    return upload.name.replace("\\", "/").rpartition("/")[2].strip().lower() == PACKAGE_FILE


def _issue(file: str, code: str, severity: Severity) -> Issue:
    return Issue(message=message(code), severity=severity, source=Source(file=file))
