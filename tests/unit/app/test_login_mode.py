import time

import pytest

from fitgap.app import login_mode as door
from fitgap.app.login_mode import LoginMode
from fitgap.model.access import Actor, Grant, GrantKind, Login, Right, Role, actor_of
from fitgap.model.message import AccessError, UsageError

DAY_SECONDS = 86_400  # a run of all tests is long
CLAIMS = {"is_logged_in": True, "email": "Yamada@City.example.jp", "name": "山田", "exp": time.time() + DAY_SECONDS}


@pytest.fixture(autouse=True)
def nothing_said(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in (
        door.LOGIN_VARIABLE,
        door.OPEN_VARIABLE,
        door.GROUPS_CLAIM_VARIABLE,
        door.EMAIL_HEADER_VARIABLE,
        door.NAME_HEADER_VARIABLE,
        door.GROUPS_HEADER_VARIABLE,
        door.SECRET_VARIABLE,
    ):
        monkeypatch.delenv(variable, raising=False)


def test_a_provider_in_the_secrets_is_used_unless_something_else_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (door.login_mode(False), door.login_mode(True)) == (LoginMode.NONE, LoginMode.OIDC)
    monkeypatch.setenv(door.LOGIN_VARIABLE, "none")
    assert door.login_mode(True) is LoginMode.NONE


@pytest.mark.parametrize(
    ("said", "code"),
    [("oidc", "login.no_provider"), ("proxy", "login.no_header"), ("saml", "login.unknown_mode")],
)
def test_a_login_that_is_not_set_up_opens_nothing(said: str, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(door.LOGIN_VARIABLE, said)
    with pytest.raises(UsageError) as raised:
        door.login_mode(False)
    assert raised.value.message.code == code


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "localhost", "::1"])
def test_this_pc_needs_no_login(address: str) -> None:
    door.check_listening(LoginMode.NONE, address)


@pytest.mark.parametrize("address", [None, "", "0.0.0.0", "::", "192.0.2.1", "fitgap.example.jp"])  # noqa: S104
def test_everywhere_else_does_unless_told_so(address: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(AccessError):
        door.check_listening(LoginMode.NONE, address)
    with pytest.raises(AccessError):
        door.check_listening(LoginMode.PROXY, address)
    door.check_listening(LoginMode.OIDC, address)
    monkeypatch.setenv(door.SECRET_VARIABLE, "合言葉")
    door.check_listening(LoginMode.PROXY, address)
    monkeypatch.setenv(door.OPEN_VARIABLE, "yes")
    door.check_listening(LoginMode.NONE, address)


@pytest.mark.parametrize("header", door.FORWARDED_HEADERS)
def test_a_proxy_in_front_of_a_single_pc_is_found_out(header: str) -> None:
    with pytest.raises(AccessError):
        door.check_forwarded(LoginMode.NONE, {header: "192.0.2.1"})
    door.check_forwarded(LoginMode.OIDC, {header: "192.0.2.1"})
    door.check_forwarded(LoginMode.NONE, {"Host": "127.0.0.1"})


def test_claims_make_a_login() -> None:
    found = door.login_of_claims({**CLAIMS, "groups": ["pmo", "joho"]})
    assert found is not None
    assert (found.email, found.name, found.groups) == ("yamada@city.example.jp", "山田", {"pmo", "joho"})
    assert door.login_of_claims({"is_logged_in": False}) is None
    assert door.login_of_claims({}) is None


@pytest.mark.parametrize("end", [1_700_000_000.5, 0, None, "9999999999", True])
def test_a_token_that_ended_or_has_no_end_is_refused(end: object) -> None:
    with pytest.raises(AccessError) as raised:
        door.login_of_claims({**CLAIMS, "exp": end})
    assert raised.value.message.code == "access.over"


@pytest.mark.parametrize("more", [{"email": ""}, {"email": None}, {"email_verified": False}])
def test_an_address_nobody_vouches_for_is_refused(more: dict[str, object]) -> None:
    with pytest.raises(AccessError) as raised:
        door.login_of_claims({**CLAIMS, **more})
    assert raised.value.message.code == "login.no_email"


def test_a_proxy_is_believed_only_with_the_agreed_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(door.EMAIL_HEADER_VARIABLE, "X-Email")
    monkeypatch.setenv(door.GROUPS_HEADER_VARIABLE, "X-Groups")
    headers = {"X-Email": "Yamada@city.example.jp", "X-Groups": "pmo, joho"}
    found = door.login_of_headers(headers)
    assert found == Login(email="yamada@city.example.jp", groups=frozenset({"pmo", "joho"}))
    assert door.login_of_headers({}) is None
    monkeypatch.setenv(door.SECRET_VARIABLE, "合言葉")
    assert door.login_of_headers(headers) is None
    assert door.login_of_headers({**headers, door.SECRET_HEADER: "違う"}) is None
    assert door.login_of_headers({**headers, door.SECRET_HEADER: "合言葉"}) == found


def given(value: str, role: Role, member: str = "", kind: GrantKind = GrantKind.EMAIL) -> Grant:
    return Grant(id=1, kind=kind, value=value, role=role, member=member, granted_at="", granted_by="")


LOGIN = Login(email="yamada@city.example.jp", name="山田", groups=frozenset({"pmo"}))


def test_roles_come_from_the_address_and_the_groups() -> None:
    grants = (
        given(LOGIN.email, Role.EDITOR, "みなと市"),
        given("pmo", Role.COMMITTEE, kind=GrantKind.GROUP),
        given("pmo", Role.ADMINISTRATOR),
        given("joho", Role.ADMINISTRATOR, kind=GrantKind.GROUP),
    )
    actor = actor_of(LOGIN, grants, None)
    assert (actor.roles, actor.member) == ({Role.EDITOR, Role.COMMITTEE}, "みなと市")
    assert (actor.may_change("みなと市"), actor.may_change("白嶺市")) == (True, False)


def test_somebody_unknown_is_nobody_or_looks_on() -> None:
    assert actor_of(LOGIN, (), None).roles == frozenset()
    assert actor_of(LOGIN, (), Role.VIEWER).may(Right.READ)


def test_an_actor_ends_with_the_login() -> None:
    actor = Actor(roles=frozenset(Role), expires_at=100.0)
    assert (actor.is_over(99.9), actor.is_over(100.0)) == (False, True)
