"""Phrases of the thesaurus where they stand in a text, and the type of work that a text ends in."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from fitgap.normalising.thesaurus import Phrase

_AFTER_WORK = re.compile(r"[ぁ-ん\s]*(?:処理|管理|業務|作業|機能|事務|等|[ぁ-ん])*[\s。、）)]*")
_BETWEEN_WORK = re.compile(r"[\s・、,/及び又は並びにのしてを]*")
_LETTERS = re.compile(r"[a-z]*")
_ENDING = re.compile(
    r"(?:s|e|d|y|es|ed|er|or|al|ic|ly|ze|se|ing|ion|ers|ors|als|ies|ied|ier|ity|ive|ise|ize|sed|ses|sis|zed|zes"
    r"|ent|ant|ist)?"
)
_ENDING_OF_SHORT = re.compile(r"(?:s|ed|ing|er)?")
_SHORT = 3
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
    """True unless a Latin phrase is cut out of a longer word; a stem may be followed by a usual ending.

    Few endings for a short one: a card is no car.
    """
    if not phrase.spelling.isascii():
        return True
    before = text[place - 1] if place else " "
    rest = _LETTERS.match(text, place + len(phrase.spelling))
    ending = _ENDING if len(phrase.spelling) > _SHORT else _ENDING_OF_SHORT
    is_whole = rest is None or ending.fullmatch(rest.group()) is not None
    return is_whole and not (before.isascii() and before.isalnum())
