"""Whether a text says a word of a list: Latin words only from their beginning, so that "line" is not in "deadline"."""

import re


def says(text: str, word: str) -> bool:
    """True where the lower-case text holds the word; a Latin one may go on (stamp, stamped) but not begin earlier."""
    if word not in text:
        return False
    return not word.isascii() or re.search(rf"(?<![a-z0-9]){re.escape(word)}", text) is not None
