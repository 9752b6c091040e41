"""Phrases of the thesaurus where they stand in a text, and the type of work that a text ends in."""

import re
from collections.abc import Callable, Sequence
from functools import partial
from operator import itemgetter
from typing import NamedTuple

from fitgap.normalising.thesaurus import Phrase, Thesaurus

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


_span: Callable[[tuple[int, int, Phrase]], Span] = partial(tuple.__new__, Span)
"""A span from its fields, without the detour through Python that the constructor of a named tuple takes."""

_start = itemgetter(1)


def find_phrases(text: str, thesaurus: Thesaurus) -> tuple[Span, ...]:
    """Phrases of the thesaurus with their places in a plain text; one that lies within a longer one is left out.

    Two may overlap: 国保税額変更 holds 国保税 and 税額変更.
    """
    phrases = thesaurus.phrases
    hits = thesaurus.finder.find_matches_as_indexes(text, overlapping=True)
    hits.reverse()  # they come by their ends: of those that begin together the longest is to be first
    hits.sort(key=_start)
    found: list[Span] = []
    reached = 0
    for which, start, end in hits:
        phrase = phrases[which]
        if end > reached and (not phrase.is_latin or _stands(text, start, phrase.spelling)):
            found.append(_span((start, end, phrase)))
            reached = end
    return tuple(found)


def last_work(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The types of work that a text ends in: nothing but joints and endings (する, 処理, 等 …) between and behind."""
    found: list[Span] = []
    end = len(text)
    for span in reversed(spans):
        gap = text[span.end : end]
        if not span.phrase.activity or (gap and not _is_joint(gap, _BETWEEN_WORK if found else _AFTER_WORK)):
            break
        found.append(span)
        end = span.start
    return tuple(found[::-1])


def _is_joint(gap: str, pattern: re.Pattern[str]) -> bool:
    return len(gap) <= _LONGEST_GAP and pattern.fullmatch(gap) is not None


def _stands(text: str, place: int, spelling: str) -> bool:
    """False where a Latin phrase is cut out of a longer word; a stem may be followed by a usual ending.

    Few endings for a short one: a card is no car.
    """
    before = text[place - 1] if place else " "
    rest = _LETTERS.match(text, place + len(spelling))
    ending = _ENDING if len(spelling) > _SHORT else _ENDING_OF_SHORT
    is_whole = rest is None or ending.fullmatch(rest.group()) is not None
    return is_whole and not (before.isascii() and before.isalnum())
