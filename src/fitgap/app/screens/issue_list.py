"""The issues of a reading: sign and word of severity, place, what, what to do."""

from collections.abc import Sequence

import streamlit as st

from fitgap.app.screens import imports_view as view
from fitgap.app.screens.plain import plain
from fitgap.app.screens.session import language, words
from fitgap.model.message import Issue, Severity
from fitgap.texts import place, say, todo

COLOURS = {Severity.ERROR: "red", Severity.WARNING: "orange", Severity.INFO: "blue"}
SHOWN_OF_EACH = 8


def show_issues(issues: Sequence[Issue], key: str) -> None:
    """The foremost issues one below the other, the rest in a table on demand."""
    told = view.told(issues, SHOWN_OF_EACH)
    for issue in told:
        _line(issue)
    if len(issues) > len(told):
        with st.expander(words("issues.all", count=len(issues)), key=f"issues_{key}"):
            _table(issues)


def issue_badges(issues: Sequence[Issue]) -> str:
    """How many of each severity, as Markdown badges; says so when there are none."""
    if not issues:
        return f":green-badge[✔ {words('issues.none')}]"
    return " ".join(
        f":{COLOURS[severity]}-badge[{severity_word(severity)} {len(group)}]"
        for severity, group in view.by_severity(issues)
    )


def severity_word(severity: Severity) -> str:
    """Sign and word of a severity."""
    return f"{words(f'issues.sign.{severity}')} {say(f'severity.{severity}', language())}"


def _line(issue: Issue) -> None:
    advice = todo(issue, language())
    badge = f":{COLOURS[issue.severity]}-badge[{severity_word(issue.severity)}]"
    where = plain(place(issue.source, language()))
    sentence = f"{badge} **{where}**　{plain(say(issue.message, language()))}"
    if advice:
        sentence += f"  \n→ {plain(advice)}"
    st.markdown(sentence)


def _table(issues: Sequence[Issue]) -> None:
    st.dataframe(
        [
            {
                words("issues.column_severity"): severity_word(issue.severity),
                words("issues.column_place"): place(issue.source, language()),
                words("issues.column_what"): say(issue.message, language()),
                words("issues.column_todo"): todo(issue, language()),
            }
            for issue in issues
        ],
        hide_index=True,
        row_height=56,
        column_config={
            words("issues.column_severity"): st.column_config.TextColumn(width="small"),
            words("issues.column_place"): st.column_config.TextColumn(width="medium"),
        },
    )
