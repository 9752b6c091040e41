"""The meeting page: the list of meetings, or one of them: its plan, the room, its minutes."""

import streamlit as st

from fitgap.app.screens.frame import title
from fitgap.app.screens.meeting_list import show_list
from fitgap.app.screens.meeting_minutes import show_minutes
from fitgap.app.screens.meeting_plan import show_plan
from fitgap.app.screens.meeting_room import is_projected, show_room
from fitgap.app.screens.meeting_view import Part
from fitgap.app.screens.picking import show_missing
from fitgap.app.screens.plain import plain
from fitgap.app.screens.session import keep, kept, language, words, workspace
from fitgap.model.meeting import Meeting
from fitgap.model.message import UsageError
from fitgap.texts import say


def show() -> None:
    """Draw the page."""
    if show_missing(bool(workspace().flows()), bool(workspace().catalogs())):
        return
    meeting = _picked()
    if meeting is None:
        title("meeting")
        show_list()
        return
    part = kept("meeting_part") if kept("meeting_part") in list(Part) else Part.PLAN
    if part == Part.ROOM and is_projected():
        show_room(meeting)
        return
    _head(meeting, Part(part))
    if part == Part.ROOM:
        show_room(meeting)
    elif part == Part.MINUTES:
        show_minutes(meeting)
    else:
        show_plan(meeting)


def _picked() -> Meeting | None:
    asked = kept("meeting")
    if not asked.isdecimal():
        return None
    try:
        return workspace().meetings.get(int(asked))
    except UsageError:
        st.toast(words("meeting.gone"), icon="⚠️")
        keep("meeting", "")
        return None


def _head(meeting: Meeting, part: Part) -> None:
    """The meeting's name, and the way to its parts and back to the list."""
    with st.container(horizontal=True, vertical_alignment="center", key="meeting_head", gap="small"):
        st.button(words("meeting.all"), key="meeting_all", icon=":material/arrow_back:", on_click=_leave)
        level = say(f"meetings.level.{meeting.head.level}", language())
        st.markdown(f"**{plain(meeting.head.title)}**　{level}　{meeting.head.date}", width="stretch")
        st.session_state["meeting_part"] = part.value
        st.segmented_control(
            words("meeting.part_label"),
            [one.value for one in Part],
            format_func=lambda code: words(f"meeting.part.{code}"),
            key="meeting_part",
            label_visibility="collapsed",
            required=True,
            on_change=lambda: keep("meeting_part", str(st.session_state["meeting_part"])),
        )


def _leave() -> None:
    for name in ("meeting", "meeting_part", "meeting_item"):
        keep(name, "")
