"""The tab of the common flow: proposals by rule side by side, the one being edited, and the saved versions."""

from collections.abc import Sequence
from enum import StrEnum

import streamlit as st

from fitgap.app.commons_flows import Drawn
from fitgap.app.screens import common_flow_view as view
from fitgap.app.screens.common_flow_drafts import begin_draft, draft_of, stamp
from fitgap.app.screens.common_flow_editor import show_editor
from fitgap.app.screens.common_flow_shown import show_changes, show_common
from fitgap.app.screens.common_flow_standard import show_standard
from fitgap.app.screens.common_flow_versions import show_versions
from fitgap.app.screens.frame import is_offered
from fitgap.app.screens.picking import product_name
from fitgap.app.screens.plain import plain
from fitgap.app.screens.session import language, words, workspace
from fitgap.model.access import Right
from fitgap.model.comparison import ChangeKind, CommonRule, Comparison
from fitgap.texts import say


class Part(StrEnum):
    """What of the common flow is looked at."""

    PROPOSALS = "proposals"
    EDIT = "edit"
    VERSIONS = "versions"


def show_common_flow(comparison: Comparison, flow_ids: Sequence[int]) -> None:
    """One part at a time; a draft that is begun is said in its button."""
    versions = workspace().commons.versions(flow_ids)
    key = f"common_part_{stamp(flow_ids)}"
    marks = {Part.EDIT: "＊" if draft_of(flow_ids) else "", Part.VERSIONS: f"（{len(versions)}）"}
    # Not as `default`: saving and beginning a draft set the part from their callbacks.
    st.session_state.setdefault(key, Part.VERSIONS if versions and draft_of(flow_ids) is None else Part.PROPOSALS)
    picked = st.segmented_control(
        words("commons.flow.part"),
        list(Part),
        format_func=lambda one: f"{words(f'commons.flow.part_of.{one}')}{marks.get(one, '')}",
        key=key,
        label_visibility="collapsed",
        required=True,
    )
    part = Part(picked or Part.PROPOSALS)
    if part is Part.EDIT:
        show_editor(comparison, flow_ids)
    elif part is Part.VERSIONS:
        show_versions(flow_ids, versions, key)
    else:
        _proposals(comparison, flow_ids, key)


def _proposals(comparison: Comparison, flow_ids: Sequence[int], part_key: str) -> None:
    """Every rule in one table, then one of them drawn."""
    drawn = _drawn(comparison, flow_ids)
    st.markdown(f"**{words('commons.flow.side_by_side')}**")
    st.caption(words("commons.flow.side_by_side_hint"))
    st.dataframe(
        [_row(name, one, comparison) for name, one in drawn.items()],
        hide_index=True,
        key="common_proposals",
        placeholder="",
        column_config={
            "rule": st.column_config.TextColumn(words("commons.flow.rule"), width=270),
            "steps": words("commons.flow.steps"),
            "changes": words("commons.flow.changes"),
            **{kind.value: say(f"change_kind.{kind}", language()) for kind in ChangeKind},
            "hours": st.column_config.NumberColumn(words("compare.hours"), format="%,.0f"),
            **{f"member_{place}": member for place, member in enumerate(comparison.members)},
        },
    )
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        name = st.selectbox(words("commons.flow.look_at"), list(drawn), key=f"common_rule_{stamp(flow_ids)}", width=420)
        chosen = drawn[name if name in drawn else next(iter(drawn))]
        if is_offered(Right.DECIDE):
            st.button(
                words("commons.flow.begin"),
                type="primary",
                icon=":material/edit:",
                key="common_begin",
                on_click=_begin,
                args=(flow_ids, chosen, part_key),
                help=words("commons.flow.begin_help"),
            )
    diagram = workspace().commons.diagram(flow_ids, chosen.plan, language())
    show_common(chosen.common, diagram, len(comparison.members), key=f"proposal_{stamp(flow_ids)}")
    show_changes(chosen.common, comparison.members, key="proposal")
    show_standard(flow_ids)


def _begin(flow_ids: Sequence[int], chosen: Drawn, part_key: str) -> None:
    begin_draft(flow_ids, chosen.plan)
    st.session_state[part_key] = Part.EDIT


def _drawn(comparison: Comparison, flow_ids: Sequence[int]) -> dict[str, Drawn]:
    """The proposals by the name they are shown under; packages while few flows are to be held, or when asked for."""
    commons = workspace().commons
    found = {
        say(f"common_rule.{rule}", language()): commons.propose(flow_ids, rule, language())
        for rule in (CommonRule.MAJORITY, CommonRule.LEAST_CHANGE)
    }
    packages = workspace().catalogs()
    is_asked = packages and st.toggle(
        words("commons.flow.with_packages", packages=len(packages), flows=len(comparison.flows)),
        value=len(packages) * len(comparison.flows) <= workspace().policy().comparing.held_at_once,
        key="common_packages",
    )
    place = st.empty()

    def tell(name: str, done: int, count: int) -> None:
        place.progress(done / count, text=words("holding.progress", name=plain(name), done=done, count=count))

    for row in packages if is_asked else ():
        name = words("commons.flow.by_package", package=product_name(row))
        name = f"{name} ({row.key})" if name in found else name
        found[name] = commons.propose(flow_ids, CommonRule.PACKAGE, language(), package=row.key, on_held=tell)
    place.empty()
    if commons.standard_of(flow_ids) is not None:
        name = say(f"common_rule.{CommonRule.STANDARD}", language())
        found[name] = commons.propose(flow_ids, CommonRule.STANDARD, language())
    member = st.selectbox(
        words("commons.flow.one_member"),
        comparison.members,
        index=None,
        placeholder=words("commons.flow.no_member"),
        key=f"common_member_{stamp(flow_ids)}",
        width=320,
    )
    if member in comparison.members:
        name = words("commons.flow.by_member", member=member)
        found[name] = commons.propose(flow_ids, CommonRule.MEMBER, language(), member=member)
    return found


def _row(name: str, one: Drawn, comparison: Comparison) -> dict[str, str | float]:
    """Columns by place, so that a member may be called like a column of ours; the headers say the names."""
    total = view.effort("", one.common.changes)
    by_member = view.efforts(one.common, comparison.members)
    return {
        "rule": name,
        "steps": len(one.common.steps),
        "changes": total.changes,
        **{kind.value: count for kind, count in total.counts},
        "hours": round(sum(effort.hours_per_year for effort in by_member)),
        **{f"member_{place}": effort.changes for place, effort in enumerate(by_member)},
    }
