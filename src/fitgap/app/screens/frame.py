"""What stands around every page: the style, the language switch, and who is at the keyboard."""

import time
from collections.abc import Collection
from datetime import datetime
from pathlib import Path

import streamlit as st
from streamlit.components import v2

from fitgap.app.login_mode import is_open_on_purpose
from fitgap.app.screens.plain import plain
from fitgap.app.screens.session import (
    LANGUAGE_COOKIE,
    PERSON_CHARACTERS,
    PERSON_COOKIE,
    keep,
    language,
    may,
    may_change,
    person,
    set_person,
    words,
)
from fitgap.model.access import Actor, Right, Role
from fitgap.model.message import FitgapError
from fitgap.texts import LANGUAGES, say

STYLE = Path(__file__).with_name("screens.css")
COOKIE_SECONDS = 31_536_000
WARN_BEFORE_SECONDS = 600
WRITE_COOKIES = """
export default function ({ data }) {
  for (const [name, value] of Object.entries(data.cookies)) {
    const parts = [name + "=" + encodeURIComponent(value), "path=/", "max-age=" + data.age, "SameSite=Strict"];
    document.cookie = parts.join("; ");
  }
}
"""

_write_cookies = v2.component("fitgap_cookies", js=WRITE_COOKIES)


def show_frame(who: Actor) -> None:
    """Put the style and the tools at the top right on the page."""
    st.html(STYLE)
    st.html(f"<style>{_uploader_style()}</style>")
    with st.container(key="frame_tools", horizontal=True, vertical_alignment="center", horizontal_alignment="right"):
        if not who.email and who.roles and is_open_on_purpose():
            st.badge(words("login.open"), icon=":material/lock_open:", color="orange")
        if who.email:
            _login_tool(who)
        elif who.roles:
            _person_tool(who.name)
        _language_tool()
    cookies: dict[str, str] = {LANGUAGE_COOKIE: language()}
    if who.roles and not who.email:
        cookies[PERSON_COOKIE] = who.name
    _write_cookies(key="cookies", data={"cookies": cookies, "age": COOKIE_SECONDS})


def ask_person(key: str) -> bool:
    """True when it is known who is choosing; else ask for the name in this place."""
    if person():
        return True
    with st.container(border=True, key=f"ask_person_{key}"):
        st.markdown(words("person.why"))
        _person_form(f"ask_{key}")
    return False


def is_offered(right: Right, members: Collection[str] = ()) -> bool:
    """True when the person may do what would stand here, to all these members' material; else say who may."""
    if not may(right):
        say_who_may(right)
        return False
    is_own = all(map(may_change, members))
    if not is_own:
        st.caption(words("only.members"))
    return is_own


def say_who_may(right: Right) -> None:
    """In the place of what is not offered: that one can only look, and who may do more."""
    st.caption(words(f"only.{right}"))


def show_error(error: FitgapError) -> None:
    """One sentence for an error that the product raises on purpose."""
    st.error(plain(say(error.message, language())))


def title(code: str) -> None:
    """The heading of a page with one line that says what it is for."""
    st.markdown(f"### {words(f'{code}.title')}")
    st.caption(words(f"{code}.purpose"))


def _login_tool(who: Actor) -> None:
    ends_soon = who.expires_at is not None and who.expires_at - time.time() < WARN_BEFORE_SECONDS
    ends_at = f"{datetime.fromtimestamp(who.expires_at or 0).astimezone():%H:%M}"
    with st.popover(plain(who.name), type="tertiary", icon=":material/account_circle:"):
        st.text(who.email)
        st.caption("、".join(say(f"people.role.{role}", language()) for role in Role if role in who.roles))
        if who.member:
            st.caption(words("login.member", member=plain(who.member)))
        if who.expires_at is not None:
            st.caption(words("login.until", time=ends_at))
            if ends_soon:
                st.warning(words("login.soon_why"))
            st.button(words("login.again"), icon=":material/login:", key="log_in_again", on_click=st.login)
            st.button(words("login.out"), icon=":material/logout:", key="log_out_tool", on_click=st.logout)
    if ends_soon:
        st.badge(words("login.soon", time=ends_at), icon=":material/timer:", color="orange")


def _person_tool(name: str) -> None:
    label = words("person.is", name=plain(name)) if name else words("person.unknown")
    with st.popover(label, type="tertiary" if name else "secondary", icon=":material/person:"):
        _person_form("tool")


def _person_form(key: str) -> None:
    with (
        st.form(f"person_form_{key}", border=False),
        st.container(horizontal=True, vertical_alignment="bottom", gap="small"),
    ):
        st.text_input(
            words("person.label"),
            value=person(),
            max_chars=PERSON_CHARACTERS,
            placeholder=words("person.example"),
            key=f"person_name_{key}",
            width=260,
        )
        st.form_submit_button(words("person.save"), type="primary", on_click=_take_person, args=(f"person_name_{key}",))


def _take_person(key: str) -> None:
    set_person(str(st.session_state.get(key, "")))


def _language_tool() -> None:
    st.session_state["language_tool"] = language()
    st.segmented_control(
        words("language.label"),
        LANGUAGES,
        format_func=lambda code: words(f"language.{code}"),
        key="language_tool",
        label_visibility="collapsed",
        required=True,
        on_change=lambda: keep("lang", str(st.session_state["language_tool"])),
    )


def _uploader_style() -> str:
    """The uploader has no setting for its own words, so they are hidden and ours written in their place."""
    return "".join(
        f'[data-testid="stFileUploaderDropzone"] {place}::after {{ content: "{words(f"uploader.{name}")}"; }}'
        for place, name in (("button", "choose"), ('[data-testid="stFileUploaderDropzoneInstructions"]', "drop"))
    )
