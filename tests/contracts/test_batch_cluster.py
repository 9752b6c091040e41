"""Batch runs on real worker processes of this computer: a killed worker, an interrupted command, no scheduler."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from distributed import Client, LocalCluster

from fitgap.app.batch import members_of, run
from fitgap.app.batch_cluster import DaskCrew
from fitgap.app.batch_records import FlowState, Order, make_order
from fitgap.app.batch_store import Results
from fitgap.app.batch_work import FlowFile, joined, work
from fitgap.app.files import catalog_files, load
from fitgap.model.message import UsageError
from fitgap.policies import default_policy
from fitgap.reading.catalog import read_catalog
from fitgap.reading.result import NamedBytes, ReadOptions

COPIES = 12
SECONDS_AT_MOST = 60
posix = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


@pytest.fixture(scope="module")
def flows(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two members with the samples' flows many times over."""
    root = tmp_path_factory.mktemp("flows")
    for member in ("aobano", "shiomi"):
        (root / member).mkdir()
        for file in sorted((repository / "processes" / member).glob("*.bpmn")):
            for copy in range(COPIES):
                (root / member / f"{file.stem}-{copy:02d}.bpmn").write_bytes(file.read_bytes())
    return root


@pytest.fixture(scope="module")
def order(repository: Path) -> Order:
    uploads = tuple(load(file) for file in catalog_files(repository / "package_catalogs" / "hibiki"))
    policy = default_policy()
    catalog = read_catalog(uploads, ReadOptions(limits=policy.limits), "hibiki").catalog
    assert catalog is not None
    return make_order(catalog, uploads, policy, None, 5)


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    with LocalCluster(n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None) as opened:
        yield opened


def crew_processes(cluster: LocalCluster) -> list[int]:
    with Client(cluster, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=SECONDS_AT_MOST)
        return list(client.run(os.getpid).values())


@posix
def test_a_killed_worker_loses_nothing(flows: Path, order: Order, cluster: LocalCluster, tmp_path: Path) -> None:
    victim = crew_processes(cluster)[0]
    results = Results.open(tmp_path, order.terms)
    with DaskCrew(order, cluster.scheduler_address, None) as crew:
        settled = []
        for one in run(members_of(flows), order, results, crew):
            settled.append(one)
            if len(settled) == 10:
                os.kill(victim, signal.SIGKILL)
        assert victim not in crew_processes(cluster)
    assert {one.record.state for one in settled} == {FlowState.DONE}
    assert len(settled) == 2 * 6 * COPIES
    for member in members_of(flows):
        serial = work(order, member.name, [_file(path, flows) for path in member.paths()])
        assert pq.read_table(results.file_of(member.name)).equals(joined([serial]).table)
        assert results.records_of(member.name) == serial.records


def _file(path: Path, root: Path) -> FlowFile:
    upload = NamedBytes(name=path.name, content=path.read_bytes())
    digest = hashlib.sha256(upload.content).hexdigest()
    return FlowFile(flow=path.relative_to(root).as_posix(), sha256=digest, upload=upload)


@posix
def test_an_interrupted_command_leaves_whole_files_and_goes_on_later(
    flows: Path, repository: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    words = [sys.executable, "-c", "from fitgap.app.cli import main; main()", "batch", str(flows), "--workers", "2"]
    words += ["--catalog", str(repository / "package_catalogs" / "hibiki"), "--out", str(out)]
    started = subprocess.Popen(words, start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        _wait_for(out / "aobano.parquet")
        os.killpg(started.pid, signal.SIGINT)  # as a terminal does: to the command and its workers
        said, _ = started.communicate(timeout=SECONDS_AT_MOST)
    finally:
        started.kill()
        started.wait()
    assert started.returncode == 130, said.decode()
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["unfinished"] == ["shiomi"]
    assert sorted(file.name for file in out.iterdir()) == ["aobano.parquet", "manifest.json", "report.csv"]
    again = subprocess.run(words, capture_output=True, check=False, timeout=SECONDS_AT_MOST)
    assert again.returncode == 0, again.stderr.decode()
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["flows"] == {"new": 6 * COPIES, "kept": 6 * COPIES}


def _wait_for(file: Path) -> None:
    give_up_at = time.monotonic() + SECONDS_AT_MOST
    while not file.exists():
        assert time.monotonic() < give_up_at, f"{file} did not come"
        time.sleep(0.02)


def test_an_address_without_a_scheduler_is_said(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fitgap.app.batch_cluster._CONNECT_SECONDS", 1)
    with DaskCrew(order, "tcp://127.0.0.1:9", None) as crew, pytest.raises(UsageError, match=r"batch\.no_scheduler"):
        crew.threads()
