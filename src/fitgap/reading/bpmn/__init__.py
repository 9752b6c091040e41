"""BPMN 2.0 as it is in the world -> Flow. `read_bpmn` holds the order of the steps; read it first."""

from fitgap.model.flow import Extension, Flow
from fitgap.model.message import Severity
from fitgap.reading.bpmn.diagrams import read_diagrams
from fitgap.reading.bpmn.document_links import link_documents
from fitgap.reading.bpmn.documents import read_documents
from fitgap.reading.bpmn.lanes import place_nodes, read_lanes
from fitgap.reading.bpmn.lines import read_lines
from fitgap.reading.bpmn.nodes import find_hosts, node_elements, read_node, report_unplaced
from fitgap.reading.bpmn.notes import read_groups, read_notes
from fitgap.reading.bpmn.opening import encoding_issues, open_bpmn
from fitgap.reading.bpmn.pools import read_holders
from fitgap.reading.bpmn.register import Element, Register
from fitgap.reading.bpmn.titles import flow_title
from fitgap.reading.issues import summed_up
from fitgap.reading.result import FlowReading, NamedBytes, ReadOptions


def read_bpmn(upload: NamedBytes, options: ReadOptions) -> FlowReading:
    """Read a BPMN 2.0 file of any tool; whatever is wrong with it becomes an issue, never an exception."""
    opened = open_bpmn(upload, options)
    if opened.root is None or opened.decoded is None:
        return FlowReading(flow=None, issues=opened.issues)
    limits = options.limits
    register = Register(opened.root, upload.name, opened.lines)
    diagrams = read_diagrams(register, limits.diagram_units)
    holders = read_holders(register, diagrams)
    lanes = read_lanes(register, diagrams, holders)
    elements = node_elements(register)
    hosts = find_hosts(register, elements)
    places = place_nodes(register, diagrams, lanes, elements, hosts, limits.comparisons)
    nodes = tuple(
        read_node(register, diagrams, holders, element, places.get(key), hosts.get(key, ""))
        for key, element in ((register.key(element), element) for element in elements)
    )
    report_unplaced(register, nodes, {lane.process_id for lane in lanes})
    lines = read_lines(register, diagrams, elements, limits)
    documents = read_documents(register, diagrams, elements)
    links = link_documents(register, diagrams, elements, documents, lines)
    flow = Flow(
        name=flow_title(register, holders),
        file=upload.name,
        notation="bpmn",
        processes=holders.processes,
        pools=holders.pools,
        lanes=lanes,
        nodes=nodes,
        lines=(*lines, *links.lines),
        documents=(*documents, *links.forms.values()),
        document_links=tuple(links.links),
        notes=read_notes(register, diagrams, lines),
        groups=read_groups(register, diagrams),
        extensions=_other_extensions(register, elements),
        encoding=opened.decoded.encoding,
        is_encoding_guessed=opened.decoded.is_guessed,
        diagram_count=diagrams.count,
    )
    _report_whole(register, flow)
    names = (*(node.name for node in nodes), *(lane.name for lane in lanes), *(line.name for line in lines))
    issues = (*opened.issues, *encoding_issues(upload.name, opened.decoded, names), *register.issues)
    return FlowReading(flow=flow, issues=summed_up(issues, limits.issues_of_a_kind))


def _report_whole(register: Register, flow: Flow) -> None:
    if not flow.nodes:
        register.report("nothing_inside", Severity.ERROR, register.root)
    elif not flow.diagram_count:
        register.report("no_diagram", Severity.INFO)
    else:
        undrawn = [node for node in flow.nodes if node.bounds is None and not node.parent_id]
        if undrawn:
            names = "、".join(node.name or node.id for node in undrawn[:3])
            register.report("nodes_without_shape", Severity.INFO, undrawn[0].source, count=len(undrawn), names=names)


def _other_extensions(register: Register, nodes: list[Element]) -> tuple[Extension, ...]:
    """What vendors added to anything but a step (steps keep their own)."""
    steps = set(nodes)
    return tuple(
        extension for element in register.elements if element not in steps for extension in register.extensions(element)
    )
