"""Every page, over an empty database and over the samples, in both languages."""

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from fitgap.app.screens.menu import NAMES
from fitgap.app.screens.session import LANGUAGE_VARIABLE
from fitgap.app.streamlit_options import OPTIONS, as_arguments

Open = Callable[..., AppTest]
Shown = Callable[[AppTest], str]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_page_opens_over_an_empty_database(
    lang: str, database: Path, open_page: Open, shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(LANGUAGE_VARIABLE, lang)  # lists are put into words outside a page's run too
    app = open_page("home", lang=lang)
    for name in NAMES:
        open_page(name, app, lang=lang)
        assert not app.exception, name
        assert not app.error, name
        assert shown(app), name


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_page_opens_over_the_samples(
    lang: str, demo: Path, open_page: Open, shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(LANGUAGE_VARIABLE, lang)  # lists are put into words outside a page's run too
    app = open_page("home", lang=lang)
    for name in NAMES:
        open_page(name, app, lang=lang)
        assert not app.exception, name
        assert not app.error, name
        assert shown(app), name


def test_a_database_that_cannot_be_opened_is_one_sentence(
    database: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    database.write_bytes(b"this is no database, but long enough to be taken for one" * 100)
    app = open_page("home")
    assert not app.exception
    assert len(app.error) == 1
    assert "データベースを開けません" in app.error[0].value


def test_the_welcome_page_leads_to_the_samples(database: Path, open_page: Open, shown: Shown) -> None:
    app = open_page("home", person="")
    assert str(database) in shown(app)
    app.button(key="load_demo").click().run()
    assert [metric.value for metric in app.metric][:2] == ["3", "18"]
    assert app.button(key="go_next").label == "手順を見て決める"
    app.button(key="go_next").click().run()
    assert "手順 1／16" in shown(app)


def test_the_checkout_and_the_installed_command_start_streamlit_alike(repository: Path) -> None:
    config = tomllib.loads((repository / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    stated = {f"{section}.{name}": value for section, values in config.items() for name, value in values.items()}
    assert stated == OPTIONS
    assert "--browser.gatherUsageStats=false" in as_arguments(OPTIONS)
