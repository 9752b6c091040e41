import pytest
from tests.unit.reading.bpmn_files import codes, definitions, flow_of, node, process, read_file, shape

from fitgap.model.flow import Bounds, Origin


def test_an_unknown_kind_is_a_node_of_that_kind() -> None:
    reading = read_file(process('<robotTask id="r" name="OCR読取"/>'))
    assert reading.flow is not None
    assert (reading.flow.nodes[0].kind, reading.flow.nodes[0].name) == ("robotTask", "OCR読取")
    assert "bpmn.unknown_kind" in codes(reading)


def test_a_step_of_a_vendor_is_a_node_when_lines_lead_to_it() -> None:
    steps = '<task id="a" name="A"/><vendor:bot id="r" name="転記"/><vendor:metrics id="m"/>'
    steps += '<sequenceFlow id="f" sourceRef="a" targetRef="r"/>'
    flow = flow_of(process(steps))
    assert [n.kind for n in flow.nodes] == ["task", "bot"]
    assert [e.tag for e in flow.extensions] == ["{urn:vendor}metrics"]


def test_sub_processes_keep_their_contents() -> None:
    inner = '<transaction id="t" name="T"><task id="a" name="A"/></transaction>'
    flow = flow_of(process(f'<adHocSubProcess id="s" name="S">{inner}</adHocSubProcess>'))
    assert [(n.id, n.parent_id, n.process_id) for n in flow.nodes] == [("s", "", "p"), ("t", "s", "p"), ("a", "t", "p")]


@pytest.mark.parametrize(
    ("step", "role"),
    [
        ('<userTask id="a" camunda:assignee="窓口係"/>', "窓口係"),
        ('<userTask id="a" camunda:assignee="${who}" camunda:candidateGroups="市民課"/>', "市民課"),
        ('<userTask id="a" camunda:assignee="${who}"/>', "${who}"),
        ('<userTask id="a"><potentialOwner name="審査係"/></userTask>', "審査係"),
        ('<userTask id="a"><performer><resourceRef>x:r</resourceRef></performer></userTask>', "会計課"),
        (
            '<userTask id="a"><extensionElements><zeebe:assignmentDefinition candidateGroups="税務課"/>'
            "</extensionElements></userTask>",
            "税務課",
        ),
    ],
)
def test_roles_of_executable_models(step: str, role: str) -> None:
    flow = flow_of(definitions(f'<resource id="r" name="会計課"/><process id="p">{step}</process>'))
    assert (flow.nodes[0].role, flow.nodes[0].role_origin) == (role, Origin.ASSIGNEE)


def test_event_definitions_inline_and_by_reference() -> None:
    events = '<startEvent id="a"><timerEventDefinition/></startEvent>'
    events += '<endEvent id="b"><eventDefinitionRef>x:e</eventDefinitionRef></endEvent>'
    flow = flow_of(definitions(f'<messageEventDefinition id="e"/><process id="p">{events}</process>'))
    assert [n.event_definitions for n in flow.nodes] == [("timerEventDefinition",), ("messageEventDefinition",)]


def test_a_nameless_call_is_called_as_what_it_calls() -> None:
    called = '<process id="q" name="本人確認"><task id="a" name="A"/></process>'
    reading = read_file(definitions(f'<process id="p"><callActivity id="c" calledElement="x:q"/></process>{called}'))
    assert reading.flow is not None
    found = node(reading.flow, "c")
    assert (found.name, found.raw_name, found.called_element) == ("本人確認", "", "q")
    assert "bpmn.name_of_called" in codes(reading)


def test_a_call_without_target_and_a_step_without_name_are_reported() -> None:
    reading = read_file(process('<callActivity id="c" name="確認"/><task id="a"/>'))
    assert {"bpmn.call_without_target", "bpmn.step_without_name"} <= set(codes(reading))


def test_vendor_extensions_are_kept_raw() -> None:
    inside = (
        '<extensionElements><vendor:cost yen="500"><vendor:note>概算</vendor:note></vendor:cost></extensionElements>'
    )
    found = flow_of(process(f'<task id="a" name="A" vendor:color="red">{inside}</task>')).nodes[0].extensions
    assert [(e.tag, e.element_id) for e in found] == [("{urn:vendor}color", "a"), ("{urn:vendor}cost", "a")]
    assert (found[0].raw, "<vendor:note>概算</vendor:note>" in found[1].raw) == ('color="red"', True)


def test_notes_are_tied_to_what_associations_say() -> None:
    note = '<textAnnotation id="n"><text>&lt;p&gt;郵送も可&lt;/p&gt;</text></textAnnotation>'
    tie = '<association id="x" sourceRef="a" targetRef="n"/>'
    found = flow_of(process(f'<task id="a" name="A"/>{note}{tie}')).notes[0]
    assert (found.text, found.element_ids) == ("郵送も可", ("a",))


def test_groups_are_called_as_their_category() -> None:
    category = '<category id="k"><categoryValue id="v" value="窓口業務"/></category>'
    flow = flow_of(
        definitions(f'{category}<process id="p"><task id="a" name="A"/><group id="g" categoryValueRef="v"/></process>')
    )
    assert flow.groups[0].name == "窓口業務"


def test_places_that_are_no_numbers_are_reported() -> None:
    diagram = shape("a", float("nan"), 0) + shape("b", 1e300, 0) + shape("c", 5, 6) + shape("gone", 1, 1)
    reading = read_file(process('<task id="a" name="A"/><task id="b" name="B"/><task id="c" name="C"/>', diagram))
    assert reading.flow is not None
    assert [n.bounds for n in reading.flow.nodes] == [None, None, Bounds(x=5, y=6, width=100, height=80)]
    assert {"bpmn.bad_bounds", "bpmn.shapes_of_nothing", "bpmn.nodes_without_shape"} <= set(codes(reading))


def test_a_pool_whose_process_is_elsewhere_is_a_black_box() -> None:
    pool = '<collaboration id="c"><participant id="x" name="県" processRef="elsewhere"/></collaboration>'
    reading = read_file(definitions(f'{pool}<process id="p"><task id="a" name="A"/></process>'))
    assert reading.flow is not None
    assert (reading.flow.pools[0].process_id, "bpmn.pool_without_process" in codes(reading)) == ("", True)


def test_a_process_without_name_is_called_as_its_pool() -> None:
    pool = '<collaboration id="c"><participant id="x" name="児童手当" processRef="p"/></collaboration>'
    found = flow_of(definitions(f'{pool}<process id="p"><task id="a" name="A"/></process>')).processes[0]
    assert (found.name, found.name_origin, found.pool_id) == ("児童手当", Origin.POOL, "x")


def test_stated_minutes_and_volume_are_read() -> None:
    figures = '<extensionElements><w:work xmlns:w="urn:fitgap:work" minutesPerCase="6.5" casesPerYear="4300"/>'
    work = flow_of(process(f'<task id="a" name="受付">{figures}</extensionElements></task>')).nodes[0].work
    assert work is not None
    assert (work.minutes_per_case, work.cases_per_year) == (6.5, 4300)


@pytest.mark.parametrize("text", ["六", "-1", "nan", "1e999"])
def test_a_figure_that_is_no_number_is_unknown(text: str) -> None:
    figures = f'<extensionElements><w:work xmlns:w="urn:fitgap:work" minutesPerCase="{text}"/></extensionElements>'
    reading = read_file(process(f'<task id="a" name="受付">{figures}</task>'))
    assert reading.flow is not None
    assert reading.flow.nodes[0].work is not None
    assert reading.flow.nodes[0].work.minutes_per_case is None
    assert "bpmn.work_not_a_number" in codes(reading)
