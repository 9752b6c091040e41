"""Whatever the flow: no two boxes overlap, all is inside what holds it, lines end on borders and run around boxes."""

from itertools import combinations, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from fitgap.model.flow import (
    Bounds,
    Direction,
    Document,
    DocumentKind,
    DocumentLink,
    Flow,
    Lane,
    Line,
    LineKind,
    Node,
    Note,
    Point,
    Pool,
    Process,
)
from fitgap.model.message import Source
from fitgap.reporting.diagram import diagram_of
from fitgap.reporting.layout import Layout, lay_out

HERE = Source(file="flow.csv")
KINDS = ("task", "userTask", "exclusiveGateway", "startEvent", "endEvent", "subProcess")
NAMES = (
    "",
    "届出を受け付ける",
    "住民異動届の記載内容と本人確認書類を突き合わせて確認し、不備があれば補正を求める",
    "OK?",
)
TOUCH = 0.01


@st.composite
def flows(draw: st.DrawFn) -> Flow:
    processes = [Process(id=f"p{n}", name=f"業務{n}", source=HERE) for n in range(draw(st.integers(1, 3)))]
    pools = [
        Pool(id=f"pool_{p.id}", name=p.name, source=HERE, process_id=p.id) for p in processes if draw(st.booleans())
    ]
    pools += [Pool(id=f"outside{n}", name="住民", source=HERE) for n in range(draw(st.integers(0, 2)))]
    lanes: list[Lane] = []
    for number in range(draw(st.integers(0, 4))):
        process = draw(st.sampled_from(processes))
        parent = draw(st.sampled_from(["", *(lane.id for lane in lanes if lane.process_id == process.id)]))
        lanes.append(
            Lane(id=f"l{number}", name="市民課", path=(), process_id=process.id, parent_id=parent, source=HERE)
        )
    nodes: list[Node] = []
    for number in range(draw(st.integers(0, 14))):
        process = draw(st.sampled_from(processes))
        own = [node for node in nodes if node.process_id == process.id]
        parent = draw(st.sampled_from(["", *(node.id for node in own if node.kind == "subProcess")]))
        hosts = [node.id for node in own if node.is_activity and node.parent_id == parent]
        host = draw(st.sampled_from(["", "", *hosts]))
        nodes.append(
            Node(
                id=f"n{number}",
                kind="boundaryEvent" if host else draw(st.sampled_from(KINDS)),
                name=draw(st.sampled_from(NAMES)),
                process_id=process.id,
                parent_id=parent,
                attached_to=host,
                lane_id=draw(st.sampled_from(["", *(lane.id for lane in lanes if lane.process_id == process.id)])),
                source=HERE,
            )
        )
    documents = [
        Document(id=f"d{n}", kind=draw(st.sampled_from(DocumentKind)), name="申請書", source=HERE, process_id="p0")
        for n in range(draw(st.integers(0, 3)))
    ]
    return _with_lines(
        draw,
        Flow(
            name="転入",
            file="flow.csv",
            notation="table",
            processes=tuple(processes),
            pools=tuple(pools),
            lanes=tuple(lanes),
            nodes=tuple(nodes),
            documents=tuple(documents),
        ),
    )


def _with_lines(draw: st.DrawFn, flow: Flow) -> Flow:
    nodes = [node.id for node in flow.nodes]
    if not nodes:
        return flow
    some = st.sampled_from(nodes)
    level = {node.id: (node.process_id, node.parent_id) for node in flow.nodes}
    pairs = [pair for pair in draw(st.lists(st.tuples(some, some), max_size=20)) if level[pair[0]] == level[pair[1]]]
    lines = [
        Line(
            id=f"s{n}", kind=LineKind.SEQUENCE, source_id=a, target_id=b, name="不備あり" if n % 3 else "", source=HERE
        )
        for n, (a, b) in enumerate(pairs)
    ]
    ends = st.sampled_from([*nodes, *(pool.id for pool in flow.pools)])
    lines += [
        Line(id=f"m{n}", kind=LineKind.MESSAGE, source_id=a, target_id=b, source=HERE)
        for n, (a, b) in enumerate(draw(st.lists(st.tuples(some, ends), max_size=4)))
    ]
    links = tuple(
        DocumentLink(
            node_id=draw(some), document_id=document.id, direction=draw(st.sampled_from(Direction)), source=HERE
        )
        for document in flow.documents
    )
    notes = tuple(
        Note(id=f"t{n}", text="毎年7月に見直す", source=HERE, element_ids=(draw(some),))
        for n in range(draw(st.integers(0, 2)))
    )
    return _replaced(flow, tuple(lines), links, notes)


def _replaced(flow: Flow, lines: tuple[Line, ...], links: tuple[DocumentLink, ...], notes: tuple[Note, ...]) -> Flow:
    return Flow(
        name=flow.name,
        file=flow.file,
        notation=flow.notation,
        processes=flow.processes,
        pools=flow.pools,
        lanes=flow.lanes,
        nodes=flow.nodes,
        documents=flow.documents,
        lines=lines,
        document_links=links,
        notes=notes,
    )


@settings(max_examples=60)
@given(flows())
def test_no_two_boxes_overlap(flow: Flow) -> None:
    layout = lay_out(flow)
    around = _around(flow)
    boxes = [here for here in layout.bounds if here not in layout.strips]
    for one, other in combinations(boxes, 2):
        if not _related(around, one, other):
            assert not _overlap(layout.bounds[one], layout.bounds[other]), (one, other)


@settings(max_examples=60)
@given(flows())
def test_everything_lies_inside_what_holds_it(flow: Flow) -> None:
    layout = lay_out(flow)
    assert {node.id for node in flow.nodes} <= set(layout.bounds)
    pools = {pool.process_id: pool.id for pool in flow.pools if pool.process_id}
    for node in flow.nodes:
        if node.parent_id:
            assert _holds(layout.bounds[node.parent_id], layout.bounds[node.id])
        elif node.attached_to:
            assert _overlap(layout.bounds[node.attached_to], layout.bounds[node.id])
        elif node.lane_id:
            assert _holds(layout.bounds[node.lane_id], layout.bounds[node.id])
        if node.process_id in pools:
            assert _holds(layout.bounds[pools[node.process_id]], layout.bounds[node.id])
    for lane in flow.lanes:
        holder = lane.parent_id or pools.get(lane.process_id)
        if holder:
            assert _holds(layout.bounds[holder], layout.bounds[lane.id])


@settings(max_examples=100)
@given(flows())
def test_lines_end_on_borders_and_run_around_boxes(flow: Flow) -> None:
    layout = lay_out(flow)
    parents = {node.id: node.parent_id for node in flow.nodes}
    around = _around(flow)
    for line in flow.lines:
        if line.id not in layout.waypoints:
            assert line.kind is LineKind.MESSAGE
            continue
        points = layout.waypoints[line.id]
        assert len(points) >= 2
        assert all(a.x == b.x or a.y == b.y for a, b in pairwise(points)), points
        assert _on_border(layout.bounds[line.source_id], points[0])
        assert _on_border(layout.bounds[line.target_id], points[-1])
        if parents.get(line.source_id, "") == parents.get(line.target_id, "") == "" or line.kind is LineKind.SEQUENCE:
            ends = {line.source_id, line.target_id}
            assert not _hit(layout, around, points, ends), (line.id, _hit(layout, around, points, ends))


@settings(max_examples=20)
@given(flows())
def test_the_same_flow_gives_the_same_bytes(flow: Flow) -> None:
    assert diagram_of(flow, b"").xml == diagram_of(flow, b"").xml


def _around(flow: Flow) -> dict[str, str]:
    above = {node.id: node.attached_to or node.parent_id for node in flow.nodes}
    parents = {node.id: node.parent_id for node in flow.nodes}
    beside = [(link.document_id, link.node_id) for link in flow.document_links]
    beside += [(note.id, note.element_ids[0]) for note in flow.notes]
    for here, step in reversed(beside):
        above[here] = parents[step]
    return above


def _related(around: dict[str, str], one: str, other: str) -> bool:
    """True when one of the two holds the other, or both sit on one step."""
    for here, there in ((one, other), (other, one)):
        while here:
            if here == there:
                return True
            here = around.get(here, "")
    return False


def _overlap(one: Bounds, other: Bounds) -> bool:
    return (
        one.x < other.x + other.width - TOUCH
        and other.x < one.x + one.width - TOUCH
        and one.y < other.y + other.height - TOUCH
        and other.y < one.y + one.height - TOUCH
    )


def _holds(outer: Bounds, inner: Bounds) -> bool:
    return (
        outer.x <= inner.x + TOUCH
        and outer.y <= inner.y + TOUCH
        and inner.x + inner.width <= outer.x + outer.width + TOUCH
        and inner.y + inner.height <= outer.y + outer.height + TOUCH
    )


def _on_border(bounds: Bounds, point: Point) -> bool:
    inside_x = bounds.x - TOUCH <= point.x <= bounds.x + bounds.width + TOUCH
    inside_y = bounds.y - TOUCH <= point.y <= bounds.y + bounds.height + TOUCH
    at_x = min(abs(point.x - bounds.x), abs(point.x - bounds.x - bounds.width)) <= TOUCH
    at_y = min(abs(point.y - bounds.y), abs(point.y - bounds.y - bounds.height)) <= TOUCH
    return inside_x and inside_y and (at_x or at_y)


def _hit(layout: Layout, around: dict[str, str], points: tuple[Point, ...], ends: set[str]) -> list[str]:
    """The boxes that a line runs through: neither its ends, nor what holds these, nor what sits on them."""
    found = []
    for here, bounds in layout.bounds.items():
        if here in layout.strips or any(_related(around, here, end) for end in ends):
            continue
        for a, b in pairwise(points):
            piece = Bounds(
                x=min(a.x, b.x), y=min(a.y, b.y), width=abs(a.x - b.x) or TOUCH, height=abs(a.y - b.y) or TOUCH
            )
            if _overlap(bounds, piece):
                found.append(here)
                break
    return found
