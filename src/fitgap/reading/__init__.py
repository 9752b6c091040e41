"""Bytes -> Flow or Catalog, and Issues. The dicts below are the list of what can be read."""

import re
from collections.abc import Callable

from fitgap.model.message import Issue, Message, Severity, Source, message
from fitgap.reading.bpmn import read_bpmn
from fitgap.reading.content import content_format
from fitgap.reading.flow_table import read_flow_table
from fitgap.reading.result import FlowReading, NamedBytes, ReadOptions

FLOW_READERS: dict[str, Callable[[NamedBytes, ReadOptions], FlowReading]] = {
    ".bpmn": read_bpmn,
    ".bpmn2": read_bpmn,
    ".xml": read_bpmn,
    ".csv": read_flow_table,
    ".xlsx": read_flow_table,
}
# What the bytes of a table must be; BPMN readers look for themselves.
EXPECTED_CONTENT = {".csv": frozenset({"text", "json", "empty"}), ".xlsx": frozenset({"xlsx"})}
SUFFIX = re.compile(r"\.[^./\\]+\Z")


def read_flow(upload: NamedBytes, options: ReadOptions) -> FlowReading:
    """Read a flow of any known notation. The suffix chooses the reader, the content must agree; never raises."""
    found = SUFFIX.search(upload.name.strip())
    suffix = found.group().lower() if found else ""
    if len(upload.content) > options.limits.file_bytes:
        megabyte = 1_048_576
        size, most = len(upload.content) / megabyte, options.limits.file_bytes / megabyte
        return _refused(upload, message("wrong_content.too_large", megabytes=round(size, 1), most=round(most, 1)))
    kind = content_format(upload.content)
    if suffix not in FLOW_READERS:
        is_named = kind not in ("xml", "text", "json")
        said = message(f"wrong_content.{kind}") if is_named else message("wrong_content.suffix", suffix=suffix or "-")
        return _refused(upload, said)
    if kind not in EXPECTED_CONTENT.get(suffix, {kind}):
        return _refused(upload, message(f"wrong_content.{kind}"))
    return FLOW_READERS[suffix](upload, options)


def _refused(upload: NamedBytes, said: Message) -> FlowReading:
    issue = Issue(message=said, severity=Severity.ERROR, source=Source(file=upload.name))
    return FlowReading(flow=None, issues=(issue,))
