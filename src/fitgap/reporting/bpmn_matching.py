"""Which element of a BPMN file each element of a flow was read from, although the reader renames ids used twice."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import cast

from lxml import etree

from fitgap.model.flow import DocumentKind, Flow, LineKind

Element = etree._Element
LINE_NAMES = {
    LineKind.SEQUENCE: frozenset({"sequenceFlow"}),
    LineKind.MESSAGE: frozenset({"messageFlow"}),
    LineKind.ASSOCIATION: frozenset(
        {"association", "conversationLink", "dataInputAssociation", "dataOutputAssociation"}
    ),
}
DOCUMENT_NAMES = {
    DocumentKind.DATA_OBJECT_REFERENCE: frozenset({"dataObjectReference"}),
    DocumentKind.DATA_STORE_REFERENCE: frozenset({"dataStoreReference"}),
    DocumentKind.DATA_OBJECT: frozenset({"dataObject"}),
    DocumentKind.DATA_STORE: frozenset({"dataStore"}),
    DocumentKind.DATA_INPUT: frozenset({"dataInput"}),
    DocumentKind.DATA_OUTPUT: frozenset({"dataOutput"}),
}
PROCESS_NAMES = frozenset({"process", "choreography"})
POOL, LANE, NOTE, GROUP = (frozenset({name}) for name in ("participant", "lane", "textAnnotation", "group"))
Wanted = tuple[str, int | None, frozenset[str]]


def local_name(element: Element) -> str:
    """The name of an element without namespace, or without an undeclared prefix; empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2] if isinstance(tag, str) else ""


def matched(flow: Flow, model: Iterable[Element]) -> dict[str, Element]:
    """Elements by the flow's ids: by id and kind, else by kind and line, else the next of the kind in file order."""
    elements = list(model)
    by_id: dict[tuple[str, str], list[Element]] = defaultdict(list)
    for element in elements:
        if stated := (element.get("id") or "").strip():
            by_id[stated, local_name(element)].append(element)
    found: dict[str, Element] = {}
    missing: list[Wanted] = []
    for wanted in _wanted(flow):
        key, _, names = wanted
        first = next((by_id[key, name][0] for name in sorted(names) if by_id.get((key, name))), None)
        if first is None:
            missing.append(wanted)
        else:
            found[key] = first
    if missing:
        found.update(_by_place(missing, elements, set(found.values())))
    return found


def element_ids(flow: Flow) -> Iterator[str]:
    """The flow's own ids of everything that has a counterpart in BPMN."""
    return (key for key, _, _ in _wanted(flow))


def _by_place(missing: Iterable[Wanted], elements: Iterable[Element], used: set[Element]) -> Mapping[str, Element]:
    by_line: dict[tuple[str, int | None], list[Element]] = defaultdict(list)
    by_name: dict[str, list[Element]] = defaultdict(list)
    for element in reversed([one for one in elements if one not in used]):
        by_line[local_name(element), cast("int | None", element.sourceline)].append(element)
        by_name[local_name(element)].append(element)
    found: dict[str, Element] = {}
    for key, line, names in missing:
        for queue in (*(by_line[name, line] for name in sorted(names)), *(by_name[name] for name in sorted(names))):
            while queue and queue[-1] in used:
                queue.pop()
            if queue:
                found[key] = queue.pop()
                used.add(found[key])
                break
    return found


def _wanted(flow: Flow) -> Iterator[Wanted]:
    for process in flow.processes:
        yield process.id, process.source.line, PROCESS_NAMES
    for pool in flow.pools:
        yield pool.id, pool.source.line, POOL
    for lane in flow.lanes:
        yield lane.id, lane.source.line, LANE
    for node in flow.nodes:
        yield node.id, node.source.line, frozenset({node.kind})
    for line in flow.lines:
        yield line.id, line.source.line, LINE_NAMES[line.kind]
    for document in flow.documents:
        yield document.id, document.source.line, DOCUMENT_NAMES.get(document.kind, frozenset())
    for note in flow.notes:
        yield note.id, note.source.line, NOTE
    for group in flow.groups:
        yield group.id, group.source.line, GROUP
