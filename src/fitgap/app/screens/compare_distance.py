"""How far members are apart: a map with figures that opens two flows, who is close to whom, and the parts by pair."""

from collections.abc import Sequence

import altair as alt
import pandas as pd
import streamlit as st

from fitgap.app.screens import compare_view as view
from fitgap.app.screens.compare_closeness import show_closeness
from fitgap.app.screens.compare_members import show_members
from fitgap.app.screens.compare_pair import pair_keys, show_pair
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
MAP_KEY = "compare_map"
PRESSED = "pressed"


def show_distance(comparison: Comparison, flow_ids: Sequence[int]) -> None:
    """Draw all of it; with few members the map stands beside the table, with many below it and below the two flows."""
    if len(comparison.members) <= MEMBERS_BESIDE:
        picture, table = st.columns([2, 3], gap="medium")
        flows = st.container()
    else:
        table, flows, picture = st.container(), st.container(), st.container()
    with picture:
        st.markdown(f"**{words('compare.map_title')}**")
        st.caption(words("compare.map_hint", mean=f"{view.mean_distance(comparison):.2f}"))
        _map(comparison)
    with table:
        show_members(comparison, flow_ids)
    with flows:
        show_pair(comparison, flow_ids)
    show_closeness(comparison, flow_ids)
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
    pressed = alt.selection_point(name=PRESSED, fields=["left", "right"], toggle=False)
    squares = (
        base.mark_rect(cursor="pointer")
        .encode(
            color=alt.Color("total:Q", scale=scale, legend=None),
            stroke=alt.condition(pressed, alt.value("#000000"), alt.value("#9aa3ad"), empty=False),
            strokeWidth=alt.condition(pressed, alt.value(3), alt.value(1), empty=False),
        )
        .add_params(pressed)
    )
    figures = base.mark_text(
        fontSize=10 if is_small else 15, fontWeight="normal" if is_small else "bold", cursor="pointer"
    ).encode(
        text=alt.Text("total:Q", format=".2f"),
        color=alt.condition(alt.datum.total >= WHITE_FROM, alt.value("white"), alt.value(INK)),
    )
    chart = (squares + figures).properties(width=alt.Step(across), height=alt.Step(25 if is_small else 44))
    st.altair_chart(
        chart,
        width="content",
        key=MAP_KEY,
        on_select=lambda: _open_pair(comparison),
        selection_mode=[PRESSED],
    )


def _open_pair(comparison: Comparison) -> None:
    """Take the two members of the cell that was pressed."""
    cells = st.session_state[MAP_KEY].get("selection", {}).get(PRESSED, [])
    named = {str(name) for cell in cells for name in (cell.get("left"), cell.get("right"))}
    if cells and named <= set(comparison.members):
        left, right = pair_keys(comparison)
        st.session_state[left], st.session_state[right] = cells[0]["left"], cells[0]["right"]


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
