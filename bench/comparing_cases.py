"""The labelled flows that comparing is learnt from and measured on.

`shared_cases` are three processes of three members beside the repository, labelled by two annotators; `own_cases` are
the sample members' six processes, grouped by the authors (`tests/golden/comparing`), BPMN and tables mixed;
`english_cases` are the English ones (`tests/golden/comparing-english`), of the authors' own making too.
"""

import csv
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from fitgap.app.pipeline import normaliser_of
from fitgap.comparing.evidence import Wordings, texts_of_steps
from fitgap.comparing.table import StepTable, lay_out_steps
from fitgap.model.comparison import MemberFlow, StepRef
from fitgap.model.flow import Flow
from fitgap.policies import default_policy
from fitgap.reading import FLOW_READERS, read_flow
from fitgap.reading.result import NamedBytes, ReadOptions

ROOT = Path(__file__).resolve().parents[1]
GOLD = ROOT.parent / "shared" / "gold"
GOLDEN = ROOT / "tests" / "golden"

Key = tuple[str, str]
Pair = frozenset[Key]
Counts = tuple[int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """The flows of one process and the pairs of steps that are the same work; disputed pairs count neither way."""

    name: str
    flows: tuple[MemberFlow, ...]
    agreed: frozenset[Pair]
    disputed: frozenset[Pair] = frozenset()

    @property
    def members(self) -> tuple[str, ...]:
        """The members whose flows are compared."""
        return tuple(flow.member for flow in self.flows)


@cache
def shared_cases() -> tuple[Case, ...]:
    """The processes beside the repository; none where they are not."""
    return tuple(_shared(path) for path in sorted((GOLD / "alignment").glob("*.csv")))


@cache
def own_cases() -> tuple[Case, ...]:
    """The processes of the sample members."""
    return tuple(_grouped(path, ROOT / "processes") for path in sorted((GOLDEN / "comparing").glob("*.csv")))


@cache
def english_cases() -> tuple[Case, ...]:
    """The English processes."""
    folder = GOLDEN / "comparing-english"
    return tuple(_grouped(path, folder) for path in sorted(folder.glob("*.csv")))


def bare(case: Case, members: Iterable[str]) -> Case:
    """The case with the flows of some members as a modeller draws them who writes names alone."""
    hidden = set(members)
    return replace(case, flows=tuple(names_only(flow) if flow.member in hidden else flow for flow in case.flows))


def names_only(flow: MemberFlow) -> MemberFlow:
    nodes = tuple(replace(node, work=None, documentation="") for node in flow.flow.nodes)
    bared: Flow = replace(flow.flow, nodes=nodes, documents=(), document_links=())
    return replace(flow, flow=bared)


def table_of(flows: Iterable[MemberFlow]) -> tuple[StepTable, Wordings]:
    table = lay_out_steps(flows)
    return table, normaliser_of(None).all(texts_of_steps(table.steps))


def key_of(ref: StepRef) -> Key:
    return ref.member, ref.step_id


def pairs_of(groups: Iterable[Sequence[Key]]) -> set[Pair]:
    """Every pair of steps of different members that stand in one group."""
    return {
        frozenset((left, right))
        for group in groups
        for left, right in itertools.combinations(group, 2)
        if left[0] != right[0]
    }


def hits(said: set[Pair], case: Case) -> Counts:
    """Pairs said and labelled, pairs said, pairs labelled."""
    counted = said - case.disputed
    return len(counted & case.agreed), len(counted), len(case.agreed)


def f1(counts: Iterable[Counts]) -> float:
    found, said, asked = (sum(column) for column in zip(*counts, strict=True))
    return 2 * found / (said + asked) if said + asked else 0.0


def _shared(labels: Path) -> Case:
    flows = tuple(_read(path, path.parent.name) for path in sorted((GOLD / "city_flows").glob(f"*/{labels.name}")))
    pairs: dict[str, set[Pair]] = {"agreed": set(), "disputed": set()}
    with labels.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            left, right = (row[f"{side}_municipality"] for side in ("left", "right"))
            pairs[row["status"]].add(frozenset({(left, row["left_no"]), (right, row["right_no"])}))
    return Case(
        name=labels.stem,
        flows=flows,
        agreed=frozenset(pairs["agreed"]),
        disputed=frozenset(pairs["disputed"]),
    )


def _grouped(labels: Path, flows: Path) -> Case:
    """A row a piece of work, a column a member with the ids of its steps."""
    with labels.open(encoding="utf-8", newline="") as file:
        rows = [
            {member: cell.split(";") if cell else [] for member, cell in row.items() if member != "work"}
            for row in csv.DictReader(file)
        ]
    groups = [[(member, step) for member, steps in row.items() for step in steps] for row in rows]
    found = [
        _read(path, member)
        for member in rows[0]
        for path in sorted((flows / member).glob(f"{labels.stem}.*"))
        if path.suffix in FLOW_READERS
    ]
    return Case(name=labels.stem, flows=tuple(found), agreed=frozenset(pairs_of(groups)))


def _read(path: Path, member: str) -> MemberFlow:
    upload = NamedBytes(name=path.name, content=path.read_bytes())
    flow = read_flow(upload, ReadOptions(limits=default_policy().limits)).flow
    assert flow is not None
    return MemberFlow(key=str(path), member=member, flow=flow)
