"""Save what a person sets on the costs page at once, and say what became of it."""

from collections.abc import Callable

import streamlit as st

from fitgap.app.screens.figures import moment
from fitgap.app.screens.plain import plain
from fitgap.app.screens.session import language, words
from fitgap.model.message import ConflictError, FitgapError
from fitgap.texts import say

NOTICE_KEY = "costs_notice"


def save(*actions: Callable[[], object]) -> bool:
    """Carry out what was asked for from a button's callback; what was typed stays when it is refused."""
    try:
        for action in actions:
            action()
    except FitgapError as error:
        refuse(error)
        return False
    st.session_state[NOTICE_KEY] = (True, words("costs.saved"))
    return True


def refuse(error: FitgapError) -> None:
    """Say why nothing was saved."""
    values = {name: moment(str(value)) if name == "at" else value for name, value in error.message.values}
    sentence = plain(say(error.message.code, language(), **values))
    if isinstance(error, ConflictError):
        sentence = f"{sentence} {words('choice.kept_typing')}"
    st.session_state[NOTICE_KEY] = (False, sentence)


def show_cost_notice() -> None:
    """Say once what became of the last change."""
    notice = st.session_state.pop(NOTICE_KEY, None)
    if notice is None:
        return
    is_good, sentence = notice
    if is_good:
        st.toast(sentence, icon=":material/check_circle:")
    else:
        st.error(sentence)
