"""What has been imported, and how to take it out of the lists again."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st

from fitgap.app.screens import imports_view as view
from fitgap.app.screens.figures import moment
from fitgap.app.screens.frame import show_error
from fitgap.app.screens.issue_list import show_issues
from fitgap.app.screens.picking import package_name
from fitgap.app.screens.plain import plain
from fitgap.app.screens.session import may, may_change, person, words, workspace
from fitgap.model.access import Right
from fitgap.model.message import FitgapError

T = TypeVar("T")

ERROR_KEY = "remove_error"
ROUND_KEY = "stored_round"


def show_stored_files() -> None:
    """The flows and packages, each with its import."""
    error = st.session_state.pop(ERROR_KEY, None)
    if error is not None:
        show_error(error)
    _flows()
    _packages()


def _flows() -> None:
    rows = workspace().flows()
    st.markdown(f"**{words('stored.flows', count=len(rows))}**")
    if not rows:
        st.caption(words("stored.nothing"))
        return
    chosen = _table(
        "flows",
        [
            {
                words("stored.member"): row.member,
                words("stored.flow"): row.name,
                words("stored.file"): row.file,
                words("stored.notation"): words(f"stored.notation_{row.notation}"),
                words("stored.steps"): row.step_count,
                words("stored.version"): row.version,
                words("stored.issues"): view.total_issues(row),
                words("stored.imported"): f"{moment(row.imported_at)} {row.imported_by}",
            }
            for row in rows
        ],
    )
    picked = [rows[place] for place in chosen]
    if all(may_change(row.member) for row in picked):
        _remove_button("flows", [row.id for row in picked], workspace().remove_flow)
    if len(picked) == 1:
        stored = workspace().flow(picked[0].id)
        st.markdown(words("stored.issues_of", name=plain(picked[0].name), count=len(stored.issues)))
        show_issues(stored.issues, f"stored_{picked[0].id}")


def _packages() -> None:
    rows = workspace().catalogs()
    st.markdown(f"**{words('stored.packages', count=len(rows))}**")
    if not rows:
        st.caption(words("stored.nothing"))
        return
    chosen = _table(
        "packages",
        [
            {
                words("stored.package"): package_name(row),
                words("stored.key"): row.key,
                words("stored.product_version"): row.version,
                words("stored.areas"): "、".join(row.areas),
                words("stored.features"): row.feature_count,
                words("stored.forms"): row.form_count,
                words("stored.edition"): row.edition,
                words("stored.issues"): view.total_issues(row),
                words("stored.imported"): f"{moment(row.imported_at)} {row.imported_by}",
            }
            for row in rows
        ],
    )
    keys = [rows[place].key for place in chosen]
    if may(Right.ADMINISTER):
        _remove_button("packages", keys, workspace().remove_catalog)


def _table(name: str, rows: Sequence[dict[str, str | int]]) -> list[int]:
    state = st.dataframe(
        rows,
        hide_index=True,
        on_select="rerun",
        selection_mode="multi-row",
        key=f"stored_{name}_{st.session_state.get(ROUND_KEY, 0)}",
        height="content",
    )
    return [int(place) for place in state.get("selection", {}).get("rows", []) if int(place) < len(rows)]


def _remove_button(name: str, items: Sequence[T], remove: Callable[[T, str], None]) -> None:
    count = len(items)
    if not count:
        st.caption(words(f"stored.select_{name}"))
        return
    with st.popover(words("stored.remove", count=count), icon=":material/delete:"):
        st.markdown(words(f"stored.remove_{name}", count=count))
        if not person():
            st.caption(words("stored.needs_person"))
        st.button(
            words("stored.remove_now"),
            type="primary",
            key=f"remove_{name}",
            disabled=not person(),
            on_click=_remove,
            args=(items, remove),
        )


def _remove(items: Sequence[T], remove: Callable[[T, str], None]) -> None:
    try:
        for item in items:
            remove(item, person())
    except FitgapError as error:
        st.session_state[ERROR_KEY] = error
    st.session_state[ROUND_KEY] = int(st.session_state.get(ROUND_KEY, 0)) + 1
