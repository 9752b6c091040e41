"""Say at the next drawing what became of what a person just pressed."""

import streamlit as st

from fitgap.app.screens.figures import moment
from fitgap.app.screens.plain import plain
from fitgap.app.screens.session import language, words
from fitgap.model.message import ConflictError, FitgapError
from fitgap.texts import say

_KEY = "notice"


def told(sentence: str) -> None:
    """Something was done."""
    st.session_state[_KEY] = (True, sentence)


def refused(sentence: str) -> None:
    """Nothing was done, and why."""
    st.session_state[_KEY] = (False, sentence)


def refuse(error: FitgapError, kept: str = "choice.kept_typing") -> None:
    """Nothing was done: what `error` says, times as people write them.

    For a conflict `kept` (a text) adds that what was typed is still there.
    """
    values = {name: moment(str(value)) if name == "at" else value for name, value in error.message.values}
    sentence = plain(say(error.message.code, language(), **values))
    refused(f"{sentence} {words(kept)}" if isinstance(error, ConflictError) else sentence)


def drop_notice() -> None:
    """Leave unsaid what is no longer of use."""
    st.session_state.pop(_KEY, None)


def show_notice() -> None:
    """Say it once."""
    notice = st.session_state.pop(_KEY, None)
    if notice is None:
        return
    is_good, sentence = notice
    if is_good:
        st.toast(sentence, icon=":material/check_circle:")
    else:
        st.error(sentence)
