"""Why a feature is a candidate for a step, in messages that a practitioner can check against the two texts."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import compress

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
    found += _shared(told, said, policy)
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
    return _among(wording, said.words)


def missing_words(wording: Wording, said: Said) -> tuple[str, ...]:
    """Words of a text that the feature says neither so nor by another word for the same thing."""
    known = {concept.surface for concept in wording.concepts if f"={concept.name}" in said.terms}
    runs = _runs(wording, [word not in said.words for word in wording.words])
    return tuple(run for run in runs if not any(surface in run or run in surface for surface in known))


def _among(wording: Wording, words: frozenset[str]) -> tuple[str, ...]:
    return _runs(wording, [word in words for word in wording.words])


def _runs(wording: Wording, is_wanted: Sequence[bool]) -> tuple[str, ...]:
    """The wanted words of a text, longest first; neighbours are joined."""
    if True not in is_wanted:
        return ()
    spelled = wording.spelled
    runs: dict[str, None] = {}
    begun = reached = -1
    for start, end in compress(wording.places, is_wanted):
        if start != reached:
            runs[spelled[begun:reached]] = None
            begun = start
        reached = end
    runs[spelled[begun:reached]] = None
    return tuple(sorted([run for run in runs if len(run) >= _SHORTEST_WORD], key=len, reverse=True))


def _shared(told: Told, said: Said, policy: Matching) -> Sequence[Message]:
    both = told.words & said.words
    sentence = told.shared.get(both)
    if sentence is None:
        words = (*_among(told.name, both), *_among(told.content, both))
        sentence = (message("reason.words", words=_quoted(words, policy.words_named)),) if words else ()
        told.shared[both] = sentence
    return sentence


def _equivalents(told: Told, said: Said, policy: Matching) -> Sequence[Message]:
    theirs = said.surfaces.get
    pairs = [(mine, other) for name, mine in told.concepts if (other := theirs(name, mine)) != mine]
    if not pairs:
        return ()
    distinct = list(dict.fromkeys(pairs))[: policy.words_named]
    return [_equivalent(mine, other) for mine, other in distinct]


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
