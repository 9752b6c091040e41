"""The room's decision: typed once by whoever keeps the record; a higher level adopts, sends back, or decides anew."""

from collections.abc import Sequence

import streamlit as st

from fitgap.app.screens import meeting_view as view
from fitgap.app.screens.decide_fields import Fields
from fitgap.app.screens.decide_saving import SEEN_KEY, have_seen, seen_id
from fitgap.app.screens.decision_words import decided_line
from fitgap.app.screens.frame import is_offered
from fitgap.app.screens.meeting_saving import recorded, typed
from fitgap.app.screens.plain import plain
from fitgap.app.screens.session import language, may, person, words, workspace
from fitgap.deciding.settling import is_above, level_reached
from fitgap.model.access import Right
from fitgap.model.board import Board
from fitgap.model.decision import Decision, DecisionItem
from fitgap.model.meeting import Meeting, Ruling
from fitgap.model.message import UsageError
from fitgap.texts import say, term

TEXT_CHARACTERS, LINE_CHARACTERS = 2_000, 200


def show_decision_form(board: Board) -> None:
    """What a higher level may make of the decision that holds, then the form for a decision."""
    item, meeting = board.item, board.meeting
    if item is None:
        return
    if meeting.is_closed or board.is_gone:
        st.info(words("meeting.closed_now" if meeting.is_closed else "meeting.item_gone"))
        return
    held = board.decision
    with st.container(key="room_rulings"):
        if held is not None and is_above(meeting.head.level, held.level) and may(Right.ADOPT):
            _rulings(meeting, held, board.rulings)
    reached = level_reached(held, board.rulings) if held else None
    if held is not None and reached is not None and is_above(reached, meeting.head.level) and not held.is_open:
        st.info(words("meeting.decided_above", level=say(f"meetings.level.{reached}", language())))
        return
    is_below = held is not None and reached is not None and is_above(meeting.head.level, reached) and not held.is_open
    if is_below and not is_offered(Right.ADOPT):
        return
    seen = seen_id(item)
    with st.container(key="room_meanwhile"):  # a place of its own, so that the form below stays where it is
        if item.newest_id != seen:
            _meanwhile(item, held)
    _form(board, item, seen)


def _meanwhile(item: DecisionItem, held: Decision | None) -> None:
    """Somebody decided since this person opened the item: say what, and let them say that they have seen it."""
    said = decided_line(held) if held else words("meeting.not_decided")
    with st.container(border=True, key="meeting_meanwhile", gap="xsmall"):
        st.warning(words("meeting.meanwhile", line=plain(said)))
        st.button(words("meeting.seen"), key="meeting_seen", on_click=have_seen, args=(item,))


def _rulings(meeting: Meeting, held: Decision, rulings: Sequence[Ruling]) -> None:
    key = f"ruling_reason_{held.id}"
    newest = rulings[-1].id if rulings else None
    with st.container(border=True, key="meeting_ruling", gap="xsmall"):
        st.markdown(words("meeting.below", line=plain(decided_line(held))))
        st.text_input(words("meeting.field.ruling_reason"), key=key, max_chars=LINE_CHARACTERS)
        with st.container(horizontal=True, gap="xsmall"):
            for name in ("adopt", "send_back"):
                st.button(
                    words(f"meeting.{name}"),
                    key=f"meeting_{name}",
                    type="primary" if name == "adopt" else "secondary",
                    disabled=not person(),
                    on_click=_rule,
                    args=(name, meeting.id, held, key, newest),
                )
        st.caption(words("meeting.or_overrule"))


def _rule(name: str, meeting_id: int, held: Decision, key: str, newest: int | None) -> None:
    def rule() -> None:
        use = workspace().rulings.adopt if name == "adopt" else workspace().rulings.send_back
        use(meeting_id, held, person(), reason=typed(key), seen_ruling_id=newest)

    recorded(rule, f"meeting.done_{name}")


def _form(board: Board, item: DecisionItem, seen: int | None) -> None:
    fields = Fields(item_id=view.short_id(item.subject.key))
    _pick(fields, "resolution")
    st.text_area(
        words("meeting.field.reason"),
        key=fields.key("reason"),
        height=90,
        max_chars=TEXT_CHARACTERS,
        placeholder=words("meeting.reason_example"),
        persist_state="session",
    )
    cause, asked_by = st.columns(2, gap="small")
    with cause:
        _pick(fields, "cause")
    with asked_by:
        _line(fields, "asked_by")
    owner, until = st.columns(2, gap="small")
    with owner:
        _line(fields, "owner")
    with until:
        st.date_input(
            words("meeting.field.deadline"),
            value=None,
            key=fields.key("until"),
            format="YYYY/MM/DD",
            persist_state="session",
        )
    terms = fields.terms()
    missing = workspace().decisions.objections(terms) if terms.resolution else ()
    with st.container(key="room_missing", gap=None):
        for one in missing:
            st.caption(f"・{plain(say(one, language()))}")
    st.button(
        words("meeting.decide"),
        key="meeting_decide",
        type="primary",
        disabled=not person(),
        on_click=_decide,
        args=(board.meeting.id, item, seen),
    )


def _pick(fields: Fields, name: str) -> None:
    policy = workspace().policy().deciding
    said = {code: term(name, code, policy, language()) for code in workspace().decisions.words()[name]}
    st.selectbox(
        words(f"meeting.field.{name}"),
        list(said),
        index=None,
        format_func=lambda code: said.get(code, code),
        placeholder=words("meeting.choose"),
        key=fields.key(name),
        persist_state="session",
    )


def _line(fields: Fields, name: str) -> None:
    st.text_input(
        words(f"meeting.field.{name}"), key=fields.key(name), max_chars=LINE_CHARACTERS, persist_state="session"
    )


def _decide(meeting_id: int, item: DecisionItem, seen: int | None) -> None:
    fields = Fields(item_id=view.short_id(item.subject.key))
    made: list[Decision] = []

    def decide() -> None:
        terms = fields.terms()
        broken = workspace().decisions.objections(terms)
        if broken:
            raise UsageError(broken[0])
        use = workspace().meetings.decide if may(Right.DECIDE) else workspace().rulings.overrule
        made.append(use(meeting_id, item.subject, terms, person(), seen_decision_id=seen))

    if recorded(decide, "meeting.decided"):
        fields.clear()
        st.session_state[SEEN_KEY] = (view.short_id(item.subject.key), made[0].id)
