"""The totals in one line, for the costs page and for wherever people decide; and the price of one decision."""

import streamlit as st

from fitgap.app.cost_outcomes import CostBook
from fitgap.app.screens.cost_words import kyen, kyen_range
from fitgap.app.screens.session import words, workspace
from fitgap.model.cost import WayOut
from fitgap.model.decision import Subject


def show_strip(book: CostBook) -> None:
    """Five figures of what was decided, each with its range or its base."""
    totals = book.totals()
    custom = words("costs.strip_of", count=totals.customisations, cap=totals.cap)
    over = words("costs.strip_over", over=totals.over_cap) if totals.over_cap else kyen_range(totals.customising)
    figures = (
        ("strip_total", words("costs.kyen", value=kyen(totals.total.likely)), kyen_range(totals.total)),
        ("strip_custom", custom, over),
        (
            "strip_hours",
            words("costs.hours_value", hours=f"{totals.workaround_hours:,.0f}"),
            words("costs.hours_known", known=totals.hours_known, all=totals.workarounds),
        ),
        (
            "strip_decided",
            words("costs.decided_value", decided=totals.decided, gaps=totals.gaps),
            words("costs.undecided", count=totals.undecided),
        ),
        ("strip_saved", words("costs.kyen", value=kyen(totals.saved.likely)), kyen_range(totals.saved)),
    )
    with st.container(border=True, key="cost_strip", gap="xxsmall"):
        for place, (code, value, more) in zip(st.columns(len(figures)), figures, strict=True):
            with place:
                st.caption(words(f"costs.{code}"))
                st.markdown(f"**{value}**")
                st.caption(more)
        if book.stale:
            st.caption(words("costs.stale", count=book.stale))


def show_line(package: str) -> None:
    """The same in one line, beside the list of what asks for a decision."""
    totals = workspace().costs.book(package).totals()
    with st.container(key="cost_line"):
        st.markdown(
            words(
                "costs.decide_strip",
                total=kyen(totals.total.likely),
                range=kyen_range(totals.total),
                custom=totals.customisations,
                cap=totals.cap,
                hours=f"{totals.workaround_hours:,.0f}",
                saved=kyen(totals.saved.likely),
            )
        )


def show_price(subject: Subject, resolution: str, size: str) -> None:
    """What one resolution of a subject costs, beside the usual three, before it is decided."""
    known = {way.value: way for way in WayOut}
    price = workspace().costs.price(subject, size)
    way = price.way(known[resolution]) if resolution in known else None
    with st.container(border=True, key="cost_of_decision"):
        if way is None:
            st.caption(words("costs.price_none"))
        else:
            st.markdown(
                words(
                    "costs.price_here",
                    years=price.years,
                    members=len(price.gap.members),
                    likely=kyen(way.total.likely),
                    low=kyen(way.total.low),
                    high=kyen(way.total.high),
                )
            )
            if way.unknown:
                st.caption(words("costs.price_part"))
        others = {
            name: kyen(one.total.likely) if (one := price.way(of)) else "－"
            for name, of in (
                ("around", WayOut.WORKAROUND),
                ("shared", WayOut.CUSTOMISE_SHARED),
                ("adopt", WayOut.ADOPT_STANDARD),
            )
        }
        st.caption(words("costs.price_other", **others))
