"""The home page: what is loaded, how far the choices are, and the one thing to do next."""

from collections.abc import Sequence

import streamlit as st

from fitgap.app.outcomes import CatalogRow, FlowRow
from fitgap.app.screens import home_view as view
from fitgap.app.screens.figures import rate_text
from fitgap.app.screens.frame import show_error
from fitgap.app.screens.holding import hold_all
from fitgap.app.screens.home_view import Advice, Held
from fitgap.app.screens.menu import page
from fitgap.app.screens.picking import package_name
from fitgap.app.screens.plain import plain
from fitgap.app.screens.session import keep, language, may, person, words, workspace
from fitgap.model.access import Right
from fitgap.model.message import FitgapError
from fitgap.texts import say

PAGE_OF_ADVICE = {
    Advice.IMPORT_FLOWS: "imports",
    Advice.IMPORT_PACKAGE: "imports",
    Advice.LOOK_AGAIN: "fit_gap",
    Advice.DECIDE: "fit_gap",
    Advice.EXPORT: "export",
}


def show() -> None:
    """Draw the page."""
    flows, packages = workspace().flows(), workspace().catalogs()
    if not flows and not packages:
        _welcome()
    else:
        held = hold_all(flows, [row.key for row in packages])
        _next(view.what_next(flows, packages, held))
        _counts(flows, packages, held)
        _table(packages, held)
    if may(Right.ADMINISTER):
        with st.container(horizontal=True, gap="xsmall", key="database_place"):
            st.caption(words("home.database"), width="content")
            st.text(workspace().location)


def _welcome() -> None:
    with st.container(border=True, key="welcome"):
        st.markdown(f"## {words('home.welcome')}")
        st.markdown(words("home.promise"))
        steps = st.columns(3)
        for place, column in enumerate(steps, start=1):
            with column:
                st.markdown(f"**{words(f'home.step_{place}')}**")
                st.caption(words(f"home.step_{place}_text"))
        with st.container(horizontal=True):
            wants_demo = may(Right.ADMINISTER) and st.button(words("home.demo"), type="primary", key="load_demo")
            if may(Right.EDIT) and st.button(
                words("home.import_files"), icon=":material/upload_file:", key="go_import"
            ):
                st.switch_page(page("imports"))
        st.caption(words("home.demo_note"))
        if wants_demo:
            _load_demo()


def _load_demo() -> None:
    try:
        with st.spinner(words("home.demo_loading")):
            workspace().load_demo(person() or words("home.demo_person"))
    except FitgapError as error:
        show_error(error)
        return
    st.rerun()


def _next(following: view.Next) -> None:
    held = following.held
    values: dict[str, str | int] = {"count": following.count}
    if held is not None:
        values["name"] = words("home.flow_of", member=plain(held.row.member), name=plain(held.row.name))
    with st.container(border=True, key="next_action", horizontal=True, vertical_alignment="center"):
        with st.container(gap=None, width="stretch"):
            st.caption(words("home.next"))
            st.markdown(f"**{words(f'home.advice.{following.advice}', **values)}**")
        if st.button(words(f"home.go.{following.advice}"), type="primary", key="go_next"):
            if held is not None:
                _open(held, following.step_id)
            st.switch_page(page(PAGE_OF_ADVICE[following.advice]))


def _open(held: Held, step_id: str = "") -> None:
    for name, value in (
        ("member", held.row.member),
        ("flow", str(held.row.id)),
        ("package", held.package),
        ("step", step_id),
    ):
        keep(name, value)


def _counts(flows: Sequence[FlowRow], packages: Sequence[CatalogRow], held: Sequence[Held]) -> None:
    figures = [
        ("members", f"{len({row.member for row in flows}):,}"),
        ("flows", f"{len(flows):,}"),
        ("steps", f"{sum(row.step_count for row in flows):,}"),
        ("packages", f"{len(packages):,}"),
    ]
    if held:
        figures.append(("decided", rate_text(view.total(held).decided, language())))
    for column, (name, figure) in zip(st.columns([1, 1, 1, 1, 1.8][: len(figures)]), figures, strict=True):
        column.metric(words(f"home.figure.{name}"), figure)


def _table(packages: Sequence[CatalogRow], held: Sequence[Held]) -> None:
    if not held:
        return
    names = {row.key: package_name(row) for row in packages}
    package = st.segmented_control(
        words("home.table_of"),
        list(names),
        default=packages[0].key,
        format_func=lambda key: plain(names[key]),
        required=True,
        key="home_package",
    )
    rows = [one for one in held if one.package == package]
    st.caption(words("home.table_hint"))
    chosen = st.dataframe(
        [_table_row(one) for one in rows],
        hide_index=True,
        on_select="rerun",
        selection_mode="single-cell",
        key=f"home_table_{package}",
        height="content",
    )
    cells = chosen.get("selection", {}).get("cells", [])
    if cells:
        _open(rows[int(cells[0][0])])
        st.switch_page(page("fit_gap"))


def _table_row(one: Held) -> dict[str, str | int | float | None]:
    summary = one.summary
    counts = {
        f"{say(f'verdict_sign.{verdict}', language())} {words(f'home.short.{verdict}')}": count
        for verdict, count in summary.by_verdict
    }
    return {
        words("home.column.member"): one.row.member,
        words("home.column.flow"): one.row.name,
        words("home.column.steps"): summary.steps,
        **counts,
        words("home.column.fit_rate"): rate_text(summary.fit_rate, language()),
        words("home.column.decided"): rate_text(summary.decided, language()),
        words("home.column.stale"): summary.stale,
    }
