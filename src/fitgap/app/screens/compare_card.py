"""The card of one common step: who does it how, what differs, and the ways to correct the machine's grouping."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from fitgap.app.screens.compare_absence import show_absences
from fitgap.app.screens.compare_history import show_history
from fitgap.app.screens.compare_picking import PICKED, pick_group, place_of
from fitgap.app.screens.compare_saving import CARD, join, move, name_group, show_notice_at
from fitgap.app.screens.compare_view import WorkRow
from fitgap.app.screens.frame import ask_person, is_offered, say_who_may
from fitgap.app.screens.plain import plain
from fitgap.app.screens.session import kept, language, may_change, person, words
from fitgap.model.access import Right
from fitgap.model.comparison import Comparison, Difference, StepGroup
from fitgap.model.step import steps_of
from fitgap.texts import say

STEPS_PIXELS = 178
NAME_CHARACTERS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What the card is about; `stamp` keeps what is typed in it apart from other cards."""

    comparison: Comparison
    group: StepGroup
    row: WorkRow
    stamp: int

    @property
    def others(self) -> dict[str, StepGroup]:
        """Every other group by id, along the process."""
        return {group.id: group for group in self.comparison.groups if group.id != self.group.id}

    def number_of(self, group_id: str) -> int:
        """The place of a group along the process, from 1."""
        return [group.id for group in self.comparison.groups].index(group_id) + 1


def show_card(comparison: Comparison, row: WorkRow) -> None:
    """Draw the card of a row."""
    group = next(group for group in comparison.groups if group.id == row.group_id)
    card = Card(comparison=comparison, group=group, row=row, stamp=zlib.crc32(kept(PICKED).encode()))
    with st.container(border=True, key="compare_picked", gap="xsmall"):
        _head(card)
        facts, ways = st.columns([5, 6], gap="medium")
        with facts:
            _steps(card)
            st.markdown(f"**{words('compare.differences_of', name=plain(row.name))}**")
            show_sentences(row.differences)
            if not row.differences:
                st.text(words("compare.no_difference"))
        with ways:
            show_notice_at(CARD)
            ask_person("correction")
            _ways(card)


def show_sentences(differences: Sequence[Difference]) -> None:
    """Differences as a list with their kinds."""
    lines = (
        f"1. **{say(f'difference_kind.{one.kind}', language())}**　{plain(say(one.said, language()))}"
        for one in differences
    )
    st.markdown("\n".join(lines))


def _head(card: Card) -> None:
    ids = [group.id for group in card.comparison.groups]
    here = ids.index(card.group.id)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{here + 1}　{plain(card.group.name) or words('no_name')}**", width="stretch")
        if card.group.corrections:
            st.badge(words("align.corrected"), icon=":material/how_to_reg:", color="green")
        else:
            st.badge(words("align.proposed"), icon=":material/smart_toy:", color="gray")
        for code, place in (("back", here - 1), ("forward", here + 1)):
            st.button(
                words(f"align.{code}"),
                key=f"card_{code}",
                on_click=pick_group,
                args=(card.comparison, ids[place] if 0 <= place < len(ids) else ""),
                disabled=not 0 <= place < len(ids),
            )
        st.button(words("align.close"), key="card_close", on_click=pick_group, args=(card.comparison, ""))


def _steps(card: Card) -> None:
    """Every step of the group as its member's flow has it."""
    known = {(flow.key, step.id): step for flow in card.comparison.flows for step in steps_of(flow.flow)}
    steps = [(one, known[one.ref.flow_key, one.ref.step_id]) for one in card.group.steps]
    st.dataframe(
        [
            {
                words("align.member"): one.ref.member,
                words("align.step"): one.name or words("no_name"),
                words("align.content"): step.content,
                words("align.lane"): step.lane,
                words("align.likeness"): one.likeness if len(card.group.members) > 1 else None,
            }
            for one, step in steps
        ],
        hide_index=True,
        height=min(STEPS_PIXELS, 38 + 35 * len(steps)),
        key=f"card_steps_{card.stamp}",
        placeholder="",
        column_config={
            words("align.likeness"): st.column_config.NumberColumn(format="%.2f", help=words("align.likeness_help"))
        },
    )


def _ways(card: Card) -> None:
    given = sum(bool(cell.absence and cell.absence.reason) for cell in card.row.cells)
    missing = sum(cell.absence is not None for cell in card.row.cells)
    moving, joining, naming, absence, history = st.tabs(
        [
            words("align.tab.move"),
            words("align.tab.join"),
            words("align.tab.name"),
            words("align.tab.absence", given=given, missing=missing),
            words("align.tab.history"),
        ]
    )
    with moving:
        _move(card)
    with joining:
        _join(card)
    with naming:
        _name(card)
    with absence:
        show_absences(card.comparison, card.group, card.stamp)
    with history:
        show_history(card.comparison, card.group)


def _move(card: Card) -> None:
    refs = {place_of(step.ref): step for step in card.group.steps if may_change(step.ref.member)}
    if not refs:
        say_who_may(Right.EDIT)
        return
    with st.form(f"move_form_{card.stamp}", border=False):
        st.multiselect(
            words("align.steps_to_move"),
            list(refs),
            format_func=lambda key: _step_label(refs[key].ref.member, refs[key].name),
            placeholder=words("compare.choose"),
            key=f"move_steps_{card.stamp}",
            select_all=False,
        )
        st.selectbox(
            words("align.target"),
            ["", *card.others],
            format_func=lambda key: words("align.alone") if not key else _group_label(card, key),
            key=f"move_target_{card.stamp}",
        )
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.checkbox(words("align.stays"), key=f"move_stays_{card.stamp}", help=words("align.stays_help"))
            st.form_submit_button(
                words("align.move"),
                type="primary",
                icon=":material/move_item:",
                disabled=not person(),
                on_click=move,
                args=(card.comparison, card.group, card.stamp),
            )


def _join(card: Card) -> None:
    if not is_offered(Right.EDIT, card.group.members):
        return
    others = [key for key, other in card.others.items() if all(map(may_change, other.members))]
    with st.form(f"join_form_{card.stamp}", border=False):
        st.selectbox(
            words("align.join_with"),
            others,
            index=None,
            format_func=lambda key: _group_label(card, key),
            placeholder=words("compare.choose"),
            key=f"join_with_{card.stamp}",
        )
        st.form_submit_button(
            words("align.join"),
            type="primary",
            icon=":material/merge:",
            disabled=not person(),
            on_click=join,
            args=(card.comparison, card.group.id, card.stamp),
        )


def _name(card: Card) -> None:
    if not is_offered(Right.EDIT, card.group.members):
        return
    with st.form(f"name_form_{card.stamp}", border=False):
        st.text_input(
            words("align.name"),
            value=card.group.name,
            max_chars=NAME_CHARACTERS,
            placeholder=words("align.name_example"),
            key=f"name_text_{card.stamp}",
        )
        st.caption(words(f"align.named_by.{'person' if card.group.is_named else 'machine'}"))
        st.form_submit_button(
            words("align.rename"),
            type="primary",
            icon=":material/edit:",
            disabled=not person(),
            on_click=name_group,
            args=(card.comparison, card.group.id, card.stamp),
        )


def _group_label(card: Card, group_id: str) -> str:
    group = card.others[group_id]
    return words(
        "align.group_option",
        number=card.number_of(group_id),
        name=group.name or words("no_name"),
        members=len(group.members),
    )


def _step_label(member: str, name: str) -> str:
    return words("align.step_option", member=member, step=name or words("no_name"))
