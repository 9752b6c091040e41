"""The labelled flows that comparing is learnt from and measured on: three members, three processes."""

import csv
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from fitgap.app.pipeline import normaliser_of
from fitgap.comparing.evidence import Wordings, texts_of_steps
from fitgap.comparing.table import StepTable, lay_out_steps
from fitgap.model.comparison import MemberFlow, StepRef
from fitgap.model.flow import Flow
from fitgap.policies import default_policy
from fitgap.reading import read_flow
from fitgap.reading.result import NamedBytes, ReadOptions

GOLD = Path(__file__).resolve().parents[2] / "shared" / "gold"
MEMBERS = ("aoba", "minato", "tani")

Key = tuple[str, str]
Pair = frozenset[Key]


def processes() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in (GOLD / "alignment").glob("*.csv")))


@cache
def labelled(process: str, status: str) -> frozenset[Pair]:
    with (GOLD / "alignment" / f"{process}.csv").open(encoding="utf-8-sig", newline="") as file:
        return frozenset(
            frozenset({(row["left_municipality"], row["left_no"]), (row["right_municipality"], row["right_no"])})
            for row in csv.DictReader(file)
            if row["status"] == status
        )


@cache
def flow_of(member: str, process: str) -> MemberFlow:
    path = GOLD / "city_flows" / member / f"{process}.csv"
    reading = read_flow(
        NamedBytes(name=path.name, content=path.read_bytes()), ReadOptions(limits=default_policy().limits)
    )
    assert reading.flow is not None
    return MemberFlow(key=str(path), member=member, flow=reading.flow)


def names_only(flow: MemberFlow) -> MemberFlow:
    """The flow as a modeller draws it who writes names alone."""
    nodes = tuple(replace(node, work=None, documentation="") for node in flow.flow.nodes)
    bare: Flow = replace(flow.flow, nodes=nodes, documents=(), document_links=())
    return replace(flow, flow=bare)


def table_of(flows: Iterable[MemberFlow]) -> tuple[StepTable, Wordings]:
    table = lay_out_steps(flows)
    return table, normaliser_of(None).all(texts_of_steps(table.steps))


def key_of(ref: StepRef) -> Key:
    return ref.member, ref.step_id


def pairs_of(groups: Iterable[Sequence[StepRef]]) -> set[Pair]:
    """Every pair of steps of different members that stand in one group."""
    return {
        frozenset((key_of(left), key_of(right)))
        for group in groups
        for left, right in itertools.combinations(group, 2)
        if left.member != right.member
    }


def hits(said: set[Pair], process: str, members: Sequence[str] = MEMBERS) -> tuple[int, int, int]:
    """Pairs said and labelled, pairs said, pairs labelled; disputed pairs count neither way."""
    agreed = {pair for pair in labelled(process, "agreed") if {member for member, _ in pair} <= set(members)}
    counted = said - labelled(process, "disputed")
    return len(counted & agreed), len(counted), len(agreed)


def f1(counts: Iterable[tuple[int, int, int]]) -> float:
    found, said, asked = (sum(column) for column in zip(*counts, strict=True))
    return 2 * found / (said + asked) if said + asked else 0.0
