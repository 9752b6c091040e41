"""The fit-gap page: the diagram coloured by verdict, and below it the step, its candidates and the decision."""

from collections.abc import Sequence

import streamlit as st

from fitgap.app.outcomes import CatalogRow, FlowRow
from fitgap.app.screens import fit_gap_view as view
from fitgap.app.screens.candidates_card import show_candidates
from fitgap.app.screens.decision_card import show_decision
from fitgap.app.screens.figures import rate_text, summary_lines
from fitgap.app.screens.forms_card import show_forms
from fitgap.app.screens.looking import Looking
from fitgap.app.screens.picking import pick_flow, pick_package, show_missing
from fitgap.app.screens.plain import plain
from fitgap.app.screens.session import keep, kept, language, words, workspace
from fitgap.app.screens.step_card import show_step
from fitgap.app.summaries import summarise
from fitgap.app.viewer import flow_viewer
from fitgap.model.choice import Standing
from fitgap.model.judgement import FitGap

DIAGRAM_PIXELS = 280
POLL_SECONDS = 3
REVISION_KEY = "seen_revision"


def show() -> None:
    """Draw the page."""
    flows, packages = workspace().flows(), workspace().catalogs()
    if show_missing(bool(flows), bool(packages)):
        return
    with st.container(key="fit_gap_head"):
        row, package, progress = _pick(flows, packages)
    with st.spinner(words("fit_gap.analysing"), show_time=False):
        fit_gap = workspace().analyse(row.id, package)
        standings = workspace().standings(row.id, package)
    with progress:
        _watch(row.id, package)
        _progress(fit_gap, standings)
    if not fit_gap.results:
        st.info(words("fit_gap.no_steps"))
        return
    looking = Looking(
        row=row,
        fit_gap=fit_gap,
        standings=standings,
        step_id=_step_of(fit_gap),
        showing=workspace().policy().showing,
    )
    _diagram(looking)
    _walk(looking)
    _cards(looking)


def _pick(
    flows: Sequence[FlowRow], packages: Sequence[CatalogRow]
) -> tuple[FlowRow, str, "st.delta_generator.DeltaGenerator"]:
    member, flow, package, progress = st.columns([1.1, 2.6, 2.6, 2.7], vertical_alignment="top", gap="small")
    row = pick_flow(flows, member, flow)
    with package:
        key = pick_package(packages)
    return row, key, progress


def _progress(fit_gap: FitGap, standings: dict[str, Standing]) -> None:
    summary = summarise([(fit_gap, standings)])
    decided = words("fit_gap.decided", rate=rate_text(summary.decided, language()))
    stale = f"　{words('fit_gap.stale', count=summary.stale)}" if summary.stale else ""
    st.progress(summary.decided.value or 0.0, text=decided + stale)
    fit_rate, *by_volume = summary_lines(summary, language())
    st.caption(fit_rate, help=words("figures.help"))
    for line in by_volume:
        st.caption(line)


def _watch(flow_id: int, package: str) -> None:
    """Draw the page again when somebody else chose; nothing that people type in stands inside this fragment."""
    st.session_state[REVISION_KEY] = view.revision(workspace().choices(flow_id, package))

    @st.fragment(run_every=POLL_SECONDS)
    def poll() -> None:
        if view.revision(workspace().choices(flow_id, package)) != st.session_state[REVISION_KEY]:
            st.rerun()

    poll()


def _step_of(fit_gap: FitGap) -> str:
    ids = [result.step.id for result in fit_gap.results]
    step_id = kept("step") if kept("step") in ids else ids[0]
    keep("step", step_id)
    return step_id


def _go(step_id: str) -> None:
    keep("step", step_id)


def _diagram(looking: Looking) -> None:
    diagram = workspace().diagram(looking.row.id)
    xml_ids = dict(diagram.node_ids)
    step_ids = {xml_id: step_id for step_id, xml_id in diagram.node_ids}
    flow_viewer(
        diagram.xml,
        view.marks(looking.fit_gap, looking.standings, xml_ids),
        selected=xml_ids.get(looking.step_id, ""),
        key="flow_diagram",
        height=DIAGRAM_PIXELS,
        language=language(),
        on_click=lambda xml_id: _go(step_ids.get(xml_id, looking.step_id)),
    )


def _walk(looking: Looking) -> None:
    ids, here = looking.step_ids, looking.step_id
    following = view.next_open(ids, looking.standings, here)
    with st.container(horizontal=True, vertical_alignment="center", key="walk", gap="small"):
        number = words("fit_gap.number", number=ids.index(here) + 1, count=len(ids))
        st.markdown(f"**{number}　{plain(looking.result.step.name) or words('no_name')}**", width="stretch")
        st.button(words("fit_gap.back"), on_click=_go, args=(view.neighbour(ids, here, -1),), disabled=here == ids[0])
        st.button(
            words("fit_gap.forward"), on_click=_go, args=(view.neighbour(ids, here, 1),), disabled=here == ids[-1]
        )
        st.button(
            words("fit_gap.next_open"),
            type="primary",
            on_click=_go,
            args=(following or here,),
            disabled=following is None,
        )


def _cards(looking: Looking) -> None:
    step, candidates, decision = st.columns([2.6, 4.2, 3.2], gap="small")
    with step:
        show_step(looking)
    with candidates:
        features, forms = st.tabs([words("candidates.tab"), words("form_matches.tab")])
        with features:
            show_candidates(looking)
        with forms:
            show_forms(looking)
    with decision:
        show_decision(looking)
