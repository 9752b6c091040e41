"""Texts to `Wording`s: language, spelling, words, types of work, thesaurus concepts."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from fitgap.model.wording import EMPTY, Concept, Tongue, Wording
from fitgap.normalising import english, japanese
from fitgap.normalising.characters import key_of, plain
from fitgap.normalising.labels import pieces_of
from fitgap.normalising.thesaurus import Phrase, Thesaurus

_JAPANESE = re.compile(r"[぀-ヿ㐀-鿿々〆]")
_AFTER_WORK = re.compile(r"[ぁ-ん\s]*(?:処理|管理|業務|作業|機能|事務|等|[ぁ-ん])*[\s。、）)]*")
_BETWEEN_WORK = re.compile(r"[\s・、,/及び又は並びにのしてを]*")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_TEXTS_KEPT = 20_000
_LONGEST_ENDING = 3
_LONGEST_GAP = 24

Word: TypeAlias = tuple[str, int, int]
WORDS: Mapping[Tongue, Callable[[str], list[Word]]] = {
    Tongue.JAPANESE: japanese.words,
    Tongue.ENGLISH: english.words,
}
"""How a language's words are found: dictionary form, first and last place of each."""


class Span(NamedTuple):
    """A phrase where it stands in a text."""

    start: int
    end: int
    phrase: Phrase


class Normaliser:
    """Makes `Wording`s with one thesaurus; keeps those used last, and may be shared by threads."""

    def __init__(self, thesaurus: Thesaurus) -> None:
        self._thesaurus = thesaurus
        self.one = lru_cache(_TEXTS_KEPT)(self._one)
        self._label = lru_cache(_TEXTS_KEPT)(self._pieces)

    def all(self, texts: Iterable[str]) -> dict[str, Wording]:
        """The wording of every distinct text, by text."""
        return {text: self.one(text) for text in dict.fromkeys(texts)}

    def labels(self, texts: Iterable[str]) -> dict[str, Wording]:
        """The wordings of labels, by text, each with its job and remark, and the wordings of those too."""
        found: dict[str, Wording] = {}
        for text in dict.fromkeys(texts):
            whole, *pieces = self._label(text)
            for piece, wording in zip((whole.job, whole.remark), pieces, strict=True):
                found.setdefault(piece, wording)
            found[text] = whole
        return found

    def _pieces(self, text: str) -> tuple[Wording, Wording, Wording]:
        """A label's wording, and those of its job and remark."""
        job, remark = pieces_of(text, self._names_work)
        of_job, of_remark = (replace(self.one(piece), job=piece) for piece in (job, remark))
        return replace(self.one(text), job=job, remark=remark), of_job, of_remark

    def _one(self, text: str) -> Wording:
        """The wording of one text."""
        if not text.strip():
            return EMPTY
        tongue = tongue_of(text)
        split = _CAMEL.sub(" ", text) if tongue is Tongue.ENGLISH else text
        spelled = plain(split, self._thesaurus.variants)
        spans = find_phrases(spelled, self._thesaurus.phrases)
        words = [word for word in WORDS[tongue](spelled) if word[0] not in self._thesaurus.stop]
        last = _last_work(spelled, spans)
        rest = list(_outside(words, last, len(spelled)))
        terms = tuple(_terms(words, spans, self._thesaurus))
        others = [span for span in spans if span not in last]
        return Wording(
            text=text,
            key=key_of(spelled),
            spelled=spelled,
            tongue=tongue,
            words=tuple(word for word, _, _ in words),
            places=tuple((start, end) for _, start, end in words),
            terms=terms,
            objects=tuple(_terms(rest, others, self._thesaurus)) if last else terms,
            activities=tuple(span.phrase.activity for span in spans if span.phrase.activity),
            concepts=tuple(
                Concept(name=span.phrase.concept, surface=span.phrase.spelling) for span in spans if span.phrase.concept
            ),
        )

    def _names_work(self, text: str) -> bool:
        spelled = plain(text, self._thesaurus.variants)
        return any(span.phrase.activity for span in find_phrases(spelled, self._thesaurus.phrases))


def tongue_of(text: str) -> Tongue:
    """Japanese as soon as there is a kana or kanji, else English."""
    return Tongue.JAPANESE if _JAPANESE.search(text) else Tongue.ENGLISH


def find_phrases(text: str, phrases: Mapping[str, tuple[Phrase, ...]]) -> list[Span]:
    """Phrases of the thesaurus with their places in a plain text; one that lies within a longer one is left out.

    Two may overlap: 国保税額変更 holds 国保税 and 税額変更.
    """
    found: list[Span] = []
    reached = 0
    for place, character in enumerate(text):
        for phrase in phrases.get(character, ()):
            if not text.startswith(phrase.spelling, place):
                continue
            end = place + len(phrase.spelling)
            if end > reached and _stands(text, place, phrase):
                found.append(Span(place, end, phrase))
                reached = end
                break
    return found


def _stands(text: str, place: int, phrase: Phrase) -> bool:
    """True unless a Latin phrase is cut out of a longer word; a stem may be followed by a usual ending."""
    if not phrase.spelling.isascii():
        return True
    end = place + len(phrase.spelling)
    before = text[place - 1] if place else " "
    rest = re.match(r"[a-z]*", text[end:])
    return not (before.isascii() and before.isalnum()) and (rest is None or len(rest.group()) <= _LONGEST_ENDING)


def _terms(words: list[Word], spans: list[Span], thesaurus: Thesaurus) -> Iterator[str]:
    """The words, but those in a phrase with a concept give way to it (marked by ``=``) and to what it is a kind of.

    Concepts that several together stand for something give way to that.
    """
    of_concept = [span for span in spans if span.phrase.concept]
    named = {span.phrase.concept for span in of_concept}
    lists = [listed for listed in thesaurus.several if len(named & listed.concepts) >= listed.least]
    hidden = frozenset[str]().union(*(listed.concepts for listed in lists))
    yield from (f"={listed.general}" for listed in lists)
    for span in of_concept:
        if span.phrase.concept not in hidden:
            if not span.phrase.is_kind:
                yield f"={span.phrase.concept}"
            yield from (f"={general}" for general in thesaurus.broader.get(span.phrase.concept, ()))
    replacing = [span for span in of_concept if not span.phrase.is_kind]
    yield from (word for word, _, _ in _outside(words, replacing, max((span.end for span in spans), default=0)))


def _outside(words: list[Word], spans: list[Span], length: int) -> Iterator[Word]:
    """Words that share no character with any of the spans; one pass, however many there are."""
    is_inside = bytearray(length)
    for span in spans:
        is_inside[span.start : span.end] = b"\x01" * (span.end - span.start)
    return (word for word in words if not any(is_inside[word[1] : word[2]]))


def _last_work(text: str, spans: list[Span]) -> list[Span]:
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
    return found
