"""What `app.py` of the checkout and `start.py` of the wheel run: the frame, and the page that the address names."""

import streamlit as st

from fitgap.app.screens.door import show_door
from fitgap.app.screens.frame import show_error, show_frame
from fitgap.app.screens.login import check_door
from fitgap.app.screens.menu import pages
from fitgap.app.screens.session import actor, keep, language, words, workspace
from fitgap.model.access import NOBODY
from fitgap.model.message import FitgapError


def run() -> None:
    """Show a page; what the product refuses is a sentence, never a traceback."""
    st.set_page_config(page_title=words("product"), page_icon="🧩", layout="wide", initial_sidebar_state="collapsed")
    refusal: FitgapError | None = None
    who = NOBODY
    try:
        check_door()
        who = actor()
    except FitgapError as error:
        refusal = error
    here = st.navigation(pages(who), position="top")
    keep("lang", language())
    show_frame(who)
    if not who.roles:
        show_door(who, refusal)
        return
    try:
        workspace()
        here.run()
    except FitgapError as error:
        show_error(error)
