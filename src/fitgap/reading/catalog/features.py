"""機能一覧 -> features."""

import hashlib

from fitgap.model.catalog import Feature, Offer
from fitgap.model.message import Severity, message
from fitgap.reading.catalog.parts import CatalogParts
from fitgap.reading.catalog.sheets import KnownSheet
from fitgap.reading.tables.records import CategoryLevels, Record, has_gap, name_from, records

LEVELS = ("category_large", "category_medium", "category_small")
HEADING_CHARACTERS = 40


def read_features(known: KnownSheet, parts: CatalogParts) -> None:
    """Read one sheet's features into the catalogue's parts; every row becomes a feature, a heading or an issue."""
    sheet, layout, issues = known.sheet, known.layout, parts.issues
    levels = CategoryLevels(tuple(field for field in LEVELS if field in layout.columns))
    area_of_sheet = parts.areas.of_sheet(sheet)
    area = ""
    if "offer" not in layout.columns:
        issues.append(sheet.issue(message("catalog.no_offer_column"), Severity.WARNING, layout.header_row))
    for record in records(sheet, layout, issues):
        if record.is_remark:
            issues.append(sheet.issue(message("catalog.row_left_out", text=record.text), Severity.INFO, record.row))
            continue
        name, description = _one_line(record["name"]), record["description"]
        if not name and not description:
            _without_text(record, known, parts, levels)
            continue
        area = record["area"] or area
        categories = levels.levels(record)
        key = _key(record["feature_id"], (*categories, name, description), known, parts, record)
        if not name:
            name = name_from(description)
            said = message("catalog.name_from_description", id=key, name=name)
            issues.append(sheet.issue(said, Severity.INFO, record.row, key))
        elif "description" in layout.columns and not description:
            said = message("catalog.description_empty", id=key, name=name)
            issues.append(sheet.issue(said, Severity.INFO, record.row, key))
        if has_gap(categories) or (categories and not categories[0]):
            said = message("catalog.level_missing", id=key, levels=" > ".join(level or "？" for level in categories))
            issues.append(sheet.issue(said, Severity.INFO, record.row, key))
        offer = Offer.UNKNOWN
        if "offer" in layout.columns:
            offer = parts.offers.offer(record["offer"], sheet, record.row, key, issues)
        parts.features.append(
            Feature(
                id=key,
                name=name,
                description=description,
                source=sheet.source(record.row),
                categories=tuple(level for level in categories if level),
                area=area or area_of_sheet,
                offer=offer,
                offer_text=record["offer"],
                note=note_of(record),
            )
        )


def note_of(record: Record) -> str:
    """備考, and what stands in columns that the model has no field for."""
    others = (f"{heading}: {text}" for heading, text in record.others)
    return "\n".join(text for text in (record["note"], *others) if text)


def generated_id(texts: tuple[str, ...]) -> str:
    """An id that stays the same as long as the texts do."""
    return "auto-" + hashlib.sha256("\x1f".join(texts).encode()).hexdigest()[:8]


def _key(stated: str, texts: tuple[str, ...], known: KnownSheet, parts: CatalogParts, record: Record) -> str:
    source = known.sheet.source(record.row)
    if stated and "feature_id" not in record.covered:
        return parts.key(stated, source, parts.feature_places)
    key = parts.key(generated_id(texts), source, parts.feature_places)
    said = message("catalog.id_generated", id=key, name=name_from(texts[-2] or texts[-1]))
    parts.issues.append(known.sheet.issue(said, Severity.INFO, record.row, key))
    return key


def _without_text(record: Record, known: KnownSheet, parts: CatalogParts, levels: CategoryLevels) -> None:
    """A heading of the rows below is kept as their category; anything else is named as left out."""
    own = record.own
    is_heading = bool(own) and set(own) <= set(LEVELS) and not record.others
    if is_heading and all(len(text) <= HEADING_CHARACTERS for text in own.values()):
        levels.levels(record)
        return
    code, severity = "catalog.row_left_out", Severity.INFO
    if own.keys() & {"feature_id", "offer"} and len(own) > 1:
        code, severity = "catalog.texts_empty", Severity.WARNING
    parts.issues.append(known.sheet.issue(message(code, text=record.text), severity, record.row))


def _one_line(text: str) -> str:
    return " ".join(text.split())
