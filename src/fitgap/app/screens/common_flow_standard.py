"""Say which stored flow is the published standard of its process."""

from collections.abc import Sequence

import streamlit as st

from fitgap.app.screens.figures import moment
from fitgap.app.screens.frame import ask_person, is_offered
from fitgap.app.screens.notices import refuse, told
from fitgap.app.screens.plain import plain
from fitgap.app.screens.session import may, person, words, workspace
from fitgap.model.access import Right
from fitgap.model.message import FitgapError


def show_standard(flow_ids: Sequence[int]) -> None:
    """Mark one of the flows of the process, or take the mark back."""
    marks = {mark.flow_id: mark for mark in workspace().commons.standards()}
    same = {key for one in workspace().processes() for key in one.flow_keys if _meets(one.flow_keys, flow_ids)}
    rows = {row.id: row for row in workspace().flows() if str(row.id) in same}
    with st.expander(words("commons.standard.title"), icon=":material/verified:"):
        st.markdown(words("commons.standard.purpose"))
        for flow_id in (one for one in marks if one in rows):
            mark, row = marks[flow_id], rows[flow_id]
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(
                    words(
                        "commons.standard.is",
                        member=plain(row.member),
                        flow=plain(row.name),
                        person=plain(mark.person),
                        at=moment(mark.at),
                    )
                )
                if may(Right.DECIDE):
                    st.button(
                        words("commons.standard.unmark"), key=f"unmark_{flow_id}", on_click=_mark, args=(flow_id, False)
                    )
        others = [flow_id for flow_id in rows if flow_id not in marks]
        if not is_offered(Right.DECIDE) or not others or not ask_person("standard"):
            return
        with st.container(horizontal=True, vertical_alignment="bottom"):
            picked = st.selectbox(
                words("commons.standard.pick"),
                others,
                index=None,
                placeholder=words("compare.choose"),
                format_func=lambda flow_id: words(
                    "commons.standard.option", member=rows[flow_id].member, flow=rows[flow_id].name
                ),
                key="standard_pick",
                width=520,
            )
            st.button(
                words("commons.standard.mark"),
                key="mark_standard",
                disabled=picked is None,
                on_click=_mark,
                args=(picked, True),
            )


def _meets(keys: Sequence[str], flow_ids: Sequence[int]) -> bool:
    return bool({str(flow_id) for flow_id in flow_ids}.intersection(keys))


def _mark(flow_id: int, is_marked: bool) -> None:
    try:
        workspace().commons.mark_standard(flow_id, is_marked=is_marked, person=person())
    except FitgapError as error:
        refuse(error)
        return
    st.session_state.pop("standard_pick", None)
    told(words("commons.standard.marked" if is_marked else "commons.standard.unmarked"))
