"""Text of users inside labels and sentences that Streamlit reads as Markdown: shown as it was written."""

import re

# Markdown, $formulas$, :colour[] and HTML are undone by a backslash, which before punctuation stands for itself.
MARKS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&^=])")
# Addresses, :icons:, and arrows are recognised even when escaped: an invisible joiner goes where they would be.
WORD_JOINER = "\u2060"
RECOGNISED = re.compile(
    r"(?i)(?:(?<=http)|(?<=https)|(?<=www))(?=[:.])|(?<=:)(?=\w)|(?<=\S)(?=@\S)|(?<=[<>=-])(?=[<>=-])"
)
LINE_BREAKS = re.compile(r"[\r\n\u2028\u2029\t]+")


def plain(text: str) -> str:
    """A text in which nothing is Markdown; line breaks become spaces."""
    joined = RECOGNISED.sub(WORD_JOINER, LINE_BREAKS.sub(" ", text).strip())
    return MARKS.sub(r"\\\1", joined)
