"""A flow as plain data for JSON: every element with its place in the file, its lane and its forms."""

from collections import defaultdict
from dataclasses import asdict
from typing import Any

from fitgap.model.flow import Flow, LineKind
from fitgap.model.message import Source
from fitgap.reading.result import FlowReading
from fitgap.texts import Language, issue_sentence


def flow_document(path: str, reading: FlowReading, language: Language) -> dict[str, Any]:
    """One file: what was read, and every issue with its code and its sentence."""
    issues = [
        {
            "code": issue.code,
            "severity": issue.severity.value,
            "element_id": issue.element_id,
            "sentence": issue_sentence(issue, language),
            "source": _place(issue.source),
        }
        for issue in reading.issues
    ]
    return {"file": path, "flow": _flow(reading.flow) if reading.flow else None, "issues": issues}


def _flow(flow: Flow) -> dict[str, Any]:
    return {
        "name": flow.name,
        "notation": flow.notation,
        "encoding": flow.encoding,
        "is_encoding_guessed": flow.is_encoding_guessed,
        "diagram_count": flow.diagram_count,
        "processes": [_plain(process) for process in flow.processes],
        "pools": [_plain(pool) for pool in flow.pools],
        "lanes": [_plain(lane) for lane in flow.lanes],
        "elements": _elements(flow),
        "flows": [_plain(line) for line in flow.lines],
        "documents": [_plain(document) for document in flow.documents],
        "notes": [_plain(note) for note in flow.notes],
        "groups": [_plain(group) for group in flow.groups],
        "extensions": [asdict(extension) for extension in flow.extensions],
    }


def _elements(flow: Flow) -> list[dict[str, Any]]:
    process_names = {process.id: process.name for process in flow.processes}
    pool_names = {pool.process_id: pool.name for pool in flow.pools if pool.process_id}
    lane_paths = {lane.id: list(lane.path) for lane in flow.lanes}
    document_names = {document.id: document.name for document in flow.documents}
    forms: dict[str, list[dict[str, str]]] = defaultdict(list)
    for link in flow.document_links:
        name = document_names.get(link.document_id, "")
        forms[link.node_id].append({"id": link.document_id, "name": name, "direction": link.direction.value})
    incoming: dict[str, list[str]] = defaultdict(list)
    outgoing: dict[str, list[str]] = defaultdict(list)
    for line in flow.lines:
        if line.kind is LineKind.SEQUENCE:
            incoming[line.target_id].append(line.id)
            outgoing[line.source_id].append(line.id)
    return [
        {
            **_plain(node),
            "process": process_names.get(node.process_id, ""),
            "pool": pool_names.get(node.process_id, ""),
            "lane_path": lane_paths.get(node.lane_id, []),
            "forms": forms.get(node.id, []),
            "incoming": incoming.get(node.id, []),
            "outgoing": outgoing.get(node.id, []),
        }
        for node in flow.nodes
    ]


def _plain(noun: Any) -> dict[str, Any]:
    """A noun's fields with `kind` called `type` as readers of BPMN expect, and its place in short."""
    table = asdict(noun)
    if "kind" in table:
        table["type"] = str(table.pop("kind"))
    table["source"] = _place(noun.source)
    return table


def _place(source: Source) -> dict[str, Any]:
    return {name: value for name, value in asdict(source).items() if value is not None}
