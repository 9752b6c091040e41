"""The forms page: which form of the package each document of a flow is, and which forms nobody uses."""

from collections.abc import Sequence

import streamlit as st

from fitgap.app.outcomes import FlowRow
from fitgap.app.screens import forms_view as view
from fitgap.app.screens.form_difference import show_difference
from fitgap.app.screens.forms_view import DocumentRow, Tie
from fitgap.app.screens.holding import hold_all
from fitgap.app.screens.menu import page
from fitgap.app.screens.picking import pick_flow, pick_package, show_missing
from fitgap.app.screens.session import keep, language, words, workspace
from fitgap.model.catalog import CatalogForm
from fitgap.texts import say


def show() -> None:
    """Draw the page."""
    flows, packages = workspace().flows(), workspace().catalogs()
    if show_missing(bool(flows), bool(packages)):
        return
    member, flow, package_place = st.columns([1.1, 3, 3])
    row = pick_flow(flows, member, flow)
    with package_place:
        package = pick_package(packages)
    rows = view.document_rows(workspace().analyse(row.id, package), workspace().standings(row.id, package))
    chosen = _filtered(rows)
    st.markdown(f"**{words('forms.documents', shown=len(chosen), count=len(rows))}**")
    st.caption(words("forms.documents_hint"))
    if rows:
        _documents(chosen, row, package)
        show_difference(chosen, f"{row.id}_{package}")
    _unused(flows, package)


def _filtered(rows: Sequence[DocumentRow]) -> tuple[DocumentRow, ...]:
    ties, text = st.columns([3, 2], vertical_alignment="bottom")
    with ties:
        counts = {tie: sum(row.tie is tie for row in rows) for tie in Tie}
        picked = st.segmented_control(
            words("forms.filter"),
            list(Tie),
            selection_mode="multi",
            format_func=lambda tie: words("forms.filter_option", tie=words(f"forms.tie.{tie}"), count=counts[tie]),
            key="forms_ties",
        )
    with text:
        wanted = st.text_input(words("forms.search"), placeholder=words("forms.search_example"), key="forms_text")
    return view.shown(rows, picked, wanted or "")


def _documents(rows: Sequence[DocumentRow], flow: FlowRow, package: str) -> None:
    state = st.dataframe(
        [_document(row) for row in rows],
        hide_index=True,
        on_select="rerun",
        selection_mode="single-cell",
        key=f"documents_{flow.id}_{package}",
        height="content",
        placeholder="",
        column_config={
            words("forms.score"): st.column_config.ProgressColumn(format="%.2f", min_value=0.0, max_value=1.0)
        },
    )
    cells = state.get("selection", {}).get("cells", [])
    if cells and int(cells[0][0]) < len(rows) and (uses := rows[int(cells[0][0])].uses):
        keep("step", uses[0].step_id)
        st.switch_page(page("fit_gap"))


def _document(row: DocumentRow) -> dict[str, str | float | int | None]:
    uses = "、".join(
        words("forms.use", step=use.step_name or words("no_name"), direction=words(f"forms.direction.{use.direction}"))
        for use in row.uses
    )
    return {
        words("forms.document"): row.name,
        words("forms.uses"): uses or words("forms.no_use"),
        words("forms.tie_column"): words(f"forms.tie.{row.tie}"),
        words("forms.form"): row.form.name if row.form else "",
        words("forms.id"): row.form.id if row.form else "",
        words("forms.offer"): say(f"offer.{row.form.offer}", language()) if row.form else "",
        words("forms.score"): row.score,
        words("forms.others"): row.others or None,
    }


def _unused(flows: Sequence[FlowRow], package: str) -> None:
    catalog = workspace().catalog(package)
    unused = view.unused_forms(catalog, view.used_form_ids(hold_all(flows, [package])))
    with st.expander(words("forms.unused", count=len(unused), all=len(catalog.forms))):
        st.caption(words("forms.unused_hint", flows=len(flows)))
        if unused:
            st.dataframe([_form(form) for form in unused], hide_index=True)


def _form(form: CatalogForm) -> dict[str, str]:
    return {
        words("forms.id"): form.id,
        words("forms.form"): form.name,
        words("forms.area"): form.area,
        words("forms.category"): form.category,
        words("forms.paper"): form.paper,
        words("forms.output"): form.output_method,
        words("forms.offer"): say(f"offer.{form.offer}", language()),
    }
