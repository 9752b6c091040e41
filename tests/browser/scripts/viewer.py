"""A page with nothing but the viewer, for its tests."""

import os
from pathlib import Path

import streamlit as st

from fitgap.app.viewer import Mark, flow_viewer
from fitgap.model.judgement import Verdict

HOSTILE = "<img src=x onerror=\"document.body.dataset.broken='yes'\">"
ESCAPED = HOSTILE.replace("<", "&lt;").replace('"', "&quot;")

st.set_page_config(layout="wide")
DIAGRAMS = (os.environ["FITGAP_TEST_DIAGRAM"], os.environ["FITGAP_TEST_TWO_DIAGRAMS"])
xml = Path(DIAGRAMS[st.toggle("two diagrams")]).read_text(encoding="utf-8")
xml = xml.replace("来庁目的を聞き取り発券する", ESCAPED)
if st.toggle("damage"):
    xml = xml[: len(xml) // 2]

marks = (
    Mark(element_id="Task_T01", verdict=Verdict.FIT, name=HOSTILE, is_decided=True, is_stale=True),
    Mark(element_id="Task_T03", verdict=Verdict.PARTIAL, name="書かない窓口で届出内容を聞き取り入力する"),
    Mark(element_id="Task_T04", verdict=Verdict.GAP, name="本人確認書類を確認する", is_decided=True),
    Mark(element_id="Task_T16", verdict=Verdict.NA, name="住民票の写しを交付する"),
    Mark(element_id="Task_T99", verdict=Verdict.GAP, name="図にない手順"),
    Mark(element_id="A", verdict=Verdict.FIT, name="申請を受け付ける"),
    Mark(element_id="B", verdict=Verdict.GAP, name="要件を審査する"),
    Mark(element_id="C", verdict=Verdict.NOT_JUDGED, name="証明書を交付する"),
)


def remember(step: str) -> None:
    """Keep the step that was clicked, as the screens do."""
    st.session_state["step"] = step
    st.session_state["clicks"] = st.session_state.get("clicks", 0) + 1


for label, step in (("walk to the end", "Task_T16"), ("go inside", "B"), ("go to the other", "C")):
    if st.button(label):
        st.session_state["step"] = step
st.button("run again")
clicked = flow_viewer(
    xml, marks, selected=st.session_state.get("step", ""), key="viewer", height=360, on_click=remember
)
st.text(f"clicked={clicked} step={st.session_state.get('step')} clicks={st.session_state.get('clicks', 0)}")
