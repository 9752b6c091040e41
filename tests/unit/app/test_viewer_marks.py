"""What the viewer says of a step, and that a page with it runs where no browser draws it."""

from typing import get_args

import pytest
from streamlit.testing.v1 import AppTest

from fitgap.app.viewer.marks import Mark, legend, mark_payload, spoken, words
from fitgap.model.judgement import Verdict
from fitgap.texts import Language

LANGUAGES = get_args(Language)


def test_a_mark_says_verdict_source_and_whether_to_look_again() -> None:
    mark = Mark(element_id="A", verdict=Verdict.PARTIAL, name="審査する")
    assert spoken(mark, "ja") == "審査する：一部適合、機械の推定"
    decided = Mark(element_id="A", verdict=Verdict.GAP, name="審査する", is_decided=True, is_stale=True)
    assert spoken(decided, "ja") == "審査する：不適合、人の決定、要再確認（決定後に本文が変わりました）"


def test_nobody_guessed_what_is_not_judged() -> None:
    assert spoken(Mark(element_id="A", verdict=Verdict.NOT_JUDGED, name=""), "ja") == "（名称なし）：未判定"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_verdict_has_a_sign_of_its_own_and_stands_in_the_legend(language: Language) -> None:
    signs = [mark_payload(Mark(element_id="A", verdict=verdict, name="x"), language)["sign"] for verdict in Verdict]
    assert len(set(signs)) == len(Verdict)
    assert [entry["sign"] for entry in legend(language)][: len(signs)] == signs
    assert all(words(language).values())


def _page() -> None:
    import streamlit as st

    from fitgap.app.viewer import Mark, flow_viewer
    from fitgap.model.judgement import Verdict

    mark = Mark(element_id="A", verdict=Verdict.FIT, name="審査する")
    st.text(f"clicked={flow_viewer('<definitions/>', (mark,), key='viewer')}")


def test_a_page_with_the_viewer_runs_again_and_again() -> None:
    for _ in range(2):  # each AppTest is a server of its own, to which the component has to be made known
        page = AppTest.from_function(_page).run()
        assert not page.exception
        assert [text.value for text in page.text] == ["clicked=None"]
