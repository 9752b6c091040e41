"""Log in through a real OpenID Connect provider on loopback: who sees what, who is refused, and when it ends."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from tests.browser.conftest import LOOPBACK, OpenTab, Serve, Settle, await_answer, follow, free_port

from fitgap.app.files import catalog_files, load
from fitgap.app.login_mode import EMAIL_HEADER_VARIABLE, LOGIN_VARIABLE, SECRET_HEADER, SECRET_VARIABLE
from fitgap.app.paths import DATABASE_VARIABLE, sqlite_url
from fitgap.app.workspace import Workspace
from fitgap.model.access import GrantKind, Role

LogIn = Callable[[str], Page]

PEOPLE = {
    "viewer": {"email": "Etsuran@city.example.jp", "name": "閲覧 花子", "email_verified": True},
    "facilitator": {"email": "shinko@city.example.jp", "name": "進行 太郎", "groups": ["kyodo-pmo"]},
    "administrator": {"email": "kanri@city.example.jp", "name": "管理 一郎"},
    "newcomer": {"email": "shinjin@city.example.jp", "name": "新人 次郎"},
    "unconfirmed": {"email": "kanri@city.example.jp", "name": "偽 三郎", "email_verified": False},
}
STEP = "Task_T03"
LASTING = "3600"
PATIENCE_MILLISECONDS = 90_000


@contextmanager
def provider(token_seconds: str) -> Iterator[str]:
    """The address of a provider that knows the people and gives tokens that last so long."""
    port = free_port()
    people = [f"--user-claims={json.dumps({'sub': name, **claims})}" for name, claims in PEOPLE.items()]
    command = [
        sys.executable,
        "-m",
        "oidc_provider_mock",
        f"--port={port}",
        f"--token-max-age={token_seconds}",
        *people,
    ]
    log = Path(tempfile.mkdtemp()) / "provider.log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        try:
            await_answer(f"http://127.0.0.1:{port}/.well-known/openid-configuration", process, log)
            yield f"http://localhost:{port}"
        finally:
            process.terminate()
            process.wait()


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> str:
    """A database with one flow, one package, an administrator, a viewer and a group of facilitators."""
    url = sqlite_url(tmp_path_factory.mktemp("login") / "fitgap.db")
    whole = Workspace.open(url)
    whole.add_flow("白嶺市", load(repository / "processes" / "shirane" / "tennyu.xlsx"), person="見本")
    package = catalog_files(repository / "package_catalogs" / "hibiki")
    whole.add_catalog(tuple(load(file) for file in package), key="hibiki", person="見本")
    for kind, value, role in (
        (GrantKind.EMAIL, "kanri@city.example.jp", Role.ADMINISTRATOR),
        (GrantKind.EMAIL, "etsuran@city.example.jp", Role.VIEWER),
        (GrantKind.GROUP, "kyodo-pmo", Role.FACILITATOR),
    ):
        whole.people.grant(kind, value, role, person="見本")
    whole.close()
    return url


def served(serve: Serve, database: str, issuer: str, repository: Path, folder: Path) -> str:
    secrets = folder / "secrets.toml"
    secrets.write_text(
        "[auth]\n"
        'redirect_uri = "http://localhost:{port}/oauth2callback"\n'
        f'cookie_secret = "{"0123456789abcdef" * 2}"\n'
        'client_id = "fitgap"\n'
        'client_secret = "only-for-this-test"\n'
        f'server_metadata_url = "{issuer}/.well-known/openid-configuration"\n'
        'client_kwargs = { scope = "openid profile email" }\n',
        encoding="utf-8",
    )
    url = serve(repository / "app.py", {DATABASE_VARIABLE: database}, f"--secrets.files={secrets}")
    return url.replace("127.0.0.1", "localhost")


@pytest.fixture(scope="module")
def screens(serve: Serve, database: str, repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The screens behind a provider whose tokens last."""
    with provider(LASTING) as issuer:
        yield served(serve, database, issuer, repository, tmp_path_factory.mktemp("secrets"))


@pytest.fixture
def tab(browser: Browser) -> Iterator[Callable[[], Page]]:
    """`tab()`: a browser of somebody else, with cookies of its own and nothing but loopback to ask."""
    contexts: list[BrowserContext] = []

    def only_loopback(route: Route) -> None:
        is_near = route.request.url.split("/")[2].rsplit(":", 1)[0] in LOOPBACK
        route.continue_() if is_near else route.abort()

    def open_one() -> Page:
        context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="ja-JP")
        context.route("http*://**", only_loopback)  # the provider's own page wants a style sheet from far away
        contexts.append(context)
        context.on("page", follow)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MILLISECONDS)
        return page

    yield open_one
    for context in contexts:
        context.close()


def log_in(page: Page, address: str, who: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="ログイン", exact=True).click()
    page.get_by_role("button", name=who, exact=True).click()
    page.wait_for_url(f"{address}**")


def fit_gap(page: Page, address: str, settle: Settle) -> None:
    page.goto(f"{address}fit-gap?step={STEP}")
    settle(page)
    expect(page.get_by_text("機械の推定").first).to_be_visible()


def test_nobody_sees_anything_before_logging_in(screens: str, tab: Callable[[], Page]) -> None:
    page = tab()
    page.goto(f"{screens}fit-gap")
    expect(page.get_by_role("button", name="ログイン", exact=True)).to_be_visible(timeout=PATIENCE_MILLISECONDS)
    assert "白嶺市" not in page.content()


def test_a_viewer_sees_the_flow_and_no_button_to_decide(screens: str, tab: Callable[[], Page], settle: Settle) -> None:
    page = tab()
    log_in(page, screens, "viewer")
    expect(page.get_by_text("閲覧 花子")).to_be_visible(timeout=PATIENCE_MILLISECONDS)
    fit_gap(page, screens, settle)
    expect(page.get_by_text("この団体の判定は見るだけです")).to_be_visible()
    assert page.locator("button", has_text="却下").count() == 0
    assert page.get_by_role("button", name="－ 手作業").count() == 0
    assert page.get_by_role("link", name="利用者").count() == 0
    page.goto(f"{screens}decide")
    settle(page)
    expect(page.get_by_text("記録できるのは、進行役と管理者です")).to_be_visible()
    assert page.get_by_role("button", name="決定を記録").count() == 0
    page.goto(f"{screens}users")
    settle(page)
    assert page.get_by_text("利用者と役割").count() == 0


def test_a_facilitator_of_a_group_decides_under_the_name_of_the_login(
    screens: str, database: str, tab: Callable[[], Page], settle: Settle
) -> None:
    page = tab()
    log_in(page, screens, "facilitator")
    fit_gap(page, screens, settle)
    page.get_by_label("理由").first.fill("窓口で聞き取るため")
    page.get_by_role("button", name="－ 手作業").click()
    expect(page.get_by_text("決定：進行 太郎")).to_be_visible(timeout=PATIENCE_MILLISECONDS)
    whole = Workspace.open(database)
    made = whole.choices(whole.flows()[0].id, "hibiki")[-1]
    line = whole.audit.lines(1)[0]
    whole.close()
    assert (made.person, made.reason) == ("進行 太郎", "窓口で聞き取るため")
    assert (line.what, line.who) == ("choice.made", "進行 太郎")


def test_somebody_unknown_is_told_whom_to_ask_until_the_administrator_gives_a_role(
    screens: str, database: str, tab: Callable[[], Page], settle: Settle
) -> None:
    newcomer, administrator = tab(), tab()
    log_in(newcomer, screens, "newcomer")
    expect(newcomer.get_by_text("役割がまだ登録されていません")).to_be_visible(timeout=PATIENCE_MILLISECONDS)
    expect(newcomer.get_by_text("kanri")).to_be_visible()
    assert "白嶺市" not in newcomer.content()

    log_in(administrator, screens, "administrator")
    administrator.goto(f"{screens}users")
    settle(administrator)
    administrator.get_by_label("メールアドレス・グループ名").fill("shinjin@city.example.jp")
    administrator.get_by_role("button", name="登録する").click()
    expect(administrator.get_by_text("閲覧者として登録しました")).to_be_visible(timeout=PATIENCE_MILLISECONDS)

    newcomer.reload()
    expect(newcomer.get_by_text("新人 次郎")).to_be_visible(timeout=PATIENCE_MILLISECONDS)
    expect(newcomer.get_by_text("次にすること")).to_be_visible(timeout=PATIENCE_MILLISECONDS)
    whole = Workspace.open(database)
    acts = [(line.what, line.who) for line in whole.audit.lines()]
    assert whole.audit.verify().bad_number is None
    whole.close()
    assert ("role.granted", "管理 一郎") in acts


def test_an_address_that_the_provider_does_not_vouch_for_opens_nothing(screens: str, tab: Callable[[], Page]) -> None:
    page = tab()
    log_in(page, screens, "unconfirmed")
    expect(page.get_by_text("確認済みのメールアドレスを渡していません")).to_be_visible(timeout=PATIENCE_MILLISECONDS)


def test_a_token_that_ends_is_refused_in_the_open_tab_and_after_a_reload(
    serve: Serve, database: str, repository: Path, tmp_path: Path, tab: Callable[[], Page], settle: Settle
) -> None:
    whole = Workspace.open(database)
    before = len(whole.choices(whole.flows()[0].id, "hibiki"))
    with provider("25") as issuer:
        address = served(serve, database, issuer, repository, tmp_path)
        page = tab()
        log_in(page, address, "facilitator")
        logged_in_at = time.monotonic()
        page.get_by_role("link", name="Fit&Gap").click()
        expect(page.get_by_role("button", name="－ 手作業")).to_be_enabled(timeout=PATIENCE_MILLISECONDS)
        settle(page)
        page.wait_for_timeout(max(0, 26 - (time.monotonic() - logged_in_at)) * 1000)
        page.get_by_role("button", name="－ 手作業").click()
        expect(page.get_by_text("ログインの期限が切れました").first).to_be_visible(timeout=PATIENCE_MILLISECONDS)
        page.reload()
        expect(page.get_by_text("ログインの期限が切れました").first).to_be_visible(timeout=PATIENCE_MILLISECONDS)
    assert len(whole.choices(whole.flows()[0].id, "hibiki")) == before
    whole.close()


def test_a_proxy_is_believed_with_the_agreed_secret_only(
    serve: Serve, database: str, repository: Path, open_tab: OpenTab
) -> None:
    settings = {LOGIN_VARIABLE: "proxy", EMAIL_HEADER_VARIABLE: "X-Forwarded-Email", SECRET_VARIABLE: "aikotoba"}
    address = serve(repository / "app.py", {DATABASE_VARIABLE: database, **settings})
    claimed = {"X-Forwarded-Email": "kanri@city.example.jp"}
    for headers, is_in in ((claimed, False), ({**claimed, SECRET_HEADER: "aikotoba"}, True)):
        page = open_tab(extra_http_headers=headers)
        page.goto(f"{address}users")
        expected = "利用者と役割" if is_in else "リバースプロキシから利用者の情報が届いていません"
        expect(page.get_by_text(expected)).to_be_visible(timeout=PATIENCE_MILLISECONDS)


def test_without_a_login_nothing_is_shown_beyond_this_pc_or_behind_a_proxy(
    serve: Serve, database: str, repository: Path, open_tab: OpenTab
) -> None:
    near = serve(repository / "app.py", {DATABASE_VARIABLE: database})
    everywhere = serve(repository / "app.py", {DATABASE_VARIABLE: database}, "--server.address=0.0.0.0")
    for address, headers in ((everywhere, {}), (near, {"X-Forwarded-For": "192.0.2.1"})):
        page = open_tab(extra_http_headers=headers)
        page.goto(address)
        expect(page.get_by_text("画面を出しません")).to_be_visible(timeout=PATIENCE_MILLISECONDS)
        assert page.get_by_text("Fit&Gap", exact=True).count() == 0
