from tests.unit.reading.bpmn_files import codes, definitions, edge, flow_of, line, process, read_file, shape

from fitgap.model.flow import LineKind, Repair

TWO = '<task id="a" name="A"/><task id="b" name="B"/>'
PLACES = shape("a", 0, 0) + shape("b", 300, 0)


def test_conditions_and_defaults_are_read() -> None:
    condition = "<conditionExpression>${転入 = true}</conditionExpression>"
    flows = f'<sequenceFlow id="f" name="はい" sourceRef="g" targetRef="a">{condition}</sequenceFlow>'
    flows += '<sequenceFlow id="h" sourceRef="g" targetRef="a"/>'
    flow = flow_of(process(f'<exclusiveGateway id="g" default="h"/><task id="a" name="A"/>{flows}'))
    assert (line(flow, "f").name, line(flow, "f").condition) == ("はい", "${転入 = true}")
    assert (line(flow, "f").is_default, line(flow, "h").is_default) == (False, True)


def test_a_loose_end_is_kept_with_a_proposal() -> None:
    diagram = PLACES + edge("f", (100, 40), (290, 40))
    reading = read_file(process(f'{TWO}<sequenceFlow id="f" sourceRef="a"/>', diagram))
    assert reading.flow is not None
    found = line(reading.flow, "f")
    assert (found.target_id, found.repair) == ("", Repair(end="target", node_id="b", distance=10.0))
    assert "bpmn.line_without_target_repairable" in codes(reading)


def test_beyond_twelve_units_nothing_is_proposed() -> None:
    diagram = PLACES + edge("f", (100, 40), (287, 40))
    reading = read_file(process(f'{TWO}<sequenceFlow id="f" sourceRef="a" targetRef="gone"/>', diagram))
    assert reading.flow is not None
    assert line(reading.flow, "f").repair is None
    assert "bpmn.line_without_target" in codes(reading)


def test_between_two_near_steps_nothing_is_proposed() -> None:
    diagram = PLACES + shape("c", 300, 85) + edge("f", (100, 40), (300, 82))
    flow = flow_of(process(f'{TWO}<task id="c" name="C"/><sequenceFlow id="f" sourceRef="a"/>', diagram))
    assert line(flow, "f").repair is None


def test_the_inside_of_a_sub_process_does_not_hide_its_steps() -> None:
    steps = '<subProcess id="s" name="S"><task id="a" name="A"/><task id="b" name="B"/>'
    steps += '<sequenceFlow id="f" sourceRef="a"/></subProcess>'
    diagram = shape("s", -100, -100, 900, 400) + PLACES + edge("f", (100, 40), (300, 40))
    flow = flow_of(process(steps, diagram))
    assert line(flow, "f").repair == Repair(end="target", node_id="b", distance=0.0)


def test_a_step_that_lists_the_line_is_proposed_without_a_diagram() -> None:
    steps = '<task id="a" name="A"><outgoing>f</outgoing></task><task id="b" name="B"><incoming>f</incoming></task>'
    found = line(flow_of(process(f'{steps}<sequenceFlow id="f"/>')), "f")
    assert found.repair == Repair(end="source", node_id="a", distance=0.0)
    assert found.other_repair == Repair(end="target", node_id="b", distance=0.0)


def test_message_flows_may_end_at_a_pool() -> None:
    pools = '<participant id="x" name="住民"/><participant id="y" name="市" processRef="p"/>'
    messages = '<messageFlow id="m" sourceRef="x" targetRef="a"/><messageFlow id="n" sourceRef="a" targetRef="gone"/>'
    inside = f'<collaboration id="c">{pools}{messages}</collaboration><process id="p"><task id="a" name="A"/></process>'
    diagram = shape("x", 0, 300, 500, 100) + shape("a", 0, 0) + edge("n", (50, 80), (50, 302))
    flow = flow_of(
        definitions(inside + f"<bpmndi:BPMNDiagram><bpmndi:BPMNPlane>{diagram}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>")
    )
    assert (line(flow, "m").kind, line(flow, "m").source_id) == (LineKind.MESSAGE, "x")
    assert line(flow, "n").repair == Repair(end="target", node_id="x", distance=2.0)


def test_a_sequence_flow_to_a_form_is_a_loose_end() -> None:
    flow = flow_of(
        process(f'{TWO}<dataObjectReference id="d" name="届"/><sequenceFlow id="f" sourceRef="a" targetRef="d"/>')
    )
    assert line(flow, "f").target_id == ""
