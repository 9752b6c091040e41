"""Decisions from an edited workbook: what it asks for, what stands against it, and what the person takes over."""

from collections.abc import Sequence

import streamlit as st

from fitgap.app.outcomes import ImportKind, ImportPreview, ImportRow
from fitgap.app.screens.decision_words import decided_line, in_words
from fitgap.app.screens.figures import moment
from fitgap.app.screens.frame import ask_person, show_error
from fitgap.app.screens.issue_list import show_issues
from fitgap.app.screens.plain import plain
from fitgap.app.screens.session import language, person, words, workspace
from fitgap.app.screens.uploading import clear_uploads, read_decisions, upload_files, upload_key
from fitgap.model.message import FitgapError, Message
from fitgap.reading.result import NamedBytes
from fitgap.texts import say

NAME = "decision_uploads"
DONE_KEY = "decisions_imported"


def show_decision_uploads() -> None:
    """One uploader; below it, file by file, the preview and the button that records what was ticked."""
    _done()
    uploads = upload_files(NAME)
    if uploads:
        ask_person(NAME)
    for upload in uploads:
        st.markdown(f"**{plain(upload.name)}**")
        _one(upload)


def _one(upload: NamedBytes) -> None:
    preview = read_decisions(upload)
    key = upload_key(NAME, upload)
    st.caption(
        words(
            "decision_uploads.counts",
            new=_count(preview, ImportKind.NEW),
            changed=_count(preview, ImportKind.CHANGED),
            conflict=_count(preview, ImportKind.CONFLICT),
            unreadable=len(preview.issues),
            untouched=preview.untouched,
        )
    )
    show_issues(preview.issues, key)
    edited = [row for row in preview.rows if row.kind is not ImportKind.CONFLICT]
    against = [row for row in preview.rows if row.kind is ImportKind.CONFLICT]
    ticked: list[ImportRow] = []
    if edited:
        st.markdown(f"**{words('decision_uploads.edited')}**")
        st.caption(words("decision_uploads.tick"))
        ticked += _table(edited, f"edited_{key}")
    if against:
        st.markdown(f"**{words('decision_uploads.against')}**")
        st.caption(words("decision_uploads.against_hint"))
        ticked += _table(against, f"against_{key}")
    if preview.rows:
        st.button(
            words("decision_uploads.store", count=len(ticked)),
            type="primary",
            key=f"store_{key}",
            disabled=not (ticked and person()),
            on_click=_store,
            args=(ticked,),
        )
    elif not preview.issues:
        st.info(words("decision_uploads.nothing"))


def _table(rows: Sequence[ImportRow], key: str) -> list[ImportRow]:
    """The rows, each in words; which of them are ticked."""
    state = st.dataframe(
        [
            {
                words("decision_uploads.column.kind"): words(f"decision_uploads.kind.{row.kind}"),
                words("decision_uploads.column.place"): words(
                    "decision_uploads.place", sheet=row.source.sheet or "", row=row.source.row or 0
                ),
                words("decision_uploads.column.members"): "、".join(row.item.subject.members),
                words("decision_uploads.column.item"): row.item.subject.title,
                words("decision_uploads.column.resolution"): in_words("resolution", row.terms.resolution),
                words("decision_uploads.column.reason"): row.terms.reason,
                words("decision_uploads.column.changed"): "、".join(_column(code) for code in row.changed),
                words("decision_uploads.column.now"): decided_line(row.item.decision) if row.item.decision else "",
                words("decision_uploads.column.why"): " ".join(_said(one) for one in row.why),
            }
            for row in rows
        ],
        hide_index=True,
        on_select="rerun",
        selection_mode="multi-row",
        key=key,
        height="content",
    )
    places = [int(one) for one in state.get("selection", {}).get("rows", [])]
    return [rows[place] for place in places if place < len(rows)]


def _store(rows: Sequence[ImportRow]) -> None:
    try:
        done = workspace().decisions.apply_import(rows, person())
    except FitgapError as error:
        st.session_state[DONE_KEY] = error
        return
    st.session_state[DONE_KEY] = (done.batch_id, len(done.decisions))


def _undo(batch_id: str) -> None:
    st.session_state.pop(DONE_KEY, None)
    try:
        workspace().decisions.undo_bulk(batch_id, person())
    except FitgapError as error:
        st.session_state[DONE_KEY] = error


def _close() -> None:
    st.session_state.pop(DONE_KEY, None)
    clear_uploads(NAME)


def _done() -> None:
    """What became of the last press, with a way back."""
    done = st.session_state.get(DONE_KEY)
    if isinstance(done, FitgapError):
        st.session_state.pop(DONE_KEY)
        show_error(done)
    elif done is not None:
        batch_id, count = done
        with st.container(border=True, key="decisions_imported_box", horizontal=True, vertical_alignment="center"):
            st.markdown(words("decision_uploads.stored", count=count), width="stretch")
            st.button(words("decide.undo_alike", count=count), key="undo_import", on_click=_undo, args=(batch_id,))
            st.button(words("flow_uploads.close"), key="close_import", on_click=_close)


def _count(preview: ImportPreview, kind: ImportKind) -> int:
    return sum(row.kind is kind for row in preview.rows)


def _column(code: str) -> str:
    return say(f"workbook.steps.{code}", language())


def _said(said: Message) -> str:
    """A sentence in which a time and a resolution are said as people say them."""
    values = dict(said.values)
    if "at" in values:
        values["at"] = moment(str(values["at"]))
    if "resolution" in values:
        values["resolution"] = in_words("resolution", str(values["resolution"]))
    return say(said.code, language(), **values)
