"""The secretary's notes on an item: typed once, struck but never lost; and what somebody takes home to do."""

from datetime import date

import streamlit as st

from fitgap.app.screens import meeting_view as view
from fitgap.app.screens.figures import moment
from fitgap.app.screens.meeting_saving import recorded, typed
from fitgap.app.screens.plain import plain
from fitgap.app.screens.session import person, words, workspace
from fitgap.model.board import Board
from fitgap.model.meeting import Note, NoteKind

NOTE_CHARACTERS = 2_000
OWNER_CHARACTERS = 100


def show_notes(board: Board) -> None:
    """The form, and below it what was noted."""
    line, meeting_id = board.line, board.meeting.id
    if line is None:
        return
    short = view.short_id(line.key)
    keys = {name: f"note_{name}_{short}" for name in ("text", "kind", "owner", "until")}
    st.text_area(
        words("meeting.field.note"),
        key=keys["text"],
        height=90,
        max_chars=NOTE_CHARACTERS,
        placeholder=words("meeting.note_example"),
        persist_state="session",
    )
    is_task = st.checkbox(words("meeting.is_task"), key=keys["kind"])
    if is_task:
        owner, until = st.columns([3, 2], gap="small")
        with owner:
            st.text_input(words("meeting.field.owner"), key=keys["owner"], max_chars=OWNER_CHARACTERS)
        with until:
            st.date_input(words("meeting.field.deadline"), value=None, key=keys["until"], format="YYYY/MM/DD")
    st.button(
        words("meeting.save_note"),
        key="save_note",
        type="primary",
        disabled=not person() or board.meeting.is_closed,
        on_click=_save,
        args=(meeting_id, line.key, keys),
    )
    for note in reversed(board.notes):
        _note(note, may_strike=not board.meeting.is_closed)


def _note(note: Note, *, may_strike: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key=f"note_{note.id}"):
        text = plain(note.text)
        if note.kind is NoteKind.TASK:
            text = words(
                "meeting.task_line", text=text, owner=plain(note.owner), deadline=note.deadline.replace("-", "/")
            )
        with st.container(width="stretch", gap=None):
            st.markdown(f"~~{text}~~" if note.struck_at else text)
            struck = f"　{words('meeting.struck', person=plain(note.struck_by))}" if note.struck_at else ""
            st.caption(f"{plain(note.person)}　{moment(note.at)}{struck}")
        if not note.struck_at:
            st.button(
                words("meeting.strike"),
                key=f"strike_{note.id}",
                disabled=not (may_strike and person()),
                on_click=_strike,
                args=(note.id,),
            )


def _save(meeting_id: int, key: str, keys: dict[str, str]) -> None:
    until = st.session_state.get(keys["until"])
    is_task = bool(st.session_state.get(keys["kind"]))

    def note() -> None:
        workspace().meetings.note(
            meeting_id,
            typed(keys["text"]),
            person(),
            key=key,
            kind=NoteKind.TASK if is_task else NoteKind.REMARK,
            owner=typed(keys["owner"]) if is_task else "",
            deadline=until.isoformat() if is_task and isinstance(until, date) else "",
        )

    if recorded(note):
        st.session_state[keys["text"]] = ""


def _strike(note_id: int) -> None:
    recorded(lambda: workspace().meetings.strike_note(note_id, person()))
