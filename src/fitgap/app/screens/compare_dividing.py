"""What divides the group most: its processes, the steps of one process, and the differences in sentences."""

from collections.abc import Sequence

import streamlit as st

from fitgap.app.screens.compare_steps import show_differences
from fitgap.app.screens.frame import show_error
from fitgap.app.screens.plain import plain
from fitgap.app.screens.session import language, words, workspace
from fitgap.model.commons import ProcessShare, StepShare
from fitgap.model.comparison import Comparison, DivergencePart
from fitgap.model.message import UsageError
from fitgap.texts import say

STEPS_FIRST = 10


def show_dividing(comparison: Comparison, flow_ids: Sequence[int]) -> None:
    """Sentences first, then the steps that make the divergence, then all processes when they are asked for."""
    st.markdown(f"**{words('commons.dividing.sentences', process=plain(comparison.process))}**")
    show_differences(comparison)
    _steps(comparison, flow_ids)
    _processes()


def _steps(comparison: Comparison, flow_ids: Sequence[int]) -> None:
    shares = [share for share in workspace().commons.step_shares(flow_ids) if share.total > 0]
    if not shares:
        return
    whole = sum(share.total for share in shares)
    first = sum(share.total for share in shares[:STEPS_FIRST])
    st.markdown(f"**{words('commons.dividing.steps')}**")
    st.caption(
        words(
            "commons.dividing.steps_hint",
            mean=f"{whole:.2f}",
            first=min(STEPS_FIRST, len(shares)),
            count=len(shares),
            percent=f"{first / whole:.0%}",
        )
    )
    names = {group.id: group.name for group in comparison.groups}
    numbers = {group.id: number for number, group in enumerate(comparison.groups, start=1)}
    heaviest = {one.group_id: say(one.said, language()) for one in reversed(comparison.differences)}
    parts = {part: say(f"divergence_part.{part}", language()) for part in DivergencePart}

    def row(share: StepShare) -> dict[str, str | float | int | None]:
        return {
            words("compare.number"): numbers[share.group_id],
            words("compare.name"): names[share.group_id] or words("no_name"),
            words("commons.dividing.share"): 100 * share.total / whole,
            **{name: share.parts[part] or None for part, name in parts.items()},
            words("compare.hours"): round(share.hours_per_year) or None,
            words("commons.dividing.heaviest"): heaviest.get(share.group_id, ""),
        }

    most = workspace().policy().showing.most_rows
    st.dataframe(
        [row(share) for share in shares[:most]],
        hide_index=True,
        key="dividing_steps",
        placeholder="",
        column_config={
            words("compare.number"): st.column_config.NumberColumn(width=45),
            words("compare.name"): st.column_config.TextColumn(width=210),
            words("commons.dividing.share"): st.column_config.ProgressColumn(
                format="%.1f%%", min_value=0, max_value=max(100 * shares[0].total / whole, 1), width=120
            ),
            words("compare.hours"): st.column_config.NumberColumn(format="%,.0f", width=85),
            words("commons.dividing.heaviest"): st.column_config.TextColumn(width=520),
            **{name: st.column_config.NumberColumn(format="%.3f", width=75) for name in parts.values()},
        },
    )


def _processes() -> None:
    st.markdown(f"**{words('commons.dividing.processes')}**")
    shared = [one for one in workspace().processes() if len(one.flow_keys) > 1]
    if not st.toggle(
        words("commons.dividing.all_processes", count=len(shared)),
        value=sum(len(one.flow_keys) for one in shared) <= workspace().policy().comparing.held_at_once,
        key="dividing_processes",
    ):
        return
    place = st.empty()

    def tell(name: str, done: int, count: int) -> None:
        place.progress(done / count, text=words("commons.dividing.working", name=plain(name), done=done, count=count))

    ranked, refusals = workspace().commons.rank_processes(tell)
    place.empty()
    st.caption(words("commons.dividing.processes_hint"))
    _process_table(ranked)
    for refusal in refusals:
        show_error(UsageError(refusal))


def _process_table(ranked: Sequence[ProcessShare]) -> None:
    parts = {part: say(f"divergence_part.{part}", language()) for part in DivergencePart}
    st.dataframe(
        [
            {
                words("commons.dividing.rank"): rank,
                words("commons.dividing.process"): one.process,
                words("compare.member"): one.members,
                words("commons.dividing.shared"): words("compare.of", count=one.shared, all=one.steps),
                words("commons.dividing.mean"): one.mean,
                words("compare.hours"): round(one.hours_per_year) or None,
                **{name: one.parts[part] for part, name in parts.items()},
                words("commons.dividing.heaviest"): say(one.heaviest.said, language()) if one.heaviest else "",
            }
            for rank, one in enumerate(ranked, start=1)
        ],
        hide_index=True,
        key="dividing_process_table",
        placeholder="",
        column_config={
            words("commons.dividing.rank"): st.column_config.NumberColumn(width=45),
            words("commons.dividing.process"): st.column_config.TextColumn(width=260),
            words("compare.member"): st.column_config.NumberColumn(width=55),
            words("commons.dividing.shared"): st.column_config.TextColumn(width=110),
            words("commons.dividing.mean"): st.column_config.NumberColumn(format="%.2f", width=75),
            words("compare.hours"): st.column_config.NumberColumn(format="%,.0f", width=85),
            words("commons.dividing.heaviest"): st.column_config.TextColumn(width=480),
            **{name: st.column_config.NumberColumn(format="%.2f", width=70) for name in parts.values()},
        },
    )
