"""Which sheets hold features, which forms; the rest is named and left alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from fitgap.model.message import Issue, Severity, message
from fitgap.reading.result import NamedBytes, ReadOptions
from fitgap.reading.tables.cells import word, words
from fitgap.reading.tables.grid import OpenedTables, Sheet
from fitgap.reading.tables.layout import Layout, has_mapping, understand

KINDS = ("features", "forms")


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSheet:
    """A sheet and how it is understood."""

    sheet: Sheet
    layout: Layout


def known_sheets(
    upload: NamedBytes, opened: OpenedTables, options: ReadOptions, issues: list[Issue]
) -> tuple[KnownSheet, ...]:
    """The sheets of an upload that are lists of features or forms; hidden ones only where nothing else is."""
    found = [KnownSheet(sheet=sheet, layout=_layout(sheet, options)) for sheet in opened.sheets]
    usable = [known for known in found if known.layout.is_complete]
    visible = [known for known in usable if not known.sheet.is_hidden]
    chosen = visible or usable
    fullest = max(found, key=_interest, default=None)
    for known in found:
        if known in chosen or (not chosen and known is fullest):
            continue
        sheet = known.sheet
        code = "tables.sheet_hidden" if sheet.is_hidden else "tables.sheet_not_a_table"
        said = message(code, name=sheet.name or upload.name, count=len(sheet.rows))
        issues.append(sheet.issue(said, Severity.INFO if chosen else Severity.WARNING))
    if chosen or fullest is None:
        return tuple(chosen)
    looks_like_flow = understand(fullest.sheet, "flow", ()).is_complete
    code = "catalog.looks_like_flow" if looks_like_flow else "catalog.no_headings"
    issues.append(fullest.sheet.issue(message(code), Severity.ERROR, fullest.layout.header_row))
    return (fullest,)


def _interest(known: KnownSheet) -> tuple[bool, int, int]:
    """How likely a person means this sheet when none has the headings of a list."""
    return not known.sheet.is_hidden, len(known.layout.columns), len(known.sheet.rows)


def _layout(sheet: Sheet, options: ReadOptions) -> Layout:
    """Features or forms: what a person said, else what fits better, else what the names of sheet and file say."""
    layouts = [understand(sheet, kind, options.mappings) for kind in KINDS]
    confirmed = [layout for layout in layouts if has_mapping(layout, options.mappings) and layout.is_complete]
    return (confirmed or sorted(layouts, key=lambda layout: _fit(layout, sheet), reverse=True))[0]


def _fit(layout: Layout, sheet: Sheet) -> tuple[bool, bool, int]:
    names = {"features": words().feature_sheets, "forms": words().form_sheets}[layout.kind]
    return layout.is_complete, _is_named(sheet, names), len(layout.columns)


def _is_named(sheet: Sheet, names: Sequence[str]) -> bool:
    return any(word(name) in word(text) for name in names for text in (sheet.name or sheet.file,))
