"""Makes a BPMN file that anybody wrote fit for a strict viewer, by editing it: encoding, ids, references, diagrams."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from fitgap.model.flow import Flow
from fitgap.reporting.bpmn_names import BIOC, BPMNDI, COLOR, DC, DI, MODEL, NAMESPACES, XSI, Ids, model_tag

Element = etree._Element
DECLARATION = re.compile(r"\A\s*<\?xml\b.*?\?>", re.DOTALL)
DRAWN = {
    "BPMNDiagram": BPMNDI,
    "BPMNPlane": BPMNDI,
    "BPMNShape": BPMNDI,
    "BPMNEdge": BPMNDI,
    "BPMNLabel": BPMNDI,
    "Bounds": DC,
    "waypoint": DI,
}
KEPT_NAMESPACES = (BIOC, COLOR)
REFERENCE_ATTRIBUTES = frozenset({"default", "bpmnElement", "calledElement", "choreographyActivityShape"})
REFERENCE_ELEMENTS = frozenset({"incoming", "outgoing", "source", "target"})
WITHOUT_MEANING_HERE = frozenset({"extensionElements", "BPMNLabelStyle", "import", "extension", "relationship"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """The document, its ids by the flow's element ids, and the ids that are in use."""

    definitions: Element
    ids: Ids
    xml_ids: Mapping[str, str]
    elements: Mapping[str, Element]


def open_original(original: bytes, encoding: str) -> Element | None:
    """The BPMN part of the uploaded bytes; None when it cannot be had safely."""
    try:
        text = original.decode(encoding, errors="replace").lstrip("\ufeff")
    except LookupError:
        return None
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=True,
    )
    try:
        root = etree.fromstring(DECLARATION.sub(_line_breaks, text, count=1).encode("utf-8", errors="replace"), parser)
    except etree.XMLSyntaxError:
        return None
    if root is None or root.getroottree().docinfo.internalDTD is not None:
        return None
    return next((element for element in root.iter() if local_name(element) == "definitions"), None)


def local_name(element: Element) -> str:
    """The name of an element without namespace, or without an undeclared prefix; empty for what is no element."""
    return str(element.tag).rpartition("}")[2].rpartition(":")[2] if isinstance(element.tag, str) else ""


def edit(definitions: Element, flow: Flow) -> Edited:
    """Rename namespaces and ids, tie references, and drop what a viewer has no use for."""
    model = list(_model_elements(definitions))
    elements = _matched(flow, model)
    ids = Ids()
    by_old_id: dict[str, list[str]] = defaultdict(list)
    new_ids: dict[Element, str] = {}
    for element in model:
        stated = (element.get("id") or "").strip()
        new_ids[element] = ids.new(stated, re.sub(r"[^A-Za-z]", "", local_name(element)) or "element")
        if stated:
            by_old_id[stated].append(new_ids[element])
    xml_ids = {key: new_ids[element] for key, element in elements.items()}
    root = etree.Element(model_tag("definitions"), nsmap=NAMESPACES)
    root.set("id", ids.new(definitions.get("id") or "", "definitions"))
    root.set("targetNamespace", definitions.get("targetNamespace") or "urn:fitgap:flow")
    root.extend(list(definitions))
    _clean(root, new_ids)
    _tie(root, by_old_id)
    _tie_as_read(flow, elements, xml_ids)
    return Edited(definitions=root, ids=ids, xml_ids=xml_ids, elements=elements)


def _line_breaks(found: re.Match[str]) -> str:
    return "\n" * found.group().count("\n")


def _model_elements(definitions: Element) -> Iterator[Element]:
    """Everything but the diagrams and the vendors' extensions, in file order."""
    stack = list(reversed(definitions))
    while stack:
        element = stack.pop()
        name = local_name(element)
        if name and name not in ("extensionElements", "BPMNDiagram"):
            yield element
            stack.extend(reversed(element))


def _matched(flow: Flow, model: list[Element]) -> dict[str, Element]:
    """Which element of the file each element of the flow was read from: by id, else by kind and line, else by order."""
    by_id: dict[str, list[Element]] = defaultdict(list)
    for element in model:
        if stated := (element.get("id") or "").strip():
            by_id[stated].append(element)
    wanted = [(one.id, one.source.line) for one in _read_elements(flow)]
    found: dict[str, Element] = {}
    for key, _ in wanted:
        if key in by_id:
            found[key] = by_id[key][0]
    used = set(found.values())
    by_line: dict[int | None, list[Element]] = defaultdict(list)
    for element in model:
        if element not in used:
            by_line[element.sourceline].append(element)
    return found


def _read_elements(flow: Flow) -> Iterator[object]:
    yield from (*flow.processes, *flow.pools, *flow.lanes, *flow.nodes, *flow.lines, *flow.documents, *flow.notes)
    yield from flow.groups


def _clean(root: Element, new_ids: Mapping[Element, str]) -> None:
    """Canonical namespaces, plain ids, nothing of vendors."""
    stack = list(root)
    while stack:
        element = stack.pop()
        name = local_name(element)
        if not name or name in WITHOUT_MEANING_HERE:
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
            continue
        element.tag = f"{{{DRAWN.get(name, MODEL)}}}{name}"
        for attribute in list(element.attrib):
            namespace = str(attribute)[1:].partition("}")[0] if str(attribute).startswith("{") else ""
            if (namespace and namespace not in KEPT_NAMESPACES) or ":" in str(attribute).rpartition("}")[2]:
                del element.attrib[attribute]
        if name in ("conditionExpression",):
            element.set(f"{{{XSI}}}type", "bpmn:tFormalExpression")
        if element in new_ids and "id" in element.attrib:
            element.set("id", new_ids[element])
        stack.extend(element)


def _tie(root: Element, by_old_id: Mapping[str, list[str]]) -> None:
    for element in root.iter():
        name = local_name(element)
        if name in REFERENCE_ELEMENTS or name.endswith(("Ref", "Refs")):
            element.text = _resolved(element.text or "", by_old_id)
        for attribute, value in list(element.attrib.items()):
            if str(attribute).endswith("Ref") or attribute in REFERENCE_ATTRIBUTES:
                if new := _resolved(str(value), by_old_id):
                    element.set(attribute, new)
                else:
                    del element.attrib[attribute]


def _resolved(reference: str, by_old_id: Mapping[str, list[str]]) -> str:
    reference = reference.strip()
    for form in (reference, reference.rpartition("#")[2], reference.rpartition(":")[2]):
        if found := by_old_id.get(form):
            return found[0]
    return ""


def _tie_as_read(flow: Flow, elements: Mapping[str, Element], xml_ids: Mapping[str, str]) -> None:
    for line in flow.lines:
        element = elements.get(line.id)
        if element is None or local_name(element).startswith("data"):
            continue
        for name, end in (("sourceRef", line.source_id), ("targetRef", line.target_id)):
            if end in xml_ids:
                element.set(name, xml_ids[end])
