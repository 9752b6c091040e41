"""学びの受け渡し: what members decided, taken out as a file and taken in from one."""

import streamlit as st

from fitgap.app.screens.frame import show_error
from fitgap.app.screens.issue_list import show_issues
from fitgap.app.screens.plain import plain
from fitgap.app.screens.session import language, may, person, words, workspace
from fitgap.app.screens.uploading import clear_uploads, upload_files
from fitgap.model.access import Right
from fitgap.model.message import FitgapError

UPLOADS = "evidence"
OUTCOME_KEY = "evidence_outcome"


def show() -> None:
    """Draw the section."""
    st.markdown(f"**{words('evidence.title')}**")
    st.caption(words("evidence.hint"))
    _take_out()
    if may(Right.DECIDE):
        _take_in()
    _imported()


def _take_out() -> None:
    told = [row.key for row in workspace().catalogs() if any(count for _, count in workspace().evidence(row.key).rows)]
    if not told:
        st.caption(words("evidence.nothing"))
        return
    with_names = st.checkbox(words("evidence.with_names"), value=True, key="evidence_with_names")
    here, in_language = workspace(), language()  # the download runs outside the page and knows neither
    st.download_button(
        words("evidence.take"),
        lambda: here.export_evidence(told, with_names=with_names, language=in_language),
        file_name="fitgap_evidence.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key="take_evidence",
    )


def _take_in() -> None:
    with st.expander(words("evidence.take_in"), key="evidence_take_in"):
        uploads = upload_files(UPLOADS)
        if not person():
            st.caption(words("evidence.who"))
        if st.button(words("evidence.import"), key="import_evidence", disabled=not (uploads and person())):
            st.session_state[OUTCOME_KEY] = [workspace().import_evidence(upload, person()) for upload in uploads]
            clear_uploads(UPLOADS)
            st.rerun()
    for place, outcome in enumerate(st.session_state.pop(OUTCOME_KEY, ())):
        if outcome.reading.evidence is not None:
            st.success(words("evidence.imported", rows=len(outcome.reading.evidence.rows)))
        show_issues(outcome.reading.issues, f"evidence_{place}")


def _imported() -> None:
    for row in workspace().evidence_files():
        said, tool = st.columns([4, 1], vertical_alignment="center")
        said.markdown(
            words(
                "evidence.file",
                name=plain(row.name),
                rows=row.row_count,
                person=plain(row.imported_by),
                at=row.imported_at[:10],
            )
        )
        tool.button(
            words("evidence.remove"),
            key=f"remove_evidence_{row.id}",
            disabled=not (person() and may(Right.DECIDE)),
            on_click=_remove,
            args=(row.id,),
        )


def _remove(file_id: int) -> None:
    try:
        workspace().remove_evidence(file_id, person())
    except FitgapError as error:
        show_error(error)
