"""The end of a meeting: where members stand, what is still open, closing, and the minutes to take away."""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from fitgap.app.screens import meeting_view as view
from fitgap.app.screens.frame import ask_person, is_offered
from fitgap.app.screens.meeting_saving import recorded
from fitgap.app.screens.notices import show_notice
from fitgap.app.screens.plain import plain
from fitgap.app.screens.session import keep, language, person, words, workspace
from fitgap.deciding.consensus import divided_first, lone_first, nearest_first
from fitgap.model.access import Right
from fitgap.model.meeting import AgendaLine, Consensus, Meeting, Stance
from fitgap.texts import say

STYLE = Path(__file__).with_name("meeting.css")
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show_minutes(meeting: Meeting) -> None:
    """The minutes and what is open at the left, consensus at the right."""
    st.html(STYLE)
    show_notice()
    left, right = st.columns(2, gap="medium")
    with left:
        _take(meeting)
        _closing(meeting)
    with right:
        _consensus(meeting)


def _closing(meeting: Meeting) -> None:
    still_open = workspace().meetings.still_open(meeting.id)
    counts = {"settled": len(meeting.agenda) - len(still_open), "count": len(meeting.agenda)}
    with st.container(border=True, key="meeting_closing"):
        st.markdown(f"**{words('meeting.settled', **counts)}**")
        if is_offered(Right.DECIDE):
            _close_button(meeting)
        if still_open and not meeting.is_closed:
            st.markdown(words("meeting.still_open"))
        with st.container(key="meeting_open", gap=None):
            for line in still_open:
                _open_line(meeting, line)


def _close_button(meeting: Meeting) -> None:
    ask_person("meeting_closing")
    name = "reopen" if meeting.is_closed else "close"
    st.button(
        words(f"meeting.{name}"),
        key=f"meeting_{name}",
        type="secondary" if meeting.is_closed else "primary",
        disabled=not person(),
        on_click=_close_or_reopen,
        args=(meeting.id, name),
    )


def _open_line(meeting: Meeting, line: AgendaLine) -> None:
    number = meeting.agenda.index(line) + 1
    st.button(
        f"{number}. {words('meeting.mark.open')}　{plain(line.title) or words('no_name')}",
        key=f"open_{view.short_id(line.key)}",
        type="tertiary",
        on_click=_look_at,
        args=(line.key,),
    )


def _look_at(key: str) -> None:
    keep("meeting_item", view.short_id(key))
    keep("meeting_part", view.Part.ROOM.value)


def _close_or_reopen(meeting_id: int, name: str) -> None:
    use = workspace().meetings.close if name == "close" else workspace().meetings.reopen
    recorded(lambda: use(meeting_id, person()), f"meeting.done_{name}")


def _take(meeting: Meeting) -> None:
    file = f"{meeting.head.date}_{meeting.id}"
    here, spoken = workspace(), language()  # a download runs outside the page and knows nobody
    with st.container(border=True, key="meeting_take"):
        st.markdown(f"**{words('meeting.minutes_title')}**")
        st.caption(words("meeting.minutes_note"))
        with st.container(horizontal=True, gap="small"):
            st.download_button(
                words("meeting.take_word"),
                lambda: here.meetings.export_document(meeting.id, spoken),
                file_name=f"{words('meeting.file')}_{file}.docx",
                mime=WORD_TYPE,
                icon=":material/description:",
                type="primary",
                on_click="ignore",
                key="take_word",
            )
            st.download_button(
                words("meeting.take_excel"),
                lambda: here.meetings.export_workbook(meeting.id, spoken),
                file_name=f"{words('meeting.file')}_{file}.xlsx",
                mime=EXCEL_TYPE,
                icon=":material/table:",
                on_click="ignore",
                key="take_excel",
            )


def _consensus(meeting: Meeting) -> None:
    """Where consensus is near, whose objection is alone, where the room is divided: lists with signs."""
    keys = [line.key for line in meeting.agenda]
    found = workspace().positions.consensus(keys, workspace().members())
    spoken = sum(bool(one.positions) for one in found)
    st.markdown(f"**{words('meeting.consensus', spoken=spoken, count=len(found))}**")
    groups = (("near", nearest_first(found)), ("lone", lone_first(found)), ("divided", _several(divided_first(found))))
    for name, group in groups:
        with st.container(border=True, key=f"consensus_{name}", gap="xsmall"):
            st.markdown(f"**{words(f'meeting.group.{name}', count=len(group))}**")
            for one in group:
                _consensus_line(meeting, one)


def _several(found: Sequence[Consensus]) -> tuple[Consensus, ...]:
    return tuple(one for one in found if one.lone_objector is None)


def _consensus_line(meeting: Meeting, one: Consensus) -> None:
    line = meeting.line(one.key)
    counts = "　".join(
        f"{say(f'meetings.stance_sign.{stance}', language())}{one.count(stance)}"
        for stance in Stance
        if one.count(stance)
    )
    title = plain(line.title) if line else ""
    st.markdown(f"{counts}　{title}")
    for position in one.positions:
        if position.stance is Stance.CANNOT:
            st.caption(words("meeting.objection", member=plain(position.member), reason=plain(position.reason)))
