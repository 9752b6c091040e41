"""Who does a step where an executable model says so: assignee, groups, potential owner, performer."""

import re

from fitgap.reading.bpmn.names import clean_name
from fitgap.reading.bpmn.register import Element, Register
from fitgap.reading.bpmn.vocabulary import ROLE_KINDS

ROLE_ATTRIBUTES = ("assignee", "candidateGroups", "candidateUsers")
EXPRESSION = re.compile(r"\s*(?:=|[$#]\{)")


def role_of(register: Register, element: Element) -> str:
    """The stated role, a plain name before an expression such as ``${initiator}``; empty when none is stated."""
    found = [clean_name(text) for text in _stated(register, element)]
    found = [text for text in found if text]
    return next((text for text in found if not EXPRESSION.match(text)), found[0] if found else "")


def vendor_values(register: Register, element: Element, tags: tuple[str, ...], names: tuple[str, ...]) -> list[str]:
    """Values of a vendor's attributes on a step, then on its extension elements of these tags, in order of `names`."""
    places = [element]
    for holder in register.children(element, "extensionElements"):
        places.extend(child for child in holder.iter() if register.split_name(str(child.tag))[1] in tags)
    found: list[str] = []
    for name in names:
        for place in places:
            for attribute, value in place.attrib.items():
                namespace, local = register.split_name(str(attribute))
                if local == name and (namespace or place is not element or name != "id") and str(value).strip():
                    found.append(str(value).strip())
    return found


def _stated(register: Register, element: Element) -> list[str]:
    found = vendor_values(register, element, ("assignmentDefinition",), ROLE_ATTRIBUTES)
    for kind in ROLE_KINDS:
        for child in register.children(element, kind):
            found.append(child.get("name") or "")
            for reference in register.texts(child, "resourceRef"):
                resource = register.find(reference)
                found.append((resource.get("name") or "") if resource is not None else "")
            for assignment in register.children(child, "resourceAssignmentExpression"):
                found.append("".join(map(str, assignment.itertext())))
    return found
