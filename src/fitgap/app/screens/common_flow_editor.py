"""Edit a common flow: move, drop, rename and add steps on the diagram, and save it as a version."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from fitgap.app.screens.common_flow_drafts import (
    Draft,
    agreed_plan,
    begin_draft,
    draft_of,
    end_draft,
    keep_draft,
    stamp,
)
from fitgap.app.screens.common_flow_shown import member_names, show_changes, show_common
from fitgap.app.screens.frame import ask_person, is_offered
from fitgap.app.screens.notices import refuse, told
from fitgap.app.screens.plain import plain
from fitgap.app.screens.session import language, person, words, workspace
from fitgap.model.access import Right
from fitgap.model.commons import Plan, PlannedStep
from fitgap.model.comparison import CommonFlow, Comparison, StepGroup
from fitgap.model.message import FitgapError
from fitgap.texts import say

NAME_CHARACTERS = 120
NOTE_CHARACTERS = 500


def show_editor(comparison: Comparison, flow_ids: Sequence[int]) -> None:
    """The draft of these flows; without one, the newest version (else the majority's) is offered to begin from."""
    if not is_offered(Right.DECIDE):
        return
    draft = draft_of(flow_ids)
    if draft is None:
        plan, is_saved = agreed_plan(flow_ids)
        st.info(words("commons.edit.no_draft_saved" if is_saved else "commons.edit.no_draft"))
        st.button(
            words("commons.edit.begin_saved" if is_saved else "commons.edit.begin"),
            type="primary",
            key="common_begin_here",
            on_click=begin_draft,
            args=(flow_ids, plan),
        )
        return
    common = workspace().commons.draw(flow_ids, draft.plan, language())
    draft = replace(draft, place=min(draft.place, len(draft.plan.steps) - 1))
    st.caption(words("commons.edit.unsaved", rule=say(f"common_rule.{draft.plan.rule}", language())))
    diagram = workspace().commons.diagram(flow_ids, draft.plan, language())
    nodes = [step.node_id for step in common.steps]

    def choose(node_id: str) -> None:
        if node_id in nodes:
            keep_draft(flow_ids, replace(draft, place=nodes.index(node_id)))

    show_common(
        common,
        diagram,
        len(comparison.members),
        key=f"draft_{stamp(flow_ids)}",
        selected=nodes[draft.place] if nodes else "",
        on_click=choose,
    )
    if nodes:
        _step(draft, common, flow_ids)
    _add(comparison, draft, flow_ids)
    _save(draft, flow_ids)
    show_changes(common, comparison.members, key="draft")


def _put(flow_ids: Sequence[int], plan: Plan, place: int) -> None:
    draft = draft_of(flow_ids)
    if draft is not None:
        keep_draft(flow_ids, replace(draft, plan=plan, place=max(place, 0)))


def _step(draft: Draft, common: CommonFlow, flow_ids: Sequence[int]) -> None:
    """The chosen step and what can be done with it."""
    place, plan = draft.place, draft.plan
    last = len(plan.steps) - 1
    key = f"draft_step_{stamp(flow_ids)}"
    st.session_state[key] = place
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="draft_step_tools"):
        st.selectbox(
            words("commons.edit.step"),
            range(len(plan.steps)),
            format_func=lambda at: words("commons.edit.option", number=at + 1, name=plan.steps[at].name),
            key=key,
            width=330,
            on_change=lambda: _put(flow_ids, plan, int(st.session_state[key])),
        )
        for code, to, is_off in (("up", place - 1, place == 0), ("down", place + 1, place == last)):
            st.button(
                words(f"commons.edit.{code}"),
                key=f"draft_{code}",
                disabled=is_off,
                on_click=_put,
                args=(flow_ids, plan.moved(place, to - place), to),
            )
        st.button(
            words("commons.edit.drop"),
            key="draft_drop",
            disabled=last == 0,
            help=words("commons.edit.drop_last") if last == 0 else None,
            on_click=_put,
            args=(flow_ids, plan.without(place), place),
        )
        name_key = f"draft_name_{stamp(flow_ids)}_{place}_{plan.steps[place].name}"
        st.text_input(
            words("commons.edit.name"),
            value=plan.steps[place].name,
            max_chars=NAME_CHARACTERS,
            key=name_key,
            width=300,
            on_change=lambda: _rename(flow_ids, plan, place, str(st.session_state.get(name_key, ""))),
        )
    step = common.steps[place]
    members = words("commons.edit.members", count=len(step.members), members=member_names(step.members))
    role = words("commons.edit.role", role=plain(_lane(common, step.node_id)) or words("commons.edit.no_role"))
    features = words("commons.edit.features", features=plain("、".join(step.feature_ids))) if step.feature_ids else ""
    st.caption("　".join(filter(None, (members, role, features))))


def _lane(common: CommonFlow, node_id: str) -> str:
    lanes = {lane.id: lane.name for lane in common.flow.lanes}
    return next((lanes.get(node.lane_id, "") for node in common.flow.nodes if node.id == node_id), "")


def _rename(flow_ids: Sequence[int], plan: Plan, place: int, name: str) -> None:
    if name.strip():
        _put(flow_ids, plan.renamed(place, name.strip()), place)


def _add(comparison: Comparison, draft: Draft, flow_ids: Sequence[int]) -> None:
    """Put in work that members do and the draft leaves out, behind the chosen step."""
    taken = {ref for step in draft.plan.steps for ref in step.refs}
    groups = {group.id: group for group in comparison.groups if any(step.ref not in taken for step in group.steps)}
    key = f"draft_add_{stamp(flow_ids)}"
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        picked = st.selectbox(
            words("commons.edit.add_which", count=len(groups)),
            list(groups),
            index=None,
            placeholder=words("commons.edit.add_none") if not groups else words("compare.choose"),
            format_func=lambda one: words(
                "commons.edit.add_option",
                name=groups[one].name,
                count=len(groups[one].members),
                all=len(comparison.members),
            ),
            key=key,
            width=520,
        )
        st.button(
            words("commons.edit.add"),
            key="draft_add",
            icon=":material/add:",
            disabled=picked not in groups,
            on_click=_take_in,
            args=(flow_ids, draft, groups.get(picked or ""), key),
        )


def _take_in(flow_ids: Sequence[int], draft: Draft, group: StepGroup | None, key: str) -> None:
    if group is None:
        return
    step = PlannedStep(name=group.name, refs=tuple(one.ref for one in group.steps))
    place = draft.place + 1 if draft.plan.steps else 0
    st.session_state[key] = None
    _put(flow_ids, draft.plan.with_step(step, place), place)


def _save(draft: Draft, flow_ids: Sequence[int]) -> None:
    """Name, note, save; or throw the draft away."""
    keys = f"draft_title_{stamp(flow_ids)}", f"draft_note_{stamp(flow_ids)}"
    if not ask_person("common"):
        return
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="draft_save_tools"):
        st.text_input(
            words("commons.edit.title"), value=draft.plan.name, max_chars=NAME_CHARACTERS, key=keys[0], width=380
        )
        st.text_input(
            words("commons.edit.note"),
            max_chars=NOTE_CHARACTERS,
            placeholder=words("commons.edit.note_example"),
            key=keys[1],
            width=360,
        )
        st.button(
            words("commons.edit.save"),
            type="primary",
            icon=":material/save:",
            key="draft_save",
            on_click=_keep_version,
            args=(flow_ids, draft, keys),
        )
        st.button(words("commons.edit.discard"), key="draft_discard", on_click=end_draft, args=(flow_ids,))


def _keep_version(flow_ids: Sequence[int], draft: Draft, keys: tuple[str, str]) -> None:
    """Save; when somebody was faster the draft stays, and the version that came between counts as seen."""
    name, note = (str(st.session_state.get(key, "")) for key in keys)
    plan = replace(draft.plan, name=name)
    try:
        version = workspace().commons.save(
            flow_ids, plan, language(), note=note, person=person(), seen_id=draft.seen_id
        )
    except FitgapError as error:
        versions = workspace().commons.versions(flow_ids)
        keep_draft(flow_ids, replace(draft, plan=plan, seen_id=versions[0].id if versions else None))
        refuse(error)
        return
    end_draft(flow_ids)
    for key in keys:
        st.session_state.pop(key, None)
    st.session_state[f"common_part_{stamp(flow_ids)}"] = "versions"
    told(words("commons.edit.saved", number=version.number))
