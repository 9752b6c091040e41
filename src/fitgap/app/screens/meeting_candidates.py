"""What may be put on an agenda: filtered, in the order of what to talk of first, added one by one or from the top."""

from collections.abc import Callable, Iterable, Sequence

import streamlit as st

from fitgap.app.meeting_agendas import AgendaOrder, AgendaWish, Candidate
from fitgap.app.screens.figures import verdict_label
from fitgap.app.screens.meeting_saving import recorded
from fitgap.app.screens.picking import pick_package
from fitgap.app.screens.session import language, person, words, workspace
from fitgap.model.decision import ItemFilter, SubjectKind
from fitgap.model.meeting import AgendaLine, Meeting, Stance
from fitgap.texts import say

LIST_PIXELS = 360
MOST_AT_ONCE = 50
MOST_MINUTES = 240


def show_candidates(meeting: Meeting) -> None:
    """Filters, the list, and the buttons that add to the agenda."""
    st.markdown(f"**{words('meeting.candidates')}**")
    package, order = st.columns([1, 1], gap="small")
    with package:
        catalog_key = pick_package(workspace().catalogs())
    with order:
        chosen = st.selectbox(
            words("meeting.order_label"),
            list(AgendaOrder),
            format_func=lambda code: words(f"meeting.order.{code}"),
            key="candidates_order",
            persist_state="session",
        )
    order_wanted = AgendaOrder(chosen or AgendaOrder.UNDECIDED)
    with st.spinner(words("meeting.gathering"), show_time=False):
        everything = workspace().meetings.candidates(
            AgendaWish(order=order_wanted, wanted=ItemFilter(catalog_key=catalog_key))
        )
    wanted = _filter(catalog_key, everything)
    on_agenda = {line.key for line in meeting.agenda}
    found = [one for one in everything if wanted.takes(one.item) and one.item.subject.key not in on_agenda]
    _list(meeting, found)


def _filter(catalog_key: str, everything: Sequence[Candidate]) -> ItemFilter:
    undecided = st.checkbox(words("meeting.undecided_only"), value=True, key="candidates_undecided")
    items = [one.item for one in everything]
    kinds, members = st.columns(2, gap="small")
    with kinds:
        picked_kinds = _choose(
            "kinds", [kind.value for kind in SubjectKind], lambda code: words(f"meeting.kind.{code}")
        )
    with members:
        picked_members = _choose("members", _each(name for item in items for name in item.subject.members))
    businesses, departments = st.columns(2, gap="small")
    with businesses:
        picked_businesses = _choose("businesses", _each(name for item in items for name in item.businesses))
    with departments:
        picked_departments = _choose("departments", _each(name for item in items for name in item.departments))
    return ItemFilter(
        catalog_key=catalog_key,
        kinds=frozenset(map(SubjectKind, picked_kinds)),
        members=frozenset(picked_members),
        businesses=frozenset(picked_businesses),
        departments=frozenset(picked_departments),
        undecided_only=undecided,
    )


def _choose(name: str, options: Sequence[str], shown: Callable[[str], str] = str) -> list[str]:
    return st.multiselect(
        words(f"meeting.filter.{name}"),
        options,
        format_func=shown,
        placeholder=words("meeting.everything"),
        key=f"candidates_{name}",
        select_all=False,
        persist_state="session",
    )


def _list(meeting: Meeting, found: Sequence[Candidate]) -> None:
    most = workspace().policy().showing.most_rows
    state = st.dataframe(
        [_row(one) for one in found[:most]],
        hide_index=True,
        height=LIST_PIXELS,
        on_select="rerun",
        selection_mode="multi-row",
        key=f"candidates_list_{meeting.agenda_id}",
        placeholder="",
    )
    picked = [int(place) for place in state.get("selection", {}).get("rows", []) if int(place) < len(found)]
    use = workspace().policy().meetings
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        minutes = st.number_input(
            words("meeting.minutes_each"), 0, MOST_MINUTES, use.planned_minutes, key="add_minutes", width=150
        )
        count = st.number_input(
            words("meeting.from_top"), 1, MOST_AT_ONCE, min(use.agenda_items, MOST_AT_ONCE), key="add_count", width=150
        )
        st.button(
            words("meeting.add_picked", count=len(picked)),
            key="add_picked",
            type="primary",
            disabled=not (picked and person()),
            on_click=_add,
            args=(meeting, [found[place] for place in picked], int(minutes)),
        )
        st.button(
            words("meeting.add_top", count=min(int(count), len(found))),
            key="add_top",
            disabled=not (found and person()),
            on_click=_add,
            args=(meeting, found[: int(count)], int(minutes)),
        )
    st.caption(words("meeting.listed", count=len(found)))


def _row(one: Candidate) -> dict[str, str | float | None]:
    item = one.item
    sign = verdict_label(item.verdict, language()).split(" ")[0] if item.verdict else ""
    stances = " ".join(
        f"{say(f'meetings.stance_sign.{stance}', language())}{one.consensus.count(stance)}"
        for stance in Stance
        if one.consensus.count(stance)
    )
    row: dict[str, str | float | None] = {
        words("meeting.column.kind"): words(f"meeting.kind.{item.subject.kind}"),
        words("meeting.column.verdict"): sign,
        words("meeting.column.title"): item.subject.title or words("no_name"),
        words("meeting.column.members"): "、".join(item.subject.members),
        words("meeting.column.stances"): stances,
        words("meeting.column.cases"): item.cases_per_year or 0.0,
        words("meeting.column.confidence"): round(item.confidence, 2),
    }
    if one.customising_yen is not None:
        row[words("meeting.column.price")] = round(one.customising_yen / 1000)
    return row


def _add(meeting: Meeting, chosen: Sequence[Candidate], minutes: int) -> None:
    new = [
        AgendaLine(key=one.item.subject.key, title=one.item.subject.title, planned_minutes=minutes) for one in chosen
    ]
    lines = (*meeting.agenda, *new)
    recorded(lambda: workspace().meetings.set_agenda(meeting.id, lines, person(), seen_agenda_id=meeting.agenda_id))


def _each(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(name for name in names if name))
