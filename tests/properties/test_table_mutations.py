"""Whatever happens to a table on its way, the readers answer with a flow or catalogue, or with issues."""

import io
import zipfile

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.reading.table_files import (
    FEATURE_HEADINGS,
    FLOW_HEADINGS,
    csv_of,
    read_package,
    read_table,
    repacked,
    xlsx_of,
)

from fitgap.model.step import steps_of
from fitgap.reading.flow_table.successors import split_conditions
from fitgap.reading.tables.cells import cases_of, minutes_of, split_names
from fitgap.texts import LANGUAGES, issue_sentence

ROWS = [
    [1, "受付", "受ける", "届、票", "票", "手作業", "市民課", "職員", 5, 950, "2;3", "あり;なし"],
    [2, "審査", "見る", "票", None, "システム", "市民課", "係長", "1時間", 950, 3, None],
    [3, "登録", "登録する", None, "住民票", "一括", None, None, 7.5, "100件/月", None, None],
]
CSV = csv_of(FLOW_HEADINGS, *(",".join("" if cell is None else str(cell) for cell in row) for row in ROWS))
XLSX = xlsx_of({"転入": [["題名"], FLOW_HEADINGS.split(","), *ROWS]}, {"転入": ["A1:D1", "G3:G4"]})
with zipfile.ZipFile(io.BytesIO(XLSX)) as archive:
    PARTS = {name: archive.read(name) for name in archive.namelist()}
CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["1", "2", "1;2", "5-8", "終了", "#REF!", "=1+1", "１，２００", "2025-01-02", "※注", "合計", "（", '"', ","]
    ),
)


def assert_answered(content: bytes, name: str) -> None:
    reading = read_table(content, name=name)
    package = read_package({name: content})
    assert reading.flow is not None or reading.has_error
    assert package.catalog is not None or package.has_error
    for language in LANGUAGES:
        assert all(issue_sentence(issue, language) for issue in (*reading.issues, *package.issues))
    if reading.flow is not None:
        flow = reading.flow
        ids = [part.id for part in (*flow.nodes, *flow.lines, *flow.lanes, *flow.documents, *flow.processes)]
        assert len(ids) == len(set(ids))
        nodes = {node.id for node in flow.nodes}
        assert all({line.source_id, line.target_id} <= nodes for line in flow.lines)
        assert len(steps_of(flow)) == sum(node.is_task for node in flow.nodes)


@given(st.integers(0, len(CSV)), st.integers(0, 40), st.binary(max_size=6))
def test_bytes_of_a_csv_may_be_cut_or_overwritten(start: int, length: int, instead: bytes) -> None:
    assert_answered(CSV[:start] + instead + CSV[start + length :], "a.csv")


@given(st.integers(0, len(XLSX)), st.integers(0, 40), st.binary(max_size=6))
@settings(max_examples=50)
def test_bytes_of_a_workbook_may_be_cut_or_overwritten(start: int, length: int, instead: bytes) -> None:
    assert_answered(XLSX[:start] + instead + XLSX[start + length :], "a.xlsx")


@given(st.sampled_from(sorted(PARTS)), st.floats(0, 1), st.integers(0, 40), st.binary(max_size=6))
@settings(max_examples=100)
def test_parts_of_a_workbook_may_be_cut_or_overwritten(part: str, place: float, length: int, instead: bytes) -> None:
    content = PARTS[part]
    start = int(place * len(content))
    assert_answered(repacked(XLSX, {part: content[:start] + instead + content[start + length :]}), "a.xlsx")


@given(st.lists(st.lists(CELLS, max_size=13), max_size=8), st.sampled_from([FLOW_HEADINGS, FEATURE_HEADINGS]))
def test_cells_may_hold_anything(rows: list[list[str]], headings: str) -> None:
    quoted = (",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    assert_answered(("\n".join([headings, *quoted])).encode("utf-8", errors="replace"), "a.csv")


@given(st.text(max_size=60))
def test_numbers_are_read_or_are_none(text: str) -> None:
    for value in (minutes_of(text, "作業時間(分)"), cases_of(text, "作業量(件/年)")):
        assert value is None or value >= 0


@given(st.text())
def test_no_name_of_a_list_is_blank_or_repeated(text: str) -> None:
    names = split_names(text)
    assert all(name.strip() for name in names)
    assert len(names) == len(set(names))


@given(st.text(), st.integers(0, 5))
def test_there_are_as_many_conditions_as_successors(text: str, count: int) -> None:
    assert len(split_conditions(text, count)[0]) == count
