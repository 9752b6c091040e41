"""The pages: their names, their order, their files."""

from pathlib import Path

import streamlit as st

from fitgap.app.screens.session import words
from fitgap.model.access import Actor, Right

FOLDER = Path(__file__).parent / "pages"
# Page name (also its address and the head of its texts), in the order of the menu; the first is the home page.
NAMES = ("home", "imports", "fit_gap", "forms", "compare", "decide", "costs", "meeting", "export", "settings", "users")
FOR_ADMINISTRATORS = frozenset({"users"})


def pages(who: Actor) -> list[st.Page]:
    """The pages of a person for `st.navigation`; somebody without a role has one, to be told so on."""
    names = NAMES if who.may(Right.READ) else NAMES[:1]
    return [
        st.Page(page(name), title=words(f"{name}.menu"), url_path=name.replace("_", "-"), default=name == NAMES[0])
        for name in names
        if name not in FOR_ADMINISTRATORS or who.may(Right.ADMINISTER)
    ]


def page(name: str) -> str:
    """What `st.page_link` and `st.switch_page` call a page."""
    return str(FOLDER / f"{name}.py")
