"""What is written beside the steps: text annotations and groups."""

from collections import defaultdict

from fitgap.model.flow import Group, Line, LineKind, Note
from fitgap.model.message import Severity
from fitgap.reading.bpmn.diagrams import Diagrams
from fitgap.reading.bpmn.names import clean_name, clean_text
from fitgap.reading.bpmn.register import Element, Register
from fitgap.reading.bpmn.texts_of import documentation, written


def read_notes(register: Register, diagrams: Diagrams, lines: tuple[Line, ...]) -> tuple[Note, ...]:
    """Read text annotations and what associations tie them to, in either direction."""
    tied: dict[str, dict[str, None]] = defaultdict(dict)
    for line in lines:
        if line.kind is LineKind.ASSOCIATION and line.source_id and line.target_id:
            tied[line.source_id][line.target_id] = None
            tied[line.target_id][line.source_id] = None
    return tuple(
        Note(
            id=register.key(element),
            text=_note_text(register, element),
            element_ids=tuple(tied.get(register.key(element), ())),
            bounds=diagrams.bounds(register.key(element)),
            source=register.source(element),
        )
        for element in register.of_kind("textAnnotation")
    )


def read_groups(register: Register, diagrams: Diagrams) -> tuple[Group, ...]:
    """Read groups; a group is called as the category value it refers to."""
    return tuple(
        Group(
            id=register.key(element),
            name=_group_name(register, element),
            bounds=diagrams.bounds(register.key(element)),
            source=register.source(element),
        )
        for element in register.of_kind("group")
    )


def _note_text(register: Register, element: Element) -> str:
    texts = [text for text in map(written, register.children(element, "text")) if text]
    return "\n".join(texts) or clean_text(element.get("name") or "") or documentation(register, element)


def _group_name(register: Register, element: Element) -> str:
    for reference in register.references(element, "categoryValueRef"):
        value = register.find(reference, kinds=("categoryValue",))
        if value is not None and register.kind(value) == "categoryValue":
            return clean_name(value.get("value") or value.get("name") or "")
        register.report("group_without_category", Severity.INFO, element, register.key(element), reference=reference)
    return clean_name(element.get("name") or "")
