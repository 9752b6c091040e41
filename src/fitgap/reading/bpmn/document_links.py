"""Which step uses which document: data associations, plain associations, form keys."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from fitgap.model.flow import Direction, Document, DocumentKind, DocumentLink, Line, LineKind
from fitgap.model.message import Severity
from fitgap.reading.bpmn.diagrams import Diagrams
from fitgap.reading.bpmn.documents import ASSOCIATION_KINDS, slot_owner
from fitgap.reading.bpmn.lanes import process_key
from fitgap.reading.bpmn.names import clean_name
from fitgap.reading.bpmn.register import Element, Register
from fitgap.reading.bpmn.roles import vendor_values

FORM_TAGS = ("formDefinition", "formData")
FORM_ATTRIBUTES = ("formKey", "formRef", "formId", "externalReference")
FORM_PREFIX = re.compile(r"(?:(?:embedded|camunda-forms|app|deployment|engine|bpmn|forms):)+", re.IGNORECASE)
FORM_SUFFIX = re.compile(r"\.(?:html?|form|json|xhtml|jsf|jsp)\Z", re.IGNORECASE)
PLACEHOLDER = re.compile(r"__\w+placeholder\Z", re.IGNORECASE)
ENDS = {
    "dataInputAssociation": ("sourceRef", "targetRef", Direction.INPUT),
    "dataOutputAssociation": ("targetRef", "sourceRef", Direction.OUTPUT),
}


@dataclass(slots=True, kw_only=True)
class DocumentLinks:
    """The links found so far, the data associations as lines, and the documents that form keys name."""

    links: list[DocumentLink] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    forms: dict[str, Document] = field(default_factory=dict)
    variables: list[str] = field(default_factory=list)


def link_documents(
    register: Register,
    diagrams: Diagrams,
    nodes: list[Element],
    documents: tuple[Document, ...],
    lines: tuple[Line, ...],
) -> DocumentLinks:
    """Find every use of a document, in file order within each way of saying it."""
    found = DocumentLinks()
    node_set, known = set(nodes), {document.id for document in documents}
    for element in register.elements:
        kind = register.kind(element)
        if kind in ASSOCIATION_KINDS:
            _data_association(register, diagrams, element, node_set, known, found)
        elif kind in ("dataInput", "dataOutput") and register.key(element) in known:
            _own_slot(register, element, node_set, found)
    _plain_associations(register, {register.key(node) for node in nodes}, known, lines, found)
    for node in nodes:
        _form_keys(register, node, found)
    found.links = list({(one.node_id, one.document_id, one.direction): one for one in reversed(found.links)}.values())
    found.links.reverse()
    if found.variables:
        names = ", ".join(dict.fromkeys(found.variables[:3]))
        register.report("variables_left_out", Severity.INFO, count=len(found.variables), names=names)
    return found


def _data_association(
    register: Register,
    diagrams: Diagrams,
    element: Element,
    nodes: Collection[Element],
    known: set[str],
    found: DocumentLinks,
) -> None:
    """The step is the XML parent, whatever the references say; the document is whichever end names one."""
    owner = next((above for above in element.iterancestors() if above in nodes), None)
    wanted, other, direction = ENDS[register.kind(element)]
    ends = [register.find(reference, near=element) for reference in register.references(element, wanted)]
    ends += [register.find(reference, near=element) for reference in register.references(element, other)]
    documents = list(dict.fromkeys(register.key(end) for end in ends if end is not None and register.key(end) in known))
    if owner is None:
        register.report("data_association_without_step", Severity.INFO, element, register.key(element))
        return
    if not documents:
        _without_document(register, element, owner, ends, found)
        return
    key, node_id = register.key(element), register.key(owner)
    drawn = diagrams.waypoints(key)
    for document_id in documents:
        found.links.append(
            DocumentLink(
                node_id=node_id,
                document_id=document_id,
                direction=direction,
                line_id=key,
                source=register.source(element),
            )
        )
    source_id, target_id = (documents[0], node_id) if direction is Direction.INPUT else (node_id, documents[0])
    found.lines.append(
        Line(
            id=key,
            kind=LineKind.ASSOCIATION,
            source_id=source_id,
            target_id=target_id,
            waypoints=drawn,
            source=register.source(element),
        )
    )


def _without_document(
    register: Register, element: Element, owner: Element, ends: list[Element | None], found: DocumentLinks
) -> None:
    """Tell what a data association leads to when it is no document: a constant, a variable, or nothing."""
    if any(register.kind(child) in ("assignment", "transformation") for child in element):
        return
    variables = [end for end in ends if end is not None and register.kind(end) == "property"]
    names = [clean_name(end.get("name") or end.get("id") or "") for end in variables]
    if names := [name for name in names if not PLACEHOLDER.match(name)]:
        found.variables.extend(names)
        return
    name = clean_name(owner.get("name") or "") or register.key(owner)
    register.report("document_missing", Severity.WARNING, element, register.key(owner), name=name)


def _own_slot(register: Register, element: Element, nodes: Collection[Element], found: DocumentLinks) -> None:
    owner = slot_owner(register, element, nodes)
    if owner is not None:
        is_input = register.kind(element) == "dataInput"
        found.links.append(
            DocumentLink(
                node_id=register.key(owner),
                document_id=register.key(element),
                direction=Direction.INPUT if is_input else Direction.OUTPUT,
                source=register.source(element),
            )
        )


def _plain_associations(
    register: Register, nodes: set[str], known: set[str], lines: tuple[Line, ...], found: DocumentLinks
) -> None:
    """Associations without data semantics: to a step as drawn, to a line as its source's output and target's input."""
    flows = {line.id: line for line in lines if line.kind is not LineKind.ASSOCIATION}
    directed = {
        register.key(element)
        for element in register.elements
        if register.kind(element) == "association" and element.get("associationDirection") == "One"
    }
    for line in lines:
        if line.kind is not LineKind.ASSOCIATION:
            continue
        from_document = line.source_id in known
        document_id = line.source_id if from_document else line.target_id
        end = line.target_id if from_document else line.source_id
        if document_id not in known:
            continue
        if end in nodes:
            direction = Direction.INPUT if from_document else Direction.OUTPUT
            uses = [(end, direction if line.id in directed else Direction.LINKED, False)]
        elif end in flows:
            flow = flows[end]
            ends = ((flow.source_id, Direction.OUTPUT), (flow.target_id, Direction.INPUT))
            uses = [(node_id, direction, True) for node_id, direction in ends if node_id in nodes]
            register.report("document_on_line", Severity.INFO, line.source, document_id, line=flow.name or flow.id)
        else:
            continue
        found.links.extend(
            DocumentLink(
                node_id=node_id,
                document_id=document_id,
                direction=direction,
                line_id=line.id,
                is_guessed=is_guessed,
                source=line.source,
            )
            for node_id, direction, is_guessed in uses
        )


def _form_keys(register: Register, node: Element, found: DocumentLinks) -> None:
    """Forms that an executable model names on a step; the same key on two steps is one form."""
    for stated in dict.fromkeys(vendor_values(register, node, FORM_TAGS, FORM_ATTRIBUTES)):
        form = found.forms.get(stated)
        if form is None:
            form = found.forms[stated] = Document(
                id=register.new_key(f"{register.key(node)}_form"),
                kind=DocumentKind.FORM_KEY,
                name=form_name(stated),
                raw_name=stated,
                process_id=process_key(register, node),
                source=register.source(node),
            )
        found.links.append(
            DocumentLink(
                node_id=register.key(node),
                document_id=form.id,
                direction=Direction.LINKED,
                source=register.source(node),
            )
        )


def form_name(key: str) -> str:
    """The readable part of a form key: ``embedded:app:forms/move-in.html`` -> ``move-in``."""
    name = FORM_SUFFIX.sub("", FORM_PREFIX.sub("", key.strip()))
    is_path = not name.startswith(("=", "${", "#{", "{"))
    return clean_name((name.rsplit("/", 1)[-1] if is_path else name) or key)
