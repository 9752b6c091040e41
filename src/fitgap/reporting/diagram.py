"""A flow as a diagram that bpmn-js draws: the file's own where it has one, else laid out by fitgap."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from lxml import etree

from fitgap.model.flow import Document, DocumentKind, Flow, Pool
from fitgap.reporting.bpmn_completing import complete
from fitgap.reporting.bpmn_editing import Edited, edit, open_original
from fitgap.reporting.bpmn_matching import element_ids, local_name
from fitgap.reporting.bpmn_names import NAMESPACES, model_tag
from fitgap.reporting.bpmn_pages import own_pages
from fitgap.reporting.bpmn_shapes import add_plane, add_shapes
from fitgap.reporting.bpmn_writing import with_document_lines, write_model
from fitgap.reporting.layout import lay_out

Element = etree._Element
XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagram:
    """BPMN 2.0 with places for every step, in UTF-8 with plain ASCII ids.

    `node_ids` pairs the flow's ids of nodes, documents and lanes with their ids in `xml`, for all that are drawn.
    `is_laid_out` is true when fitgap placed everything; `placed_ids` are the nodes that it added to the file's own
    diagram. `pages` are (id, name) of the diagrams that can be opened, the first one best shown first; the inside of
    a collapsed sub-process is not among them, a viewer opens it from its mark.
    """

    xml: str
    node_ids: tuple[tuple[str, str], ...]
    is_laid_out: bool = False
    placed_ids: tuple[str, ...] = ()
    pages: tuple[tuple[str, str], ...] = ()


def diagram_of(flow: Flow, original: bytes) -> Diagram:
    """Draw a flow; `original` are the bytes it was read from."""
    definitions = open_original(original, flow.encoding) if flow.notation == "bpmn" else None
    if definitions is None:
        return _written(flow)
    edited = edit(definitions, flow)
    pages = own_pages(edited, flow)
    if pages:
        placed = complete(edited, flow, pages)
        drawn = {here for page in pages for here in page.bounds}
        return _diagram(edited.definitions, flow, edited.xml_ids, drawn, placed_ids=placed)
    flow = _with_pools(flow)
    about = _one_collaboration(edited, flow)
    if about is None:
        about = next(edited.definitions.iter(model_tag("process")), None)
    if about is None:
        return _written(flow)
    flow = replace(flow, documents=tuple(d for d in flow.documents if _can_be_drawn(edited, d)))
    layout = lay_out(flow)
    plane = add_plane(edited.definitions, edited.ids, str(about.get("id")), flow.name)
    add_shapes(plane, edited.ids, flow, layout, edited.xml_ids)
    drawn = {edited.xml_ids[here] for here in layout.bounds if here in edited.xml_ids}
    return _diagram(edited.definitions, flow, edited.xml_ids, drawn, is_laid_out=True)


def _written(flow: Flow) -> Diagram:
    """A whole document, for a flow that has none to be edited."""
    flow = with_document_lines(_with_pools(flow))
    written = write_model(flow)
    layout = lay_out(flow)
    plane = add_plane(written.definitions, written.ids, written.plane_element, flow.name)
    add_shapes(plane, written.ids, flow, layout, written.xml_ids)
    drawn = {written.xml_ids[here] for here in layout.bounds if here in written.xml_ids}
    return _diagram(written.definitions, flow, written.xml_ids, drawn, is_laid_out=True)


def _can_be_drawn(edited: Edited, document: Document) -> bool:
    """A form key has no element; a store of the whole file and the slots of one step have no place."""
    element = edited.elements.get(document.id)
    if element is None or document.kind is DocumentKind.DATA_STORE:
        return False
    if document.kind in (DocumentKind.DATA_INPUT, DocumentKind.DATA_OUTPUT):
        holder = element.getparent()
        owner = holder.getparent() if holder is not None else None
        return owner is not None and local_name(owner) == "process"
    return True


def _with_pools(flow: Flow) -> Flow:
    """Give every process a pool where several would otherwise share one picture, or some have pools and some not."""
    held = {pool.process_id for pool in flow.pools}
    shown = {node.process_id for node in flow.nodes}
    bare = [process for process in flow.processes if process.id in shown and process.id not in held]
    if not bare or len(flow.processes) + len(flow.pools) == 1:
        return flow
    taken = set(element_ids(flow))
    made: list[Pool] = []
    for process in bare:
        key = f"{process.id}_pool"
        while key in taken:
            key += "_"
        taken.add(key)
        made.append(Pool(id=key, name=process.name, source=process.source, process_id=process.id))
    return replace(flow, pools=(*flow.pools, *made))


def _one_collaboration(edited: Edited, flow: Flow) -> Element | None:
    """The collaboration that shows all pools; those of other collaborations, and pools made here, move into it."""
    if not flow.pools:
        return None
    collaborations = list(edited.definitions.iter(model_tag("collaboration")))
    if collaborations:
        first = collaborations[0]
    else:
        first = etree.Element(model_tag("collaboration"), id=edited.ids.new("", "collaboration"))
        edited.definitions.insert(0, first)
    pools = sum(local_name(child) == "participant" for child in first)
    place = next((n for n, child in enumerate(first) if local_name(child) == "participant"), 0) + pools
    for other in collaborations[1:]:
        for child in list(other):
            if local_name(child) == "participant":
                first.insert(place, child)
                place += 1
            elif local_name(child) == "messageFlow":
                last = [n for n, one in enumerate(first) if local_name(one) in ("participant", "messageFlow")]
                first.insert(max(last, default=-1) + 1, child)
    for pool in flow.pools:
        if pool.id not in edited.xml_ids and pool.process_id in edited.xml_ids:
            made = etree.Element(model_tag("participant"), id=edited.ids.new(pool.id, "pool"))
            made.set("name", pool.name)
            made.set("processRef", edited.xml_ids[pool.process_id])
            first.insert(place, made)
            place += 1
            edited.xml_ids[pool.id] = str(made.get("id"))
    return first


def _diagram(
    definitions: Element,
    flow: Flow,
    xml_ids: Mapping[str, str],
    drawn: set[str],
    *,
    is_laid_out: bool = False,
    placed_ids: tuple[str, ...] = (),
) -> Diagram:
    etree.cleanup_namespaces(definitions, top_nsmap=NAMESPACES)
    keys = [*(n.id for n in flow.nodes), *(d.id for d in flow.documents), *(lane.id for lane in flow.lanes)]
    return Diagram(
        xml=XML_DECLARATION + etree.tostring(definitions, encoding="unicode"),
        node_ids=tuple((key, xml_ids[key]) for key in keys if xml_ids.get(key) in drawn),
        is_laid_out=is_laid_out,
        placed_ids=placed_ids,
        pages=_pages(definitions),
    )


def _pages(definitions: Element) -> tuple[tuple[str, str], ...]:
    """The diagrams of processes and collaborations, in the order of the document."""
    roots = {
        element.get("id") for name in ("process", "collaboration") for element in definitions.iter(model_tag(name))
    }
    return tuple(
        (str(diagram.get("id")), diagram.get("name") or "")
        for diagram in definitions.iter("{*}BPMNDiagram")
        if len(diagram) and diagram[0].get("bpmnElement") in roots
    )
