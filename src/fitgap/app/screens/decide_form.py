"""The form of one item: what holds, what the person wants to decide, and what else that touches."""

from collections.abc import Sequence

import streamlit as st

from fitgap.app.screens import decide_view as view
from fitgap.app.screens.decide_consequences import show_alike, show_consequences
from fitgap.app.screens.decide_fields import Fields
from fitgap.app.screens.decide_saving import have_seen, revoke, save, seen_id
from fitgap.app.screens.decision_words import decided_line, in_words, mark_text, terms_lines
from fitgap.app.screens.figures import moment
from fitgap.app.screens.frame import ask_person, is_offered
from fitgap.app.screens.notices import show_notice
from fitgap.app.screens.plain import plain
from fitgap.app.screens.ruling_words import ruling_line
from fitgap.app.screens.session import language, may, person, words, workspace
from fitgap.deciding.settling import is_above
from fitgap.model.access import Right
from fitgap.model.decision import Decision, DecisionItem, Level, SubjectKind
from fitgap.texts import say

TEXT_CHARACTERS = 2_000
LINE_CHARACTERS = 200
IMPACTS = ("impact_resident", "impact_staff", "impact_legality", "impact_deadline")


def show_form(item: DecisionItem) -> None:
    """What holds now above, the form below for who may decide, the history at the end."""
    fields = Fields(item_id=view.id_of(item.subject))
    seen = seen_id(item)
    with st.container(key="decide_notice"):
        show_notice()
        if may(Right.DECIDE):
            _meanwhile(item, seen)
    _standing(item, fields)
    _form(item, fields, seen)
    _history(item)


def _form(item: DecisionItem, fields: Fields, seen: int | None) -> None:
    with st.container(border=True, key="decide_form", gap="small"):
        if not is_offered(Right.DECIDE):
            if item.decision:
                show_consequences(item, item.decision.terms)
            return
        ask_person("decide")
        _main_fields(fields)
        terms = fields.terms()
        with st.container(key="decide_price_place"):  # places of their own: what comes and goes in them moves no field
            show_consequences(item, terms)
        with st.expander(words("decide.more_fields")):
            _more_fields(fields)
        missing = workspace().decisions.objections(terms) if terms.resolution else ()
        with st.container(key="decide_missing_place", gap="xsmall"):
            for one in missing:
                st.caption(f"・{plain(say(one, language()))}")
        with st.container(horizontal=True, gap="xsmall"):
            st.button(
                words("decide.save"),
                type="primary",
                key="decide_save",
                disabled=not person(),
                on_click=save,
                args=(item, seen),
            )
            show_alike(item, is_ready=bool(terms.resolution) and not missing)


def _meanwhile(item: DecisionItem, seen: int | None) -> None:
    """Somebody decided while this person had the item open: say so, and let them say that they have seen it."""
    if item.newest_id == seen:
        return
    said = decided_line(item.decision) if item.decision else words("decide.mark.open")
    with st.container(border=True, key="decide_meanwhile", gap="xsmall"):
        st.warning(words("decide.meanwhile", line=plain(said)))
        st.button(words("decide.seen"), key="decide_seen_button", on_click=have_seen, args=(item,))


def _standing(item: DecisionItem, fields: Fields) -> None:
    decision = item.decision
    key = "verdict_decided" if item.is_decided else "verdict_guessed"
    with st.container(border=True, key=key, gap="xsmall"):
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
            st.markdown(f"**{mark_text(view.mark_of(item))}**", width="stretch")
            if decision:
                st.badge(words("decision.by_person"), icon=":material/how_to_reg:", color="green")
        if decision is None:
            st.caption(words("decide.undecided"))
            return
        st.markdown(plain(decided_line(decision)))
        if decision.subject.kind is SubjectKind.GROUP and item.subject.kind is SubjectKind.STEP:
            st.caption(words("decide.by_group", title=plain(decision.subject.title)))
        _terms(decision)
        for reason in item.stale:
            st.warning(plain(say(reason, language())))
        if may(Right.DECIDE):
            _standing_buttons(item, decision, fields)


def _standing_buttons(item: DecisionItem, decision: Decision, fields: Fields) -> None:
    """Take what holds into the form, or back; a committee's decision is taken back by who may adopt."""
    with st.container(horizontal=True, gap="xsmall"):
        st.button(words("decide.copy"), key="decide_copy", on_click=fields.fill, args=(decision.terms,))
        if may(Right.ADOPT) or not is_above(decision.level, Level.WORKING_GROUP):
            st.button(
                words("decide.revoke"),
                key="decide_revoke",
                icon=":material/undo:",
                disabled=not person(),
                on_click=revoke,
                args=(item, decision.id),
            )


def _terms(decision: Decision) -> None:
    for name, text in terms_lines(decision.terms):
        with st.container(horizontal=True, gap="xsmall", wrap=False):
            st.caption(words(f"decide.field.{name}"), width=96)
            st.text(text, width="stretch")


def _main_fields(fields: Fields) -> None:
    resolution, cause = st.columns([3, 2], gap="small")
    with resolution:
        _pick(fields, "resolution", "resolution", "choose")
    with cause:
        _pick(fields, "cause", "cause", "choose")
    st.text_area(
        words("decide.needed.reason"),
        key=fields.key("reason"),
        placeholder=words("decide.reason_example"),
        height=70,
        max_chars=TEXT_CHARACTERS,
        persist_state="session",
    )
    owner, until = st.columns([3, 2], gap="small")
    with owner:
        _line(fields, "owner", "needed.owner")
    with until:
        st.date_input(
            words("decide.needed.deadline"),
            value=None,
            key=fields.key("until"),
            format="YYYY/MM/DD",
            persist_state="session",
        )


def _more_fields(fields: Fields) -> None:
    for place, name in zip(st.columns(len(IMPACTS), gap="small"), IMPACTS, strict=True):
        with place:
            _pick(fields, name, "level")
    for place, name in zip(st.columns(3, gap="small"), ("priority", "size", "burden"), strict=True):
        with place:
            _pick(fields, name, name)
    asked_by, legal_ground = st.columns(2, gap="small")
    with asked_by:
        _line(fields, "asked_by")
    with legal_ground:
        _line(fields, "legal_ground")
    st.caption(words("decide.field.alternatives"))
    for number in range(fields.alternatives):
        for place, part in zip(st.columns(3, gap="small"), ("title", "pros", "cons"), strict=True):
            with place:
                _line(fields, f"{part}_{number}", f"field.{part}")
    st.button(words("decide.add_alternative"), key=fields.key("more"), on_click=fields.add_alternative)
    _line(fields, "note")


def _pick(fields: Fields, name: str, of: str, placeholder: str = "unsaid") -> None:
    st.selectbox(
        words(f"decide.field.{name}"),
        _codes(of),
        index=None,
        format_func=lambda code: in_words(of, code),
        placeholder=words(f"decide.{placeholder}"),
        key=fields.key(name),
        persist_state="session",
    )


def _codes(name: str) -> Sequence[str]:
    return list(workspace().decisions.words()[name])


def _line(fields: Fields, name: str, label: str = "") -> None:
    st.text_input(
        words(f"decide.{label or f'field.{name}'}"),
        key=fields.key(name),
        max_chars=LINE_CHARACTERS,
        persist_state="session",
    )


def _history(item: DecisionItem) -> None:
    history = workspace().decisions.history(item.subject)
    if not history:
        st.caption(words("decide.no_history"))
        return
    with st.expander(words("decide.history", count=len(history)), key="decide_history"):
        for ruling in reversed(workspace().rulings.history(item.subject.key)):
            st.markdown(ruling_line(ruling))
        for decision in reversed(history):
            st.markdown(plain(f"{decided_line(decision)}　{words(f'state.{decision.state}')}"))
            if decision.revoked_by:
                st.caption(
                    words("decide.revoked_by", person=plain(decision.revoked_by), at=moment(decision.revoked_at))
                )
            _terms(decision)
