"""What is written on an element: its documentation, its event definitions."""

from lxml import etree

from fitgap.model.message import Severity
from fitgap.reading.bpmn.names import clean_text
from fitgap.reading.bpmn.register import Element, Register


def documentation(register: Register, element: Element) -> str:
    """All non-empty `documentation` of an element as plain lines, HTML cleaned."""
    found = (written(child) for child in register.children(element, "documentation"))
    return "\n".join(text for text in found if text)


def written(element: Element) -> str:
    """The text of an element; markup inside it, escaped or not, becomes plain lines."""
    if len(element):
        inner = (element.text or "") + "".join(etree.tostring(child, encoding="unicode") for child in element)
        return clean_text(inner)
    return clean_text(element.text or "")


def event_definitions(register: Register, element: Element) -> tuple[str, ...]:
    """Kinds of an event's definitions (``timerEventDefinition``), inline or by reference."""
    found: list[str] = []
    for child in element:
        kind = register.kind(child)
        if kind.endswith("EventDefinition"):
            found.append(kind)
        elif kind == "eventDefinitionRef":
            reference = (child.text or "").strip()
            target = register.find(reference)
            if target is not None and register.kind(target).endswith("EventDefinition"):
                found.append(register.kind(target))
            else:
                register.report(
                    "event_definition_missing", Severity.INFO, child, register.key(element), reference=reference
                )
    return tuple(found)
