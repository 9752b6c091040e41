"""The saved versions of a common flow: who saved what when, what changed, the diagram, and the file to take away."""

from collections.abc import Sequence

import streamlit as st

from fitgap.app.screens.common_flow_drafts import begin_draft, stamp
from fitgap.app.screens.common_flow_shown import show_changes, show_common
from fitgap.app.screens.figures import moment
from fitgap.app.screens.plain import plain
from fitgap.app.screens.session import language, may, words, workspace
from fitgap.model.access import Right
from fitgap.model.commons import CommonVersion
from fitgap.texts import say


def show_versions(flow_ids: Sequence[int], versions: Sequence[CommonVersion], part_key: str) -> None:
    """The list, then one version as it was saved, then what it asks of the members now."""
    if not versions:
        st.info(words("commons.versions.none"))
        return
    st.dataframe(
        [
            {
                words("commons.versions.number"): one.number,
                words("commons.versions.name"): one.name,
                words("commons.flow.steps"): len(one.steps),
                words("commons.versions.from"): _origin(one),
                words("commons.versions.note"): one.note,
                words("commons.versions.person"): one.person,
                words("commons.versions.at"): moment(one.at),
            }
            for one in versions
        ],
        hide_index=True,
        key="common_versions",
        placeholder="",
    )
    by_id = {one.id: one for one in versions}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        picked = st.selectbox(
            words("commons.versions.look_at"),
            list(by_id),
            format_func=lambda key: words("commons.versions.option", number=by_id[key].number, name=by_id[key].name),
            key=f"common_version_{stamp(flow_ids)}_{versions[0].id}",
            width=420,
        )
        version = by_id.get(picked, versions[0])
        here = workspace()  # a download runs outside the page and knows nobody
        opened = here.commons.open_version(version.id)
        st.download_button(
            words("commons.versions.take"),
            lambda: here.commons.export_version(version.id),
            file_name=f"common_flow_v{version.number}.bpmn",
            mime="application/xml",
            icon=":material/download:",
            on_click="ignore",
            key="take_common",
        )
        if may(Right.DECIDE):
            st.button(
                words("commons.versions.edit"),
                icon=":material/edit:",
                key="edit_version",
                on_click=_edit,
                args=(flow_ids, version.id, part_key),
            )
    _changed(version, versions)
    comparison = workspace().commons.comparison(flow_ids)
    plan = workspace().commons.plan_of_version(version.id)
    common = workspace().commons.draw(flow_ids, plan, language())
    show_common(common, opened.diagram, len(comparison.members), key=f"version_{version.id}")
    lost = sum(not step.members for step in common.steps)
    if lost:
        st.info(words("commons.versions.lost", count=lost))
    show_changes(common, comparison.members, key="version")


def _origin(version: CommonVersion) -> str:
    rule = say(f"common_rule.{version.rule}", language())
    who = version.member or version.package
    return words("commons.versions.rule_of", rule=rule, who=who) if who else rule


def _edit(flow_ids: Sequence[int], version_id: int, part_key: str) -> None:
    begin_draft(flow_ids, workspace().commons.plan_of_version(version_id))
    st.session_state[part_key] = "edit"


def _changed(version: CommonVersion, versions: Sequence[CommonVersion]) -> None:
    """In words, what changed since an earlier version; the one before to begin with."""
    earlier = {one.id: one for one in versions if one.number < version.number}
    if not earlier:
        return
    with st.expander(words("commons.versions.what_changed"), expanded=True):
        since = st.selectbox(
            words("commons.versions.since"),
            list(earlier),
            format_func=lambda key: words(
                "commons.versions.option", number=earlier[key].number, name=earlier[key].name
            ),
            key=f"since_{version.id}",
            width=420,
        )
        changes = workspace().commons.version_changes(since, version.id)
        st.markdown(
            "\n".join(f"- {plain(say(one, language()))}" for one in changes) or words("commons.versions.nothing")
        )
