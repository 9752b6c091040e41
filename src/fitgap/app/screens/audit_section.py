"""操作記録: the newest lines of the audit log, whether the chain holds, and the whole log as a file."""

import json
from datetime import datetime

import streamlit as st

from fitgap.app.screens.figures import moment
from fitgap.app.screens.session import language, words, workspace
from fitgap.model.audit import AuditCheck, AuditLine
from fitgap.texts import has_text, say

NEWEST = 200
MOST_WHOLE, HEIGHT_PIXELS = 8, 320
CHECK_KEY = "audit_check"


def show_audit() -> None:
    """Draw the section."""
    st.markdown(f"**{words('audit.title')}**")
    st.caption(words("audit.hint", newest=NEWEST))
    here = workspace()
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(words("audit.verify"), icon=":material/fact_check:", key="verify_audit"):
            st.session_state[CHECK_KEY] = here.audit.verify()
        st.download_button(
            words("audit.take"),
            lambda: here.audit.export_lines(),
            file_name=f"fitgap_audit_{datetime.now().astimezone():%Y%m%d_%H%M}.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
            key="take_audit",
        )
    check = st.session_state.get(CHECK_KEY)
    if check is not None:
        _say_check(check)
    lines = here.audit.lines(NEWEST)
    if lines:
        st.dataframe(
            [_row(line) for line in reversed(lines)],
            hide_index=True,
            key="audit_lines",
            height=HEIGHT_PIXELS if len(lines) > MOST_WHOLE else "content",
        )


def act_name(what: str) -> str:
    """An act in words; one that this version has no words for by its code."""
    code = f"audit.act.{what}"
    return say(code, language()) if has_text(code) else what


def _say_check(check: AuditCheck) -> None:
    if check.bad_number is None:
        st.success(words("audit.holds", count=check.count, digest=check.last_digest or "－"))
    else:
        problem = say(f"audit.problem.{check.problem}", language(), number=check.bad_number)
        st.error(words("audit.broken", count=check.count, problem=problem))


def _row(line: AuditLine) -> dict[str, str | int]:
    details = json.loads(line.details)
    return {
        words("audit.number"): line.number,
        words("audit.at"): moment(line.at),
        words("audit.who"): line.who or "－",
        words("audit.act"): act_name(line.what),
        words("audit.subject"): line.subject,
        words("audit.details"): "　".join(f"{name}={value}" for name, value in details.items() if value != ""),
    }
