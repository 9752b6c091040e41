"""Each member's distance to the others, to the common flow, and what each package covers of its work."""

from collections.abc import Sequence

import streamlit as st

from fitgap.app.screens import compare_view as view
from fitgap.app.screens.common_flow_drafts import agreed_plan
from fitgap.app.screens.compare_view import Nearness
from fitgap.app.screens.figures import percent
from fitgap.app.screens.picking import product_name
from fitgap.app.screens.plain import plain
from fitgap.app.screens.session import language, words, workspace
from fitgap.model.commons import MemberDistance
from fitgap.model.comparison import Comparison
from fitgap.model.summary import Rate


def show_members(comparison: Comparison, flow_ids: Sequence[int]) -> None:
    """The table; packages are looked at by themselves while few flows have to be held against them."""
    st.markdown(f"**{words('compare.by_member')}**")
    plan, is_saved = agreed_plan(flow_ids)
    packages = {row.key: product_name(row) for row in workspace().catalogs()}
    is_asked = packages and st.toggle(
        words("commons.members.with_packages", packages=len(packages), flows=len(flow_ids)),
        value=len(packages) * len(flow_ids) <= workspace().policy().comparing.held_at_once,
        key="distance_packages",
    )
    place = st.empty()

    def tell(name: str, done: int, count: int) -> None:
        place.progress(done / count, text=words("holding.progress", name=plain(name), done=done, count=count))

    keys = tuple(packages) if is_asked else ()
    found = {one.member: one for one in workspace().commons.member_distances(flow_ids, plan, keys, language(), tell)}
    place.empty()
    st.dataframe(
        [_row(one, found.get(one.member), keys) for one in view.nearness(comparison)],
        hide_index=True,
        key="compare_nearness",
        placeholder="",
        column_config={
            "member": words("compare.member"),
            "mean": st.column_config.NumberColumn(words("compare.mean_distance"), format="%.2f"),
            "common": st.column_config.NumberColumn(
                words("commons.members.to_common" if is_saved else "commons.members.to_proposal"), format="%.2f"
            ),
            **{f"package_{key}": words("commons.members.covered", package=packages[key]) for key in keys},
            "nearest": words("compare.nearest"),
            "farthest": words("compare.farthest"),
            "steps": words("compare.own_steps"),
            "alone": words("compare.alone_steps"),
        },
    )
    st.caption(words("commons.members.hint_saved" if is_saved else "commons.members.hint_proposal"))


def _row(one: Nearness, distance: MemberDistance | None, packages: Sequence[str]) -> dict[str, str | float | None]:
    covered = (distance.covered or {}) if distance else {}
    return {
        "member": one.member,
        "mean": one.mean,
        "common": distance.to_common if distance else None,
        **{f"package_{key}": _rate(covered.get(key)) for key in packages},
        "nearest": _near(one.nearest),
        "farthest": _near(one.farthest),
        "steps": one.steps,
        "alone": one.alone,
    }


def _rate(rate: Rate | None) -> str:
    """A share with its base."""
    if rate is None or rate.value is None:
        return words("figures.no_base")
    return words(
        "figures.rate",
        numerator=f"{rate.numerator:,.0f}",
        denominator=f"{rate.denominator:,.0f}",
        percent=percent(rate.value),
    )


def _near(other: tuple[str, float]) -> str:
    return words("compare.near", member=other[0], value=f"{other[1]:.2f}")
