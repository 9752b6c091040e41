"""Evidence written and read again, and files that mean no good."""

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitgap.model.evidence import FILE_COLUMNS, EvidenceKind, EvidenceRow
from fitgap.policies import default_policy
from fitgap.reading.evidence_file import EvidenceReading, read_evidence
from fitgap.reading.result import NamedBytes, ReadOptions
from fitgap.reporting.evidence_file import FORMAT, evidence_file

ROW = EvidenceRow(
    process="転入届の受付",
    name="転入届を受け付ける",
    content="内容を確かめる。\n所要時間 4分",
    vendor="ひびき",
    product="総合行政",
    kind=EvidenceKind.CONFIRMED,
    feature_id="F1",
    feature_name="転入届の受付",
    member_count=3,
    members=("汐見町", "白嶺市", "青葉野市"),
    newest="2026-04-01",
    source="判断.csv",
)
GOOD = ("1", "転入", "受付", "", "ひびき", "総合行政", "選択", "F1", "", "2", "", "")


def read(content: bytes, name: str = "判断.csv") -> EvidenceReading:
    return read_evidence(NamedBytes(name=name, content=content), ReadOptions(limits=default_policy().limits), 1800)


def table(*rows: tuple[str, ...]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([(FORMAT, *FILE_COLUMNS), *rows])
    return text.getvalue().encode()


def put(**cells: str) -> tuple[str, ...]:
    return tuple(cells.get(name, cell) for name, cell in zip(("number", *FILE_COLUMNS), GOOD, strict=True))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_is_written_is_read_again(language: str) -> None:
    rows = (ROW, replace(ROW, kind=EvidenceKind.MANUAL, feature_id="", feature_name=""))
    reading = read(evidence_file(rows, language, with_names=True))
    assert reading.issues == ()
    assert reading.evidence is not None
    assert reading.evidence.rows == rows


@given(
    st.text(st.sampled_from("=+-@'\"、,;<b>あ1\n "), min_size=1, max_size=12).filter(lambda text: text.strip("'") > "")
)
def test_any_text_survives_and_none_becomes_a_formula(text: str) -> None:
    name = " ".join(text.split()) or "x"
    content = evidence_file((replace(ROW, name=name, feature_name=name),), "ja", with_names=True)
    cells = [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row]
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    evidence = read(content).evidence
    assert evidence is not None
    assert (evidence.rows[0].name, evidence.rows[0].feature_name) == (name, name)


def test_without_names_only_the_number_is_told() -> None:
    content = evidence_file((ROW,), "ja", with_names=False)
    assert not any(member.encode() in content for member in ROW.members)
    evidence = read(content).evidence
    assert evidence is not None
    assert (evidence.rows[0].member_count, evidence.rows[0].members) == (3, ())


def test_columns_may_be_moved_and_headings_sorted_away() -> None:
    lines = evidence_file((ROW,), "ja", with_names=True).decode("utf-8-sig")
    rows = [list(reversed(row)) for row in csv.reader(io.StringIO(lines))]
    text = io.StringIO()
    csv.writer(text).writerows([rows[0], *rows[2:]])
    evidence = read(text.getvalue().encode("cp932")).evidence
    assert evidence is not None
    assert evidence.rows == (ROW,)


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"name": " 　"}, "evidence.no_name"),
        ({"product": ""}, "evidence.no_product"),
        ({"kind": "たぶん"}, "evidence.bad_kind"),
        ({"feature_id": ""}, "evidence.no_feature"),
        ({"member_count": "=1+1"}, "evidence.bad_count"),
        ({"member_count": "999999999999"}, "evidence.bad_count"),
        ({"member_count": "-3"}, "evidence.bad_count"),
        ({"member_count": "0"}, "evidence.bad_count"),
    ],
)
def test_a_row_that_cannot_be_used_is_told_with_its_row(cells: dict[str, str], code: str) -> None:
    reading = read(table(GOOD, put(**cells)))
    assert [(issue.code, issue.source.row) for issue in reading.issues if issue.code.startswith("evidence.")] == [
        (code, 3)
    ]
    assert reading.evidence is not None
    assert len(reading.evidence.rows) == 1


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"members": "汐見町、青葉野市、白嶺市"}, "evidence.count_raised"),
        ({"newest": "昨日"}, "evidence.bad_day"),
        ({"kind": "手作業"}, "evidence.feature_ignored"),
    ],
)
def test_a_row_is_used_with_a_remark(cells: dict[str, str], code: str) -> None:
    reading = read(table(put(**cells)))
    assert [issue.code for issue in reading.issues if issue.code.startswith("evidence.")] == [code]
    assert reading.evidence is not None
    assert reading.evidence.rows[0].member_count >= 2


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"a,b\n1,2\n", "evidence.no_headings"),
        (table(), "evidence.no_rows"),
        (table(GOOD).replace(b"evidence_1", b"evidence_2"), "evidence.newer"),
        (b"", "wrong_content.empty"),
        (b"PK\x03\x04", None),
        (b"\x00\xff" * 500, None),
        (b'"' + b"=cmd|' /C calc'!A0," * 2000, None),
    ],
)
def test_what_is_no_evidence_is_refused_with_a_sentence(content: bytes, code: str | None) -> None:
    reading = read(content)
    assert reading.evidence is None
    assert reading.has_error
    assert code is None or code in [issue.code for issue in reading.issues]
