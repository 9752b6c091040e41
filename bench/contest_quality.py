"""How well two flows at a time are matched, on data in the form of the process model matching contests.

    python bench/contest_quality.py MODELS GOLD [--semantic FOLDER] [--pairs]

MODELS holds one file a model (BPMN, a flow table, or a Petri net as PNML), GOLD one alignment a pair of models, named
`one-other.rdf`, whose entities end in `#id`. No such data is in the repository: it is for those who have a copy.
Each pair is compared for itself, as in the contests; the mean of the pairs' F1 stands beside the pooled figures.
"""

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from lxml import etree

from compare_quality import POLICY, THRESHOLDS, line, ours, plain
from comparing_cases import Case, Pair, f1, hits
from fitgap.app.semantic import nearness_of
from fitgap.model.comparison import MemberFlow
from fitgap.policies import default_policy
from fitgap.reading import FLOW_READERS, read_flow
from fitgap.reading.result import NamedBytes, ReadOptions

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
RESOURCE = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource"
NET = ".pnml"
SILENT = "$invisible$"


def cases(models: Path, gold: Path) -> Iterator[Case]:
    """Every pair of models that has an alignment."""
    files = {path.stem: path for path in sorted(models.iterdir()) if path.suffix in {NET, *FLOW_READERS}}
    for alignment in sorted(gold.glob("*.rdf")):
        for cut in (place for place, sign in enumerate(alignment.stem) if sign == "-"):
            one, other = alignment.stem[:cut], alignment.stem[cut + 1 :]
            if one in files and other in files:
                flows = tuple(flow_of(files[name]) for name in (one, other))
                yield Case(name=alignment.stem, flows=flows, agreed=frozenset(pairs_in(alignment, one, other)))


def pairs_in(alignment: Path, one: str, other: str) -> Iterator[Pair]:
    """The pairs of steps that an alignment names."""
    for cell in _parsed(alignment).iter("{*}Cell"):
        left, right = (cell.find(f"{{*}}entity{side}").get(RESOURCE).rpartition("#")[2] for side in (1, 2))
        yield frozenset({(one, left), (other, right)})


def flow_of(path: Path) -> MemberFlow:
    """A model as the flow of a member of its own."""
    name, content = (f"{path.stem}.bpmn", as_bpmn(path)) if path.suffix == NET else (path.name, path.read_bytes())
    flow = read_flow(NamedBytes(name=name, content=content), ReadOptions(limits=default_policy().limits)).flow
    assert flow is not None, f"{path}: no flow"
    return MemberFlow(key=path.stem, member=path.stem, flow=flow)


def as_bpmn(net: Path) -> bytes:
    """A Petri net's named transitions as tasks; silent ones and places as gateways, ends of the net as events."""
    root = _parsed(net)
    arcs = [(arc.get("source"), arc.get("target")) for arc in root.iter("{*}arc")]
    sources, targets = ({pair[side] for pair in arcs} for side in (0, 1))
    definitions = etree.Element(f"{{{BPMN}}}definitions", nsmap={None: BPMN})
    process = etree.SubElement(definitions, f"{{{BPMN}}}process", id="net", name=net.stem)
    for node in root.iter("{*}place", "{*}transition"):
        own, name = node.get("id"), node.findtext("{*}name/{*}text") or ""
        is_silent = name in {"", own} or any(tool.get("activity") == SILENT for tool in node.iter("{*}toolspecific"))
        if node.tag.endswith("transition") and not is_silent:
            etree.SubElement(process, f"{{{BPMN}}}task", id=own, name=" ".join(name.replace("\\n", " ").split()))
            continue
        kind = "startEvent" if own not in targets else "endEvent" if own not in sources else "exclusiveGateway"
        etree.SubElement(process, f"{{{BPMN}}}{kind}", id=own)
    for number, (source, target) in enumerate(arcs):
        etree.SubElement(process, f"{{{BPMN}}}sequenceFlow", id=f"arc_{number}", sourceRef=source, targetRef=target)
    return etree.tostring(definitions, xml_declaration=True, encoding="UTF-8")


def _parsed(path: Path) -> etree._Element:
    return etree.fromstring(path.read_bytes(), etree.XMLParser(resolve_entities=False, no_network=True))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("models", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--semantic", type=Path, metavar="FOLDER", help="with a model of meaning")
    parser.add_argument("--pairs", action="store_true", help="every pair of models")
    asked = parser.parse_args()
    policy = default_policy()
    nearness = None
    if asked.semantic:
        nearness = nearness_of(replace(policy, semantic=replace(policy.semantic, folder=str(asked.semantic))))
    found = list(cases(asked.models, asked.gold))
    counted = [hits(ours(case, POLICY, nearness), case) for case in found]
    print("| | precision | recall | F1 |\n|---|---|---|---|")
    for case, counts in zip(found, counted, strict=True):
        if asked.pairs:
            print(line(case.name, [counts]))
    print(line(f"{len(found)} pairs of models", counted))
    print(f"mean of the pairs' F1: {sum(f1([counts]) for counts in counted) / max(len(counted), 1):.3f}")
    best = max(THRESHOLDS, key=lambda least: f1([hits(plain(case, least), case) for case in found]))
    print(line(f"WRatio + assignment >= {best}", [hits(plain(case, best), case) for case in found]))
