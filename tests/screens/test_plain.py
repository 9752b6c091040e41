import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitgap.app.screens.plain import LINE_BREAKS, MARKS, WORD_JOINER, plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("転入届の受付", "転入届の受付"),
        ("**x**", r"\*\*x\*\*"),
        ("[a](b)", r"\[a\]\(b\)"),
        ("$x$", r"\$x\$"),
        ("1. 受付", r"1\. 受付"),
        ("<img>", r"\<img\>"),
        ("二行\nの名", "二行 の名"),
        (":material/home:", rf"\:{WORD_JOINER}material/home\:"),
        ("http://x", rf"http{WORD_JOINER}\://x"),
    ],
)
def test_markdown_is_undone(text: str, expected: str) -> None:
    assert plain(text) == expected


@given(st.text())
def test_every_mark_is_escaped_and_nothing_else_is_changed(text: str) -> None:
    said = plain(text)
    assert re.sub(r"\\(.)", "", said, flags=re.DOTALL) == MARKS.sub("", re.sub(r"\\(.)", "", said, flags=re.DOTALL))
    back = re.sub(r"\\(.)", r"\1", said).replace(WORD_JOINER, "")
    assert back == LINE_BREAKS.sub(" ", text).strip().replace(WORD_JOINER, "")
