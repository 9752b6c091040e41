"""`fitgap batch-compare` with one worker in this process."""

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner, Result

from fitgap.app import batch_cluster
from fitgap.app.batch_compare_work import Block, Compared, CompareOrder, blocks_of, lost, work
from fitgap.app.cli import app
from fitgap.app.cli_compare_tables import DIVERGENCE_COLUMNS, GROUP_COLUMNS
from fitgap.model.message import message

HEAD = "No,作業名,作業内容,担当部署\n"
STEPS = ("転入届の受付", "本人確認", "届書の審査", "異動の入力", "転入通知の送信")


class Alone:
    """One worker in this process; blocks named in `dying` never come back."""

    given: list[str]
    dying: frozenset[str] = frozenset()

    def __init__(self, order: CompareOrder, _scheduler: str | None, _workers: int | None) -> None:
        self.order = order

    def __enter__(self) -> "Alone":
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def threads(self) -> int:
        return 1

    def submit(self, block: Block) -> None:
        type(self).given.append(block.name)

    def result(self, block: Block, _handed: Any) -> Compared:
        if any(block.name.startswith(name) for name in self.dying):
            return lost(block, message("batch.worker_died"))
        return work(self.order, block)


@pytest.fixture
def crew(monkeypatch: pytest.MonkeyPatch) -> type[Alone]:
    class Ours(Alone):
        given: list[str] = []  # noqa: RUF012 - one list a test

    monkeypatch.setattr(batch_cluster, "DaskCompareCrew", Ours)
    return Ours


@pytest.fixture
def flows(tmp_path: Path) -> Path:
    """Four members with two processes each; the last member leaves a step out."""
    root = tmp_path / "flows"
    for number in range(4):
        folder = root / f"m{number}"
        folder.mkdir(parents=True)
        steps = STEPS if number < 3 else STEPS[1:]
        rows = [f"{no},{name},{name}を窓口で行う。,市民課" for no, name in enumerate(steps, 1)]
        (folder / "tennyu.csv").write_text(HEAD + "\n".join(rows), encoding="utf-8")
        other = [f"{no},保育所の{name},園児の{name}を行う。,保育課" for no, name in enumerate(("募集", "選考"), 1)]
        (folder / "hoiku.csv").write_text(HEAD + "\n".join(other), encoding="utf-8")
    return root


def compared(flows: Path, out: Path, *more: str) -> Result:
    return CliRunner().invoke(app, ["--lang", "en", "batch-compare", str(flows), "--out", str(out), *more])


def tables(out: Path, kind: str) -> list[Path]:
    return sorted(out.glob(f"*.{kind}.parquet"))


def test_every_process_is_compared_and_kept_for_the_next_run(flows: Path, tmp_path: Path, crew: type[Alone]) -> None:
    out = tmp_path / "out"
    assert compared(flows, out, "--by-name").exit_code == 0
    assert [file.name.partition("-")[0] for file in tables(out, "groups")] == ["hoiku", "tennyu"]
    groups = pq.read_table(tables(out, "groups")[1])
    assert tuple(groups.column_names) == GROUP_COLUMNS
    assert groups.num_rows == 19
    divergences = pq.read_table(tables(out, "divergences")[1]).to_pylist()
    assert tuple(divergences[0]) == DIVERGENCE_COLUMNS
    assert {(row["left"], row["right"]): row["total"] > 0 for row in divergences} == {
        (f"m{a}", f"m{b}"): b == 3 for a in range(4) for b in range(a + 1, 4)
    }
    assert len(crew.given) == 2
    again = compared(flows, out, "--by-name")
    assert "0 block(s) compared, 2 done earlier" in again.output
    assert len(crew.given) == 2


def test_a_changed_flow_makes_its_process_alone_be_compared_anew(
    flows: Path, tmp_path: Path, crew: type[Alone]
) -> None:
    out = tmp_path / "out"
    compared(flows, out, "--by-name")
    file = flows / "m0" / "hoiku.csv"
    file.write_text(file.read_text(encoding="utf-8") + "\n3,入所の通知,結果を送る。,保育課", encoding="utf-8")
    crew.given.clear()
    assert compared(flows, out, "--by-name").exit_code == 0
    assert [name.partition("-")[0] for name in crew.given] == ["hoiku"]


def test_a_bad_file_is_reported_and_the_rest_goes_on(flows: Path, tmp_path: Path, crew: type[Alone]) -> None:
    out = tmp_path / "out"
    (flows / "m1" / "tennyu.bpmn").write_bytes(b"<definitions")
    found = compared(flows, out, "--by-name")
    assert found.exit_code == 1
    assert "m1/tennyu.bpmn" in found.output
    assert [pq.read_table(file).num_rows for file in tables(out, "groups")] == [8, 19]
    with (out / "report.csv").open(encoding="utf-8-sig", newline="") as handle:
        rows = {row["flow"]: row for row in csv.DictReader(handle)}
    assert rows["m1/tennyu.bpmn"]["state"] == "failed"
    assert rows["m1/tennyu.bpmn"]["reason"]
    assert rows["m1/tennyu.csv"]["state"] == "done"
    assert len(rows) == 9


def test_what_no_worker_brings_back_is_tried_again(flows: Path, tmp_path: Path, crew: type[Alone]) -> None:
    out = tmp_path / "out"
    crew.dying = frozenset({"tennyu"})
    assert compared(flows, out, "--by-name").exit_code == 1
    assert [file.name.partition("-")[0] for file in tables(out, "groups")] == ["hoiku"]
    crew.dying = frozenset()
    again = compared(flows, out, "--by-name")
    assert again.exit_code == 0
    assert "1 block(s) compared, 1 done earlier" in again.output


def test_many_members_are_surveyed_and_compared_in_blocks_of_close_ones(
    flows: Path, tmp_path: Path, crew: type[Alone]
) -> None:
    out = tmp_path / "out"
    found = compared(flows, out, "--by-name", "--at-once", "2", "--nearest", "2")
    assert found.exit_code == 0, found.output
    survey = pq.read_table(tables(out, "nearest")[1]).to_pylist()
    assert len(survey) == 4 * 2
    nearest = {row["member"]: row["other"] for row in survey if row["rank"] == 1}
    assert nearest["m0"] in {"m1", "m2"}
    blocks = {row["member"]: row["block"] for row in survey}
    assert sorted(list(blocks.values()).count(number) for number in set(blocks.values())) == [2, 2]
    members = [
        set(pq.read_table(file)["member"].to_pylist()) for file in tables(out, "groups") if "tennyu" in file.name
    ]
    assert sorted(map(len, members)) == [2, 2]
    assert set.union(*members) == {"m0", "m1", "m2", "m3"}
    assert (
        "0 block(s) compared, 6 done earlier"
        in compared(flows, out, "--by-name", "--at-once", "2", "--nearest", "2").output
    )


def test_without_names_the_content_tells_the_processes(flows: Path, tmp_path: Path, crew: type[Alone]) -> None:
    out = tmp_path / "out"
    for number in range(4):
        (flows / f"m{number}" / "tennyu.csv").rename(flows / f"m{number}" / f"flow{number}.csv")
    assert compared(flows, out).exit_code == 0
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert sorted(block["members"] for block in manifest["blocks"]) == [4, 4]
    assert manifest["is_complete"]


def test_too_many_files_to_tell_apart_are_refused_with_what_to_do(
    flows: Path, tmp_path: Path, crew: type[Alone], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fitgap.app.batch_compare.MOST_PROPOSED", 7)
    found = compared(flows, tmp_path / "out")
    assert found.exit_code == 2
    assert "--by-name" in found.output


def test_blocks_hold_close_members_and_no_more_than_asked() -> None:
    places = np.array([0, 10, 0.1, 10.1, 0.2, 10.2, 0.3])
    numbers = blocks_of(np.abs(np.subtract.outer(places, places)).astype(np.float32), 4)
    assert len({numbers[row] for row in (0, 2, 4, 6)}) == 1
    assert len({numbers[row] for row in (1, 3, 5)}) == 1
    assert blocks_of(np.zeros((3, 3), np.float32), 4) == [0, 0, 0]
