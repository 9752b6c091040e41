"""The list of meetings, and the form for a new one."""

from datetime import date

import streamlit as st

from fitgap.app.screens.frame import ask_person, is_offered
from fitgap.app.screens.meeting_saving import KEPT, typed
from fitgap.app.screens.meeting_view import Part
from fitgap.app.screens.notices import refuse, show_notice
from fitgap.app.screens.plain import plain
from fitgap.app.screens.session import keep, language, person, words, workspace
from fitgap.model.access import Right
from fitgap.model.decision import Level
from fitgap.model.meeting import Meeting, MeetingHead
from fitgap.model.message import FitgapError
from fitgap.texts import say

TITLE_CHARACTERS = 100


def show_list() -> None:
    """Every meeting, the newest first; below it the form for another one."""
    show_notice()
    found = workspace().meetings.every()
    if not found:
        st.info(words("meeting.none_yet"))
    for meeting in found:
        _row(meeting)
    if is_offered(Right.DECIDE):
        with st.expander(words("meeting.new"), expanded=not found):
            _form()


def _row(meeting: Meeting) -> None:
    head = meeting.head
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"meeting_row_{meeting.id}"):
        level = say(f"meetings.level.{head.level}", language())
        state = "closed" if meeting.is_closed else "running" if meeting.turns else "planned"
        facts = words(
            "meeting.row",
            date=head.date,
            level=level,
            place=plain(head.place) or words("meeting.no_place"),
            items=len(meeting.agenda),
            people=len(head.participants),
        )
        with st.container(width="stretch", gap=None):
            st.markdown(f"**{plain(head.title)}**　{words(f'meeting.state.{state}')}")
            st.caption(facts)
        for part in Part:
            st.button(
                words(f"meeting.open.{part}"),
                key=f"meeting_{part}_{meeting.id}",
                type="primary" if part is Part.ROOM else "secondary",
                disabled=part is Part.ROOM and not meeting.agenda,
                on_click=_open,
                args=(meeting.id, part),
            )


def _open(meeting_id: int, part: Part) -> None:
    keep("meeting", str(meeting_id))
    keep("meeting_part", part.value)


def _form() -> None:
    ask_person("meeting")
    title, day, level = st.columns([4, 2, 2], gap="small")
    with title:
        st.text_input(
            words("meeting.field.title"),
            key="new_meeting_title",
            placeholder=words("meeting.title_example"),
            max_chars=TITLE_CHARACTERS,
            persist_state="session",
        )
    with day:
        st.date_input(words("meeting.field.date"), value="today", key="new_meeting_date", format="YYYY/MM/DD")
    with level:
        st.selectbox(
            words("meeting.field.level"),
            list(Level),
            format_func=lambda one: say(f"meetings.level.{one}", language()),
            key="new_meeting_level",
        )
    st.button(words("meeting.create"), type="primary", key="meeting_create", disabled=not person(), on_click=_create)


def _create() -> None:
    day = st.session_state.get("new_meeting_date")
    head = MeetingHead(
        title=typed("new_meeting_title"),
        date=day.isoformat() if isinstance(day, date) else "",
        level=Level(st.session_state.get("new_meeting_level", Level.WORKING_GROUP)),
    )
    try:
        meeting_id = workspace().meetings.create(head, person())
    except FitgapError as error:
        refuse(error, KEPT)
        return
    st.session_state["new_meeting_title"] = ""
    _open(meeting_id, Part.PLAN)
