"""The import page: flows, packages, decisions from Excel, and what is there already."""

import streamlit as st

from fitgap.app.screens.catalog_uploads import show_catalog_uploads
from fitgap.app.screens.decision_uploads import show_decision_uploads
from fitgap.app.screens.flow_uploads import show_flow_uploads
from fitgap.app.screens.session import may, words
from fitgap.app.screens.stored_files import show_stored_files
from fitgap.model.access import Right

PARTS = {
    "flows": show_flow_uploads,
    "packages": show_catalog_uploads,
    "decisions": show_decision_uploads,
    "stored": show_stored_files,
}
NEEDED = {"flows": Right.EDIT, "packages": Right.ADMINISTER, "decisions": Right.DECIDE, "stored": Right.READ}


def show() -> None:
    """Draw the page; only the chosen part, so that names are asked and files read once."""
    parts = [name for name in PARTS if may(NEEDED[name])]
    part = st.segmented_control(
        words("imports.part_label"),
        parts,
        default=parts[0],
        format_func=lambda name: words(f"imports.part.{name}"),
        required=True,
        key="import_part",
        label_visibility="collapsed",
        persist_state="session",
    )
    st.caption(words(f"imports.hint.{part}"))
    PARTS[part or parts[0]]()
