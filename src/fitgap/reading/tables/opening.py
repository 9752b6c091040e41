"""From an upload to its sheets, or one sentence why there are none."""

from fitgap.model.message import Issue, Message, Severity, Source, message
from fitgap.reading.content import content_format
from fitgap.reading.result import NamedBytes, ReadOptions
from fitgap.reading.tables.grid import OpenedTables
from fitgap.reading.tables.separated import read_separated
from fitgap.reading.tables.workbook import read_workbook

MEGABYTE = 1_048_576
TEXTS = frozenset({"text", "json"})


def open_tables(upload: NamedBytes, options: ReadOptions) -> OpenedTables:
    """Read every sheet of a .csv or .xlsx; what it is is told by its bytes. Never raises on bad content."""
    if len(upload.content) > options.limits.file_bytes:
        size, most = len(upload.content) / MEGABYTE, options.limits.file_bytes / MEGABYTE
        return refused(upload, message("wrong_content.too_large", megabytes=round(size, 1), most=round(most, 1)))
    kind = content_format(upload.content)
    is_separated = not upload.name.strip().lower().endswith(".xlsx")
    if is_separated and kind in TEXTS:
        return read_separated(upload, options)
    if not is_separated and kind == "xlsx":
        return read_workbook(upload, options.limits)
    return refused(upload, message(f"wrong_content.{kind}"))


def refused(upload: NamedBytes, said: Message) -> OpenedTables:
    """No sheets, and the reason."""
    issue = Issue(message=said, severity=Severity.ERROR, source=Source(file=upload.name))
    return OpenedTables(issues=(issue,))
