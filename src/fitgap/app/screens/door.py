"""What somebody sees who is not in: log in, log in again, or ask for a role."""

import streamlit as st

from fitgap.app.login_mode import LoginMode
from fitgap.app.screens import login
from fitgap.app.screens.frame import show_error
from fitgap.app.screens.plain import plain
from fitgap.app.screens.session import administrators, words
from fitgap.model.access import Actor
from fitgap.model.message import AccessError, FitgapError


def show_door(who: Actor, refusal: FitgapError | None) -> None:
    """Draw the page."""
    if refusal is not None:
        show_error(refusal)
    if refusal is not None and not isinstance(refusal, AccessError):
        return
    if who.email:
        _without_role(who)
    elif _can_log_in():
        _log_in()
    elif refusal is None:
        st.error(words("door.no_header"))


def _can_log_in() -> bool:
    """True where a provider is asked; false too where the words that say so cannot be read."""
    try:
        return login.mode() is LoginMode.OIDC
    except FitgapError:
        return False


def _log_in() -> None:
    with st.container(border=True, key="log_in_card"):
        st.markdown(f"## {words('door.title')}")
        st.markdown(words("door.why"))
        st.button(words("door.log_in"), type="primary", icon=":material/login:", key="log_in", on_click=st.login)


def _without_role(who: Actor) -> None:
    whom = "、".join(administrators())
    with st.container(border=True, key="no_role_card"):
        st.markdown(f"## {words('door.no_role')}")
        st.markdown(words("door.no_role_why", email=plain(who.email)))
        st.markdown(words("door.ask", whom=plain(whom)) if whom else words("door.ask_somebody"))
        if _can_log_in():
            st.button(words("door.log_out"), icon=":material/logout:", key="log_out", on_click=st.logout)
