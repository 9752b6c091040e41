"""Database files of every released schema open with this program, keep what they hold, and go on."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.contracts.databases import sqlite

from fitgap.app.workspace import Workspace
from fitgap.model.choice import ChoiceKind

DATA = Path(__file__).resolve().parents[1] / "data"
OLD = sorted(file.name for file in DATA.glob("fitgap-*.db"))
HELD = {
    "fitgap-0001.db": (2, 1, 4, 0),
    "fitgap-0002.db": (1, 1, 2, 1),
}


@pytest.fixture(params=OLD)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, Workspace]]:
    shutil.copyfile(DATA / request.param, tmp_path / "old.db")
    workspace = Workspace.open(sqlite(tmp_path, "old.db"))
    yield request.param, workspace
    workspace.close()


def test_every_stored_file_is_told_of() -> None:
    assert set(OLD) == set(HELD)


def test_what_it_held_is_there(old: tuple[str, Workspace]) -> None:
    name, workspace = old
    flows = workspace.flows()
    choices = [choice for row in flows for choice in workspace.choices(row.id, "hibiki")]
    found = (len(flows), len(workspace.catalogs()), len(choices), len(workspace.evidence_files()))
    assert found == HELD[name]


def test_work_goes_on_in_it_and_is_recorded(old: tuple[str, Workspace]) -> None:
    _, workspace = old
    flow_id = workspace.flows()[0].id
    step_id, standing = next(iter(workspace.standings(flow_id, "hibiki").items()))
    seen = max((choice.id for choice in standing.choices), default=None)
    workspace.choose(flow_id, "hibiki", step_id, ChoiceKind.MANUAL, person="山田", seen_choice_id=seen)
    assert [line.what for line in workspace.audit.lines()] == ["choice.made"]
    assert workspace.audit.verify().bad_number is None


def test_a_copy_of_it_can_be_put_back(old: tuple[str, Workspace], tmp_path: Path) -> None:
    _, workspace = old
    flows = workspace.flows()
    made = workspace.copies.backup(tmp_path / "copy.db", person="管理")
    other = Workspace.open(sqlite(tmp_path, "other.db"))
    assert other.copies.restore(tmp_path / "copy.db", person="管理").content == made
    assert other.flows() == flows
    other.close()
