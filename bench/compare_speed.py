"""Comparing beside what one would write with libraries, in one run: how long, how much memory, how right.

    python bench/compare_speed.py [--members 6] [--processes 2] [--steps 30] [--ged-pairs 12] [--ged-seconds 5]

(full: --members 60 --processes 20). The others are WRatio of names with an optimal assignment (RapidFuzz and SciPy) for
every two flows, and graph edit distance (NetworkX) of flows as graphs, substituting a step for 1 − WRatio, for a sample
of pairs with a bound on the time of each. The flows are made: a process is a list of steps about things of its own;
each member leaves some out, words them in its own way and adds some, so which steps are the same is known. Flows that
people wrote are measured too, all labelled ones beside each other.
"""

import argparse
import random
import resource
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

import networkx as nx
from rapidfuzz import fuzz
from rapidfuzz.process import cdist
from scipy.optimize import linear_sum_assignment

from comparing_cases import Case, Counts, Pair, f1, hits, own_cases, pairs_of, shared_cases
from fitgap.app.comparing_flows import wordings_of
from fitgap.comparing import compare_process, propose_processes
from fitgap.comparing.order import ways_of
from fitgap.model.comparison import Comparison, MemberFlow, ProcessProposal
from fitgap.model.flow import Flow, Line, LineKind, Node, Work
from fitgap.model.message import Source
from fitgap.model.step import steps_of
from fitgap.policies import default_policy

HERE = Source(file="made")
VERBS = ("受付", "審査", "確認", "入力", "決裁", "通知", "交付", "照会", "集計", "保管")
KANJI = (0x4E00, 0x9FA0)
LEAST_WRATIO = 0.3  # the best of 0.3, 0.4, 0.5, 0.6 on the labelled flows
POLICY = default_policy().comparing


@dataclass(slots=True, kw_only=True)
class Taken:
    """What one method took for some pairs of flows, and what it found there."""

    seconds: float = 0.0
    cpu_seconds: float = 0.0
    pairs: int = 0
    finished: int = 0
    said: set[Pair] | None = None


def made(members: int, count: int, steps: int, chance: random.Random) -> list[Case]:
    """Processes of every member's flow; the members share most of a process's steps."""
    cases = []
    for process in range(count):
        things = ["".join(chr(chance.randint(*KANJI)) for _ in range(3)) for _ in range(2 * steps)]
        usual = [(chance.choice(things), chance.choice(VERBS)) for _ in range(2 * steps)]
        flows, same = [], {number: [] for number in range(len(usual))}
        for member in range(members):
            mine = sorted(chance.sample(range(steps), round(0.9 * steps)))
            mine += [steps + number for number in chance.sample(range(steps), steps - len(mine))]
            name = f"m{member:02}"
            for number in mine:
                same[number].append((name, f"s{number}"))
            nodes = tuple(_node(number, *usual[number], chance) for number in mine)
            lines = tuple(
                Line(id=f"l{a}", kind=LineKind.SEQUENCE, source_id=f"s{a}", target_id=f"s{b}", source=HERE)
                for a, b in pairwise(mine)
            )
            flow = Flow(name=f"{things[0]}{things[1]}", file="", notation="table", nodes=nodes, lines=lines)
            flows.append(MemberFlow(key=f"{name}/p{process:02}", member=name, flow=flow))
        cases.append(Case(name=f"p{process:02}", flows=tuple(flows), agreed=frozenset(pairs_of(same.values()))))
    return cases


def _node(number: int, thing: str, verb: str, chance: random.Random) -> Node:
    name = f"{thing}{chance.choice(('の', '書の', '票の', ''))}{verb}{chance.choice(('', 'する', 'の実施', '処理'))}"
    content = f"{thing}を{chance.choice(('窓口で', '端末で', '台帳で', ''))}{verb}する。"
    work = Work(content=content, method="システム", minutes_per_case=5.0, cases_per_year=1000.0)
    return Node(id=f"s{number}", kind="userTask", name=name, process_id="", source=HERE, work=work)


def said_by(comparison: Comparison) -> set[Pair]:
    return pairs_of([[(step.ref.member, step.ref.step_id) for step in g.steps] for g in comparison.groups])


def ours(case: Case) -> Taken:
    """Groups, divergences and differences of a process."""
    started, cpu_started = time.perf_counter(), time.process_time()
    proposal = ProcessProposal(name=case.name, flow_keys=tuple(flow.key for flow in case.flows), confidence=1.0)
    comparison = compare_process(case.flows, proposal, wordings_of(case.flows), POLICY)
    pairs = len(comparison.divergences)
    return Taken(
        seconds=time.perf_counter() - started,
        cpu_seconds=time.process_time() - cpu_started,
        pairs=pairs,
        finished=pairs,
        said=said_by(comparison),
    )


def over_pairs(case: Case, method: Callable[[MemberFlow, MemberFlow], tuple[Iterable[Pair], bool]]) -> Taken:
    """A method that knows two flows, for every two flows."""
    taken = Taken(said=set())
    started, cpu_started = time.perf_counter(), time.process_time()
    for left, right in combinations(case.flows, 2):
        found, is_finished = method(left, right)
        taken.said |= set(found)
        taken.pairs += 1
        taken.finished += is_finished
    taken.seconds, taken.cpu_seconds = time.perf_counter() - started, time.process_time() - cpu_started
    return taken


def plain(left: MemberFlow, right: MemberFlow) -> tuple[Iterable[Pair], bool]:
    """What one writes in an hour: WRatio of names, the best assignment, a threshold."""
    mine, theirs = steps_of(left.flow), steps_of(right.flow)
    likeness = cdist([step.name for step in mine], [step.name for step in theirs], scorer=fuzz.WRatio) / 100
    found = [
        frozenset({(left.member, mine[a].id), (right.member, theirs[b].id)})
        for a, b in zip(*linear_sum_assignment(-likeness), strict=True)
        if likeness[a, b] >= LEAST_WRATIO
    ]
    return found, True


def edit_distance(seconds: float) -> Callable[[MemberFlow, MemberFlow], tuple[Iterable[Pair], bool]]:
    """Graph edit distance with at most so many seconds a pair; the best edit path found till then counts."""

    def method(left: MemberFlow, right: MemberFlow) -> tuple[Iterable[Pair], bool]:
        started = time.perf_counter()
        paths: Iterator[tuple[list, list, float]] = nx.optimize_edit_paths(
            _graph(left),
            _graph(right),
            node_subst_cost=lambda a, b: 1 - fuzz.WRatio(a["name"], b["name"]) / 100,
            node_del_cost=lambda _: 1 - LEAST_WRATIO,
            node_ins_cost=lambda _: 1 - LEAST_WRATIO,
            edge_del_cost=lambda _: 0.1,
            edge_ins_cost=lambda _: 0.1,
            timeout=seconds,
        )
        best: list = []
        for nodes, _, _ in paths:
            best = nodes
        found = [frozenset({(left.member, a), (right.member, b)}) for a, b in best if a is not None and b is not None]
        return found, time.perf_counter() - started < seconds

    return method


def _graph(flow: MemberFlow) -> "nx.DiGraph":
    graph = nx.DiGraph()
    for step in steps_of(flow.flow):
        graph.add_node(step.id, name=step.name)
    graph.add_edges_from((way.before, way.after) for way in ways_of(flow.flow))
    return graph


def line(name: str, cases: Sequence[Case], taken: Sequence[Taken]) -> str:
    counts: list[Counts] = [hits(one.said or set(), case) for case, one in zip(cases, taken, strict=True)]
    seconds, cpu = sum(one.seconds for one in taken), sum(one.cpu_seconds for one in taken)
    pairs = sum(one.pairs for one in taken)
    found, said, asked = (sum(column) for column in zip(*counts, strict=True))
    cells = (
        name,
        f"{seconds:.1f}",
        f"{cpu:.1f}",
        f"{1000 * cpu / pairs:.1f}",
        f"{sum(one.finished for one in taken)}/{pairs}",
        f"{found / max(said, 1):.3f} ({found}/{said})",
        f"{found / max(asked, 1):.3f} ({found}/{asked})",
        f"{f1(counts):.3f}",
    )
    return "| " + " | ".join(cells) + " |"


def sampled(cases: Sequence[Case], count: int, chance: random.Random) -> list[Case]:
    """So many pairs of flows of the cases, as cases of two members."""
    found = []
    for _ in range(count):
        case = chance.choice(cases)
        two = tuple(sorted(chance.sample(case.flows, 2), key=lambda flow: flow.member))
        names = {flow.member for flow in two}
        agreed = frozenset(pair for pair in case.agreed if {member for member, _ in pair} <= names)
        found.append(Case(name=case.name, flows=two, agreed=agreed))
    return found


def table(title: str, cases: Sequence[Case], few: Sequence[Case], seconds: float) -> None:
    heads = ("method", "wall s", "CPU s", "CPU ms a pair of flows", "finished", "precision", "recall", "F1")
    print(f"\n{title}\n\n| " + " | ".join(heads) + " |\n" + "|---" * len(heads) + "|")
    print(line("fitgap: groups, divergences, sentences", cases, [ours(case) for case in cases]))
    print(f"(peak memory so far {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB)")
    print(line("WRatio + linear assignment", cases, [over_pairs(case, plain) for case in cases]))
    if few:
        method = edit_distance(seconds)
        print(line(f"graph edit distance, {seconds:g} s a pair", few, [over_pairs(case, method) for case in few]))
        print(line("fitgap on the same pairs", few, [ours(case) for case in few]))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=6)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--steps", type=int, default=30)
    parser.add_argument("--ged-pairs", type=int, default=12)
    parser.add_argument("--ged-seconds", type=float, default=5.0)
    asked = parser.parse_args()
    chance = random.Random(1)
    cases = made(asked.members, asked.processes, asked.steps, chance)
    flows = [flow for case in cases for flow in case.flows]
    started = time.perf_counter()
    found = propose_processes(flows, wordings_of(flows), POLICY)
    print(f"which of {len(flows)} flows are one process: {time.perf_counter() - started:.1f} s ({len(found)} found)")
    title = f"{asked.members} members x {asked.processes} processes x {asked.steps} steps, made"
    table(title, cases, sampled(cases, asked.ged_pairs, chance), asked.ged_seconds)
    written = (*shared_cases(), *own_cases())
    table("flows that people wrote", written, sampled(written, asked.ged_pairs, chance), asked.ged_seconds)
