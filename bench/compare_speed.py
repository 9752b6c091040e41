"""How long comparing takes and what memory it needs, beside plain RapidFuzz with linear assignment in the same run.

    python bench/compare_speed.py [--members 6] [--processes 2] [--steps 30]     (full: 60, 20, 30)

The flows are made: a process is a list of steps about things of its own; each member leaves some out, words them in its
own way and adds some. The figure is for speed alone; quality is measured by compare_quality.py.
"""

import argparse
import random
import resource
import time
from collections.abc import Sequence
from itertools import combinations

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.process import cdist
from scipy.optimize import linear_sum_assignment

from fitgap.app.comparing_flows import wordings_of
from fitgap.comparing import compare_process, propose_processes
from fitgap.model.comparison import MemberFlow
from fitgap.model.flow import Flow, Line, LineKind, Node, Work
from fitgap.model.message import Source
from fitgap.model.step import steps_of
from fitgap.policies import default_policy

HERE = Source(file="made")
VERBS = ("受付", "審査", "確認", "入力", "決裁", "通知", "交付", "照会", "集計", "保管")
KANJI = (0x4E00, 0x9FA0)


def made(members: int, count: int, steps: int, chance: random.Random) -> list[MemberFlow]:
    """Flows of `count` processes for every member; the members of a process share most of its steps."""
    flows = []
    for process in range(count):
        things = ["".join(chr(chance.randint(*KANJI)) for _ in range(3)) for _ in range(2 * steps)]
        usual = [(chance.choice(things), chance.choice(VERBS)) for _ in range(2 * steps)]
        for member in range(members):
            mine = sorted(chance.sample(range(steps), round(0.9 * steps)))
            mine += [steps + number for number in chance.sample(range(steps), steps - len(mine))]
            nodes = tuple(_node(index, *usual[number], chance) for index, number in enumerate(mine))
            lines = tuple(
                Line(id=f"l{i}", kind=LineKind.SEQUENCE, source_id=f"s{i}", target_id=f"s{i + 1}", source=HERE)
                for i in range(len(nodes) - 1)
            )
            flow = Flow(name=f"{things[0]}{things[1]}", file="", notation="table", nodes=nodes, lines=lines)
            flows.append(MemberFlow(key=f"m{member:02}/p{process:02}", member=f"m{member:02}", flow=flow))
    return flows


def _node(index: int, thing: str, verb: str, chance: random.Random) -> Node:
    name = f"{thing}{chance.choice(('の', '書の', '票の', ''))}{verb}{chance.choice(('', 'する', 'の実施', '処理'))}"
    content = f"{thing}を{chance.choice(('窓口で', '端末で', '台帳で', ''))}{verb}する。"
    work = Work(content=content, method="システム", minutes_per_case=5.0, cases_per_year=1000.0)
    return Node(id=f"s{index}", kind="userTask", name=name, process_id="", source=HERE, work=work)


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
    flows = made(asked.members, asked.processes, asked.steps, random.Random(1))
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
