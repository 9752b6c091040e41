"""The export page: choose flows and packages, make the workbook, take it."""

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from fitgap.app.outcomes import CatalogRow, FlowRow
from fitgap.app.screens.export_into import show_export_into
from fitgap.app.screens.frame import title
from fitgap.app.screens.holding import hold_all
from fitgap.app.screens.picking import package_name, show_missing
from fitgap.app.screens.session import language, words, workspace
from fitgap.texts import LANGUAGES, Language

SHEETS = ("cover", "summary", "steps", "forms", "comparison", "ledger", "history")
BOOK_KEY = "workbook"
MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show() -> None:
    """Draw the page."""
    flows, packages = workspace().flows(), workspace().catalogs()
    if show_missing(bool(flows), bool(packages)):
        return
    title("export")
    choice, contents = st.columns([3, 2], gap="large")
    with contents:
        _contents()
    with choice:
        picked_flows = _pick_flows(flows)
        picked_packages = _pick_packages(packages)
        book_language = _pick_language()
        _make(picked_flows, picked_packages, book_language)
        show_export_into([row.id for row in picked_flows], picked_packages)


def _contents() -> None:
    with st.container(border=True, key="export_contents"):
        st.markdown(f"**{words('export.contents')}**")
        for sheet in SHEETS:
            st.markdown(f"**{words(f'export.sheet.{sheet}')}**　{words(f'export.holds.{sheet}')}")
        st.caption(words("export.note"))


def _pick_flows(flows: Sequence[FlowRow]) -> list[FlowRow]:
    members = list(dict.fromkeys(row.member for row in flows))
    picked_members = st.multiselect(
        words("export.members"),
        members,
        default=members,
        placeholder=words("export.choose"),
        key="export_members",
        select_all=False,
    )
    of_members = {row.id: row for row in flows if row.member in picked_members}
    with st.expander(words("export.flows", count=len(of_members))):
        left_out = st.multiselect(
            words("export.leave_out"),
            list(of_members),
            format_func=lambda flow_id: f"{of_members[flow_id].member}　{of_members[flow_id].name}",
            placeholder=words("export.choose_left_out"),
            key="export_left_out",
            select_all=False,
        )
    return [row for flow_id, row in of_members.items() if flow_id not in left_out]


def _pick_packages(packages: Sequence[CatalogRow]) -> list[str]:
    names = {row.key: package_name(row) for row in packages}
    return st.multiselect(
        words("export.packages"),
        list(names),
        default=list(names),
        wrap=True,
        format_func=lambda key: names[key],
        placeholder=words("export.choose"),
        key="export_packages",
        select_all=False,
    )


def _pick_language() -> Language:
    return st.segmented_control(
        words("export.language"),
        LANGUAGES,
        default=language(),
        format_func=lambda code: words(f"language.{code}"),
        required=True,
        key="export_language",
    )


def _make(flows: Sequence[FlowRow], packages: Sequence[str], book_language: Language) -> None:
    wanted = (tuple(row.id for row in flows), tuple(packages), book_language)
    steps = sum(row.step_count for row in flows)
    st.caption(words("export.size", flows=len(flows), packages=len(packages), steps=steps))
    if st.button(words("export.make"), type="primary", key="make_workbook", disabled=not (flows and packages)):
        hold_all(flows, packages)
        with st.spinner(words("export.writing")):
            book = workspace().export_workbook(wanted[0], wanted[1], book_language)
        st.session_state[BOOK_KEY] = (wanted, book, datetime.now().astimezone())
    made = st.session_state.get(BOOK_KEY)
    if made is None or made[0] != wanted:
        return
    _, book, at = made
    with st.container(border=True, key="workbook_ready"):
        st.markdown(words("export.ready", at=f"{at:%H:%M}", size=f"{len(book) / 1024:,.0f}"))
        st.download_button(
            words("export.take"),
            book,
            file_name=f"fitgap_{at:%Y%m%d_%H%M}.xlsx",
            mime=MIME,
            icon=":material/download:",
            type="primary",
            on_click="ignore",
            key="take_workbook",
        )
