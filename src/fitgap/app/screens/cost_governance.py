"""Governance forms weighed on criteria, and how firm the first place is."""

import json
from functools import partial

import streamlit as st

from fitgap.app.screens.cost_charts import scores
from fitgap.app.screens.cost_saving import save
from fitgap.app.screens.figures import percent
from fitgap.app.screens.frame import ask_person, is_offered
from fitgap.app.screens.session import language, person, words, workspace
from fitgap.model.access import Right
from fitgap.model.cost_entry import EntryKind
from fitgap.model.cost_policy import Weighing
from fitgap.quantifying.governance import rank_forms, tippings
from fitgap.texts import say

MOST_WEIGHT = 10.0
REASON_CHARACTERS = 200


def show_governance() -> None:
    """Draw the ranking, the reasons, and where to change them."""
    weighing = workspace().costs.figures().governance
    st.caption(words("costs.governance_hint"))
    ranking, firmness = st.columns([5, 5], gap="medium")
    with ranking:
        st.markdown(f"**{words('costs.ranking')}**　{words('costs.score')}")
        scores([(_form(one.form), one.score) for one in rank_forms(weighing)], words("costs.score"), "governance_chart")
    with firmness:
        st.markdown(f"**{words('costs.tipping')}**")
        for tip in tippings(weighing):
            values = {"criterion": _criterion(tip.criterion), "now": percent(tip.share)}
            if tip.tips_at is None:
                st.markdown(words("costs.no_tip", **values))
            else:
                st.markdown(words("costs.tip", at=percent(tip.tips_at), winner=_form(tip.winner), **values))
    _reasons(weighing)
    with st.expander(words("costs.score_edit")):
        if is_offered(Right.DECIDE) and ask_person("governance"):
            _weights(weighing)
            _score(weighing)


def _reasons(weighing: Weighing) -> None:
    reasons = weighing.reasons if language() == "ja" else weighing.reasons_en
    st.dataframe(
        [
            {
                words("costs.criterion"): _criterion(criterion),
                words("costs.weights"): weight,
                **{_form(form): f"{of[criterion]}　{reasons[form][criterion]}" for form, of in weighing.scores.items()},
            }
            for criterion, weight in weighing.weights.items()
        ],
        hide_index=True,
        row_height=60,
        column_config={_form(form): st.column_config.TextColumn(width=210) for form in weighing.scores},
        key="governance_reasons",
    )


def _weights(weighing: Weighing) -> None:
    st.markdown(f"**{words('costs.weights')}**")
    for place, (criterion, weight) in zip(st.columns(len(weighing.weights)), weighing.weights.items(), strict=True):
        with place:
            key = f"governance_weight_{criterion}"
            st.session_state.setdefault(key, float(weight))
            st.number_input(_criterion(criterion), min_value=0.0, max_value=MOST_WEIGHT, step=0.5, key=key)
    st.button(words("costs.weight_save"), key="governance_save_weights", on_click=_keep_weights, args=(weighing,))


def _keep_weights(weighing: Weighing) -> None:
    costs = workspace().costs
    for criterion, weight in weighing.weights.items():
        wanted = float(st.session_state[f"governance_weight_{criterion}"])
        if wanted != weight:
            seen = costs.seen_id(EntryKind.WEIGHT, criterion)
            if not save(partial(costs.set_weight, criterion, wanted, person=person(), seen_id=seen)):
                return


def _score(weighing: Weighing) -> None:
    form_place, criterion_place, points, reason, button = st.columns([3, 3, 1.4, 5, 1.6], vertical_alignment="bottom")
    with form_place:
        form = st.selectbox(words("costs.form"), list(weighing.scores), format_func=_form, key="governance_form")
    with criterion_place:
        criterion = st.selectbox(
            words("costs.criterion"), list(weighing.weights), format_func=_criterion, key="governance_criterion"
        )
    with points:
        now = weighing.scores[form][criterion]
        score = st.number_input(words("costs.points"), 1, 5, now, key=f"governance_score_{form}_{criterion}")
    with reason:
        said = st.text_input(words("costs.reason"), key="governance_reason", max_chars=REASON_CHARACTERS)
    with button:
        costs = workspace().costs
        seen = costs.seen_id(EntryKind.SCORE, json.dumps([form, criterion]))

        def keep() -> None:
            save(lambda: costs.set_score(form, criterion, int(score), reason=said, person=person(), seen_id=seen))

        st.button(words("costs.score_save"), key="governance_save_score", on_click=keep)


def _form(form: str) -> str:
    return say(f"governance_form.{form}", language())


def _criterion(criterion: str) -> str:
    return say(f"criterion.{criterion}", language())
