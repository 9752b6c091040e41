"""Two members' flows side by side: a step that is chosen on one side brings its counterpart on the other."""

import zlib
from collections.abc import Sequence

import streamlit as st

from fitgap.app.screens import pair_view as view
from fitgap.app.screens.pair_view import Pair
from fitgap.app.screens.plain import plain
from fitgap.app.screens.session import language, words, workspace
from fitgap.app.viewer import LinkKind, flow_viewer
from fitgap.model.comparison import Comparison, MemberFlow
from fitgap.texts import say

DIAGRAM_PIXELS = 330


def pair_keys(comparison: Comparison) -> tuple[str, str]:
    """Where the two members that were picked are kept: of another process they mean nothing."""
    stamp = zlib.crc32(repr((comparison.process, comparison.members)).encode())
    return f"pair_left_{stamp}", f"pair_right_{stamp}"


def show_pair(comparison: Comparison, flow_ids: Sequence[int]) -> None:
    """Pick two members (or press a cell of the map) and look at their flows."""
    keys = pair_keys(comparison)
    st.markdown(f"**{words('commons.pair.title')}**")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        for key, code in zip(keys, ("left", "right"), strict=True):
            st.selectbox(
                words(f"commons.pair.{code}"),
                comparison.members,
                index=None,
                placeholder=words("compare.choose"),
                key=key,
                width=260,
            )
    left, right = (st.session_state[key] for key in keys)
    if not left or not right:
        st.caption(words("commons.pair.how"))
        return
    if left == right:
        st.caption(words("commons.pair.same"))
        return
    flows = [_flow_of(comparison, member, key) for member, key in zip((left, right), keys, strict=True)]
    _draw(comparison, flows)
    _parts(comparison, (left, right), flow_ids)


def _flow_of(comparison: Comparison, member: str, key: str) -> MemberFlow:
    """The member's flow; where it has several of this process, the one that is picked."""
    flows = {flow.key: flow for flow in comparison.flows if flow.member == member}
    if len(flows) == 1:
        return next(iter(flows.values()))
    label = words("commons.pair.which", member=plain(member))
    picked = st.selectbox(label, list(flows), format_func=lambda one: flows[one].flow.name, key=f"{key}_{member}_flow")
    return flows[picked]


@st.fragment
def _draw(comparison: Comparison, flows: Sequence[MemberFlow]) -> None:
    pair = view.pair_of(comparison, flows[0].key, flows[1].key)
    chosen_key = f"pair_step_{flows[0].key}_{flows[1].key}"
    chosen = st.session_state.get(chosen_key)  # (is it on the left?, step id)
    _told(pair, flows, chosen)
    for place, flow, is_left in zip(st.columns(2, gap="small"), flows, (True, False), strict=True):
        with place:
            st.markdown(words("commons.pair.of", member=plain(flow.member), flow=plain(flow.flow.name)))
            _side(pair, flow, chosen_key, chosen, is_left=is_left)


def _side(pair: Pair, flow: MemberFlow, chosen_key: str, chosen: tuple[bool, str] | None, *, is_left: bool) -> None:
    diagram = workspace().diagram(int(flow.key))
    xml_ids = dict(diagram.node_ids)
    step_ids = {xml_id: step_id for step_id, xml_id in diagram.node_ids}
    linked = _linked(pair, chosen, is_left=is_left)
    here = chosen[1] if chosen and chosen[0] == is_left else next(iter(linked), "")
    says = {
        is_shared: words(f"commons.pair.spoken_{code}", name="{name}", numbers="{numbers}")
        for is_shared, code in ((True, "shared"), (False, "alone"))
    }

    def choose(xml_id: str) -> None:
        st.session_state[chosen_key] = (is_left, step_ids.get(xml_id, ""))

    flow_viewer(
        diagram.xml,
        view.link_marks(pair.side(is_left), xml_ids, linked, says),
        selected=xml_ids.get(here, ""),
        key=f"pair_{'left' if is_left else 'right'}_{flow.key}",
        pages=diagram.pages,
        height=DIAGRAM_PIXELS,
        language=language(),
        links=(
            (LinkKind.SHARED, "1", words("commons.pair.legend_shared")),
            (LinkKind.ALONE, view.NOTHING_BESIDE, words("commons.pair.legend_alone")),
        ),
        on_click=choose,
    )


def _linked(pair: Pair, chosen: tuple[bool, str] | None, *, is_left: bool) -> frozenset[str]:
    """The counterparts on this side of what is chosen on the other."""
    if chosen is None or chosen[0] == is_left:
        return frozenset()
    return frozenset(other for step in pair.side(chosen[0]) if step.step_id == chosen[1] for other in step.counterparts)


def _told(pair: Pair, flows: Sequence[MemberFlow], chosen: tuple[bool, str] | None) -> None:
    """What stands beside what, in words."""
    alone = [sum(not step.numbers for step in pair.side(is_left)) for is_left in (True, False)]
    told = words(
        "commons.pair.counts",
        shared=pair.shared,
        left=plain(flows[0].member),
        left_alone=alone[0],
        right=plain(flows[1].member),
        right_alone=alone[1],
    )
    step = next((one for one in pair.side(chosen[0]) if one.step_id == chosen[1]), None) if chosen else None
    if step is None or chosen is None:
        st.caption(f"{told} {words('commons.pair.press')}")
        return
    names = {one.step_id: one.name for one in pair.side(not chosen[0])}
    others = [plain(names[one]) or words("no_name") for one in step.counterparts]
    name = plain(step.name) or words("no_name")
    if others:
        st.markdown(words("commons.pair.beside", name=name, others=words("compare.joined").join(others)))
    else:
        other = plain(flows[1 if chosen[0] else 0].member)
        st.markdown(words("commons.pair.nothing_beside", name=name, member=other))


def _parts(comparison: Comparison, pair: tuple[str, str], flow_ids: Sequence[int]) -> None:
    """Why the two are apart: part by part, down to the steps."""
    shares = workspace().commons.step_shares(flow_ids, pair)
    rows = view.part_rows(comparison, pair, shares)
    total = sum(row.added for row in rows)
    st.markdown(words("commons.pair.why", total=f"{total:.2f}"))
    separator = say("workbook.separator", language())
    st.dataframe(
        [
            {
                words("commons.pair.part"): say(f"divergence_part.{row.part}", language()),
                words("commons.pair.value"): row.value,
                words("commons.pair.added"): row.added if row.value is not None else None,
                words("commons.pair.steps"): separator.join(name or words("no_name") for name in row.steps),
            }
            for row in rows
        ],
        hide_index=True,
        placeholder="",
        key="pair_parts",
        column_config={
            words("commons.pair.value"): st.column_config.NumberColumn(format="%.2f", width=110),
            words("commons.pair.added"): st.column_config.NumberColumn(format="%.3f", width=130),
            words("commons.pair.steps"): st.column_config.TextColumn(width=760),
        },
    )
