"""Writes where things are drawn (BPMN DI) into a BPMN document."""

from collections.abc import Iterable, Mapping

from lxml import etree

from fitgap.model.flow import SUBPROCESS_KINDS, Bounds, Flow, Point
from fitgap.reporting.bpmn_names import BPMNDI, DC, DI, Ids
from fitgap.reporting.layout import Layout

Element = etree._Element


def add_plane(definitions: Element, ids: Ids, plane_element: str, name: str) -> Element:
    """Append an empty diagram whose plane shows an element of the model; returns the plane."""
    diagram = etree.SubElement(definitions, f"{{{BPMNDI}}}BPMNDiagram", id=ids.new("", "diagram"))
    if name:
        diagram.set("name", name)
    return etree.SubElement(diagram, f"{{{BPMNDI}}}BPMNPlane", id=ids.new("", "plane"), bpmnElement=plane_element)


def add_shapes(plane: Element, ids: Ids, flow: Flow, layout: Layout, xml_ids: Mapping[str, str]) -> None:
    """Append every shape and edge of a layout whose element stands in the document; holders before what they hold."""
    kinds = {node.id: node.kind for node in flow.nodes}
    for here in _outer_first(flow, layout):
        if here not in xml_ids:
            continue
        shape = add_shape(plane, ids, xml_ids[here])
        if kinds.get(here) in SUBPROCESS_KINDS:
            shape.set("isExpanded", "true" if here in layout.expanded else "false")
        elif here in layout.strips:
            shape.set("isHorizontal", "true")
        elif kinds.get(here) == "exclusiveGateway":
            shape.set("isMarkerVisible", "true")
        add_bounds(shape, layout.bounds[here])
        if here in layout.labels:
            add_bounds(etree.SubElement(shape, f"{{{BPMNDI}}}BPMNLabel"), layout.labels[here])
    for line in flow.lines:
        if line.id in layout.waypoints and line.id in xml_ids:
            add_edge(plane, ids, xml_ids[line.id], layout.waypoints[line.id], layout.labels.get(line.id))


def add_shape(plane: Element, ids: Ids, element_id: str) -> Element:
    """Append a shape without a place."""
    shape = etree.SubElement(plane, f"{{{BPMNDI}}}BPMNShape", id=ids.new(f"{element_id}_di", "shape"))
    shape.set("bpmnElement", element_id)
    return shape


def add_edge(
    plane: Element, ids: Ids, element_id: str, waypoints: Iterable[Point], label: Bounds | None = None
) -> Element:
    """Append one edge."""
    edge = etree.SubElement(
        plane, f"{{{BPMNDI}}}BPMNEdge", id=ids.new(f"{element_id}_di", "edge"), bpmnElement=element_id
    )
    for point in waypoints:
        etree.SubElement(edge, f"{{{DI}}}waypoint", x=number(point.x), y=number(point.y))
    if label is not None:
        add_bounds(etree.SubElement(edge, f"{{{BPMNDI}}}BPMNLabel"), label)
    return edge


def add_bounds(parent: Element, bounds: Bounds) -> None:
    """Append a rectangle."""
    etree.SubElement(
        parent,
        f"{{{DC}}}Bounds",
        x=number(bounds.x),
        y=number(bounds.y),
        width=number(bounds.width),
        height=number(bounds.height),
    )


def number(value: float) -> str:
    """A coordinate to a tenth of a unit, without needless digits."""
    return f"{round(value, 1) + 0.0:g}" if abs(value) < 100_000 else f"{value:.1f}"


def _outer_first(flow: Flow, layout: Layout) -> list[str]:
    order = [
        *(pool.id for pool in flow.pools),
        *(lane.id for lane in flow.lanes),
        *(node.id for node in flow.nodes if not node.attached_to),
        *(node.id for node in flow.nodes if node.attached_to),
        *(document.id for document in flow.documents),
        *(note.id for note in flow.notes),
    ]
    return [here for here in order if here in layout.bounds]
