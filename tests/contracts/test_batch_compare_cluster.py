"""A comparing run on real worker processes of this computer: the same as in one process, and a bad file left out."""

import json
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from fitgap import __version__
from fitgap.app.batch import members_of
from fitgap.app.batch_cluster import DaskCompareCrew
from fitgap.app.batch_compare import blocks_by_name, load_files
from fitgap.app.batch_compare_work import CompareOrder, CompareTerms, work
from fitgap.policies import default_policy

SECONDS_AT_MOST = 300


@pytest.fixture(scope="module")
def flows(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two sample members with two processes, and a file that is none."""
    root = tmp_path_factory.mktemp("flows")
    for member in ("aobano", "shiomi"):
        (root / member).mkdir()
        for name in ("tennyu.bpmn", "kaigo-nintei-shinsei.bpmn"):
            (root / member / name).write_bytes((repository / "processes" / member / name).read_bytes())
    (root / "shiomi" / "broken.bpmn").write_bytes(b"<definitions")
    return root


def test_workers_bring_back_what_one_process_does(flows: Path) -> None:
    terms = CompareTerms(program=__version__, policy="", thesaurus="", language="ja", neighbours=10, members_at_once=60)
    order = CompareOrder(terms=terms, policy=default_policy(), thesaurus=None, language="ja")
    blocks = blocks_by_name(load_files(members_of(flows), order).files)
    assert len(blocks) == 3
    with DaskCompareCrew(order, None, 2) as crew:
        handed = [(block, crew.submit(block)) for block in blocks]
        for block, future in handed:
            assert crew.result(block, future) == work(order, block)


def test_the_command_goes_on_beside_a_bad_file_and_keeps_what_it_did(flows: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    words = [sys.executable, "-c", "from fitgap.app.cli import main; main()", "--lang", "en", "batch-compare"]
    words += [str(flows), "--out", str(out), "--workers", "1", "--by-name"]
    first, second = (
        subprocess.run(words, capture_output=True, text=True, check=False, timeout=SECONDS_AT_MOST) for _ in range(2)
    )
    assert first.returncode == second.returncode == 1, first.stderr + second.stderr
    assert "shiomi/broken.bpmn" in first.stderr
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert [block["is_kept"] for block in manifest["blocks"]] == [True, True, True]
    assert sorted(pq.read_table(file).num_rows for file in out.glob("*.divergences.parquet")) == [0, 1, 1]
