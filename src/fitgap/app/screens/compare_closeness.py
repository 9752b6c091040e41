"""Who is close to whom: a tree of members, and a map with the shortest lines between them."""

import unicodedata
from collections.abc import Sequence
from typing import Any

import altair as alt
import graphviz
import pandas as pd
import streamlit as st

from fitgap.app.screens.session import words, workspace
from fitgap.model.commons import ClosenessTree, Tie
from fitgap.model.comparison import Comparison

INK = "#1a2330"
PLACES_APART = 10  # of two neighbouring members in a tree, the first stands at half of it
ROW_PIXELS = 30
AXIS_PIXELS = 60  # the axis below the rows with its title
MEMBERS_IN_LARGE_ROWS = 12
INCHES_A_CHARACTER = 0.17  # a full-width one of the map's font
FONT = "Noto Sans JP,BIZ UDPGothic,Yu Gothic UI,Meiryo,sans-serif"
SHORTEST_INCHES, INCHES_APART = 0.9, 1.6  # of a line: for members alike, and what a distance of 1 adds
THICK, THIN = 4.0, 1.0  # lines of the map: the closer, the thicker


def show_closeness(comparison: Comparison, flow_ids: Sequence[int]) -> None:
    """The tree beside the map; with two members both say no more than the figure of the one pair."""
    if len(comparison.members) < 3:
        return
    tree, ties = workspace().commons.closeness(flow_ids)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        st.markdown(f"**{words('commons.closeness.tree')}**")
        st.caption(words("commons.closeness.tree_hint"))
        st.altair_chart(_tree(tree), width="stretch", key="closeness_tree")
    with right:
        st.markdown(f"**{words('commons.closeness.map')}**")
        st.caption(words("commons.closeness.map_hint"))
        st.graphviz_chart(member_map(comparison.members, ties), width="content")


def _tree(tree: ClosenessTree) -> Any:
    lines = pd.DataFrame(
        {"joint": number, "corner": corner, "place": place, "height": height}
        for number, joint in enumerate(tree.joints)
        for corner, (place, height) in enumerate(zip(joint.places, joint.heights, strict=True))
    )
    names = pd.DataFrame(
        {"place": PLACES_APART * (index + 0.5), "height": 0.0, "member": member}
        for index, member in enumerate(tree.members)
    )
    span = [0, PLACES_APART * len(tree.members)]
    is_small = len(tree.members) > MEMBERS_IN_LARGE_ROWS
    place = alt.Y("place:Q", axis=None, scale=alt.Scale(domain=span, reverse=True))
    height = alt.X(
        "height:Q",
        axis=alt.Axis(title=words("compare.total"), grid=False, format=".2f", orient="bottom", labelColor=INK),
        scale=alt.Scale(domainMin=0),
    )
    drawn = (
        alt.Chart(lines)
        .mark_line(color=INK, strokeWidth=2)
        .encode(x=height, y=place, detail="joint:N", order="corner:O", tooltip=[alt.Tooltip("height:Q", format=".2f")])
    )
    told = (
        alt.Chart(names)
        .mark_text(align="right", dx=-8, fontSize=12 if is_small else 14, color=INK, clip=False)
        .encode(x="height:Q", y=place, text="member:N")
    )
    longest = max(_columns(member) for member in tree.members)
    rows = ROW_PIXELS if not is_small else ROW_PIXELS // 2 + 3
    return (
        alt.layer(drawn, told)
        .properties(
            height=rows * len(tree.members) + AXIS_PIXELS,
            padding={"left": 16 + 8 * longest, "right": 8, "top": 4, "bottom": 4},
        )
        .configure_view(stroke=None)
    )


def member_map(members: Sequence[str], ties: Sequence[Tie]) -> str:
    """The map in the language of graphviz; names are set as they are written, never as markup."""
    graph = graphviz.Graph(engine="neato")
    graph.attr(overlap="false", splines="line", layout="neato", bgcolor="transparent", outputorder="edgesfirst")
    graph.attr("node", shape="box", style="filled", fillcolor="white", fontname=FONT, fontsize="13", fixedsize="true")
    graph.attr("edge", fontname=FONT, fontsize="11", color="#4b5563")
    for number, member in enumerate(members):
        width = 0.25 + INCHES_A_CHARACTER * _columns(member) / 2
        graph.node(f"m{number}", label=graphviz.escape(member), width=f"{width:.2f}", height="0.36")
    place = {member: f"m{number}" for number, member in enumerate(members)}
    for tie in ties:
        graph.edge(
            place[tie.left],
            place[tie.right],
            label=f"{tie.distance:.2f}",
            len=f"{SHORTEST_INCHES + INCHES_APART * tie.distance:.2f}",
            penwidth=f"{THICK - (THICK - THIN) * min(tie.distance, 1.0):.1f}",
        )
    return str(graph.source)


def _columns(text: str) -> int:
    """How wide a text is, in half-width characters."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)
