"""What the owner of a form states of it, in fitgap's own extension: `<fitgap:form paper= fields= …/>`."""

import math
from dataclasses import replace

from fitgap.model.flow import Document
from fitgap.model.message import Severity
from fitgap.reading.bpmn.names import clean_name
from fitgap.reading.bpmn.register import Element, Register
from fitgap.reading.tables.cells import is_one_of, split_names

FORM_TAG = "{urn:fitgap:work}form"
TEXTS = {"paper": "paper", "outputMethod": "output_method", "addressee": "addressee"}
KNOWN = frozenset({*TEXTS, "fields", "enclosed", "copiesPerYear"})


def with_facts(register: Register, document: Document, elements: list[Element]) -> Document:
    """The document with what the first of its elements that says anything states; unreadable values are reported."""
    stated = next((form for element in elements for form in _stated(register, element)), None)
    if stated is None:
        return document
    for name in stated.attrib:
        if str(name) not in KNOWN:
            attribute = register.split_name(str(name))[1]
            register.report(
                "form_attribute_unknown",
                Severity.WARNING,
                stated,
                document.id,
                name=document.name,
                attribute=attribute[:40],
            )
    texts = {field: clean_name(stated.get(name) or "") for name, field in TEXTS.items()}
    return replace(
        document,
        paper=texts["paper"],
        output_method=texts["output_method"],
        addressee=texts["addressee"],
        fields=split_names(stated.get("fields") or ""),
        is_enclosed=_enclosed(register, stated, document),
        copies_per_year=_copies(register, stated, document),
    )


def _stated(register: Register, element: Element) -> list[Element]:
    return [form for parts in register.children(element, "extensionElements") for form in parts.iter(FORM_TAG)]


def _enclosed(register: Register, stated: Element, document: Document) -> bool | None:
    text = (stated.get("enclosed") or "").strip()
    if is_one_of(text, "yes") or is_one_of(text, "no"):
        return is_one_of(text, "yes")
    if text:
        _report_value(register, stated, document, "enclosed", text)
    return None


def _copies(register: Register, stated: Element, document: Document) -> float | None:
    text = (stated.get("copiesPerYear") or "").strip()
    if not text:
        return None
    try:
        copies = float(text)
    except ValueError:
        copies = math.nan
    if math.isfinite(copies) and copies >= 0:
        return copies
    _report_value(register, stated, document, "copiesPerYear", text)
    return None


def _report_value(register: Register, stated: Element, document: Document, attribute: str, text: str) -> None:
    register.report(
        "form_value_unreadable",
        Severity.WARNING,
        stated,
        document.id,
        name=document.name,
        attribute=attribute,
        text=text[:40],
    )
