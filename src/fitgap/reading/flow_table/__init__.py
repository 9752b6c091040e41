"""A flow table (業務要件定義表 as .xlsx or .csv) -> Flow, the same noun that a BPMN file becomes."""

from dataclasses import dataclass, replace

from fitgap.model.flow import Flow, Process
from fitgap.model.message import Issue, Severity, message
from fitgap.reading.flow_table.building import ProcessParts, build_process
from fitgap.reading.flow_table.documents import Documents
from fitgap.reading.flow_table.keys import Keys, give_keys
from fitgap.reading.flow_table.own_forms import describe_documents, own_forms_layout
from fitgap.reading.flow_table.steps import TableStep, read_steps
from fitgap.reading.flow_table.titles import Titles, read_titles
from fitgap.reading.issues import summed_up
from fitgap.reading.result import FlowReading, NamedBytes, ReadOptions
from fitgap.reading.tables.grid import OpenedTables, Sheet
from fitgap.reading.tables.layout import Layout, has_mapping, preview, understand
from fitgap.reading.tables.names import file_stem
from fitgap.reading.tables.opening import open_tables


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowSheet:
    """A sheet that is a flow table, and how it is understood."""

    sheet: Sheet
    layout: Layout
    titles: Titles


def read_flow_table(upload: NamedBytes, options: ReadOptions) -> FlowReading:
    """Read the flow tables of a file, every sheet a process; whatever is wrong becomes an issue, never an exception."""
    opened = open_tables(upload, options)
    issues = list(opened.issues)
    own_forms: list[tuple[Sheet, Layout]] = []
    sheets = _flow_sheets(upload, opened, options, own_forms, issues)
    groups: list[list[TableStep]] = []
    owners: list[FlowSheet] = []
    for known in sheets:
        if known.layout.is_complete:
            for group in _by_process(read_steps(known.sheet, known.layout, issues)):
                groups.append(group)
                owners.append(known)
    if not groups and sheets and not any(issue.severity is Severity.ERROR for issue in issues):
        first = sheets[0]
        issues.append(first.sheet.issue(message("tables.no_steps"), Severity.ERROR, first.layout.header_row))
    return FlowReading(
        flow=_flow(upload, opened, owners, groups, own_forms, issues) if groups else None,
        issues=summed_up(issues, options.limits.issues_of_a_kind),
        previews=tuple(preview(known.sheet, known.layout) for known in sheets),
    )


def _flow_sheets(
    upload: NamedBytes,
    opened: OpenedTables,
    options: ReadOptions,
    own_forms: list[tuple[Sheet, Layout]],
    issues: list[Issue],
) -> list[FlowSheet]:
    """The sheets to read; hidden ones only where nothing else is. Without any, the fullest for a person to map.

    Lists of the office's own forms beside them are put into `own_forms`.
    """
    found = [
        FlowSheet(sheet=sheet, layout=layout, titles=read_titles(sheet, layout))
        for sheet in opened.sheets
        for layout in (understand(sheet, "flow", options.mappings),)
    ]
    usable = [known for known in found if known.layout.is_complete and not _is_catalog(known, options)]
    chosen = [known for known in usable if not known.sheet.is_hidden] or usable
    best = max(found, key=_interest, default=None)
    for known in found:
        if known not in chosen and (chosen or known is not best):
            sheet = known.sheet
            forms = own_forms_layout(sheet, options) if chosen and not sheet.is_hidden else None
            if forms is not None:
                own_forms.append((sheet, forms))
                continue
            code = "tables.sheet_hidden" if sheet.is_hidden else "tables.sheet_not_a_table"
            said = message(code, name=sheet.name or upload.name, count=len(sheet.rows))
            issues.append(sheet.issue(said, Severity.INFO))
    if chosen or best is None:
        return chosen
    code = "tables.looks_like_catalog" if _is_catalog(best, options) else "tables.no_headings"
    issues.append(best.sheet.issue(message(code), Severity.ERROR, best.layout.header_row))
    return [replace(best, layout=replace(best.layout, is_complete=False))]


def _interest(known: FlowSheet) -> tuple[bool, int, int]:
    """How likely a person means this sheet when none has the headings of a flow table."""
    return not known.sheet.is_hidden, len(known.layout.columns), len(known.sheet.rows)


def _is_catalog(known: FlowSheet, options: ReadOptions) -> bool:
    """True when a sheet reads better as a list of functions or forms, and nobody has said that it is a flow."""
    if has_mapping(known.layout, options.mappings):
        return False
    others = (understand(known.sheet, kind, ()) for kind in ("features", "forms"))
    own = (known.layout.is_complete, len(known.layout.columns))
    return any(other.is_complete and (other.is_complete, len(other.columns)) > own for other in others)


def _by_process(steps: list[TableStep]) -> list[list[TableStep]]:
    groups: dict[str, list[TableStep]] = {}
    for step in steps:
        groups.setdefault(step.process, []).append(step)
    return list(groups.values())


def _flow(
    upload: NamedBytes,
    opened: OpenedTables,
    owners: list[FlowSheet],
    groups: list[list[TableStep]],
    own_forms: list[tuple[Sheet, Layout]],
    issues: list[Issue],
) -> Flow:
    keys = Keys()
    step_keys = give_keys(groups, keys, issues)
    documents = Documents(keys)
    processes: list[Process] = []
    parts: list[ProcessParts] = []
    for owner, group, own_keys in zip(owners, groups, step_keys, strict=True):
        process = Process(
            id=keys.new("process"),
            name=group[0].process or _process_name(owner, owners),
            source=owner.sheet.source(owner.layout.header_row),
            documentation=owner.titles.remarks,
        )
        part = ProcessParts(process_id=process.id, keys=keys, issues=issues)
        has_successors = "next" in owner.layout.columns and any(step.next for step in group)
        build_process(group, own_keys, has_successors, part)
        for step, key in zip(group, own_keys, strict=True):
            documents.link(step, key, process.id)
        processes.append(process)
        parts.append(part)
    return Flow(
        name=_flow_name(upload, owners),
        file=upload.name,
        notation="table",
        processes=tuple(processes),
        lanes=tuple(lane for part in parts for lane in part.lanes.values()),
        nodes=tuple(node for part in parts for node in part.nodes),
        lines=tuple(line for part in parts for line in part.lines),
        documents=describe_documents(documents.all, own_forms, issues),
        document_links=tuple(documents.links),
        encoding=opened.encoding,
        is_encoding_guessed=opened.is_encoding_guessed,
    )


def _flow_name(upload: NamedBytes, owners: list[FlowSheet]) -> str:
    names = {owner.titles.flow_name(owner.sheet) for owner in owners}
    titles = {owner.titles.title for owner in owners}
    if len(names) == 1:
        return names.pop()
    return titles.pop() if len(titles) == 1 and "" not in titles else file_stem(upload.name)


def _process_name(owner: FlowSheet, owners: list[FlowSheet]) -> str:
    """The process's own name; the sheet's where several sheets have the same title."""
    name = owner.titles.process_name(owner.sheet)
    same = [one for one in owners if one.sheet is not owner.sheet and one.titles.process_name(one.sheet) == name]
    return owner.sheet.name or name if same else name
