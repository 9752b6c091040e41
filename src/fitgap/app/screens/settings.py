"""The settings page: the policy on top of the shipped one, where the data is, kept mappings, versions."""

import platform
from importlib.metadata import version
from importlib.resources import files

import streamlit as st

from fitgap.app.paths import DATABASE_VARIABLE
from fitgap.app.screens import evidence_section
from fitgap.app.screens.frame import ask_person, show_error, title
from fitgap.app.screens.session import language, may, person, words, workspace
from fitgap.model.access import Right
from fitgap.model.message import FitgapError
from fitgap.texts import say

POLICY_KEY = "policy_text"
RESULT_KEY = "policy_result"
POLICY_PIXELS = 180


def show() -> None:
    """Draw the page."""
    title("settings")
    policy, around = st.columns([3, 2], gap="large")
    with policy:
        _policy()
    with around:
        if may(Right.ADMINISTER):
            _place()
        _mappings()
        evidence_section.show()
        _versions()


def _policy() -> None:
    st.markdown(f"**{words('settings.policy')}**")
    st.caption(words("settings.policy_hint"))
    is_known = may(Right.ADMINISTER) and ask_person("settings")
    if not may(Right.ADMINISTER):
        st.caption(say("access.needs.administer", language()))
    result = st.session_state.pop(RESULT_KEY, None)
    if isinstance(result, FitgapError):
        show_error(result)
    elif result:
        st.success(words("settings.saved"))
    st.session_state.setdefault(POLICY_KEY, workspace().policy_text())
    st.text_area(
        words("settings.policy_text"),
        key=POLICY_KEY,
        height=POLICY_PIXELS,
        placeholder=words("settings.policy_example"),
    )
    st.button(words("settings.save"), type="primary", disabled=not is_known, key="save_policy", on_click=_save)
    with st.expander(words("settings.defaults")):
        st.code(
            files("fitgap.policies").joinpath("default.toml").read_text(encoding="utf-8"), language="toml", height=420
        )


def _save() -> None:
    try:
        workspace().set_policy(str(st.session_state[POLICY_KEY]), person())
    except FitgapError as error:
        st.session_state[RESULT_KEY] = error
        return
    st.session_state[RESULT_KEY] = True


def _place() -> None:
    st.markdown(f"**{words('settings.place')}**")
    st.code(workspace().location, language=None, wrap_lines=True)
    st.caption(words("settings.place_hint", variable=DATABASE_VARIABLE))


def _mappings() -> None:
    kept = workspace().kept_mappings()
    st.markdown(f"**{words('settings.mappings', count=len(kept))}**")
    if not kept:
        st.caption(words("settings.no_mappings"))
        return
    st.dataframe(
        [
            {
                words("settings.mapping_sheet"): mapping.sheet or "－",
                words("settings.mapping_row"): mapping.header_row,
                words("settings.mapping_columns"): "、".join(
                    f"{say(f'table_field.{field}', language())}＝{heading}" for field, heading in mapping.columns
                ),
            }
            for mapping in kept
        ],
        hide_index=True,
    )


def _versions() -> None:
    st.markdown(f"**{words('settings.versions')}**")
    names = {"fitgap": version("fitgap"), "Python": platform.python_version(), "Streamlit": version("streamlit")}
    st.text("　".join(f"{name} {number}" for name, number in names.items()))
