"""A committee presses a cell of the map, sees two flows, and edits, saves and takes away a common flow."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.browser.conftest import Serve, Settle

from fitgap.app.files import load
from fitgap.app.paths import DATABASE_VARIABLE, sqlite_url
from fitgap.app.workspace import Workspace
from fitgap.model.step import steps_of
from fitgap.policies import default_policy
from fitgap.reading import read_flow
from fitgap.reading.result import NamedBytes, ReadOptions

PATIENCE_MILLISECONDS = 30_000
COLD_START_MILLISECONDS = 120_000  # the first page of a server reads the dictionary and compares
FILES = {"青葉野市": "aobano/tennyu.bpmn", "汐見町": "shiomi/tennyu.bpmn", "白嶺市": "shirane/tennyu.xlsx"}
CELL = (150, 55)  # the second of the first row, from the corner of the map

expect.set_options(timeout=PATIENCE_MILLISECONDS)


@pytest.fixture(scope="module")
def address(serve: Serve, tmp_path_factory: pytest.TempPathFactory, repository: Path) -> str:
    """The compare page over one process of three members."""
    url = sqlite_url(tmp_path_factory.mktemp("commons") / "fitgap.db")
    workspace = Workspace.open(url)
    for member, file in FILES.items():
        workspace.add_flow(member, load(repository / "processes" / file), person="見本")
    workspace.close()
    return serve(repository / "app.py", {DATABASE_VARIABLE: url}) + "compare"


def arrive(page: Page, settle: Settle, address: str) -> None:
    """Open the page and wait until it is drawn."""
    page.set_default_timeout(COLD_START_MILLISECONDS)
    page.goto(address)
    expect(page.get_by_role("tab").first).to_be_visible(timeout=COLD_START_MILLISECONDS)
    settle(page)
    page.set_default_timeout(PATIENCE_MILLISECONDS)


def open_tab(page: Page, settle: Settle, name: str) -> None:
    page.get_by_role("tab", name=name, exact=True).click()
    settle(page)


def side(page: Page, name: str) -> Locator:
    """One of the two diagrams, drawn."""
    place = page.locator(f'[class*="st-key-pair_{name}_"]').filter(has=page.locator(".fitgap-frame"))
    expect(place.locator('[data-fitgap-viewer="ready"]')).to_be_visible()
    return place


def test_a_pressed_cell_opens_two_flows_and_a_step_finds_its_counterpart(
    page: Page, settle: Settle, address: str
) -> None:
    arrive(page, settle, address)
    open_tab(page, settle, "団体どうしの隔たり")
    picture = page.locator(".st-key-compare_map svg.marks")
    expect(picture).to_be_visible()
    settle(page)
    box = picture.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + CELL[1])
    left, right = side(page, "left"), side(page, "right")
    first = left.locator(".fitgap-shared.djs-element").first
    badge = left.locator(f'[data-fitgap-badge="{first.get_attribute("data-element-id")}"] .fitgap-sign')
    sign = badge.inner_text()
    first.locator(".djs-hit").first.click(force=True)
    linked = right.locator(".djs-element.fitgap-linked")
    expect(linked.first).to_be_visible()
    expect(right.locator(".fitgap-badge.fitgap-linked .fitgap-sign").first).to_contain_text(sign.split("・")[0])
    expect(right.locator(".fitgap-ring")).to_have_count(1)
    expect(page.get_by_text("同じ仕事とみた手順。機械の提案")).to_be_visible()


def test_a_common_flow_is_edited_saved_and_taken_away(page: Page, settle: Settle, address: str, tmp_path: Path) -> None:
    arrive(page, settle, address)
    page.get_by_role("button", name="入力者の名前を入れる").click()
    page.locator(".st-key-person_name_tool input").fill("情報政策課 山田")
    page.keyboard.press("Enter")
    settle(page)
    page.keyboard.press("Escape")
    open_tab(page, settle, "共通フロー")
    page.get_by_role("button", name="この案から編集を始める").click()
    settle(page)
    name = page.get_by_label("手順の名前（変えたらEnter）")
    settle(page)
    name.fill("届出の受け取り")
    name.press("Enter")
    settle(page)
    renamed = page.locator('[class*="st-key-common_diagram_draft_"] [aria-label*="届出の受け取り"]')
    expect(renamed).to_have_count(1)
    page.get_by_role("button", name="↓ 後へ").click()
    settle(page)
    page.get_by_role("button", name="版として保存").click()
    expect(page.get_by_text("第1版を保存しました。")).to_be_visible()
    settle(page)
    page.reload()
    settle(page)
    open_tab(page, settle, "共通フロー")
    expect(page.locator('[class*="st-key-common_diagram_version_"] [data-fitgap-viewer="ready"]')).to_be_visible()
    settle(page)
    with page.expect_download() as taking:
        page.get_by_role("button", name="BPMNで保存").click()
    taking.value.save_as(tmp_path / "common.bpmn")
    upload = NamedBytes(name="common.bpmn", content=(tmp_path / "common.bpmn").read_bytes())
    reading = read_flow(upload, ReadOptions(limits=default_policy().limits))
    assert reading.flow is not None
    assert not reading.has_error
    assert steps_of(reading.flow)[1].name == "届出の受け取り"
    assert reading.flow.diagram_count == 1
