"""The costs page: ways out of each gap, the group's totals, plans over years, governance, joint buying, figures."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

import streamlit as st

from fitgap.app.cost_outcomes import CostBook
from fitgap.app.screens.cost_divergence import show_divergence
from fitgap.app.screens.cost_figures import show_figures
from fitgap.app.screens.cost_gap import show_gaps
from fitgap.app.screens.cost_governance import show_governance
from fitgap.app.screens.cost_group import show_group
from fitgap.app.screens.cost_joint import show_joint
from fitgap.app.screens.cost_scenario import show_scenario
from fitgap.app.screens.cost_strip import show_strip
from fitgap.app.screens.notices import show_notice
from fitgap.app.screens.picking import pick_package, show_missing
from fitgap.app.screens.plain import plain
from fitgap.app.screens.session import keep, kept, language, words, workspace
from fitgap.texts import say

OF_A_BOOK: dict[str, Callable[[CostBook], None]] = {"gaps": show_gaps, "group": show_group}
ALONE: dict[str, Callable[[], None]] = {
    "divergence": show_divergence,
    "scenario": show_scenario,
    "governance": show_governance,
    "joint": show_joint,
    "figures": show_figures,
}
PARTS = (*OF_A_BOOK, *ALONE)
MIMES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".csv": "text/csv",
}


def show() -> None:
    """Draw the page; only the part that is looked at is worked out."""
    flows, packages = workspace().flows(), workspace().catalogs()
    if show_missing(bool(flows), bool(packages)):
        return
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="costs_head"):
        with st.container(width=300):
            package = pick_package(packages)
        part = _pick_part()
        _take(package)
    show_notice()
    if part in ALONE:
        ALONE[part]()
        return
    with st.spinner(words("costs.gathering"), show_time=False):
        book = workspace().costs.book(package)
    if not book.gaps:
        st.info(words("costs.no_gaps"))
        return
    show_strip(book)
    for note in book.notes:
        st.warning(plain(say(note, language())))
    OF_A_BOOK[part](book)
    st.caption(words("costs.basis_note"))


def _pick_part() -> str:
    st.session_state["costs_part"] = kept("costs") if kept("costs") in PARTS else PARTS[0]
    st.segmented_control(
        words("costs.part"),
        PARTS,
        format_func=lambda code: words(f"costs.parts.{code}"),
        key="costs_part",
        required=True,
        label_visibility="collapsed",
        on_change=lambda: keep("costs", str(st.session_state["costs_part"])),
    )
    return str(st.session_state["costs_part"])


def _take(package: str) -> None:
    with st.popover(words("costs.take"), icon=":material/download:"):
        for suffix, mime in MIMES.items():
            st.download_button(
                words(f"costs.take_{suffix[1:]}"),
                partial(workspace().costs.export, package, suffix, language()),
                file_name=f"fitgap_costs_{datetime.now().astimezone():%Y%m%d_%H%M}{suffix}",
                mime=mime,
                on_click="ignore",
                key=f"take_costs_{suffix[1:]}",
            )
