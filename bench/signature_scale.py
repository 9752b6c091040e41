"""How near estimates from signatures come to the distances of a full comparison, and how long every municipality takes.

    python bench/signature_scale.py [--sample 120] [--members 1741] [--processes 1]

The members are made (`made_members.py`). The sample is compared in full and estimated from fewer landmarks than it has
members; rank correlation over all its pairs, and how many of a member's true nearest ten are among its estimated ten
and twenty. Then so many members are estimated, process by process, and aligned in full in blocks of close ones.
"""

import argparse
import random
import resource
import time
from dataclasses import replace

import numpy as np
from scipy.stats import spearmanr

from comparing_cases import own_cases
from fitgap.app.batch_compare_work import blocks_of
from fitgap.app.comparing_flows import wordings_of
from fitgap.comparing import compare_process
from fitgap.comparing.signatures import estimated_distances, nearest, signatures_of
from fitgap.model.comparison import MemberFlow, ProcessProposal
from fitgap.policies import default_policy
from made_members import made_members

POLICY = default_policy().comparing
NEAREST = 10
AT_ONCE = 60


def full_distances(flows: list[MemberFlow]) -> tuple[np.ndarray, float]:
    """Distances of a full comparison, and the seconds it took."""
    started = time.perf_counter()
    proposal = ProcessProposal(name="made", flow_keys=tuple(flow.key for flow in flows), confidence=1.0)
    comparison = compare_process(flows, proposal, wordings_of(flows), POLICY)
    found = np.zeros((len(flows), len(flows)), np.float32)
    found[np.triu_indices(len(flows), 1)] = [one.total for one in comparison.divergences]
    return found + found.T, time.perf_counter() - started


def hit_rate(true: np.ndarray, estimated: np.ndarray, among: int) -> float:
    """Of a member's true nearest ten, the share among so many estimated ones."""
    pairs = zip(nearest(true, NEAREST).tolist(), nearest(estimated, among).tolist(), strict=True)
    return float(np.mean([len(set(mine) & set(theirs)) / NEAREST for mine, theirs in pairs]))


def sample(count: int, landmarks: int) -> None:
    head = "| process | pairs | full s | estimated s | rank correlation | mean error | nearest 10 in 10 | in 20 |"
    print(f"{count} members, {landmarks} landmarks\n\n{head}\n|---|---|---|---|---|---|---|---|")
    for case in own_cases():
        flows = list(made_members(case, count, random.Random(1)))
        true, full_seconds = full_distances(flows)
        started = time.perf_counter()
        signatures = signatures_of(flows, wordings_of(flows), replace(POLICY, landmarks=landmarks))
        estimated = estimated_distances(signatures, POLICY.divergence)
        seconds = time.perf_counter() - started
        upper = np.triu_indices(count, 1)
        rank = spearmanr(true[upper], estimated[upper])[0]
        error = np.abs(true[upper] - estimated[upper]).mean()
        hits = " | ".join(f"{hit_rate(true, estimated, among):.3f}" for among in (NEAREST, 2 * NEAREST))
        cells = f"{len(upper[0])} | {full_seconds:.1f} | {seconds:.1f} | {rank:.3f} | {error:.3f} | {hits}"
        print(f"| {case.name} | {cells} |", flush=True)


def everybody(count: int, processes: int) -> None:
    for case in own_cases()[:processes]:
        flows = list(made_members(case, count, random.Random(2)))
        started = time.perf_counter()
        wordings = wordings_of(flows)
        read = time.perf_counter()
        signatures = signatures_of(flows, wordings, POLICY)
        signed = time.perf_counter()
        distances = estimated_distances(signatures, POLICY.divergence)
        numbers = blocks_of(distances, AT_ONCE)
        known = time.perf_counter()
        block = [flow for flow, number in zip(flows, numbers, strict=True) if number == 0]
        _, seconds = full_distances(block)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"\n{case.name}: {count:,} members, {count * (count - 1) // 2:,} pairs: wordings {read - started:.1f} s, "
            f"signatures {signed - read:.1f} s, distances and blocks {known - signed:.1f} s; one of "
            f"{max(numbers) + 1} blocks of at most {AT_ONCE} in full {seconds:.1f} s; peak {peak:.0f} MiB",
            flush=True,
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=120)
    parser.add_argument("--landmarks", type=int, default=20)
    parser.add_argument("--members", type=int, default=1_741)
    parser.add_argument("--processes", type=int, default=1)
    asked = parser.parse_args()
    sample(asked.sample, asked.landmarks)
    everybody(asked.members, asked.processes)
