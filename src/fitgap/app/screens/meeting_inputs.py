"""What a person may say to the item on the stage: a position, the decision, a note; and the item's whole story."""

import streamlit as st

from fitgap.app.screens import meeting_view as view
from fitgap.app.screens.decision_words import in_words
from fitgap.app.screens.figures import moment
from fitgap.app.screens.frame import ask_person, say_who_may
from fitgap.app.screens.meeting_decision import show_decision_form
from fitgap.app.screens.meeting_notes import show_notes
from fitgap.app.screens.meeting_saving import recorded, typed
from fitgap.app.screens.plain import plain
from fitgap.app.screens.ruling_words import ruling_text
from fitgap.app.screens.session import language, may, person, words, workspace
from fitgap.model.access import Right
from fitgap.model.board import Board
from fitgap.model.decision import Decision
from fitgap.model.meeting import Position, Ruling, Stance
from fitgap.texts import say

REASON_CHARACTERS = 1_000


def show_inputs(board: Board, *, is_leading: bool) -> None:
    """Tabs for what may be said; who leads decides first, who follows says first where it stands."""
    if board.line is None:
        return
    with st.container(key="room_person"):
        ask_person("room")
    actor = workspace().actor
    parts = ["positions"] if actor.may(Right.EDIT) else []
    if actor.may(Right.DECIDE) or actor.may(Right.ADOPT):
        parts = ["decision", *parts] if is_leading else [*parts, "decision"]
    if not parts:
        say_who_may(Right.EDIT)
    parts += ["notes", "story"] if actor.may(Right.DECIDE) else ["story"]
    draw = {
        "positions": _position_form,
        "decision": show_decision_form,
        "notes": show_notes,
        "story": _story,
    }
    tabs = st.tabs([words(f"meeting.tab.{name}") for name in parts])
    for tab, name in zip(tabs, parts, strict=True):
        with tab:
            draw[name](board)


def _position_form(board: Board) -> None:
    line, consensus = board.line, board.consensus
    if line is None or consensus is None:
        return
    own = "" if may(Right.DECIDE) else workspace().actor.member
    members = [own] if own else _members(board)
    short = view.short_id(line.key)
    st.caption(words("meeting.position_note"))
    member = st.selectbox(
        words("meeting.field.member"),
        members,
        key="position_member",
        index=0 if members else None,
        persist_state="session",
        placeholder=words("meeting.choose"),
    )
    held = next((one for one in consensus.positions if one.member == member), None)
    stance = st.segmented_control(
        words("meeting.field.stance"),
        list(Stance),
        format_func=lambda one: (
            f"{say(f'meetings.stance_sign.{one}', language())} {say(f'meetings.stance.{one}', language())}"
        ),
        key=f"stance_{short}_{member}",
    )
    st.text_area(
        words("meeting.field.reason"),
        key=f"position_reason_{short}_{member}",
        height=90,
        max_chars=REASON_CHARACTERS,
        placeholder=words("meeting.position_example"),
        persist_state="session",
    )
    st.button(
        words("meeting.save_position"),
        key="save_position",
        type="primary",
        disabled=not (person() and member and stance),
        on_click=_take,
        args=(line.key, str(member or ""), f"stance_{short}_{member}", f"position_reason_{short}_{member}", held),
    )


def _members(board: Board) -> list[str]:
    """Whose positions may be asked for: the item's members, then the others with flows."""
    of_item = board.item.subject.members if board.item else ()
    return list(dict.fromkeys((*of_item, *workspace().members())))


def _take(key: str, member: str, stance_key: str, reason_key: str, held: Position | None) -> None:
    stance = st.session_state.get(stance_key)
    if stance is None:
        return

    def take() -> None:
        workspace().positions.take(
            key,
            member,
            Stance(stance),
            typed(reason_key),
            person(),
            seen_position_id=held.id if held else None,
        )

    if recorded(take, "meeting.position_saved"):
        st.session_state[reason_key] = ""


def _story(board: Board) -> None:
    if board.line is None:
        return
    told = view.story(board, workspace().positions.history(board.line.key))
    if not told:
        st.caption(words("meeting.no_story"))
    for one in told:
        st.markdown(_told(one))
        st.caption(f"{plain(one.person)}　{moment(one.at)}")


def _told(one: Decision | Ruling | Position) -> str:
    if isinstance(one, Position):
        sign = say(f"meetings.stance_sign.{one.stance}", language())
        line = f"{sign} {plain(one.member)}　{say(f'meetings.stance.{one.stance}', language())}"
        return f"{line}：{plain(one.reason)}" if one.reason else line
    if isinstance(one, Ruling):
        return ruling_text(one)
    level = say(f"meetings.level.{one.level}", language())
    resolution = plain(in_words("resolution", one.terms.resolution))
    state = words(f"state.{one.state}")
    line = f"**{level}：{resolution}**　{state}"
    return f"{line}　{plain(one.terms.reason)}" if one.terms.reason else line
