"""Which elements a file has, what each is called in the model, and what a reference means."""

import copy
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import cast
from xml.sax.saxutils import quoteattr

from lxml import etree

from fitgap.model.flow import Extension
from fitgap.model.message import Issue, Severity, Source, Value, message
from fitgap.reading.bpmn.vocabulary import (
    CONTAINER_KINDS,
    ELEMENTS_WITH_ID,
    KEPT_RAW,
    MODEL_NAMESPACES,
    NODE_KINDS,
    PROCESS_KINDS,
)

Element = etree._Element
SAME_ID_TOLD_APART = 50
REFERENCES = ("sourceRef", "targetRef", "flowNodeRef", "attachedToRef")


class Register:
    """Every element of the model part of a file (not of the diagram, not inside extensions), in file order.

    Keys are the ids of the file wherever these are there and unlike each other; others are made up and reported.
    """

    def __init__(self, root: Element, file: str, lines: Mapping[Element, int]) -> None:
        self.file = file
        self.lines = lines
        self.root = root
        self.issues: list[Issue] = []
        self.elements: list[Element] = []
        self.diagrams: list[Element] = []
        self._kinds: dict[Element, str] = {}
        self._of_kind: dict[str, list[Element]] = defaultdict(list)
        self._names: dict[str, tuple[str, str]] = {}
        self._namespaces = MODEL_NAMESPACES | {self.split(root)[0]}
        self._keys: dict[Element, str] = {}
        self._taken: set[str] = set()
        self._numbers: Counter[str] = Counter()
        self._by_id: dict[str, list[Element]] = {}
        self._in_scope: dict[tuple[str, Element | None], Element] = {}
        self._by_local_id: dict[str, list[Element]] = {}
        self._collect()
        self._give_keys()

    def split(self, element: Element) -> tuple[str, str]:
        """(namespace, local name); an undeclared prefix stands for its namespace."""
        return self.split_name(str(element.tag))

    def split_name(self, name: str) -> tuple[str, str]:
        """(namespace, local name) of a tag or an attribute name."""
        found = self._names.get(name)
        if found is None:
            namespace, _, local = name[1:].partition("}") if name.startswith("{") else ("", "", name)
            if not namespace and ":" in local:
                namespace, local = local.split(":", 1)
            found = self._names[name] = (namespace, local)
        return found

    def kind(self, element: Element) -> str:
        """The BPMN local name, or ``""`` for an element of a vendor."""
        found = self._kinds.get(element)
        if found is None:
            namespace, local = self.split(element)
            found = self._kinds[element] = local if namespace in self._namespaces else ""
        return found

    def of_kind(self, *kinds: str) -> list[Element]:
        """Every element of these kinds, in file order within each kind."""
        return [element for kind in kinds for element in self._of_kind.get(kind, ())]

    def children(self, element: Element, *kinds: str) -> Iterator[Element]:
        """The children of these BPMN kinds, in file order."""
        return (child for child in element if self.kind(child) in kinds)

    def texts(self, element: Element, kind: str) -> list[str]:
        """The non-empty texts of the children of one kind: references, conditions."""
        found = ("".join(map(str, child.itertext())).strip() for child in self.children(element, kind))
        return [text for text in found if text]

    def references(self, element: Element, name: str) -> list[str]:
        """The references that stand in an attribute or, as some tools write them, in child elements of that name."""
        stated = (element.get(name) or "").strip()
        return ([stated] if stated else []) + self.texts(element, name)

    def key(self, element: Element) -> str:
        """What the model calls the element; made up when the file gives no id."""
        if element not in self._keys:
            self._keys[element] = self.new_key(f"{self.split(element)[1]}_without_id")
        return self._keys[element]

    def find(self, reference: str, near: Element | None = None, kinds: Collection[str] = ()) -> Element | None:
        """What a reference means, with or without its prefix; of several the wanted kind, then the nearest."""
        found = self.named(reference)
        if kinds:
            found = [element for element in found if self.kind(element) in kinds] or found
        if len(found) > 1 and near is not None:
            stated = (found[0].get("id") or "").strip()
            for above in near.iterancestors():
                if (nearest := self._in_scope.get((stated, above))) in found:
                    return nearest
        return found[0] if found else None

    def named(self, reference: str) -> list[Element]:
        """Every element with the id that a reference names, in file order (several when ids are used twice)."""
        reference = reference.strip()
        for form in (reference, reference.rpartition("#")[2], reference.rpartition(":")[2]):
            if found := self._by_id.get(form):
                return found
        return self._by_local_id.get(reference.rpartition(":")[2], []) if reference else []

    def ancestor(self, element: Element, kinds: Collection[str]) -> Element | None:
        """The nearest element of these kinds around an element."""
        return next((above for above in element.iterancestors() if self.kind(above) in kinds), None)

    def source(self, element: Element) -> Source:
        """File and line of an element."""
        return Source(file=self.file, line=self.lines.get(element) or line_of(element))

    def report(
        self, code: str, severity: Severity, at: Element | Source | None = None, element_id: str = "", **values: Value
    ) -> None:
        """Note an issue at an element or a place, or about the whole file."""
        source = at if isinstance(at, Source) else Source(file=self.file) if at is None else self.source(at)
        said = message(f"bpmn.{code}", **values)
        self.issues.append(Issue(message=said, severity=severity, source=source, element_id=element_id))

    def extensions(self, element: Element) -> tuple[Extension, ...]:
        """What the model has no field for: a vendor's attributes and elements, and BPMN's own of `KEPT_RAW`."""
        owner = self._keys.get(element, "")
        found = [
            Extension(tag=str(name), raw=f"{self.split_name(str(name))[1]}={quoteattr(str(value))}", element_id=owner)
            for name, value in element.attrib.items()
            if self.split_name(str(name))[0] not in ("", *self._namespaces)
            and not str(name).startswith("{http://www.w3")
        ]
        for child in element:
            kind = self.kind(child)
            if kind == "extensionElements":
                found.extend(raw_extension(inner, owner) for inner in child)
            elif self._is_kept_raw(kind, child, element) and child not in self.diagrams:
                found.append(raw_extension(child, owner))
        return tuple(found)

    def new_key(self, base: str) -> str:
        """A key that nothing in the file has."""
        while True:
            self._numbers[base] += 1
            key = f"{base}_{self._numbers[base] + (not base.endswith('_without_id'))}"
            if key not in self._taken:
                self._taken.add(key)
                return key

    def _is_kept_raw(self, kind: str, child: Element, parent: Element) -> bool:
        if kind == "documentation":
            has_field = self.kind(parent) in NODE_KINDS | PROCESS_KINDS
            return not has_field and bool((child.text or "").strip() or len(child))
        if kind.endswith("EventDefinition"):
            return len(child) > 0 or parent is self.root
        return not kind or kind in KEPT_RAW

    def _collect(self) -> None:
        stack = [self.root]
        while stack:
            element = stack.pop()
            kind = self.kind(element)
            if not kind and self.split(element)[1] == "BPMNDiagram":
                self.diagrams.append(element)
            elif not kind and self._is_foreign_node(element):
                self._kinds[element] = self.split(element)[1]
                self.elements.append(element)
            elif kind and kind != "extensionElements":
                self.elements.append(element)
                stack.extend(reversed(element))

    def _is_foreign_node(self, element: Element) -> bool:
        """True for a vendor's own step: it stands among the steps and a line or a lane refers to it."""
        parent = element.getparent()
        stands_among_steps = parent is not None and self.kind(parent) in PROCESS_KINDS | CONTAINER_KINDS
        return stands_among_steps and (element.get("id") or "") in self._referenced

    @cached_property
    def _referenced(self) -> frozenset[str]:
        found = {element.get(name) or "" for element in self.root.iter() for name in REFERENCES}
        found.update(element.text or "" for element in self.root.iter("{*}flowNodeRef"))
        return frozenset(value.strip() for value in found if value.strip())

    def _give_keys(self) -> None:
        for element in self.elements:
            self._of_kind[self.kind(element)].append(element)
        self._taken.update((element.get("id") or "").strip() for element in self.elements)
        for element in self.elements:
            stated = (element.get("id") or "").strip()
            if not stated:
                if self.kind(element) in ELEMENTS_WITH_ID:
                    self.report("missing_id", Severity.WARNING, element, self.key(element), kind=self.kind(element))
                continue
            same = self._by_id.setdefault(stated, [])
            self._keys[element] = self.new_key(stated) if same else stated
            if same:
                key = self._keys[element]
                self.report("duplicate_id", Severity.WARNING, element, key, id=stated, new_id=key)
            if len(same) < SAME_ID_TOLD_APART:
                same.append(element)
            self._in_scope.setdefault((stated, element.getparent()), element)
            local = self._by_local_id.setdefault(stated.rpartition(":")[2], [])
            if len(local) < SAME_ID_TOLD_APART:
                local.append(element)


def line_of(element: Element) -> int | None:
    """The line of an element's start tag, from 1; true for the first 65,535 lines."""
    return cast("int | None", element.sourceline)


def raw_extension(element: Element, owner: str) -> Extension:
    """A vendor's element as it stood, with no more namespace declarations than it needs."""
    alone = copy.deepcopy(element)
    alone.tail = None
    etree.cleanup_namespaces(alone)
    return Extension(tag=str(element.tag), raw=etree.tostring(alone, encoding="unicode"), element_id=owner)
