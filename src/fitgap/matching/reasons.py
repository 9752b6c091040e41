"""Why a feature is a candidate for a step, in messages that a practitioner can check against the two texts."""

import re
from collections.abc import Sequence
from functools import lru_cache

from fitgap.matching.index import Said
from fitgap.matching.queries import Wordings, joined, wording_of
from fitgap.model.catalog import Feature, Offer
from fitgap.model.judgement import ScorePart, value_of
from fitgap.model.message import Message, message, quoted
from fitgap.model.policy import Matching
from fitgap.model.step import Step
from fitgap.model.values import made_often
from fitgap.model.wording import Concept, Wording

_SHORTEST_WORD = 2
_KANJI = re.compile("[一-龥々]")
_VERB_OF_ONE_KANJI = re.compile("[一-龥][ぁ-ん]?[うくぐすつぬぶむる]")
_SENTENCES_KEPT = 4_096


def step_wording(step: Step, wordings: Wordings) -> Wording:
    """What a step says: label and content as one text."""
    return joined([wording_of(wordings, step.name), wording_of(wordings, step.content)])


@made_often
class Told:
    """What a step says, as every one of its candidates is explained by it.

    `shared` keeps the sentence for each set of words that candidates share with the step: often the same one.
    """

    step: Step
    name: Wording
    content: Wording
    words: frozenset[str]
    concepts: tuple[Concept, ...]
    main_activity: str
    shared: dict[frozenset[str], tuple[Message, ...]]


def told_by(step: Step, wordings: Wordings) -> Told:
    """What a step says."""
    name, content = wording_of(wordings, step.name), wording_of(wordings, step.content)
    return Told(
        step=step,
        name=name,
        content=content,
        words=frozenset(name.words + content.words),
        concepts=name.concepts + content.concepts,
        main_activity=wording_of(wordings, name.job).main_activity or name.main_activity,
        shared={},
    )


def explain(
    feature: Feature, said: Said, told: Told, wordings: Wordings, parts: Sequence[ScorePart], policy: Matching
) -> tuple[Message, ...]:
    """The reasons for a candidate, the most telling first."""
    found: list[Message] = []
    if value_of(parts, "reference"):
        found.append(message("reason.reference", feature=feature.id))
    both = told.words & said.words
    sentence = told.shared.get(both)
    found += _shared(told, both, policy) if sentence is None else sentence
    if told.concepts:
        found += _equivalents(told, said, policy)
    if told.main_activity and told.main_activity in said.name_activities:
        found.append(_of_activity(told.main_activity))
    if told.step.forms and value_of(parts, "forms") >= policy.telling_part:
        names = [form.name for form in told.step.forms if shared_words(wording_of(wordings, form.name), said)]
        if names:
            found.append(message("reason.form", forms=_quoted(names, policy.words_named)))
    if feature.categories and value_of(parts, "chapters") >= policy.telling_chapter:
        found.append(_of_chapter(feature.categories[0]))
    if not found:
        found.append(message("reason.only_characters"))
    if feature.offer is Offer.NOT_OFFERED:
        found.append(message("reason.not_offered", offer=feature.offer_text))
    elif feature.offer is Offer.UNKNOWN:
        found.append(message("reason.unknown_offer", offer=feature.offer_text))
    return tuple(found)


def shared_words(wording: Wording, said: Said) -> tuple[str, ...]:
    """Words of a text that the feature says too, longest first; neighbours are joined as they stand (転入届)."""
    return _runs(wording, said.words)


def missing_words(wording: Wording, said: Said) -> tuple[str, ...]:
    """Words of a text that the feature says neither so nor by another word for the same thing."""
    known = {concept.surface for concept in wording.concepts if f"={concept.name}" in said.terms}
    runs = _runs(wording, frozenset(wording.words) - said.words)
    return tuple(run for run in runs if not any(surface in run or run in surface for surface in known))


def _runs(wording: Wording, wanted: frozenset[str]) -> tuple[str, ...]:
    """The wanted words of a text as it spells them, longest first; neighbours are joined.

    None begins with a character cut off from the kanji before it (the 替 of 振替通知), and a verb of one kanji
    (取る) alone is none: it tells a practitioner nothing.
    """
    spelled = wording.spelled
    runs: list[str] = []
    begun = reached = -1
    for word, start, end in wording.spots:
        if word in wanted:
            if start != reached:
                if end - start == 1 and start and _KANJI.match(spelled, start - 1):
                    continue
                runs.append(spelled[begun:reached])
                begun = start
            reached = end
    runs.append(spelled[begun:reached])
    told = [run for run in runs if len(run) >= _SHORTEST_WORD and not _VERB_OF_ONE_KANJI.fullmatch(run)]
    if len(told) > 1:
        told = sorted(dict.fromkeys(told), key=len, reverse=True)
    return tuple(told)


def _shared(told: Told, both: frozenset[str], policy: Matching) -> tuple[Message, ...]:
    """The sentence for words that the feature says too, kept for the next one that says the same of them."""
    words = _runs(told.name, both)
    if told.content.words:
        words += _runs(told.content, both)
    sentence = told.shared[both] = _of_words(words, policy.words_named)
    return sentence


def _equivalents(told: Told, said: Said, policy: Matching) -> Sequence[Message]:
    theirs = said.surfaces.get
    pairs: dict[tuple[str, str], None] = {}
    for name, mine in told.concepts:
        other = theirs(name, mine)
        if other != mine:
            pairs[mine, other] = None
    return [_equivalent(mine, other) for mine, other in list(pairs)[: policy.words_named]] if pairs else ()


@lru_cache(_SENTENCES_KEPT)
def _of_words(words: tuple[str, ...], most: int) -> tuple[Message, ...]:
    return (message("reason.words", words=_quoted(words, most)),) if words else ()


@lru_cache(_SENTENCES_KEPT)
def _of_activity(activity: str) -> Message:
    return message(f"reason.activity.{activity}")


@lru_cache(_SENTENCES_KEPT)
def _of_chapter(chapter: str) -> Message:
    return message("reason.chapter", chapter=chapter)


@lru_cache(_SENTENCES_KEPT)
def _equivalent(mine: str, theirs: str) -> Message:
    return message("reason.equivalent", mine=mine, theirs=theirs)


def _quoted(words: Sequence[str], most: int) -> str:
    return quoted(list(dict.fromkeys(words))[:most])
