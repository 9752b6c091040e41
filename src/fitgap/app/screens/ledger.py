"""The ledger of decisions: what somebody took home, and every decision ever made, to be filtered."""

from collections.abc import Sequence

import streamlit as st

from fitgap.app.outcomes import LedgerRow
from fitgap.app.screens import decide_view as view
from fitgap.app.screens.decision_words import in_words
from fitgap.app.screens.figures import moment
from fitgap.app.screens.session import keep, language, words, workspace
from fitgap.texts import say


def show_ledger(package: str) -> None:
    """Open items first, then the ledger with its filters."""
    rows = workspace().decisions.ledger(package)
    if not rows:
        st.info(words("ledger.empty"))
        return
    _open_items(view.open_rows(rows))
    members = tuple(dict.fromkeys(name for row in rows for name in row.decision.subject.members))
    resolutions = tuple(dict.fromkeys(row.decision.terms.resolution for row in rows))
    who, what, text, holding = st.columns([2.5, 2.5, 2.5, 2], vertical_alignment="bottom", gap="small")
    with who:
        picked_members = _choose("members", members)
    with what:
        picked = _choose("resolutions", resolutions)
    with text:
        sought = st.text_input(words("ledger.text"), key="ledger_text", persist_state="session")
    with holding:
        holding_only = st.checkbox(words("ledger.holding_only"), value=True, key="ledger_holding")
    shown = view.ledger_rows(rows, picked_members, picked, sought, holding_only=holding_only)
    st.markdown(f"**{words('ledger.listed', count=len(shown), all=len(rows))}**")
    _table(shown)


def _open_items(rows: Sequence[LedgerRow]) -> None:
    overdue = sum(row.is_overdue for row in rows)
    st.markdown(f"**{words('ledger.open', count=len(rows), overdue=overdue)}**")
    if not rows:
        return
    st.dataframe(
        [
            {
                words("ledger.column.due"): _due(row),
                words("ledger.column.owner"): row.decision.terms.owner,
                words("ledger.column.item"): row.decision.subject.title,
                words("ledger.column.members"): "、".join(row.decision.subject.members),
                words("ledger.column.reason"): row.decision.terms.reason,
            }
            for row in rows
        ],
        hide_index=True,
        height="content",
    )


def _table(rows: Sequence[LedgerRow]) -> None:
    most = workspace().policy().showing.most_rows
    state = st.dataframe(
        [
            {
                words("ledger.column.number"): row.decision.id,
                words("ledger.column.at"): moment(row.decision.at),
                words("ledger.column.person"): row.decision.person,
                words("ledger.column.members"): "、".join(row.decision.subject.members),
                words("ledger.column.item"): row.decision.subject.title,
                words("ledger.column.resolution"): in_words("resolution", row.decision.terms.resolution),
                words("ledger.column.reason"): row.decision.terms.reason,
                words("ledger.column.state"): words(f"state.{row.decision.state}"),
                words("ledger.column.stale"): " ".join(say(one, language()) for one in row.stale),
                words("ledger.column.due"): _due(row),
            }
            for row in rows[:most]
        ],
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key="ledger_table",
    )
    chosen = [int(one) for one in state.get("selection", {}).get("rows", []) if int(one) < min(len(rows), most)]
    st.caption(words("ledger.hint"))
    if chosen:
        subject = rows[chosen[0]].decision.subject
        st.button(words("ledger.go", title=subject.title), key="ledger_go", on_click=_go, args=(view.id_of(subject),))


def _go(item_id: str) -> None:
    keep("item", item_id)
    keep("part", "items")


def _due(row: LedgerRow) -> str:
    terms = row.decision.terms
    return f"{words('ledger.overdue')} {terms.deadline}" if row.is_overdue else terms.deadline


def _choose(name: str, options: Sequence[str]) -> list[str]:
    return st.multiselect(
        words(f"ledger.filter.{name}"),
        options,
        format_func=lambda code: in_words("resolution", code) if name == "resolutions" else code,
        placeholder=words("decide.all"),
        key=f"ledger_{name}",
        select_all=False,
        persist_state="session",
    )
