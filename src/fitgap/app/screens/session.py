"""What one browser tab remembers: language, person, what is picked. Kept in the URL so that a reload finds it again.

The person's name is the exception: it goes into a cookie of this browser, because an address is passed on to
colleagues and must not let them decide under somebody else's name. The language is remembered in both.
"""

import gc
import os
from urllib.parse import unquote

import streamlit as st

from fitgap.app.paths import database_url
from fitgap.app.workspace import Workspace
from fitgap.texts import LANGUAGES, Language, say

LANGUAGE_VARIABLE = "FITGAP_LANG"
LANGUAGE_COOKIE = "fitgap_lang"
PERSON_COOKIE = "fitgap_person"
PERSON_KEY = "person"
PERSON_CHARACTERS = 60


def workspace() -> Workspace:
    """The one workspace of this server process."""
    return _open(database_url())


@st.cache_resource(show_spinner=False)
def _open(url: str) -> Workspace:
    opened = Workspace.open(url)
    # Streamlit collects garbage after every run; what was imported lives for ever and need not be looked at again.
    gc.collect()
    gc.freeze()
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


def person() -> str:
    """Who is choosing, empty until somebody said so."""
    if PERSON_KEY not in st.session_state:
        st.session_state[PERSON_KEY] = unquote(st.context.cookies.get(PERSON_COOKIE, ""))[:PERSON_CHARACTERS].strip()
    return str(st.session_state[PERSON_KEY])


def set_person(name: str) -> None:
    """Remember who is choosing."""
    st.session_state[PERSON_KEY] = name[:PERSON_CHARACTERS].strip()


def words(code: str, **values: str | int | float) -> str:
    """A text of the screens in this tab's language."""
    return say(f"screens.{code}", language(), **values)
