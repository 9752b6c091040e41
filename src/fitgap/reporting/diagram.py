"""A flow as a diagram that bpmn-js draws: the file's own where it has one, else laid out by fitgap."""

from dataclasses import dataclass

from lxml import etree

from fitgap.model.flow import Flow
from fitgap.reporting.bpmn_editing import edit, open_original
from fitgap.reporting.bpmn_names import NAMESPACES
from fitgap.reporting.bpmn_shapes import add_plane, add_shapes
from fitgap.reporting.bpmn_writing import with_document_lines, write_model
from fitgap.reporting.layout import lay_out


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagram:
    """BPMN 2.0 with places for every element, in UTF-8 with plain ASCII ids.

    `node_ids` pairs the flow's ids of nodes, documents and lanes with the ids in `xml`; `is_laid_out` is true when
    fitgap placed them, not the file's author.
    """

    xml: str
    node_ids: tuple[tuple[str, str], ...]
    is_laid_out: bool


def diagram_of(flow: Flow, original: bytes) -> Diagram:
    """Draw a flow; `original` are the bytes it was read from."""
    definitions = open_original(original, flow.encoding) if flow.notation == "bpmn" else None
    if definitions is not None:
        edited = edit(definitions, flow)
        if not flow.diagram_count:
            collaboration = edited.definitions.find("{*}collaboration")
            process = edited.definitions.find("{*}process")
            about = collaboration if collaboration is not None else process
            if about is not None:
                plane = add_plane(edited.definitions, edited.ids, str(about.get("id")), flow.name)
                add_shapes(plane, edited.ids, flow, lay_out(flow), edited.xml_ids)
        return _diagram(edited.definitions, flow, edited.xml_ids, is_laid_out=not flow.diagram_count)
    flow = with_document_lines(flow)
    written = write_model(flow)
    plane = add_plane(written.definitions, written.ids, written.plane_element, flow.name)
    add_shapes(plane, written.ids, flow, lay_out(flow), written.xml_ids)
    return _diagram(written.definitions, flow, written.xml_ids, is_laid_out=True)


def _diagram(definitions: etree._Element, flow: Flow, xml_ids: object, *, is_laid_out: bool) -> Diagram:
    etree.cleanup_namespaces(definitions, top_nsmap=NAMESPACES)
    keys = [one.id for one in (*flow.nodes, *flow.documents, *flow.lanes)]
    return Diagram(
        xml='<?xml version="1.0" encoding="UTF-8"?>\n' + etree.tostring(definitions, encoding="unicode"),
        node_ids=tuple((key, xml_ids[key]) for key in keys if key in xml_ids),
        is_laid_out=is_laid_out,
    )
