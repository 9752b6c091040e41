"""What is written in cells, one notation a line."""

import pytest

from fitgap.reading.flow_table.documents import directed_names
from fitgap.reading.flow_table.steps import task_kind
from fitgap.reading.flow_table.successors import END, read_successors, split_conditions
from fitgap.reading.tables.cells import cases_of, minutes_of, split_names
from fitgap.reading.tables.records import has_gap, name_from


@pytest.mark.parametrize(
    ("text", "heading", "minutes"),
    [
        ("15", "作業時間(分/件)", 15),
        ("１５", "作業時間", 15),
        ("15分", "作業時間", 15),
        ("約15分/件", "作業時間", 15),
        ("1時間30分", "作業時間(分)", 90),
        ("1.5時間", "作業時間(分)", 90),
        ("1時間半", "作業時間", 90),
        ("2", "所要時間(時間)", 120),
        ("30秒", "作業時間", 0.5),
        ("２，４００", "作業時間（分）", 2400),
        ("0:15", "作業時間", 15),
        ("1:30", "作業時間", 90),
        ("15～20分", "作業時間", None),
        ("2日", "作業時間", None),
        ("半", "作業時間", None),
        ("15分くらいから1時間", "作業時間", None),
        ("-5", "作業時間", None),
    ],
)
def test_minutes(text: str, heading: str, minutes: float | None) -> None:
    assert minutes_of(text, heading) == minutes


@pytest.mark.parametrize(
    ("text", "heading", "cases"),
    [
        ("1200", "作業量(件/年)", 1200),
        ("１，２００件/年", "作業量", 1200),
        ("3,100", "作業量", 3100),
        ("100件／月", "作業量(件/年)", 1200),
        ("100", "作業量(件/月)", 1200),
        ("年1回", "件数", 1),
        ("月2回", "件数", 24),
        ("約1.2万件", "件数", 12000),
        ("350世帯", "年間件数", 350),
        ("5件/日", "件数", None),
        ("100～200", "件数", None),
        ("毎月", "件数", None),
        ("12", "件数（件/日）", None),
    ],
)
def test_cases(text: str, heading: str, cases: float | None) -> None:
    assert cases_of(text, heading) == cases


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("転出証明書、委任状", ["転出証明書", "委任状"]),
        ("届；票;票", ["届", "票"]),
        ("・届出書\n・委任状", ["届出書", "委任状"]),
        ("教育・保育給付認定申請書", ["教育・保育給付認定申請書"]),
        ("本人確認書類（免許証、旅券）、委任状", ["本人確認書類（免許証、旅券）", "委任状"]),
        ("様式第1,2号", ["様式第1,2号"]),
        ("なし", []),
        ("－", []),
        ("開いた（かっこ、閉じない", ["開いた（かっこ、閉じない"]),
    ],
)
def test_names_in_a_cell(text: str, names: list[str]) -> None:
    assert list(split_names(text)) == names


def test_one_column_for_both_directions() -> None:
    found = [(name, direction.value) for name, direction in directed_names("入力：届出書\n委任状\n(出)受付票")]
    assert found == [("届出書", "input"), ("委任状", "input"), ("受付票", "output")]
    assert [(name, way.value) for name, way in directed_names("届出書、受付票")] == [
        ("届出書", "linked"),
        ("受付票", "linked"),
    ]


@pytest.mark.parametrize(
    ("method", "kind"),
    [
        ("手作業", "manualTask"),
        ("システム操作", "userTask"),
        ("手作業＋システム", "userTask"),
        ("ｼｽﾃﾑ+手作業", "userTask"),
        ("システム一括", "serviceTask"),
        ("夜間バッチ", "serviceTask"),
        ("外部委託", "task"),
        ("", "task"),
    ],
)
def test_kind_of_task(method: str, kind: str) -> None:
    assert task_kind(method) == kind


KEYS = {"1": "1", "2": "2", "5": "5", "8": "8", "10": "10", "1-2": "1-2", "審査": "8"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("5;8", ["5", "8"]),
        ("５、８", ["5", "8"]),
        ("5,8", ["5", "8"]),
        ("5・8", ["5", "8"]),
        ("5／8", ["5", "8"]),
        ("5\n8", ["5", "8"]),
        ("5又は8", ["5", "8"]),
        ("No.5", ["5"]),
        ("→8へ", ["8"]),
        ("（終了）", [END]),
        ("05", ["5"]),
        ("1-2", ["1-2"]),
        ("審査", ["8"]),
        ("終了", [END]),
        ("完", [END]),
        ("－", [END]),
        ("5;終了", ["5", END]),
        ("", []),
    ],
)
def test_successors(text: str, found: list[str]) -> None:
    read = read_successors(text, "", KEYS, "受付")
    assert ([way.key for way in read.ways], read.faults) == (found, ())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("5-8", "tables.next_is_range"),
        ("5～8", "tables.next_is_range"),
        ("2025-05-08", "tables.next_is_date"),
        ("99", "tables.next_missing"),
        ("へ" * 30_000 + "x", "tables.next_missing"),
    ],
)
def test_successors_are_never_guessed(text: str, code: str) -> None:
    read = read_successors(text, "", KEYS, "受付")
    assert ([fault.code for fault in read.faults], read.ways) == ([code], ())


@pytest.mark.parametrize(
    ("text", "count", "conditions", "is_uneven"),
    [
        ("あり;なし", 2, ("あり", "なし"), False),
        ("利用登録あり;登録なし・要配慮者", 2, ("利用登録あり", "登録なし・要配慮者"), False),
        ("転入、転居;出生", 2, ("転入、転居", "出生"), False),
        ("不備あり、不備なし", 2, ("不備あり", "不備なし"), False),
        ("再提出時", 1, ("再提出時",), False),
        ("一つだけ", 2, ("一つだけ", ""), True),
        ("", 3, ("", "", ""), False),
        ("条件だけ", 0, (), True),
    ],
)
def test_conditions(text: str, count: int, conditions: tuple[str, ...], is_uneven: bool) -> None:
    assert split_conditions(text, count) == (conditions, is_uneven)


def test_a_name_from_a_long_requirement() -> None:
    assert name_from("（１）転入届を登録できること。また、履歴を管理できること。") == "転入届を登録できること"
    assert name_from("あ" * 60) == "あ" * 40 + "…"


def test_gaps_in_levels() -> None:
    assert has_gap(("異動", "", "登録"))
    assert not has_gap(("異動", "転入", ""))
