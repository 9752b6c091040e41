"""What a flow table is called: rows above the headings, else the sheet's name, else the file's."""

import re
from dataclasses import dataclass

from fitgap.reading.tables.cells import is_one_of, words
from fitgap.reading.tables.grid import Sheet
from fitgap.reading.tables.layout import Layout
from fitgap.reading.tables.names import file_stem, telling_part

TITLE_CHARACTERS = 80
LABELLED = re.compile(r"\A\s*([^:：\n]{1,12})\s*[:：]\s*(.{1,80}?)\s*\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Titles:
    """`title` of the whole sheet, `process` where 業務名 states one, and the other rows above the headings."""

    title: str = ""
    process: str = ""
    remarks: str = ""

    def process_name(self, sheet: Sheet) -> str:
        """What to call the process."""
        return self.process or self.title or telling_part(sheet.name) or file_stem(sheet.file)

    def flow_name(self, sheet: Sheet) -> str:
        """What to call the whole flow."""
        return self.title or self.process or telling_part(sheet.name) or file_stem(sheet.file)


def read_titles(sheet: Sheet, layout: Layout) -> Titles:
    """Read the rows above the headings."""
    title, process = "", ""
    remarks: list[str] = []
    for row in sheet.rows:
        if row.number >= layout.header_row:
            break
        cells = [" ".join(cell.split()) for cell in row.cells if cell]
        process = process or _process(cells)
        if not title and len(cells) == 1 and not LABELLED.match(cells[0]) and len(cells[0]) <= TITLE_CHARACTERS:
            title = _without_ending(cells[0])
        else:
            remarks.append(" ".join(cells))
    return Titles(title=title, process=process, remarks="\n".join(remarks))


def _process(cells: list[str]) -> str:
    for place, cell in enumerate(cells):
        if is_one_of(cell.rstrip(":："), "process_labels") and place + 1 < len(cells):
            return cells[place + 1]
        labelled = LABELLED.match(cell)
        if labelled and is_one_of(labelled[1], "process_labels"):
            return labelled[2]
    return ""


def _without_ending(title: str) -> str:
    for ending in words().title_endings:
        if title.endswith(ending):
            return title.removesuffix(ending).rstrip(" 　_-（(") or title
    return title
