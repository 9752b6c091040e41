"""Small BPMN files for tests: only what a test is about, the rest is filled in."""

from fitgap.model.flow import Document, Flow, Lane, Line, Node
from fitgap.policies.loading import default_policy
from fitgap.reading import read_flow
from fitgap.reading.result import FlowReading, NamedBytes, ReadOptions

NAMESPACES = (
    'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" '
    'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" '
    'xmlns:di="http://www.omg.org/spec/DD/20100524/DI" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
    'xmlns:vendor="urn:vendor"'
)


def definitions(inside: str, attributes: str = "") -> str:
    """A whole file around anything."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<definitions {NAMESPACES} {attributes}>\n{inside}\n</definitions>'


def process(steps: str, diagram: str = "", name: str = "転入") -> str:
    """A whole file with one process."""
    return definitions(f'<process id="p" name="{name}">\n{steps}\n</process>{drawn(diagram)}')


def drawn(shapes: str) -> str:
    """A diagram around shapes and edges, nothing around nothing."""
    plane = f'<bpmndi:BPMNPlane id="plane">{shapes}</bpmndi:BPMNPlane>'
    return f'<bpmndi:BPMNDiagram id="diagram">{plane}</bpmndi:BPMNDiagram>' if shapes else ""


def shape(of: str, x: float, y: float, width: float = 100, height: float = 80) -> str:
    bounds = f'<dc:Bounds x="{x}" y="{y}" width="{width}" height="{height}"/>'
    return f'<bpmndi:BPMNShape id="s_{of}" bpmnElement="{of}">{bounds}</bpmndi:BPMNShape>'


def edge(of: str, *points: tuple[float, float]) -> str:
    waypoints = "".join(f'<di:waypoint x="{x}" y="{y}"/>' for x, y in points)
    return f'<bpmndi:BPMNEdge id="e_{of}" bpmnElement="{of}">{waypoints}</bpmndi:BPMNEdge>'


def read_file(content: str | bytes, name: str = "転入.bpmn", encoding: str = "") -> FlowReading:
    data = content.encode() if isinstance(content, str) else content
    options = ReadOptions(limits=default_policy().limits, encoding=encoding)
    return read_flow(NamedBytes(name=name, content=data), options)


def flow_of(content: str | bytes) -> Flow:
    reading = read_file(content)
    assert reading.flow is not None, codes(reading)
    return reading.flow


def codes(reading: FlowReading) -> list[str]:
    return [issue.code for issue in reading.issues]


def node(flow: Flow, key: str) -> Node:
    return next(one for one in flow.nodes if one.id == key)


def lane(flow: Flow, key: str) -> Lane:
    return next(one for one in flow.lanes if one.id == key)


def line(flow: Flow, key: str) -> Line:
    return next(one for one in flow.lines if one.id == key)


def document(flow: Flow, key: str) -> Document:
    return next(one for one in flow.documents if one.id == key)


def uses(flow: Flow) -> list[tuple[str, str, str]]:
    return [(one.node_id, one.direction.value, one.document_id) for one in flow.document_links]
