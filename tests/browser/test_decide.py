"""Deciding as a workshop does it: a reason, a reload, a second person on the same item, a workbook there and back."""

import re
from pathlib import Path
from urllib.parse import quote

import openpyxl
import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import OpenTab, Pick, Serve, Settle

from fitgap.app.files import catalog_files, load
from fitgap.app.paths import DATABASE_VARIABLE, sqlite_url
from fitgap.app.workspace import Workspace

FOLLOW_MILLISECONDS = 30_000  # some seconds between two questions, and a busy machine


expect.set_options(timeout=30_000)
REASON = "窓口の控えをやめ、標準機能に合わせる"


@pytest.fixture(scope="module")
def site(serve: Serve, tmp_path_factory: pytest.TempPathFactory, repository: Path) -> str:
    """The screens over one flow table and one package."""
    url = sqlite_url(tmp_path_factory.mktemp("decide") / "fitgap.db")
    workspace = Workspace.open(url)
    workspace.add_flow(
        "白嶺市", load(repository / "processes" / "shirane" / "kokuho-kogaku-ryoyohi.xlsx"), person="見本"
    )
    package = catalog_files(repository / "package_catalogs" / "hibiki")
    workspace.add_catalog(tuple(load(file) for file in package), key="hibiki", person="見本")
    workspace.close()
    return serve(repository / "app.py", {DATABASE_VARIABLE: url})


@pytest.fixture
def second(open_tab: OpenTab) -> Page:
    """Another person's computer."""
    return open_tab()


def sit_down(page: Page, settle: Settle, site: str, name: str, address: str) -> None:
    page.context.add_cookies([{"name": "fitgap_person", "value": quote(name), "url": site}])
    page.goto(f"{site}{address}")
    settle(page)


def item_of(page: Page) -> str:
    return re.sub(r".*item=(\w+).*", r"\1", page.url)


def test_two_people_decide_and_the_workbook_goes_there_and_back(
    page: Page, second: Page, settle: Settle, pick: Pick, site: str, tmp_path: Path
) -> None:
    sit_down(page, settle, site, "山田", "decide?package=hibiki")
    expect(page.get_by_text("まだ誰も決めていません。")).to_be_visible()
    item = item_of(page)
    sit_down(second, settle, site, "佐藤", f"decide?package=hibiki&item={item}")
    second.get_by_role("textbox", name="理由").fill("私の書きかけ")
    second.get_by_role("textbox", name="担当者").click()
    settle(second)

    pick(page, "対応方針", "業務変更")
    expect(page.get_by_text("理由が必要です")).to_be_visible()
    page.get_by_role("textbox", name="理由").fill(REASON)
    page.keyboard.press("Tab")
    settle(page)
    page.get_by_role("button", name="決定を記録する").click()
    expect(page.get_by_text(re.compile("業務変更　山田")).first).to_be_visible()
    page.reload()
    settle(page)
    expect(page.get_by_text(re.compile("業務変更　山田")).first).to_be_visible()

    expect(second.get_by_text("開いている間に、ほかの人の記録で変わりました")).to_be_visible(
        timeout=FOLLOW_MILLISECONDS
    )
    pick(second, "対応方針", "廃止")
    settle(second)
    second.get_by_role("button", name="決定を記録する").click()
    expect(second.get_by_text("山田さんが")).to_be_visible()
    expect(second.get_by_role("textbox", name="理由")).to_have_value("私の書きかけ")
    second.get_by_role("button", name="確かめました").click()
    settle(second)
    second.get_by_role("button", name="決定を記録する").click()
    expect(second.get_by_text(re.compile("廃止　佐藤")).first).to_be_visible()
    expect(page.get_by_text(re.compile("廃止　佐藤")).first).to_be_visible(timeout=FOLLOW_MILLISECONDS)
    expect(page.get_by_text("履歴（2件）")).to_be_visible()

    book = _export(page, settle, site, tmp_path)
    sheet = book["3 Fit&Gap一覧"]
    titles = {str(cell.value): cell.column for cell in sheet[1]}
    decided = [row for row in range(2, sheet.max_row + 1) if sheet.cell(row, titles["対応方針"]).value == "廃止"]
    assert [sheet.cell(row, titles["理由"]).value for row in decided] == ["私の書きかけ"]
    assert [cell.value for cell in book["7 決定台帳・持ち帰り"]["B"][1:]] == ["有効", "後の決定に置き換え"]
    sheet.cell(decided[0], titles["理由"]).value = "会議で書き直した理由"
    book.save(tmp_path / "edited.xlsx")
    _read_back(page, settle, site, tmp_path / "edited.xlsx")
    page.goto(f"{site}decide?package=hibiki&item={item}")
    settle(page)
    expect(page.get_by_text("会議で書き直した理由").first).to_be_visible()


def _export(page: Page, settle: Settle, site: str, folder: Path) -> openpyxl.Workbook:
    page.goto(f"{site}export")
    settle(page)
    page.get_by_role("button", name="Excelを作る").click()
    expect(page.get_by_role("button", name="Excelを保存する")).to_be_visible()
    settle(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Excelを保存する").click()
    download.value.save_as(folder / "book.xlsx")
    return openpyxl.load_workbook(folder / "book.xlsx")


def _read_back(page: Page, settle: Settle, site: str, file: Path) -> None:
    page.goto(f"{site}imports")
    settle(page)
    page.get_by_text("Excelの決定", exact=True).click()
    expect(page.get_by_text("記入したブック（.xlsx）")).to_be_visible()
    page.locator('input[type="file"]').set_input_files(str(file))
    expect(page.get_by_text("変更 1件")).to_be_visible()
    table = page.get_by_test_id("stDataFrame").first
    box = table.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 18, box["y"] + 54)
    page.get_by_role("button", name="選んだ1件を記録する").click()
    expect(page.get_by_text("1件の決定を記録しました。")).to_be_visible()
