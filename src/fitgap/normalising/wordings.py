"""Texts to `Wording`s: language, spelling, words, types of work, thesaurus concepts."""

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TypeAlias

from fitgap.model.wording import EMPTY, Tongue, Wording
from fitgap.normalising import english, japanese
from fitgap.normalising.characters import key_of, plain
from fitgap.normalising.keeping import Kept
from fitgap.normalising.labels import pieces_of
from fitgap.normalising.phrases import Span, find_phrases, last_work
from fitgap.normalising.thesaurus import Thesaurus

_JAPANESE = re.compile(r"[぀-ヿ㐀-鿿々〆]")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_TEXTS_KEPT = 20_000

_BEHIND_ALL = (sys.maxsize, sys.maxsize, None)

Word: TypeAlias = tuple[str, int, int]
WORDS: Mapping[Tongue, Callable[[str], list[Word]]] = {
    Tongue.JAPANESE: japanese.words,
    Tongue.ENGLISH: english.words,
}
"""How a language's words are found: dictionary form, first and last place of each."""


class Normaliser:
    """Makes `Wording`s with one thesaurus; keeps those used last, and may be shared by threads."""

    def __init__(self, thesaurus: Thesaurus) -> None:
        self._thesaurus = thesaurus
        self._texts = Kept(_TEXTS_KEPT, self._read)
        self._labels = Kept(_TEXTS_KEPT, self._read_labels)
        self._phrases = lru_cache(_TEXTS_KEPT)(self._spell)

    def one(self, text: str) -> Wording:
        """The wording of a text."""
        return self.all((text,))[text]

    def all(self, texts: Iterable[str]) -> dict[str, Wording]:
        """The wording of every distinct text, by text."""
        return self._texts.of(texts)

    def labels(self, texts: Iterable[str]) -> dict[str, Wording]:
        """The wordings of labels, by text, each with its job and remark, and the wordings of those too."""
        found: dict[str, Wording] = {}
        for text, (whole, pieces) in self._labels.of(texts).items():
            for piece in pieces:
                found.setdefault(piece.text, piece)
            found[text] = whole
        return found

    def _read_labels(self, labels: Sequence[str]) -> Iterator[tuple[Wording, tuple[Wording, ...]]]:
        """Labels' wordings, each with those of its job and remark."""
        pieces = [pieces_of(label, self._names_work) for label in labels]
        read = self.all(piece for both in pieces for piece in both)
        for label, (job, remark) in zip(labels, pieces, strict=True):
            yield self._label(label, read[job], read[remark])

    def _label(self, text: str, job: Wording, remark: Wording) -> tuple[Wording, tuple[Wording, ...]]:
        """A label's wording, and those of its job and remark; what these say is not read again in the whole."""
        if not job.text:
            return EMPTY, ()
        if not remark.text:
            return (job, ()) if job.text == text else (replace(job, text=text), (job,))
        both = _together(text, job, remark)
        if both is None or (remark.concepts and self._may_list(both)):
            (whole,) = self._read((text,))
            both = replace(whole, objects=job.objects, job=job.text, remark=remark.text)
        return both, (job, remark)

    def _read(self, texts: Sequence[str]) -> Iterator[Wording]:
        """The wordings of texts; the words of all are looked up at once, while the dictionary is at hand."""
        tongues = [tongue_of(text) for text in texts]
        spelled = [
            self._phrases(_CAMEL.sub(" ", text) if tongue is Tongue.ENGLISH else text)
            for text, tongue in zip(texts, tongues, strict=True)
        ]
        words = [WORDS[tongue](plain_text) for tongue, (plain_text, _) in zip(tongues, spelled, strict=True)]
        for text, tongue, (plain_text, spans), found in zip(texts, tongues, spelled, words, strict=True):
            yield self._wording(text, tongue, plain_text, spans, found) if text.strip() else EMPTY

    def _wording(self, text: str, tongue: Tongue, spelled: str, spans: tuple[Span, ...], said: list[Word]) -> Wording:
        stop = self._thesaurus.stop
        found = [word for word in said if word[0] not in stop]
        replacing = [span for span in spans if span.phrase.concept and not span.phrase.is_kind]
        left = _outside(found, replacing)
        terms = objects = (*self._said_by(spans), *[word for word, _, _ in left])
        if works := self._works(tongue, spelled, spans):
            others = tuple([span for span in spans if span not in works])
            objects = (*self._said_by(others), *[word for word, _, _ in _outside(left, works)])
        return Wording(
            text=text,
            key=key_of(spelled),
            spelled=spelled,
            tongue=tongue,
            words=tuple([word for word, _, _ in found]),
            spots=tuple(found),
            terms=terms,
            objects=objects,
            activities=tuple([phrase.activity for _, _, phrase in spans if phrase.activity]),
            concepts=tuple([phrase.said for _, _, phrase in spans if phrase.said]),
            excludes=self._excluded(spans),
            job=text,
        )

    def _excluded(self, spans: Sequence[Span]) -> tuple[str, ...]:
        """The opposites of what a text names; none of a text that names both sides."""
        opposites = self._thesaurus.opposites
        named = {phrase.concept for _, _, phrase in spans if phrase.concept in opposites}
        if not named:
            return ()
        return tuple(sorted(other for one in named for other in opposites[one] if not opposites[one] & named))

    def _said_by(self, spans: Sequence[Span]) -> list[str]:
        """The concepts of phrases (marked by ``=``) and what they are kinds of; words in them give way to these.

        Concepts that several together stand for something give way to that.
        """
        of_concept = [phrase for _, _, phrase in spans if phrase.concept]
        lists = [listed for listed in self._thesaurus.several if len(of_concept) >= listed.least]
        if lists:
            named = {phrase.concept for phrase in of_concept}
            lists = [listed for listed in lists if len(named & listed.concepts) >= listed.least]
        if lists:
            of_concept = [p for p in of_concept if not any(p.concept in listed.concepts for listed in lists)]
        return [*[f"={listed.general}" for listed in lists], *[term for phrase in of_concept for term in phrase.terms]]

    def _works(self, tongue: Tongue, spelled: str, spans: tuple[Span, ...]) -> tuple[Span, ...]:
        """The phrases that name the work done: Japanese ends in it, English says it anywhere."""
        if tongue is Tongue.ENGLISH:
            return tuple(span for span in spans if span.phrase.activity)
        return last_work(spelled, spans)

    def _may_list(self, wording: Wording) -> bool:
        """Whether there are enough concepts for several together to stand for another."""
        return any(len(wording.concepts) >= listed.least for listed in self._thesaurus.several)

    def _spell(self, text: str) -> tuple[str, tuple[Span, ...]]:
        spelled = plain(text, self._thesaurus.respelling)
        return spelled, find_phrases(spelled, self._thesaurus)

    def _names_work(self, text: str) -> bool:
        return any(span.phrase.activity for span in self._phrases(text)[1])


def tongue_of(text: str) -> Tongue:
    """Japanese as soon as there is a kana or kanji, else English."""
    return Tongue.JAPANESE if _JAPANESE.search(text) else Tongue.ENGLISH


def _together(label: str, one: Wording, other: Wording) -> Wording | None:
    """A label of two pieces; None where they are of two tongues, or one of them says nothing."""
    if one.tongue is not other.tongue or not (one.spelled and other.spelled):
        return None
    shift = len(one.spelled) + 1
    return Wording(
        text=label,
        key=one.key + other.key,
        spelled=f"{one.spelled} {other.spelled}",
        tongue=one.tongue,
        words=one.words + other.words,
        spots=one.spots + tuple([(word, start + shift, end + shift) for word, start, end in other.spots]),
        terms=one.terms + other.terms,
        objects=one.objects,
        activities=one.activities + other.activities,
        concepts=one.concepts + other.concepts,
        excludes=_excluded_together(one, other),
        job=one.text,
        remark=other.text,
    )


def _excluded_together(one: Wording, other: Wording) -> tuple[str, ...]:
    excluded = {*one.excludes, *other.excludes}
    is_both = any(concept.name in excluded for concept in one.concepts + other.concepts)
    return () if is_both else tuple(sorted(excluded))


def _outside(words: Sequence[Word], spans: Sequence[Span]) -> Sequence[Word]:
    """Words that share no character with any of the spans; both are in order of their ends, and one pass is enough."""
    if not spans:
        return words
    left = iter(spans)
    begin, stop, _ = next(left)
    found = []
    for word in words:
        _, start, end = word
        while stop <= start:
            begin, stop, _ = next(left, _BEHIND_ALL)
        if end <= begin:
            found.append(word)
    return found
