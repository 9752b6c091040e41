"""Every figure with its range, basis and source; where people change them, and the log of who did."""

import json
from functools import partial

import streamlit as st

from fitgap.app.screens.cost_saving import save
from fitgap.app.screens.cost_words import basis_name, input_name, source_of, unit_name
from fitgap.app.screens.figures import moment
from fitgap.app.screens.frame import ask_person, is_offered
from fitgap.app.screens.picking import pick
from fitgap.app.screens.plain import plain
from fitgap.app.screens.session import language, person, words, workspace
from fitgap.model.access import Right
from fitgap.model.cost_entry import CostEntry, EntryKind, RateRow
from fitgap.model.sharing import SharingRule
from fitgap.texts import say

SOURCE_CHARACTERS = 300
SHORT = 80


def show_figures() -> None:
    """Draw the inputs, the settings and the log."""
    is_known = is_offered(Right.DECIDE) and ask_person("figures")
    rows = workspace().costs.rates()
    settings, edit = st.columns([4, 6], gap="medium")
    with settings:
        _settings(is_known=is_known)
        _populations(is_known=is_known)
    with edit:
        _edit(rows, is_known=is_known)
    _rates(rows)
    _log()


def _rates(rows: tuple[RateRow, ...]) -> None:
    st.markdown(f"**{words('costs.rates')}**")
    st.dataframe(
        [
            {
                words("costs.basis"): basis_name(row.input),
                words("costs.rate_name"): input_name(row.name),
                words("costs.low"): row.input.low,
                words("costs.likely"): row.input.likely,
                words("costs.high"): row.input.high,
                words("costs.unit"): unit_name(row.input),
                words("costs.source"): source_of(row.input),
                words("costs.changed"): f"{row.entry.person} {moment(row.entry.at)}" if row.entry else "",
            }
            for row in rows
        ],
        hide_index=True,
        key="cost_rates",
    )


def _edit(rows: tuple[RateRow, ...], *, is_known: bool) -> None:
    by_name = {row.name: row for row in rows}
    with st.container(border=True, key="cost_rate_edit"):
        st.markdown(f"**{words('costs.rate_edit')}**")
        name = pick(words("costs.rate_pick"), "rate", list(by_name), input_name)
        row = by_name[name]
        st.caption(f"{basis_name(row.input)}　{unit_name(row.input)}　{plain(source_of(row.input))}")
        keys = {end: f"cost_rate_{name}_{row.seen_id}_{end}" for end in ("low", "likely", "high", "source")}
        for place, end in zip(st.columns(3), ("low", "likely", "high"), strict=True):
            with place:
                value = float(getattr(row.input, end))
                st.number_input(words(f"costs.{end}"), value=value, format="%g", key=keys[end], disabled=not is_known)
        st.text_input(
            words("costs.rate_source"), key=keys["source"], max_chars=SOURCE_CHARACTERS, disabled=not is_known
        )
        with st.container(horizontal=True):
            st.button(
                words("costs.rate_save"),
                type="primary",
                key="cost_rate_save",
                disabled=not is_known,
                on_click=_keep_rate,
                args=(row, keys),
            )
            if row.entry:
                st.button(
                    words("costs.rate_reset"),
                    key="cost_rate_reset",
                    disabled=not is_known,
                    on_click=_reset_rate,
                    args=(row,),
                )


def _keep_rate(row: RateRow, keys: dict[str, str]) -> None:
    low, likely, high = (float(st.session_state[keys[end]]) for end in ("low", "likely", "high"))
    source = str(st.session_state[keys["source"]])
    save(
        lambda: workspace().costs.set_rate(
            row.name, low, likely, high, source=source, person=person(), seen_id=row.seen_id
        )
    )


def _reset_rate(row: RateRow) -> None:
    save(lambda: workspace().costs.reset_rate(row.name, person=person(), seen_id=row.seen_id))


def _settings(*, is_known: bool) -> None:
    figures, off = workspace().costs.figures(), not is_known
    st.markdown(f"**{words('costs.settings')}**")
    with st.form("cost_settings", border=True):
        years, cap = st.columns(2)
        with years:
            st.number_input(words("costs.setting_years"), 1, 30, figures.years, key="cost_years", disabled=off)
        with cap:
            st.number_input(words("costs.setting_cap"), 0, 10_000, figures.cap, key="cost_cap", disabled=off)
        rule, alpha = st.columns(2)
        with rule:
            st.selectbox(
                words("costs.setting_sharing"),
                list(SharingRule),
                index=list(SharingRule).index(figures.sharing),
                format_func=lambda one: say(f"sharing_rule.{one}", language()),
                key="cost_sharing",
                disabled=off,
            )
        with alpha:
            st.number_input(
                words("costs.setting_alpha"), 0.0, 1.0, figures.alpha, step=0.1, key="cost_alpha", disabled=off
            )
        discount, growth = st.columns(2)
        with discount:
            st.number_input(
                words("costs.setting_discount_rate"),
                0.0,
                0.5,
                figures.discount_rate,
                0.005,
                "%.3f",
                "cost_discount_rate",
                disabled=off,
            )
        with growth:
            st.number_input(
                words("costs.setting_price_growth"),
                0.0,
                0.5,
                figures.price_growth,
                0.005,
                "%.3f",
                "cost_price_growth",
                disabled=off,
            )
        seen = {
            name: workspace().costs.seen_id(EntryKind.SETTING, name)
            for name in ("years", "cap", "sharing", "alpha", "discount_rate", "price_growth")
        }
        st.form_submit_button(
            words("costs.setting_save"), type="primary", disabled=off, on_click=_keep_settings, args=(seen,)
        )


def _keep_settings(seen: dict[str, int | None]) -> None:
    """Only what differs from what holds."""
    costs = workspace().costs
    figures = costs.figures()
    for name, seen_id in seen.items():
        value = st.session_state[f"cost_{name}"]
        if value == getattr(figures, name):
            continue
        plain_value = value.value if isinstance(value, SharingRule) else value
        if not save(partial(costs.set_setting, name, plain_value, person=person(), seen_id=seen_id)):
            return


def _populations(*, is_known: bool) -> None:
    known = workspace().costs.populations()
    with st.expander(words("costs.populations")), st.form("cost_populations", border=False):
        for place, (member, population) in enumerate(known.items()):
            key = f"cost_population_{place}"
            st.number_input(plain(member), 0, 20_000_000, population or 0, key=key, disabled=not is_known)
        seen = {member: workspace().costs.seen_id(EntryKind.MEMBER, member) for member in known}
        st.form_submit_button(
            words("costs.population_save"), disabled=not is_known, on_click=_keep_populations, args=(seen,)
        )


def _keep_populations(seen: dict[str, int | None]) -> None:
    costs = workspace().costs
    known = costs.populations()
    for place, (member, seen_id) in enumerate(seen.items()):
        wanted = int(st.session_state[f"cost_population_{place}"])
        if wanted == (known[member] or 0):
            continue
        if not save(partial(costs.set_population, member, wanted, person=person(), seen_id=seen_id)):
            return


def _log() -> None:
    with st.expander(words("costs.log")):
        most = workspace().policy().showing.most_rows
        st.dataframe(
            [
                {
                    words("costs.log_at"): moment(entry.at),
                    words("costs.log_person"): entry.person,
                    words("costs.log_kind"): words(f"costs.kind.{entry.kind}"),
                    words("costs.log_key"): _what(entry),
                    words("costs.log_value"): entry.value[:SHORT] if entry.value else words("costs.back"),
                }
                for entry in workspace().costs.log()[:most]
            ],
            hide_index=True,
            placeholder="",
            key="cost_log",
        )


def _what(entry: CostEntry) -> str:
    match entry.kind:
        case EntryKind.RATE:
            return input_name(entry.key)
        case EntryKind.SETTING:
            return words(f"costs.setting_{entry.key}")
        case EntryKind.VOLUME | EntryKind.SCORE:
            return "　".join(json.loads(entry.key))
        case _:
            return entry.key
