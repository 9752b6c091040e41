"""Phrases of the thesaurus where they stand in a text, and the type of work that a text ends in."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from fitgap.normalising.thesaurus import Phrase

_AFTER_WORK = re.compile(r"[ぁ-ん\s]*(?:処理|管理|業務|作業|機能|事務|等|[ぁ-ん])*[\s。、）)]*")
_BETWEEN_WORK = re.compile(r"[\s・、,/及び又は並びにのしてを]*")
_LETTERS = re.compile(r"[a-z]*")
_LONGEST_ENDING = 3
_LONGEST_GAP = 24


class Span(NamedTuple):
    """A phrase where it stands in a text."""

    start: int
    end: int
    phrase: Phrase


def find_phrases(text: str, phrases: Mapping[str, tuple[Phrase, ...]]) -> tuple[Span, ...]:
    """Phrases of the thesaurus with their places in a plain text; one that lies within a longer one is left out.

    Two may overlap: 国保税額変更 holds 国保税 and 税額変更.
    """
    found: list[Span] = []
    reached = 0
    for place, character in enumerate(text):
        for phrase in phrases.get(text[place : place + 2]) or phrases.get(character, ()):
            if not text.startswith(phrase.spelling, place):
                continue
            end = place + len(phrase.spelling)
            if end > reached and _stands(text, place, phrase):
                found.append(Span(place, end, phrase))
                reached = end
                break
    return tuple(found)


def last_work(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The types of work that a text ends in: nothing but joints and endings (する, 処理, 等 …) between and behind."""
    found: list[Span] = []
    end = len(text)
    for span in reversed(spans):
        gap = text[span.end : end]
        is_joint = len(gap) <= _LONGEST_GAP and (_BETWEEN_WORK if found else _AFTER_WORK).fullmatch(gap) is not None
        if not span.phrase.activity or not is_joint:
            break
        found.append(span)
        end = span.start
    return tuple(found[::-1])


def _stands(text: str, place: int, phrase: Phrase) -> bool:
    """True unless a Latin phrase is cut out of a longer word; a stem may be followed by a usual ending."""
    if not phrase.spelling.isascii():
        return True
    before = text[place - 1] if place else " "
    rest = _LETTERS.match(text, place + len(phrase.spelling))
    return not (before.isascii() and before.isalnum()) and (rest is None or len(rest.group()) <= _LONGEST_ENDING)
