"""One gap: every way out side by side, from how many members on sharing pays, and which inputs matter."""

from dataclasses import replace

import streamlit as st

from fitgap.app.cost_outcomes import CostBook, Gap
from fitgap.app.screens import costs_view as view
from fitgap.app.screens.cost_charts import bars, tornado_bars
from fitgap.app.screens.cost_words import formula, input_name, kyen, listed, signed_kyen, way_name
from fitgap.app.screens.picking import pick
from fitgap.app.screens.plain import plain
from fitgap.app.screens.session import language, words, workspace
from fitgap.model.cost import SIZES, GapPrice, WayOut
from fitgap.quantifying import break_even
from fitgap.reporting.customisation_sheet import gap_kind
from fitgap.texts import say


def show_gaps(book: CostBook) -> None:
    """Draw one gap of the book."""
    by_key = {gap.work.key: (number, gap) for number, gap in enumerate(book.gaps, start=1)}
    labels = {
        key: words("costs.gap_option", number=number, name=gap.work.name, members=listed(gap.work.members))
        for key, (number, gap) in by_key.items()
    }
    picked, sizes = st.columns([7, 3], vertical_alignment="bottom", gap="small")
    with picked:
        _, gap = by_key[pick(words("costs.gap"), "gap", list(by_key), labels.__getitem__)]
    with sizes:
        size = _try_size(gap)
    price = book.prices[list(by_key).index(gap.work.key)]
    if size != gap.work.size:
        price = workspace().costs.price(gap.subject, size)
    _head(gap, price)
    table, chart = st.columns([6, 4], gap="medium")
    with table:
        _ways(gap, price)
    with chart:
        st.markdown(f"**{words('costs.likely')}**　{words('costs.chart_hint')}")
        ways = [view.bar(way_name(way.way), way.total, is_decided=way.way is gap.answer.way) for way in price.ways]
        bars(ways, words("costs.axis"), "cost_ways_chart")
    _even(price, book)
    _tornado(price, book, gap)


def _try_size(gap: Gap) -> str:
    key = f"cost_size_{gap.work.key}"
    st.session_state.setdefault(key, gap.work.size)
    return str(st.segmented_control(words("costs.size_try"), SIZES, key=key, required=True, persist_state="session"))


def _head(gap: Gap, price: GapPrice) -> None:
    work = price.gap
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(
            words(
                "costs.gap_of",
                process=plain(work.process),
                verdict=gap_kind(work, language()),
                count=len(work.members),
                members=plain(listed(work.members)),
            ),
            width="content",
        )
        decided = gap.answer.way
        label = words("costs.decided_way", way=way_name(decided)) if decided else words("costs.not_decided")
        st.badge(label, color="green" if decided else "gray")
        origin = words("costs.size_guessed" if gap.work.is_size_guessed else "costs.size_said")
        st.badge(
            f"{words('costs.size')} {gap.work.size}（{origin}）", color="gray" if gap.work.is_size_guessed else "green"
        )
    reasons = listed([say(reason, language()) for reason in gap.work.size_reasons])
    st.caption(words("costs.size_why", reasons=plain(reasons)))


def _ways(gap: Gap, price: GapPrice) -> None:
    st.markdown(f"**{words('costs.ways', years=price.years, members=len(price.gap.members))}**")
    st.dataframe(
        [
            {
                words("costs.mark"): "●" if way.way is gap.answer.way else "",
                words("costs.way"): way_name(way.way),
                words("costs.once"): kyen(way.once.likely),
                words("costs.yearly"): kyen(way.yearly.likely),
                words("costs.low"): kyen(way.total.low),
                words("costs.likely"): kyen(way.total.likely),
                words("costs.high"): kyen(way.total.high),
                words("costs.left_out"): listed([say(said, language()) for said in way.unknown]),
            }
            for way in price.ways
        ],
        hide_index=True,
        height=35 * (len(price.ways) + 1) + 3,
        key="cost_ways",
        placeholder="",
    )


def _even(price: GapPrice, book: CostBook) -> None:
    costs = book.rates.costs
    found = break_even(price, WayOut.CUSTOMISE_SHARED, WayOut.WORKAROUND)
    asking = len(price.gap.members)
    with st.container(border=True, key="cost_even"):
        if found is None:
            st.markdown(words("costs.even_unknown"))
            return
        if found.members is None:
            st.markdown(words("costs.even_never"))
            return
        ends = [count for count in (found.members_low, found.members, found.members_high) if count is not None]
        st.markdown(words("costs.even_members", count=found.members, low=min(ends), high=max(ends), asking=asking))
        st.caption(
            words("costs.even_year", asking=asking, year=found.year)
            if found.year
            else words("costs.even_no_year", asking=asking)
        )
        apart = view.difference(price, costs)
        if apart is not None:
            ends_of = {name: signed_kyen(value) for name, value in (("low", apart.low), ("high", apart.high))}
            st.caption(words("costs.difference", likely=signed_kyen(apart.likely), **ends_of))
        present = view.present_values(price, costs)
        if present is not None:
            st.caption(
                words(
                    "costs.present",
                    rate=f"{costs.discount_rate:.1%}",
                    growth=f"{costs.price_growth:.1%}",
                    custom=kyen(present[0]),
                    around=kyen(present[1]),
                )
            )


def _tornado(price: GapPrice, book: CostBook, gap: Gap) -> None:
    costs = book.rates.costs
    ways = {way.way: way for way in price.ways}
    first = gap.answer.way if gap.answer.way in ways else WayOut.CUSTOMISE_SHARED
    left, right = st.columns([5, 5], gap="medium")
    with left:
        picked = st.selectbox(
            words("costs.tornado_way"),
            list(ways),
            index=list(ways).index(first) if first else 0,
            format_func=way_name,
            key=f"cost_tornado_{gap.work.key}",
        )
        way = ways[picked]
        st.markdown(f"**{words('costs.tornado')}**")
        st.caption(words("costs.tornado_hint"))
        found = view.swings(way, replace(costs, years=price.years))
        tornado_bars(
            [
                (input_name(swing.input), swing.at_low / view.YEN_IN_KYEN, swing.at_high / view.YEN_IN_KYEN)
                for swing in found
            ],
            way.total.likely / view.YEN_IN_KYEN,
            words("costs.axis"),
            "cost_tornado_chart",
        )
    with right:
        rule = say(f"sharing_rule.{costs.sharing}", language())
        st.markdown(f"**{words('costs.members_part')}**　{words('costs.sharing_rule', rule=rule)}")
        st.dataframe(
            [
                {
                    words("costs.member"): member,
                    words("costs.low"): kyen(amount.low),
                    words("costs.likely"): kyen(amount.likely),
                    words("costs.high"): kyen(amount.high),
                }
                for member, amount in way.by_member
            ],
            hide_index=True,
            key="cost_members",
        )
        with st.expander(words("costs.lines")):
            st.dataframe(
                [
                    {
                        words("costs.member"): line.line.member or words("costs.shared"),
                        words("costs.line"): say(f"cost_line.{line.line.code}", language()),
                        words("costs.when"): say(f"cost_when.{line.line.when}", language()),
                        words("costs.formula"): formula(line.line),
                        words("costs.likely"): kyen(line.total.likely),
                    }
                    for line in way.lines
                ],
                hide_index=True,
                key="cost_lines",
            )
