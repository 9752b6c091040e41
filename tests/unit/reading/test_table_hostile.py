"""Hostile and mistaken tables, one a line, with what a person is told about each. None may raise."""

import io
import zipfile
from dataclasses import replace

import pytest
from tests.unit.reading.table_files import FLOW_HEADINGS, codes, csv_of, options, read_package, repacked, xlsx_of

from fitgap.model.message import Severity
from fitgap.policies.loading import default_policy
from fitgap.reading import read_flow
from fitgap.reading.catalog import CATALOG_READERS
from fitgap.reading.result import NamedBytes, ReadOptions
from fitgap.texts import LANGUAGES, issue_sentence

HEADING = ["No", "作業名", "作業内容", "次作業No"]
VALID = xlsx_of({"転入": [HEADING, [1, "受付", "受ける", 2], [2, "審査", "見る", None]]})
SHEET = "xl/worksheets/sheet1.xml"
START = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


def part(name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(VALID)) as archive:
        return archive.read(name)


def with_sheet(text: str | bytes) -> bytes:
    return repacked(VALID, {SHEET: text.encode() if isinstance(text, str) else text})


def with_doctype(name: str, doctype: str = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>') -> bytes:
    return repacked(VALID, {name: doctype.encode() + part(name)})


def rows(text: str) -> str:
    return f'{START}<dimension ref="A1:XFD1048576"/><sheetData>{text}</sheetData></worksheet>'


def many_parts() -> bytes:
    return repacked(VALID, {f"xl/media/{n}.xml": b"<a/>" for n in range(2001)})


BLANK_ROWS = "".join(f'<row r="{n}" s="1" customFormat="1"/>' for n in range(1, 3000))
REFUSED: dict[str, tuple[str, bytes, str]] = {
    "document type in a sheet": ("a.xlsx", with_doctype(SHEET), "xml.document_type"),
    "document type in the strings": ("a.xlsx", with_doctype("xl/styles.xml"), "xml.document_type"),
    "document type in a relation": ("a.xlsx", with_doctype("_rels/.rels"), "xml.document_type"),
    "document type under another suffix": (
        "a.xlsx",
        repacked(VALID, {"xl/evil.bin": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"}),
        "xml.document_type",
    ),
    "a sheet in UTF-16": (
        "a.xlsx",
        with_sheet(part(SHEET).decode().replace("UTF-8", "UTF-16").encode("utf-16")),
        "tables.not_utf8_inside",
    ),
    "a sheet in EBCDIC": ("a.xlsx", with_sheet(part(SHEET).decode().encode("cp037")), "tables.not_utf8_inside"),
    "a sheet that declares another encoding": (
        "a.xlsx",
        with_sheet(b'<?xml version="1.0" encoding="cp037"?><a/>'),
        "tables.not_utf8_inside",
    ),
    "zip bomb": ("a.xlsx", with_sheet(rows(" " * 40_000_000)), "tables.zip_bomb"),
    "too many parts": ("a.xlsx", many_parts(), "tables.too_many_parts"),
    "no workbook part": ("a.xlsx", repacked(VALID, {"xl/workbook.xml": b"<a/>"}), "wrong_content.empty"),
    "sheet cut off": ("a.xlsx", with_sheet(part(SHEET)[:-80]), "tables.workbook_unreadable"),
    "style that is not there": ("a.xlsx", repacked(VALID, {"xl/styles.xml": b""}), "tables.workbook_unreadable"),
    "deep sheet": ("a.xlsx", with_sheet(START + "<a>" * 100_000), "tables.workbook_unreadable"),
    "only blank rows": ("a.xlsx", with_sheet(rows(BLANK_ROWS)), "wrong_content.empty"),
    "cut off": ("a.xlsx", VALID[: len(VALID) // 2], "wrong_content.broken_zip"),
    "csv as xlsx": ("a.xlsx", csv_of(FLOW_HEADINGS, "1,受付"), "wrong_content.text"),
    "xlsx as csv": ("a.csv", VALID, "wrong_content.xlsx"),
    "BPMN as csv": ("a.csv", b"<definitions/>", "wrong_content.xml"),
    "PDF as csv": ("a.csv", b"%PDF-1.4", "wrong_content.pdf"),
    "old Excel": ("a.xlsx", b"\xd0\xcf\x11\xe0" + "Workbook".encode("utf-16-le"), "wrong_content.xls"),
    "workbook with a password": (
        "a.xlsx",
        b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
        "wrong_content.encrypted_office",
    ),
    "empty": ("a.csv", b"", "wrong_content.empty"),
    "only commas": ("a.csv", b",,,\r\n,,,", "wrong_content.empty"),
    "zeros": ("a.csv", b"\x00" * 5000, "wrong_content.binary"),
    "50 MB": ("a.csv", b"1," * 25_000_000, "wrong_content.too_large"),
    "no headings": ("a.csv", "あ,い\r\n1,2".encode(), "tables.no_headings"),
    "prose": ("a.csv", "これは表ではありません。".encode(), "tables.no_headings"),
}


@pytest.mark.parametrize(("name", "content", "code"), REFUSED.values(), ids=REFUSED)
def test_refused_with_a_sentence(name: str, content: bytes, code: str) -> None:
    reading = read_flow(NamedBytes(name=name, content=content), options())
    errors = [issue for issue in reading.issues if issue.severity is Severity.ERROR]
    assert ([issue.code for issue in errors], reading.flow) == ([code], None)
    assert all("—" in issue_sentence(errors[0], language) for language in LANGUAGES)


@pytest.mark.parametrize(("name", "content", "code"), REFUSED.values(), ids=REFUSED)
def test_catalogues_refuse_the_same(name: str, content: bytes, code: str) -> None:
    reading = read_package({name: content})
    assert reading.catalog is None
    assert code.replace("tables.no_headings", "catalog.no_headings") in codes(reading)


READ_WITH_A_WORD: dict[str, tuple[bytes, str]] = {
    "macros": (repacked(VALID, {"xl/vbaProject.bin": b"\x00"}), "tables.macros_ignored"),
    "links": (repacked(VALID, {"xl/externalLinks/externalLink1.xml": b"<a/>"}), "tables.links_ignored"),
}


@pytest.mark.parametrize(("content", "code"), READ_WITH_A_WORD.values(), ids=READ_WITH_A_WORD)
def test_read_and_reported(content: bytes, code: str) -> None:
    reading = read_flow(NamedBytes(name="a.xlsx", content=content), options())
    assert reading.flow is not None
    assert code in codes(reading)


def test_a_claimed_size_and_endless_merges_cost_nothing() -> None:
    merges = '<mergeCell ref="A1:XFD1048576"/>' * 500
    sheet = part(SHEET).decode().replace("</sheetData>", f"</sheetData><mergeCells>{merges}</mergeCells>")
    sheet = sheet.replace('ref="A1:D3"', 'ref="A1:XFD1048576"')
    reading = read_flow(NamedBytes(name="a.xlsx", content=with_sheet(sheet)), options())
    assert reading.has_error


def test_a_row_far_away_is_read_with_its_number() -> None:
    sheet = part(SHEET).decode().replace('r="3"', 'r="70000"').replace("A3", "A70000").replace("B3", "B70000")
    reading = read_flow(NamedBytes(name="a.xlsx", content=with_sheet(sheet)), options())
    assert reading.flow is not None
    assert max(node.source.row or 0 for node in reading.flow.nodes) == 70_000


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
@pytest.mark.parametrize(
    ("limit", "value", "code"),
    [
        ("table_rows", 2, "tables.too_many_rows"),
        ("table_columns", 3, "tables.too_many_columns"),
        ("cell_characters", 4, "tables.cell_too_long"),
    ],
)
def test_limits_come_from_the_policy(name: str, limit: str, value: int, code: str) -> None:
    limits = replace(default_policy().limits, **{limit: value})
    content = (
        VALID if name == "a.xlsx" else csv_of("No,作業名,作業内容,次作業No", "1,受付をする,受ける,2", "2,審査,見る,")
    )
    if name == "a.xlsx":
        content = xlsx_of({"転入": [HEADING, [1, "受付をする", "受ける", 2], [2, "審査", "見る", "終了"]]})
    reading = read_flow(NamedBytes(name=name, content=content), ReadOptions(limits=limits))
    assert code in codes(reading)


@pytest.mark.parametrize("limit", ["workbook_tags", "workbook_parts", "unpacked_bytes"])
def test_workbooks_are_refused_by_the_policy(limit: str) -> None:
    limits = replace(default_policy().limits, **{limit: 5})
    reading = read_flow(NamedBytes(name="a.xlsx", content=VALID), ReadOptions(limits=limits))
    assert reading.has_error


@pytest.mark.parametrize("suffix", sorted(CATALOG_READERS))
@pytest.mark.parametrize("content", [b"", b"\x00\xff" * 100, b"PK\x03\x04broken", b"%PDF-1.4", b"\x1f\x8b\x08"])
def test_no_catalogue_reader_raises_on_wrong_content(suffix: str, content: bytes) -> None:
    reading = read_package({f"features{suffix}": content})
    assert reading.catalog is None
    assert reading.has_error


def test_formulas_and_markup_stay_texts() -> None:
    content = csv_of(FLOW_HEADINGS, '1,"=HYPERLINK(""http://127.0.0.1"")",<script>alert(1)</script>,,,,,,,,,')
    flow = read_flow(NamedBytes(name="a.csv", content=content), options()).flow
    assert flow is not None
    assert flow.nodes[1].name == '=HYPERLINK("http://127.0.0.1")'
