"""Say once, on the next run, what became of something that was just saved."""

import streamlit as st

from fitgap.app.screens.figures import moment
from fitgap.app.screens.plain import plain
from fitgap.app.screens.session import language, words
from fitgap.model.message import ConflictError, FitgapError
from fitgap.texts import say

KEY = "commons_notice"


def tell(sentence: str) -> None:
    """Remember good news."""
    st.session_state[KEY] = (True, sentence)


def refuse(error: FitgapError) -> None:
    """Remember why nothing was saved; what was typed stays where it is."""
    values = {name: moment(str(value)) if name == "at" else value for name, value in error.message.values}
    sentence = plain(say(error.message.code, language(), **values))
    if isinstance(error, ConflictError):
        sentence = f"{sentence} {words('commons.kept_draft')}"
    st.session_state[KEY] = (False, sentence)


def show_notice() -> None:
    """Show it."""
    is_good, sentence = st.session_state.pop(KEY, (True, ""))
    if sentence and is_good:
        st.toast(sentence, icon=":material/check_circle:")
    elif sentence:
        st.error(sentence)
