"""A fourth member comes in, is found in its process, and people correct what the machine put together."""

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Serve, Settle
from tests.browser.test_main_job import import_flow, say_who

from fitgap.app.files import load
from fitgap.app.paths import DATABASE_VARIABLE, sqlite_url
from fitgap.app.workspace import Workspace

PATIENCE_MILLISECONDS = 30_000
FILES = {"青葉野市": "aobano/tennyu.bpmn", "白嶺市": "shirane/tennyu.xlsx", "汐見町": "shiomi/tennyu.bpmn"}
FOURTH = "緑台町"
NAME = "受付で用件を聞く"

expect.set_options(timeout=PATIENCE_MILLISECONDS)


@pytest.fixture(scope="module")
def address(serve: Serve, tmp_path_factory: pytest.TempPathFactory, repository: Path) -> str:
    """The screens over one process of three members."""
    url = sqlite_url(tmp_path_factory.mktemp("corrections") / "fitgap.db")
    workspace = Workspace.open(url)
    for member, file in FILES.items():
        workspace.add_flow(member, load(repository / "processes" / file), person="見本")
    workspace.close()
    return serve(repository / "app.py", {DATABASE_VARIABLE: url})


def taken(page: Page, button: str, file: Path) -> list[dict[str, str]]:
    with page.expect_download() as taking:
        page.get_by_role("button", name=button).click()
    taking.value.save_as(file)
    with file.open(encoding="utf-8-sig", newline="") as table:
        return list(csv.DictReader(table))


def test_a_fourth_member_and_a_correction(
    page: Page, settle: Settle, address: str, repository: Path, tmp_path: Path
) -> None:
    page.goto(f"{address}imports")
    settle(page)
    say_who(page, settle)
    import_flow(page, settle, FOURTH, repository / "processes" / "shiomi" / "tennyu.bpmn")

    page.goto(f"{address}compare")
    settle(page)
    expect(page.get_by_role("button", name="比べる団体 4／4")).to_be_visible()

    # By keyboard: choose the first common step, name it.
    chooser = page.get_by_role("combobox", name=re.compile("直す手順を選ぶ"))
    settle(page)
    chooser.click()
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")
    card = page.locator(".st-key-compare_picked")
    expect(card).to_contain_text("機械の提案")
    settle(page)
    card.get_by_role("tab", name="名前").click()
    card.get_by_role("textbox", name="共通の手順の名前").fill(NAME)
    page.keyboard.press("Tab")
    settle(page)
    card.get_by_role("button", name="名前を変える").click()
    expect(card).to_contain_text("人が直したまとまり")
    expect(card.get_by_text(NAME).first).to_be_visible()
    settle(page)

    # Split the fourth member's step off.
    card.get_by_role("tab", name="移す・分ける").click()
    steps = card.get_by_role("combobox", name=re.compile("動かす手順"))
    steps.click()
    steps.fill(FOURTH)
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    settle(page)
    card.get_by_role("button", name="移す", exact=True).click()
    expect(page.get_by_text("まとまりを直しました")).to_be_visible()
    settle(page)

    page.reload()
    settle(page)
    expect(card).to_contain_text(NAME)
    settle(page)
    card.get_by_role("tab", name="記録").click()
    expect(card.get_by_text(re.compile(f"{FOURTH}.*を、「{NAME}」から分けた"))).to_be_visible()

    groups = taken(page, "まとまりをCSVで保存", tmp_path / "groups.csv")
    named = [row for row in groups if row["common_name"] == NAME]
    assert FOURTH not in {row["member"] for row in named}
    assert {row["corrected"] for row in named} == {"yes"}
    missing = taken(page, "「なし」の理由をCSVで保存", tmp_path / "absences.csv")
    assert [row["reason"] for row in missing if (row["common_name"], row["member"]) == (NAME, FOURTH)] == [""]
