"""The card with what holds for the step, who said so, and the ways to say something else."""

import streamlit as st

from fitgap.app.screens import fit_gap_view as view
from fitgap.app.screens.candidates_card import confirm_buttons, offer_badge
from fitgap.app.screens.decide_view import id_of
from fitgap.app.screens.decision_words import decided_line
from fitgap.app.screens.figures import choice_text, moment, verdict_label
from fitgap.app.screens.frame import ask_person
from fitgap.app.screens.looking import Looking
from fitgap.app.screens.menu import page
from fitgap.app.screens.notices import show_notice
from fitgap.app.screens.plain import plain
from fitgap.app.screens.saving import choose, undo
from fitgap.app.screens.session import language, may_change, person, words, workspace
from fitgap.model.choice import Choice, ChoiceKind
from fitgap.model.judgement import Verdict
from fitgap.texts import say

REASON_CHARACTERS = 2_000
SEARCH_RESULTS = 8


def show_decision(looking: Looking) -> None:
    """Verdict, the reason to be recorded, the choices about the whole step, and the history."""
    with st.container(key="notice_place"):
        show_notice()
    with st.container(key="verdict_place"):
        _verdict(looking)
    with st.container(border=True, key="decision_card", gap="small"):
        if may_change(looking.row.member):
            _form(looking)
        else:
            st.caption(words("decision.looking_only"))
        _history(looking)
    _resolution(looking)


def _form(looking: Looking) -> None:
    ask_person("decision")
    st.text_area(
        words("decision.reason"),
        key=looking.reason_key,
        placeholder=words("decision.reason_example"),
        height=70,
        max_chars=REASON_CHARACTERS,
        persist_state="session",
    )
    with st.container(horizontal=True, gap="xsmall"):
        _whole_step_button(looking, ChoiceKind.NONE_FITS)
        _whole_step_button(looking, ChoiceKind.MANUAL)
        _search(looking)


def _resolution(looking: Looking) -> None:
    """What the members decided to do about the step, and the way to where that is decided."""
    item = workspace().decisions.step_item(looking.row.id, looking.package, looking.step_id)
    if item.decision is None and not item.asks:
        return
    with st.container(border=True, key="resolution_card", gap="xsmall"):
        st.caption(words("decide.resolution"))
        st.markdown(plain(decided_line(item.decision)) if item.decision else words("decide.undecided"))
        for reason in item.stale:
            st.warning(plain(say(reason, language())))
        st.page_link(
            page("decide"),
            label=words("decide.go"),
            icon=":material/gavel:",
            query_params={"package": looking.package, "item": id_of(item.subject), "part": "items"},
        )


def _verdict(looking: Looking) -> None:
    standing, judgement = looking.standing, looking.result.judgement
    choice = view.deciding(standing)
    with st.container(border=True, key="verdict_decided" if standing.is_decided else "verdict_guessed", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            st.markdown(f"#### {verdict_label(standing.verdict, language())}", width="stretch")
            if choice:
                st.badge(words("decision.by_person"), icon=":material/how_to_reg:", color="green")
            else:
                st.badge(words("decision.by_machine"), icon=":material/smart_toy:", color="gray")
        _to_be_looked_at_again(looking)
        if choice:
            _decided(looking, choice)
        elif standing.verdict is Verdict.NOT_JUDGED and standing.rejected_ids:
            st.caption(words("decision.withdrawn", verdict=verdict_label(judgement.verdict, language())))
        else:
            _guess(looking)


def _decided(looking: Looking, choice: Choice) -> None:
    judgement = looking.result.judgement
    st.markdown(words("decision.who", person=plain(choice.person), at=moment(choice.at)))
    _choice_line(looking, choice)
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", wrap=False):
        guess = words(
            "decision.machine_says",
            verdict=verdict_label(judgement.verdict, language()),
            confidence=f"{judgement.confidence:.0%}",
        )
        st.caption(guess, width="stretch")
        _undo_button(looking, choice)


def _guess(looking: Looking) -> None:
    judgement = looking.result.judgement
    confidence = words("decision.confidence", confidence=f"{judgement.confidence:.0%}")
    if view.is_unsure(looking.result, looking.showing.low_confidence):
        confidence = f"{confidence} :orange-badge[{words('decision.unsure')}]"
    st.markdown(confidence)
    sentences = [say(reason, language()) for reason in judgement.reasons]
    st.caption(
        plain(" ".join((words("decision.nature", nature=say(f"nature.{judgement.nature}", language())), *sentences)))
    )


def _to_be_looked_at_again(looking: Looking) -> None:
    stale = [choice for choice in looking.standing.choices if choice.is_stale]
    for choice in stale:
        _stale(looking, choice)
    if looking.standing.has_stale and not stale:
        st.warning(words("decision.item_gone"))


def _stale(looking: Looking, choice: Choice) -> None:
    versions = [row for row in workspace().flow_versions(looking.row.id) if row.id != looking.row.id]
    earlier = view.earlier_text(choice, [workspace().flow(row.id).flow for row in versions])
    said = choice_text(choice, view.item_name(choice, looking.fit_gap.catalog), language())
    st.warning(words("decision.stale", person=plain(choice.person), at=moment(choice.at), choice=plain(said)))
    if earlier is not None:
        step = looking.result.step
        with st.expander(words("decision.texts")):
            for code, name, content in (("old", earlier.name, earlier.content), ("new", step.name, step.content)):
                st.caption(words(f"decision.{code}_text"))
                st.text(f"{name}\n{content}".strip())


def _whole_step_button(looking: Looking, kind: ChoiceKind) -> None:
    st.button(
        words(f"decision.{kind}"),
        key=f"whole_{kind}",
        help=words(f"decision.{kind}_help"),
        disabled=not person(),
        on_click=choose,
        args=(looking, kind),
    )


def _search(looking: Looking) -> None:
    with st.popover(words("decision.search"), icon=":material/search:"):
        text = st.text_input(
            words("decision.search_label"),
            key=f"search_{looking.reason_key}",
            placeholder=words("decision.search_example"),
        )
        found = workspace().search_features(looking.package, text, SEARCH_RESULTS) if text.strip() else ()
        if text.strip() and not found:
            st.info(words("decision.search_none"))
        for feature in found:
            with st.container(border=True, gap="xsmall"):
                with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
                    st.markdown(f"**{plain(feature.name)}**", width="stretch")
                    offer_badge(feature.offer)
                st.caption(plain(f"{feature.id}　{feature.description}"))
                with st.container(horizontal=True, gap="xsmall"):
                    confirm_buttons(looking, feature, view.said_of(feature.id, looking.standing), f"found_{feature.id}")


def _history(looking: Looking) -> None:
    active = {choice.id for choice in looking.standing.choices}
    choices = workspace().choices(looking.row.id, looking.package, looking.step_id)
    if not choices:
        st.caption(words("decision.no_history"))
        return
    newest_first = tuple(reversed(choices))
    main = view.deciding(looking.standing)
    for choice in (one for one in newest_first if one.id in active and one != main):
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
            with st.container(width="stretch", gap=None):
                _choice_line(looking, choice)
                st.caption(f"{plain(choice.person)}　{moment(choice.at)}")
            _undo_button(looking, choice)
    with st.expander(words("decision.history", count=len(choices))):
        for choice in newest_first:
            _choice_line(looking, choice)
            st.caption(f"{plain(choice.person)}　{moment(choice.at)}　{words(f'state.{choice.state}')}")


def _undo_button(looking: Looking, choice: Choice) -> None:
    if not may_change(looking.row.member):
        return
    st.button(
        words("decision.undo"),
        key=f"undo_{choice.id}",
        icon=":material/undo:",
        disabled=not person(),
        on_click=undo,
        args=(choice.id,),
    )


def _choice_line(looking: Looking, choice: Choice) -> None:
    text = choice_text(choice, view.item_name(choice, looking.fit_gap.catalog), language())
    st.text(f"{text}　{words('decision.because', reason=choice.reason)}" if choice.reason else text)
