"""A real browser against a real server on loopback, and a proof that nothing else was asked for anything."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from tests.browser.conversation import Conversation

CHROMIUM = Path("/usr/bin/chromium")
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
PATIENCE_SECONDS = 30
AT_REST = """milliseconds => {
  const app = document.querySelector('[data-testid="stApp"]');
  const now = performance.now();
  if (app?.dataset.testScriptState !== "notRunning") window.restingSince = undefined;
  else window.restingSince ??= now;
  return now - window.restingSince >= milliseconds;
}"""
REST_MILLISECONDS = 300  # what was pressed or left last has been sent by then

CONVERSATIONS: MutableMapping[Page, Conversation] = WeakKeyDictionary()

OpenTab = Callable[..., Page]
Serve = Callable[..., str]
Settle = Callable[[Page], None]
Pick = Callable[[Page, str, str], None]
Killable = Callable[..., tuple[str, "subprocess.Popen[bytes]"]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder drives a browser."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; without it the tests are skipped, or fail where FITGAP_REQUIRE_BROWSER=1 promises one."""
    if not CHROMIUM.exists():
        if os.environ.get("FITGAP_REQUIRE_BROWSER") == "1":
            pytest.fail(f"FITGAP_REQUIRE_BROWSER is set and {CHROMIUM} is missing")
        pytest.skip(f"no browser: {CHROMIUM} is missing")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


def follow(page: Page) -> None:
    """Listen to what a new page says to its server, for `settle` to know what is still to be answered."""
    CONVERSATIONS[page] = Conversation(page)


@pytest.fixture
def open_tab(browser: Browser) -> Iterator[OpenTab]:
    """`open_tab(**options)`: a tab in a browser of one's own, on a 1366×768 screen.

    The test fails when anything but loopback was asked, or a script failed.
    """
    strangers: list[str] = []
    failures: list[str] = []

    def note(address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme not in {"data", "blob", "about"} and parts.hostname not in LOOPBACK:
            strangers.append(address)

    def watch(tab: Page) -> None:
        follow(tab)
        tab.set_default_timeout(PATIENCE_SECONDS * 1000)
        tab.on("websocket", lambda socket_: note(socket_.url))
        tab.on("pageerror", lambda error: failures.append(str(error)))

    with ExitStack() as contexts:

        def begin(**options: Any) -> Page:
            context = contexts.enter_context(
                browser.new_context(**{"viewport": {"width": 1366, "height": 768}, "locale": "ja-JP", **options})
            )
            context.on("request", lambda request: note(request.url))
            context.on("page", watch)
            return context.new_page()

        yield begin
    assert strangers == []
    assert failures == []


@pytest.fixture
def page(open_tab: OpenTab) -> Page:
    """The tab of a test that needs one only."""
    return open_tab()


@pytest.fixture(scope="module")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """`serve(script, env, *options) -> url`: a Streamlit server for a script, until the module's last test is over."""
    with ExitStack() as servers:

        def start(script: Path, env: Mapping[str, str] | None = None, *options: str) -> str:
            log = tmp_path_factory.mktemp("server") / "log.txt"
            return servers.enter_context(_serving(script, env or {}, log, options))

        yield start


@pytest.fixture
def settle() -> Settle:
    """`settle(page)`: wait until every run that was asked for has come to its end, and none begins again."""

    def wait(page: Page) -> None:
        give_up_at = time.monotonic() + PATIENCE_SECONDS
        is_answered = False
        while not is_answered:
            assert time.monotonic() < give_up_at, "the server did not answer"
            page.evaluate("window.restingSince = undefined")
            page.wait_for_function(AT_REST, arg=REST_MILLISECONDS)
            is_answered = CONVERSATIONS[page].is_answered

    return wait


@pytest.fixture
def pick(settle: Settle) -> Pick:
    """`pick(page, label, option)`: choose from a list once nothing is drawn any more, which would close the list."""

    def choose(page: Page, label: str, option: str) -> None:
        settle(page)
        page.get_by_role("combobox", name=label).first.click()
        page.get_by_role("option", name=option, exact=True).click()

    return choose


@pytest.fixture
def killable(tmp_path: Path) -> Iterator[Killable]:
    """`killable(script, env, port=0) -> (url, process)`: a server that a test may kill; what still runs is ended."""
    started: list[subprocess.Popen[bytes]] = []

    def start(script: Path, env: Mapping[str, str], port: int = 0) -> tuple[str, subprocess.Popen[bytes]]:
        url, server = _start(script, env, tmp_path / f"server-{len(started)}.txt", (), port or free_port())
        started.append(server)
        return url, server

    yield start
    for server in started:
        server.kill()
        server.wait(PATIENCE_SECONDS)


@contextmanager
def _serving(script: Path, env: Mapping[str, str], log: Path, options: Sequence[str]) -> Iterator[str]:
    url, server = _start(script, env, log, options, free_port())
    try:
        yield url
    finally:
        server.terminate()
        server.wait(PATIENCE_SECONDS)


def _start(
    script: Path, env: Mapping[str, str], log: Path, options: Sequence[str], port: int
) -> tuple[str, subprocess.Popen[bytes]]:
    command = [
        *(sys.executable, "-m", "streamlit", "run", str(script)),
        *("--server.headless=true", "--server.address=127.0.0.1", f"--server.port={port}"),
        "--server.fileWatcherType=none",
        *options,
    ]
    with log.open("wb") as output:
        server = subprocess.Popen(command, env={**os.environ, **env}, stdout=output, stderr=subprocess.STDOUT)
    await_answer(f"http://127.0.0.1:{port}/_stcore/health", server, log)
    return f"http://127.0.0.1:{port}/", server


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def await_answer(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=1):  # noqa: S310 - an address on loopback
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    pytest.fail(f"the server did not start:\n{log.read_text(encoding='utf-8', errors='replace')}")
