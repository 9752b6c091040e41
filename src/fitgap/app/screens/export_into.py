"""On the export page: today's contents in a workbook that people have been editing."""

from collections.abc import Sequence

import streamlit as st

from fitgap.app.screens.frame import show_error
from fitgap.app.screens.session import words, workspace
from fitgap.app.screens.uploading import upload_files
from fitgap.model.message import FitgapError

NAME = "export_into"
MADE_KEY = "workbook_filled"
MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show_export_into(flow_ids: Sequence[int], packages: Sequence[str]) -> None:
    """An uploader, a button, and the file with a count of everything that was left as it is."""
    with st.expander(words("export_into.title"), key="export_into"):
        st.caption(words("export_into.hint"))
        uploads = upload_files(NAME)
        adds = st.checkbox(words("export_into.adds"), key="export_into_adds")
        can_make = bool(uploads and flow_ids and packages)
        if st.button(words("export_into.make"), key="make_filled", disabled=not can_make):
            try:
                with st.spinner(words("export.writing")):
                    filled = workspace().decisions.export_into(uploads[0], flow_ids, packages, adds=adds)
            except FitgapError as error:
                show_error(error)
                return
            st.session_state[MADE_KEY] = (uploads[0], filled)
        made = st.session_state.get(MADE_KEY)
        if not made or not uploads or made[0] != uploads[0]:
            return
        upload, filled = made
        for count, code in (
            (filled.kept, "kept"),
            (filled.gone, "gone"),
            (filled.missing, "added" if filled.added else "missing"),
        ):
            if count:
                st.caption(words(f"export_into.{code}", count=count))
        if filled.loses_drawings:
            st.warning(words("export_into.loses_drawings"))
        st.download_button(
            words("export.take"),
            filled.content,
            file_name=upload.name,
            mime=MIME,
            icon=":material/download:",
            type="primary",
            on_click="ignore",
            key="take_filled",
        )
