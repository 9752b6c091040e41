"""A flow as the layout sees it: what stands in which holder (a sub-process, or the top), and what joins it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fitgap.model.flow import Document, Flow, Line, Node, Note
from fitgap.reporting.layout.parts import NO_SIZE, Beside, Box, Shape
from fitgap.reporting.layout.sizes import EVENT, LABEL_GAP, Size, document_size, label_size, node_size, note_size

HOSTED_SPACING = 96.0
HOSTED_LABEL = 84.0
HOSTED_MARGIN = 30.0
TOP = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Things:
    """Members and lines by holder; `box_of` names the box that stands for an element (its host for an event on one)."""

    nodes: Mapping[str, Node]
    documents: Mapping[str, Document]
    notes: Mapping[str, Note]
    hosted: Mapping[str, tuple[str, ...]]
    holder: Mapping[str, str]
    members: Mapping[str, tuple[str, ...]]
    lines: Mapping[str, tuple[tuple[Line, str, str], ...]]
    holders_inside_out: tuple[str, ...]
    process: Mapping[str, str]
    lane: Mapping[str, str]
    anchor: Mapping[str, str]

    def box(self, here: str, band: int, size: Size | None) -> Box:
        """The box of a member; `size` is given for a sub-process whose contents are drawn."""
        anchor = self.anchor.get(here, "")
        if here in self.notes:
            beside = Beside.OVER if anchor else Beside.NOTHING
            return Box(id=here, size=note_size(self.notes[here].text), band=band, beside=beside, anchor=anchor)
        if here in self.documents:
            document = self.documents[here]
            beside = Beside.UNDER if anchor else Beside.NOTHING
            label = label_size(document_label(document))
            return Box(id=here, size=document_size(document.kind), band=band, label=label, beside=beside, anchor=anchor)
        node = self.nodes[here]
        has_outer_label = node.is_event or node.is_gateway
        shape = Shape.DIAMOND if node.is_gateway else Shape.CIRCLE if node.is_event else Shape.BOX
        hosted = [label_size(self.nodes[event].name, HOSTED_LABEL).height for event in self.hosted.get(here, ())]
        return Box(
            id=here,
            size=self._wide_enough(size or node_size(node), len(hosted)),
            band=band,
            shape=shape,
            label=label_size(node.name) if has_outer_label else NO_SIZE,
            label_over=node.is_gateway,
            extra_below=EVENT / 2 + LABEL_GAP + max(hosted) if hosted else 0.0,
        )

    def shift(self, here: str, boxes: Mapping[str, Box]) -> float | None:
        """How far from the middle of its host an event sits; None for what sits on nothing."""
        host = self.nodes[here].attached_to if here in self.nodes else ""
        if here not in self.hosted.get(host, ()) or host not in boxes:
            return None
        return dict(self.hosted_at(host, boxes[host].size.width))[here]

    def hosted_at(self, host: str, width: float) -> Iterator[tuple[str, float]]:
        """The events on a step's lower border, from the right, and how far from its middle each sits."""
        for number, event in enumerate(self.hosted.get(host, ())):
            yield event, width / 2 - HOSTED_MARGIN - number * HOSTED_SPACING

    @staticmethod
    def _wide_enough(size: Size, hosted: int) -> Size:
        return Size(width=max(size.width, 2 * HOSTED_MARGIN + (hosted - 1) * HOSTED_SPACING), height=size.height)


def document_label(document: Document) -> str:
    """What is written under a document: its name, and its state in brackets as is usual in BPMN."""
    return f"{document.name}\n[{document.state}]" if document.state else document.name


def box_of(nodes: Mapping[str, Node], hosted: Mapping[str, tuple[str, ...]], here: str) -> str:
    """The element whose box a line's end belongs to."""
    host = nodes[here].attached_to if here in nodes else ""
    return host if here in hosted.get(host, ()) else here


def things_of(flow: Flow) -> Things:
    """Sort a flow's elements into their holders."""
    nodes = {node.id: node for node in flow.nodes}
    hosted = _hosted(flow, nodes)
    on_host = {event for events in hosted.values() for event in events}
    holder = {here: _holder(nodes, node) for here, node in nodes.items() if here not in on_host}
    anchor = _anchors(flow, nodes, hosted)
    loose = flow.processes[0].id if flow.processes else ""
    process = {here: node.process_id for here, node in nodes.items()}
    lane = {here: node.lane_id for here, node in nodes.items()}
    stated = {document.id: document.process_id for document in flow.documents}
    for here in (*stated, *(note.id for note in flow.notes)):
        beside = anchor.get(here, "")
        holder[here] = holder.get(beside, TOP)
        process[here] = process.get(beside) or stated.get(here) or loose
        lane[here] = lane.get(beside, "")
    members: dict[str, list[str]] = defaultdict(list)
    for here, above in holder.items():
        members[above].append(here)
    return Things(
        nodes=nodes,
        documents={document.id: document for document in flow.documents},
        notes={note.id: note for note in flow.notes},
        hosted=hosted,
        holder=holder,
        members=defaultdict(tuple, {above: tuple(inside) for above, inside in members.items()}),
        lines=_lines(flow, nodes, hosted, holder, process),
        holders_inside_out=_inside_out(members),
        process=process,
        lane=lane,
        anchor=anchor,
    )


def _hosted(flow: Flow, nodes: Mapping[str, Node]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for node in flow.nodes:
        host = nodes.get(node.attached_to)
        if host is not None and host is not node and not host.attached_to:
            found[host.id].append(node.id)
    return {host: tuple(events) for host, events in found.items()}


def _holder(nodes: Mapping[str, Node], node: Node) -> str:
    """The sub-process around a node; none when the parents run in a circle."""
    seen = {node.id}
    here = node.parent_id
    while here in nodes:
        if here in seen:
            return TOP
        seen.add(here)
        here = nodes[here].parent_id
    return node.parent_id if node.parent_id in nodes else TOP


def _inside_out(members: Mapping[str, list[str]]) -> tuple[str, ...]:
    depth: dict[str, int] = {TOP: 0}
    waiting = [TOP]
    for above in waiting:
        for here in members.get(above, ()):
            if here in members:
                depth[here] = depth[above] + 1
                waiting.append(here)
    return tuple(sorted((here for here in depth if here != TOP), key=lambda here: -depth[here]))


def _anchors(flow: Flow, nodes: Mapping[str, Node], hosted: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """The step next to which a document or annotation is drawn: the first that it is tied to."""
    found: dict[str, str] = {}
    for link in flow.document_links:
        if link.node_id in nodes:
            found.setdefault(link.document_id, box_of(nodes, hosted, link.node_id))
    documents = {document.id for document in flow.documents}
    starts = {line.id: line.source_id or line.target_id for line in flow.lines}
    for line in flow.lines:
        for here, there in ((line.source_id, line.target_id), (line.target_id, line.source_id)):
            if here in documents and there in nodes:
                found.setdefault(here, box_of(nodes, hosted, there))
    for note in flow.notes:
        for tied in note.element_ids:
            target = starts.get(tied, tied)
            beside = box_of(nodes, hosted, target) if target in nodes else found.get(target, "")
            if beside:
                found.setdefault(note.id, beside)
    return found


def _lines(
    flow: Flow,
    nodes: Mapping[str, Node],
    hosted: Mapping[str, tuple[str, ...]],
    holder: Mapping[str, str],
    process: Mapping[str, str],
) -> Mapping[str, tuple[tuple[Line, str, str], ...]]:
    """The lines by the innermost holder of both ends, with the boxes there that stand for the ends."""
    pools = {pool.id: pool.process_id for pool in flow.pools}
    found: dict[str, list[tuple[Line, str, str]]] = defaultdict(list)
    for line in flow.lines:
        ways: list[list[str]] = []
        for end in (line.source_id, line.target_id):
            box = box_of(nodes, hosted, end)
            ways.append(_way_up(holder, box) if box in holder else [box] if box in pools else [])
        start_way, end_way = ways
        above = next((here for here in _holders(holder, start_way) if here in _holders(holder, end_way)), None)
        if above is None:
            continue
        start, end = (next(here for here in way if holder.get(here, TOP) == above) for way in (start_way, end_way))
        is_inside = (start in pools and process.get(end) == pools[start] != "") or (
            end in pools and process.get(start) == pools[end] != ""
        )
        if not is_inside and (start != end or line.source_id == line.target_id or start in hosted):
            found[above].append((line, start, end))
    return defaultdict(tuple, {above: tuple(lines) for above, lines in found.items()})


def _way_up(holder: Mapping[str, str], here: str) -> list[str]:
    way = [here]
    while holder[way[-1]] != TOP:
        way.append(holder[way[-1]])
    return way


def _holders(holder: Mapping[str, str], way: list[str]) -> list[str]:
    return [holder.get(here, TOP) for here in way]
