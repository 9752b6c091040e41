"""Plan a meeting: its head and participants, the agenda in its order, and what may be put on it."""

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st

from fitgap.app.screens import meeting_view as view
from fitgap.app.screens.frame import ask_person, say_who_may
from fitgap.app.screens.meeting_candidates import show_candidates
from fitgap.app.screens.meeting_saving import recorded, typed
from fitgap.app.screens.notices import show_notice
from fitgap.app.screens.plain import plain
from fitgap.app.screens.session import language, may, person, words, workspace
from fitgap.model.access import Right
from fitgap.model.decision import Level
from fitgap.model.meeting import AgendaLine, Meeting, MeetingHead
from fitgap.policies.vocabulary import vocabulary
from fitgap.texts import say

TITLE_CHARACTERS, PLACE_CHARACTERS, PEOPLE_CHARACTERS = 100, 200, 4_000
MOST_MINUTES = 240


def show_plan(meeting: Meeting) -> None:
    """Head and agenda at the left, what may be put on it at the right."""
    show_notice()
    may_change = may(Right.DECIDE) and not meeting.is_closed
    if may_change:
        ask_person("meeting_plan")
    agenda, candidates = st.columns([5, 5], gap="medium")
    with agenda:
        _head(meeting, may_change=may_change)
        _agenda(meeting, may_change=may_change)
    with candidates:
        if may_change:
            show_candidates(meeting)
        elif meeting.is_closed:
            st.info(words("meeting.closed_now"))
        else:
            say_who_may(Right.DECIDE)


def roles() -> list[tuple[str, str]]:
    """The roles at the table: code and word."""
    return [(code, say(f"vocabulary.meeting_role.{code}", language())) for code in vocabulary()["meeting_role"]]


def _head(meeting: Meeting, *, may_change: bool) -> None:
    head, key = meeting.head, f"{meeting.id}_{meeting.head_id}"
    label = words("meeting.head", place=plain(head.place) or words("meeting.no_place"), people=len(head.participants))
    with st.expander(label, expanded=not meeting.agenda):
        title, level = st.columns([5, 2], gap="small")
        with title:
            st.text_input(
                words("meeting.field.title"),
                value=head.title,
                key=f"meeting_title_{key}",
                max_chars=TITLE_CHARACTERS,
                disabled=not may_change,
            )
        with level:
            st.selectbox(
                words("meeting.field.level"),
                list(Level),
                index=list(Level).index(head.level),
                format_func=lambda one: say(f"meetings.level.{one}", language()),
                key=f"meeting_level_{key}",
                disabled=not may_change,
            )
        day, place = st.columns([2, 5], gap="small")
        with day:
            st.date_input(
                words("meeting.field.date"),
                value=date.fromisoformat(head.date),
                key=f"meeting_date_{key}",
                format="YYYY/MM/DD",
                disabled=not may_change,
            )
        with place:
            st.text_input(
                words("meeting.field.place"),
                value=head.place,
                key=f"meeting_place_{key}",
                max_chars=PLACE_CHARACTERS,
                disabled=not may_change,
            )
        st.text_area(
            words("meeting.field.participants"),
            value=view.participants_text(head.participants, roles()),
            key=f"meeting_people_{key}",
            height=120,
            max_chars=PEOPLE_CHARACTERS,
            placeholder=words("meeting.people_example"),
            help=words("meeting.people_help", roles="、".join(word for _, word in roles())),
            disabled=not may_change,
        )
        st.button(
            words("meeting.save_head"),
            key="meeting_save_head",
            disabled=not (may_change and person()),
            on_click=_save_head,
            args=(meeting, key),
        )


def _save_head(meeting: Meeting, key: str) -> None:
    day = st.session_state.get(f"meeting_date_{key}")
    head = MeetingHead(
        title=typed(f"meeting_title_{key}"),
        date=day.isoformat() if isinstance(day, date) else "",
        place=typed(f"meeting_place_{key}"),
        level=Level(st.session_state[f"meeting_level_{key}"]),
        participants=view.participants_of(typed(f"meeting_people_{key}"), roles()),
    )
    recorded(lambda: workspace().meetings.revise(meeting.id, head, person(), seen_head_id=meeting.head_id))


def _agenda(meeting: Meeting, *, may_change: bool) -> None:
    total = sum(line.planned_minutes for line in meeting.agenda)
    st.markdown(f"**{words('meeting.agenda', count=len(meeting.agenda), minutes=total)}**")
    if not meeting.agenda:
        st.info(words("meeting.empty_agenda"))
    still_open = {line.key for line in workspace().meetings.still_open(meeting.id)}
    for number, line in enumerate(meeting.agenda, start=1):
        _line(meeting, line, number, is_open=line.key in still_open, may_change=may_change)


def _line(meeting: Meeting, line: AgendaLine, number: int, *, is_open: bool, may_change: bool) -> None:
    short = view.short_id(line.key)
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key=f"agenda_{short}"):
        mark = words("meeting.mark.open" if is_open else "meeting.mark.settled")
        st.markdown(f"{number}. {mark}　{plain(line.title) or words('no_name')}", width="stretch")
        st.number_input(
            words("meeting.minutes"),
            min_value=0,
            max_value=MOST_MINUTES,
            value=line.planned_minutes,
            key=f"minutes_{short}_{meeting.agenda_id}",
            label_visibility="collapsed",
            width=96,
            disabled=not (may_change and person()),
            on_change=_set_minutes,
            args=(meeting, line.key, f"minutes_{short}_{meeting.agenda_id}"),
        )
        _order_button(meeting, ":material/arrow_upward:", "up", short, view.moved, line.key, -1, may_change=may_change)
        _order_button(
            meeting, ":material/arrow_downward:", "down", short, view.moved, line.key, 1, may_change=may_change
        )
        _order_button(meeting, ":material/close:", "off", short, view.without, line.key, may_change=may_change)


def _order_button(
    meeting: Meeting,
    icon: str,
    name: str,
    short: str,
    change: Callable[..., Sequence[AgendaLine]],
    *args: str | int,
    may_change: bool,
) -> None:
    st.button(
        icon,
        key=f"agenda_{name}_{short}",
        help=words(f"meeting.agenda_{name}"),
        disabled=not (may_change and person()),
        on_click=_change,
        args=(meeting, change, *args),
    )


def _change(meeting: Meeting, change: Callable[..., Sequence[AgendaLine]], *args: str | int) -> None:
    set_agenda(meeting, change(meeting.agenda, *args))


def _set_minutes(meeting: Meeting, key: str, widget: str) -> None:
    set_agenda(meeting, view.with_minutes(meeting.agenda, key, int(st.session_state[widget])))


def set_agenda(meeting: Meeting, lines: Sequence[AgendaLine]) -> None:
    """From a callback: record another version of the agenda."""
    recorded(lambda: workspace().meetings.set_agenda(meeting.id, lines, person(), seen_agenda_id=meeting.agenda_id))
