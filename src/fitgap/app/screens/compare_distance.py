"""How far members are apart: a map with figures, each member's distance, and the parts pair by pair."""

import altair as alt
import pandas as pd
import streamlit as st

from fitgap.app.screens import compare_view as view
from fitgap.app.screens.session import language, words, workspace
from fitgap.model.comparison import Comparison, DivergencePart
from fitgap.texts import say

MEMBERS_BESIDE = 4
MEMBERS_IN_LARGE_CELLS = 12
MAP_PIXELS = 1_120  # of a screen 1366 wide, without the names at the side
CELL_PIXELS = (27, 88)  # across, at least and at most; a figure needs the least
WHITE_FROM = 0.63  # figures on darker cells are white
INK = "#1a2330"
LIGHT, DARK = "#f4f7fb", "#1f3a5f"  # in grey as in colour: the darker, the farther


def show_distance(comparison: Comparison) -> None:
    """Draw the three; with few members the map stands beside the table, with many below it."""
    if len(comparison.members) <= MEMBERS_BESIDE:
        picture, table = st.columns([2, 3], gap="medium")
    else:
        table, picture = st.container(), st.container()
    with picture:
        st.markdown(f"**{words('compare.map_title')}**")
        st.caption(words("compare.map_hint", mean=f"{view.mean_distance(comparison):.2f}"))
        _map(comparison)
    with table:
        st.markdown(f"**{words('compare.by_member')}**")
        _members(comparison)
    st.markdown(f"**{words('compare.parts')}**")
    _parts(comparison)


def _map(comparison: Comparison) -> None:
    cells = view.map_cells(comparison)
    most = workspace().policy().showing.most_rows
    if len(cells) > most:
        st.info(words("compare.map_too_large", most=int(most**0.5)))
        return
    members = list(comparison.members)
    is_small = len(members) > MEMBERS_IN_LARGE_CELLS
    across = min(max(MAP_PIXELS // len(members), CELL_PIXELS[0]), CELL_PIXELS[1])
    axis = alt.Axis(
        labelOverlap=False,
        labelFlush=False,
        labelLimit=180,
        labelColor=INK,
        labelFontSize=12 if is_small else 14,
        title=None,
        ticks=False,
        domain=False,
    )
    base = alt.Chart(
        pd.DataFrame({"left": one.left, "right": one.right, "total": round(one.total, 2)} for one in cells)
    ).encode(
        x=alt.X(
            "right:N", sort=members, axis=alt.Axis(**axis.to_dict(), orient="top", labelAngle=-90 if is_small else 0)
        ),
        y=alt.Y("left:N", sort=members, axis=axis),
        tooltip=[
            alt.Tooltip("left:N", title=words("compare.left")),
            alt.Tooltip("right:N", title=words("compare.right")),
            alt.Tooltip("total:Q", title=words("compare.total"), format=".2f"),
        ],
    )
    scale = alt.Scale(domain=[0, 1], range=[LIGHT, DARK])
    squares = base.mark_rect(stroke="#9aa3ad").encode(color=alt.Color("total:Q", scale=scale, legend=None))
    figures = base.mark_text(fontSize=10 if is_small else 15, fontWeight="normal" if is_small else "bold").encode(
        text=alt.Text("total:Q", format=".2f"),
        color=alt.condition(alt.datum.total >= WHITE_FROM, alt.value("white"), alt.value(INK)),
    )
    chart = (squares + figures).properties(width=alt.Step(across), height=alt.Step(25 if is_small else 44))
    st.altair_chart(chart, width="content", key="compare_map")


def _members(comparison: Comparison) -> None:
    def near(other: tuple[str, float]) -> str:
        return words("compare.near", member=other[0], value=f"{other[1]:.2f}")

    st.dataframe(
        [
            {
                words("compare.member"): one.member,
                words("compare.mean_distance"): one.mean,
                words("compare.nearest"): near(one.nearest),
                words("compare.farthest"): near(one.farthest),
                words("compare.own_steps"): one.steps,
                words("compare.alone_steps"): one.alone,
            }
            for one in view.nearness(comparison)
        ],
        hide_index=True,
        key="compare_nearness",
        column_config={words("compare.mean_distance"): st.column_config.NumberColumn(format="%.2f")},
    )


def _parts(comparison: Comparison) -> None:
    names = {part: say(f"divergence_part.{part}", language()) for part in DivergencePart}
    weights = workspace().policy().comparing.divergence
    said = (words("compare.weight", part=name, weight=f"{weights.get(part, 0):.2f}") for part, name in names.items())
    st.caption(words("compare.parts_hint", weights=say("workbook.separator", language()).join(said)))
    pairs = sorted(comparison.divergences, key=lambda one: (-one.total, one.left, one.right))
    most = workspace().policy().showing.most_rows
    if len(pairs) > most:
        st.caption(words("compare.cut", most=most, count=len(pairs)))
    st.dataframe(
        [
            {
                words("compare.left"): pair.left,
                words("compare.right"): pair.right,
                words("compare.total"): pair.total,
                **{name: pair.value(part) for part, name in names.items()},
            }
            for pair in pairs[:most]
        ],
        hide_index=True,
        key="compare_pairs",
        placeholder="",
        column_config={
            name: st.column_config.NumberColumn(format="%.2f") for name in (words("compare.total"), *names.values())
        },
    )
