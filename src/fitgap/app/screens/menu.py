"""The pages: their names, their order, their files."""

from pathlib import Path

import streamlit as st

from fitgap.app.screens.session import words

FOLDER = Path(__file__).parent / "pages"
# Page name (also its address and the head of its texts), in the order of the menu; the first is the home page.
NAMES = ("home", "imports", "fit_gap", "forms", "compare", "decide", "costs", "export", "settings")


def pages() -> list[st.Page]:
    """Every page for `st.navigation`."""
    return [
        st.Page(page(name), title=words(f"{name}.menu"), url_path=name.replace("_", "-"), default=name == NAMES[0])
        for name in NAMES
    ]


def page(name: str) -> str:
    """What `st.page_link` and `st.switch_page` call a page."""
    return str(FOLDER / f"{name}.py")
