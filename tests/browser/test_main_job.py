"""The main job as an official does it: files in, a look at the diagram, a decision, a workbook out."""

import re
from pathlib import Path
from urllib.parse import quote

import openpyxl
import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Serve, Settle

from fitgap.app.files import catalog_files, load
from fitgap.app.paths import DATABASE_VARIABLE, sqlite_url
from fitgap.app.workspace import Workspace

PERSON = "情報政策課 山田"
REASON = "窓口で聞き取りまで行えるため"
STEP, STEP_NAME = "Task_T03", "書かない窓口で届出内容を聞き取り入力する"
PATIENCE_MILLISECONDS = 30_000
HOSTILE = "**太字** [a](http://x.example) :material/home: $x^2$ <img src=x> www.x.example a@x.example :smile: -> 1"


expect.set_options(timeout=PATIENCE_MILLISECONDS)


@pytest.fixture(scope="module")
def empty(serve: Serve, tmp_path_factory: pytest.TempPathFactory, repository: Path) -> str:
    """The address of the screens over a database that is not there yet."""
    database = tmp_path_factory.mktemp("empty") / "fitgap.db"
    return serve(repository / "app.py", {DATABASE_VARIABLE: sqlite_url(database)})


@pytest.fixture(scope="module")
def stocked(serve: Serve, tmp_path_factory: pytest.TempPathFactory, repository: Path) -> str:
    """The address of the screens over one flow table and one package."""
    url = sqlite_url(tmp_path_factory.mktemp("stocked") / "fitgap.db")
    workspace = Workspace.open(url)
    workspace.add_flow("白嶺市", load(repository / "processes" / "shirane" / "tennyu.xlsx"), person="見本")
    package = catalog_files(repository / "package_catalogs" / "hibiki")
    workspace.add_catalog(tuple(load(file) for file in package), key="hibiki", person="見本")
    workspace.close()
    return serve(repository / "app.py", {DATABASE_VARIABLE: url})


def go(page: Page, settle: Settle, address: str) -> None:
    page.goto(address)
    settle(page)


def say_who(page: Page, settle: Settle) -> None:
    page.get_by_label("入力者の名前").first.fill(PERSON)
    page.get_by_role("button", name="この名前で記録する").first.click()
    expect(page.get_by_text(f"入力者：{PERSON}")).to_be_visible()
    settle(page)


def upload(page: Page, settle: Settle, *files: Path) -> None:
    page.locator('input[type="file"]').set_input_files([str(file) for file in files])
    page.get_by_text(files[-1].name).last.wait_for()
    settle(page)


def import_flow(page: Page, settle: Settle, member: str, *files: Path) -> None:
    box = page.get_by_role("combobox").first
    box.click()
    box.fill(member)
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")
    upload(page, settle, *files)
    page.get_by_role("button", name=f"{len(files)}件を取り込む").click()
    expect(page.get_by_text("取込の結果")).to_be_visible()
    settle(page)


def step(page: Page, element_id: str) -> None:
    """Click a step where a person would: in the middle of its box."""
    page.locator(f'[data-element-id="{element_id}"] .djs-hit').first.click(force=True)


def test_from_files_to_the_workbook(page: Page, settle: Settle, empty: str, repository: Path, tmp_path: Path) -> None:
    go(page, settle, f"{empty}imports")
    say_who(page, settle)
    import_flow(page, settle, "青葉野市", repository / "processes" / "aobano" / "tennyu.bpmn")
    import_flow(page, settle, "白嶺市", repository / "processes" / "shirane" / "tennyu.xlsx")
    page.get_by_text("パッケージ", exact=True).click()
    expect(page.get_by_text("機能一覧・帳票一覧・package.toml")).to_be_visible()
    upload(page, settle, *sorted((repository / "package_catalogs" / "hibiki").iterdir()))
    page.get_by_role("button", name="パッケージを取り込む").click()
    expect(page.get_by_text("を取り込みました。")).to_be_visible()

    go(page, settle, f"{empty}fit-gap?member=青葉野市")
    step(page, STEP)
    expect(page.get_by_text(re.compile(f"手順 3／16.*{STEP_NAME}"))).to_be_visible()
    expect(page.get_by_text("機械の推定", exact=True).last).to_be_visible()
    page.get_by_role("textbox", name="理由").fill(REASON)
    page.get_by_role("button", name="◎で確定").first.click()
    decided = page.get_by_text(f"決定：{PERSON}")
    expect(decided).to_be_visible()

    page.reload()
    settle(page)
    expect(decided).to_be_visible()
    expect(page.get_by_text(f"入力者：{PERSON}")).to_be_visible()
    expect(page.get_by_text("決定 1／16")).to_be_visible()
    label = page.locator(f'[data-element-id="{STEP}"]').get_attribute("aria-label") or ""
    assert "人の決定" in label

    page.get_by_role("button", name="取り消す").click()
    expect(page.get_by_text("決定 0／16")).to_be_visible()
    page.get_by_role("textbox", name="理由").fill(REASON)
    page.get_by_role("button", name="◎で確定").first.click()
    expect(page.get_by_text("決定 1／16")).to_be_visible()

    go(page, settle, f"{empty}export")
    page.get_by_role("button", name="Excelを作る").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Excelを保存する").click()
    download.value.save_as(tmp_path / "book.xlsx")
    book = openpyxl.load_workbook(tmp_path / "book.xlsx")
    rows = [[cell.value for cell in row] for row in book["3 Fit&Gap一覧"].iter_rows()]
    (line,) = (row for row in rows if PERSON in row)
    assert STEP_NAME in line
    assert REASON in line
    assert any("白嶺市" in row for row in rows)


def test_two_clicks_lead_from_nothing_to_a_coloured_diagram(
    page: Page, settle: Settle, serve: Serve, repository: Path, tmp_path: Path
) -> None:
    go(page, settle, serve(repository / "app.py", {DATABASE_VARIABLE: sqlite_url(tmp_path / "new.db")}))
    page.get_by_role("button", name="見本で試す").click()
    page.get_by_role("button", name="手順を見て決める").click()
    expect(page.locator("[data-fitgap-badge]")).to_have_count(16)


def test_the_uploader_speaks_our_language(page: Page, settle: Settle, stocked: str) -> None:
    go(page, settle, f"{stocked}imports")
    zone = page.get_by_test_id("stFileUploaderDropzone")
    written = "one => [...one.querySelectorAll('*')].map(e => getComputedStyle(e, '::after').content).join()"
    assert "ファイルを選ぶ" in zone.evaluate(written)
    assert zone.get_by_text(re.compile("[A-Za-z]{3}")).locator("visible=true").count() == 0


def test_a_table_is_drawn_and_walked(page: Page, settle: Settle, stocked: str) -> None:
    go(page, settle, f"{stocked}fit-gap")
    expect(page.get_by_text(re.compile("手順 1／18"))).to_be_visible()
    expect(page.locator("[data-fitgap-badge]")).to_have_count(18)
    page.get_by_role("button", name="次へ →").click()
    expect(page.get_by_text(re.compile("手順 2／18"))).to_be_visible()


def test_somebody_elses_choice_appears_by_itself(page: Page, settle: Settle, stocked: str) -> None:
    go(page, settle, f"{stocked}fit-gap")
    expect(page.get_by_text("決定 0／18")).to_be_visible()
    page.get_by_role("textbox", name="理由").fill("書きかけ")
    other = page.context.new_page()
    other.goto(f"{stocked}fit-gap")
    settle(other)
    say_who(other, settle)
    other.get_by_role("button", name="－ 手作業").click()
    expect(other.get_by_text("決定 1／18")).to_be_visible()
    expect(page.get_by_text("決定 1／18")).to_be_visible()
    expect(page.get_by_text(f"決定：{PERSON}")).to_be_visible()
    expect(page.get_by_role("textbox", name="理由")).to_have_value("書きかけ")


def test_names_are_shown_as_they_are_written(page: Page, settle: Settle, stocked: str, tmp_path: Path) -> None:
    name = HOSTILE.replace("<", "&lt;").replace(">", "&gt;")
    file = tmp_path / "hostile.bpmn"
    file.write_text(
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="x">'
        f'<process id="p" name="{name}"><userTask id="t1" name="{name}"><documentation>{name}</documentation>'
        "</userTask></process></definitions>",
        encoding="utf-8",
    )
    go(page, settle, f"{stocked}imports")
    say_who(page, settle)
    import_flow(page, settle, HOSTILE, file)
    fit_gap = f"fit-gap?member={quote(HOSTILE)}"
    for name_of_page in ("imports", fit_gap, "forms", "export", ""):
        go(page, settle, stocked + name_of_page)
        main = page.get_by_test_id("stMain")
        assert main.locator("a[href*='x.example'], img[src='x'], .katex").count() == 0
        assert main.get_by_text("太字", exact=True).count() == 0
    go(page, settle, stocked + fit_gap)
    shown = page.locator(".st-key-walk").inner_text().replace("\u2060", "")
    assert HOSTILE in shown
