"""What one browser tab remembers: language, person, what is picked. Kept in the URL so that a reload finds it again.

The person's name is the exception: it goes into a cookie of this browser, because an address is passed on to
colleagues and must not let them decide under somebody else's name. The language is remembered in both. Where people
log in, the name is the login's.
"""

import os
from urllib.parse import unquote

import streamlit as st

from fitgap.app.collecting import set_aside_what_was_imported
from fitgap.app.login_mode import LoginMode
from fitgap.app.paths import database_url
from fitgap.app.screens import login
from fitgap.app.workspace import Workspace
from fitgap.model.access import Actor, Right
from fitgap.texts import LANGUAGES, Language, say

LANGUAGE_VARIABLE = "FITGAP_LANG"
LANGUAGE_COOKIE = "fitgap_lang"
PERSON_COOKIE = "fitgap_person"
PERSON_KEY = "person"
PERSON_CHARACTERS = 60


def workspace() -> Workspace:
    """The one workspace of this server process, for whoever is at the keyboard."""
    return _open(database_url()).acting_as(actor())


def actor() -> Actor:
    """Who is at the keyboard; raises AccessError for a login that cannot be believed."""
    return login.actor(_open(database_url()), _typed_name())


def may(right: Right) -> bool:
    """True when whoever is at the keyboard may do something; only to show or hide, every use case asks by itself."""
    return actor().may(right)


def may_change(member: str) -> bool:
    """The same for a municipality's flows, choices and positions."""
    return actor().may_change(member)


def administrators() -> tuple[str, ...]:
    """Whom somebody without a role can ask."""
    return _open(database_url()).people.administrators()


@st.cache_resource(show_spinner=False)
def _open(url: str) -> Workspace:
    opened = Workspace.open(url)
    set_aside_what_was_imported()
    return opened


def kept(name: str) -> str:
    """What was picked under a name: in the address, else earlier in this tab, else empty."""
    in_address = st.query_params.get(name)
    return str(st.session_state.get(f"kept_{name}", "")) if in_address is None else in_address


def keep(name: str, value: str) -> None:
    """Remember a pick in this tab and in the address."""
    st.session_state[f"kept_{name}"] = value
    if value and st.query_params.get(name) != value:
        st.query_params[name] = value
    elif not value:
        st.query_params.pop(name, None)


def language() -> Language:
    """The language of this tab, else the one last chosen on this computer, else FITGAP_LANG's, else Japanese."""
    for wanted in (kept("lang"), st.context.cookies.get(LANGUAGE_COOKIE, ""), os.environ.get(LANGUAGE_VARIABLE, "")):
        if wanted in LANGUAGES:
            return wanted
    return LANGUAGES[0]


def is_login_mode() -> bool:
    """True where people log in and nobody types a name."""
    return login.mode() is not LoginMode.NONE


def person() -> str:
    """Who is choosing: the name of the login, else the name typed here, empty until somebody said so."""
    return actor().name if is_login_mode() else _typed_name()


def _typed_name() -> str:
    if PERSON_KEY not in st.session_state:
        st.session_state[PERSON_KEY] = unquote(st.context.cookies.get(PERSON_COOKIE, ""))[:PERSON_CHARACTERS].strip()
    return str(st.session_state[PERSON_KEY])


def set_person(name: str) -> None:
    """Remember who is choosing."""
    st.session_state[PERSON_KEY] = name[:PERSON_CHARACTERS].strip()


def words(code: str, **values: str | int | float) -> str:
    """A text of the screens in this tab's language."""
    return say(f"screens.{code}", language(), **values)
