"""A meeting on several screens at once: they follow, nobody is disturbed, nothing acknowledged is lost."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Killable, OpenTab, Pick, Serve, Settle

from fitgap.app.files import catalog_files, load
from fitgap.app.meeting_agendas import AgendaWish
from fitgap.app.paths import DATABASE_VARIABLE, sqlite_url
from fitgap.app.workspace import Workspace
from fitgap.model.decision import ItemFilter, SubjectKind
from fitgap.model.meeting import AgendaLine, MeetingHead

Enter = Callable[..., Page]

FACILITATOR, MEMBER = "進行 山田", "汐見町 鈴木"
PATIENCE_MILLISECONDS = 30_000
FOLLOW_MILLISECONDS = 30_000  # two seconds between two questions, and a busy machine
REASON = "標準の画面で足りるため"
STAGE = ".st-key-stage_title"

expect.set_options(timeout=PATIENCE_MILLISECONDS)


def stock(url: str, repository: Path) -> None:
    """Two members, one package, and a meeting with three items."""
    workspace = Workspace.open(url)
    for member, file in (("青葉野市", "aobano/tennyu.bpmn"), ("白嶺市", "shirane/tennyu.xlsx")):
        workspace.add_flow(member, load(repository / "processes" / file), person="見本")
    package = catalog_files(repository / "package_catalogs" / "hibiki")
    workspace.add_catalog(tuple(load(file) for file in package), key="hibiki", person="見本")
    wanted = ItemFilter(kinds=frozenset({SubjectKind.STEP}), undecided_only=True)
    found = workspace.meetings.candidates(AgendaWish(wanted=wanted))[:3]
    meeting_id = workspace.meetings.create(MeetingHead(title="第1回WG", date="2026-12-01"), FACILITATOR)
    lines = [AgendaLine(key=one.item.subject.key, title=one.item.subject.title, planned_minutes=8) for one in found]
    workspace.meetings.set_agenda(meeting_id, lines, FACILITATOR, seen_agenda_id=0)
    workspace.close()


@pytest.fixture
def database(tmp_path: Path, repository: Path) -> str:
    url = sqlite_url(tmp_path / "meeting.db")
    stock(url, repository)
    return url


@pytest.fixture
def address(serve: Serve, database: str, repository: Path) -> str:
    return serve(repository / "app.py", {DATABASE_VARIABLE: database})


@pytest.fixture
def enter(open_tab: OpenTab, settle: Settle) -> Enter:
    """`enter(address, name, more="")`: a person's own browser, in the room."""

    def come_in(address: str, name: str, more: str = "") -> Page:
        page = open_tab()
        page.context.add_cookies([{"name": "fitgap_person", "value": quote(name), "url": address}])
        page.goto(f"{address}meeting?meeting=1&meeting_part=room{more}")
        settle(page)
        return page

    return come_in


def lead(page: Page, settle: Settle) -> None:
    page.get_by_text("進行する", exact=True).click()
    expect(page.get_by_text("あなたの操作で全員の画面が動きます")).to_be_visible()
    settle(page)


def open_form(page: Page, settle: Settle) -> None:
    settle(page)
    page.get_by_role("tab", name="決定").click()


def reason(page: Page) -> object:
    return page.get_by_role("tabpanel").filter(visible=True).get_by_label("理由", exact=True)


def decide(page: Page, settle: Settle, pick: Pick, resolution: str, because: str) -> None:
    open_form(page, settle)
    pick(page, "対応方針", resolution)
    reason(page).fill(because)  # type: ignore[attr-defined]
    page.keyboard.press("Tab")
    settle(page)
    page.get_by_role("button", name="決定を記録する").click()


def test_every_screen_follows_the_facilitator(enter: Enter, settle: Settle, address: str) -> None:
    facilitator = enter(address, FACILITATOR)
    follower, projector = enter(address, MEMBER), enter(address, "", "&view=projector")
    lead(facilitator, settle)
    facilitator.locator("body").press("PageDown")
    for screen in (facilitator, follower, projector):
        expect(screen.locator(STAGE)).to_contain_text("2／3", timeout=FOLLOW_MILLISECONDS)
    expect(facilitator.locator(".st-key-stage_time")).to_contain_text(MEMBER)
    expect(projector.get_by_role("button", name="決定を記録する")).to_have_count(0)

    follower.get_by_role("button", name="次へ →").click()
    expect(follower.get_by_text("自分だけ別の議題を見ています。")).to_be_visible()
    expect(follower.get_by_text("進行役は 2番")).to_be_visible()
    expect(facilitator.locator(STAGE)).to_contain_text("2／3")
    follower.get_by_role("button", name="進行役に合わせる").click()
    expect(follower.locator(STAGE)).to_contain_text("2／3")

    facilitator.reload()
    settle(facilitator)
    expect(facilitator.get_by_text("あなたの操作で全員の画面が動きます")).to_be_visible()
    expect(facilitator.locator(STAGE)).to_contain_text("2／3")


def test_two_people_decide_the_same_item_and_the_second_loses_nothing(
    enter: Enter, settle: Settle, pick: Pick, address: str
) -> None:
    first, second = enter(address, FACILITATOR), enter(address, MEMBER)
    open_form(second, settle)
    pick(second, "対応方針", "業務変更")
    reason(second).fill("窓口の順番を変える")  # type: ignore[attr-defined]
    decide(first, settle, pick, "標準機能適用", REASON)
    expect(first.get_by_text("決定を記録しました。")).to_be_visible()
    # It appears by itself, while the other one's text stands untouched.
    expect(second.locator(".st-key-stage_decided")).to_contain_text("標準機能適用", timeout=FOLLOW_MILLISECONDS)
    expect(second.locator(".st-key-stage_decided")).to_contain_text(REASON)
    expect(reason(second)).to_have_value("窓口の順番を変える")  # type: ignore[arg-type]

    second.get_by_role("button", name="決定を記録する").click()
    expect(second.get_by_role("alert").filter(has_text=f"{FACILITATOR}さんが").first).to_be_visible()
    expect(reason(second)).to_have_value("窓口の順番を変える")  # type: ignore[arg-type]
    second.get_by_role("button", name="内容を見た").click()
    expect(second.locator(".st-key-meeting_meanwhile")).to_have_count(0)
    second.get_by_role("button", name="決定を記録する").click()
    expect(second.locator(".st-key-stage_decided")).to_contain_text("業務変更")
    expect(first.locator(".st-key-stage_decided")).to_contain_text("変更前：標準機能適用", timeout=FOLLOW_MILLISECONDS)


def test_a_position_appears_and_a_meeting_with_open_items_does_not_close(
    enter: Enter, settle: Settle, address: str
) -> None:
    facilitator, member = enter(address, FACILITATOR), enter(address, MEMBER)
    member.get_by_text("× 受け入れられない").click()
    settle(member)
    reason(member).fill("支所で受けるため")  # type: ignore[attr-defined]
    member.get_by_role("button", name="立場を記録する").click()
    expect(facilitator.locator(".st-key-stage_positions")).to_contain_text(
        "支所で受けるため", timeout=FOLLOW_MILLISECONDS
    )
    settle(facilitator)
    facilitator.get_by_text("閉会・議事録").click()
    expect(facilitator.get_by_text("決着または持ち帰り 0／3件")).to_be_visible()
    settle(facilitator)
    facilitator.get_by_role("button", name="会議を閉じる").click()
    expect(facilitator.get_by_text("まだ閉じられません。")).to_be_visible()


def test_what_was_acknowledged_survives_a_killed_server(
    enter: Enter, settle: Settle, pick: Pick, killable: Killable, database: str, repository: Path
) -> None:
    environment = {DATABASE_VARIABLE: database}
    address, server = killable(repository / "app.py", environment)
    page = enter(address, FACILITATOR)
    lead(page, settle)
    page.locator("body").press("PageDown")
    expect(page.locator(STAGE)).to_contain_text("2／3")
    decide(page, settle, pick, "標準機能適用", REASON)
    expect(page.locator(".st-key-stage_decided")).to_contain_text("標準機能適用")
    server.kill()
    server.wait()

    killable(repository / "app.py", environment, int(address.rstrip("/").rsplit(":", 1)[1]))
    # The page finds the new server by itself and stands where it stood, still leading.
    expect(page.locator(STAGE)).to_contain_text("2／3")
    expect(page.locator(".st-key-stage_decided")).to_contain_text("標準機能適用")
    page.reload()
    settle(page)
    expect(page.locator(".st-key-stage_decided")).to_contain_text(REASON)
    workspace = Workspace.open(database)
    (row,) = workspace.decisions.ledger()
    assert (row.decision.terms.reason, row.decision.person, row.decision.meeting_id) == (REASON, FACILITATOR, 1)
    workspace.close()
    decide(page, settle, pick, "業務変更", "順番を変える")
    expect(page.locator(".st-key-stage_decided")).to_contain_text("業務変更")


def test_what_is_being_typed_is_kept_when_the_room_moves_on(
    enter: Enter, settle: Settle, pick: Pick, address: str
) -> None:
    facilitator, secretary = enter(address, FACILITATOR), enter(address, MEMBER)
    lead(facilitator, settle)
    settle(secretary)
    open_form(secretary, settle)
    reason(secretary).press_sequentially("まだ書きかけの理由")  # type: ignore[attr-defined]
    facilitator.locator("body").press("PageDown")
    expect(secretary.locator(STAGE)).to_contain_text("2／3", timeout=FOLLOW_MILLISECONDS)
    settle(secretary)
    expect(secretary.get_by_text("入力欄は 1番")).to_be_visible()
    expect(reason(secretary)).to_have_value("まだ書きかけの理由")  # type: ignore[arg-type]
    pick(secretary, "対応方針", "業務変更")
    secretary.get_by_role("button", name="決定を記録する").click()
    expect(secretary.get_by_text("決定を記録しました。")).to_be_visible()
    expect(secretary.get_by_text("入力欄は 1番")).to_have_count(0)
    facilitator.locator("body").press("PageUp")
    expect(facilitator.locator(".st-key-stage_decided")).to_contain_text("まだ書きかけの理由")
