"""bpmn-moddle, the reader inside bpmn-js, takes every diagram without a warning and finds every step on it."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

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
