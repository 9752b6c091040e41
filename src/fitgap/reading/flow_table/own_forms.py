"""A sheet 帳票一覧 beside the flow: what the office states of its own forms -> the documents of the flow."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from fitgap.model.flow import Document
from fitgap.model.message import Issue, Severity, message
from fitgap.reading.result import ReadOptions
from fitgap.reading.tables.cells import cases_of, is_blank_value, is_one_of, split_names, word
from fitgap.reading.tables.grid import Sheet
from fitgap.reading.tables.layout import Layout, understand
from fitgap.reading.tables.records import Record, records

TELLING = frozenset({"paper", "output_method", "form_fields", "addressee", "enclosed", "copies"})
READ = TELLING | {"form_name", "form_id"}


def own_forms_layout(sheet: Sheet, options: ReadOptions) -> Layout | None:
    """How a sheet is understood as a list of the office's own forms; None when it says no more than their names."""
    layout = understand(sheet, "forms", options.mappings)
    return layout if layout.is_complete and TELLING & layout.columns.keys() else None


def describe_documents(
    documents: Sequence[Document], lists: Sequence[tuple[Sheet, Layout]], issues: list[Issue]
) -> tuple[Document, ...]:
    """The documents with what the lists say of those of the same name; the first row of a name counts."""
    names = {word(document.name) for document in documents}
    stated: dict[str, Document] = {}
    for sheet, layout in lists:
        _report_columns(sheet, layout, issues)
        for record in records(sheet, layout, issues):
            name = " ".join(record["form_name"].split())
            if record.is_remark or not name:
                said = message("own_forms.row_left_out", text=record.text)
                issues.append(sheet.issue(said, Severity.INFO, record.row))
            elif word(name) not in names:
                issues.append(sheet.issue(message("own_forms.not_used", name=name), Severity.INFO, record.row))
            elif word(name) in stated:
                issues.append(sheet.issue(message("own_forms.twice", name=name), Severity.WARNING, record.row))
            else:
                document = next(one for one in documents if word(one.name) == word(name))
                stated[word(name)] = _described(document, record, sheet, layout, issues)
    return tuple(stated.get(word(document.name), document) for document in documents)


def _described(document: Document, record: Record, sheet: Sheet, layout: Layout, issues: list[Issue]) -> Document:
    def report(code: str, field: str) -> None:
        said = message(f"own_forms.{code}", name=document.name, text=record[field][:100])
        issues.append(sheet.issue(said, Severity.WARNING, record.row, document.id, layout.heading(field)))

    copies = None
    if not is_blank_value(record["copies"]):
        copies = cases_of(record["copies"], layout.heading("copies"))
        if copies is None:
            report("copies_unreadable", "copies")
    is_enclosed = enclosed_of(record["enclosed"])
    if is_enclosed is None and record["enclosed"] and not is_blank_value(record["enclosed"]):
        report("enclosed_unknown", "enclosed")
    return replace(
        document,
        fields=split_names(record["form_fields"]),
        paper=_stated(record["paper"]),
        output_method=_stated(record["output_method"]),
        addressee=_stated(record["addressee"]),
        is_enclosed=is_enclosed,
        copies_per_year=copies,
    )


def enclosed_of(text: str) -> bool | None:
    """Whether a form is put into envelopes; None where that is not said or cannot be told."""
    if is_one_of(text, "yes"):
        return True
    return False if text and is_one_of(text, "no") else None


def _stated(text: str) -> str:
    return "" if is_blank_value(text) else " ".join(text.split())


def _report_columns(sheet: Sheet, layout: Layout, issues: list[Issue]) -> None:
    """Columns with something below them that nothing is read from."""
    used: Mapping[int, str] = {column: field for field, column in layout.columns.items() if field in READ}
    below = [row for row in sheet.rows if row.number > layout.last_header_row]
    left_out = [
        heading
        for column, heading in enumerate(layout.headings)
        if column not in used and any(row.cell(column) for row in below)
    ]
    if left_out:
        said = message("own_forms.columns_left_out", columns="、".join(left_out))
        issues.append(sheet.issue(said, Severity.INFO, layout.header_row))
