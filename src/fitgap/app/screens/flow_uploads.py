"""The import of flows: drop files, see what was understood, correct it, store it."""

from collections.abc import Sequence

import streamlit as st

from fitgap.app.outcomes import ImportMode, ImportOutcome
from fitgap.app.screens import imports_view as view
from fitgap.app.screens.frame import ask_person, show_error
from fitgap.app.screens.imports_view import Imported, Planned
from fitgap.app.screens.issue_list import issue_badges, show_issues
from fitgap.app.screens.mapping_form import kept_corrections, show_mappings
from fitgap.app.screens.menu import page
from fitgap.app.screens.plain import plain
from fitgap.app.screens.session import keep, person, words, workspace
from fitgap.app.screens.uploading import clear_uploads, read_flow, upload_files, upload_key
from fitgap.model.message import FitgapError
from fitgap.reading.result import FlowReading, NamedBytes

NAME = "flow_uploads"
RESULTS_KEY = "import_results"
MODES: tuple[ImportMode, ...] = ("replace", "keep")


def show_flow_uploads() -> None:
    """Draw the form."""
    is_known = ask_person(NAME)
    _results()
    member_place, files_place = st.columns([1, 3])
    with member_place:
        member = st.selectbox(
            words("flow_uploads.member"),
            workspace().members(),
            index=None,
            accept_new_options=True,
            placeholder=words("flow_uploads.member_example"),
            key="import_member",
            help=words("flow_uploads.member_help"),
        )
    with files_place:
        uploads = upload_files(NAME)
    if not uploads:
        return
    member = (member or "").strip()
    action = st.container(horizontal=True, vertical_alignment="center")
    planned = [_plan(member, upload) for upload in uploads]
    ready = [one for one in planned if one.can_import]
    is_ready = is_known and bool(member) and bool(ready)
    with action:
        wants_to_store = st.button(
            words("flow_uploads.store", count=len(ready)), type="primary", disabled=not is_ready, key="store_flows"
        )
        if not member:
            st.caption(words("flow_uploads.member_missing"))
        elif len(ready) < len(planned):
            st.caption(words("flow_uploads.left_out", count=len(planned) - len(ready)))
    if wants_to_store:
        with action:
            _store(member, ready)
        st.rerun()


def _plan(member: str, upload: NamedBytes) -> Planned:
    key = upload_key(NAME, upload)
    with st.container(border=True, key=key):
        encoding = str(st.session_state.get(f"encoding_{key}") or "")
        reading = read_flow(upload, kept_corrections(key), encoding)
        _head(upload, reading)
        if encoding or view.may_be_misread(upload, reading):
            encoding = _encoding(reading, key)
        show_issues(reading.issues, key)
        show_mappings(reading.previews, key, is_open=reading.flow is None)
        earlier = None
        if member and reading.flow is not None:
            earlier = workspace().earlier_version(member, upload.name) or workspace().earlier_version(
                member, reading.flow.name
            )
        mode: ImportMode = "new"
        if earlier is not None:
            mode = st.radio(
                words(
                    "flow_uploads.earlier", name=plain(earlier.name), version=earlier.version, file=plain(earlier.file)
                ),
                MODES,
                format_func=lambda one: words(f"flow_uploads.mode.{one}"),
                key=f"mode_{key}",
                horizontal=True,
            )
    return Planned(
        upload=upload, reading=reading, mappings=kept_corrections(key), encoding=encoding, earlier=earlier, mode=mode
    )


def _head(upload: NamedBytes, reading: FlowReading) -> None:
    title = f"**{plain(upload.name)}**　{issue_badges(reading.issues)}"
    if reading.flow is None:
        st.markdown(f"{title}　{words('flow_uploads.no_columns' if reading.previews else 'flow_uploads.unreadable')}")
        return
    flow = reading.flow
    figures = words("flow_uploads.figures", **view.flow_figures(flow))
    st.markdown(f"{title}  \n{plain(flow.name) or words('no_name')}　{figures}")


def _encoding(reading: FlowReading, key: str) -> str:
    choice, names = st.columns([1, 3])
    used = reading.flow.encoding if reading.flow is not None else ""
    with choice:
        chosen = st.selectbox(
            words("flow_uploads.encoding"),
            ("", *view.ENCODINGS),
            format_func=lambda encoding: encoding or words("flow_uploads.encoding_auto", used=used or "－"),
            key=f"encoding_{key}",
            help=words("flow_uploads.encoding_help"),
        )
    with names:
        st.caption(words("flow_uploads.sample_names"))
        st.text("、".join(view.sample_names(reading)))
    return chosen


def _store(member: str, planned: Sequence[Planned]) -> None:
    """Store the uploads one after the other; the next run shows what became of them."""
    results: list[Imported | FitgapError] = []
    stored: set[int | None] = set()
    progress = st.progress(0.0)
    for done, one in enumerate(planned):
        progress.progress(done / len(planned), text=words("flow_uploads.storing", name=plain(one.upload.name)))
        try:
            outcome = _add(member, one, one.mode)
            if outcome.flow_id is None and outcome.earlier is not None and outcome.earlier.id in stored:
                outcome = _add(member, one, "keep")  # files dropped together are flows of their own, however called
        except FitgapError as error:
            results.append(error)
            continue
        results.append(Imported(file=one.upload.name, outcome=outcome))
        stored.add(outcome.flow_id)
        if outcome.flow_id is not None:
            keep("member", member)
            keep("flow", str(outcome.flow_id))
    st.session_state[RESULTS_KEY] = results
    clear_uploads(NAME)


def _add(member: str, one: Planned, mode: ImportMode) -> ImportOutcome:
    return workspace().add_flow(
        member, one.upload, person=person(), mode=mode, mappings=one.mappings, encoding=one.encoding
    )


def _results() -> None:
    results = st.session_state.get(RESULTS_KEY)
    if not results:
        return
    with st.container(border=True, key="import_results_box"):
        st.markdown(f"**{words('flow_uploads.results')}**")
        for one in results:
            if isinstance(one, FitgapError):
                show_error(one)
            else:
                _result(one)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.page_link(page("fit_gap"), label=words("flow_uploads.to_fit_gap"), icon=":material/arrow_forward:")
            st.button(words("flow_uploads.close"), type="tertiary", on_click=lambda: st.session_state.pop(RESULTS_KEY))


def _result(one: Imported) -> None:
    outcome = one.outcome
    code = _result_code(outcome)
    sentence = f"**{plain(one.file)}**　{words(f'flow_uploads.result.{code}')}"
    if outcome.realigned is not None:
        realigned = outcome.realigned
        sentence += "  \n" + words(
            "flow_uploads.realigned",
            kept=realigned.kept,
            moved=realigned.moved,
            changed=realigned.changed,
            lost=realigned.lost,
        )
    st.markdown(sentence)


def _result_code(outcome: ImportOutcome) -> str:
    if outcome.is_unchanged:
        return "unchanged"
    if outcome.flow_id is None:
        return "earlier" if outcome.earlier else "error"
    return "replaced" if outcome.realigned is not None else "stored"
