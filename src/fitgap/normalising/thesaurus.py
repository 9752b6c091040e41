"""The domain thesaurus: which words name which type of work, and which words stand for the same thing."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import cattrs
from ahocorasick_rs import AhoCorasick

from fitgap.model.message import PolicyError, message
from fitgap.model.wording import Concept
from fitgap.normalising.characters import Respelling, key_of, plain


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityEntry:
    """A type of work and the words that name it, in every language."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SameEntry:
    """Words that stand for the same thing; the first is the one to use. `note` says why or where from."""

    words: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KindEntry:
    """Words that are kinds of a more general one."""

    general: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeveralEntry:
    """Words of which so many together stand for a more general word. `note` says why."""

    general: str
    least: int
    words: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OppositeEntry:
    """Two words that exclude each other: work on the one is not work on the other. `note` says why."""

    one: str
    other: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThesaurusFile:
    """A thesaurus file as written: `variants` maps a spelling to the usual one."""

    variants: dict[str, str] = field(default_factory=dict)
    activity: dict[str, ActivityEntry] = field(default_factory=dict)
    same: tuple[SameEntry, ...] = ()
    kind: tuple[KindEntry, ...] = ()
    several: tuple[SeveralEntry, ...] = ()
    opposite: tuple[OppositeEntry, ...] = ()
    stop: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A spelling to look for: the types of work and the concept (empty for none) that it stands for.

    One that is only a kind of something (`is_kind`) adds the general word to a text; its own words stay. `terms` are
    its concept, unless it is only a kind, and what that is a kind of, all marked by ``=``; `said` is the concept as
    this spelling says it, and one that `is_latin` must not be cut out of a longer word.
    """

    spelling: str
    activity: str = ""
    concept: str = ""
    is_kind: bool = False
    terms: tuple[str, ...] = ()
    said: Concept | None = None
    is_latin: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Several:
    """Concepts of which `least` in one text stand for the concept `general`."""

    general: str
    least: int
    concepts: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Thesaurus:
    """Ready to look up: phrases, and what finds their spellings by their places; words that say nothing.

    `opposites` are the concepts that a concept excludes.
    """

    respelling: Respelling
    phrases: tuple[Phrase, ...]
    finder: AhoCorasick
    several: tuple[Several, ...]
    opposites: Mapping[str, frozenset[str]]
    stop: frozenset[str]


def read_thesaurus(*sources: tuple[str, str]) -> Thesaurus:
    """Merge thesaurus files, given as (file name, TOML text) pairs, the shipped one first.

    Groups of `same` that share a word become one. Raises PolicyError (file, what) on broken TOML, an unknown key or a
    value of the wrong kind.
    """
    files = [_read(name, text) for name, text in sources]
    variants = Respelling({spelling: usual for file in files for spelling, usual in file.variants.items() if spelling})
    groups = [_spellings(entry.words, variants) for file in files for entry in file.same]
    kinds = [(_spellings((e.general,), variants), _spellings(e.words, variants)) for file in files for e in file.kind]
    lists = [
        (_spellings((e.general,), variants), _spellings(e.words, variants), e.least)
        for file in files
        for e in file.several
    ]
    against = [
        tuple(_spellings((side,), variants) for side in (e.one, e.other)) for file in files for e in file.opposite
    ]
    both = [*kinds, *((general, words) for general, words, _ in lists), *against]
    alone = [(word,) for general, words in both for word in (*general, *words)]
    concept_of = _concepts([*groups, *alone])
    broader = _broader(kinds, concept_of)
    activity_of = {
        word: activity
        for file in files
        for activity, entry in file.activity.items()
        for word in _spellings(entry.words, variants)
    }
    grouped = frozenset(word for group in groups for word in group)

    def phrase(word: str) -> Phrase:
        concept = concept_of.get(word, "")
        is_kind = concept in broader and word not in grouped
        own = () if is_kind or not concept else (concept,)
        return Phrase(
            spelling=word,
            activity=activity_of.get(word, ""),
            concept=concept,
            is_kind=is_kind,
            terms=tuple(f"={name}" for name in (*own, *broader.get(concept, ()))),
            said=Concept(concept, word) if concept else None,
            is_latin=word.isascii(),
        )

    phrases = tuple(phrase(word) for word in sorted(activity_of.keys() | concept_of.keys()))
    return Thesaurus(
        respelling=variants,
        phrases=phrases,
        finder=AhoCorasick([phrase.spelling for phrase in phrases]),
        several=tuple(
            Several(general=concept_of[above], least=least, concepts=frozenset(concept_of[word] for word in words))
            for general, words, least in lists
            for above in general
        ),
        opposites=_opposites([(concept_of[one], concept_of[other]) for (one,), (other,) in against]),
        stop=frozenset(word for file in files for word in _spellings(file.stop, variants)),
    )


def _broader(
    kinds: Iterable[tuple[tuple[str, ...], tuple[str, ...]]], concept_of: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    """The concepts that each concept is a kind of."""
    found: dict[str, tuple[str, ...]] = {}
    for general, words in kinds:
        for word in words:
            known = found.get(concept_of[word], ())
            found[concept_of[word]] = tuple(dict.fromkeys((*known, *(concept_of[above] for above in general))))
    return found


def _opposites(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for one, other in pairs:
        found[one] = found.get(one, frozenset()) | {other}
        found[other] = found.get(other, frozenset()) | {one}
    return found


def _read(name: str, text: str) -> ThesaurusFile:
    converter = cattrs.Converter(forbid_extra_keys=True)
    converter.register_structure_hook(str, _text)
    converter.register_structure_hook(int, _number)
    converter.register_structure_hook_func(lambda kind: kind == tuple[str, ...], _texts)
    try:
        return converter.structure(tomllib.loads(text), ThesaurusFile)
    except tomllib.TOMLDecodeError as error:
        raise PolicyError(message("policy.not_toml", file=name, detail=str(error))) from error
    except (cattrs.BaseValidationError, TypeError, AttributeError) as error:
        detail = "; ".join(cattrs.transform_error(error, path="thesaurus"))
        raise PolicyError(message("policy.bad_value", file=name, detail=detail)) from error


def _text(value: Any, kind: type) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not of kind {kind.__name__}")
    return value


def _number(value: Any, kind: type) -> int:
    if type(value) is not int:
        raise TypeError(f"{value!r} is not of kind {kind.__name__}")
    return value


def _texts(value: Any, _: type) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise TypeError(f"{value!r} is not a list of words")
    return tuple(value)


def _spellings(words: Iterable[str], variants: Respelling) -> tuple[str, ...]:
    """Words as they stand in a plain text: blanks are kept only between Latin words."""
    spelled = (plain(word, variants) for word in words)
    return tuple(dict.fromkeys(word for s in spelled if (word := s if s.isascii() else key_of(s))))


def _concepts(groups: Iterable[tuple[str, ...]]) -> dict[str, str]:
    """Name each word's group by the first word of the first group it is in; groups that share a word are one."""
    merged: list[dict[str, None]] = []
    for group in groups:
        mine = dict.fromkeys(group)
        for other in [known for known in merged if known.keys() & mine.keys()]:
            merged.remove(other)
            mine = other | mine
        merged.append(mine)
    return {word: next(iter(group)) for group in merged for word in group}
