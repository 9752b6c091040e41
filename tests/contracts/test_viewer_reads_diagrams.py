"""bpmn-moddle, the reader inside bpmn-js, takes every diagram without a warning and finds every step on it."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from fitgap.app.files import load
from fitgap.app.paths import sqlite_url
from fitgap.app.workspace import Workspace
from fitgap.model.comparison import CommonRule
from fitgap.policies.loading import default_policy
from fitgap.reading import read_flow
from fitgap.reading.result import NamedBytes, ReadOptions
from fitgap.reporting.diagram import Diagram, diagram_of


@pytest.fixture(scope="module")
def script(repository: Path) -> Path:
    if shutil.which("node") and (repository / "frontend/node_modules/bpmn-moddle").is_dir():
        return repository / "frontend/check_diagrams.mjs"
    if os.environ.get("FITGAP_REQUIRE_NODE") == "1":
        pytest.fail("node or frontend/node_modules is missing: npm ci --prefix frontend")
    pytest.skip("node or frontend/node_modules is missing")


def test_every_sample_is_read_without_a_warning(script: Path, repository: Path, tmp_path: Path) -> None:
    files = sorted(one for one in (repository / "processes").rglob("*") if one.suffix in {".bpmn", ".csv", ".xlsx"})
    assert len(files) >= 12
    check(script, files, tmp_path)


def test_every_labelled_file_is_read_without_a_warning(script: Path, shared_dir: Path, tmp_path: Path) -> None:
    folders = ("gold/bpmn", "gold/city_flows", "corpora")
    files = sorted(
        one for folder in folders for one in (shared_dir / folder).rglob("*") if one.suffix in {".bpmn", ".csv"}
    )
    assert len(files) >= 30
    check(script, files, tmp_path)


def test_an_edited_common_flow_is_read_without_a_warning(script: Path, repository: Path, tmp_path: Path) -> None:
    workspace = Workspace.open(sqlite_url(tmp_path / "fitgap.db"))
    for file in sorted((repository / "processes").glob("*/tennyu.*")):
        workspace.add_flow(file.parent.name, load(file), person="見本")
    ids = [row.id for row in workspace.flows()]
    files = []
    for rule in (CommonRule.MAJORITY, CommonRule.LEAST_CHANGE):
        plan = workspace.commons.propose(ids, rule, "ja").plan
        plan = plan.moved(1, 5).without(3).renamed(0, '<受付> & "確認"').moved(len(plan.steps) - 3, -9)
        newest = next(iter(workspace.commons.versions(ids)), None)
        seen = newest.id if newest else None
        saved = workspace.commons.save(ids, plan, "ja", note="", person="山田", seen_id=seen)
        files.append(tmp_path / f"common_{saved.number}.bpmn")
        files[-1].write_bytes(workspace.commons.open_version(saved.id).content)
    workspace.close()
    check(script, files, tmp_path)


def check(script: Path, files: list[Path], folder: Path) -> None:
    options = ReadOptions(limits=default_policy().limits)
    diagrams: dict[str, Diagram] = {}
    for number, file in enumerate(files):
        content = file.read_bytes()
        flow = read_flow(NamedBytes(name=file.name, content=content), options).flow
        assert flow is not None, file.name
        diagram = diagram_of(flow, content)
        written = folder / f"{number}.bpmn"
        written.write_text(diagram.xml, encoding="utf-8")
        diagrams[str(written)] = diagram
    done = subprocess.run(
        ["node", str(script), *diagrams], capture_output=True, text=True, encoding="utf-8", check=True
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(files)
    for answer, file in zip(answers, files, strict=True):
        assert answer["warnings"] == [], file.name
        steps = {here for _, here in diagrams[answer["file"]].node_ids}
        assert steps <= set(answer["ids"]) & set(answer["shown"]), file.name
