"""English words without endings; small on purpose, for labels and function lists, not for literature."""

import re

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_ENDINGS = (
    ("ications", "icat"),
    ("ication", "icat"),
    ("ations", "at"),
    ("ation", "at"),
    ("izing", "iz"),
    ("ising", "is"),
    ("ments", "ment"),
    ("ities", "ity"),
    ("ies", "y"),
    ("ing", ""),
    ("ers", "er"),
    ("ed", ""),
    ("es", ""),
    ("s", ""),
    ("e", ""),
)
_SHORTEST_STEM = 3
_STOP_WORDS = (
    "a an and are as at be been by can for from has have if in into is it its may must of on or per shall that the "
    "their then this to was were when which will with via not no all any each able system"
)
_STOP = frozenset(_STOP_WORDS.split())


def words(text: str) -> list[tuple[str, int, int]]:
    """Words of a lower-case text in stem form with their places, without articles and the like."""
    return [(stem(hit.group()), hit.start(), hit.end()) for hit in _WORD.finditer(text) if hit.group() not in _STOP]


def stem(word: str) -> str:
    """Cut one usual ending; a doubled last consonant becomes a single one."""
    for ending, kept in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM and not word.endswith("ss"):
            word = word[: len(word) - len(ending)] + kept
            break
    doubled = len(word) > _SHORTEST_STEM and word[-1] == word[-2] and word[-1] not in "aeiouls"
    return word[:-1] if doubled else word
