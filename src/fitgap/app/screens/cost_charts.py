"""Charts of amounts: dark and light, never colour alone, with figures written out: grey prints tell the same."""

from collections.abc import Sequence
from dataclasses import asdict

import altair as alt
import pandas as pd
import streamlit as st

from fitgap.app.screens.costs_view import Bar, YearAmount

INK, DARK, LIGHT, MIDDLE = "#1a2330", "#1f3a5f", "#c9d2dc", "#7f93ab"
GREYS = [
    "#1f3a5f",
    "#f4f7fb",
    "#7f93ab",
    "#c9d2dc",
    "#3d5a80",
    "#e2e8ee",
    "#5b7595",
    "#aab8c7",
    "#2b4a72",
    "#d8e0e8",
    "#92a4b8",
]
LABEL_PIXELS = 240


def bars(data: Sequence[Bar], title: str, key: str) -> None:
    """A bar for each likely amount with a line from low to high; what is decided is dark, with a heavy edge."""
    frame = pd.DataFrame([asdict(one) for one in data])
    frame["label"] = [f"{one.likely:,.0f}" for one in data]
    names = [one.name for one in data]
    axis = alt.Axis(labelLimit=LABEL_PIXELS, labelColor=INK, labelFontSize=13, title=None)
    base = alt.Chart(frame).encode(y=alt.Y("name:N", sort=names, axis=axis))
    amounts = alt.X("likely:Q", title=title, axis=alt.Axis(format=",.0f", labelColor=INK, titleColor=INK))
    drawn = base.mark_bar(height=14, stroke=INK).encode(
        x=amounts,
        color=alt.condition("datum.is_decided", alt.value(DARK), alt.value(LIGHT)),
        strokeWidth=alt.condition("datum.is_decided", alt.value(2), alt.value(0.6)),
    )
    ranges = base.mark_rule(color=INK, strokeWidth=1.5).encode(x="low:Q", x2="high:Q")
    texts = base.mark_text(align="left", dx=6, dy=-9, fontSize=11, color=INK).encode(x="likely:Q", text="label:N")
    st.altair_chart((drawn + ranges + texts).properties(height=alt.Step(30)), width="stretch", key=key)


def tornado_bars(swings: Sequence[tuple[str, float, float]], likely: float, title: str, key: str) -> None:
    """(name, at low, at high) around the likely total, the widest first."""
    rows = [
        {"name": name, "end": end, "from": likely, "to": value, "label": f"{value:,.0f}"}
        for name, at_low, at_high in swings
        for end, value in (("low", at_low), ("high", at_high))
    ]
    names = [name for name, _, _ in swings]
    axis = alt.Axis(labelLimit=LABEL_PIXELS, labelColor=INK, labelFontSize=13, title=None)
    base = alt.Chart(pd.DataFrame(rows)).encode(y=alt.Y("name:N", sort=names, axis=axis))
    drawn = base.mark_bar(height=14, stroke=INK, strokeWidth=0.6).encode(
        x=alt.X("from:Q", title=title, scale=alt.Scale(zero=False), axis=alt.Axis(format=",.0f")),
        x2="to:Q",
        color=alt.condition("datum.end == 'high'", alt.value(DARK), alt.value(LIGHT)),
    )
    texts = base.mark_text(fontSize=11, color=INK, dy=-11).encode(x="to:Q", text="label:N")
    st.altair_chart((drawn + texts).properties(height=alt.Step(32)), width="stretch", key=key)


def stacked_years(amounts: Sequence[YearAmount], names: dict[str, str], title: str, key: str) -> None:
    """A column a year, a part for each component; the parts differ in lightness and have edges."""
    frame = pd.DataFrame([{"year": one.year, "component": names[one.component], "kyen": one.kyen} for one in amounts])
    order = list(dict.fromkeys(names[one.component] for one in amounts))
    chart = (
        alt.Chart(frame)
        .mark_bar(stroke=INK, strokeWidth=0.6)
        .encode(
            x=alt.X("year:N", title=None, axis=alt.Axis(labelAngle=0, labelColor=INK)),
            y=alt.Y("kyen:Q", title=title, axis=alt.Axis(format=",.0f", labelColor=INK)),
            color=alt.Color(
                "component:N",
                scale=alt.Scale(domain=order, range=GREYS),
                legend=alt.Legend(title=None, orient="bottom", columns=6, symbolStrokeWidth=1),
            ),
            tooltip=["year:N", "component:N", alt.Tooltip("kyen:Q", format=",.0f")],
        )
        .properties(height=300)
    )
    st.altair_chart(chart, width="stretch", key=key)


def columns(values: Sequence[tuple[str, float]], title: str, key: str) -> None:
    """One column for each name, with its figure on top."""
    frame = pd.DataFrame([{"name": name, "value": value, "label": f"{value:,.0f}"} for name, value in values])
    base = alt.Chart(frame).encode(
        x=alt.X("name:N", sort=[name for name, _ in values], title=None, axis=alt.Axis(labelAngle=0)),
        y=alt.Y("value:Q", title=title, axis=alt.Axis(format=",.0f")),
    )
    texts = base.mark_text(dy=-7, fontSize=11, color=INK).encode(text="label:N")
    drawn = base.mark_bar(color=MIDDLE, stroke=INK, strokeWidth=0.6)
    st.altair_chart((drawn + texts).properties(height=220), width="stretch", key=key)


def scores(values: Sequence[tuple[str, float]], title: str, key: str) -> None:
    """A bar for each weighted mean of 1 to 5, best first, the first one dark."""
    frame = pd.DataFrame(
        [
            {"name": name, "value": value, "label": f"{value:.2f}", "first": place == 0}
            for place, (name, value) in enumerate(values)
        ]
    )
    base = alt.Chart(frame).encode(
        y=alt.Y(
            "name:N",
            sort=[name for name, _ in values],
            title=None,
            axis=alt.Axis(labelLimit=LABEL_PIXELS, labelFontSize=13, labelColor=INK),
        ),
        x=alt.X("value:Q", title=title, scale=alt.Scale(domain=[0, 5])),
    )
    drawn = base.mark_bar(height=18, stroke=INK, strokeWidth=0.6).encode(
        color=alt.condition("datum.first", alt.value(DARK), alt.value(LIGHT))
    )
    texts = base.mark_text(align="left", dx=6, fontSize=13, color=INK).encode(text="label:N")
    st.altair_chart((drawn + texts).properties(height=alt.Step(36)), width="stretch", key=key)
