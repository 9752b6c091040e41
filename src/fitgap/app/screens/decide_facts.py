"""What is decided on: the steps or the form in their own words, and what the package answers."""

import streamlit as st

from fitgap.app.screens import fit_gap_view
from fitgap.app.screens.candidates_card import offer_badge
from fitgap.app.screens.figures import verdict_label
from fitgap.app.screens.menu import page
from fitgap.app.screens.plain import plain
from fitgap.app.screens.session import language, words, workspace
from fitgap.model.decision import DecisionItem, Ground, SubjectKind
from fitgap.model.form_difference import sentences
from fitgap.model.judgement import FitGap
from fitgap.texts import say

SHOWN_OPEN = 3


def show_facts(item: DecisionItem) -> None:
    """One card a step, the members' steps of a group one below the other; a form with its differences."""
    with st.container(border=True, key="decide_facts", gap="small"):
        for place, (flow_id, item_id, ground) in enumerate(
            zip(item.flow_ids, item.item_ids, item.grounds, strict=True)
        ):
            fit_gap = workspace().analyse(flow_id, item.subject.catalog_key)
            if item.subject.kind is SubjectKind.GROUP:
                label = words("decide.part_of", member=plain(ground.member), item=plain(ground.item))
                with st.expander(label, expanded=place < SHOWN_OPEN):
                    _step(fit_gap, item_id, ground, flow_id, item.subject.catalog_key)
            elif item.subject.kind is SubjectKind.STEP:
                _step(fit_gap, item_id, ground, flow_id, item.subject.catalog_key)
            else:
                _form(fit_gap, item_id, ground)


def _step(fit_gap: FitGap, step_id: str, ground: Ground, flow_id: int, package: str) -> None:
    result = next(one for one in fit_gap.results if one.step.id == step_id)
    st.caption(f"{plain(ground.member)}　{plain(ground.flow)}")
    for name, text in fit_gap_view.facts(result.step):
        _fact(words(f"step.{name}"), text)
    verdict = verdict_label(ground.verdict, language()) if ground.verdict else ""
    st.markdown(f"**{words('decide.answer')}　{verdict}**")
    feature = next((one for one in fit_gap.catalog.features if one.id == ground.feature_id), None)
    if feature is None:
        st.text(words("decide.no_feature"))
    else:
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
            st.markdown(f"{plain(feature.name)}（{plain(feature.id)}）", width="stretch")
            offer_badge(feature.offer)
        st.text(feature.description)
    reasons = [say(reason, language()) for reason in result.judgement.reasons]
    if reasons:
        st.caption(f"{words('decision.by_machine')}：{plain(' '.join(reasons))}")
    st.page_link(
        page("fit_gap"),
        label=words("decide.to_fit_gap"),
        icon=":material/account_tree:",
        query_params={"member": ground.member, "flow": str(flow_id), "package": package, "step": step_id},
    )


def _form(fit_gap: FitGap, document_id: str, ground: Ground) -> None:
    document = next((one for one in fit_gap.flow.documents if one.id == document_id), None)
    st.caption(f"{plain(ground.member)}　{plain(ground.flow)}")
    if document is not None:
        for name, text in (
            ("paper", document.paper),
            ("output", document.output_method),
            ("addressee", document.addressee),
            ("fields", "、".join(document.fields)),
            ("copies", f"{document.copies_per_year:,.0f}" if document.copies_per_year is not None else ""),
        ):
            if text:
                _fact(words(f"decide.form.{name}"), text)
    form = next((one for one in fit_gap.catalog.forms if one.id == ground.feature_id), None)
    st.markdown(f"**{words('decide.answer')}**")
    if form is None:
        st.text(words("decide.no_form"))
        return
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        st.markdown(f"{plain(form.name)}（{plain(form.id)}）", width="stretch")
        offer_badge(form.offer)
    matches = [match for result in fit_gap.results for match in result.form_matches if match.form_id == form.id]
    difference = next((m.difference for m in matches if m.document_id == document_id and m.difference), None)
    for sentence in sentences(difference) if difference else ():
        st.text(f"・{say(sentence, language())}")


def _fact(label: str, text: str) -> None:
    with st.container(horizontal=True, gap="xsmall", wrap=False):
        st.caption(label, width=76)
        st.text(text, width="stretch")
