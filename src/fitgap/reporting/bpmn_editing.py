"""Makes a BPMN file that anybody wrote fit for a strict viewer, by editing it: encoding, ids, references."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from fitgap.model.flow import DocumentKind, Flow, Line
from fitgap.reporting.bpmn_matching import local_name, matched
from fitgap.reporting.bpmn_names import KNOWN_ELEMENTS, MODEL, NAMESPACES, XSI, Ids, model_tag

Element = etree._Element
DECLARATION = re.compile(r"\A\s*<\?xml\b.*?\?>", re.DOTALL)
EXPRESSIONS = frozenset(
    {
        "conditionExpression",
        "condition",
        "completionCondition",
        "loopCondition",
        "loopCardinality",
        "activationCondition",
        "timeDate",
        "timeDuration",
        "timeCycle",
        "from",
        "to",
    }
)
REFERENCE_ATTRIBUTES = frozenset({"default", "calledElement"})
REFERENCE_ELEMENTS = frozenset({"incoming", "outgoing", "source", "target"})
DROPPED = frozenset({"extensionElements", "import", "extension", "relationship"})
TARGET_NAMESPACE = "urn:fitgap:flow"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """The document; `xml_ids` and `elements` by the flow's ids, `by_old_id` the new ids of each old one in order.

    `diagrams` are the file's own diagrams, taken out of the document and untouched.
    """

    definitions: Element
    ids: Ids
    xml_ids: dict[str, str]
    elements: Mapping[str, Element]
    by_old_id: Mapping[str, Sequence[str]]
    diagrams: tuple[Element, ...]


def open_original(original: bytes, encoding: str) -> Element | None:
    """The BPMN part of the uploaded bytes; None when it cannot be had without a document type declaration."""
    try:
        text = original.decode(encoding, errors="replace").lstrip("\ufeff")
    except LookupError:
        return None
    text = DECLARATION.sub(lambda found: "\n" * found.group().count("\n"), text, count=1)
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
        root = etree.fromstring(text.encode("utf-8", errors="replace"), parser)
    except etree.XMLSyntaxError:
        return None
    if root is None or root.getroottree().docinfo.internalDTD is not None:
        return None
    return next((element for element in root.iter() if local_name(element) == "definitions"), None)


def edit(definitions: Element, flow: Flow) -> Edited:
    """Rename namespaces and ids, tie references, and drop what a viewer has no use for."""
    model = list(_model_elements(definitions))
    diagrams = tuple(element for element in definitions.iter() if local_name(element) == "BPMNDiagram")
    elements = matched(flow, model)
    ids = Ids()
    root = etree.Element(model_tag("definitions"), nsmap=NAMESPACES)
    root.set("id", ids.new("", "definitions"))
    root.set("targetNamespace", definitions.get("targetNamespace") or TARGET_NAMESPACE)
    new_ids: dict[Element, str] = {}
    by_old_id: dict[str, list[str]] = defaultdict(list)
    needed = set(elements.values())
    for element in model:
        stated = (element.get("id") or "").strip()
        if stated or element in needed:
            new_ids[element] = ids.new(stated, local_name(element) if local_name(element).isalpha() else "element")
            by_old_id[stated].append(new_ids[element])
    root.extend([element for element in definitions if element not in diagrams])
    steps = {elements[node.id] for node in flow.nodes if node.id in elements}
    for element in model:
        _clean(element, new_ids.get(element, ""), is_step=element in steps)
    _tie(root, by_old_id)
    _refer_to_objects(flow, elements)
    xml_ids = {key: new_ids[element] for key, element in elements.items()}
    _tie_as_read(flow, elements, xml_ids)
    return Edited(definitions=root, ids=ids, xml_ids=xml_ids, elements=elements, by_old_id=by_old_id, diagrams=diagrams)


def _model_elements(definitions: Element) -> Iterator[Element]:
    """Everything but the diagrams and the vendors' extensions, in file order."""
    stack = list(reversed(definitions))
    while stack:
        element = stack.pop()
        name = local_name(element)
        if name and name not in ("extensionElements", "BPMNDiagram"):
            yield element
            stack.extend(reversed(element))


def _clean(element: Element, new_id: str, *, is_step: bool) -> None:
    """Canonical namespace, plain id, nothing of vendors; a step of an unknown kind is drawn as a task."""
    for child in list(element):
        name = local_name(child)
        if not name or name in DROPPED:
            element.remove(child)
    name = local_name(element)
    parent = element.getparent()
    if name not in KNOWN_ELEMENTS and not is_step:
        if parent is not None:
            parent.remove(element)
        return
    element.tag = model_tag(name if name in KNOWN_ELEMENTS else "task")
    was_formal = any(str(value).endswith("tFormalExpression") for value in element.attrib.values())
    for attribute in list(element.attrib):
        if str(attribute).startswith("{") or ":" in str(attribute):
            del element.attrib[attribute]
    if name in EXPRESSIONS and (was_formal or name == "conditionExpression"):
        element.set(f"{{{XSI}}}type", "bpmn:tFormalExpression")
    if new_id:
        element.set("id", new_id)


def _tie(root: Element, by_old_id: Mapping[str, Sequence[str]]) -> None:
    """Point every reference to the new id; one that leads nowhere goes."""
    for element in list(root.iter()):
        name = local_name(element)
        if name in REFERENCE_ELEMENTS or name.endswith(("Ref", "Refs")):
            element.text = resolved(element.text or "", by_old_id)
            parent = element.getparent()
            if not element.text and parent is not None:
                parent.remove(element)
            continue
        for attribute, value in list(element.attrib.items()):
            if attribute in REFERENCE_ATTRIBUTES or str(attribute).endswith(("Ref", "Refs")):
                if new := resolved(str(value), by_old_id):
                    element.set(attribute, new)
                elif attribute != "calledElement":
                    del element.attrib[attribute]


def _refer_to_objects(flow: Flow, elements: Mapping[str, Element]) -> None:
    """Draw a data object that no reference stands for as if it were one; viewers draw references only."""
    for document in flow.documents:
        element = elements.get(document.id)
        if document.kind is DocumentKind.DATA_OBJECT and element is not None:
            element.tag = model_tag("dataObjectReference")
            if "isCollection" in element.attrib:
                del element.attrib["isCollection"]


def resolved(reference: str, by_old_id: Mapping[str, Sequence[str]]) -> str:
    """The new id of what a reference means, with or without its prefix; empty when it means nothing."""
    reference = reference.strip()
    for form in (reference, reference.rpartition("#")[2], reference.rpartition(":")[2]):
        if form and (found := by_old_id.get(form)):
            return found[0]
    return ""


def _tie_as_read(flow: Flow, elements: Mapping[str, Element], xml_ids: Mapping[str, str]) -> None:
    """Where ids were used twice the reader has told them apart; its ends of lines and hosts of events hold.

    An event on the border of nothing is drawn as one that stands by itself.
    """
    for line in flow.lines:
        element = elements.get(line.id)
        if element is not None:
            _tie_line(element, line, xml_ids)
    for node in flow.nodes:
        element = elements.get(node.id)
        if element is not None and node.attached_to in xml_ids:
            element.set("attachedToRef", xml_ids[node.attached_to])
        elif element is not None and node.kind == "boundaryEvent":
            element.tag = model_tag("intermediateCatchEvent")
            for name in ("attachedToRef", "cancelActivity"):
                if name in element.attrib:
                    del element.attrib[name]
    for pool in flow.pools:
        if pool.process_id in xml_ids and pool.id in elements:
            elements[pool.id].set("processRef", xml_ids[pool.process_id])


def _tie_line(element: Element, line: Line, xml_ids: Mapping[str, str]) -> None:
    name = local_name(element)
    if name in ("dataInputAssociation", "dataOutputAssociation"):
        side, end = ("sourceRef", line.source_id) if name == "dataInputAssociation" else ("targetRef", line.target_id)
        for child in [child for child in element if local_name(child) == side]:
            element.remove(child)
        if end in xml_ids:
            child = etree.Element(f"{{{MODEL}}}{side}")
            child.text = xml_ids[end]
            earlier = ("documentation",) if side == "sourceRef" else ("documentation", "sourceRef")
            element.insert(sum(local_name(one) in earlier for one in element), child)
        return
    for attribute, end in (("sourceRef", line.source_id), ("targetRef", line.target_id)):
        for child in [child for child in element if local_name(child) == attribute]:
            element.remove(child)
        if end in xml_ids:
            element.set(attribute, xml_ids[end])
        elif attribute in element.attrib:
            del element.attrib[attribute]
