"""Pick a member, a flow and a package; what was picked stays in the address."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st

from fitgap.app.outcomes import CatalogRow, FlowRow
from fitgap.app.screens.menu import page
from fitgap.app.screens.plain import plain
from fitgap.app.screens.session import keep, kept, words, workspace
from fitgap.model.message import UsageError

T = TypeVar("T")
WARNED_OF = frozenset({"member", "package"})  # a flow that is not the member's changes whenever the member does


def pick(label: str, name: str, options: Sequence[str], shown: Callable[[str], str] = str) -> str:
    """A select box for at least one option; the first one holds until somebody picks."""
    asked = kept(name)
    current = asked if asked in options else options[0]
    if asked and asked != current and name in WARNED_OF:
        st.toast(words("pick.gone", name=plain(asked), other=plain(shown(current))), icon="⚠️", duration="long")
    key = f"pick_{name}"
    st.session_state[key] = current
    keep(name, current)
    st.selectbox(label, options, format_func=shown, key=key, on_change=lambda: keep(name, str(st.session_state[key])))
    return current


def pick_flow(rows: Sequence[FlowRow], member_place: T, flow_place: T) -> FlowRow:
    """Pick a member and one of its flows."""
    asked = current_version(rows, kept("flow"))
    members = list(dict.fromkeys(row.member for row in rows))
    if asked and kept("member") not in members:
        keep("member", asked.member)
    with member_place:  # type: ignore[attr-defined]  # a container of Streamlit
        member = pick(words("pick.member"), "member", members)
    of_member = {str(row.id): row for row in rows if row.member == member}
    if asked:
        keep("flow", str(asked.id))
    with flow_place:  # type: ignore[attr-defined]  # a container of Streamlit
        flow_id = pick(words("pick.flow"), "flow", list(of_member), lambda key: of_member[key].name)
    return of_member[flow_id]


def pick_package(rows: Sequence[CatalogRow]) -> str:
    """Pick a package by its key."""
    names = {row.key: package_name(row) for row in rows}
    return pick(words("pick.package"), "package", list(names), lambda key: names[key])


def package_name(row: CatalogRow) -> str:
    """Vendor and product, or the key where neither is known."""
    return f"{row.vendor} {row.product}".strip() or row.key


def product_name(row: CatalogRow) -> str:
    """The product alone, for where there is little room; the key where it is not known."""
    return row.product or row.key


def current_version(rows: Sequence[FlowRow], flow_id: str) -> FlowRow | None:
    """The current version of the flow of an address; an address of an earlier version leads to the present one."""
    if not flow_id.isdecimal():
        return None
    by_id = {row.id: row for row in rows}
    if int(flow_id) in by_id:
        return by_id[int(flow_id)]
    try:
        versions = workspace().flow_versions(int(flow_id))
    except UsageError:
        return None
    return next((by_id[row.id] for row in versions if row.id in by_id), None)


def show_missing(has_flows: bool, has_packages: bool) -> bool:
    """True, with a sentence and a way out, when there is nothing to pick from."""
    if has_flows and has_packages:
        return False
    missing = "both" if not has_flows and not has_packages else "flows" if not has_flows else "packages"
    with st.container(border=True, key="nothing_to_pick"):
        st.markdown(words(f"missing.{missing}"))
        with st.container(horizontal=True):
            st.page_link(page("imports"), label=words("missing.import"), icon=":material/upload_file:")
            st.page_link(page("home"), label=words("missing.home"), icon=":material/home:")
    return True
