"""The card with the package's forms that the step's documents stand for."""

from functools import partial

import streamlit as st

from fitgap.app.screens import fit_gap_view as view
from fitgap.app.screens.candidates_card import offer_badge, score_bar, show_parts, why
from fitgap.app.screens.fit_gap_view import FormRow, Said
from fitgap.app.screens.looking import Looking
from fitgap.app.screens.plain import plain
from fitgap.app.screens.saving import choose
from fitgap.app.screens.session import language, may_change, person, words
from fitgap.model.choice import ChoiceKind, ItemKind
from fitgap.model.judgement import FormMatch
from fitgap.texts import say


def show_forms(looking: Looking) -> None:
    """Every form match; one that the machine does not assert says so."""
    rows = view.form_rows(looking.result, looking.fit_gap.catalog, looking.standing)
    if not rows:
        st.info(words("form_matches.none"))
        return
    for place, row in enumerate(rows):
        with st.container(border=True, key=f"form_{row.said}_{looking.step_id}_{place}", gap="xsmall"):
            _row(looking, row, f"match_{place}_{row.form.id}")
    if not may_change(looking.row.member):
        return
    st.button(
        words("form_matches.none_fits"),
        key="no_form",
        disabled=not person(),
        on_click=choose,
        args=(looking, ChoiceKind.NONE_FITS, ItemKind.FORM),
    )


def _row(looking: Looking, row: FormRow, key: str) -> None:
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        st.markdown(f"**{plain(row.form.name)}**", width="stretch")
        if row.said is not Said.NOTHING:
            st.badge(words(f"said.{row.said}"), color="green" if row.said is Said.CONFIRMED else "gray")
        elif row.match is not None and not row.match.is_claimed:
            st.badge(words("form_matches.unclaimed"), color="gray")
        offer_badge(row.form.offer)
    if row.match is not None:
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center", wrap=False):
            score_bar(row.match.score)
            why(f"why_{key}_{looking.step_id}", partial(_show_why, row.match, looking.showing.small_part))
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center", wrap=False):
        document = row.match.document_name if row.match is not None else ""
        document = document or words("form_matches.step_itself")
        st.caption(words("form_matches.for_document", document=plain(document), id=plain(row.form.id)), width="stretch")
        kinds = ((ChoiceKind.CONFIRM, "confirm"), (ChoiceKind.REJECT, "reject"))
        for kind, code in kinds if may_change(looking.row.member) else ():
            st.button(
                words(f"form_matches.{code}"),
                key=f"{key}_{code}",
                disabled=not person(),
                on_click=choose,
                args=(looking, kind, ItemKind.FORM, row.form.id),
            )


def _show_why(match: FormMatch, smallest: float) -> None:
    for reason in match.reasons:
        st.text(say(reason, language()))
    show_parts(match.parts, smallest)
