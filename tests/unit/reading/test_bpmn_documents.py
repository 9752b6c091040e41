import pytest
from tests.unit.reading.bpmn_files import codes, document, flow_of, line, process, read_file, uses

from fitgap.model.flow import DocumentKind
from fitgap.reading.bpmn.document_links import form_name

FORM = '<dataObjectReference id="d" name="転入届"/>'


def test_the_step_is_the_xml_parent_whatever_the_references_say() -> None:
    task = """<task id="a" name="A">
      <property id="slot" name="__targetRef_placeholder"/>
      <dataInputAssociation id="i"><sourceRef>d</sourceRef><targetRef>slot</targetRef></dataInputAssociation>
      <dataOutputAssociation id="o"><sourceRef>a</sourceRef><targetRef>d</targetRef></dataOutputAssociation>
      <dataOutputAssociation id="r"><sourceRef>e</sourceRef></dataOutputAssociation></task>"""
    flow = flow_of(process(f'{task}{FORM}<dataStoreReference id="e" name="住民基本台帳"/>'))
    assert uses(flow) == [("a", "input", "d"), ("a", "output", "d"), ("a", "output", "e")]
    assert (line(flow, "i").source_id, line(flow, "i").target_id) == ("d", "a")


def test_a_document_is_named_by_its_reference_then_its_object() -> None:
    flow = flow_of(process('<dataObject id="o" name="届出書"/><dataObjectReference id="d" dataObjectRef="o"/>'))
    assert [(d.id, d.name) for d in flow.documents] == [("d", "届出書")]


def test_two_unlike_names_are_reported() -> None:
    reading = read_file(
        process('<dataObject id="o" name="申請書"/><dataObjectReference id="d" name="届" dataObjectRef="o"/>')
    )
    assert reading.flow is not None
    assert document(reading.flow, "d").name == "届"
    assert "bpmn.document_two_names" in codes(reading)


def test_the_state_is_kept() -> None:
    flow = flow_of(process('<dataObjectReference id="d" name="届"><dataState name="受付済"/></dataObjectReference>'))
    assert document(flow, "d").state == "受付済"


def test_an_object_without_reference_is_a_document() -> None:
    assert flow_of(process('<dataObject id="o" name="届"/>')).documents[0].kind is DocumentKind.DATA_OBJECT


def test_inputs_and_outputs_of_the_process_are_documents() -> None:
    slots = '<ioSpecification><dataInput id="i" name="申請書"/><dataOutput id="o" name="決定通知書"/></ioSpecification>'
    flow = flow_of(process(slots))
    assert [(d.name, d.kind) for d in flow.documents] == [
        ("申請書", DocumentKind.DATA_INPUT),
        ("決定通知書", DocumentKind.DATA_OUTPUT),
    ]


def test_a_named_input_of_a_step_is_a_document_unless_an_association_fills_it() -> None:
    slots = '<ioSpecification><dataInput id="i" name="申請書"/><dataInput id="j" name="届"/></ioSpecification>'
    filled = "<dataInputAssociation><sourceRef>d</sourceRef><targetRef>j</targetRef></dataInputAssociation>"
    flow = flow_of(process(f'<task id="a" name="A">{slots}{filled}</task>{FORM}'))
    assert uses(flow) == [("a", "input", "i"), ("a", "input", "d")]


def test_constants_of_a_step_are_no_documents() -> None:
    slots = '<ioSpecification><dataInput id="i" name="Priority"/></ioSpecification>'
    constant = "<assignment><from>1</from><to>i</to></assignment>"
    filled = f"<dataInputAssociation><targetRef>i</targetRef>{constant}</dataInputAssociation>"
    reading = read_file(process(f'<userTask id="a" name="A">{slots}{filled}</userTask>'))
    assert reading.flow is not None
    assert (reading.flow.documents, "bpmn.document_missing" in codes(reading)) == ((), False)


def test_variables_are_left_out_and_said_so() -> None:
    task = '<task id="a" name="A"><dataInputAssociation><sourceRef>v</sourceRef></dataInputAssociation></task>'
    reading = read_file(process(f'<property id="v" name="approved"/>{task}'))
    assert "bpmn.variables_left_out" in codes(reading)


def test_an_association_that_leads_nowhere_is_reported() -> None:
    reading = read_file(process('<task id="a" name="A"><dataInputAssociation/></task>'))
    assert "bpmn.document_missing" in codes(reading)


@pytest.mark.parametrize(("direction", "use"), [("None", "linked"), ("One", "input"), ("Both", "linked")])
def test_plain_associations_link_documents(direction: str, use: str) -> None:
    tie = f'<association id="x" sourceRef="d" targetRef="a" associationDirection="{direction}"/>'
    assert uses(flow_of(process(f'<task id="a" name="A"/>{FORM}{tie}'))) == [("a", use, "d")]


def test_a_document_on_a_line_is_passed_from_step_to_step_as_a_guess() -> None:
    steps = '<task id="a" name="A"/><task id="b" name="B"/><sequenceFlow id="f" sourceRef="a" targetRef="b"/>'
    reading = read_file(process(f'{steps}{FORM}<association id="x" sourceRef="f" targetRef="d"/>'))
    assert reading.flow is not None
    assert uses(reading.flow) == [("a", "output", "d"), ("b", "input", "d")]
    assert all(one.is_guessed for one in reading.flow.document_links)
    assert "bpmn.document_on_line" in codes(reading)


def extended(extension: str) -> str:
    return f'<userTask id="a" name="A"><extensionElements>{extension}</extensionElements></userTask>'


@pytest.mark.parametrize(
    "task",
    [
        '<userTask id="a" name="A" camunda:formKey="embedded:app:forms/転入届.html"/>',
        '<userTask id="a" name="A" camunda:formRef="転入届"/>',
        '<userTask id="a" name="A" vendor:formKey="転入届"/>',
        '<startEvent id="a" camunda:formKey="転入届.form"/>',
        extended('<zeebe:formDefinition formId="転入届"/>'),
        extended('<zeebe:formDefinition formKey="camunda-forms:bpmn:転入届"/>'),
    ],
)
def test_form_keys_are_forms(task: str) -> None:
    flow = flow_of(process(task))
    assert [(d.name, d.kind) for d in flow.documents] == [("転入届", DocumentKind.FORM_KEY)]
    assert uses(flow) == [("a", "linked", flow.documents[0].id)]


def test_two_steps_with_one_form_key_share_the_form() -> None:
    tasks = '<userTask id="a" name="A" camunda:formKey="F"/><userTask id="b" name="B" camunda:formKey="F"/>'
    flow = flow_of(process(tasks))
    assert (len(flow.documents), len(flow.document_links)) == (1, 2)


def test_an_expression_stays_whole() -> None:
    assert form_name('=if a/b then "x" else "y"') == '=if a/b then "x" else "y"'
