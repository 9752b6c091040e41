"""Which flows are the same process: the machine's proposals in one table, for people to correct."""

import zlib
from collections.abc import Mapping, Sequence
from itertools import groupby

import streamlit as st

from fitgap.app.outcomes import FlowRow
from fitgap.app.screens.compare_saving import PROCESSES, place, show_notice_at, undo_placing
from fitgap.app.screens.compare_view import Shared
from fitgap.app.screens.figures import moment
from fitgap.app.screens.frame import ask_person, is_offered
from fitgap.app.screens.plain import plain
from fitgap.app.screens.session import keep, kept, may_change, person, words, workspace
from fitgap.model.access import Right
from fitgap.model.correction import Placing

NAME_CHARACTERS = 200
TABLE_PIXELS = 390
BATCHES = 20
ORDER_KEY = "process_order"
OPEN, YES = "arrange", "1"
OPEN_KEY = "arrange_processes"


def show_processes(processes: Sequence[Shared], *, is_needed: bool) -> None:
    """A switch that opens the table, the form for a whole process, and what people said so far."""
    flows = sum(len(process.flows) for process in processes)
    placed = sum(len(process.placed) for process in processes)
    label = words("align.processes", processes=len(processes), flows=flows, placed=placed)
    st.session_state[OPEN_KEY] = is_needed or kept(OPEN) == YES
    st.toggle(label, key=OPEN_KEY, disabled=is_needed, on_change=_open)
    if not st.session_state[OPEN_KEY]:
        return
    with st.container(border=True, key="process_card"):
        show_notice_at(PROCESSES)
        st.caption(words("align.processes_hint"))
        ask_person("processes")
        table, whole = st.columns([7, 3], gap="medium")
        with table:
            _table(processes)
        with whole:
            _whole(processes)
            _history()


def _open() -> None:
    keep(OPEN, YES if st.session_state[OPEN_KEY] else "")


def _table(processes: Sequence[Shared]) -> None:
    """One row a flow; its process and whether a person decided it can be changed."""
    of_flow = {row.id: (process, row) for process in processes for row in process.flows}
    most = workspace().policy().showing.most_rows
    ids = _order(list(of_flow))[:most]
    if len(of_flow) > most:
        st.caption(words("compare.cut", most=most, count=len(of_flow)))
    is_open = is_offered(Right.EDIT, {of_flow[flow_id][1].member for flow_id in ids})
    seen = max((one.id for one in workspace().alignment.placings()), default=0)
    key = f"process_table_{_stamp(ids)}"
    st.data_editor(
        [_line(*of_flow[flow_id]) for flow_id in ids],
        key=key,
        hide_index=True,
        num_rows="fixed",
        placeholder="",
        height=min(TABLE_PIXELS, 38 + 35 * len(ids)),
        disabled=["member", "flow", "file", "steps", "confidence"] if is_open else True,
        column_config={
            "process": st.column_config.TextColumn(words("align.process"), max_chars=NAME_CHARACTERS, width=220),
            "decided": st.column_config.CheckboxColumn(
                words("align.decided"), help=words("align.decided_help"), width=60
            ),
            "member": st.column_config.TextColumn(words("align.member"), width=100),
            "flow": st.column_config.TextColumn(words("align.flow"), width=190),
            "file": st.column_config.TextColumn(words("align.file"), width=130),
            "steps": st.column_config.NumberColumn(words("align.step_count"), width=60),
            "confidence": st.column_config.NumberColumn(
                words("align.confidence"), format="%.2f", help=words("align.confidence_help"), width=70
            ),
        },
    )
    now = {flow_id: (of_flow[flow_id][0].name, flow_id in of_flow[flow_id][0].placed) for flow_id in ids}
    st.button(
        words("align.save_processes"),
        type="primary",
        icon=":material/save:",
        disabled=not (is_open and person()),
        on_click=_save,
        args=(key, ids, now, seen),
    )


def _line(process: Shared, row: FlowRow) -> dict[str, str | int | float | bool | None]:
    is_placed = row.id in process.placed
    return {
        "process": process.name,
        "decided": is_placed,
        "member": row.member,
        "flow": row.name,
        "file": row.file,
        "steps": row.step_count,
        "confidence": None if is_placed else process.confidence,
    }


def changes_in(
    edited: Mapping[int, Mapping[str, object]], ids: Sequence[int], now: Mapping[int, tuple[str, bool]]
) -> dict[int, str]:
    """What the edited rows say: a process by name, or (empty) that the machine may say so again."""
    found = {}
    for place_, cells in edited.items():
        flow_id = ids[int(place_)]
        name, was_decided = now[flow_id]
        wanted = str(cells.get("process") or name).strip() or name
        is_decided = bool(cells.get("decided", was_decided))
        if wanted != name:
            found[flow_id] = wanted
        elif is_decided != was_decided:
            found[flow_id] = name if is_decided else ""
    return found


def _save(key: str, ids: Sequence[int], now: Mapping[int, tuple[str, bool]], seen: int) -> None:
    if place(changes_in(st.session_state[key]["edited_rows"], ids, now), seen):
        st.session_state.pop(ORDER_KEY, None)


def _order(ids: list[int]) -> list[int]:
    """The flows by process as they first stood; rows do not move while somebody else saves and this one types."""
    kept = st.session_state.get(ORDER_KEY, ())
    if set(kept) != set(ids):
        st.session_state[ORDER_KEY] = kept = tuple(ids)
    return list(kept)


def _stamp(ids: Sequence[object]) -> int:
    return zlib.crc32(repr(ids).encode())


def _whole(processes: Sequence[Shared]) -> None:
    """Rename a process with all its flows; under the name of another one, the two become one."""
    by_key = {one.key: one for one in processes if all(may_change(row.member) for row in one.flows)}
    if not by_key:
        return
    chosen = f"whole_process_{_stamp([(process.key, process.name, len(process.flows)) for process in processes])}"
    seen = max((one.id for one in workspace().alignment.placings()), default=0)
    with st.form("whole_process", border=True):
        st.selectbox(
            words("align.whole"),
            list(by_key),
            format_func=lambda key: words("align.whole_option", name=by_key[key].name, flows=len(by_key[key].flows)),
            key=chosen,
        )
        st.text_input(
            words("align.whole_name"),
            max_chars=NAME_CHARACTERS,
            placeholder=words("align.whole_example"),
            key="whole_process_name",
        )
        st.form_submit_button(
            words("align.rename"), disabled=not person(), on_click=_rename, args=(by_key, chosen, seen)
        )


def _rename(by_key: Mapping[str, Shared], chosen: str, seen: int) -> None:
    process = by_key.get(st.session_state[chosen])
    name = str(st.session_state["whole_process_name"]).strip()
    flows = process.flows if process and name else ()
    if place({row.id: name for row in flows}, seen, {"whole_process_name": ""}):
        st.session_state.pop(ORDER_KEY, None)


def _history() -> None:
    """What people said, saved together in one line, newest first."""
    said = workspace().alignment.placings()
    with st.popover(words("align.placing_history", count=len({one.batch for one in said})), type="tertiary"):
        if not said:
            st.text(words("align.no_history"))
        rows = {row.id: row for row in workspace().flows()}
        latest = {one.flow_id: one.batch for one in reversed(said)}
        batches = [list(group) for _, group in groupby(said, key=lambda one: one.batch)]
        for batch in batches[:BATCHES]:
            _batch(batch, rows, is_latest=all(latest[one.flow_id] == one.batch for one in batch))


def _batch(batch: Sequence[Placing], rows: Mapping[int, FlowRow], *, is_latest: bool) -> None:
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        with st.container(width="stretch", gap=None):
            for one in batch:
                row = rows.get(one.flow_id)
                st.text(
                    words(
                        "align.placing_line",
                        member=row.member if row else "",
                        flow=row.name if row else words("align.flow_removed"),
                        before=one.before or words("align.machine_says"),
                        process=one.process or words("align.machine_says"),
                    )
                )
            st.caption(f"{plain(batch[0].person)}　{moment(batch[0].at)}")
        if is_latest and all(may_change(rows[one.flow_id].member if one.flow_id in rows else "") for one in batch):
            st.button(
                words("decision.undo"),
                key=f"undo_placing_{batch[0].batch}",
                icon=":material/undo:",
                disabled=not person(),
                on_click=undo_placing,
                args=(batch[0].batch,),
            )
