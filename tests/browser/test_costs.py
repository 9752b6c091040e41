"""Three decisions change what a group pays: decided on one page, seen on the other, and in the file to take away."""

import re
from pathlib import Path
from urllib.parse import quote

import openpyxl
import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Pick, Serve, Settle

from fitgap.app.files import catalog_files, load
from fitgap.app.paths import DATABASE_VARIABLE, sqlite_url
from fitgap.app.workspace import Workspace

expect.set_options(timeout=30_000)
FIRST_LOOK_MILLISECONDS = 120_000
"""The first page of a server reads everything and holds it against the package."""
DECISIONS = (("運用回避", "", ""), ("カスタマイズ（個別）", "条例", "M"), ("標準機能適用", "", ""))
TOTAL = re.compile(r"決定分の期間計 ([\d,]+)千円")


@pytest.fixture(scope="module")
def site(serve: Serve, tmp_path_factory: pytest.TempPathFactory, repository: Path) -> str:
    """The screens over one flow and one package."""
    url = sqlite_url(tmp_path_factory.mktemp("costs") / "fitgap.db")
    workspace = Workspace.open(url)
    flow = repository / "processes" / "aobano" / "kokuho-kogaku-ryoyohi.bpmn"
    workspace.add_flow("青葉野市", load(flow), person="見本")
    package = catalog_files(repository / "package_catalogs" / "hibiki")
    workspace.add_catalog(tuple(load(file) for file in package), key="hibiki", person="見本")
    workspace.close()
    return serve(repository / "app.py", {DATABASE_VARIABLE: url})


def total(page: Page) -> int:
    found = TOTAL.search(page.locator(".st-key-cost_line").inner_text())
    assert found is not None
    return int(found[1].replace(",", ""))


def decide(page: Page, settle: Settle, pick: Pick, way: str, cause: str, size: str) -> None:
    """The next item that nobody decided: its price is shown before, the totals after."""
    pick(page, "対応方針", way)
    expect(page.locator(".st-key-cost_of_decision")).to_contain_text("この決定の費用")
    if cause:
        pick(page, "差異の原因", cause)
    page.get_by_role("textbox", name="理由").fill("話し合いで決めた")
    if size:
        settle(page)
        page.get_by_text("影響・規模・代替案などを書く").click()
        pick(page, "規模", size)
    page.get_by_role("button", name="決定を記録する").click()
    expect(page.get_by_text(re.compile(f"{way}　山田")).first).to_be_visible()
    settle(page)


def test_three_decisions_change_the_totals(page: Page, settle: Settle, pick: Pick, site: str, tmp_path: Path) -> None:
    page.context.add_cookies([{"name": "fitgap_person", "value": quote("山田"), "url": site}])
    page.goto(f"{site}decide?package=hibiki")
    page.locator(".st-key-cost_line").wait_for(timeout=FIRST_LOOK_MILLISECONDS)
    settle(page)
    seen = [total(page)]
    for way, cause, size in DECISIONS:
        if len(seen) > 1:
            page.get_by_role("button", name=re.compile("次の未決定")).click()
            settle(page)
        decide(page, settle, pick, way, cause, size)
        seen.append(total(page))
    assert seen[0] == 0
    assert seen == sorted(set(seen)), "each decision adds what it costs"

    page.goto(f"{site}costs?costs=group&package=hibiki")
    settle(page)
    strip = page.locator(".st-key-cost_strip")
    expect(strip).to_contain_text(f"{seen[-1]:,}千円")
    expect(strip).to_contain_text("1件／上限10件")
    expect(page.get_by_test_id("stVegaLiteChart").locator("canvas, svg").first).to_be_visible()

    page.get_by_role("button", name="持ち帰る").click()
    with page.expect_download() as taking:
        page.get_by_role("button", name="費用の表（Excel・式入り）").click()
    taking.value.save_as(tmp_path / "costs.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "costs.xlsx")["6 カスタマイズ一覧"]
    assert {cell.value for cell in sheet["R"]} >= {way for way, _, _ in DECISIONS}
