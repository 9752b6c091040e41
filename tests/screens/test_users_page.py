"""The page about people and the audit log, without a browser; and the door before it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from fitgap.app.login_mode import EMAIL_HEADER_VARIABLE, LOGIN_VARIABLE
from fitgap.app.workspace import Workspace
from fitgap.model.access import GrantKind, Role

Open = Callable[..., AppTest]
Shown = Callable[[AppTest], str]


def test_a_role_is_given_and_withdrawn(small: Path, open_page: Open, workspace: Workspace, shown: Shown) -> None:
    app = open_page("users")
    assert "このPCだけで使う設定です" in shown(app)
    app.text_input(key="user_value").set_value("Yamada@city.example.jp")
    next(button for button in app.button if button.label == "登録する").click().run()
    assert [(one.value, one.role) for one in workspace.people.grants()] == [("yamada@city.example.jp", Role.VIEWER)]
    assert "登録しました" in shown(app)


def test_what_is_no_address_is_said_and_stays_in_the_field(small: Path, open_page: Open, shown: Shown) -> None:
    app = open_page("users")
    app.text_input(key="user_value").set_value("山田")
    next(button for button in app.button if button.label == "登録する").click().run()
    assert "メールアドレスではありません" in shown(app)
    assert app.text_input(key="user_value").value == "山田"


def test_the_chain_is_checked_on_the_page(small: Path, open_page: Open, shown: Shown) -> None:
    app = open_page("users")
    app.button(key="verify_audit").click().run()
    assert "2件すべてがつながっています" in shown(app)


def test_without_a_name_nothing_can_be_given(small: Path, open_page: Open) -> None:
    app = open_page("users", person="")
    assert next(button for button in app.button if button.label == "登録する").disabled


@pytest.mark.parametrize(
    ("said", "sentence"), [("oidc", "ログインの設定がありません"), ("saml", "使えません"), ("proxy", "届いていません")]
)
def test_whoever_is_not_in_sees_a_sentence_and_nothing_else(
    said: str, sentence: str, small: Path, open_page: Open, shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(LOGIN_VARIABLE, said)
    monkeypatch.setenv(EMAIL_HEADER_VARIABLE, "X-Email")
    app = open_page("home")
    assert sentence in shown(app)
    assert "青葉野市" not in shown(app)
    assert not app.button


def test_grants_of_a_group_are_listed(small: Path, open_page: Open, workspace: Workspace) -> None:
    workspace.people.grant(GrantKind.GROUP, "kyodo-pmo", Role.FACILITATOR, person="管理")
    app = open_page("users")
    table = app.dataframe[0].value
    assert table.iloc[0].tolist()[:3] == ["グループ", "kyodo-pmo", "進行役"]
