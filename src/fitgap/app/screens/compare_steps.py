"""The matrix of common steps and members, and the differences in sentences."""

import zlib
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from fitgap.app.screens import compare_view as view
from fitgap.app.screens.compare_card import show_card, show_sentences
from fitgap.app.screens.compare_picking import pick_group, picked_group
from fitgap.app.screens.compare_view import Aspect, Cell, WorkRow
from fitgap.app.screens.session import language, words, workspace
from fitgap.model.comparison import Comparison, Difference, Doing, StepGroup
from fitgap.texts import say

SENTENCES_FIRST = 12
ROW_PIXELS = 66  # Streamlit wraps the text of rows that are higher than 64
MATRIX_PIXELS = 505
SHORT_PIXELS = 240  # while a card stands below
UNBROKEN = "\u00a0"  # a line may begin behind the word, not behind the sign
MEMBERS_BESIDE = 4  # with more, the table is moved sideways and the names of the steps stay
SHADES = {Doing.NOT: "background-color: #e3e6ea", Doing.PART: "background-color: #fff2c2"}


def show_steps(comparison: Comparison) -> None:
    """Common steps down, members across; below a chosen row, what differs in it and the ways to correct it."""
    rows = view.work_rows(comparison)
    chosen = _filtered(rows, comparison)
    st.caption(words("compare.legend"))
    if not chosen:
        st.info(words("compare.nothing_differs"))
        return
    most = workspace().policy().showing.most_rows
    if len(chosen) > most:
        st.caption(words("compare.cut", most=most, count=len(chosen)))
        chosen = chosen[:most]
    group = picked_group(comparison)
    _choose(chosen, comparison, group)
    _matrix(chosen, comparison, is_short=group is not None)
    row = next((row for row in rows if group is not None and row.group_id == group.id), None)
    if row is not None:
        show_card(comparison, row)


def show_differences(comparison: Comparison) -> None:
    """What divides the members, the weightiest first."""
    if not comparison.differences:
        st.info(words("compare.no_differences"))
        return
    st.caption(words("compare.ordered"))
    show_sentences(comparison.differences[:SENTENCES_FIRST])
    most = workspace().policy().showing.most_rows
    if others := comparison.differences[SENTENCES_FIRST:]:
        with st.expander(words("compare.more", count=len(others))):
            if len(others) > most:
                st.caption(words("compare.cut", most=most, count=len(others)))
            st.dataframe(
                [_difference(one) for one in others[:most]],
                hide_index=True,
                key="compare_others",
                column_config={
                    words("compare.sentence"): st.column_config.TextColumn(width=900),
                    words("compare.hours"): st.column_config.NumberColumn(format="%,.0f"),
                },
            )


def _filtered(rows: Sequence[WorkRow], comparison: Comparison) -> tuple[WorkRow, ...]:
    counts = Counter(aspect for row in rows for aspect in row.aspects)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        differing = sum(bool(row.aspects) for row in rows)
        is_differing = st.toggle(
            words("compare.only_differing", count=differing, all=len(rows)), key="compare_differing"
        )
        picked = st.segmented_control(
            words("compare.aspects"),
            [aspect for aspect in Aspect if counts[aspect]],
            selection_mode="multi",
            format_func=lambda aspect: words(
                "compare.aspect_option", aspect=words(f"compare.aspect.{aspect}"), count=counts[aspect]
            ),
            key="compare_aspects",
        )
        given, missing = view.explained(comparison)
        is_unexplained = st.toggle(
            words("align.only_unexplained", given=given, missing=missing),
            key="compare_unexplained",
            help=words("align.unexplained_help"),
        )
    return view.shown(rows, picked, is_differing=is_differing, is_unexplained=is_unexplained)


def _choose(rows: Sequence[WorkRow], comparison: Comparison, group: StepGroup | None) -> None:
    """The same choice for the keyboard: the boxes of the table are drawn, and a mouse is needed for them."""
    labels = {
        row.group_id: words("align.row_option", number=row.number, name=row.name or words("no_name")) for row in rows
    }
    st.session_state["compare_row"] = group.id if group is not None and group.id in labels else None
    st.selectbox(
        words("align.choose_row"),
        list(labels),
        format_func=labels.__getitem__,
        placeholder=words("align.choose_row_hint"),
        label_visibility="collapsed",
        key="compare_row",
        on_change=lambda: pick_group(comparison, st.session_state["compare_row"] or ""),
    )


def _matrix(rows: Sequence[WorkRow], comparison: Comparison, *, is_short: bool) -> None:
    """Draw the rows; choosing one opens its card."""
    number, name, doers, other = (words(f"compare.{code}") for code in ("number", "name", "doers", "other"))
    # Columns by place, so that a member may be called like a column of ours; the headers say the names.
    places = [f"member_{place}" for place in range(len(comparison.members))]
    table = pd.DataFrame(
        {
            "number": [row.number for row in rows],
            "name": [row.name for row in rows],
            "by": [words(f"align.by.{'person' if row.is_corrected else 'machine'}") for row in rows],
            "doers": [words("compare.of", count=row.doers, all=len(row.cells)) for row in rows],
            **{at: [_cell(row.cells[place]) for row in rows] for place, at in enumerate(places)},
            "other": [_other(row) for row in rows],
        }
    )
    shades = [[SHADES.get(cell.doing, "") for cell in row.cells] for row in rows]
    shaded = pd.DataFrame(shades, columns=places, index=table.index)
    is_moving = len(places) > MEMBERS_BESIDE
    key = f"compare_matrix_{_stamp(rows, comparison)}"
    # The type stubs of pandas and Streamlit do not agree on a styled table.
    styled: Any = table.style.apply(lambda _: shaded, axis=None, subset=pd.Index(places))
    st.dataframe(
        styled,
        hide_index=True,
        on_select=lambda: _take_row(key, rows, comparison),
        selection_mode="single-row",
        key=key,
        row_height=ROW_PIXELS,
        height=min(SHORT_PIXELS if is_short else MATRIX_PIXELS, 38 + ROW_PIXELS * len(rows)),
        column_config={
            "number": st.column_config.NumberColumn(number, width=50, pinned=is_moving),
            "name": st.column_config.TextColumn(name, width=200, pinned=is_moving),
            "by": st.column_config.TextColumn(words("align.by_title"), width=70),
            "doers": st.column_config.TextColumn(doers, width=80),
            **{
                at: st.column_config.TextColumn(member, width=220)
                for at, member in zip(places, comparison.members, strict=True)
            },
            "other": st.column_config.TextColumn(other, width=240),
        },
    )


def _take_row(key: str, rows: Sequence[WorkRow], comparison: Comparison) -> None:
    picked = st.session_state[key].get("selection", {}).get("rows", [])
    pick_group(comparison, rows[int(picked[0])].group_id if picked and int(picked[0]) < len(rows) else "")


def _stamp(rows: Sequence[WorkRow], comparison: Comparison) -> int:
    """A number for what the table shows: in another table, the row that was chosen in this one means nothing."""
    shown = (comparison.process, comparison.members, [row.number for row in rows], comparison.seen_correction)
    return zlib.crc32(repr(shown).encode())


def _cell(cell: Cell) -> str:
    """Sign and word, and what the member calls it."""
    word = say(f"doing.{cell.doing}", language()).replace(" ", UNBROKEN)
    sign = f"{say(f'doing_sign.{cell.doing}', language())}{UNBROKEN}{word}"
    if cell.absence is not None:
        reason = cell.absence.reason
        return f"{sign} {say(f'vocabulary.absence.{reason}', language()) if reason else words('align.no_reason')}"
    names = words("compare.joined").join(name or words("no_name") for name in cell.names)
    return f"{sign} {names}" if names else sign


def _other(row: WorkRow) -> str:
    return say("workbook.separator", language()).join(
        words(f"compare.aspect.{aspect}") for aspect in Aspect if aspect in row.aspects
    )


def _difference(one: Difference) -> dict[str, str | float | None]:
    return {
        words("compare.kind"): say(f"difference_kind.{one.kind}", language()),
        words("compare.sentence"): say(one.said, language()),
        words("compare.hours"): round(one.hours_per_year) or None,
    }
