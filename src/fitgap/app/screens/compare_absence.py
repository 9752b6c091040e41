"""Why a member has no step for a piece of work: asked for, recorded, counted."""

import streamlit as st

from fitgap.app.screens.compare_picking import place_of
from fitgap.app.screens.compare_saving import explain
from fitgap.app.screens.figures import moment
from fitgap.app.screens.frame import say_who_may
from fitgap.app.screens.session import language, may_change, person, words
from fitgap.model.access import Right
from fitgap.model.comparison import Absence, Comparison, StepGroup
from fitgap.model.correction import AbsenceReason
from fitgap.texts import say

NOTE_CHARACTERS = 2_000
GIVEN_PIXELS = 143


def show_absences(comparison: Comparison, group: StepGroup, stamp: int) -> None:
    """Who lacks the group's work and why, and the form that asks."""
    absences = [absence for absence in comparison.absences if absence.group_id == group.id]
    if not absences:
        st.text(words("align.nobody_lacks"))
        return
    _given([absence for absence in absences if absence.reason], stamp)
    own = [absence for absence in absences if may_change(absence.member)]
    if not own:
        say_who_may(Right.EDIT)
        return
    open_members = [absence.member for absence in own if not absence.reason]
    members = st.multiselect(
        words("align.absent_members"),
        [absence.member for absence in own],
        default=open_members,
        placeholder=words("compare.choose"),
        key=f"absent_members_{stamp}_{len(open_members)}",
        select_all=False,
    )
    reason = st.selectbox(
        words("align.reason"),
        [one.value for one in AbsenceReason],
        index=None,
        format_func=lambda code: say(f"vocabulary.absence.{code}", language()),
        placeholder=words("compare.choose"),
        key=f"absent_reason_{stamp}",
    )
    step_key = f"absent_step_{stamp}"
    if reason == AbsenceReason.OTHER_NAME:
        _which_step(comparison, members, step_key)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.text_input(
            words("align.note"),
            max_chars=NOTE_CHARACTERS,
            placeholder=words("align.note_example"),
            key=f"absent_note_{stamp}",
        )
        st.button(
            words("align.explain"),
            type="primary",
            icon=":material/save:",
            key=f"explain_{stamp}",
            disabled=not person() or not members or reason is None,
            on_click=explain,
            args=(comparison, group.id, stamp, tuple(members)),
        )


def _which_step(comparison: Comparison, members: list[str], key: str) -> None:
    """The step in which one member does the work under another name."""
    if len(members) != 1:
        st.info(words("align.one_member_only"))
        return
    steps = {
        place_of(step.ref): (step.name, number)
        for number, group in enumerate(comparison.groups, start=1)
        for step in group.steps
        if step.ref.member == members[0]
    }
    st.selectbox(
        words("align.other_name_step", member=members[0]),
        list(steps),
        index=None,
        format_func=lambda place: words(
            "align.other_name_option", step=steps[place][0] or words("no_name"), number=steps[place][1]
        ),
        placeholder=words("compare.choose"),
        key=key,
    )


def _given(absences: list[Absence], stamp: int) -> None:
    """The reasons that were given."""
    if not absences:
        return
    st.dataframe(
        [
            {
                words("align.member"): absence.member,
                words("align.reason"): say(f"vocabulary.absence.{absence.reason}", language()),
                words("align.note"): absence.note,
                words("align.who"): f"{absence.person}　{moment(absence.at)}",
            }
            for absence in absences
        ],
        hide_index=True,
        height=min(GIVEN_PIXELS, 38 + 35 * len(absences)),
        key=f"absences_{stamp}",
        placeholder="",
    )
