"""A workbook of costs alone: a cover that says what the figures are, 6 カスタマイズ一覧, 8 費用明細(前提)."""

from io import BytesIO

from fitgap.model.cost_report import CostReport
from fitgap.reporting.cost_details_sheet import add_cost_details
from fitgap.reporting.customisation_sheet import add_customisations
from fitgap.reporting.sheet import WorkbookWriter
from fitgap.texts import Language, say

COVER_WIDTHS = (24, 110)
NOTES = ("workbook.cover.note_costs", "workbook.cost_details.note", "workbook.cost_details.range_note")


def cost_workbook(report: CostReport, created_at: str, language: Language) -> bytes:
    """The workbook as .xlsx bytes; `created_at` is ISO 8601."""
    writer = WorkbookWriter(language)
    cover = writer.add_sheet("workbook.sheet.cover", COVER_WIDTHS)
    cover.append([writer.cell(cover, say("assembly.title", language), "fitgap title")])
    cover.append([])
    created = say("workbook.cover.created", language)
    at = created_at[:16].replace("T", " ")
    cover.append([writer.cell(cover, created, "fitgap plain"), writer.cell(cover, at, "fitgap plain")])
    for note in NOTES:
        cover.append([None, writer.cell(cover, say(note, language), "fitgap plain")])
    writer.add_lists()
    add_customisations(writer, report)
    add_cost_details(writer, report)
    out = BytesIO()
    writer.workbook.save(out)
    return out.getvalue()
