"""What a decision comes to and touches: its price, who else needs the same, and what can be decided alike."""

import streamlit as st

from fitgap.app.screens import decide_view as view
from fitgap.app.screens.cost_strip import show_price
from fitgap.app.screens.decide_saving import BATCH_KEY, save_alike, undo_alike
from fitgap.app.screens.decision_words import decided_line, item_label
from fitgap.app.screens.plain import plain
from fitgap.app.screens.session import person, words, workspace
from fitgap.model.decision import DecisionItem, Terms


def show_consequences(item: DecisionItem, terms: Terms) -> None:
    """What the chosen way costs over the period; for a customisation also who else asks for the same."""
    if terms.resolution:
        show_price(item.subject, terms.resolution, terms.size)
    if terms.resolution not in workspace().policy().deciding.needing_cause:
        return
    others = workspace().decisions.needed_by(item)
    with st.container(border=True, key="decide_consequences", gap="xsmall"):
        st.markdown(f"**{words('decide.customising')}**")
        members = tuple(dict.fromkeys(name for one in others for name in one.subject.members))
        if not others:
            alone = len(item.subject.members) == 1
            st.caption(words("decide.needed_by_nobody" if alone else "decide.needed_by_these"))
            return
        st.caption(words("decide.needed_by", count=len(others), members=plain("、".join(members))))
        with st.expander(words("decide.needed_where")):
            for one in others:
                st.text(f"{'、'.join(one.subject.members)}　{item_label(one)}　{one.businesses[0]}")


def show_alike(item: DecisionItem, *, is_ready: bool) -> None:
    """A preview of everything that could be decided alike, a button to do so, and one to undo the last such press."""
    with st.popover(words("decide.alike"), icon=":material/content_copy:", key=f"alike_{view.id_of(item.subject)}"):
        preview = workspace().decisions.preview_bulk(item.subject)
        st.markdown(words("decide.alike_preview", count=len(preview.undecided)))
        for one in preview.undecided:
            st.text(f"{'、'.join(one.subject.members)}　{item_label(one)}　{one.businesses[0]}")
        if preview.decided:
            st.caption(words("decide.alike_left", count=len(preview.decided)))
            for one in preview.decided:
                line = decided_line(one.decision) if one.decision else ""
                st.text(f"{'、'.join(one.subject.members)}　{item_label(one)}　{line}")
        if not is_ready:
            st.caption(words("decide.alike_not_ready"))
        st.button(
            words("decide.alike_now", count=len(preview.undecided)),
            key="decide_alike_now",
            type="primary",
            disabled=not (is_ready and person() and preview.undecided),
            on_click=save_alike,
            args=(preview.undecided, item),
        )
    batch = st.session_state.get(BATCH_KEY)
    if batch is not None:
        batch_id, count = batch
        st.button(
            words("decide.undo_alike", count=count),
            key="decide_undo_alike",
            icon=":material/undo:",
            disabled=not person(),
            on_click=undo_alike,
            args=(batch_id,),
        )
