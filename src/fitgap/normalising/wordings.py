"""Texts to `Wording`s: language, spelling, words, types of work, thesaurus concepts."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from fitgap.model.wording import EMPTY, Concept, Tongue, Wording
from fitgap.normalising import english, japanese
from fitgap.normalising.characters import key_of, plain
from fitgap.normalising.labels import pieces_of
from fitgap.normalising.phrases import Span, find_phrases, last_work
from fitgap.normalising.thesaurus import Thesaurus

_JAPANESE = re.compile(r"[぀-ヿ㐀-鿿々〆]")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_TEXTS_KEPT = 20_000

Word: TypeAlias = tuple[str, int, int]
WORDS: Mapping[Tongue, Callable[[str], list[Word]]] = {
    Tongue.JAPANESE: japanese.words,
    Tongue.ENGLISH: english.words,
}
"""How a language's words are found: dictionary form, first and last place of each."""


class Piece(NamedTuple):
    """A piece of text in one spelling, with the phrases and the words that stand in it."""

    tongue: Tongue
    spelled: str
    spans: tuple[Span, ...]
    words: tuple[Word, ...]


class Normaliser:
    """Makes `Wording`s with one thesaurus; keeps those used last, and may be shared by threads."""

    def __init__(self, thesaurus: Thesaurus) -> None:
        self._thesaurus = thesaurus
        self.one = lru_cache(_TEXTS_KEPT)(self._one)
        self._label = lru_cache(_TEXTS_KEPT)(self._label_and_pieces)
        self._piece = lru_cache(_TEXTS_KEPT)(self._read)
        self._phrases = lru_cache(_TEXTS_KEPT)(self._spell)

    def all(self, texts: Iterable[str]) -> dict[str, Wording]:
        """The wording of every distinct text, by text."""
        return {text: self.one(text) for text in dict.fromkeys(texts)}

    def labels(self, texts: Iterable[str]) -> dict[str, Wording]:
        """The wordings of labels, by text, each with its job and remark, and the wordings of those too."""
        found: dict[str, Wording] = {}
        for text in dict.fromkeys(texts):
            whole, *pieces = self._label(text)
            for piece in pieces:
                found.setdefault(piece.text, piece)
            found[text] = whole
        return found

    def _label_and_pieces(self, text: str) -> tuple[Wording, ...]:
        """A label's wording, and those of its job and remark; what these say is not read again in the whole."""
        job, remark = pieces_of(text, self._names_work)
        if not job:
            return (EMPTY,)
        of_job = self._wording(job, self._piece(job), job=job)
        if not remark:
            return (of_job if job == text else replace(of_job, text=text)), of_job
        of_remark = self._wording(remark, self._piece(remark), job=remark)
        piece = _joined(self._piece(job), self._piece(remark)) or self._piece(text)
        return self._wording(text, piece, job=job, remark=remark, objects=of_job.objects), of_job, of_remark

    def _one(self, text: str) -> Wording:
        """The wording of one text."""
        return self._wording(text, self._piece(text)) if text.strip() else EMPTY

    def _wording(
        self, text: str, piece: Piece, *, job: str = "", remark: str = "", objects: tuple[str, ...] | None = None
    ) -> Wording:
        _, spelled, spans, words = piece
        terms = _terms(words, spans, self._thesaurus)
        return Wording(
            text=text,
            key=key_of(spelled),
            spelled=spelled,
            tongue=piece.tongue,
            words=tuple([word for word, _, _ in words]),
            places=tuple([(start, end) for _, start, end in words]),
            terms=terms,
            objects=self._objects(piece, terms) if objects is None else objects,
            activities=tuple([phrase.activity for _, _, phrase in spans if phrase.activity]),
            concepts=tuple([Concept(phrase.concept, phrase.spelling) for _, _, phrase in spans if phrase.concept]),
            excludes=self._excluded(spans),
            job=job,
            remark=remark,
        )

    def _excluded(self, spans: Sequence[Span]) -> tuple[str, ...]:
        """The opposites of what a text names; none of a text that names both sides."""
        opposites = self._thesaurus.opposites
        named = {span.phrase.concept for span in spans if span.phrase.concept in opposites}
        return tuple(sorted(other for one in named for other in opposites[one] if not opposites[one] & named))

    def _objects(self, piece: Piece, terms: tuple[str, ...]) -> tuple[str, ...]:
        """The terms without the work done: Japanese ends in it, English says it anywhere."""
        if piece.tongue is Tongue.ENGLISH:
            return self._without_works(piece, terms)
        last = last_work(piece.spelled, piece.spans)
        if not last:
            return terms
        rest = _outside(piece.words, last, len(piece.spelled))
        return _terms(rest, piece.spans[: -len(last)], self._thesaurus)

    def _without_works(self, piece: Piece, terms: tuple[str, ...]) -> tuple[str, ...]:
        works = [span for span in piece.spans if span.phrase.activity]
        if not works:
            return terms
        rest = _outside(piece.words, works, len(piece.spelled))
        return _terms(rest, [span for span in piece.spans if not span.phrase.activity], self._thesaurus)

    def _read(self, text: str) -> Piece:
        tongue = tongue_of(text)
        spelled, spans = self._phrases(_CAMEL.sub(" ", text) if tongue is Tongue.ENGLISH else text)
        stop = self._thesaurus.stop
        words = tuple([word for word in WORDS[tongue](spelled) if word[0] not in stop])
        return Piece(tongue=tongue, spelled=spelled, spans=spans, words=words)

    def _spell(self, text: str) -> tuple[str, tuple[Span, ...]]:
        spelled = plain(text, self._thesaurus.respelling)
        return spelled, find_phrases(spelled, self._thesaurus.phrases)

    def _names_work(self, text: str) -> bool:
        return any(span.phrase.activity for span in self._phrases(text)[1])


def tongue_of(text: str) -> Tongue:
    """Japanese as soon as there is a kana or kanji, else English."""
    return Tongue.JAPANESE if _JAPANESE.search(text) else Tongue.ENGLISH


def _joined(one: Piece, other: Piece) -> Piece | None:
    """Two pieces, a blank between them, as one; None where they are of two tongues, or one of them is empty."""
    if one.tongue is not other.tongue or not (one.spelled and other.spelled):
        return None
    shift = len(one.spelled) + 1
    return Piece(
        tongue=one.tongue,
        spelled=f"{one.spelled} {other.spelled}",
        spans=one.spans + tuple([Span(start + shift, end + shift, phrase) for start, end, phrase in other.spans]),
        words=one.words + tuple([(word, start + shift, end + shift) for word, start, end in other.words]),
    )


def _terms(words: Sequence[Word], spans: Sequence[Span], thesaurus: Thesaurus) -> tuple[str, ...]:
    """The words, but those in a phrase with a concept give way to it (marked by ``=``) and to what it is a kind of.

    Concepts that several together stand for something give way to that.
    """
    of_concept = [span for span in spans if span.phrase.concept]
    if not of_concept:
        return tuple([word for word, _, _ in words])
    named = {phrase.concept for _, _, phrase in of_concept}
    lists = [listed for listed in thesaurus.several if len(named & listed.concepts) >= listed.least]
    found = [f"={listed.general}" for listed in lists]
    for _, _, phrase in of_concept:
        if not any(phrase.concept in listed.concepts for listed in lists):
            found += phrase.terms
    replacing = [span for span in of_concept if not span.phrase.is_kind]
    found += [word for word, _, _ in _outside(words, replacing, spans[-1].end)]
    return tuple(found)


def _outside(words: Sequence[Word], spans: Sequence[Span], length: int) -> Sequence[Word]:
    """Words that share no character with any of the spans; one pass, however many there are."""
    if not spans:
        return words
    is_inside = bytearray(length)
    for start, end, _ in spans:
        is_inside[start:end] = b"\x01" * (end - start)
    return [word for word in words if is_inside.find(1, word[1], word[2]) < 0]
