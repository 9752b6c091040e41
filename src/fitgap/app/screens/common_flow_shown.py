"""A common flow on the screen: its diagram with numbered steps, and what each member has to change."""

from collections.abc import Callable, Sequence

import streamlit as st

from fitgap.app.screens import common_flow_view as view
from fitgap.app.screens.plain import plain
from fitgap.app.screens.session import language, words, workspace
from fitgap.app.viewer import LinkKind, flow_viewer
from fitgap.model.comparison import ChangeKind, CommonFlow
from fitgap.reporting.diagram import Diagram
from fitgap.texts import say

DIAGRAM_PIXELS = 320


def show_common(
    common: CommonFlow,
    diagram: Diagram,
    members: int,
    *,
    key: str,
    selected: str = "",
    on_click: Callable[[str], None] | None = None,
) -> None:
    """The diagram; `selected` and what `on_click` gets are ids of the common flow's steps."""
    xml_ids = dict(diagram.node_ids)
    node_ids = {xml_id: node_id for node_id, xml_id in diagram.node_ids}
    says = words("commons.flow.spoken", number="{number}", name="{name}", count="{count}", all="{all}")
    flow_viewer(
        diagram.xml,
        view.common_marks(common, xml_ids, members, says),
        selected=xml_ids.get(selected, ""),
        key=f"common_diagram_{key}",
        height=DIAGRAM_PIXELS,
        language=language(),
        links=(
            (LinkKind.SHARED, "1", words("commons.flow.legend_all")),
            (LinkKind.ALONE, "2", words("commons.flow.legend_some")),
        ),
        on_click=(lambda xml_id: on_click(node_ids.get(xml_id, ""))) if on_click else None,
    )


def show_changes(common: CommonFlow, members: Sequence[str], *, key: str) -> None:
    """Counts by member and kind, and the sentences of one member."""
    st.markdown(f"**{words('commons.flow.what_changes')}**")
    found = view.efforts(common, members)
    st.dataframe(
        [
            {
                words("compare.member"): one.member,
                words("commons.flow.changes"): one.changes,
                **{say(f"change_kind.{kind}", language()): count for kind, count in one.counts},
                words("compare.hours"): round(one.hours_per_year),
            }
            for one in found
        ],
        hide_index=True,
        key=f"common_efforts_{key}",
        placeholder="",
        column_config={words("compare.hours"): st.column_config.NumberColumn(format="%,.0f")},
    )
    st.caption(words("commons.flow.hours_hint"))
    changes = [one for one in common.changes if one.member in members]
    with st.expander(words("commons.flow.all_changes", count=len(changes))):
        most = workspace().policy().showing.most_rows
        if len(changes) > most:
            st.caption(words("compare.cut", most=most, count=len(changes)))
        order = {kind: place for place, kind in enumerate(ChangeKind)}
        st.dataframe(
            [
                {
                    words("compare.member"): one.member,
                    words("compare.kind"): say(f"change_kind.{one.kind}", language()),
                    words("compare.sentence"): say(one.said, language()),
                    words("compare.hours"): round(one.hours_per_year, 1) or None,
                }
                for one in sorted(changes, key=lambda one: (one.member, order[one.kind]))[:most]
            ],
            hide_index=True,
            key=f"common_changes_{key}",
            placeholder="",
            column_config={words("compare.sentence"): st.column_config.TextColumn(width=800)},
        )


def member_names(names: Sequence[str]) -> str:
    """Names in one phrase, as they are written."""
    return plain(say("workbook.separator", language()).join(names))
