"""The room: the item that the facilitator is at, on everybody's screen, and what each of them may say to it.

What is shown stands in a fragment that asks again every few seconds; what people type stands outside of it, so that
nothing that others do disturbs it.
"""

from pathlib import Path

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from fitgap.app.clock import now
from fitgap.app.screens import meeting_view as view
from fitgap.app.screens.meeting_inputs import show_inputs
from fitgap.app.screens.meeting_saving import WRITING_KEY, recorded, write_where_the_room_is
from fitgap.app.screens.meeting_stage import show_stage
from fitgap.app.screens.notices import drop_notice, show_notice
from fitgap.app.screens.plain import plain
from fitgap.app.screens.session import keep, kept, person, words, workspace
from fitgap.model.access import Right
from fitgap.model.board import Board
from fitgap.model.meeting import Meeting, TurnKind

STYLE = Path(__file__).with_name("meeting.css")
DRAWN_KEY = "room_drawn"
PROJECTOR = "projector"


def is_projected() -> bool:
    """True for a screen that shows the item alone, in large type."""
    return kept("view") == PROJECTOR


def show_room(meeting: Meeting) -> None:
    """The bar to walk the agenda, the stage, and beside it (not on a projector) the inputs."""
    st.html(STYLE)
    if not meeting.agenda:
        st.info(words("meeting.empty_agenda"))
        return
    own_key = view.key_of(meeting, kept("meeting_item"))
    board = workspace().meetings.board(meeting.id, own_key)
    st.session_state[DRAWN_KEY] = _drawn(board)
    with st.container(key="room_projector" if is_projected() else "room"):
        _bar(board, own_key)
        with st.container(key="room_notice"):  # a place of its own, so that what people type in stays where it is
            show_notice()
        if is_projected():
            _stage(board, own_key)
            return
        stage, inputs = st.columns([6.3, 3.7], gap="medium")
        with stage:
            _stage(board, own_key)
        with inputs:
            _inputs(board, is_own=bool(own_key))


def _inputs(board: Board, *, is_own: bool) -> None:
    """What may be said to an item. Who did not move by themselves go on writing where they are until they have recorded
    it, or say so: a field that vanishes takes along what is being typed in it."""
    stage_key = board.line.key if board.line else ""
    writing = str(st.session_state.get(WRITING_KEY, ""))
    if is_own or is_leading() or board.meeting.line(writing) is None:
        writing = stage_key
    st.session_state[WRITING_KEY] = writing
    written = board if writing == stage_key else workspace().meetings.board(board.meeting.id, writing)
    with st.container(key="room_writing_place"):
        if writing != stage_key and written.line is not None:
            st.info(words("meeting.still_writing", number=written.number, title=plain(written.line.title)))
            label = words("meeting.write_here", number=board.number)
            st.button(label, key="room_write_here", on_click=write_where_the_room_is)
    show_inputs(written, is_leading=is_leading())


def is_leading() -> bool:
    """True where this person moves everybody's screens; a link that is passed on does not make others lead."""
    name = person()
    return bool(name) and kept("lead") == view.short_id(name) and workspace().actor.may(Right.DECIDE)


def _drawn(board: Board) -> tuple[str, int, bool, bool]:
    """What the parts outside the fragment depend on; a change of it draws the whole page again."""
    meeting = board.meeting
    return (board.line.key if board.line else "", meeting.agenda_id, meeting.is_closed, meeting.is_paused)


def _stage(board: Board, own_key: str) -> None:
    meeting_id, policy = board.meeting.id, workspace().policy()

    @st.fragment(run_every=policy.meetings.poll_seconds)
    def poll() -> None:
        present = workspace().meetings.board(meeting_id, own_key)
        if _drawn(present) != st.session_state.get(DRAWN_KEY):
            st.rerun()
        key = present.line.key if present.line else ""
        screens = workspace().meetings.look(meeting_id, _screen(), person(), key)
        show_stage(present, view.watching(screens, key), now(), policy, is_own=bool(own_key))

    poll()


def _screen() -> str:
    context = get_script_run_ctx(suppress_warning=True)
    return context.session_id if context else ""


def _bar(board: Board, own_key: str) -> None:
    meeting, key = board.meeting, board.line.key if board.line else ""
    leading = is_leading()
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="room_bar"):
        st.button(
            words("meeting.back"),
            key="room_back",
            shortcut="PageUp",
            disabled=key == meeting.agenda[0].key,
            on_click=_walk,
            args=(meeting, key, -1, leading),
        )
        st.button(
            words("meeting.forward"),
            key="room_forward",
            shortcut="PageDown",
            type="primary" if leading else "secondary",
            disabled=key == meeting.agenda[-1].key,
            on_click=_walk,
            args=(meeting, key, 1, leading),
        )
        _list(board, leading)
        _mode(meeting, key, own_key, leading)
        if leading and not meeting.is_closed:
            _break_button(meeting, key)
        st.button(
            words("meeting.leave_projector" if is_projected() else "meeting.projector"),
            key="room_projector_button",
            icon=":material/cast:",
            on_click=keep,
            args=("view", "" if is_projected() else PROJECTOR),
        )


def _list(board: Board, leading: bool) -> None:
    """The agenda to jump in, with what is settled."""
    meeting = board.meeting
    settled = len(meeting.agenda) - len(board.open_keys)
    label = words("meeting.list", settled=settled, count=len(meeting.agenda))
    with st.popover(label, key="room_list", on_change="rerun") as popover:
        if not popover.open:
            return
        for number, line in enumerate(meeting.agenda, start=1):
            mark = words("meeting.mark.open" if line.key in board.open_keys else "meeting.mark.settled")
            st.button(
                f"{number}. {mark}　{plain(line.title) or words('no_name')}",
                key=f"jump_{view.short_id(line.key)}",
                type="tertiary",
                on_click=_go,
                args=(meeting, line.key, leading),
            )


def _mode(meeting: Meeting, key: str, own_key: str, leading: bool) -> None:
    """Lead, follow, or look for oneself."""
    if workspace().actor.may(Right.DECIDE) and not meeting.is_closed:
        st.toggle(
            words("meeting.lead"),
            value=leading,
            key=f"room_lead_{leading}_{person()}",
            help=words("meeting.lead_help"),
            disabled=not person(),
            on_change=_lead,
            args=(meeting, key, not leading),
        )
    if leading:
        st.caption(words("meeting.leading"), width="stretch")
    elif own_key:
        st.button(
            words("meeting.follow"),
            key="room_follow",
            icon=":material/group:",
            on_click=keep,
            args=("meeting_item", ""),
        )
        st.caption(words("meeting.alone"), width="stretch")
    else:
        st.caption(words("meeting.following"), width="stretch")


def _break_button(meeting: Meeting, key: str) -> None:
    if meeting.is_paused:
        st.button(words("meeting.resume"), key="room_resume", type="primary", on_click=_go, args=(meeting, key, True))
    else:
        running = bool(meeting.turns) and meeting.turns[-1].kind is TurnKind.ITEM
        st.button(words("meeting.pause"), key="room_pause", disabled=not running, on_click=_pause, args=(meeting.id,))


def _lead(meeting: Meeting, key: str, wanted: bool) -> None:
    keep("lead", view.short_id(person()) if wanted else "")
    if wanted:
        _go(meeting, key, True)


def _pause(meeting_id: int) -> None:
    recorded(lambda: workspace().meetings.pause(meeting_id, person()), "meeting.paused")


def _walk(meeting: Meeting, key: str, distance: int, leading: bool) -> None:
    """A step along the agenda as it is now, which somebody may have changed since the page was drawn."""
    present = workspace().meetings.get(meeting.id)
    _go(meeting, view.neighbour(present, key, distance), leading)


def _go(meeting: Meeting, key: str, leading: bool) -> None:
    if not leading:
        keep("meeting_item", view.short_id(key))
    elif recorded(lambda: workspace().meetings.go_to(meeting.id, key, person()), "meeting.moved"):
        drop_notice()
        keep("meeting_item", "")
