"""The common flow that holds for the screens: the newest saved version, else the majority's; and drafts on the way."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from fitgap.app.screens.session import language, workspace
from fitgap.model.commons import Plan
from fitgap.model.comparison import CommonRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A plan that somebody is at work on; `seen_id` is the newest version that was there when it was begun."""

    plan: Plan
    seen_id: int | None
    place: int = 0


def agreed_plan(flow_ids: Sequence[int]) -> tuple[Plan, bool]:
    """The plan of the newest saved version (and True), else of what the majority does."""
    versions = workspace().commons.versions(flow_ids)
    if versions:
        return workspace().commons.plan_of_version(versions[0].id), True
    return workspace().commons.propose(flow_ids, CommonRule.MAJORITY, language()).plan, False


def draft_of(flow_ids: Sequence[int]) -> Draft | None:
    """What is being edited for these flows in this tab."""
    return st.session_state.get(_key(flow_ids))


def begin_draft(flow_ids: Sequence[int], plan: Plan) -> None:
    """Start editing a plan; what was being edited for these flows before gives way."""
    versions = workspace().commons.versions(flow_ids)
    st.session_state[_key(flow_ids)] = Draft(plan=plan, seen_id=versions[0].id if versions else None)


def keep_draft(flow_ids: Sequence[int], draft: Draft) -> None:
    """Put the draft as it is now."""
    st.session_state[_key(flow_ids)] = draft


def end_draft(flow_ids: Sequence[int]) -> None:
    """Let go of the draft."""
    st.session_state.pop(_key(flow_ids), None)


def stamp(flow_ids: Sequence[int]) -> int:
    """A number for these flows, so that what is chosen for others means nothing here."""
    return zlib.crc32(repr(sorted(flow_ids)).encode())


def _key(flow_ids: Sequence[int]) -> str:
    return f"common_draft_{stamp(flow_ids)}"
