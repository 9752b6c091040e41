"""Systems over years: plans compared, the best year to start, and what speaks against it."""

import streamlit as st

from fitgap.app.screens import costs_view as view
from fitgap.app.screens.cost_charts import bars, stacked_years
from fitgap.app.screens.cost_saving import save
from fitgap.app.screens.cost_words import kyen, kyen_range, listed, signed_kyen
from fitgap.app.screens.figures import moment
from fitgap.app.screens.frame import ask_person, is_offered, show_error
from fitgap.app.screens.plain import plain
from fitgap.app.screens.session import language, person, words, workspace
from fitgap.model.access import Right
from fitgap.model.cost_entry import EntryKind
from fitgap.model.message import FitgapError
from fitgap.model.scenario import ScenarioResult
from fitgap.reporting.assembly_document import plan_name
from fitgap.reporting.scenario_tables import refusal
from fitgap.texts import say

SCENARIO_KEY = "scenario"
TEXT_KEY = "cost_scenario_text"
TEXT_PIXELS = 320


def show_scenario() -> None:
    """Draw the comparison and the place to edit it."""
    try:
        with st.spinner(words("costs.gathering"), show_time=False):
            result = workspace().costs.scenario()
    except FitgapError as error:
        show_error(error)
    else:
        _comparison(result)
    _edit()


def _comparison(result: ScenarioResult) -> None:
    st.markdown(f"#### {plain(result.scenario.title)}")
    kept = [entry for entry in workspace().costs.log() if entry.kind is EntryKind.SCENARIO]
    if kept:
        st.caption(words("costs.scenario_kept", person=plain(kept[0].person), at=moment(kept[0].at)))
    else:
        st.caption(words("costs.scenario_hint"))
    st.warning(words("costs.not_promised"))
    _best(result)
    st.markdown(f"**{words('costs.scenario_plans', years=result.scenario.years)}**")
    _plans(result)
    _one_plan(result)
    _register(result)


def _best(result: ScenarioResult) -> None:
    best, second = result.best.best, result.best.runner_up
    with st.container(border=True, key="scenario_best"):
        if best is None:
            st.markdown(words("costs.no_best"))
        elif second is None:
            st.markdown(words("costs.best_alone", best=best.cloud_from, present=kyen(best.present)))
        else:
            apart = second.present - best.present
            values = {"best": best.cloud_from, "second": second.cloud_from}
            st.markdown(words("costs.best", present=kyen(best.present), apart=kyen(apart), **values))
            parts = [f"{say(f'component.{one}', language())} {signed_kyen(less)}" for one, less in result.best.apart]
            st.caption(words("costs.apart", parts=listed(parts)))
        with st.expander(words("costs.starts")):
            st.dataframe(
                [
                    {
                        words("costs.start"): str(option.cloud_from),
                        words("costs.waits"): "●" if option.waits else "",
                        words("costs.present_value"): kyen(option.present),
                        words("costs.refused"): refusal(option.refused_by, option.refused_year, language()),
                    }
                    for option in result.best.options
                ],
                hide_index=True,
                key="scenario_starts",
            )


def _plans(result: ScenarioResult) -> None:
    st.dataframe(
        [
            {
                words("costs.plan"): plan_name(plan, language()),
                words("costs.total"): f"{kyen(plan.total.likely)}（{kyen_range(plan.total)}）",
                words("costs.present_value"): kyen(plan.present.likely),
                words(
                    "costs.saved_range"
                ): f"{signed_kyen(plan.saved.likely)}（{signed_kyen(plan.saved.low)}〜{signed_kyen(plan.saved.high)}）",
                words("costs.payback"): str(plan.payback_year or "－"),
                words("costs.counter"): "－" if plan.counter_saved is None else signed_kyen(plan.counter_saved),
                words("costs.refused"): refusal(plan.refused_by, plan.refused_year, language()),
            }
            for plan in result.plans
        ],
        hide_index=True,
        key="scenario_plans",
    )


def _one_plan(result: ScenarioResult) -> None:
    by_key = {plan.plan.key: plan for plan in result.plans}
    picked = st.selectbox(
        words("costs.plan_shown"),
        list(by_key),
        index=min(1, len(by_key) - 1),
        format_func=lambda key: plan_name(by_key[key], language()),
        key="scenario_plan",
    )
    years, members = st.columns([6, 4], gap="medium")
    with years:
        st.markdown(f"**{words('costs.by_year')}**")
        amounts = view.year_amounts(by_key[picked])
        names = {one.component: say(f"component.{one.component}", language()) for one in amounts}
        stacked_years(amounts, names, words("costs.axis"), "scenario_years")
    with members:
        data = [view.bar(plan_name(plan, language()), plan.total) for plan in result.plans]
        bars(data, words("costs.axis"), "scenario_chart")
        st.markdown(f"**{words('costs.of_members')}**")
        st.dataframe(
            [
                {words("costs.member"): member, **_member_columns(by_key[picked].of(member).likely, member, result)}
                for member in view.members_of_plans(result.plans)
            ],
            hide_index=True,
            key="scenario_members",
        )


def _member_columns(likely: int, member: str, result: ScenarioResult) -> dict[str, str]:
    alone = result.plans[0].of(member).likely
    return {words("costs.total"): kyen(likely), words("costs.saved_range"): signed_kyen(alone - likely)}


def _register(result: ScenarioResult) -> None:
    with st.expander(words("costs.register")):
        st.dataframe(
            [
                {
                    words("costs.member"): system.member,
                    words("costs.business"): system.business,
                    words("costs.vendor"): system.vendor,
                    words("costs.kind_of"): say(f"system_kind.{system.kind}", language()),
                    words("costs.yearly_cost"): kyen(system.yearly_yen),
                    words("costs.contract_end"): str(system.contract_end),
                    words("costs.users"): system.users,
                }
                for system in result.scenario.systems
            ],
            hide_index=True,
            key="scenario_register",
        )


def _edit() -> None:
    with st.expander(words("costs.edit_scenario")):
        st.caption(words("costs.scenario_text"))
        is_known = is_offered(Right.DECIDE) and ask_person("scenario")
        st.session_state.setdefault(TEXT_KEY, workspace().costs.scenario_text())
        st.text_area(
            words("costs.edit_scenario"),
            key=TEXT_KEY,
            height=TEXT_PIXELS,
            label_visibility="collapsed",
            disabled=not is_known,
        )
        seen = workspace().costs.seen_id(EntryKind.SCENARIO, SCENARIO_KEY)
        st.button(
            words("costs.scenario_save"),
            type="primary",
            key="scenario_save",
            disabled=not is_known,
            on_click=_keep,
            args=(seen,),
        )


def _keep(seen: int | None) -> None:
    text = str(st.session_state[TEXT_KEY])
    save(lambda: workspace().costs.keep_scenario(text, person=person(), seen_id=seen))
