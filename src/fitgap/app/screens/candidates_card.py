"""The card with the features that may cover the step, best first, each with its reasons and its buttons."""

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from fitgap.app.screens import fit_gap_view as view
from fitgap.app.screens.figures import part_name
from fitgap.app.screens.fit_gap_view import CandidateRow, Said
from fitgap.app.screens.looking import Looking
from fitgap.app.screens.plain import plain
from fitgap.app.screens.saving import choose
from fitgap.app.screens.session import language, may_change, person, words
from fitgap.model.catalog import Feature, Offer
from fitgap.model.choice import ChoiceKind, ItemKind
from fitgap.model.judgement import Candidate, ScorePart, Verdict
from fitgap.texts import say

OFFER_COLOURS = {Offer.STANDARD: "blue", Offer.OPTION: "violet", Offer.NOT_OFFERED: "red", Offer.UNKNOWN: "gray"}
SHOWN_FIRST = 5
REASONS_SHOWN = 2
PARTS_PIXELS = 520


def show_candidates(looking: Looking) -> None:
    """The features in their order; behind the first few, the others open on demand."""
    rows = view.candidate_rows(looking.result, looking.fit_gap.catalog, looking.standing)
    if not rows:
        st.info(words("candidates.none"))
    _rows(looking, rows[:SHOWN_FIRST])
    if len(rows) > SHOWN_FIRST:
        label = words("candidates.more", count=len(rows) - SHOWN_FIRST)
        more = st.expander(label, key=f"more_{looking.step_id}", on_change="rerun")
        if more.open:
            with more:
                _rows(looking, rows[SHOWN_FIRST:])


def _rows(looking: Looking, rows: Sequence[CandidateRow]) -> None:
    for row in rows:
        with st.container(border=True, key=f"candidate_{row.said}_{looking.step_id}_{row.feature.id}", gap="xsmall"):
            _head(row)
            if row.candidate is not None:
                with st.container(horizontal=True, gap="xsmall", vertical_alignment="center", wrap=False):
                    score_bar(row.candidate.score)
                    show = partial(_show_why, row.feature, row.candidate, looking.showing.small_part)
                    why(f"why_{looking.step_id}_{row.feature.id}", show)
            with st.container(horizontal=True, gap="xsmall", vertical_alignment="center", wrap=False):
                _place(row.feature)
                confirm_buttons(looking, row.feature, row.said, f"row_{row.feature.id}")
            with st.container(key=f"texts_{looking.step_id}_{row.feature.id}", gap=None):
                if row.feature.description:
                    st.text(row.feature.description)
                _reasons(row)


def _head(row: CandidateRow) -> None:
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        rank = f"{row.rank}." if row.rank else words("candidates.by_hand")
        st.markdown(f"**{rank} {plain(row.feature.name)}**", width="stretch")
        if row.said is not Said.NOTHING:
            colour = "green" if row.said is Said.CONFIRMED else "gray"
            st.badge(words(f"said.{row.said}"), color=colour)  # type: ignore[arg-type]  # one of Streamlit's names
        offer_badge(row.feature.offer)


def offer_badge(offer: Offer) -> None:
    """実装区分 as a word on a colour."""
    st.badge(say(f"offer.{offer}", language()), color=OFFER_COLOURS[offer])  # type: ignore[arg-type]


def score_bar(score: float) -> None:
    """A score as a bar with its number; nothing but numbers goes into the markup."""
    share = min(max(score, 0.0), 1.0)
    st.html(
        f'<div class="score"><div class="score-track"><div class="score-fill" style="width:{share:.1%}"></div></div>'
        f'<span class="score-number">{score:.2f}</span></div>'
    )


def _place(feature: Feature) -> None:
    where = " › ".join((feature.id, *(part for part in feature.categories if part)))
    st.caption(plain(where), width="stretch")


def _reasons(row: CandidateRow) -> None:
    """The first reasons; all of them stand with the score's parts."""
    if row.candidate is not None and row.candidate.reasons:
        st.caption(plain(" ".join(say(reason, language()) for reason in row.candidate.reasons[:REASONS_SHOWN])))


def why(key: str, show: Callable[[], None]) -> None:
    """A popover with the reasons of one item, drawn only while it is open: a page holds many of them."""
    popover = st.popover(words("candidates.why"), type="tertiary", key=key, on_change="rerun")
    if popover.open:
        with popover:
            show()


def _show_why(feature: Feature, candidate: Candidate, smallest: float) -> None:
    if feature.description:
        st.text(feature.description)
    for reason in candidate.reasons:
        st.text(say(reason, language()))
    relation = say(f"relation.{candidate.relation}", language())
    st.markdown(words("candidates.relation", relation=relation, score=f"{candidate.score:.2f}"))
    show_parts(candidate.parts, smallest)


def show_parts(parts: Sequence[ScorePart], smallest: float) -> None:
    """A score as the sum of its parts."""
    telling, others = view.telling_parts(parts, smallest)
    rows = [
        {
            words("parts.name"): part_name(part.name, language()),
            words("parts.value"): part.value,
            words("parts.weight"): part.weight,
            words("parts.adds"): part.contribution,
        }
        for part in telling
    ]
    if others > 0:
        rows.append(
            {
                words("parts.name"): words("parts.others"),
                words("parts.value"): None,
                words("parts.weight"): None,
                words("parts.adds"): others,
            }
        )
    number = st.column_config.NumberColumn(format="%.2f", width=56)
    st.dataframe(
        rows,
        hide_index=True,
        width=PARTS_PIXELS,
        height="content",
        placeholder="",
        column_config={
            words("parts.value"): number,
            words("parts.weight"): number,
            words("parts.adds"): st.column_config.ProgressColumn(
                format="%.2f",
                width=110,
                min_value=0.0,
                max_value=max((part.contribution for part in telling), default=1.0),
            ),
        },
    )


def confirm_buttons(looking: Looking, feature: Feature, said: Said, key: str) -> None:
    """Confirm as fit, as partial fit, or reject; a function that is not offered can only be confirmed as a gap."""
    if not may_change(looking.row.member):
        return
    verdicts = (Verdict.GAP,) if feature.offer is Offer.NOT_OFFERED else (Verdict.FIT, Verdict.PARTIAL)
    for verdict in verdicts:
        st.button(
            words("candidates.confirm", sign=say(f"verdict_sign.{verdict}", language())),
            key=f"{key}_{verdict}",
            help=words(f"candidates.confirm_help_{verdict}"),
            disabled=not person(),
            on_click=choose,
            args=(looking, ChoiceKind.CONFIRM, ItemKind.FEATURE, feature.id, verdict),
        )
    st.button(
        words("candidates.reject"),
        key=f"{key}_reject",
        disabled=not person() or said is Said.REJECTED,
        on_click=choose,
        args=(looking, ChoiceKind.REJECT, ItemKind.FEATURE, feature.id),
    )
