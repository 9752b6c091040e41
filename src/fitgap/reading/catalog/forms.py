"""帳票一覧 -> forms."""

from fitgap.model.catalog import CatalogForm, Offer
from fitgap.model.message import Severity, message
from fitgap.reading.catalog.features import generated_id, note_of
from fitgap.reading.catalog.parts import CatalogParts
from fitgap.reading.catalog.sheets import KnownSheet
from fitgap.reading.tables.cells import is_one_of, split_names
from fitgap.reading.tables.records import CategoryLevels, Record, records


def read_forms(known: KnownSheet, parts: CatalogParts) -> None:
    """Read one sheet's forms into the catalogue's parts; every row becomes a form or an issue."""
    sheet, layout, issues = known.sheet, known.layout, parts.issues
    levels = CategoryLevels(("form_category",) if "form_category" in layout.columns else ())
    area_of_sheet = parts.areas.of_sheet(sheet)
    area = ""
    if "offer" not in layout.columns:
        issues.append(sheet.issue(message("catalog.no_offer_column"), Severity.WARNING, layout.header_row))
    for record in records(sheet, layout, issues):
        name = " ".join(record["form_name"].split())
        if record.is_remark or not name:
            is_remark = record.is_remark or "form_id" not in record.own or len(record.own) == 1
            code = "catalog.row_left_out" if is_remark else "catalog.texts_empty"
            severity = Severity.INFO if is_remark else Severity.WARNING
            issues.append(sheet.issue(message(code, text=record.text), severity, record.row))
            continue
        area = record["area"] or area
        key = _key(record, name, known, parts)
        offer = Offer.UNKNOWN
        if "offer" in layout.columns:
            offer = parts.offers.offer(record["offer"], sheet, record.row, key, issues)
        parts.forms.append(
            CatalogForm(
                id=key,
                name=name,
                source=sheet.source(record.row),
                category="".join(levels.levels(record)),
                area=area or area_of_sheet,
                paper=record["paper"],
                output_method=record["output_method"],
                fields=split_names(record["form_fields"]),
                addressee=record["addressee"],
                offer=offer,
                offer_text=record["offer"],
                is_enclosed=_is_enclosed(record["enclosed"], known, record, key, parts),
                note=_note(record, known),
            )
        )


def _note(record: Record, known: KnownSheet) -> str:
    """備考 and other columns, with the yearly volume, which says nothing about a package."""
    copies = f"{known.layout.heading('copies')}: {record['copies']}" if record["copies"] else ""
    return "\n".join(text for text in (note_of(record), copies) if text)


def _key(record: Record, name: str, known: KnownSheet, parts: CatalogParts) -> str:
    source = known.sheet.source(record.row)
    if record["form_id"] and "form_id" not in record.covered:
        return parts.key(record["form_id"], source, parts.form_places)
    key = parts.key(generated_id(("form", record["form_category"], name)), source, parts.form_places)
    said = message("catalog.id_generated", id=key, name=name)
    parts.issues.append(known.sheet.issue(said, Severity.INFO, record.row, key))
    return key


def _is_enclosed(text: str, known: KnownSheet, record: Record, key: str, parts: CatalogParts) -> bool | None:
    if is_one_of(text, "yes"):
        return True
    if not text or is_one_of(text, "no"):
        return False if text else None
    said = message("catalog.enclosed_unknown", text=text[:100], id=key)
    parts.issues.append(known.sheet.issue(said, Severity.INFO, record.row, key))
    return None
