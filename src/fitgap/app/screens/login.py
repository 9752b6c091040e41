"""Who is at the keyboard: everybody on a single PC, else whoever the provider or the proxy says, with that role."""

import time
from dataclasses import replace
from functools import cache

import streamlit as st

from fitgap.app.login_mode import (
    LoginMode,
    check_forwarded,
    check_listening,
    login_mode,
    login_of_claims,
    login_of_headers,
)
from fitgap.app.workspace import Workspace
from fitgap.model.access import NOBODY, ON_THIS_COMPUTER, Actor, Login

ACTOR_KEY = "login_actor"
ROLES_HOLD_SECONDS = 2.0


def mode() -> LoginMode:
    """How people log in here."""
    return login_mode(_has_provider())


@cache
def _has_provider() -> bool:
    """True where Streamlit's secrets name a provider; looked up once, a server is set up before it starts."""
    return st.secrets.load_if_toml_exists() and "auth" in st.secrets


def check_door() -> None:
    """Raise AccessError where people could come in who never logged in, however the screens were started."""
    check_listening(mode(), st.get_option("server.address"))
    check_forwarded(mode(), st.context.headers)


def login() -> Login | None:
    """Who the browser is logged in as, None for nobody; raises AccessError for a login that cannot be believed."""
    if mode() is LoginMode.PROXY:
        return login_of_headers(st.context.headers)
    return login_of_claims(st.user.to_dict())


def actor(whole: Workspace, typed_name: str) -> Actor:
    """Who acts in this tab. A role that was withdrawn ends within two seconds; an ended login ends at once."""
    if mode() is LoginMode.NONE:
        return replace(ON_THIS_COMPUTER, name=typed_name)
    found = login()
    if found is None:
        return NOBODY
    kept = st.session_state.get(ACTOR_KEY)
    if kept is None or kept[0] != found or time.monotonic() - kept[1] > ROLES_HOLD_SECONDS:
        kept = (found, time.monotonic(), whole.people.actor_of(found))
        st.session_state[ACTOR_KEY] = kept
    known: Actor = kept[2]
    return known
