"""The import of a catalogue: functions, forms and package.toml together."""

import streamlit as st

from fitgap.app.screens import imports_view as view
from fitgap.app.screens.frame import ask_person, show_error
from fitgap.app.screens.issue_list import issue_badges, show_issues
from fitgap.app.screens.mapping_form import kept_corrections, show_mappings
from fitgap.app.screens.plain import plain
from fitgap.app.screens.session import keep, language, person, words, workspace
from fitgap.app.screens.uploading import clear_uploads, read_catalog, upload_files, upload_key
from fitgap.model.message import FitgapError
from fitgap.policies.tables import legend_names
from fitgap.reading.result import CatalogReading, ColumnMapping, NamedBytes
from fitgap.texts import say

NAME = "catalog_uploads"
RESULT_KEY = "catalog_result"
ASKS_FOR_LEGEND = "catalog.legend_needed"


def show_catalog_uploads() -> None:
    """Draw the form."""
    is_known = ask_person(NAME)
    _result()
    uploads = upload_files(NAME)
    if not uploads:
        return
    key = upload_key(NAME, *uploads)
    legend = str(st.session_state.get(f"legend_{key}") or "")
    reading = read_catalog(uploads, legend, kept_corrections(key))
    with st.container(border=True, key=key):
        _head(uploads, reading)
        if legend or any(issue.code == ASKS_FOR_LEGEND for issue in reading.issues):
            legend = _legend(key)
        show_issues(reading.issues, key)
        show_mappings(reading.previews, key)
        name = _name(uploads, reading, key)
    is_ready = is_known and bool(name) and reading.catalog is not None and not reading.has_error
    if st.button(words("catalog_uploads.store"), type="primary", key="store_catalog", disabled=not is_ready):
        with st.spinner(words("catalog_uploads.storing")):
            _store(uploads, name, legend, kept_corrections(key))
        st.rerun()


def _head(uploads: tuple[NamedBytes, ...], reading: CatalogReading) -> None:
    names = "、".join(plain(one.name) for one in uploads)
    st.markdown(f"**{names}**　{issue_badges(reading.issues)}")
    if reading.catalog is None:
        st.markdown(words("catalog_uploads.unreadable"))
        return
    catalog = reading.catalog
    title = plain(f"{catalog.vendor} {catalog.product} {catalog.version}".strip()) or words("catalog_uploads.no_title")
    figures = words(
        "catalog_uploads.figures",
        features=len(catalog.features),
        forms=len(catalog.forms),
        areas=plain("、".join(catalog.areas)) or "－",
    )
    st.markdown(f"{title}　{figures}")


def _legend(key: str) -> str:
    return (
        st.selectbox(
            words("catalog_uploads.legend"),
            legend_names(),
            index=None,
            format_func=lambda name: say(f"legend.{name}", language()),
            placeholder=words("catalog_uploads.legend_choose"),
            key=f"legend_{key}",
        )
        or ""
    )


def _name(uploads: tuple[NamedBytes, ...], reading: CatalogReading, key: str) -> str:
    stored = workspace().catalogs()
    name = st.text_input(
        words("catalog_uploads.key"),
        value=view.suggested_key(reading.catalog, uploads, stored),
        key=f"name_{key}",
        help=words("catalog_uploads.key_help"),
        width=420,
    )
    row = next((row for row in stored if row.key == (name or "").strip()), None)
    if row is not None:
        st.caption(words("catalog_uploads.replaces", edition=row.edition))
    return (name or "").strip()


def _store(uploads: tuple[NamedBytes, ...], name: str, legend: str, mappings: tuple[ColumnMapping, ...]) -> None:
    try:
        outcome = workspace().add_catalog(uploads, key=name, person=person(), legend=legend, mappings=mappings)
    except FitgapError as error:
        st.session_state[RESULT_KEY] = error
        return
    st.session_state[RESULT_KEY] = (name, outcome.is_unchanged, outcome.key is not None)
    if outcome.key is not None:
        keep("package", outcome.key)
        clear_uploads(NAME)


def _result() -> None:
    result = st.session_state.pop(RESULT_KEY, None)
    if isinstance(result, FitgapError):
        show_error(result)
    elif result is not None:
        name, is_unchanged, is_stored = result
        code = "unchanged" if is_unchanged else "stored" if is_stored else "error"
        (st.success if is_stored else st.error)(words(f"catalog_uploads.result.{code}", name=plain(name)))
