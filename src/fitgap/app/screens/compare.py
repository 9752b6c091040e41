"""The compare page: members' flows of one process side by side, what divides them, and how far they are apart."""

from collections.abc import Callable, Sequence
from datetime import datetime

import streamlit as st

from fitgap.app.outcomes import FlowRow
from fitgap.app.screens import compare_view as view
from fitgap.app.screens.common_flow import show_common_flow
from fitgap.app.screens.compare_distance import show_distance
from fitgap.app.screens.compare_dividing import show_dividing
from fitgap.app.screens.compare_forms import show_forms_across
from fitgap.app.screens.compare_history import show_record
from fitgap.app.screens.compare_picking import PICKED
from fitgap.app.screens.compare_processes import show_processes
from fitgap.app.screens.compare_saving import show_notice_above
from fitgap.app.screens.compare_steps import show_steps
from fitgap.app.screens.compare_view import Shared
from fitgap.app.screens.join_check import show_join_check
from fitgap.app.screens.menu import page
from fitgap.app.screens.picking import current_version, pick
from fitgap.app.screens.plain import plain
from fitgap.app.screens.session import keep, kept, language, words, workspace
from fitgap.model.comparison import Comparison

POLL_SECONDS = 3
REVISION_KEY = "seen_corrections"


def show() -> None:
    """Draw the page."""
    rows = workspace().flows()
    if (members := len({row.member for row in rows})) < 2:
        _show_way_out(words("compare.too_few_members", members=members))
        return
    shared, alone = _find(rows)
    show_notice_above(is_card_open=bool(kept(PICKED)))
    _watch()
    show_processes((*shared, *alone), is_needed=not shared)
    if not shared:
        _show_way_out(words("compare.no_shared"))
        return
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="compare_head"):
        process = _pick_process(shared)
        flows = _pick_members(process)
        take = st.empty()
    if len({row.member for row in flows}) < 2:
        st.info(words("compare.pick_two"))
        return
    flow_ids = [row.id for row in flows]
    with st.spinner(words("compare.working"), show_time=False):
        (comparison,) = workspace().compare(flow_ids)
    with take, st.container(horizontal=True, gap="xsmall", width="content"):
        _take(flow_ids)
    _proposal(process, comparison, flows, alone)
    _tabs(comparison, flow_ids)


def _show_way_out(sentence: str) -> None:
    with st.container(border=True, key="nothing_to_compare"):
        st.markdown(sentence)
        with st.container(horizontal=True):
            st.page_link(page("imports"), label=words("compare.import"), icon=":material/upload_file:")
            st.page_link(page("home"), label=words("compare.home"), icon=":material/home:")


def _find(rows: Sequence[FlowRow]) -> tuple[tuple[Shared, ...], tuple[Shared, ...]]:
    """The processes of several members and those of one, with progress shown while the files are read."""
    place = st.empty()

    def tell(row: FlowRow, done: int, count: int) -> None:
        place.progress(done / count, text=words("compare.reading", name=plain(row.name), done=done, count=count))

    with st.spinner(words("compare.working"), show_time=False):
        proposals = workspace().processes(tell)
    place.empty()
    return view.sort_processes(proposals, rows)


def _watch() -> None:
    """Draw the page again when somebody corrected something; nothing that people type in stands in this fragment."""
    st.session_state[REVISION_KEY] = workspace().alignment.revision()

    @st.fragment(run_every=POLL_SECONDS)
    def poll() -> None:
        if workspace().alignment.revision() != st.session_state[REVISION_KEY]:
            st.rerun()

    poll()


def _pick_process(shared: Sequence[Shared]) -> Shared:
    by_key = {one.key: one for one in shared}
    asked = current_version([row for one in shared for row in one.flows], kept("process"))
    if asked is not None:  # a flow that was replaced, or is no longer the first of its process
        keep("process", next(one.key for one in shared if asked.id in {row.id for row in one.flows}))
    labels = {one.key: words("compare.process_option", name=one.name, members=len(one.members)) for one in shared}
    with st.container(width="stretch"):
        return by_key[pick(words("compare.process"), "process", list(by_key), labels.__getitem__)]


def _pick_members(process: Shared) -> tuple[FlowRow, ...]:
    """The flows of the members picked; all members to begin with."""
    key = f"compare_members_{process.key}"
    members = process.members
    picked = st.session_state.get(key, members)
    with st.popover(words("compare.members", count=len(picked), all=len(members)), icon=":material/groups:"):
        chosen = st.multiselect(
            words("compare.members_label"),
            members,
            default=members,
            placeholder=words("compare.choose"),
            key=key,
            select_all=False,
        )
    return tuple(row for row in process.flows if row.member in chosen)


def _take(flow_ids: Sequence[int]) -> None:
    here, spoken = workspace(), language()  # the download runs outside the page and knows nobody
    st.download_button(
        words("compare.take"),
        lambda: here.export_groups(flow_ids),
        file_name=f"fitgap_compare_{datetime.now().astimezone():%Y%m%d_%H%M}.csv",
        mime="text/csv",
        icon=":material/download:",
        help=words("compare.take_help"),
        on_click="ignore",
        key="take_groups",
    )
    st.download_button(
        words("align.take_absences"),
        lambda: here.alignment.export_absences(flow_ids, spoken),
        file_name=f"fitgap_absences_{datetime.now().astimezone():%Y%m%d_%H%M}.csv",
        mime="text/csv",
        icon=":material/download:",
        help=words("align.take_absences_help"),
        on_click="ignore",
        key="take_absences",
    )


def _proposal(process: Shared, comparison: Comparison, flows: Sequence[FlowRow], alone: Sequence[Shared]) -> None:
    """What the machine put together, and how sure it is."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        counts = [len(group.members) for group in comparison.groups]
        everyone = counts.count(len(comparison.members))
        st.markdown(words("compare.shared", groups=len(counts), all=everyone, alone=counts.count(1)), width="content")
        if process.is_decided:
            st.badge(words("align.process_decided"), icon=":material/how_to_reg:", color="green")
        else:
            st.badge(words("compare.proposal"), icon=":material/smart_toy:", color="gray")
        corrected = sum(bool(group.corrections) for group in comparison.groups)
        st.caption(_basis(process, corrected, len(comparison.groups)), width="stretch")
        show_record(comparison)
        with st.popover(words("compare.flows"), type="tertiary"):
            for row in flows:
                st.markdown(_flow(row))
            if alone:
                st.caption(words("compare.alone", count=len(alone)))
                for one in alone:
                    for row in one.flows:
                        st.markdown(_flow(row))


def _basis(process: Shared, corrected: int, count: int) -> str:
    """Whose word the process and its groups are."""
    placed = (
        words("align.placed_by_people", placed=len(process.placed), flows=len(process.flows))
        if process.placed
        else words("align.process_confidence", confidence=f"{process.confidence:.2f}")
    )
    return f"{placed}　{words('align.groups_corrected', corrected=corrected, groups=count)}"


def _flow(row: FlowRow) -> str:
    return words(
        "compare.flow_of",
        member=plain(row.member),
        flow=plain(row.name),
        file=plain(row.file),
        steps=row.step_count,
    )


def _tabs(comparison: Comparison, flow_ids: Sequence[int]) -> None:
    """One tab at a time is drawn: some of them take a while."""
    shown: dict[str, Callable[[], None]] = {
        "steps": lambda: show_steps(comparison),
        "differences": lambda: show_dividing(comparison, flow_ids),
        "distance": lambda: show_distance(comparison, flow_ids),
        "forms": lambda: show_forms_across(flow_ids),
        "common": lambda: show_common_flow(comparison, flow_ids),
        "join": lambda: show_join_check(comparison, flow_ids),
    }
    tabs = st.tabs([words(f"compare.tab.{name}") for name in shown], key="compare_tab", on_change="rerun")
    for tab, show_tab in zip(tabs, shown.values(), strict=True):
        if tab.open:
            with tab:
                show_tab()
