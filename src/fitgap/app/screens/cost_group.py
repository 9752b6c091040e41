"""The group's totals: sets of decisions compared, what would save most, and who pays when members join or leave."""

import streamlit as st

from fitgap.app.cost_outcomes import CostBook
from fitgap.app.screens import costs_view as view
from fitgap.app.screens.cost_charts import bars
from fitgap.app.screens.cost_saving import save
from fitgap.app.screens.cost_words import kyen, kyen_range, listed, way_name
from fitgap.app.screens.figures import moment
from fitgap.app.screens.frame import ask_person, is_offered, show_error
from fitgap.app.screens.plain import plain
from fitgap.app.screens.session import language, person, words, workspace
from fitgap.model.access import Right
from fitgap.model.cost_group import GroupTotals, KnownSet
from fitgap.model.message import UsageError
from fitgap.texts import say

NAME_CHARACTERS = 60


def show_group(book: CostBook) -> None:
    """Draw the totals of a book."""
    kept = workspace().costs.sets()
    known = [book.totals(book.known(one)) for one in KnownSet]
    notes = {ways.name: words("costs.kept_by", person=entry.person, at=moment(entry.at)) for ways, entry in kept}
    _sets([*known, *(book.totals(ways) for ways, _ in kept)], notes)
    _keep(book)
    _levers(book)
    _sharing(book)


def _name(totals: GroupTotals) -> str:
    if totals.name in list(KnownSet):
        return say(f"known_set.{totals.name}", language(), cap=totals.cap)
    return totals.name


def _sets(sets: list[GroupTotals], notes: dict[str, str]) -> None:
    st.markdown(f"**{words('costs.sets')}**")
    st.dataframe(
        [
            {
                words("costs.set"): _name(one),
                words("costs.decided"): words("costs.decided_value", decided=one.decided, gaps=one.gaps),
                words("costs.customisations"): one.customisations,
                words("costs.hours"): f"{one.workaround_hours:,.0f}",
                words("costs.likely"): kyen(one.total.likely),
                words("costs.range_column"): kyen_range(one.total),
                words("costs.per_member"): "　".join(
                    f"{member} {kyen(amount.likely)}" for member, amount in one.by_member
                ),
                words("costs.changed"): notes.get(one.name, ""),
            }
            for one in sets
        ],
        hide_index=True,
        key="cost_sets",
    )
    data = [view.bar(_name(one), one.total, is_decided=one.name == KnownSet.CHOSEN) for one in sets]
    bars(data, words("costs.axis"), "cost_sets_chart")


def _keep(book: CostBook) -> None:
    with st.popover(words("costs.keep"), icon=":material/bookmark_add:"):
        st.caption(words("costs.keep_hint"))
        if is_offered(Right.DECIDE) and ask_person("costs_keep"):
            st.text_input(words("costs.keep_name"), key="cost_set_name", max_chars=NAME_CHARACTERS)
            st.button(words("costs.keep_save"), key="cost_keep", type="primary", on_click=_keep_set, args=(book,))


def _keep_set(book: CostBook) -> None:
    name = str(st.session_state.get("cost_set_name", ""))
    save(lambda: workspace().costs.keep_set(name, book.chosen, person=person()))


def _levers(book: CostBook) -> None:
    st.markdown(f"**{words('costs.levers')}**")
    found = book.levers()
    if not found:
        st.caption(words("costs.no_levers"))
        return
    st.dataframe(
        [
            {
                words("costs.lever_gap"): f"{lever.price.gap.name}（{listed(lever.price.gap.members)}）",
                words("costs.lever_now"): way_name(lever.now) if lever.is_decided else words("costs.lever_undecided"),
                words("costs.lever_adopt"): kyen(lever.adopt_saves),
                words("costs.lever_best"): way_name(lever.best),
                words("costs.lever_best_saves"): kyen(lever.best_saves),
            }
            for lever in found
        ],
        hide_index=True,
        key="cost_levers",
    )


def _sharing(book: CostBook) -> None:
    """Shared customisations split anew among whoever is chosen."""
    st.markdown(f"**{words('costs.share_change')}**")
    askers = book.askers
    if not askers:
        st.caption(words("costs.share_none"))
        return
    st.caption(words("costs.share_hint"))
    newcomer = st.text_input(words("costs.share_newcomer"), key="cost_newcomer", max_chars=NAME_CHARACTERS).strip()
    everybody = tuple(dict.fromkeys((*book.rates.members, *([newcomer] if newcomer else []))))
    chosen = st.multiselect(
        words("costs.share_members"),
        everybody,
        default=list(askers),
        placeholder=words("compare.choose"),
        key="cost_sharers",
        select_all=False,
    )
    try:
        changes = workspace().costs.share_anew(book.catalog_key, chosen)
    except UsageError as error:
        show_error(error)
        return
    st.dataframe(
        [
            {
                words("costs.member"): one.member,
                words("costs.share_before"): f"{one.before:,}",
                words("costs.share_after"): f"{one.after:,}",
            }
            for one in changes
        ],
        hide_index=True,
        key="cost_share_changes",
    )
    st.caption(plain(words("costs.sharing_rule", rule=say(f"sharing_rule.{book.rates.costs.sharing}", language()))))
