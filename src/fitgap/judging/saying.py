"""Whether a text says a word of a list: Latin words only from their beginning, so that "line" is not in "deadline"."""

import re
from functools import lru_cache


def says(text: str, word: str) -> bool:
    """True where the lower-case text holds the word; a Latin one may go on (stamp, stamped) but not begin earlier."""
    if word not in text:
        return False
    return not word.isascii() or re.search(rf"(?<![a-z0-9]){re.escape(word)}", text) is not None


def may_say(text: str, lists: tuple[tuple[str, ...], ...]) -> bool:
    """False where the text holds no word of any of the lists, which one pass over it tells."""
    return _any_of(lists).search(text) is not None


@lru_cache(maxsize=16)
def _any_of(lists: tuple[tuple[str, ...], ...]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for words in lists for word in words) or r"(?!)")
