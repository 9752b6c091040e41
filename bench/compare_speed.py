"""How long comparing takes and what memory it needs, beside plain RapidFuzz with linear assignment in the same run.

    python bench/compare_speed.py [--members 6] [--processes 2] [--steps 30]     (full: 60, 20, 30)

The flows are made: a process is a list of steps from the labelled flows; each member drops some, swaps some words and
adds some of its own. The figure is for speed alone; quality is measured by compare_quality.py.
"""

import argparse
import random
import resource
import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.process import cdist
from scipy.optimize import linear_sum_assignment

from comparing_cases import MEMBERS, flow_of, processes
from fitgap.app.comparing_flows import wordings_of
from fitgap.comparing import compare_process, propose_processes
from fitgap.model.comparison import MemberFlow
from fitgap.model.flow import Line, LineKind, Node
from fitgap.model.message import Source
from fitgap.model.step import steps_of
from fitgap.policies import default_policy

HERE = Source(file="made")
AREAS = (
    *("国民健康保険", "介護保険", "住民税", "固定資産税", "児童手当", "保育所入所", "転入", "転出", "婚姻", "出生"),
    *(
        "死亡",
        "印鑑登録",
        "後期高齢者医療",
        "国民年金",
        "障害者手帳",
        "生活保護",
        "就学援助",
        "水道使用",
        "公営住宅",
        "選挙人名簿",
    ),
)


def made(members: int, count: int, steps: int, chance: random.Random) -> list[MemberFlow]:
    """Flows of `count` processes for every member."""
    pool = [node for p in processes() for m in MEMBERS for node in flow_of(m, p).flow.nodes if node.is_task]
    base = flow_of(MEMBERS[0], processes()[0]).flow
    flows = []
    for process in range(count):
        usual = chance.sample(pool, min(steps, len(pool)))
        for member in range(members):
            mine = [node for node in usual if chance.random() > 0.1]
            mine += chance.sample(pool, steps - len(mine)) if len(mine) < steps else []
            nodes = tuple(_varied(node, index, process, chance) for index, node in enumerate(mine))
            lines = tuple(
                Line(id=f"l{i}", kind=LineKind.SEQUENCE, source_id=f"s{i}", target_id=f"s{i + 1}", source=HERE)
                for i in range(len(nodes) - 1)
            )
            flow = replace(
                base,
                name=AREAS[process % len(AREAS)],
                processes=(),
                nodes=nodes,
                lines=lines,
                documents=(),
                document_links=(),
            )
            flows.append(MemberFlow(key=f"m{member:02}/p{process:02}", member=f"m{member:02}", flow=flow))
    return flows


def _varied(node: Node, index: int, process: int, chance: random.Random) -> Node:
    words = f"{node.name}{chance.choice(('', 'する', 'の実施', '処理', 'を行う'))}"
    area = AREAS[process % len(AREAS)]
    work = replace(node.work, content=f"{area}の事務。{node.work.content}") if node.work else None
    return replace(node, id=f"s{index}", name=f"{area}の{words}", process_id="", lane_id="", work=work)


def plain(flows: Sequence[MemberFlow]) -> int:
    """WRatio of names and an assignment for every two members of a process."""
    names = [[step.name for step in steps_of(flow.flow)] for flow in flows]
    pairs = 0
    for left, right in combinations(names, 2):
        likeness = cdist(left, right, scorer=fuzz.WRatio)
        rows, others = linear_sum_assignment(-likeness)
        pairs += int((likeness[rows, others] >= 60).sum())
    return pairs


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=6)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--steps", type=int, default=30)
    asked = parser.parse_args()
    policy = default_policy().comparing
    flows = made(asked.members, asked.processes, asked.steps, random.Random(1))  # noqa: S311 - made flows, no secrets
    started = time.perf_counter()
    wordings = wordings_of(flows)
    read = time.perf_counter()
    proposals = propose_processes(flows, wordings, policy)
    by_key = {flow.key: flow for flow in flows}
    sizes = []
    proposed = time.perf_counter()
    for proposal in proposals:
        comparison = compare_process([by_key[key] for key in proposal.flow_keys], proposal, wordings, policy)
        sizes.append((len(comparison.groups), len(comparison.divergences)))
    done = time.perf_counter()
    by_process = [[flow for flow in flows if flow.flow.name == name] for name in {flow.flow.name for flow in flows}]
    plain_pairs = sum(plain(its) for its in by_process)
    end = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{asked.members} members x {asked.processes} processes x {asked.steps} steps: {len(flows)} flows")
    print(f"wordings {read - started:.1f} s, processes {proposed - read:.1f} s ({len(proposals)} found)")
    print(f"groups, divergences and differences {done - proposed:.1f} s ({int(np.sum([s[1] for s in sizes]))} pairs)")
    print(f"peak memory {peak:.0f} MiB")
    print(f"plain WRatio + assignment, no groups nor reasons: {end - done:.1f} s ({plain_pairs} pairs of steps)")
