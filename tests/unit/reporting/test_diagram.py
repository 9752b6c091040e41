"""Every step of every file can be seen: kept places, added places, plain ids, whole documents for tables."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

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
    count_elements,
)
from fitgap.model.message import Source
from fitgap.policies.loading import default_policy
from fitgap.reading import read_flow
from fitgap.reading.result import NamedBytes, ReadOptions
from fitgap.reporting.diagram import Diagram, diagram_of

HERE = Source(file="flow.csv")
PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*\Z")
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
BPMNDI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
HEAD = (
    '<?xml version="1.0" encoding="{encoding}"?><b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" '
    'xmlns:w="http://www.omg.org/spec/DD/20100524/DI" xmlns:v="urn:vendor" targetNamespace="urn:x">'
)
TWO_STEPS = (
    '<b:process id="業務"><b:task id="届出" name="届出を受ける" v:colour="red"><b:extensionElements><v:x/>'
    '</b:extensionElements></b:task><b:task id="審査" name="審査する"/>'
    '<b:sequenceFlow id="線" sourceRef="届出" targetRef="審査"/></b:process>'
)


@pytest.fixture(scope="module")
def options() -> ReadOptions:
    return ReadOptions(limits=default_policy().limits)


def drawn(content: bytes, options: ReadOptions, name: str = "flow.bpmn") -> tuple[Flow, Diagram]:
    flow = read_flow(NamedBytes(name=name, content=content), options).flow
    assert flow is not None
    return flow, diagram_of(flow, content)


def bpmn(body: str, encoding: str = "UTF-8") -> bytes:
    return (HEAD.format(encoding=encoding) + body + "</b:definitions>").encode(encoding)


def shape(element: str, x: int, width: int = 100) -> str:
    bounds = f'<dc:Bounds x="{x}" y="80" width="{width}" height="80"/>'
    return f'<di:BPMNShape id="{element}s" bpmnElement="{element}">{bounds}</di:BPMNShape>'


def page(about: str, shapes: str, name: str = "") -> str:
    return f'<di:BPMNDiagram name="{name}"><di:BPMNPlane bpmnElement="{about}">{shapes}</di:BPMNPlane></di:BPMNDiagram>'


def shown(diagram: Diagram) -> dict[str, int]:
    """How often each element is drawn, by its id in the XML."""
    found: dict[str, int] = {}
    for one in ElementTree.fromstring(diagram.xml).iter():  # noqa: S314 -- our own XML
        if one.tag in (f"{BPMNDI}BPMNShape", f"{BPMNDI}BPMNEdge"):
            found[one.attrib["bpmnElement"]] = found.get(one.attrib["bpmnElement"], 0) + 1
    return found


def test_every_sample_and_corpus_is_drawn_whole(repository: Path, options: ReadOptions) -> None:
    files = sorted((repository / "processes").rglob("*.bpmn"))
    assert len(files) == 12
    for file in files:
        check_whole(file, options)


def test_every_labelled_file_is_drawn_whole(shared_dir: Path, options: ReadOptions) -> None:
    files = sorted([*(shared_dir / "gold/bpmn").rglob("*.bpmn"), *(shared_dir / "corpora").rglob("*.bpmn")])
    assert len(files) >= 30
    for file in files:
        check_whole(file, options)


def check_whole(file: Path, options: ReadOptions) -> None:
    """All steps are drawn, all ids are plain, and reading the XML again counts the same."""
    flow, diagram = drawn(file.read_bytes(), options, file.name)
    mapped = dict(diagram.node_ids)
    in_xml = shown(diagram)
    assert {node.id for node in flow.nodes} <= mapped.keys(), file.name
    assert all(PLAIN.match(here) and here in in_xml for here in mapped.values()), file.name
    again = read_flow(NamedBytes(name=file.name, content=diagram.xml.encode()), options).flow
    assert again is not None
    before, after = count_elements(flow), count_elements(again)
    for name in ("tasks", "subprocesses", "call_activities", "gateways", "events", "lanes", "other"):
        assert getattr(after, name) == getattr(before, name), (file.name, name)
    assert after.data_objects >= before.data_objects
    assert after.sequence_flows == before.sequence_flows
    assert after.message_flows == before.message_flows


@pytest.mark.parametrize("encoding", ["UTF-8", "Shift_JIS", "EUC-JP", "UTF-16"])
def test_japanese_ids_become_plain_and_vendor_parts_go(encoding: str, options: ReadOptions) -> None:
    _, diagram = drawn(bpmn(TWO_STEPS, encoding), options)
    mapped = dict(diagram.node_ids)
    assert list(mapped) == ["届出", "審査"]
    assert all(PLAIN.match(here) for here in mapped.values())
    assert "届出を受ける" in diagram.xml
    assert "urn:vendor" not in diagram.xml
    assert diagram.is_laid_out
    line = next(ElementTree.fromstring(diagram.xml).iter(f"{BPMN}sequenceFlow"))  # noqa: S314 -- our own XML
    assert (line.attrib["sourceRef"], line.attrib["targetRef"]) == (mapped["届出"], mapped["審査"])


def test_ids_used_twice_or_missing_still_map(options: ReadOptions) -> None:
    body = (
        '<b:process id="p"><b:task id="a" name="一"/>\n<b:task id="a" name="二"/>\n<b:task name="三"/>'
        '<b:sequenceFlow id="s" sourceRef="a" targetRef="b"/><b:task id="b" name="四"/></b:process>'
    )
    flow, diagram = drawn(bpmn(body), options)
    names = {one.get("id"): one.get("name") for one in ElementTree.fromstring(diagram.xml).iter(f"{BPMN}task")}  # noqa: S314
    assert [names[here] for _, here in diagram.node_ids] == [node.name for node in flow.nodes] == list("一二三四")


def test_a_diagram_of_the_file_keeps_its_places(options: ReadOptions) -> None:
    body = TWO_STEPS + (
        '<di:BPMNDiagram name="図"><di:BPMNPlane bpmnElement="業務">'
        + shape("届出", 120)
        + shape("審査", 300)
        + '<di:BPMNEdge bpmnElement="線"><w:waypoint x="220" y="120"/><w:waypoint x="300" y="120"/></di:BPMNEdge>'
        + shape("無い", 0)
        + "</di:BPMNPlane></di:BPMNDiagram>"
    )
    flow, diagram = drawn(bpmn(body), options)
    again = read_flow(NamedBytes(name="x.bpmn", content=diagram.xml.encode()), options).flow
    assert again is not None
    assert [node.bounds for node in again.nodes] == [node.bounds for node in flow.nodes]
    assert again.lines[0].waypoints == flow.lines[0].waypoints
    assert (diagram.is_laid_out, diagram.placed_ids, diagram.pages[0][1]) == (False, (), "図")


def test_a_step_without_a_shape_is_placed_under_the_others(options: ReadOptions) -> None:
    body = (
        TWO_STEPS
        + f'<di:BPMNDiagram><di:BPMNPlane bpmnElement="業務">{shape("届出", 120)}</di:BPMNPlane></di:BPMNDiagram>'
    )
    _, diagram = drawn(bpmn(body), options)
    assert diagram.placed_ids == ("審査",)
    again = read_flow(NamedBytes(name="x.bpmn", content=diagram.xml.encode()), options).flow
    assert again is not None
    first, second = (node.bounds for node in again.nodes)
    assert first is not None
    assert second is not None
    assert second.y >= first.y + first.height
    assert len(again.lines[0].waypoints) >= 2


def test_the_undrawn_inside_of_a_subprocess_gets_a_page_of_its_own(options: ReadOptions) -> None:
    inside = '<b:subProcess id="sub" name="審査"><b:task id="inner" name="照合"/></b:subProcess>'
    body = f'<b:process id="p">{inside}</b:process>' + page("p", shape("sub", 0))
    _, diagram = drawn(bpmn(body), options)
    assert dict(diagram.node_ids).keys() == {"sub", "inner"}
    assert diagram.xml.count("<bpmndi:BPMNPlane") == 2
    assert len(diagram.pages) == 1
    assert 'isExpanded="false"' in diagram.xml


def test_an_empty_diagram_counts_as_none_and_a_full_one_comes_first(options: ReadOptions) -> None:
    empty = page("業務", "", "空")
    _, laid_out = drawn(bpmn(TWO_STEPS + empty), options)
    assert laid_out.is_laid_out
    full = page("業務", shape("届出", 0) + shape("審査", 200), "図")
    _, kept = drawn(bpmn(TWO_STEPS + empty + full), options)
    assert [name for _, name in kept.pages] == ["図"]


def test_several_processes_without_pools_share_one_picture(options: ReadOptions) -> None:
    body = "".join(f'<b:process id="p{n}" name="{n}"><b:task id="{n}"/></b:process>' for n in "ab")
    _, diagram = drawn(bpmn(body), options)
    assert dict(diagram.node_ids).keys() == {"a", "b"}
    assert diagram.xml.count("<bpmn:participant") == 2
    assert len(diagram.pages) == 1


def test_a_step_of_an_unknown_kind_is_drawn_as_a_task(options: ReadOptions) -> None:
    flow, diagram = drawn(bpmn('<b:process id="p"><b:robotTask id="r" name="自動入力"/></b:process>'), options)
    assert flow.nodes[0].kind == "robotTask"
    assert '<bpmn:task id="r" name="自動入力"' in diagram.xml


def test_a_document_type_declaration_never_passes(options: ReadOptions) -> None:
    flow, _ = drawn(bpmn(TWO_STEPS), options)
    hostile = b'<!DOCTYPE x [<!ENTITY e "boom">]>' + bpmn(TWO_STEPS.replace("審査する", "&e;")).partition(b"?>")[2]
    diagram = diagram_of(flow, hostile)
    assert "boom" not in diagram.xml
    assert "DOCTYPE" not in diagram.xml
    assert dict(diagram.node_ids).keys() == {"届出", "審査"}


def table_flow() -> Flow:
    names = ["届出を受け付ける", "本人を確認する", "台帳に登録する"]
    nodes = tuple(
        Node(id=str(n), kind="userTask", name=name, process_id="p", lane_id=f"係{n % 2}", source=HERE)
        for n, name in enumerate(names, start=1)
    )
    lanes = tuple(Lane(id=f"係{n}", name=f"係{n}", path=(f"係{n}",), process_id="p", source=HERE) for n in (0, 1))
    lines = (
        Line(
            id="次1", kind=LineKind.SEQUENCE, source_id="1", target_id="2", name="本人", condition="本人", source=HERE
        ),
        Line(id="次2", kind=LineKind.SEQUENCE, source_id="2", target_id="3", source=HERE),
        Line(id="次3", kind=LineKind.SEQUENCE, source_id="3", target_id="", source=HERE),
    )
    documents = (Document(id="帳票", kind=DocumentKind.TABLE_ENTRY, name="異動届", process_id="p", source=HERE),)
    links = (
        DocumentLink(node_id="1", document_id="帳票", direction=Direction.OUTPUT, source=HERE),
        DocumentLink(node_id="2", document_id="帳票", direction=Direction.INPUT, source=HERE),
        DocumentLink(node_id="3", document_id="帳票", direction=Direction.LINKED, source=HERE),
    )
    return Flow(
        name="転入",
        file="flow.csv",
        notation="table",
        processes=(Process(id="p", name="転入", source=HERE),),
        lanes=lanes,
        nodes=nodes,
        lines=lines,
        documents=documents,
        document_links=links,
    )


def test_a_table_becomes_a_whole_document(options: ReadOptions) -> None:
    flow = table_flow()
    diagram = diagram_of(flow, b"")
    assert [key for key, _ in diagram.node_ids] == ["1", "2", "3", "帳票", "係0", "係1"]
    again = read_flow(NamedBytes(name="x.bpmn", content=diagram.xml.encode()), options).flow
    assert again is not None
    assert [node.name for node in again.nodes] == [node.name for node in flow.nodes]
    lanes = {lane.id: lane.name for lane in again.lanes}
    assert [lanes[node.lane_id] for node in again.nodes] == ["係1", "係0", "係1"]
    assert [line.condition for line in again.lines if line.kind is LineKind.SEQUENCE] == ["本人", ""]
    assert [link.direction for link in again.document_links] == [Direction.OUTPUT, Direction.INPUT, Direction.LINKED]
    assert all(node.bounds for node in again.nodes)


def test_a_flow_of_nothing_is_an_empty_diagram() -> None:
    diagram = diagram_of(Flow(name="空", file="x.csv", notation="table"), b"")
    assert diagram.node_ids == ()
    assert len(diagram.pages) == 1


def test_a_subprocess_without_a_shape_goes_around_what_it_holds(options: ReadOptions) -> None:
    inside = '<b:subProcess id="sub" name="審査"><b:task id="inner" name="照合"/></b:subProcess>'
    body = f'<b:process id="p">{inside}</b:process>' + page("p", shape("inner", 50))
    _, diagram = drawn(bpmn(body), options)
    again = read_flow(NamedBytes(name="x.bpmn", content=diagram.xml.encode()), options).flow
    assert again is not None
    outer, inner = (node.bounds for node in again.nodes)
    assert outer is not None
    assert inner is not None
    assert outer.x < inner.x
    assert outer.x + outer.width > inner.x + inner.width
    assert diagram.placed_ids == ("sub",)


def test_events_on_borders_sit_on_their_host_or_stand_alone(options: ReadOptions) -> None:
    events = '<b:boundaryEvent id="late" attachedToRef="a"/><b:boundaryEvent id="lost" attachedToRef="x"/>'
    body = f'<b:process id="p"><b:task id="a" name="照合"/>{events}</b:process>'
    flow, diagram = drawn(bpmn(body + page("p", shape("a", 50))), options)
    assert {node.id for node in flow.nodes} == dict(diagram.node_ids).keys()
    root = ElementTree.fromstring(diagram.xml)  # noqa: S314 -- our own XML
    assert [one.attrib["attachedToRef"] for one in root.iter(f"{BPMN}boundaryEvent")] == ["a"]
    assert [one.attrib["id"] for one in root.iter(f"{BPMN}intermediateCatchEvent")] == ["lost"]


def test_a_line_without_an_end_is_kept_but_not_drawn(options: ReadOptions) -> None:
    loose = '<b:sequenceFlow id="loose" sourceRef="届出"/></b:process>'
    edge = '<di:BPMNEdge bpmnElement="loose"><w:waypoint x="0" y="0"/><w:waypoint x="9" y="0"/></di:BPMNEdge>'
    body = TWO_STEPS.replace("</b:process>", loose) + page("業務", shape("届出", 0) + shape("審査", 200) + edge)
    _, diagram = drawn(bpmn(body), options)
    assert '<bpmn:sequenceFlow id="loose"' in diagram.xml
    assert "loose" not in shown(diagram)
