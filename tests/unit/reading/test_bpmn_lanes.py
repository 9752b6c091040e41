from tests.unit.reading.bpmn_files import codes, definitions, drawn, flow_of, lane, node, process, read_file, shape

from fitgap.model.flow import Flow, Origin


def place(flow: Flow, key: str) -> tuple[str, Origin]:
    found = node(flow, key)
    return found.lane_id, found.lane_origin


def test_a_lane_lists_its_steps() -> None:
    lanes = '<laneSet><lane id="l" name="窓口"><flowNodeRef> tns:a </flowNodeRef></lane></laneSet>'
    assert place(flow_of(process(f'{lanes}<task id="a" name="A"/>')), "a") == ("l", Origin.STATED)


def test_the_deepest_lane_wins_and_keeps_the_path() -> None:
    inner = '<childLaneSet><lane id="m" name="窓口係"><flowNodeRef>a</flowNodeRef></lane></childLaneSet>'
    lanes = f'<laneSet><lane id="l" name="市民課">{inner}<flowNodeRef>a</flowNodeRef></lane></laneSet>'
    flow = flow_of(process(f'{lanes}<task id="a" name="A"/>'))
    assert place(flow, "a") == ("m", Origin.STATED)
    assert (lane(flow, "m").path, lane(flow, "m").parent_id) == (("市民課", "窓口係"), "l")


def test_boundary_events_follow_their_host_and_contents_their_sub_process() -> None:
    lanes = '<laneSet><lane id="l" name="窓口"><flowNodeRef>s</flowNodeRef></lane></laneSet>'
    steps = '<boundaryEvent id="e" attachedToRef="s"/><subProcess id="s" name="S"><task id="a" name="A"/></subProcess>'
    flow = flow_of(process(lanes + steps))
    assert (place(flow, "e"), place(flow, "a")) == (("l", Origin.HOST), ("l", Origin.PARENT))
    assert (node(flow, "a").parent_id, node(flow, "e").attached_to) == ("s", "s")


def test_without_lists_the_place_in_the_diagram_tells_and_is_reported() -> None:
    lanes = '<laneSet><lane id="l" name="窓口"/><lane id="m" name="審査"/></laneSet>'
    shapes = shape("l", 0, 0, 500, 200) + shape("m", 0, 200, 500, 200) + shape("a", 50, 250)
    reading = read_file(process(f'{lanes}<task id="a" name="A"/>', shapes))
    assert reading.flow is not None
    assert place(reading.flow, "a") == ("m", Origin.GEOMETRY)
    assert "bpmn.lane_by_place" in codes(reading)


def test_places_of_two_diagrams_do_not_mix() -> None:
    lanes = '<laneSet><lane id="l" name="窓口"/></laneSet><task id="a" name="A"/>'
    diagrams = drawn(shape("l", 0, 0, 500, 200)) + drawn(shape("a", 50, 50))
    flow = flow_of(definitions(f'<process id="p">{lanes}</process>{diagrams}'))
    assert (place(flow, "a"), flow.diagram_count) == (("", Origin.NONE), 2)


def test_a_pool_without_lanes_gives_the_role() -> None:
    pool = '<collaboration id="c"><participant id="pool" name="市民課" processRef="x:p"/></collaboration>'
    flow = flow_of(definitions(f'{pool}<process id="p" name="転入"><task id="a" name="A"/></process>'))
    found = node(flow, "a")
    assert (found.role, found.role_origin, found.lane_origin) == ("市民課", Origin.POOL, Origin.POOL)


def test_a_pool_that_repeats_the_title_is_no_role() -> None:
    pool = '<collaboration id="c"><participant id="pool" name="転入" processRef="p"/></collaboration>'
    flow = flow_of(definitions(f'{pool}<process id="p" name="転入"><task id="a" name="A"/></process>'))
    assert node(flow, "a").role == ""


def test_a_nameless_lane_is_called_as_its_pool() -> None:
    pool = '<collaboration id="c"><participant id="pool" name="市民課" processRef="p"/></collaboration>'
    flow = flow_of(definitions(f'{pool}<process id="p"><laneSet><lane id="l"/></laneSet></process>'))
    assert (lane(flow, "l").name, lane(flow, "l").name_origin) == ("市民課", Origin.POOL)


def test_data_objects_in_a_lane_are_no_steps() -> None:
    lanes = '<laneSet><lane id="l" name="窓口"><flowNodeRef>d</flowNodeRef></lane></laneSet>'
    reading = read_file(process(f'{lanes}<dataObjectReference id="d" name="届"/><task id="a" name="A"/>'))
    assert "bpmn.lane_lists_nothing" not in codes(reading)


def test_doubtful_lanes_are_reported() -> None:
    listed = "<flowNodeRef>a</flowNodeRef><flowNodeRef>nothing</flowNodeRef>"
    lanes = f'<laneSet><lane id="l" name="L">{listed}</lane><lane id="m" name="M">{listed}</lane></laneSet>'
    reading = read_file(process(f'{lanes}<task id="a" name="A"/><task id="b" name="B"/><endEvent id="e"/>'))
    wanted = {"node_in_two_lanes", "lane_lists_nothing", "step_without_lane", "others_without_lane"}
    assert {f"bpmn.{code}" for code in wanted} <= set(codes(reading))


def test_events_that_sit_on_each_other_do_not_hang() -> None:
    steps = '<boundaryEvent id="e" attachedToRef="f"/><boundaryEvent id="f" attachedToRef="e"/><task id="a" name="A"/>'
    reading = read_file(process(steps))
    assert reading.flow is not None
    assert [n.attached_to for n in reading.flow.nodes] == ["", "", ""]
    assert codes(reading).count("bpmn.host_missing") == 2
