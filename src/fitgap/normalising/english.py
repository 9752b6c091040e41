"""English words as roots: what `evaluate`, `evaluates` and `evaluation` have in common."""

import re
from functools import lru_cache

from snowballstemmer.english_stemmer import EnglishStemmer

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_WORDS_KEPT = 50_000
_STOP_WORDS = (
    "a an and are as at be been by can for from has have if in into is it its may must of on or per shall that the "
    "their then this to was were when which will with via all any each able system "
    "about after against before both during further other out over than these those under up upon whether while within "
    "carry conduct do execute hold make perform take undertake"
)
_STOP = frozenset(_STOP_WORDS.split())


def words(text: str) -> list[tuple[str, int, int]]:
    """Words of a lower-case text in stem form with their places, without articles and the like."""
    return [(stem(hit.group()), hit.start(), hit.end()) for hit in _WORD.finditer(text) if hit.group() not in _STOP]


@lru_cache(_WORDS_KEPT)
def stem(word: str) -> str:
    """The root of a word by Porter's second algorithm; a stemmer of its own each time, for none may be shared."""
    found: str = EnglishStemmer().stemWord(word)
    return found
