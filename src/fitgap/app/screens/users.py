"""The page for administrators: who has which role, and the audit log."""

from datetime import datetime

import streamlit as st

from fitgap.app.people import ROLES_OF_UNKNOWN
from fitgap.app.screens.audit_section import show_audit
from fitgap.app.screens.figures import moment
from fitgap.app.screens.frame import ask_person, show_error, title
from fitgap.app.screens.plain import plain
from fitgap.app.screens.session import is_login_mode, language, person, words, workspace
from fitgap.model.access import Grant, GrantKind, Role
from fitgap.model.message import FitgapError
from fitgap.texts import say

NOTICE_KEY = "users_notice"
ROUND_KEY = "users_round"
NO_ROLE = "none"


def show() -> None:
    """Draw the page."""
    title("users")
    if not is_login_mode():
        st.info(words("users.no_login"), icon=":material/computer:")
    notice = st.session_state.pop(NOTICE_KEY, None)
    if isinstance(notice, FitgapError):
        show_error(notice)
    elif notice:
        st.success(notice)
    is_known = ask_person("users")
    held, around = st.columns([3, 2], gap="large")
    with held:
        _grants(is_known)
    with around:
        _add(is_known)
        _unknown(is_known)
    st.divider()
    show_audit()


def _grants(is_known: bool) -> None:
    grants = workspace().people.grants()
    st.markdown(f"**{words('users.grants', count=len(grants))}**")
    if not grants:
        st.caption(words("users.nobody"))
        return
    state = st.dataframe(
        [
            {
                words("users.kind"): say(f"people.kind.{grant.kind}", language()),
                words("users.value"): grant.value,
                words("users.role"): say(f"people.role.{grant.role}", language()),
                words("users.member"): _bound(grant),
                words("users.granted"): f"{moment(grant.granted_at)} {grant.granted_by}",
            }
            for grant in grants
        ],
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key=f"grants_{st.session_state.get(ROUND_KEY, 0)}",
        height="content",
    )
    rows = [int(place) for place in state.get("selection", {}).get("rows", []) if int(place) < len(grants)]
    if not rows:
        st.caption(words("users.pick"))
        return
    grant = grants[rows[0]]
    role = say(f"people.role.{grant.role}", language())
    st.button(
        words("users.withdraw", value=plain(grant.value), role=role),
        key="withdraw",
        icon=":material/person_remove:",
        disabled=not is_known,
        on_click=_withdraw,
        args=(grant,),
    )


def _bound(grant: Grant) -> str:
    if grant.member:
        return grant.member
    return words("users.all_members") if grant.role is Role.EDITOR else "－"


def _add(is_known: bool) -> None:
    with st.form("add_user", clear_on_submit=False):
        st.markdown(f"**{words('users.add')}**")
        kind = st.segmented_control(
            words("users.kind"),
            list(GrantKind),
            default=GrantKind.EMAIL,
            format_func=lambda one: say(f"people.kind.{one}", language()),
            required=True,
            key="user_kind",
        )
        value = st.text_input(words("users.value"), placeholder=words("users.value_example"), key="user_value")
        role = st.selectbox(
            words("users.role"),
            list(Role),
            index=0,
            format_func=lambda one: f"{say(f'people.role.{one}', language())}：{say(f'people.may.{one}', language())}",
            key="user_role",
        )
        member = st.selectbox(
            words("users.member_of_editor"),
            workspace().members(),
            index=None,
            accept_new_options=True,
            placeholder=words("users.all_members"),
            key="user_member",
        )
        wants = st.form_submit_button(words("users.add_now"), type="primary", disabled=not is_known, key="add_user_now")
    if wants:
        _grant(GrantKind(kind or GrantKind.EMAIL), value, role or Role.VIEWER, member or "")
        st.rerun()


def _grant(kind: GrantKind, value: str, role: Role, member: str) -> None:
    try:
        grant = workspace().people.grant(kind, value, role, member=member, person=person())
    except FitgapError as error:
        st.session_state[NOTICE_KEY] = error
        return
    said = words("users.added", value=plain(grant.value), role=say(f"people.role.{grant.role}", language()))
    st.session_state[NOTICE_KEY] = said


def _withdraw(grant: Grant) -> None:
    try:
        workspace().people.withdraw(grant.id, person())
    except FitgapError as error:
        st.session_state[NOTICE_KEY] = error
        return
    st.session_state[ROUND_KEY] = int(st.session_state.get(ROUND_KEY, 0)) + 1
    st.session_state[NOTICE_KEY] = words("users.withdrawn", value=plain(grant.value))


def _unknown(is_known: bool) -> None:
    st.segmented_control(
        words("users.unknown"),
        [NO_ROLE if role is None else role.value for role in ROLES_OF_UNKNOWN],
        default=workspace().people.role_of_unknown() or NO_ROLE,
        format_func=lambda one: (
            words("users.unknown_none") if one == NO_ROLE else say(f"people.role.{one}", language())
        ),
        required=True,
        key="role_of_unknown",
        disabled=not is_known,
        on_change=_set_unknown,
        help=words("users.unknown_help"),
    )


def _set_unknown() -> None:
    chosen = str(st.session_state["role_of_unknown"])
    try:
        workspace().people.set_role_of_unknown(None if chosen == NO_ROLE else Role(chosen), person())
    except FitgapError as error:
        st.session_state[NOTICE_KEY] = error
        return
    st.session_state[NOTICE_KEY] = words("users.unknown_set", at=f"{datetime.now().astimezone():%H:%M}")
