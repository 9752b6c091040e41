"""What each process costs by staying different, and what the proposals to go together cost."""

import streamlit as st

from fitgap.app.screens.cost_words import kyen, kyen_range, listed
from fitgap.app.screens.session import language, words, workspace
from fitgap.texts import say


def show_divergence() -> None:
    """Draw the table."""
    with st.spinner(words("costs.gathering"), show_time=False):
        found = workspace().costs.divergence(language())
    st.markdown(f"**{words('costs.divergence')}**")
    if not found:
        st.info(words("costs.no_shared_process"))
        return
    st.caption(words("costs.divergence_hint"))
    st.dataframe(
        [
            {
                words("costs.process"): price.work.process,
                words("costs.member"): listed(price.work.members),
                words("costs.unlike_hours"): f"{price.work.hours_per_year:,.0f}",
                words("costs.known_steps"): words(
                    "costs.decided_value", decided=price.work.known_steps, gaps=price.work.steps
                ),
                words("costs.different_yearly"): f"{kyen(price.yearly.likely)}（{kyen_range(price.yearly)}）",
                words("costs.rule"): say(f"common_rule.{rule}", language()),
                words(
                    "costs.together_once"
                ): f"{kyen(price.together_once.likely)}（{kyen_range(price.together_once)}）",
                words("costs.payback_years"): f"{price.payback_years:.1f}" if price.payback_years is not None else "－",
            }
            for rule, price in found
        ],
        hide_index=True,
        key="cost_divergence",
    )
    st.caption(words("costs.basis_note"))
