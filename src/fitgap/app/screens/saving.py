"""Save what a person says of a step at once, and tell them what happened."""

import streamlit as st

from fitgap.app.screens import fit_gap_view as view
from fitgap.app.screens.figures import moment
from fitgap.app.screens.looking import Looking
from fitgap.app.screens.plain import plain
from fitgap.app.screens.session import language, person, words, workspace
from fitgap.model.choice import ChoiceKind, ItemKind
from fitgap.model.judgement import Verdict
from fitgap.model.message import ConflictError, FitgapError
from fitgap.texts import say

NOTICE_KEY = "choice_notice"


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


def show_notice() -> None:
    """Say once what became of the last choice."""
    notice = st.session_state.pop(NOTICE_KEY, None)
    if notice is None:
        return
    is_good, sentence = notice
    if is_good:
        st.toast(sentence, icon=":material/check_circle:")
    else:
        st.error(sentence)


def told(sentence: str) -> None:
    """Say at the next drawing that something was done."""
    st.session_state[NOTICE_KEY] = (True, sentence)


def refuse(error: FitgapError) -> None:
    """Say at the next drawing why nothing was done, with times as people write them."""
    values = {name: moment(str(value)) if name == "at" else value for name, value in error.message.values}
    sentence = plain(say(error.message.code, language(), **values))
    if isinstance(error, ConflictError):
        sentence = f"{sentence} {words('choice.kept_typing')}"
    st.session_state[NOTICE_KEY] = (False, sentence)
