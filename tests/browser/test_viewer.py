"""The flow viewer in a real browser: marks, clicks, keys, reruns, hostile names, damaged files."""

import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import PATIENCE_SECONDS, Serve, Settle

READY = '[data-fitgap-viewer="ready"]'
SCRIPT = Path(__file__).parent / "scripts" / "viewer.py"
HOSTILE = "<img src=x onerror=\"document.body.dataset.broken='yes'\">"


@pytest.fixture(scope="module")
def address(serve: Serve, repository: Path) -> str:
    env = {
        "FITGAP_TEST_DIAGRAM": str(repository / "processes" / "aobano" / "tennyu.bpmn"),
        "FITGAP_TEST_TWO_DIAGRAMS": str(Path(__file__).parent / "data" / "two_diagrams.bpmn"),
        "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false",
    }
    return serve(SCRIPT, env)


@pytest.fixture
def viewer(page: Page, address: str, settle: Settle) -> Page:
    page.goto(address)
    settle(page)
    page.wait_for_selector(READY)
    return page


def zoom_of(page: Page) -> str:
    return page.locator(f"{READY} .viewport").get_attribute("transform") or ""


def scale_of(page: Page) -> float:
    return float(re.findall(r"[\d.]+", zoom_of(page))[0])


def is_inside_canvas(page: Page, step: str) -> bool:
    inner = page.locator(f'[data-element-id="{step}"] .djs-hit').bounding_box()
    outer = page.locator(".fitgap-canvas").bounding_box()
    assert inner
    assert outer
    return (
        outer["x"] <= inner["x"]
        and inner["x"] + inner["width"] <= outer["x"] + outer["width"]
        and outer["y"] <= inner["y"]
        and inner["y"] + inner["height"] <= outer["y"] + outer["height"]
    )


def zoomed_from(page: Page, before: str) -> str:
    """The place and zoom, once they are others than before."""
    expect(page.locator(f"{READY} .viewport")).not_to_have_attribute("transform", before)
    return zoom_of(page)


def come_into_view(page: Page, step: str) -> None:
    """Wait until a step lies inside the canvas."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not is_inside_canvas(page, step) and time.monotonic() < until:
        page.evaluate("new Promise(requestAnimationFrame)")
    assert is_inside_canvas(page, step)


def test_every_mark_shows_sign_border_and_words(viewer: Page) -> None:
    badges = viewer.locator("[data-fitgap-badge]")
    assert badges.evaluate_all("all => all.map(one => [one.dataset.fitgapBadge, one.innerText.split('\\n')])") == [
        ["Task_T01", ["◎", "済", "要再確認"]],
        ["Task_T03", ["△"]],
        ["Task_T04", ["×", "済"]],
        ["Task_T16", ["－"]],
    ]
    border = "one => getComputedStyle(one).strokeDasharray"
    shape = '[data-element-id="{}"] .djs-visual > rect'
    assert viewer.locator(shape.format("Task_T03")).first.evaluate(border) != "none"
    assert viewer.locator(shape.format("Task_T04")).first.evaluate(border) == "none"
    label = viewer.locator('[data-element-id="Task_T03"]').get_attribute("aria-label")
    assert label == "書かない窓口で届出内容を聞き取り入力する：一部適合、機械の推定"


def test_click_reaches_python_once_and_outlines_the_step(viewer: Page) -> None:
    viewer.locator('[data-element-id="Task_T03"] .djs-hit').click(force=True)
    expect(viewer.get_by_text("clicked=Task_T03 step=Task_T03 clicks=1")).to_be_visible()
    expect(viewer.locator('[data-element-id="Task_T03"] > .fitgap-ring')).to_have_count(1)
    expect(viewer.locator(".fitgap-ring")).to_have_count(1)


def test_a_gateway_is_no_step(viewer: Page) -> None:
    viewer.locator('[data-element-id="Gateway_X1"] .djs-hit').first.click(force=True)
    viewer.get_by_role("button", name="run again").click()
    expect(viewer.get_by_text("clicked=None step=None clicks=0")).to_be_visible()


def test_place_and_zoom_survive_a_rerun(viewer: Page, settle: Settle) -> None:
    first = zoom_of(viewer)
    viewer.get_by_role("button", name="拡大", exact=True).click()
    zoomed = zoomed_from(viewer, first)
    viewer.locator(".fitgap-canvas").evaluate("one => { one.dataset.kept = 'yes' }")
    viewer.get_by_role("button", name="run again").click()
    settle(viewer)
    assert zoom_of(viewer) == zoomed
    expect(viewer.locator('.fitgap-canvas[data-kept="yes"]')).to_have_count(1)


def test_a_selected_step_comes_into_view_at_the_same_zoom(viewer: Page) -> None:
    assert not is_inside_canvas(viewer, "Task_T16")
    scale = scale_of(viewer)
    viewer.get_by_role("button", name="walk to the end").click()
    expect(viewer.locator('[data-element-id="Task_T16"] > .fitgap-ring')).to_have_count(1)
    come_into_view(viewer, "Task_T16")
    assert scale_of(viewer) == pytest.approx(scale, abs=0.001)


def test_the_keyboard_walks_chooses_and_zooms(viewer: Page) -> None:
    canvas = viewer.locator(f"{READY} svg[role=group]")
    canvas.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft", "Enter"):
        viewer.keyboard.press(key)
    expect(viewer.get_by_text("clicked=Task_T03 step=Task_T03 clicks=1")).to_be_visible()
    canvas.focus()  # the way goes on from the chosen step
    for key in ("ArrowRight", "Enter"):
        viewer.keyboard.press(key)
    expect(viewer.get_by_text("clicked=Task_T04 step=Task_T04 clicks=2")).to_be_visible()
    before = zoom_of(viewer)
    viewer.keyboard.press("+")
    zoomed_from(viewer, before)
    viewer.keyboard.press("End")
    come_into_view(viewer, "Task_T16")


def test_dragging_moves_the_diagram_and_chooses_nothing(viewer: Page) -> None:
    before = zoom_of(viewer)
    box = viewer.locator('[data-element-id="Task_T04"] .djs-hit').bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    viewer.mouse.move(x, y)
    viewer.mouse.down()
    viewer.mouse.move(x - 150, y, steps=5)
    viewer.mouse.up()
    zoomed_from(viewer, before)
    expect(viewer.get_by_text("clicked=None step=None clicks=0")).to_be_visible()


def test_names_are_text_and_never_markup(viewer: Page) -> None:
    step = viewer.locator('[data-element-id="Task_T01"]')
    assert step.get_attribute("aria-label") == f"{HOSTILE}：適合、人の決定、要再確認（決定後に本文が変わりました）"
    assert viewer.locator(f"{READY} img").count() == 0
    assert viewer.locator("body").get_attribute("data-broken") is None
    drawn = step.locator("text").first.text_content() or ""
    assert "<img" in drawn


def test_the_watermark_is_visible_and_uncovered(viewer: Page) -> None:
    watermark = viewer.locator("a.bjs-powered-by")
    watermark.scroll_into_view_if_needed()
    box = watermark.bounding_box()
    assert box
    on_top = viewer.locator(READY).evaluate(
        "(one, [x, y]) => one.getRootNode().elementFromPoint(x, y)?.closest('a')?.className",
        [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2],
    )
    assert on_top == "bjs-powered-by"


def test_a_damaged_diagram_says_so_and_a_good_one_comes_back(viewer: Page) -> None:
    viewer.get_by_text("damage").click()
    expect(viewer.get_by_role("alert")).to_contain_text("この図は表示できません")
    viewer.get_by_text("damage").click()
    viewer.wait_for_selector(READY)
    expect(viewer.locator("[data-fitgap-badge]")).to_have_count(4)


def test_sub_processes_and_further_diagrams_open_for_their_steps(viewer: Page) -> None:
    chooser = viewer.get_by_label("表示する図")
    expect(chooser).to_be_hidden()
    viewer.get_by_text("two diagrams").click()
    expect(viewer.locator('[data-element-id="A"]')).to_be_visible()
    assert chooser.locator("option").all_inner_texts() == ["受付から審査まで", "交付"]
    viewer.get_by_role("button", name="go inside").click()
    expect(viewer.locator('[data-element-id="B"] > .fitgap-ring')).to_be_visible()
    viewer.get_by_role("button", name="go to the other").click()
    expect(viewer.locator('[data-element-id="C"] > .fitgap-ring')).to_be_visible()
    expect(chooser).to_have_value("D3")
    chooser.select_option("D1")
    expect(viewer.locator('[data-element-id="A"]')).to_be_visible()
