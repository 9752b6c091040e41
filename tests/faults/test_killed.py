"""`kill -9` in the middle of saves and imports: what was acknowledged is there, and nothing is half there."""

import multiprocessing
import random
import signal
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select
from tests.contracts.databases import DATABASES, sqlite
from tests.faults.worker import prepare, work

from fitgap.app.workspace import Workspace
from fitgap.deciding.engine import connect
from fitgap.deciding.schema import audit, choices, contents, flows
from fitgap.model.choice import ChoiceState

ROUNDS = 15
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.faults.worker"])


@pytest.fixture(params=DATABASES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return sqlite(tmp_path) if request.param == "sqlite" else request.getfixturevalue("postgres").new_database()


def killed_while_working(kind: str, url: str, seconds: float) -> list[int]:
    """What a worker acknowledged before it was killed."""
    here, there = FORKS.Pipe(duplex=False)
    worker = FORKS.Process(target=work, args=(kind, url, there))
    worker.start()
    there.close()
    said = [here.recv()]
    time.sleep(seconds)
    worker.kill()
    worker.join()
    while here.poll():
        try:
            said.append(here.recv())
        except EOFError:
            break
    assert worker.exitcode == -signal.SIGKILL
    return said


@pytest.mark.parametrize("kind", ["choices", "imports"])
def test_everything_acknowledged_survives_and_nothing_is_half_there(
    kind: str, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = Workspace.open(url)
    flow_id = prepare(workspace)
    acknowledged: list[int] = []
    chance = random.Random(7)  # noqa: S311 - when to kill, nothing secret
    for _ in range(ROUNDS):
        acknowledged += killed_while_working(kind, url, chance.uniform(0.0, 0.4))
        assert workspace.audit.verify().bad_number is None
    made = {choice.id: choice for choice in workspace.choices(flow_id, "p", "t1")}
    if kind == "choices":
        assert set(acknowledged) <= set(made)
        active = [choice for choice in made.values() if choice.state is ChoiceState.ACTIVE]
        assert [choice.id for choice in active] == [max(made)]
        assert len(made) - len(acknowledged) <= ROUNDS
    else:
        series = [row for row in workspace.flows() if row.file == "同じ.bpmn"]
        assert len(series) == 1
        versions = workspace.flow_versions(series[0].id)
        assert set(acknowledged) <= {row.id for row in versions}
        assert [row.version for row in versions] == list(range(len(versions), 0, -1))
        assert [row.is_current for row in versions] == [True, *[False] * (len(versions) - 1)]
        assert len(versions) - len(acknowledged) <= ROUNDS
    workspace.close()
    assert lines_match_rows(url, kind)
    with capsys.disabled():
        print(f"\n{kind}: {ROUNDS} kills, {len(acknowledged)} acknowledged, 0 lost")  # noqa: T201 - the count


def lines_match_rows(url: str, kind: str) -> bool:
    """True when every row has its line in the audit log, and every flow its bytes."""
    engine = connect(url)
    with engine.connect() as connection:

        def count(query: object) -> int:
            return int(connection.execute(query).scalar_one())  # type: ignore[call-overload]

        table, what = (choices, ("choice.made",)) if kind == "choices" else (flows, ("flow.imported", "flow.replaced"))
        rows = count(select(func.count()).select_from(table))
        lines = count(select(func.count()).select_from(audit).where(audit.c.what.in_(what)))
        orphans = count(
            select(func.count()).select_from(flows).where(flows.c.blob_hash.not_in(select(contents.c.hash)))
        )
    engine.dispose()
    return rows == lines and orphans == 0
