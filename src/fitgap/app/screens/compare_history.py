"""What people said about a group: who, when, what it was before, and the way to take it back."""

import streamlit as st

from fitgap.app.screens.compare_saving import CARD, HEAD, undo
from fitgap.app.screens.figures import moment
from fitgap.app.screens.plain import plain
from fitgap.app.screens.session import language, may_change, person, words, workspace
from fitgap.model.comparison import Comparison, StepGroup
from fitgap.model.correction import Correction, CorrectionKind, SpokenStep
from fitgap.texts import say

NAMED = 4
NEWEST = 50


def show_history(comparison: Comparison, group: StepGroup) -> None:
    """Corrections that speak of a group's steps, newest first."""
    show_corrections(workspace().alignment.history(comparison, group.id), CARD)


def show_record(comparison: Comparison) -> None:
    """Everything people said of the process, also where the steps it speaks of have vanished."""
    said = workspace().alignment.history(comparison)
    gone = sum(one.holds and any(step.is_gone for step in one.spoken_steps) for one in said)
    title = words("align.record_gone", count=len(said), gone=gone) if gone else words("align.record", count=len(said))
    with st.popover(title, type="tertiary"):
        show_corrections(said, HEAD)


def show_corrections(said: tuple[Correction, ...], place: str) -> None:
    """Each correction in a sentence, those that hold with a button to undo them; steps that vanished are named."""
    if not said:
        st.text(words("align.no_history"))
        return
    if len(said) > NEWEST:
        st.caption(words("align.newest", newest=NEWEST, count=len(said)))
    for one in said[:NEWEST]:
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
            with st.container(width="stretch", gap=None):
                st.text(correction_text(one))
                st.caption(_who(one))
                for gone in _gone(one):
                    st.caption(words("align.gone", member=gone.ref.member, step=gone.name))
            if one.holds and all(map(may_change, one.members)):
                st.button(
                    words("decision.undo"),
                    key=f"undo_correction_{place}_{one.id}",
                    icon=":material/undo:",
                    disabled=not person(),
                    on_click=undo,
                    args=(one.id, place),
                )


def correction_text(one: Correction) -> str:
    """A correction in words; names are the users' and are shown as plain text."""
    code = f"align.said.{one.kind}"
    steps = _listed(one.steps)
    if one.kind is CorrectionKind.MOVE:
        if not one.joined:
            return words(f"{code}_alone", steps=steps, before=one.before)
        return words(code if one.before else f"{code}_both", steps=steps, before=one.before, name=one.name)
    if one.kind is CorrectionKind.ABSENCE:
        reason = say(f"vocabulary.absence.{one.reason}", language())
        told = words(code, name=one.name, member=one.member, reason=reason)
        before = (
            words("align.reason_before", reason=say(f"vocabulary.absence.{one.before}", language()))
            if one.before
            else ""
        )
        return "　".join(filter(None, (told, steps, one.note, before)))
    return words(code, name=one.name, before=one.before)


def _who(one: Correction) -> str:
    said = f"{plain(one.person)}　{moment(one.at)}"
    if one.holds:
        return said
    return f"{said}　{words('align.undone', person=plain(one.undone_by), at=moment(one.undone_at))}"


def _gone(one: Correction) -> tuple[SpokenStep, ...]:
    return tuple(dict.fromkeys(step for step in one.spoken_steps if step.is_gone))


def _listed(steps: tuple[SpokenStep, ...]) -> str:
    names = [words("align.step_option", member=step.ref.member, step=step.name) for step in steps[:NAMED]]
    more = words("align.more", count=len(steps) - NAMED) if len(steps) > NAMED else ""
    return say("workbook.separator", language()).join(filter(None, (*names, more)))
