import csv
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner, Result

from fitgap.app import batch_cluster, cli_batch
from fitgap.app.batch import BLOCKS_A_THREAD, Settled, block_size, members_of, run
from fitgap.app.batch_cluster import DaskCrew
from fitgap.app.batch_records import FlowState, Order, make_order
from fitgap.app.batch_store import Results
from fitgap.app.batch_work import BlockResult, FlowFile, lost, work
from fitgap.app.cli import app
from fitgap.app.cli_match import match_rows
from fitgap.app.pipeline import analyse
from fitgap.model.message import message
from fitgap.policies import default_policy, load_policy
from fitgap.reading import read_flow
from fitgap.reading.catalog import read_catalog
from fitgap.reading.result import NamedBytes, ReadOptions

MakeFlow = Callable[..., NamedBytes]
NAMES = ("転入届の内容を入力する", "本人確認の結果を記録する", "住民票の写しを印刷する", "電子申請を取り込む")


class Alone:
    """One worker in this process that notes what it was given; `stop_after` blocks it is interrupted."""

    def __init__(self, order: Order, stop_after: int | None = None) -> None:
        self.order = order
        self.stop_after = stop_after
        self.given: list[str] = []
        self.handed = self.waited = self.most_waiting = 0

    def __enter__(self) -> "Alone":
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def threads(self) -> int:
        return 1

    def submit(self, _member: str, files: Sequence[FlowFile]) -> None:
        self.handed += 1
        self.most_waiting = max(self.most_waiting, self.handed - self.waited)
        self.given.extend(file.flow for file in files)

    def result(self, member: str, files: Sequence[FlowFile], _handed: Any) -> BlockResult:
        if self.waited == self.stop_after:
            raise KeyboardInterrupt
        self.waited += 1
        return work(self.order, member, files)


@pytest.fixture
def order(package: tuple[NamedBytes, ...]) -> Order:
    return order_of(package)


def order_of(package: tuple[NamedBytes, ...], *, top: int = 5, policy_text: str = "") -> Order:
    policy = load_policy(policy_text, "own.toml")
    catalog = read_catalog(package, ReadOptions(limits=default_policy().limits), "hibiki").catalog
    assert catalog is not None
    return make_order(catalog, package, policy, None, top)


@pytest.fixture
def flows(tmp_path: Path, make_flow: MakeFlow) -> Path:
    root = tmp_path / "flows"
    for number in range(12):
        name = f"{number:02d}.bpmn"
        upload = make_flow(*NAMES[: 1 + number % 4], title=f"業務{number}", file=name)
        put(root / ("青葉野市" if number < 8 else "汐見町") / "住民記録" / name, upload.content)
    return root


def put(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def settle(flows: Path, out: Path, crew: Alone) -> list[Settled]:
    return list(run(members_of(flows), crew.order, Results.open(out, crew.order.terms), crew))


def rows_of(file: Path) -> list[dict[str, Any]]:
    return list(pq.read_table(file).to_pylist())


def test_a_members_rows_are_those_of_match(flows: Path, tmp_path: Path, order: Order) -> None:
    settle(flows, tmp_path / "out", Alone(order))
    expected = []
    for path in sorted((flows / "汐見町").rglob("*.bpmn")):
        upload = NamedBytes(name=path.name, content=path.read_bytes())
        flow = read_flow(upload, ReadOptions(limits=order.policy.limits)).flow
        assert flow is not None
        fit_gap = analyse(flow, order.catalog, order.policy)
        expected.extend(match_rows(path.relative_to(flows).as_posix(), fit_gap, 5, False))
    found = rows_of(tmp_path / "out" / "汐見町.parquet")
    assert [row["step_name"] for row in found] == [row["step_name"] for row in expected]
    assert [row["score"] for row in found] == [float(row["score"]) if row.get("score") else None for row in expected]
    assert {row["member"] for row in found} == {"汐見町"}


def test_what_is_done_is_not_done_again(flows: Path, tmp_path: Path, order: Order) -> None:
    first = settle(flows, tmp_path / "out", Alone(order))
    again = Alone(order)
    second = settle(flows, tmp_path / "out", again)
    assert again.given == []
    assert [one.record for one in second] == [one.record for one in first]
    assert all(one.is_kept for one in second)


def test_only_what_changed_is_done_again_and_the_file_is_as_if_new(
    flows: Path, tmp_path: Path, order: Order, make_flow: MakeFlow
) -> None:
    settle(flows, tmp_path / "out", Alone(order))
    put(flows / "青葉野市" / "住民記録" / "03.bpmn", make_flow(*NAMES, title="別の業務").content)
    (flows / "青葉野市" / "住民記録" / "05.bpmn").unlink()
    crew = Alone(order)
    settle(flows, tmp_path / "out", crew)
    settle(flows, tmp_path / "new", Alone(order))
    assert crew.given == ["青葉野市/住民記録/03.bpmn"]
    assert rows_of(tmp_path / "out" / "青葉野市.parquet") == rows_of(tmp_path / "new" / "青葉野市.parquet")


def test_other_terms_mean_doing_it_again(
    flows: Path, tmp_path: Path, order: Order, package: tuple[NamedBytes, ...]
) -> None:
    settle(flows, tmp_path / "out", Alone(order))
    crew = Alone(order_of(package, top=1))
    settle(flows, tmp_path / "out", crew)
    assert len(crew.given) == 12
    assert {row["rank"] for row in rows_of(tmp_path / "out" / "汐見町.parquet")} <= {None, 1}


def test_a_bad_file_is_recorded_once_and_the_rest_goes_on(flows: Path, tmp_path: Path, order: Order) -> None:
    put(flows / "汐見町" / "こわれた.bpmn", b"<definitions")
    settled = settle(flows, tmp_path / "out", Alone(order))
    bad = [one.record for one in settled if one.record.state is FlowState.FAILED]
    assert [record.flow for record in bad] == ["汐見町/こわれた.bpmn"]
    assert bad[0].reasons[0].source.file == "こわれた.bpmn"
    assert sum(one.record.state is FlowState.DONE for one in settled) == 12
    again = Alone(order)
    assert settle(flows, tmp_path / "out", again)
    assert again.given == []


def test_a_file_that_is_too_large_is_never_sent(flows: Path, tmp_path: Path, package: tuple[NamedBytes, ...]) -> None:
    crew = Alone(order_of(package, policy_text="[limits]\nfile_bytes = 2000\n"))
    put(flows / "汐見町" / "大きい.bpmn", b" " * 2001)
    settled = settle(flows, tmp_path / "out", crew)
    assert [one.record.reasons[0].code for one in settled if one.record.reasons] == ["wrong_content.too_large"]
    assert "汐見町/大きい.bpmn" not in crew.given


def test_an_interrupted_run_leaves_whole_files_only_and_is_taken_up_again(
    flows: Path, tmp_path: Path, order: Order
) -> None:
    out = tmp_path / "out"
    with pytest.raises(KeyboardInterrupt):
        settle(flows, out, Alone(order, stop_after=3))
    assert [file.name for file in out.iterdir()] == ["汐見町.parquet"]
    crew = Alone(order)
    settle(flows, out, crew)
    assert [flow for flow in crew.given if flow.startswith("汐見町")] == []
    assert sorted(file.name for file in out.iterdir()) == ["汐見町.parquet", "青葉野市.parquet"]


@pytest.mark.parametrize("moment", ["opened", "written"])
def test_an_interrupt_at_the_worst_moment_leaves_no_part_behind(
    flows: Path, tmp_path: Path, order: Order, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    class Interrupted(pq.ParquetWriter):
        def __init__(self, *words: Any, **options: Any) -> None:
            super().__init__(*words, **options)
            if moment == "opened":
                raise KeyboardInterrupt

        def write_table(self, *words: Any, **options: Any) -> None:
            super().write_table(*words, **options)
            raise KeyboardInterrupt

    monkeypatch.setattr("fitgap.app.batch_store.pq.ParquetWriter", Interrupted)
    with pytest.raises(KeyboardInterrupt):
        settle(flows, tmp_path / "out", Alone(order))
    assert list((tmp_path / "out").iterdir()) == []


def test_a_cut_off_file_and_a_leftover_do_not_count(flows: Path, tmp_path: Path, order: Order) -> None:
    out = tmp_path / "out"
    settle(flows, out, Alone(order))
    whole = out / "汐見町.parquet"
    whole.write_bytes(whole.read_bytes()[:-9])
    leftover = out / f".{'0' * 32}.part"
    leftover.write_bytes(b"PAR1")
    crew = Alone(order)
    settle(flows, out, crew)
    assert len(crew.given) == 4
    assert not leftover.exists()


def test_what_was_lost_is_tried_again(flows: Path, tmp_path: Path, order: Order) -> None:
    class Unlucky(Alone):
        def result(self, _member: str, files: Sequence[FlowFile], _handed: Any) -> BlockResult:
            return lost(files[0], message("batch.worker_died"))

    settled = settle(flows, tmp_path / "out", Unlucky(order))
    assert {one.record.state for one in settled} == {FlowState.LOST}
    crew = Alone(order)
    assert {one.record.state for one in settle(flows, tmp_path / "out", crew)} == {FlowState.DONE}
    assert len(crew.given) == 12


def test_only_a_few_blocks_are_out_at_a_time(flows: Path, tmp_path: Path, order: Order) -> None:
    crew = Alone(order)
    settle(flows, tmp_path / "out", crew)
    assert crew.handed > crew.most_waiting
    assert crew.most_waiting <= BLOCKS_A_THREAD


def test_blocks_keep_every_thread_busy_and_are_never_empty() -> None:
    assert block_size(3, 8) == 1
    assert block_size(80, 2) == 10
    assert block_size(1_741_000, 8) == 50


def test_flows_beside_the_folders_belong_to_a_member_of_the_roots_name(flows: Path) -> None:
    put(flows / "単独.bpmn", b"<definitions/>")
    assert [member.name for member in members_of(flows)] == ["flows", "汐見町", "青葉野市"]


def test_a_block_that_fails_is_tried_flow_by_flow(order: Order, make_flow: MakeFlow) -> None:
    class Handed:
        def __init__(self, files: tuple[FlowFile, ...]) -> None:
            self.files = files

        def exception(self) -> Exception | None:
            return RecursionError("too deep") if any(file.flow == "b" for file in self.files) else None

        def result(self) -> BlockResult:
            return work(order, "m", self.files)

        def release(self) -> None:
            return None

    class Client:
        def submit(self, _work: object, _order: object, _member: str, files: tuple[FlowFile, ...], **_: object) -> Any:
            return Handed(files)

    crew = DaskCrew(order, None, None)
    crew.__dict__.update(_client=Client(), _told=order)
    files = tuple(FlowFile(flow=flow, sha256=flow, upload=make_flow(*NAMES)) for flow in "abc")
    result = crew.result("m", files, crew.submit("m", files))
    assert [record.state.value for record in result.records] == ["done", "lost", "done"]
    assert result.records[1].reasons[0].code == "batch.unexpected"


def command(flows: Path, package_folder: Path, out: Path, *words: str) -> Result:
    return CliRunner().invoke(
        app, ["batch", str(flows), "--catalog", str(package_folder), "--out", str(out), *words], prog_name="fitgap"
    )


def test_the_command_reports_and_ends_with_1_when_a_file_is_bad(
    flows: Path, package_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch_cluster, "DaskCrew", lambda order, *_: Alone(order))
    put(flows / "汐見町" / "=こわれた.bpmn", b"<definitions")
    out = tmp_path / "out"
    result = command(flows, package_folder, out, "--lang", "ja")
    assert result.exit_code == 1, result.output
    assert "失敗1件" in result.stderr
    report = list(csv.DictReader(io.StringIO((out / "report.csv").read_text(encoding="utf-8-sig"), newline="")))
    assert [line["state"] for line in report].count("済") == 12
    failed = next(line for line in report if line["state"] == "失敗")
    assert failed["flow"] == "汐見町/=こわれた.bpmn"
    assert failed["reason"].startswith("'=こわれた.bpmn")
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["is_complete"]
    assert {member["member"]: (member["done"], member["failed"]) for member in manifest["members"]} == {
        "汐見町": (4, 1),
        "青葉野市": (8, 0),
    }


def test_an_interrupted_command_says_what_is_finished(
    flows: Path, package_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch_cluster, "DaskCrew", lambda order, *_: Alone(order, stop_after=3))
    result = command(flows, package_folder, tmp_path / "out")
    assert result.exit_code == 130
    assert "中断しました" in result.stderr
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert not manifest["is_complete"]
    assert manifest["unfinished"] == ["青葉野市"]


def test_a_missing_extra_is_said_in_one_sentence(
    flows: Path, package_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli_batch, "find_spec", lambda name: None if name == "distributed" else object())
    result = command(flows, package_folder, tmp_path / "out")
    assert result.exit_code == 2
    assert 'pip install "fitgap[cluster]"' in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "said"), [(("--scheduler", "tcp://127.0.0.1:1", "--workers", "2"), "--workers"), ((), "別のフォルダー")]
)
def test_what_does_not_go_together_is_refused(
    flows: Path, package_folder: Path, words: tuple[str, ...], said: str
) -> None:
    result = command(flows, package_folder, flows / "out", *words)
    assert result.exit_code == 2
    assert said in result.stderr
