"""The cost sheets recalculated by LibreOffice say what we say, to the yen, also after a reader changed an input."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from fitgap.model.cost import Bound, CostInput, GapPrice, GapWork, MemberWork, WayOut
from fitgap.model.cost_policy import Costs
from fitgap.model.cost_report import CostReport, CostRow
from fitgap.model.report import FitGapReport
from fitgap.policies import default_policy
from fitgap.quantifying import price_gap
from fitgap.reporting.workbook import fitgap_workbook

COSTS = default_policy().costs
CUSTOM, DETAILS = "6 カスタマイズ一覧", "8 費用明細(前提)"
GAPS = (
    ("gap", "M", ((7.5, 1_333), (3, 250))),
    ("partial", "L", ((2.3, 45_678), (1.1, 9))),
    ("gap", "S", ((None, None), (12, 7))),
)
DECIDED = (WayOut.CUSTOMISE_SHARED, WayOut.EUC, WayOut.CUSTOMISE_LOCAL)


def prices(costs: Costs, sizes: Mapping[int, str] | None = None) -> tuple[GapPrice, ...]:
    return tuple(
        price_gap(
            GapWork(
                key=str(number),
                name=f"手順{number}",
                process="転入",
                verdict=verdict,
                size=(sizes or {}).get(number, size),
                works=tuple(
                    MemberWork(member=member, minutes_per_case=minutes, cases_per_year=cases)
                    for member, (minutes, cases) in zip(("市", "町"), works, strict=True)
                ),
            ),
            costs,
        )
        for number, (verdict, size, works) in enumerate(GAPS)
    )


def workbook() -> bytes:
    rows = tuple(
        CostRow(catalog_key="k", package="架空", price=price, way=way)
        for price, way in zip(prices(COSTS), DECIDED, strict=True)
    )
    report = FitGapReport(title="試算", created_at="2026-04-01", entries=(), costs=CostReport(figures=COSTS, rows=rows))
    return fitgap_workbook(report, "ja")


def recalculated(
    book: bytes, folder: Path, changes: Mapping[tuple[str, str], object]
) -> dict[str, list[tuple[object, ...]]]:
    """A reader changes cells, LibreOffice works the sheets out again."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        if os.environ.get("FITGAP_REQUIRE_OFFICE") == "1":
            pytest.fail("FITGAP_REQUIRE_OFFICE is set and LibreOffice is missing")
        pytest.skip("LibreOffice is missing")
    opened = load_workbook(BytesIO(book))
    for (sheet, cell), value in changes.items():
        opened[sheet][cell] = value
    (folder / "in").mkdir()
    opened.save(folder / "in" / "costs.xlsx")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        office,
        profile,
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(folder),
        str(folder / "in/costs.xlsx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    done = load_workbook(folder / "costs.xlsx", data_only=True)
    return {name: list(done[name].iter_rows(min_row=2, values_only=True)) for name in (CUSTOM, DETAILS)}


def assert_equal(found: dict[str, list[tuple[object, ...]]], expected: tuple[GapPrice, ...], bound: Bound) -> None:
    lines = [row for row in found[DETAILS] if row[12] in {way.value for way in WayOut}]
    for number, price in enumerate(expected, start=1):
        row = found[CUSTOM][number - 1]
        shared = price.way(WayOut.CUSTOMISE_SHARED)
        assert shared is not None
        assert row[10:14] == (
            shared.once.at(bound),
            shared.yearly.at(bound),
            shared.total.at(bound) - shared.once.at(bound) - shared.yearly.at(bound) * price.years,
            shared.total.at(bound),
        )
        decided = price.way(DECIDED[number - 1])
        assert decided is not None
        assert row[19] == decided.total.at(bound)
        for way in price.ways:
            mine = [line for line in lines if line[0] == number and line[12] == way.way.value]
            if way.way not in (WayOut.CUSTOMISE_SHARED, WayOut.CUSTOMISE_LOCAL):
                assert [line[10] for line in mine] == [line.amount.at(bound) for line in way.lines]
                assert sum(int(str(line[11])) for line in mine) == way.total.at(bound)


def input_row(name: str) -> int:
    return 9 + list(COSTS.inputs).index(name)


def with_input(name: str, **figures: float) -> dict[str, CostInput]:
    return {**COSTS.inputs, name: replace(COSTS.inputs[name], **figures)}


@pytest.mark.office
def test_libreoffice_comes_to_the_same_yen(tmp_path: Path) -> None:
    assert_equal(recalculated(workbook(), tmp_path, {}), prices(COSTS), Bound.LIKELY)


@pytest.mark.office
def test_a_changed_rate_period_and_size_go_through_both_sheets(tmp_path: Path) -> None:
    changes = {
        (DETAILS, f"C{input_row('day_rate')}"): 72_345,
        (DETAILS, f"C{input_row('wage')}"): 3_333,
        (DETAILS, "B5"): 7,
        (CUSTOM, "G2"): "XL",
    }
    inputs = with_input("day_rate", likely=72_345)
    inputs["wage"] = replace(COSTS.inputs["wage"], likely=3_333)
    expected = prices(replace(COSTS, inputs=inputs, years=7), {0: "XL"})
    assert_equal(recalculated(workbook(), tmp_path, changes), expected, Bound.LIKELY)


@pytest.mark.office
def test_the_reader_switches_to_the_high_case(tmp_path: Path) -> None:
    assert_equal(recalculated(workbook(), tmp_path, {(DETAILS, "B4"): "高位"}), prices(COSTS), Bound.HIGH)


def test_every_amount_is_a_formula_and_every_input_has_its_source() -> None:
    book = load_workbook(BytesIO(workbook()))
    row = next(book[CUSTOM].iter_rows(min_row=2, max_row=2, values_only=True))
    assert all(str(value).startswith("=") for value in row[8:17])
    for name, one in COSTS.inputs.items():
        cells = [cell.value for cell in book[DETAILS][input_row(name)]]
        assert cells[1:4] == [one.low, one.likely, one.high]
        assert cells[6] in ("公表値", "※前提")
        assert cells[7] == one.source


def test_a_workaround_without_known_work_has_no_price() -> None:
    row = next(load_workbook(BytesIO(workbook()))[CUSTOM].iter_rows(min_row=4, max_row=4, values_only=True))
    assert row[15:17] == ('="－"', '="－"')
