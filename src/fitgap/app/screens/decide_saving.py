"""Record what a person decides at once, tell them what happened, and never take what they typed away."""

from collections.abc import Sequence

import streamlit as st

from fitgap.app.screens import decide_view as view
from fitgap.app.screens.decide_fields import Fields
from fitgap.app.screens.figures import moment
from fitgap.app.screens.plain import plain
from fitgap.app.screens.session import language, person, words, workspace
from fitgap.model.decision import DecisionItem
from fitgap.model.message import ConflictError, FitgapError
from fitgap.texts import say

NOTICE_KEY = "decide_notice"
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
        st.session_state[NOTICE_KEY] = (False, "\n\n".join(plain(say(one, language())) for one in broken))
        return
    try:
        made = workspace().decisions.decide(item.subject, terms, person=person(), seen_decision_id=seen)
    except FitgapError as error:
        _refuse(error)
        return
    fields.clear()
    st.session_state[SEEN_KEY] = (view.id_of(item.subject), made.id)
    st.session_state[NOTICE_KEY] = (True, words("decide.saved"))


def revoke(item: DecisionItem, decision_id: int) -> None:
    """From a button: take a decision back."""
    try:
        workspace().decisions.revoke(decision_id, person())
    except FitgapError as error:
        _refuse(error)
        return
    have_seen(workspace().decisions.item(item.subject))
    st.session_state[NOTICE_KEY] = (True, words("decide.revoked"))


def save_alike(items: Sequence[DecisionItem], item: DecisionItem) -> None:
    """From a button: record the same for all items of a preview."""
    fields = Fields(item_id=view.id_of(item.subject))
    try:
        done = workspace().decisions.decide_like(items, fields.terms(), person=person())
    except FitgapError as error:
        _refuse(error)
        return
    fields.clear()
    st.session_state.pop(SEEN_KEY, None)
    st.session_state[BATCH_KEY] = (done.batch_id, len(done.decisions))
    st.session_state[NOTICE_KEY] = (True, words("decide.saved_alike", count=len(done.decisions)))


def undo_alike(batch_id: str) -> None:
    """From a button: take back what was decided alike."""
    st.session_state.pop(BATCH_KEY, None)
    try:
        done = workspace().decisions.undo_bulk(batch_id, person())
    except FitgapError as error:
        _refuse(error)
        return
    st.session_state.pop(SEEN_KEY, None)
    st.session_state[NOTICE_KEY] = (True, words("decide.undone_alike", count=len(done.decisions)))


def show_notice() -> None:
    """Say once what became of the last press."""
    notice = st.session_state.pop(NOTICE_KEY, None)
    if notice is None:
        return
    is_good, sentence = notice
    if is_good:
        st.toast(sentence, icon=":material/check_circle:")
    else:
        st.error(sentence)


def _refuse(error: FitgapError) -> None:
    values = {name: moment(str(value)) if name == "at" else value for name, value in error.message.values}
    sentence = plain(say(error.message.code, language(), **values))
    if isinstance(error, ConflictError):
        sentence = f"{sentence} {words('decide.kept_typing')}"
    st.session_state[NOTICE_KEY] = (False, sentence)
