"""What the meeting pages record: at once, with a sentence about what became of it; what was typed is never lost."""

from collections.abc import Callable

import streamlit as st

from fitgap.app.screens.notices import refuse, told
from fitgap.app.screens.session import words
from fitgap.model.message import FitgapError

WRITING_KEY = "room_writing"
KEPT = "meeting.kept_typing"


def recorded(act: Callable[[], object], done: str = "meeting.saved") -> bool:
    """Do something from a button's callback; true when it is on record, else the notice says why not."""
    try:
        act()
    except FitgapError as error:
        refuse(error, KEPT)
        return False
    told(words(done))
    write_where_the_room_is()
    return True


def write_where_the_room_is() -> None:
    """Let what this person writes next be about the item on the stage."""
    st.session_state.pop(WRITING_KEY, None)


def typed(key: str) -> str:
    """The text of a widget without blanks around it."""
    return str(st.session_state.get(key) or "").strip()
