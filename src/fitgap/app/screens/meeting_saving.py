"""What the meeting pages record: at once, with a sentence about what became of it; what was typed is never lost."""

from collections.abc import Callable

import streamlit as st

from fitgap.app.screens.figures import moment
from fitgap.app.screens.plain import plain
from fitgap.app.screens.session import language, words
from fitgap.model.message import ConflictError, FitgapError
from fitgap.texts import say

NOTICE_KEY = "meeting_notice"
WRITING_KEY = "room_writing"


def recorded(act: Callable[[], object], done: str = "meeting.saved") -> bool:
    """Do something from a button's callback; true when it is on record, else the notice says why not."""
    try:
        act()
    except FitgapError as error:
        st.session_state[NOTICE_KEY] = (False, refusal(error))
        return False
    st.session_state[NOTICE_KEY] = (True, words(done))
    write_where_the_room_is()
    return True


def write_where_the_room_is() -> None:
    """Let what this person writes next be about the item on the stage."""
    st.session_state.pop(WRITING_KEY, None)


def refusal(error: FitgapError) -> str:
    """A refusal in words; a conflict says that what was typed is still there."""
    values = {name: moment(str(value)) if name == "at" else value for name, value in error.message.values}
    sentence = plain(say(error.message.code, language(), **values))
    return f"{sentence} {words('meeting.kept_typing')}" if isinstance(error, ConflictError) else sentence


def show_notice() -> None:
    """Say once what became of the last press."""
    notice = st.session_state.pop(NOTICE_KEY, None)
    if notice is None:
        return
    is_good, sentence = notice
    if is_good:
        st.toast(sentence, icon=":material/check_circle:")
    else:
        st.error(sentence)


def typed(key: str) -> str:
    """The text of a widget without blanks around it."""
    return str(st.session_state.get(key) or "").strip()
