"""Record corrections from the callbacks of buttons; what was typed stays where it is when nothing could be saved."""

from collections.abc import Callable, Mapping

import streamlit as st

from fitgap.app.screens.compare_picking import SEPARATOR, place_of, stay_with
from fitgap.app.screens.notices import refuse, show_notice, told
from fitgap.app.screens.session import person, words, workspace
from fitgap.model.comparison import Comparison, StepGroup, StepRef
from fitgap.model.correction import AbsenceReason
from fitgap.model.message import FitgapError

CARD, PROCESSES, HEAD = "card", "processes", "head"
_PLACE_KEY = "correction_notice_at"


def show_notice_at(place_: str) -> None:
    """Say once what became of the last correction, beside the form it was made with."""
    if st.session_state.get(_PLACE_KEY) == place_:
        st.session_state.pop(_PLACE_KEY)
        show_notice()


def show_notice_above(*, is_card_open: bool) -> None:
    """Say it at the head of the page where no form is open that would say it; other notices too."""
    if st.session_state.get(_PLACE_KEY) == PROCESSES or (st.session_state.get(_PLACE_KEY) == CARD and is_card_open):
        return
    st.session_state.pop(_PLACE_KEY, None)
    show_notice()


def move(comparison: Comparison, group: StepGroup, stamp: int) -> None:
    """Move the steps picked to the group picked."""
    places = frozenset(st.session_state[f"move_steps_{stamp}"])
    steps = [step.ref for step in group.steps if place_of(step.ref) in places]
    to_id = st.session_state[f"move_target_{stamp}"]
    stays = bool(st.session_state[f"move_stays_{stamp}"])

    def act() -> None:
        workspace().alignment.move(comparison, group.id, steps, to_id, person=person(), stays=stays)
        stay_with(group, steps)

    _save(act, "align.saved", {f"move_steps_{stamp}": [], f"move_target_{stamp}": "", f"move_stays_{stamp}": False})


def join(comparison: Comparison, group_id: str, stamp: int) -> None:
    """Join the group with the one picked."""
    other_id = st.session_state[f"join_with_{stamp}"] or group_id
    _save(
        lambda: workspace().alignment.join(comparison, group_id, other_id, person=person()),
        "align.saved",
        {f"join_with_{stamp}": None},
    )


def name_group(comparison: Comparison, group_id: str, stamp: int) -> None:
    """Give the group the name typed."""
    name = str(st.session_state[f"name_text_{stamp}"])
    _save(lambda: workspace().alignment.name(comparison, group_id, name, person=person()), "align.saved")


def explain(comparison: Comparison, group_id: str, stamp: int, members: tuple[str, ...]) -> None:
    """Record the reason picked for the members picked."""
    reason = AbsenceReason(st.session_state[f"absent_reason_{stamp}"])
    picked = st.session_state.get(f"absent_step_{stamp}") or ""
    note = str(st.session_state[f"absent_note_{stamp}"])
    flow_key, _, step_id = picked.partition(SEPARATOR)
    step = StepRef(member=members[0], flow_key=flow_key, step_id=step_id) if picked else None
    _save(
        lambda: workspace().alignment.explain(
            comparison,
            group_id,
            members,
            reason,
            person=person(),
            step=step if reason is AbsenceReason.OTHER_NAME else None,
            note=note,
        ),
        "align.explained",
        {f"absent_note_{stamp}": "", f"absent_reason_{stamp}": None},
    )


def undo(correction_id: int, place_: str) -> None:
    """Take a correction back; `place_` is where it was asked for."""
    _save(lambda: workspace().alignment.undo(correction_id, person()), "align.undone_now", None, place_)


def undo_placing(batch: int) -> None:
    """Give the flows of a batch back what they had."""
    _save(lambda: workspace().alignment.undo_placing(batch, person()), "align.undone_now", None, PROCESSES)


def place(processes: Mapping[int, str], seen: int, emptied: Mapping[str, object] | None = None) -> bool:
    """Put flows into processes; true when it was saved."""
    return _save(
        lambda: workspace().alignment.place(processes, person=person(), seen=seen), "align.placed", emptied, PROCESSES
    )


def _save(
    act: Callable[[], object], code: str, emptied: Mapping[str, object] | None = None, place_: str = CARD
) -> bool:
    """Act, say what became of it, and empty the fields of the form only when it was saved."""
    st.session_state[_PLACE_KEY] = place_
    try:
        act()
    except FitgapError as error:
        refuse(error)
        return False
    for field, value in (emptied or {}).items():
        st.session_state[field] = value
    told(words(code))
    return True
