"""Draws what a file's own diagrams leave out, so that every step can be seen and clicked."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from fitgap.model.flow import Bounds, Document, DocumentKind, DocumentLink, Flow, Line, Node, Note, Point
from fitgap.reporting.bpmn_editing import Edited
from fitgap.reporting.bpmn_pages import Page
from fitgap.reporting.bpmn_shapes import add_bounds, add_edge, add_plane, add_shape, add_shapes
from fitgap.reporting.layout import Layout, lay_out

GAP = 60.0
EVENT = 36.0
PLACED_DOCUMENTS = frozenset(
    {DocumentKind.DATA_OBJECT_REFERENCE, DocumentKind.DATA_STORE_REFERENCE, DocumentKind.DATA_OBJECT}
)
EDGE, TITLE = 12.0, 26.0


@dataclass(slots=True, kw_only=True)
class _Missing:
    """Steps to draw, by where: under a page, inside a sub-process of its own page, or on a page of their process."""

    under: dict[int, list[Node]] = field(default_factory=lambda: defaultdict(list))
    inside: dict[str, list[Node]] = field(default_factory=lambda: defaultdict(list))
    apart: dict[str, list[Node]] = field(default_factory=lambda: defaultdict(list))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Index:
    """Quick ways from a step to what belongs to it; documents and notes only where the file draws them nowhere."""

    flow: Flow
    order: Mapping[str, int]
    children: Mapping[str, list[Node]]
    links: Mapping[str, list[DocumentLink]]
    users: Mapping[str, set[str]]
    documents: Mapping[str, list[Document]]
    notes: Mapping[str, list[Note]]
    lines: Mapping[str, list[Line]]

    @classmethod
    def of(cls, flow: Flow) -> "_Index":
        """Go through the flow once."""
        ids = [*(node.id for node in flow.nodes), *(line.id for line in flow.lines)]
        index = cls(
            flow=flow,
            order={here: number for number, here in enumerate(ids)},
            children=defaultdict(list),
            links=defaultdict(list),
            users=defaultdict(set),
            documents=defaultdict(list),
            notes=defaultdict(list),
            lines=defaultdict(list),
        )
        for node in flow.nodes:
            index.children[node.parent_id].append(node)
        for link in flow.document_links:
            index.links[link.node_id].append(link)
            index.users[link.document_id].add(link.node_id)
        for document in flow.documents:
            if document.bounds is None and document.kind in PLACED_DOCUMENTS:
                index.documents[document.id].append(document)
        for note in flow.notes:
            for here in note.element_ids if note.bounds is None else ():
                index.notes[here].append(note)
        for line in flow.lines:
            for here in {line.source_id, line.target_id}:
                index.lines[here].append(line)
        return index


def complete(edited: Edited, flow: Flow, pages: list[Page]) -> tuple[str, ...]:
    """Add to the pages what they lack; returns the flow's ids of the nodes that were placed."""
    nodes = {node.id: node for node in flow.nodes}
    page_of = _page_of(edited, flow, pages)
    undrawn = {node.id for node in flow.nodes if node.id not in page_of and node.id in edited.xml_ids}
    placed = tuple(node.id for node in flow.nodes if node.id in undrawn)
    if undrawn:
        index = _Index.of(flow)
        _surround(edited, flow, pages, page_of, undrawn)
        _sit_on_hosts(edited, flow, pages, page_of, undrawn)
        missing = _sorted_out(flow, nodes, page_of, undrawn)
        for number, members in missing.under.items():
            _add_under(edited, pages[number], _part(index, members, undrawn))
        for parent, members in missing.inside.items():
            _collapse(pages[page_of[parent]], edited.xml_ids[parent])
            pages.append(_new_page(edited, parent, nodes[parent].name, _part(index, members, undrawn)))
        names = {process.id: process.name for process in flow.processes}
        for process_id, members in missing.apart.items():
            if process_id in edited.xml_ids:
                part = _part(index, members, undrawn)
                pages.append(_new_page(edited, process_id, names.get(process_id, ""), part))
    _draw_missing_lines(edited, flow, pages)
    return placed


def _page_of(edited: Edited, flow: Flow, pages: list[Page]) -> dict[str, int]:
    first: dict[str, int] = {}
    for number, page in enumerate(pages):
        for here in page.bounds:
            first.setdefault(here, number)
    ids = (*(pool.id for pool in flow.pools), *(node.id for node in flow.nodes))
    return {here: first[edited.xml_ids[here]] for here in ids if edited.xml_ids.get(here, "") in first}


def _sorted_out(
    flow: Flow, nodes: Mapping[str, Node], page_of: Mapping[str, int], undrawn: Collection[str]
) -> _Missing:
    missing = _Missing()
    drawn_inside = {node.parent_id for node in flow.nodes if node.id in page_of}
    page_of_process: dict[str, int] = {}
    for node in flow.nodes:
        if node.id in page_of and not node.parent_id:
            page_of_process.setdefault(node.process_id, page_of[node.id])
    for pool in flow.pools:
        if pool.id in page_of:
            page_of_process.setdefault(pool.process_id, page_of[pool.id])
    for node in flow.nodes:
        if node.id not in undrawn or node.parent_id in undrawn:
            continue
        if node.parent_id in page_of and node.parent_id in nodes:
            if node.parent_id in drawn_inside:
                missing.under[page_of[node.parent_id]].append(node)
            else:
                missing.inside[node.parent_id].append(node)
        elif node.process_id in page_of_process:
            missing.under[page_of_process[node.process_id]].append(node)
        else:
            missing.apart[node.process_id].append(node)
    return missing


def _surround(edited: Edited, flow: Flow, pages: list[Page], page_of: dict[str, int], undrawn: set[str]) -> None:
    """A sub-process without a place goes around what it holds, where that is drawn; the innermost first."""
    inside: dict[str, list[str]] = defaultdict(list)
    for node in flow.nodes:
        if node.parent_id:
            inside[node.parent_id].append(node.id)
    for node in reversed(flow.nodes):
        drawn = [here for here in inside[node.id] if here in page_of]
        if node.id not in undrawn or not drawn:
            continue
        page = pages[page_of[drawn[0]]]
        places = [page.bounds[here] for one in drawn if (here := edited.xml_ids[one]) in page.bounds]
        left, top = min(place.x for place in places), min(place.y for place in places)
        right, bottom = max(place.x + place.width for place in places), max(place.y + place.height for place in places)
        here = edited.xml_ids[node.id]
        bounds = Bounds(x=left - EDGE, y=top - TITLE, width=right - left + 2 * EDGE, height=bottom - top + TITLE + EDGE)
        shape = page.shapes[here] = add_shape(page.plane, edited.ids, here)
        shape.set("isExpanded", "true")
        add_bounds(shape, bounds)
        page.bounds[here] = bounds
        page_of[node.id] = page_of[drawn[0]]
    undrawn.difference_update(page_of)


def _sit_on_hosts(edited: Edited, flow: Flow, pages: list[Page], page_of: dict[str, int], undrawn: set[str]) -> None:
    """An event without a place goes onto the lower border of the step that it sits on."""
    seated: dict[str, int] = defaultdict(int)
    for node in flow.nodes:
        if node.id in undrawn and node.attached_to in page_of:
            page = pages[page_of[node.attached_to]]
            host = page.bounds[edited.xml_ids[node.attached_to]]
            x = host.x + max(0.0, host.width - 1.5 * EVENT - seated[node.attached_to] * EVENT * 1.3)
            seated[node.attached_to] += 1
            bounds = Bounds(x=x, y=host.y + host.height - EVENT / 2, width=EVENT, height=EVENT)
            here = edited.xml_ids[node.id]
            add_bounds(add_shape(page.plane, edited.ids, here), bounds)
            page.bounds[here] = bounds
            page_of[node.id] = page_of[node.attached_to]
    undrawn.difference_update(page_of)


def _part(index: _Index, members: Collection[Node], undrawn: Collection[str]) -> Flow:
    """The flow of some undrawn steps, what they hold, and the documents and notes that hang on them alone."""
    flow = index.flow
    top = {node.id for node in members}
    kept = list(members)
    for node in kept:
        kept.extend(child for child in index.children[node.id] if child.id in undrawn and child.id not in top)
    ids = {node.id for node in kept}
    nodes = (replace(node, lane_id="", parent_id="" if node.id in top else node.parent_id) for node in kept)
    links = [link for node in kept for link in index.links[node.id]]
    own = {link.document_id for link in links if index.users[link.document_id] <= ids}
    lines = {line.id: line for here in (*ids, *own) for line in index.lines[here]}
    notes = {note.id: note for node in kept for note in index.notes[node.id] if set(note.element_ids) <= ids}
    lines |= {line.id: line for here in notes for line in index.lines[here]}
    return replace(
        flow,
        nodes=tuple(sorted(nodes, key=lambda node: index.order[node.id])),
        lines=tuple(sorted(lines.values(), key=lambda line: index.order[line.id])),
        pools=(),
        lanes=(),
        document_links=tuple(links),
        documents=tuple(document for here in sorted(own) for document in index.documents[here]),
        notes=tuple(notes.values()),
        groups=(),
        processes=tuple(one for one in flow.processes if one.id in {node.process_id for node in members}),
    )


def _add_under(edited: Edited, page: Page, part: Flow) -> None:
    layout = lay_out(part)
    left = min(bounds.x for bounds in page.bounds.values())
    bottom = max(bounds.y + bounds.height for bounds in page.bounds.values())
    first_x = min((bounds.x for bounds in layout.bounds.values()), default=0.0)
    first_y = min((bounds.y for bounds in layout.bounds.values()), default=0.0)
    _put(edited, part, page, layout.moved(left - first_x, bottom + GAP - first_y))


def _new_page(edited: Edited, about: str, name: str, part: Flow) -> Page:
    page = Page(
        plane=add_plane(edited.definitions, edited.ids, edited.xml_ids[about], name), about=edited.elements[about]
    )
    _put(edited, part, page, lay_out(part))
    return page


def _put(edited: Edited, part: Flow, page: Page, layout: Layout) -> None:
    add_shapes(page.plane, edited.ids, part, layout, edited.xml_ids)
    page.bounds.update({edited.xml_ids[k]: bounds for k, bounds in layout.bounds.items() if k in edited.xml_ids})
    page.edges.update(edited.xml_ids[key] for key in layout.waypoints if key in edited.xml_ids)


def _collapse(page: Page, here: str) -> None:
    """Show a sub-process closed, with the mark that opens its own page."""
    page.shapes[here].set("isExpanded", "false")


def _draw_missing_lines(edited: Edited, flow: Flow, pages: list[Page]) -> None:
    """A line that no page draws although both its ends are there runs the short way."""
    pages_of: dict[str, list[int]] = defaultdict(list)
    for number, page in enumerate(pages):
        for here in page.bounds:
            pages_of[here].append(number)
    drawn = {here for page in pages for here in page.edges}
    for line in flow.lines:
        here = edited.xml_ids.get(line.id, "")
        start, end = edited.xml_ids.get(line.source_id, ""), edited.xml_ids.get(line.target_id, "")
        both = [number for number in pages_of[start] if number in pages_of[end]]
        if here and here not in drawn and both:
            page = pages[both[0]]
            add_edge(page.plane, edited.ids, here, _direct(line, page.bounds[start], page.bounds[end]))
            page.edges.add(here)


def _direct(line: Line, start: Bounds, end: Bounds) -> tuple[Point, ...]:
    """A short way with at most two corners from border to border."""
    start_y, end_y = start.y + start.height / 2, end.y + end.height / 2
    start_x, end_x = start.x + start.width / 2, end.x + end.width / 2
    if start.x + start.width <= end.x:
        middle = (start.x + start.width + end.x) / 2
        return _ways((start.x + start.width, start_y), (middle, start_y), (middle, end_y), (end.x, end_y))
    is_down = end_y >= start_y
    out = start.y + start.height if is_down else start.y
    into = end.y if is_down else end.y + end.height
    if line.source_id == line.target_id:
        right = start.x + start.width
        return _ways(
            (right, start_y),
            (right + 20, start_y),
            (right + 20, start.y - 20),
            (start_x, start.y - 20),
            (start_x, start.y),
        )
    middle = (out + into) / 2
    return _ways((start_x, out), (start_x, middle), (end_x, middle), (end_x, into))


def _ways(*points: tuple[float, float]) -> tuple[Point, ...]:
    return tuple(Point(x=x, y=y) for x, y in points)
