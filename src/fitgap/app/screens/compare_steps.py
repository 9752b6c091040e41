"""The matrix of common steps and members, and the differences in sentences."""

import zlib
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from fitgap.app.screens import compare_view as view
from fitgap.app.screens.compare_view import Aspect, Cell, WorkRow
from fitgap.app.screens.plain import plain
from fitgap.app.screens.session import language, words, workspace
from fitgap.model.comparison import Comparison, Difference, Doing
from fitgap.texts import say

SENTENCES_FIRST = 12
ROW_PIXELS = 66  # Streamlit wraps the text of rows that are higher than 64
MATRIX_PIXELS = 505
UNBROKEN = "\u00a0"  # a line may begin behind the word, not behind the sign
MEMBERS_BESIDE = 4  # with more, the table is moved sideways and the names of the steps stay
SHADES = {Doing.NOT: "background-color: #e3e6ea", Doing.PART: "background-color: #fff2c2"}


def show_steps(comparison: Comparison) -> None:
    """Common steps down, members across; a chosen row tells its differences."""
    rows = view.work_rows(comparison)
    chosen = _filtered(rows)
    st.caption(words("compare.legend"))
    if not chosen:
        st.info(words("compare.nothing_differs"))
        return
    most = workspace().policy().showing.most_rows
    if len(chosen) > most:
        st.caption(words("compare.cut", most=most, count=len(chosen)))
        chosen = chosen[:most]
    above = st.container()  # below the matrix nobody would see it on a small screen
    picked = _matrix(chosen, comparison)
    if picked is not None:
        with above, st.container(border=True, key="compare_picked", gap="xsmall"):
            st.markdown(f"**{words('compare.differences_of', name=plain(picked.name))}**")
            _sentences(picked.differences)
            if not picked.differences:
                st.text(words("compare.no_difference"))


def show_differences(comparison: Comparison) -> None:
    """What divides the members, the weightiest first."""
    if not comparison.differences:
        st.info(words("compare.no_differences"))
        return
    st.caption(words("compare.ordered"))
    _sentences(comparison.differences[:SENTENCES_FIRST])
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


def _filtered(rows: Sequence[WorkRow]) -> tuple[WorkRow, ...]:
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
    return view.shown(rows, picked, is_differing=is_differing)


def _matrix(rows: Sequence[WorkRow], comparison: Comparison) -> WorkRow | None:
    """Draw the rows; the one that was chosen."""
    number, name, doers, other = (words(f"compare.{code}") for code in ("number", "name", "doers", "other"))
    # Columns by place, so that a member may be called like a column of ours; the headers say the names.
    places = [f"member_{place}" for place in range(len(comparison.members))]
    table = pd.DataFrame(
        {
            "number": [row.number for row in rows],
            "name": [row.name for row in rows],
            "doers": [words("compare.of", count=row.doers, all=len(row.cells)) for row in rows],
            **{at: [_cell(row.cells[place]) for row in rows] for place, at in enumerate(places)},
            "other": [_other(row) for row in rows],
        }
    )
    shades = [[SHADES.get(cell.doing, "") for cell in row.cells] for row in rows]
    shaded = pd.DataFrame(shades, columns=places, index=table.index)
    is_moving = len(places) > MEMBERS_BESIDE
    # The type stubs of pandas and Streamlit do not agree on a styled table.
    styled: Any = table.style.apply(lambda _: shaded, axis=None, subset=pd.Index(places))
    state = st.dataframe(
        styled,
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key=f"compare_matrix_{_stamp(rows, comparison)}",
        row_height=ROW_PIXELS,
        height=min(MATRIX_PIXELS, 38 + ROW_PIXELS * len(rows)),
        column_config={
            "number": st.column_config.NumberColumn(number, width=50, pinned=is_moving),
            "name": st.column_config.TextColumn(name, width=200, pinned=is_moving),
            "doers": st.column_config.TextColumn(doers, width=80),
            **{
                at: st.column_config.TextColumn(member, width=220)
                for at, member in zip(places, comparison.members, strict=True)
            },
            "other": st.column_config.TextColumn(other, width=240),
        },
    )
    picked = state.get("selection", {}).get("rows", [])
    return rows[int(picked[0])] if picked and int(picked[0]) < len(rows) else None


def _stamp(rows: Sequence[WorkRow], comparison: Comparison) -> int:
    """A number for what the table shows: in another table, the row that was chosen in this one means nothing."""
    shown = (comparison.process, comparison.members, [row.number for row in rows])
    return zlib.crc32(repr(shown).encode())


def _cell(cell: Cell) -> str:
    """Sign and word, and what the member calls it."""
    word = say(f"doing.{cell.doing}", language()).replace(" ", UNBROKEN)
    sign = f"{say(f'doing_sign.{cell.doing}', language())}{UNBROKEN}{word}"
    names = words("compare.joined").join(name or words("no_name") for name in cell.names)
    return f"{sign} {names}" if names else sign


def _other(row: WorkRow) -> str:
    return say("workbook.separator", language()).join(
        words(f"compare.aspect.{aspect}") for aspect in Aspect if aspect in row.aspects
    )


def _sentences(differences: Sequence[Difference]) -> None:
    lines = (
        f"1. **{say(f'difference_kind.{one.kind}', language())}**　{plain(say(one.said, language()))}"
        for one in differences
    )
    st.markdown("\n".join(lines))


def _difference(one: Difference) -> dict[str, str | float | None]:
    return {
        words("compare.kind"): say(f"difference_kind.{one.kind}", language()),
        words("compare.sentence"): say(one.said, language()),
        words("compare.hours"): round(one.hours_per_year) or None,
    }
