"""A committee looks at two members' flows side by side: a step, what divides them, the map, the table to take away."""

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Serve, Settle

from fitgap.app.files import load
from fitgap.app.paths import DATABASE_VARIABLE, sqlite_url
from fitgap.app.workspace import Workspace

PATIENCE_MILLISECONDS = 30_000
FILES = {"青葉野市": "aobano/tennyu.bpmn", "白嶺市": "shirane/tennyu.xlsx"}

expect.set_options(timeout=PATIENCE_MILLISECONDS)


@pytest.fixture(scope="module")
def address(serve: Serve, tmp_path_factory: pytest.TempPathFactory, repository: Path) -> str:
    """The compare page over one process of two members."""
    url = sqlite_url(tmp_path_factory.mktemp("compare") / "fitgap.db")
    workspace = Workspace.open(url)
    for member, file in FILES.items():
        workspace.add_flow(member, load(repository / "processes" / file), person="見本")
    workspace.close()
    return serve(repository / "app.py", {DATABASE_VARIABLE: url}) + "compare"


def test_two_members_side_by_side(page: Page, settle: Settle, address: str, tmp_path: Path) -> None:
    page.goto(address)
    settle(page)
    expect(page.get_by_text("機械の提案").first).to_be_visible()
    matrix = page.get_by_test_id("stDataFrame").first
    expect(matrix.locator("canvas").first).to_be_visible()
    settle(page)
    matrix.click(position={"x": 17, "y": 70})  # the box before the first row, drawn on a canvas
    expect(page.locator(".st-key-compare_picked")).to_contain_text("の違い")
    settle(page)

    with page.expect_download() as taking:
        page.get_by_role("button", name="まとまりをCSVで保存").click()
    taking.value.save_as(tmp_path / "groups.csv")
    with (tmp_path / "groups.csv").open(encoding="utf-8-sig", newline="") as table:
        assert {row["member"] for row in csv.DictReader(table)} == set(FILES)

    page.get_by_role("tab", name="団体どうしの隔たり").click()
    settle(page)
    picture = page.get_by_test_id("stVegaLiteChart")
    expect(picture.locator("canvas, svg").first).to_be_visible()
