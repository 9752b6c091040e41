"""Save what a person says of a step at once, and tell them what happened."""

import streamlit as st

from fitgap.app.screens import fit_gap_view as view
from fitgap.app.screens.looking import Looking
from fitgap.app.screens.notices import refuse, told
from fitgap.app.screens.session import person, words, workspace
from fitgap.model.choice import ChoiceKind, ItemKind
from fitgap.model.judgement import Verdict
from fitgap.model.message import FitgapError


def choose(
    looking: Looking,
    kind: ChoiceKind,
    item: ItemKind = ItemKind.FEATURE,
    item_id: str = "",
    verdict: Verdict | None = None,
) -> None:
    """Record a choice from a button's callback; when somebody was faster, what was typed stays where it is."""
    reason = str(st.session_state.get(looking.reason_key, ""))
    try:
        workspace().choose(
            looking.row.id,
            looking.package,
            looking.step_id,
            kind,
            person=person(),
            item=item,
            item_id=item_id,
            reason=reason,
            verdict=verdict,
            seen_choice_id=view.seen_choice(looking.standing),
        )
    except FitgapError as error:
        refuse(error)
        return
    st.session_state[looking.reason_key] = ""
    told(words("choice.saved"))


def undo(choice_id: int) -> None:
    """Take a choice back from a button's callback."""
    try:
        workspace().undo(choice_id, person())
    except FitgapError as error:
        refuse(error)
        return
    told(words("choice.undone"))
