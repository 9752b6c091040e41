"""Writes a flow as BPMN 2.0: whole documents, for flows that were read from tables and for flows that fitgap makes."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from lxml import etree

from fitgap.model.flow import (
    Direction,
    Document,
    DocumentKind,
    DocumentLink,
    Flow,
    Lane,
    Line,
    LineKind,
    Node,
    Process,
)
from fitgap.model.message import Source
from fitgap.reporting.bpmn_names import NAMESPACES, XSI, Ids, model_tag

Element = etree._Element
STORES = frozenset({DocumentKind.DATA_STORE, DocumentKind.DATA_STORE_REFERENCE})
FLOW_NODE_KINDS = frozenset(
    {
        "task",
        "userTask",
        "manualTask",
        "serviceTask",
        "scriptTask",
        "businessRuleTask",
        "sendTask",
        "receiveTask",
        "subProcess",
        "transaction",
        "adHocSubProcess",
        "callActivity",
        "startEvent",
        "endEvent",
        "intermediateCatchEvent",
        "intermediateThrowEvent",
        "boundaryEvent",
        "exclusiveGateway",
        "inclusiveGateway",
        "parallelGateway",
        "complexGateway",
        "eventBasedGateway",
    }
)
EVENT_DEFINITIONS = frozenset(
    {"message", "timer", "signal", "error", "escalation", "conditional", "link", "compensate", "cancel", "terminate"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A BPMN document without diagram: its root, the ids it uses by the flow's, and the id a diagram is about."""

    definitions: Element
    ids: Ids
    xml_ids: Mapping[str, str]
    plane_element: str


def with_document_lines(flow: Flow) -> Flow:
    """Give every use of a document a line, where the file drew none."""
    lines: list[Line] = []
    links: list[DocumentLink] = []
    documents = {document.id for document in flow.documents}
    nodes = {node.id for node in flow.nodes}
    taken = {line.id for line in flow.lines}
    for number, link in enumerate(flow.document_links, start=1):
        is_drawn = link.line_id or link.document_id not in documents or link.node_id not in nodes
        if is_drawn:
            links.append(link)
            continue
        key = f"use_{number}"
        while key in taken:
            key += "_"
        taken.add(key)
        is_output = link.direction is Direction.OUTPUT
        start, end = (link.node_id, link.document_id) if is_output else (link.document_id, link.node_id)
        lines.append(Line(id=key, kind=LineKind.ASSOCIATION, source_id=start, target_id=end, source=link.source))
        links.append(replace(link, line_id=key))
    return replace(flow, lines=(*flow.lines, *lines), document_links=tuple(links))


def write_model(flow: Flow) -> Written:
    """Write the semantic part; a step of a kind that BPMN does not know becomes a plain task."""
    return _Writer(flow).write()


class _Writer:
    """One document in the making."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.ids = Ids()
        self.root = etree.Element(model_tag("definitions"), nsmap=NAMESPACES)
        self.xml_ids: dict[str, str] = {}
        self.nodes = {node.id: node for node in flow.nodes}
        self.children: dict[str, list[Node]] = defaultdict(list)
        for node in flow.nodes:
            self.children[node.parent_id if node.parent_id in self.nodes else ""].append(node)
        self.holders: dict[str, Element] = {}
        self.defaults = {line.source_id: line.id for line in flow.lines if line.is_default}
        self.data_lines = self._data_lines()
        self.lines_by_end: dict[tuple[str, str], list[str]] = defaultdict(list)
        for line in flow.lines:
            if line.kind is LineKind.SEQUENCE and line.source_id in self.nodes and line.target_id in self.nodes:
                self.lines_by_end["incoming", line.target_id].append(line.id)
                self.lines_by_end["outgoing", line.source_id].append(line.id)

    def write(self) -> Written:
        """Everything, in the order that the BPMN schema asks for."""
        definitions_id = self.ids.new("definitions", "definitions")
        self.root.set("id", definitions_id)
        self.root.set("targetNamespace", "urn:fitgap:flow")
        for one in self._all():
            self.xml_ids.setdefault(one[0], self.ids.new(one[0], one[1]))
        processes = self._processes()
        collaboration = self._collaboration(processes)
        for number, process in enumerate(processes):
            self._process(process, is_first=number == 0)
        plane = collaboration or self.xml_ids[processes[0].id]
        there = {element.get("id") for element in self.root.iter()}
        xml_ids = {key: here for key, here in self.xml_ids.items() if here in there}
        return Written(definitions=self.root, ids=self.ids, xml_ids=xml_ids, plane_element=plane)

    def _all(self) -> list[tuple[str, str]]:
        flow = self.flow
        return [
            *((process.id, "process") for process in flow.processes),
            *((pool.id, "pool") for pool in flow.pools),
            *((lane.id, "lane") for lane in flow.lanes),
            *((node.id, "node") for node in flow.nodes),
            *((document.id, "document") for document in flow.documents),
            *((line.id, "line") for line in flow.lines),
            *((note.id, "note") for note in flow.notes),
        ]

    def _data_lines(self) -> dict[str, list[DocumentLink]]:
        """What an activity reads or writes, one for each line; all other uses are written as plain associations."""
        found: dict[str, list[DocumentLink]] = defaultdict(list)
        ways = {(line.id, line.source_id, line.target_id) for line in self.flow.lines}
        seen: set[str] = set()
        for link in self.flow.document_links:
            is_output = link.direction is Direction.OUTPUT
            start, end = (link.node_id, link.document_id) if is_output else (link.document_id, link.node_id)
            is_stated = (link.line_id, start, end) in ways and link.direction is not Direction.LINKED
            if is_stated and link.line_id not in seen and self._is_activity(link.node_id):
                seen.add(link.line_id)
                found[link.node_id].append(link)
        return found

    def _is_activity(self, node_id: str) -> bool:
        node = self.nodes.get(node_id)
        return node is not None and not node.is_event and not node.is_gateway

    def _processes(self) -> tuple[Process, ...]:
        if self.flow.processes:
            return self.flow.processes
        source = next((node.source for node in self.flow.nodes), None)
        if source is None:
            source = Source(file=self.flow.file)
        self.xml_ids.setdefault("", self.ids.new("", "process"))
        return (Process(id="", name=self.flow.name, source=source),)

    def _collaboration(self, processes: tuple[Process, ...]) -> str:
        """Pools and messages; empty when there is nothing of the kind."""
        messages = [line for line in self.flow.lines if line.kind is LineKind.MESSAGE]
        if not self.flow.pools:
            return ""
        own = self._child(self.root, "collaboration", id=self.ids.new("", "collaboration"))
        known = {process.id for process in processes}
        for pool in self.flow.pools:
            element = self._child(own, "participant", id=self.xml_ids[pool.id], name=pool.name)
            if pool.process_id in known:
                element.set("processRef", self.xml_ids[pool.process_id])
        for line in messages:
            if line.source_id in self.xml_ids and line.target_id in self.xml_ids:
                self._line(own, "messageFlow", line)
        return str(own.get("id"))

    def _process(self, process: Process, *, is_first: bool) -> None:
        element = self._child(self.root, "process", id=self.xml_ids[process.id], name=process.name)
        element.set("isExecutable", "false")
        self._documentation(element, process.documentation)
        lanes = [lane for lane in self.flow.lanes if lane.process_id == process.id]
        if lanes:
            self._lanes(element, lanes)
        known = {one.id for one in self.flow.processes}
        self.holders[process.id] = element

        def is_here(process_id: str) -> bool:
            return process_id == process.id or (is_first and process_id not in known)

        waiting = [(element, node) for node in self.children[""] if is_here(node.process_id)]
        inside: dict[str, Element] = {}
        for parent, node in waiting:
            own = inside[node.id] = self._node(parent, node)
            waiting.extend((own, child) for child in self.children[node.id])
        for document in self.flow.documents:
            if is_here(document.process_id):
                self._document(element, document)
        self._inner_lines(element, inside, is_first=is_first)

    def _inner_lines(self, element: Element, inside: dict[str, Element], *, is_first: bool) -> None:
        """Sequence flows next to their start; annotations and associations last."""
        for line in self.flow.lines:
            if line.kind is LineKind.SEQUENCE and line.source_id in inside and line.target_id in self.nodes:
                holder = inside[line.source_id].getparent()
                self._line(element if holder is None else holder, "sequenceFlow", line)
        if not is_first:
            return
        for note in self.flow.notes:
            own = self._child(element, "textAnnotation", id=self.xml_ids[note.id])
            self._child(own, "text").text = note.text
        stated = {link.line_id for links in self.data_lines.values() for link in links}
        for line in self.flow.lines:
            ends_known = line.source_id in self.xml_ids and line.target_id in self.xml_ids
            if line.kind is LineKind.ASSOCIATION and line.id not in stated and ends_known:
                self._line(element, "association", line)

    def _lanes(self, parent: Element, lanes: list[Lane]) -> None:
        """The lanes of a process, each inside its parent."""
        sets: dict[str, Element] = {}
        elements: dict[str, Element] = {}
        own: dict[str, list[str]] = defaultdict(list)
        for node in self.flow.nodes:
            own[node.lane_id].append(self.xml_ids[node.id])
        for lane in lanes:
            above = lane.parent_id if lane.parent_id in elements else ""
            if above not in sets:
                kind, holder = ("childLaneSet", elements[above]) if above else ("laneSet", parent)
                sets[above] = self._child(holder, kind, id=self.ids.new("", "lanes"))
            element = elements[lane.id] = self._child(sets[above], "lane", id=self.xml_ids[lane.id], name=lane.name)
            for node_id in own[lane.id]:
                self._child(element, "flowNodeRef").text = node_id

    def _node(self, parent: Element, node: Node) -> Element:
        kind = node.kind if node.kind in FLOW_NODE_KINDS else "task"
        if kind == "boundaryEvent" and node.attached_to not in self.nodes:
            kind = "intermediateCatchEvent"
        element = self._child(parent, kind, id=self.xml_ids[node.id], name=node.name)
        if kind == "boundaryEvent":
            element.set("attachedToRef", self.xml_ids[node.attached_to])
        default = self.defaults.get(node.id, "")
        if default and not node.is_event:
            element.set("default", self.xml_ids[default])
        work = node.work.content if node.work else ""
        for text in dict.fromkeys((work, node.documentation)):
            self._documentation(element, text)
        for side in ("incoming", "outgoing"):
            for line_id in self.lines_by_end[side, node.id]:
                self._child(element, side).text = self.xml_ids[line_id]
        self._uses(element, node)
        for name in node.event_definitions if kind.endswith("Event") else ():
            plain = name.removesuffix("EventDefinition")
            if plain in EVENT_DEFINITIONS:
                self._child(element, f"{plain}EventDefinition", id=self.ids.new("", "definition"))
        return element

    def _uses(self, element: Element, node: Node) -> None:
        """Data associations; an input must name a target inside the step, so the step is given a placeholder."""
        links = self.data_lines.get(node.id, [])
        inputs = [link for link in links if link.direction is Direction.INPUT]
        if inputs:
            placeholder = self.ids.new("", "property")
            self._child(element, "property", id=placeholder, name="__targetRef_placeholder")
            for link in inputs:
                use = self._child(element, "dataInputAssociation", id=self.xml_ids[link.line_id])
                self._child(use, "sourceRef").text = self.xml_ids[link.document_id]
                self._child(use, "targetRef").text = placeholder
        for link in links:
            if link.direction is Direction.OUTPUT:
                use = self._child(element, "dataOutputAssociation", id=self.xml_ids[link.line_id])
                self._child(use, "targetRef").text = self.xml_ids[link.document_id]

    def _document(self, parent: Element, document: Document) -> None:
        is_store = document.kind in STORES
        name = document.name
        if is_store:
            store_id = self.ids.new("", "store")
            store = etree.Element(model_tag("dataStore"), id=store_id)
            store.set("name", name)
            self.root.insert(0, store)
            kind, reference = "dataStoreReference", ("dataStoreRef", store_id)
        else:
            object_id = self.ids.new("", "object")
            self._child(parent, "dataObject", id=object_id)
            kind, reference = "dataObjectReference", ("dataObjectRef", object_id)
        element = self._child(parent, kind, id=self.xml_ids[document.id], name=name)
        element.set(*reference)
        if document.state:
            self._child(element, "dataState", name=document.state)

    def _line(self, parent: Element, kind: str, line: Line) -> None:
        element = self._child(parent, kind, id=self.xml_ids[line.id])
        if line.name:
            element.set("name", line.name)
        element.set("sourceRef", self.xml_ids[line.source_id])
        element.set("targetRef", self.xml_ids[line.target_id])
        if line.condition and kind == "sequenceFlow":
            condition = self._child(element, "conditionExpression")
            condition.set(f"{{{XSI}}}type", "bpmn:tFormalExpression")
            condition.text = line.condition

    def _documentation(self, parent: Element, text: str) -> None:
        if text:
            self._child(parent, "documentation").text = text

    @staticmethod
    def _child(parent: Element, kind: str, **attributes: str) -> Element:
        return etree.SubElement(parent, model_tag(kind), {name: value for name, value in attributes.items() if value})
