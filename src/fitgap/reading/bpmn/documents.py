"""Forms, ledgers and records of the diagram: references, objects, stores, and the inputs and outputs of a process."""

from collections.abc import Collection

from fitgap.model.flow import Document, DocumentKind
from fitgap.model.message import Severity
from fitgap.reading.bpmn.diagrams import Diagrams
from fitgap.reading.bpmn.form_facts import with_facts
from fitgap.reading.bpmn.lanes import process_key
from fitgap.reading.bpmn.names import clean_name
from fitgap.reading.bpmn.register import Element, Register
from fitgap.reading.bpmn.vocabulary import NODE_KINDS, PROCESS_KINDS

KINDS = {
    "dataObjectReference": DocumentKind.DATA_OBJECT_REFERENCE,
    "dataStoreReference": DocumentKind.DATA_STORE_REFERENCE,
    "dataObject": DocumentKind.DATA_OBJECT,
    "dataStore": DocumentKind.DATA_STORE,
    "dataInput": DocumentKind.DATA_INPUT,
    "dataOutput": DocumentKind.DATA_OUTPUT,
}
REFERS_TO = {"dataObjectReference": "dataObjectRef", "dataStoreReference": "dataStoreRef"}
SLOTS = frozenset({"dataInput", "dataOutput"})
OBJECTS = frozenset({"dataObject", "dataStore"})
ASSOCIATION_KINDS = frozenset({"dataInputAssociation", "dataOutputAssociation"})


def read_documents(register: Register, diagrams: Diagrams, nodes: Collection[Element]) -> tuple[Document, ...]:
    """Read every document in file order.

    An object or store that a reference stands for is not told twice; a step's own input or output is a document only
    when it has a name and no association fills it (then the association's other end is the document).
    """
    node_set = set(nodes)
    behind = _behind_references(register)
    used = _associated(register)
    found: list[Document] = []
    for element in register.elements:
        kind = register.kind(element)
        if kind not in KINDS or (kind in OBJECTS and element in behind):
            continue
        if kind in SLOTS and not _is_document(register, element, node_set, used):
            continue
        found.append(_document(register, diagrams, element))
    return tuple(found)


def slot_owner(register: Register, element: Element, nodes: Collection[Element]) -> Element | None:
    """The step whose own input or output a data input or output is; None for one of a process."""
    if register.kind(element) not in SLOTS:
        return None
    owner = register.ancestor(element, NODE_KINDS | PROCESS_KINDS)
    return owner if owner is not None and owner in nodes else None


def _behind_references(register: Register) -> set[Element]:
    """The objects and stores that a reference stands for."""
    found: set[Element] = set()
    for element in register.elements:
        if register.kind(element) in REFERS_TO:
            target = _target(register, element)
            if target is not None:
                found.add(target)
    return found


def _target(register: Register, element: Element) -> Element | None:
    name = REFERS_TO.get(register.kind(element), "")
    for reference in register.references(element, name) if name else ():
        target = register.find(reference, near=element, kinds=OBJECTS)
        if target is not None and register.kind(target) in OBJECTS:
            return target
    return None


def _associated(register: Register) -> set[Element]:
    """The inputs and outputs of steps that an association ties to a document, a variable or a constant."""
    found: set[Element] = set()
    for element in register.elements:
        if register.kind(element) not in ASSOCIATION_KINDS:
            continue
        references = register.references(element, "sourceRef") + register.references(element, "targetRef")
        ends = [end for end in (register.find(reference, near=element) for reference in references) if end is not None]
        slots = [end for end in ends if register.kind(end) in SLOTS]
        if len(slots) < len(ends) or any(register.kind(child) in ("assignment", "transformation") for child in element):
            found.update(slots)
    return found


def _is_document(register: Register, element: Element, nodes: set[Element], used: set[Element]) -> bool:
    owner = register.ancestor(element, NODE_KINDS | PROCESS_KINDS)
    if owner is None or owner not in nodes:
        return owner is not None and register.kind(owner) in PROCESS_KINDS
    return bool(clean_name(element.get("name") or "")) and element not in used


def _document(register: Register, diagrams: Diagrams, element: Element) -> Document:
    key, target = register.key(element), _target(register, element)
    raw_names = [element.get("name") or "", (target.get("name") or "") if target is not None else ""]
    raw_names += [_item_name(register, one) for one in (element, target) if one is not None]
    names = [(clean_name(raw), raw) for raw in raw_names if clean_name(raw)]
    name, raw = names[0] if names else ("", "")
    other = clean_name(raw_names[1])
    if other and other not in name:
        register.report("document_two_names", Severity.INFO, element, key, name=name, other=other)
    if not name and register.kind(element) not in SLOTS:
        register.report("document_without_name", Severity.WARNING, element, key, id=key)
    document = Document(
        id=key,
        kind=KINDS[register.kind(element)],
        name=name,
        raw_name=raw,
        state=_state(register, element) or (_state(register, target) if target is not None else ""),
        process_id=process_key(register, element),
        bounds=diagrams.bounds(key),
        source=register.source(element),
    )
    return with_facts(register, document, [one for one in (element, target) if one is not None])


def _item_name(register: Register, element: Element) -> str:
    """The name that a vendor gives the item definition of a document; BPMN itself has none there."""
    item = register.find(element.get("itemSubjectRef") or "", kinds=("itemDefinition",))
    if item is None or register.kind(item) != "itemDefinition":
        return ""
    return next((str(v) for n, v in item.attrib.items() if register.split_name(str(n))[1] == "name"), "")


def _state(register: Register, element: Element) -> str:
    states = (clean_name(child.get("name") or "") for child in register.children(element, "dataState"))
    return next((state for state in states if state), "")
