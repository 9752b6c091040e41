"""What everybody in the room sees of one item: large, without inputs, the machine's word unlike people's."""

import streamlit as st

from fitgap.app.screens import meeting_view as view
from fitgap.app.screens.figures import moment, verdict_label
from fitgap.app.screens.meeting_view import Clock, Watching
from fitgap.app.screens.plain import plain
from fitgap.app.screens.ruling_words import ruling_line
from fitgap.app.screens.session import language, words
from fitgap.model.board import Board, Side
from fitgap.model.catalog import Offer
from fitgap.model.decision import Decision
from fitgap.model.judgement import Verdict
from fitgap.model.meeting import Consensus, Position
from fitgap.model.policy import Deciding, Policy
from fitgap.texts import say, term

TEXT_CHARACTERS = 80
NAMES_SHOWN = 8


def show_stage(board: Board, watching: Watching, now: str, policy: Policy, *, is_own: bool) -> None:
    """One item: its name, each member's step beside the package's answer, positions, the decision."""
    if board.line is None or board.item is None:
        st.info(words("meeting.empty_agenda"))
        return
    with st.container(key="stage", gap="small"):
        _title(board)
        _time_and_people(board, view.clock_of(board, now), watching)
        if is_own:
            _elsewhere(board)
        if board.is_gone:
            st.warning(words("meeting.item_gone"))
        _sides(board, is_told=len(board.sides) <= policy.meetings.most_sides_told)
        positions, decision = st.columns([1, 1], gap="small")
        with positions:
            _positions(board.consensus, now)
        with decision:
            _decision(board, now, policy.deciding)


def _title(board: Board) -> None:
    line = board.line
    number = words("meeting.number", number=board.number, count=len(board.meeting.agenda))
    name = plain(line.title) if line and line.title else words("no_name")
    with st.container(key="stage_title"):
        st.markdown(f"{number}　**{name}**")


def _time_and_people(board: Board, clock: Clock, watching: Watching) -> None:
    meeting = board.meeting
    with st.container(horizontal=True, gap="medium", vertical_alignment="center", key="stage_time"):
        if meeting.is_closed:
            st.badge(words("meeting.is_closed"), icon=":material/lock:", color="gray")
        elif meeting.is_paused:
            st.badge(words("meeting.is_paused"), icon=":material/pause:", color="gray")
        time = words("meeting.time", spent=clock.spent, planned=clock.planned_minutes)
        if clock.over_minutes:
            time = f"{time}　**{words('meeting.over', minutes=clock.over_minutes)}**"
        st.markdown(f":material/timer: {time}")
        st.markdown(f":material/visibility: {_people(watching)}")


def _people(watching: Watching) -> str:
    shown = "、".join(plain(name) for name in watching.here[:NAMES_SHOWN])
    more = len(watching.here) - NAMES_SHOWN
    text = words("meeting.here", count=len(watching.here), names=shown) if watching.here else words("meeting.nobody")
    if more > 0:
        text += words("meeting.more_people", count=more)
    if watching.elsewhere:
        text += f"　{words('meeting.elsewhere', count=len(watching.elsewhere))}"
    return f"{text}　{words('meeting.unnamed', count=watching.unnamed)}" if watching.unnamed else text


def _elsewhere(board: Board) -> None:
    """For somebody who looks at another item: where the room is."""
    current = board.meeting.line(board.meeting.current_key)
    if current is not None and board.line is not None and current.key != board.line.key:
        number = board.meeting.agenda.index(current) + 1
        st.info(words("meeting.room_is_at", number=number, title=plain(current.title)))


def _sides(board: Board, *, is_told: bool) -> None:
    """Each member's step, the sign, and what the package answers, in one table; an answer is described once."""
    package = words("meeting.package_way", package=plain(board.package))
    rows = [(words("meeting.our_way"), words("meeting.verdict"), package), ("---", "---", "---")]
    described: set[str] = set()
    for side in board.sides:
        rows.append(_names(side))
        text = _cut(side.content) if is_told else ""
        answer = _cut(side.description) if is_told and side.feature_id not in described else ""
        if text or (answer and side.feature):
            rows.append((text, "", answer if side.verdict is not Verdict.NA else ""))
        described.add(side.feature_id)
    with st.container(key="stage_sides"):
        st.markdown("\n".join(f"| {' | '.join(row)} |" for row in rows))


def _names(side: Side) -> tuple[str, str, str]:
    ours = f"{plain(side.member)}　**{plain(side.name) or words('no_name')}**"
    sign = verdict_label(side.verdict, language()) if side.verdict else words("meeting.form_sign")
    if not side.feature or side.verdict is Verdict.NA:
        return ours, f"**{sign}**", words("meeting.no_answer")
    return ours, f"**{sign}**", f"**{plain(side.feature)}**（{plain(side.feature_id)}）{_offer(side.offer)}"


def _cut(text: str) -> str:
    return plain(text if len(text) <= TEXT_CHARACTERS else f"{text[:TEXT_CHARACTERS]}…")


def _offer(offer: Offer | None) -> str:
    return f"［{say(f'offer.{offer}', language())}］" if offer else ""


def _positions(consensus: Consensus | None, now: str) -> None:
    with st.container(border=True, key="stage_positions", gap="xsmall"):
        lines = [f"**{words('meeting.positions')}**　{_nearness(consensus)}"]
        if consensus is not None:
            lines += [_position(position, now) for position in consensus.positions]
        if consensus is not None and consensus.missing:
            lines.append(words("meeting.unsaid", names="、".join(map(plain, consensus.missing))))
        st.markdown("\n\n".join(lines))


def _nearness(consensus: Consensus | None) -> str:
    if consensus is None or not consensus.positions:
        return words("meeting.no_positions")
    alone = consensus.lone_objector
    if alone is not None:
        return words("meeting.alone_objects", member=plain(alone.member))
    if consensus.is_near:
        return words("meeting.near_all" if not consensus.missing else "meeting.near")
    return ""


def _position(position: Position, now: str) -> str:
    sign = say(f"meetings.stance_sign.{position.stance}", language())
    word = say(f"meetings.stance.{position.stance}", language())
    reason = f"：{plain(position.reason)}" if position.reason else ""
    return f"{_new(position.at, now)}{sign} {plain(position.member)}　{word}{reason}"


def _decision(board: Board, now: str, policy: Deciding) -> None:
    decision = board.decision
    open_ = decision is None or board.line is None or board.line.key in board.open_keys
    with st.container(border=True, key="stage_undecided" if open_ else "stage_decided", gap="xsmall"):
        if decision is None:
            st.markdown(f"**{words('meeting.decision')}**　{words('meeting.not_decided')}")
            return
        before = view.replaced(board)
        word = plain(term("resolution", decision.terms.resolution, policy, language()))
        sign = words("meeting.mark.open" if open_ else "meeting.mark.settled")
        with st.container(key="stage_resolution"):
            st.markdown(f"{_new(decision.at, now)}{sign} **{word}**")
        if before is not None:
            st.markdown(
                words(
                    "meeting.instead_of",
                    resolution=plain(term("resolution", before.terms.resolution, policy, language())),
                )
            )
        _terms(decision)
        for ruling in board.rulings:
            if ruling.decision_id == decision.id:
                st.markdown(f"{_new(ruling.at, now)}{ruling_line(ruling)}")
        if board.item and board.item.stale:
            st.markdown(
                words("meeting.stale", reasons=plain(" ".join(say(one, language()) for one in board.item.stale)))
            )


def _terms(decision: Decision) -> None:
    terms = decision.terms
    if terms.reason:
        st.markdown(words("meeting.because", reason=plain(terms.reason)))
    if terms.owner or terms.deadline:
        st.markdown(words("meeting.owner", owner=plain(terms.owner), deadline=terms.deadline.replace("-", "/")))
    level = say(f"meetings.level.{decision.level}", language())
    st.caption(words("meeting.who", level=level, person=plain(decision.person), at=moment(decision.at)))


def _new(at: str, now: str) -> str:
    """A mark for what came within the last minute."""
    return f"{words('meeting.new_mark')} " if view.is_new(at, now) else ""
