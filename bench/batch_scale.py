"""What a batch run costs a flow, how well two workers share it, and what that means for every municipality.

Run `python bench/batch_scale.py` (a few minutes): prints Markdown tables, the figures of `docs/scale.md`.
Flows are the samples' BPMN files with every step named anew, so that no text repeats itself; the catalogue is the
sample Hibiki, copied under other names of areas to the sizes wanted. Serial, one worker and two workers take turns
in one run, each on the same flows, each after a first member that is not counted (start, dictionary, index).
"""

import argparse
import hashlib
import os
import random
import re
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import psutil

from fitgap.app.batch import Member, members_of, run
from fitgap.app.batch_cluster import DaskCrew
from fitgap.app.batch_records import Order, make_order
from fitgap.app.batch_store import Results
from fitgap.app.batch_work import BlockResult, FlowFile, work
from fitgap.app.files import catalog_files, load
from fitgap.model.catalog import Catalog, Feature
from fitgap.policies import default_policy
from fitgap.reading.catalog import read_catalog
from fitgap.reading.result import NamedBytes, ReadOptions

ROOT = Path(__file__).resolve().parents[1]
MEMBERS, AREAS, FLOWS_AN_AREA = 1_741, 20, 50
STEPS_OF_A_LARGE_FLOW = 30
NAMED_TASK = re.compile(rb'(<bpmn:\w*[tT]ask [^>]*name=")')
MEBIBYTE = 1_048_576


@dataclass(frozen=True, kw_only=True)
class Taken:
    """One timed run."""

    wall_seconds: float
    cpu_seconds: float
    client_seconds: float
    flows: int
    steps: int
    result_bytes: int
    worker_bytes: int


class Alone:
    """The same work in this process, without Dask."""

    def __init__(self, order: Order) -> None:
        self.order = order

    def threads(self) -> int:
        """One."""
        return 1

    def submit(self, _member: str, _files: Sequence[FlowFile]) -> None:
        """Nothing to hand out."""

    def result(self, member: str, files: Sequence[FlowFile], _handed: object) -> BlockResult:
        """Do it now."""
        return work(self.order, member, files)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--flows", type=int, default=300, help="timed flows a run")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--features", type=int, nargs="*", default=[248, 992, 4960])
    chosen = options.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start, {chosen.flows} timed flows a run")
    with tempfile.TemporaryDirectory() as folder:
        flows = Path(folder) / "flows"
        write_flows(flows / "0-first", 24, seed=0)
        write_flows(flows / "1-timed", chosen.flows, seed=1)
        members = members_of(flows)
        costs = [(size, alone(make_size(size), members, Path(folder))) for size in chosen.features]
        print_costs(costs)
        middle = chosen.features[len(chosen.features) // 2]
        print_efficiency(middle, taking_turns(make_size(middle), members, Path(folder), chosen.rounds))
        for size, taken in costs:
            print_nation(size, taken)
    print(f"\nclient: at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MEBIBYTE:.0f} MiB")


def write_flows(folder: Path, count: int, *, seed: int) -> None:
    """Write `count` sample flows, every task under a name of its own."""
    chance = random.Random(seed)
    words = sorted({category for feature in sample_catalog()[0].features for category in feature.categories})
    samples = [file for name in ("aobano", "shiomi") for file in sorted((ROOT / "processes" / name).glob("*.bpmn"))]
    folder.mkdir(parents=True)
    for number in range(count):
        sample = samples[number % len(samples)]

        def renamed(match: re.Match[bytes]) -> bytes:
            return match.group() + f"{chance.choice(words)}{chance.randrange(10_000)}の".encode()

        (folder / f"{number:05d}.bpmn").write_bytes(NAMED_TASK.sub(renamed, sample.read_bytes()))


def sample_catalog() -> tuple[Catalog, tuple[NamedBytes, ...]]:
    uploads = tuple(load(file) for file in catalog_files(ROOT / "package_catalogs" / "hibiki"))
    catalog = read_catalog(uploads, ReadOptions(limits=default_policy().limits), "hibiki").catalog
    assert catalog is not None
    return catalog, uploads


def make_size(features: int) -> Order:
    """An order against the sample catalogue, copied until it holds so many features, forms in proportion."""
    catalog, uploads = sample_catalog()
    copies = max(1, round(features / len(catalog.features)))
    grown = replace(
        catalog,
        features=tuple(copied(feature, copy) for copy in range(copies) for feature in catalog.features),
        forms=tuple(
            replace(form, id=f"{form.id}-{copy}", name=f"{form.name}{area_name(copy)}")
            for copy in range(copies)
            for form in catalog.forms
        ),
    )
    return make_order(grown, uploads, default_policy(), None, 5)


def copied(feature: Feature, copy: int) -> Feature:
    name = area_name(copy)
    return replace(feature, id=f"{feature.id}-{copy}", name=f"{name}{feature.name}", area=f"{name}{feature.area}")


def area_name(copy: int) -> str:
    """Two kanji that stand for another area of work; none for the original."""
    digest = hashlib.sha256(str(copy).encode()).digest()
    return "".join(chr(0x4E00 + 16 * byte) for byte in digest[:2]) if copy else ""


def alone(order: Order, members: Sequence[Member], folder: Path) -> Taken:
    results = fresh_results(order, folder)
    for _ in run(members[:1], order, results, Alone(order)):
        pass
    started, cpu_started = time.perf_counter(), time.process_time()
    records = [one.record for one in run(members[1:], order, results, Alone(order))]
    return Taken(
        wall_seconds=time.perf_counter() - started,
        cpu_seconds=time.process_time() - cpu_started,
        client_seconds=0.0,
        flows=len(records),
        steps=sum(record.steps for record in records),
        result_bytes=results.file_of(members[1].name).stat().st_size,
        worker_bytes=psutil.Process().memory_info().rss,
    )


def taking_turns(order: Order, members: Sequence[Member], folder: Path, rounds: int) -> dict[int, list[Taken]]:
    """0, 1 and 2 workers in turn, so that a busy moment of the machine does not hit one of them alone."""
    taken: dict[int, list[Taken]] = {0: [], 1: [], 2: []}
    for _ in range(rounds):
        taken[0].append(alone(order, members, folder))
        for workers in (1, 2):
            taken[workers].append(shared(order, members, folder, workers))
    return taken


def shared(order: Order, members: Sequence[Member], folder: Path, workers: int) -> Taken:
    results = fresh_results(order, folder)
    with DaskCrew(order, None, workers) as crew:
        for _ in run(members[:1], order, results, crew):
            pass
        processes = list(worker_processes())
        cpu_started = sum(cpu_of(process) for process in processes)
        started, client_started = time.perf_counter(), time.process_time()
        records = [one.record for one in run(members[1:], order, results, crew)]
        wall_seconds, client_seconds = time.perf_counter() - started, time.process_time() - client_started
        return Taken(
            wall_seconds=wall_seconds,
            cpu_seconds=sum(cpu_of(process) for process in processes) - cpu_started,
            client_seconds=client_seconds,
            flows=len(records),
            steps=sum(record.steps for record in records),
            result_bytes=results.file_of(members[1].name).stat().st_size,
            worker_bytes=max(process.memory_info().rss for process in processes),
        )


def fresh_results(order: Order, folder: Path) -> Results:
    return Results.open(Path(tempfile.mkdtemp(dir=folder)), order.terms)


def worker_processes() -> Iterator[psutil.Process]:
    for child in psutil.Process().children(recursive=True):
        if "spawn_main" in " ".join(child.cmdline()):
            yield child


def cpu_of(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def print_costs(costs: Sequence[tuple[int, Taken]]) -> None:
    print_head("functions", "flows", "steps", "CPU ms a flow", "CPU ms a step", "Parquet bytes a flow")
    for size, taken in costs:
        flow, step = (1000 * taken.cpu_seconds / count for count in (taken.flows, taken.steps))
        stored = taken.result_bytes / taken.flows
        print(f"| {size} | {taken.flows} | {taken.steps} | {flow:.1f} | {step:.2f} | {stored:.0f} |")


def print_efficiency(size: int, taken: dict[int, list[Taken]]) -> None:
    print(f"\n{size} functions, median of {len(taken[0])} rounds, load {os.getloadavg()[0]:.1f} at their end")
    heads = ("wall s", "flows/s", "CPU ms a flow", "client and scheduler CPU ms a flow", "MiB a worker", "efficiency")
    print_head("workers", "flows", *heads)
    base = statistics.median(one.flows / one.wall_seconds for one in taken[1])
    for workers, runs in taken.items():
        rate = statistics.median(one.flows / one.wall_seconds for one in runs)
        cpu = statistics.median(1000 * one.cpu_seconds / one.flows for one in runs)
        client = statistics.median(1000 * one.client_seconds / one.flows for one in runs)
        memory = max(one.worker_bytes for one in runs) / MEBIBYTE
        wall = statistics.median(one.wall_seconds for one in runs)
        share = f"{rate / (workers * base):.2f}" if workers else "–"
        name = workers or "none (in one process)"
        cells = (
            name,
            runs[0].flows,
            f"{wall:.1f}",
            f"{rate:.1f}",
            f"{cpu:.1f}",
            f"{client:.2f}",
            f"{memory:.0f}",
            share,
        )
        print("| " + " | ".join(str(cell) for cell in cells) + " |")
    one, two = (statistics.median(run.wall_seconds for run in taken[workers]) for workers in (1, 2))
    print(f"\ntwo workers are {one / two:.2f} times as fast as one")


def print_head(*heads: str) -> None:
    print("\n| " + " | ".join(heads) + " |\n" + "|---" * len(heads) + "|")


def print_nation(size: int, taken: Taken) -> None:
    flows = MEMBERS * AREAS * FLOWS_AN_AREA
    steps_a_flow = taken.steps / taken.flows
    hours = flows * taken.cpu_seconds / taken.flows / 3600
    large = hours * STEPS_OF_A_LARGE_FLOW / steps_a_flow
    print(
        f"\n{MEMBERS:,} members x {AREAS} areas x {FLOWS_AN_AREA} flows = {flows:,} flows, {size} functions: "
        f"{hours:.1f} core hours at {steps_a_flow:.1f} steps a flow, {large:.1f} at {STEPS_OF_A_LARGE_FLOW} "
        f"(cost taken to grow with the steps); {flows * taken.result_bytes / taken.flows / 1e9:.1f} GB of Parquet"
    )


if __name__ == "__main__":
    main()
