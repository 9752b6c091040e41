"""Real files: nothing is lost. The expected counts come from a plain walk over the XML that shares no code with us."""

from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from fitgap.model.flow import Flow, count_elements
from fitgap.policies.loading import default_policy
from fitgap.reading import read_flow
from fitgap.reading.result import FlowReading, NamedBytes, ReadOptions

MODEL = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
ROOT = Path(__file__).resolve().parents[2]
SAMPLES = sorted(ROOT.joinpath("processes").rglob("*.bpmn"))
COUNTED = {
    "tasks": "task userTask manualTask serviceTask scriptTask businessRuleTask sendTask receiveTask",
    "subprocesses": "subProcess transaction adHocSubProcess",
    "call_activities": "callActivity",
    "gateways": "exclusiveGateway inclusiveGateway parallelGateway complexGateway eventBasedGateway",
    "events": "startEvent endEvent intermediateCatchEvent intermediateThrowEvent boundaryEvent implicitThrowEvent",
    "lanes": "lane",
    "pools": "participant",
    "data_objects": "dataObjectReference",
    "data_stores": "dataStoreReference",
    "sequence_flows": "sequenceFlow",
    "message_flows": "messageFlow",
    "annotations": "textAnnotation",
}


def read(path: Path) -> FlowReading:
    return read_flow(NamedBytes(name=path.name, content=path.read_bytes()), ReadOptions(limits=default_policy().limits))


def raw_counts(path: Path) -> dict[str, int]:
    tags = Counter(element.tag for element in etree.fromstring(path.read_bytes()).iter())
    return {name: sum(tags[MODEL + kind] for kind in kinds.split()) for name, kinds in COUNTED.items()}


def our_counts(flow: Flow) -> dict[str, int]:
    counts = count_elements(flow)
    return {name: getattr(counts, name) for name in COUNTED}


def assert_whole(path: Path) -> None:
    reading = read(path)
    assert reading.flow is not None, [issue.code for issue in reading.issues]
    assert our_counts(reading.flow) == raw_counts(path)
    assert_consistent(reading.flow)


def assert_consistent(flow: Flow) -> None:
    steps = {node.id for node in flow.nodes}
    parts = [*flow.nodes, *flow.lines, *flow.documents, *flow.lanes, *flow.pools, *flow.notes, *flow.groups]
    ids = [part.id for part in parts]
    assert len(ids) == len(set(ids))
    assert all(part.source.line for part in parts)
    assert {link.node_id for link in flow.document_links} <= steps
    assert {link.document_id for link in flow.document_links} <= {document.id for document in flow.documents}
    assert {node.lane_id for node in flow.nodes} <= {lane.id for lane in flow.lanes} | {""}
    assert {node.parent_id for node in flow.nodes} | {node.attached_to for node in flow.nodes} <= steps | {""}


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_our_samples_are_read_whole(path: Path) -> None:
    assert_whole(path)


@pytest.mark.shared
@pytest.mark.parametrize("folder", ["corpora/miwg-reference", "gold/bpmn"])
def test_shared_files_are_read_whole(shared_dir: Path, folder: str) -> None:
    paths = sorted(shared_dir.joinpath(folder).rglob("*.bpmn"))
    assert paths
    for path in paths:
        assert_whole(path)


@pytest.mark.shared
def test_places_agree_with_stated_lanes(shared_dir: Path, tmp_path: Path) -> None:
    """Without its lists of steps, a drawn file gives the same lanes from places."""
    path = shared_dir / "corpora/miwg-reference/C.1.0.bpmn"
    root = etree.fromstring(path.read_bytes())
    for element in list(root.iter(f"{MODEL}flowNodeRef")):
        element.getparent().remove(element)
    unlisted = tmp_path / path.name
    unlisted.write_bytes(etree.tostring(root))
    stated, placed = read(path).flow, read(unlisted).flow
    assert stated is not None
    assert placed is not None
    assert [(node.id, node.lane_id) for node in placed.nodes] == [(node.id, node.lane_id) for node in stated.nodes]
