"""Which column of a table holds what: the guess, its first rows, and a select box a field to correct it."""

from collections.abc import Sequence

import streamlit as st

from fitgap.app.screens import imports_view as view
from fitgap.app.screens.plain import plain
from fitgap.app.screens.session import language, words
from fitgap.reading.result import ColumnMapping, TablePreview
from fitgap.texts import say

COLUMNS = 5


def kept_corrections(key: str) -> tuple[ColumnMapping, ...]:
    """What a person corrected for an upload so far."""
    return tuple(st.session_state.get(f"corrections_{key}", {}).values())


def show_mappings(previews: Sequence[TablePreview], key: str, *, is_open: bool = False) -> None:
    """A form for each shape of table in an upload; a correction reads the upload again."""
    shapes = {preview.mapping.shape: preview for preview in reversed(previews)}
    for preview in reversed(shapes.values()):
        _form(preview, key, is_open)


def _form(preview: TablePreview, key: str, is_open: bool) -> None:
    form_key = f"{key}_{preview.mapping.shape}"
    guess = st.session_state.setdefault(f"guess_{form_key}", preview.mapping)
    kind = say(f"table_kind.{preview.kind}", language())
    sheet = plain(preview.mapping.sheet) or "－"
    title = words("mapping.title", kind=kind, sheet=sheet, rows=preview.row_count)
    with st.expander(title, expanded=is_open, key=f"mapping_{form_key}"):
        st.caption(words("mapping.hint"))
        st.dataframe(
            [dict(zip(preview.headers, row, strict=False)) for row in preview.sample_rows],
            hide_index=True,
            height="content",
        )
        header_row = st.number_input(
            words("mapping.header_row"), min_value=1, value=guess.header_row, step=1, key=f"row_{form_key}", width=220
        )
        picks = _picks(preview, guess, form_key)
        _remember(key, guess, view.corrected(guess, int(header_row), picks))


def _picks(preview: TablePreview, guess: ColumnMapping, form_key: str) -> dict[str, str]:
    guessed = dict(guess.columns)
    picks: dict[str, str] = {}
    columns = st.columns(COLUMNS)
    for place, field in enumerate(view.fields_of(preview)):
        options = ["", *preview.headers]
        current = guessed.get(field, "")
        with columns[place % COLUMNS]:
            picks[field] = st.selectbox(
                say(f"table_field.{field}", language()),
                options,
                index=options.index(current) if current in options else 0,
                format_func=lambda heading: heading or words("mapping.no_column"),
                key=f"column_{form_key}_{field}",
            )
    return picks


def _remember(key: str, guess: ColumnMapping, correction: ColumnMapping | None) -> None:
    corrections: dict[str, ColumnMapping] = dict(st.session_state.get(f"corrections_{key}", {}))
    before = corrections.pop(guess.shape, None)
    if correction is not None:
        corrections[guess.shape] = correction
    st.session_state[f"corrections_{key}"] = corrections
    if before != correction:
        st.rerun()
