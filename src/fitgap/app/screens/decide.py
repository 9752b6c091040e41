"""The decide page: what asks for a decision, item by item, and the ledger of what was decided."""

from collections.abc import Callable, Sequence

import streamlit as st

from fitgap.app.screens import decide_view as view
from fitgap.app.screens.cost_strip import show_line
from fitgap.app.screens.decide_facts import show_facts
from fitgap.app.screens.decide_form import show_form
from fitgap.app.screens.decision_words import item_label, mark_text
from fitgap.app.screens.figures import verdict_label
from fitgap.app.screens.ledger import show_ledger
from fitgap.app.screens.picking import pick_package, show_missing
from fitgap.app.screens.plain import plain
from fitgap.app.screens.session import keep, kept, language, words, workspace
from fitgap.model.decision import DecisionItem, SubjectKind
from fitgap.model.judgement import Verdict

POLL_SECONDS = 3
REVISION_KEY = "seen_decisions"
PARTS = ("items", "ledger")
LIST_PIXELS = 500


def show() -> None:
    """Draw the page."""
    flows, packages = workspace().flows(), workspace().catalogs()
    if show_missing(bool(flows), bool(packages)):
        return
    with st.container(key="decide_head"):
        package_place, part_place, progress = st.columns([2.6, 2.2, 4.2], vertical_alignment="bottom", gap="small")
        with package_place:
            package = pick_package(packages)
        with part_place:
            part = _pick_part()
    with st.spinner(words("decide.gathering"), show_time=False):
        everything = workspace().decisions.items(view.wanted(package, view.Show.ALL))
    with progress:
        _watch()
        _progress(everything)
    show_line(package)
    if part == "ledger":
        show_ledger(package)
    else:
        _items(package, everything)


def _pick_part() -> str:
    st.session_state["decide_part"] = kept("part") if kept("part") in PARTS else PARTS[0]
    st.segmented_control(
        words("decide.part_label"),
        PARTS,
        format_func=lambda code: words(f"decide.part.{code}"),
        key="decide_part",
        required=True,
        label_visibility="collapsed",
        on_change=lambda: keep("part", str(st.session_state["decide_part"])),
    )
    return str(st.session_state["decide_part"])


def _watch() -> None:
    """Draw the page again when somebody else decided; nothing that people type in stands inside this fragment."""
    st.session_state[REVISION_KEY] = workspace().decisions.revision()

    @st.fragment(run_every=POLL_SECONDS)
    def poll() -> None:
        if workspace().decisions.revision() != st.session_state[REVISION_KEY]:
            st.rerun()

    poll()


def _progress(items: Sequence[DecisionItem]) -> None:
    """How far the steps and forms are, each counted once; groups speak of the same steps."""
    counted = [item for item in items if item.asks and item.subject.kind is not SubjectKind.GROUP]
    decided = sum(item.is_decided for item in counted)
    stale = sum(view.mark_of(item) is view.Mark.STALE for item in counted)
    deferred = sum(view.mark_of(item) is view.Mark.DEFERRED for item in counted)
    text = words("decide.progress", decided=decided, count=len(counted), deferred=deferred, stale=stale)
    st.progress(decided / len(counted) if counted else 0.0, text=text)


def _items(package: str, everything: Sequence[DecisionItem]) -> None:
    listed, worked_on = st.columns([2.7, 7.3], gap="small")
    with listed:
        items = _filtered(package, everything)
        if not items:
            st.info(words("decide.nothing"))
            return
        place = view.here(items, kept("item"))
        _list(items, place)
    with worked_on:
        _one(items, place)


def _filtered(package: str, everything: Sequence[DecisionItem]) -> Sequence[DecisionItem]:
    """The list as filtered; the item being looked at stays in it though it has just been decided."""
    shown = st.segmented_control(
        words("decide.show_label"),
        list(view.Show),
        default=view.Show.OPEN,
        format_func=lambda code: words(f"decide.show.{code}"),
        key="decide_show",
        required=True,
        label_visibility="collapsed",
        persist_state="session",
    )
    there = view.options(everything)
    with st.expander(words("decide.filters")):
        kinds = _choose("kinds", [kind.value for kind in SubjectKind], lambda code: words(f"decide.kind.{code}"))
        verdicts = _choose(
            "verdicts",
            [Verdict.GAP.value, Verdict.PARTIAL.value],
            lambda code: verdict_label(Verdict(code), language()),
        )
        members = _choose("members", there["members"])
        businesses = _choose("businesses", there["businesses"])
        departments = _choose("departments", there["departments"])
        text = st.text_input(words("decide.text"), key="decide_text", persist_state="session")
    wanted = view.wanted(package, shown, kinds, members, businesses, departments, verdicts, text)
    return [item for item in everything if wanted.takes(item) or view.id_of(item.subject) == kept("item")]


def _choose(name: str, options: Sequence[str], shown: Callable[[str], str] = str) -> list[str]:
    return st.multiselect(
        words(f"decide.filter.{name}"),
        options,
        format_func=shown,
        placeholder=words("decide.all"),
        key=f"decide_{name}",
        select_all=False,
        persist_state="session",
    )


def _list(items: Sequence[DecisionItem], place: int) -> None:
    most = workspace().policy().showing.most_rows
    rows = [
        {
            words("decide.column.mark"): mark_text(view.mark_of(item)),
            words("decide.column.item"): item_label(item),
            words("decide.column.members"): "、".join(item.subject.members),
        }
        for item in items[:most]
    ]
    st.caption(words("decide.listed", count=len(items), here=place + 1))
    state = st.dataframe(
        rows,
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key=f"decide_list_{st.session_state.get('decide_round', 0)}",
        height=LIST_PIXELS,
    )
    chosen = [int(one) for one in state.get("selection", {}).get("rows", []) if int(one) < len(rows)]
    if chosen:
        _go(view.id_of(items[chosen[0]].subject))
        st.rerun()
    if len(items) > most:
        st.caption(words("decide.cut", most=most))


def _go(item_id: str) -> None:
    """Look at another item; the list forgets its mark, so that the next press counts again."""
    keep("item", item_id)
    st.session_state["decide_round"] = int(st.session_state.get("decide_round", 0)) + 1


def _one(items: Sequence[DecisionItem], place: int) -> None:
    item = items[place]
    keep("item", view.id_of(item.subject))
    ids = [view.id_of(one.subject) for one in items]
    following = view.next_open(items, place)
    with st.container(horizontal=True, vertical_alignment="center", key="decide_walk", gap="small"):
        number = words("decide.number", number=place + 1, count=len(items))
        st.markdown(f"**{number}　{plain(item.subject.title) or words('no_name')}**", width="stretch")
        st.button(words("fit_gap.back"), on_click=_go, args=(ids[max(place - 1, 0)],), disabled=place == 0)
        last = len(items) - 1
        st.button(words("fit_gap.forward"), on_click=_go, args=(ids[min(place + 1, last)],), disabled=place == last)
        st.button(
            words("fit_gap.next_open"),
            type="primary",
            on_click=_go,
            args=(ids[place if following is None else following],),
            disabled=following is None,
        )
    facts, form = st.columns([3.6, 3.7], gap="small")
    with facts:
        show_facts(item)
    with form:
        show_form(item)
