"""Record what a person decides at once, tell them what happened, and never take what they typed away."""

from collections.abc import Sequence

import streamlit as st

from fitgap.app.screens import decide_view as view
from fitgap.app.screens.decide_fields import Fields
from fitgap.app.screens.notices import refuse, refused, told
from fitgap.app.screens.plain import plain
from fitgap.app.screens.session import language, person, words, workspace
from fitgap.model.decision import DecisionItem
from fitgap.model.message import FitgapError
from fitgap.texts import say

SEEN_KEY = "decide_seen"
BATCH_KEY = "decide_batch"


def seen_id(item: DecisionItem) -> int | None:
    """The newest decision that the person saw when they opened the item, or said to have seen since."""
    item_id = view.id_of(item.subject)
    opened, seen = st.session_state.get(SEEN_KEY, ("", None))
    if opened != item_id:
        st.session_state[SEEN_KEY] = (item_id, item.newest_id)
        return item.newest_id
    return seen if isinstance(seen, int) else None


def have_seen(item: DecisionItem) -> None:
    """From a button: the person has looked at what somebody else decided meanwhile."""
    st.session_state[SEEN_KEY] = (view.id_of(item.subject), item.newest_id)


def save(item: DecisionItem, seen: int | None) -> None:
    """From a button: record what the form says."""
    fields = Fields(item_id=view.id_of(item.subject))
    terms = fields.terms()
    broken = workspace().decisions.objections(terms)
    if broken:
        refused("\n\n".join(plain(say(one, language())) for one in broken))
        return
    try:
        made = workspace().decisions.decide(item.subject, terms, person=person(), seen_decision_id=seen)
    except FitgapError as error:
        refuse(error, "decide.kept_typing")
        return
    fields.clear()
    st.session_state[SEEN_KEY] = (view.id_of(item.subject), made.id)
    told(words("decide.saved"))


def revoke(item: DecisionItem, decision_id: int) -> None:
    """From a button: take a decision back."""
    try:
        workspace().decisions.revoke(decision_id, person())
    except FitgapError as error:
        refuse(error, "decide.kept_typing")
        return
    have_seen(workspace().decisions.item(item.subject))
    told(words("decide.revoked"))


def save_alike(items: Sequence[DecisionItem], item: DecisionItem) -> None:
    """From a button: record the same for all items of a preview."""
    fields = Fields(item_id=view.id_of(item.subject))
    try:
        done = workspace().decisions.decide_like(items, fields.terms(), person=person())
    except FitgapError as error:
        refuse(error, "decide.kept_typing")
        return
    fields.clear()
    st.session_state.pop(SEEN_KEY, None)
    st.session_state[BATCH_KEY] = (done.batch_id, len(done.decisions))
    told(words("decide.saved_alike", count=len(done.decisions)))


def undo_alike(batch_id: str) -> None:
    """From a button: take back what was decided alike."""
    st.session_state.pop(BATCH_KEY, None)
    try:
        done = workspace().decisions.undo_bulk(batch_id, person())
    except FitgapError as error:
        refuse(error, "decide.kept_typing")
        return
    st.session_state.pop(SEEN_KEY, None)
    told(words("decide.undone_alike", count=len(done.decisions)))
