"""The join check: what a newcomer has to change to adopt the group's common flow, and the sheet for the mayor."""

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from fitgap.app.screens.common_flow_drafts import stamp
from fitgap.app.screens.figures import moment
from fitgap.app.screens.issue_list import show_issues
from fitgap.app.screens.plain import plain
from fitgap.app.screens.session import language, may, words, workspace
from fitgap.app.screens.uploading import read_flow
from fitgap.model.access import Right
from fitgap.model.comparison import ChangeKind, CommonRule, Comparison, JoinCheck, Newcomer
from fitgap.model.flow import Flow
from fitgap.reading.result import NamedBytes
from fitgap.texts import say

UPLOAD = "upload"
MEMBER_CHARACTERS = 60


def show_join_check(comparison: Comparison, flow_ids: Sequence[int]) -> None:
    """Pick the agreed flow and the newcomer, then the effort, the list and the sheet."""
    st.caption(words("commons.join.purpose"))
    agreed, newcomer = st.columns(2, gap="medium")
    with agreed:
        standard = _standard(flow_ids)
    with newcomer:
        joining = _newcomer(comparison, flow_ids)
    if joining is None:
        return
    member, flow, is_same = joining
    with st.spinner(words("compare.working"), show_time=False):
        if not (workspace().commons.is_same_process(standard, flow) if is_same is None else is_same):
            st.warning(words("commons.join.other_process", flow=plain(flow.name), process=plain(comparison.process)))
        check = workspace().commons.check_joining(comparison.process, standard, [(member, flow)])
    _show(check, member)


def _standard(flow_ids: Sequence[int]) -> Flow:
    """The newest saved version unless another is picked; without any, the proposal of the majority."""
    versions = {one.id: one for one in workspace().commons.versions(flow_ids)}
    if not versions:
        drawn = workspace().commons.propose(flow_ids, CommonRule.MAJORITY, language())
        st.markdown(f"**{words('commons.join.standard')}**")
        st.info(words("commons.join.no_version", steps=len(drawn.common.steps)))
        return drawn.common.flow
    picked = st.selectbox(
        words("commons.join.standard"),
        list(versions),
        format_func=lambda key: words("commons.versions.option", number=versions[key].number, name=versions[key].name),
        key=f"join_version_{stamp(flow_ids)}",
    )
    version = versions[picked]
    st.caption(words("commons.join.saved", person=plain(version.person), at=moment(version.at)))
    return workspace().commons.open_version(version.id).flow


def _newcomer(comparison: Comparison, flow_ids: Sequence[int]) -> tuple[str, Flow, bool | None] | None:
    """A stored flow (those of the same process first), or a file that is only looked at.

    With the member and whether it is of the same process, None where only the texts can tell.
    """
    wanted = {str(flow_id) for flow_id in flow_ids}
    same = {key for one in workspace().processes() if wanted.intersection(one.flow_keys) for key in one.flow_keys}
    here = set(comparison.members)
    rows = sorted(workspace().flows(), key=lambda row: (str(row.id) not in same, row.member in here))
    by_key = {str(row.id): row for row in rows}
    picked = st.selectbox(
        words("commons.join.newcomer"),
        [*([UPLOAD] if may(Right.EDIT) else []), *by_key],
        index=None,
        placeholder=words("compare.choose"),
        format_func=lambda key: (
            words("commons.join.upload")
            if key == UPLOAD
            else words("commons.standard.option", member=by_key[key].member, flow=by_key[key].name)
        ),
        key=f"join_newcomer_{stamp(flow_ids)}",
    )
    if picked is None:
        st.caption(words("commons.join.pick"))
        return None
    if picked in by_key:
        return by_key[picked].member, workspace().flow(int(picked)).flow, picked in same
    return _uploaded()


def _uploaded() -> tuple[str, Flow, None] | None:
    member = st.text_input(
        words("commons.join.member"),
        max_chars=MEMBER_CHARACTERS,
        placeholder=words("commons.join.member_example"),
        key="join_member",
    ).strip()
    upload = st.file_uploader(words("commons.join.file"), key="join_file", help=words("flow_uploads.kinds"))
    if upload is None or not member:
        st.caption(words("commons.join.need_both"))
        return None
    reading = read_flow(NamedBytes(name=upload.name, content=upload.getvalue()), (), "")
    show_issues(reading.issues, "join")
    if reading.flow is None or reading.has_error:
        st.error(words("commons.join.unreadable"))
        return None
    st.caption(words("commons.join.not_stored"))
    return member, reading.flow, None


def _show(check: JoinCheck, member: str) -> None:
    """Effort in figures, the list, the sheet."""
    (one,) = check.newcomers
    here, spoken = workspace(), language()  # a download runs outside the page and knows nobody
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium", key="join_figures"):
        st.metric(
            words("commons.join.shared"),
            words("compare.of", count=one.shared_steps, all=check.standard_steps),
            help=words("commons.join.shared_help"),
        )
        st.metric(
            words("commons.join.distance"), f"{one.divergence.total:.2f}", help=words("commons.join.distance_help")
        )
        st.metric(words("commons.flow.changes"), f"{len(one.changes)}")
        st.metric(words("commons.join.hours"), f"{one.hours_per_year:,.0f}", help=words("commons.flow.hours_hint"))
        st.download_button(
            words("commons.join.take"),
            lambda: here.commons.join_check_sheet(check, spoken),
            file_name=f"fitgap_join_{datetime.now().astimezone():%Y%m%d_%H%M}.xlsx",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            type="primary",
            icon=":material/download:",
            on_click="ignore",
            key="take_join",
        )
    st.markdown(words("commons.join.list", member=plain(member), kinds=_kinds(one)))
    order = {kind: place for place, kind in enumerate(ChangeKind)}
    st.dataframe(
        [
            {
                words("compare.kind"): say(f"change_kind.{change.kind}", language()),
                words("compare.sentence"): say(change.said, language()),
                words("compare.hours"): round(change.hours_per_year, 1) or None,
            }
            for change in sorted(one.changes, key=lambda change: (order[change.kind], -change.hours_per_year))
        ],
        hide_index=True,
        key="join_changes",
        placeholder="",
        column_config={
            words("compare.sentence"): st.column_config.TextColumn(width=860),
            words("compare.hours"): st.column_config.NumberColumn(format="%,.1f"),
        },
    )


def _kinds(one: Newcomer) -> str:
    return say("workbook.separator", language()).join(
        words("commons.join.kind_count", kind=say(f"change_kind.{kind}", language()), count=one.count(kind))
        for kind in ChangeKind
    )
