"""The card that says what the step is, as the file tells it."""

import streamlit as st

from fitgap.app.screens import fit_gap_view as view
from fitgap.app.screens.looking import Looking
from fitgap.app.screens.plain import plain
from fitgap.app.screens.session import language, words
from fitgap.texts import place


def show_step(looking: Looking) -> None:
    """Content, who, how, forms, neighbours, effort, and where in the file it stands."""
    step = looking.result.step
    with st.container(border=True, key="step_card"):
        for name, text in view.facts(step):
            _fact(words(f"step.{name}"), text)
        effort = [
            words(f"step.{name}", value=f"{value:,.10g}")
            for name, value in (("minutes", step.minutes_per_case), ("cases", step.cases_per_year))
            if value is not None
        ]
        if effort:
            _fact(words("step.effort"), "、".join(effort))
        st.caption(plain(place(step.source, language())))


def _fact(label: str, text: str) -> None:
    with st.container(horizontal=True, gap="xsmall", wrap=False):
        st.caption(label, width=76)
        st.text(text, width="stretch")
