from tests.unit.reading.bpmn_files import codes, definitions, flow_of, line, process, read_file

from fitgap.model.message import Severity

TWO = '<task id="a" name="A"/><task id="b" name="B"/>'


def test_references_are_followed_with_and_without_prefix() -> None:
    flow = flow_of(process(f'{TWO}<sequenceFlow id="f" sourceRef="tns:a" targetRef="b"/>'))
    assert (line(flow, "f").source_id, line(flow, "f").target_id) == ("a", "b")


def test_ids_with_a_prefix_are_found_by_their_plain_name() -> None:
    flow = flow_of(
        process('<task id="x:a" name="A"/><task id="b" name="B"/><sequenceFlow id="f" sourceRef="a" targetRef="b"/>')
    )
    assert line(flow, "f").source_id == "x:a"


def test_duplicate_ids_are_told_apart_and_reported() -> None:
    reading = read_file(process('<task id="a" name="A"/>\n<task id="a" name="B"/>\n<task id="a_2" name="C"/>'))
    assert reading.flow is not None
    assert [(n.id, n.name) for n in reading.flow.nodes] == [("a", "A"), ("a_3", "B"), ("a_2", "C")]
    issue = next(i for i in reading.issues if i.code == "bpmn.duplicate_id")
    assert (issue.element_id, issue.source.line, issue.severity) == ("a_3", 5, Severity.WARNING)


def test_a_duplicate_id_means_the_nearest_element() -> None:
    inside = f'{TWO}<sequenceFlow id="f" sourceRef="a" targetRef="b"/>'
    flow = flow_of(definitions(f'<process id="p">{inside}</process><process id="q">{inside}</process>'))
    assert [(one.id, one.source_id, one.target_id) for one in flow.lines] == [("f", "a", "b"), ("f_2", "a_2", "b_2")]


def test_a_missing_id_is_made_up_and_reported() -> None:
    reading = read_file(process('<task name="A"/><task id="task_without_id_1" name="B"/>'))
    assert reading.flow is not None
    assert [n.id for n in reading.flow.nodes] == ["task_without_id_2", "task_without_id_1"]
    assert "bpmn.missing_id" in codes(reading)


def test_shapes_of_duplicate_ids_follow_their_order() -> None:
    from tests.unit.reading.bpmn_files import shape

    flow = flow_of(process('<task id="a" name="A"/><task id="a" name="B"/>', shape("a", 1, 0) + shape("a", 2, 0)))
    assert [n.bounds.x for n in flow.nodes if n.bounds] == [1, 2]


def test_every_element_knows_its_file_and_line() -> None:
    flow = flow_of(process(f'{TWO}\n<sequenceFlow id="f" sourceRef="a" targetRef="b"/>'))
    assert [(n.source.file, n.source.line) for n in flow.nodes] == [("転入.bpmn", 4), ("転入.bpmn", 4)]
    assert line(flow, "f").source.line == 5


def test_lines_beyond_65535_are_counted() -> None:
    flow = flow_of(process("\n" * 70_000 + '<task id="a" name="A"/>'))
    assert flow.nodes[0].source.line == 70_004


def test_one_kind_of_issue_is_summed_up() -> None:
    reading = read_file(process('<task name="A"/>' * 150))
    assert codes(reading).count("bpmn.missing_id") == 100
    more = next(i for i in reading.issues if i.code == "bpmn.more_of_a_kind")
    assert dict(more.message.values)["count"] == 50
