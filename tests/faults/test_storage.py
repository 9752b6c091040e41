"""Full disk, read-only place, server gone, clock set back: nothing is lost, and the sentence says what to do."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import event
from tests.contracts.databases import sqlite
from tests.faults.worker import one_choice, one_import, prepare
from tests.postgres import Cluster, running_cluster

from fitgap.app.workspace import Workspace
from fitgap.model.message import FitgapError, StorageError
from fitgap.texts import say

PAGES = 200
SAVES = 400
GONE_SECONDS = 10


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Workspace]:
    workspace = Workspace.open(sqlite(tmp_path))
    yield workspace
    workspace.close()


def is_whole(workspace: Workspace) -> bool:
    """True when the audit chain holds and has a line for every stored flow."""
    versions = [version for row in workspace.flows() for version in workspace.flow_versions(row.id)]
    imports = [line for line in workspace.audit.lines() if line.what.startswith("flow.")]
    return workspace.audit.verify().bad_number is None and len(versions) == len(imports)


def save_until_refused(workspace: Workspace) -> tuple[list[int | None], FitgapError]:
    acknowledged: list[int | None] = []
    for number in range(SAVES):
        try:
            acknowledged.append(one_import(workspace, number))
        except FitgapError as error:
            return acknowledged, error
    pytest.fail(f"{SAVES} saves were taken")


def test_a_full_database_refuses_and_goes_on_once_there_is_room(tmp_path: Path, opened: Workspace) -> None:
    prepare(opened)
    engine = opened._desk.store._engine
    pages = iter([PAGES])

    def limit(connection: object, *_: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {next(pages, 1_000_000)}")  # type: ignore[attr-defined]

    engine.dispose()
    event.listen(engine, "connect", limit)
    acknowledged, refusal = save_until_refused(opened)
    assert (refusal.message.code, "空き" in say(refusal.message, "ja")) == ("storage.full", True), refusal.message
    assert len(acknowledged) > 3
    assert is_whole(opened)
    engine.dispose()
    assert one_import(opened, SAVES) is not None
    assert set(acknowledged) <= {row.id for row in opened.flow_versions(opened.flows()[-1].id)}


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("mount"), reason="only root can mount a small disk")
def test_a_full_disk_refuses_and_goes_on_once_there_is_room(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)], check=False)
    if mounted.returncode:
        pytest.skip("mounting is not allowed here")
    try:
        workspace = Workspace.open(sqlite(disk))
        prepare(workspace)
        acknowledged, refusal = save_until_refused(workspace)
        assert refusal.message.code == "storage.full"
        assert is_whole(workspace)
        subprocess.run(["mount", "-o", "remount,size=8m", str(disk)], check=True)
        assert one_import(workspace, SAVES) is not None
        stored = {version.id for row in workspace.flows() for version in workspace.flow_versions(row.id)}
        assert set(acknowledged) <= stored
        workspace.close()
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("mount"), reason="only root can mount a read-only folder")
def test_a_read_only_folder_is_said_and_nothing_changes(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "tmpfs", str(disk)], check=False).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        workspace = Workspace.open(sqlite(disk))
        prepare(workspace)
        workspace.close()
        before = (disk / "fitgap.db").read_bytes()
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        with pytest.raises(StorageError) as raised:
            Workspace.open(sqlite(disk))
        assert "権限" in say(raised.value.message, "ja")
        assert (disk / "fitgap.db").read_bytes() == before
        with pytest.raises(StorageError):
            Workspace.open(sqlite(disk / "below"))
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    """A server of this test's own, because it is stopped."""
    with running_cluster() as own:
        yield own


def test_a_server_that_is_gone_is_said_and_work_goes_on_by_itself(cluster: Cluster) -> None:
    workspace = Workspace.open(cluster.new_database())
    flow_id = prepare(workspace)
    made = [one_choice(workspace, flow_id)]
    acts: tuple[Callable[[], object], ...] = (
        lambda: one_choice(workspace, flow_id),
        workspace.flows,
        lambda: one_import(workspace, 1),
    )
    for _ in range(2):
        cluster.stop()
        back = time.monotonic() + GONE_SECONDS
        refused = 0
        while refused < len(acts) or time.monotonic() < back:
            with pytest.raises(StorageError) as raised:
                acts[refused % len(acts)]()
            assert raised.value.message.code == "storage.gone"
            refused += 1
            time.sleep(0.5)
        said = say(raised.value.message, "ja")
        assert "この画面のまま続けられます" in said
        assert "password" not in said
        cluster.start()
        made.append(one_choice(workspace, flow_id))
    assert [choice.id for choice in workspace.choices(flow_id, "p", "t1")] == made
    assert is_whole(workspace)
    workspace.close()


def test_a_server_that_was_never_there_is_said_at_the_start(cluster: Cluster) -> None:
    url = cluster.new_database()
    cluster.stop()
    with pytest.raises(StorageError) as raised:
        Workspace.open(url)
    assert raised.value.message.code == "storage.gone"


def test_a_clock_set_back_changes_no_order(tmp_path: Path) -> None:
    hours = count(23, -1)
    workspace = Workspace.open(sqlite(tmp_path), clock=lambda: f"2026-04-01T{next(hours):02}:00:00+09:00")
    flow_id = prepare(workspace)
    made = [one_choice(workspace, flow_id) for _ in range(4)]
    versions = [one_import(workspace, number) for number in range(3)]
    choices = workspace.choices(flow_id, "p", "t1")
    assert [choice.id for choice in choices] == made
    assert [choice.at for choice in choices] == sorted((choice.at for choice in choices), reverse=True)
    workspace.undo(made[-1], "作業")
    standing = workspace.standings(flow_id, "p")["t1"]
    assert [choice.id for choice in standing.choices] == [made[-2]]
    assert [row.id for row in workspace.flow_versions(versions[-1] or 0)] == versions[::-1]
    assert workspace.audit.verify().bad_number is None
    workspace.close()


def test_a_driver_that_is_not_installed_is_named(tmp_path: Path) -> None:
    script = (
        "import sys; sys.modules['psycopg'] = None\n"
        "from fitgap.deciding.engine import connect\n"
        "from fitgap.model.message import StorageError\n"
        "try: connect('postgresql://nobody@127.0.0.1:1/x')\n"
        "except StorageError as error: print(error.message.code)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "storage.no_driver", done.stderr
