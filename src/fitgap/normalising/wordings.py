"""Texts to `Wording`s: language, spelling, words, types of work, thesaurus concepts."""

import re
from collections.abc import Callable, Iterable, Mapping

from fitgap.model.wording import EMPTY, Concept, Tongue, Wording
from fitgap.normalising import english, japanese
from fitgap.normalising.characters import key_of, plain
from fitgap.normalising.thesaurus import Phrase, Thesaurus

_JAPANESE = re.compile(r"[぀-ヿ㐀-鿿々〆]")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")

WORDS: Mapping[Tongue, Callable[[str], tuple[str, ...]]] = {
    Tongue.JAPANESE: japanese.words,
    Tongue.ENGLISH: english.words,
}


class Normaliser:
    """Makes `Wording`s with one thesaurus; each distinct text is read once in a call of `all`."""

    def __init__(self, thesaurus: Thesaurus) -> None:
        self._thesaurus = thesaurus

    def all(self, texts: Iterable[str]) -> dict[str, Wording]:
        """The wording of every distinct text, by text."""
        return {text: self.one(text) for text in dict.fromkeys(texts)}

    def one(self, text: str) -> Wording:
        """The wording of one text."""
        if not text.strip():
            return EMPTY
        tongue = tongue_of(text)
        split = _CAMEL.sub(" ", text) if tongue is Tongue.ENGLISH else text
        spelled = plain(split, self._thesaurus.variants)
        found = find_phrases(spelled, self._thesaurus.phrases)
        stop = self._thesaurus.stop
        return Wording(
            text=text,
            key=key_of(spelled),
            tongue=tongue,
            words=tuple(word for word in WORDS[tongue](spelled) if word not in stop),
            activities=tuple(phrase.activity for phrase in found if phrase.activity),
            concepts=tuple(Concept(name=phrase.concept, surface=phrase.spelling) for phrase in found if phrase.concept),
        )


def tongue_of(text: str) -> Tongue:
    """Japanese as soon as there is a kana or kanji, else English."""
    return Tongue.JAPANESE if _JAPANESE.search(text) else Tongue.ENGLISH


def find_phrases(text: str, phrases: Mapping[str, tuple[Phrase, ...]]) -> list[Phrase]:
    """Phrases of the thesaurus in a plain text, leftmost and longest first, never overlapping."""
    found = []
    place = 0
    while place < len(text):
        hit = next(
            (p for p in phrases.get(text[place], ()) if text.startswith(p.spelling, place) and _stands(text, place, p)),
            None,
        )
        if hit:
            found.append(hit)
        place += len(hit.spelling) if hit else 1
    return found


def _stands(text: str, place: int, phrase: Phrase) -> bool:
    """True unless a Latin phrase is cut out of a longer word; a stem may be followed by a usual ending."""
    if not phrase.spelling.isascii():
        return True
    end = place + len(phrase.spelling)
    before = text[place - 1] if place else " "
    rest = re.match(r"[a-z]*", text[end:])
    return not (before.isascii() and before.isalnum()) and (rest is None or len(rest.group()) <= _LONGEST_ENDING)


_LONGEST_ENDING = 3
