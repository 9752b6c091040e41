"""Small tables for tests, written the way offices and vendors write them."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook

from fitgap.model.flow import Flow
from fitgap.policies.loading import default_policy
from fitgap.reading import read_flow
from fitgap.reading.catalog import read_catalog
from fitgap.reading.result import CatalogReading, ColumnMapping, FlowReading, NamedBytes, ReadOptions

FLOW_HEADINGS = (
    "No,作業名,作業内容,入力情報・帳票,出力情報・帳票,実施方法,担当部署,作業者,"
    "作業時間(分/件),作業量(件/年),次作業No,条件"
)
FEATURE_HEADINGS = "機能ID,大分類,中分類,機能名称,機能説明,実装区分,備考"
FORM_HEADINGS = "帳票ID,帳票名称,区分,用紙,出力方式,印字項目,実装区分,封入封緘"


def options(mappings: tuple[ColumnMapping, ...] = (), encoding: str = "", legend: str = "") -> ReadOptions:
    return ReadOptions(limits=default_policy().limits, mappings=mappings, encoding=encoding, legend=legend)


def csv_of(*lines: str, encoding: str = "utf-8") -> bytes:
    return "\r\n".join(lines).encode(encoding)


def xlsx_of(sheets: Mapping[str, Sequence[Sequence[Any]]], merges: Mapping[str, Sequence[str]] | None = None) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for cells in (merges or {}).get(name, ()):
            sheet.merge_cells(cells)
    return saved(book)


def saved(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def repacked(content: bytes, changes: Mapping[str, bytes]) -> bytes:
    """A workbook with some of its parts replaced or added."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in dict.fromkeys((*old.namelist(), *changes)):
            new.writestr(name, changes[name] if name in changes else old.read(name))
    return buffer.getvalue()


def read_table(content: bytes | str, name: str = "tennyu.csv", **chosen: Any) -> FlowReading:
    whole = content.encode() if isinstance(content, str) else content
    return read_flow(NamedBytes(name=name, content=whole), options(**chosen))


def flow_of(*lines: str) -> tuple[Flow, list[str]]:
    """The flow of a .csv with the usual headings, and the codes of its issues."""
    reading = read_table(csv_of(FLOW_HEADINGS, *lines))
    assert reading.flow is not None, codes(reading)
    return reading.flow, codes(reading)


def read_package(files: Mapping[str, bytes | str], **chosen: Any) -> CatalogReading:
    uploads = tuple(
        NamedBytes(name=name, content=content.encode() if isinstance(content, str) else content)
        for name, content in files.items()
    )
    return read_catalog(uploads, options(**chosen), "package")


def features_of(*lines: str, **chosen: Any) -> CatalogReading:
    return read_package({"features.csv": csv_of(FEATURE_HEADINGS, *lines)}, **chosen)


def codes(reading: FlowReading | CatalogReading) -> list[str]:
    return [issue.code for issue in reading.issues]
