"""Why a feature is a candidate for a step, in messages that a practitioner can check against the two texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress

from fitgap.matching.index import Said
from fitgap.matching.queries import Wordings, joined, wording_of
from fitgap.model.catalog import Feature, Offer
from fitgap.model.judgement import ScorePart
from fitgap.model.message import Message, message, quoted
from fitgap.model.policy import Matching
from fitgap.model.step import Step
from fitgap.model.wording import Wording

_SHORTEST_WORD = 2
_often_said = lru_cache(maxsize=4_096)(message)


def step_wording(step: Step, wordings: Wordings) -> Wording:
    """What a step says: label and content as one text."""
    return joined([wording_of(wordings, step.name), wording_of(wordings, step.content)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a step says, as every one of its candidates is explained by it."""

    step: Step
    name: Wording
    content: Wording
    main_activity: str


def told_by(step: Step, wordings: Wordings) -> Told:
    """What a step says."""
    name = wording_of(wordings, step.name)
    return Told(
        step=step,
        name=name,
        content=wording_of(wordings, step.content),
        main_activity=wording_of(wordings, name.job).main_activity or name.main_activity,
    )


def explain(
    feature: Feature, said: Said, told: Told, wordings: Wordings, parts: Sequence[ScorePart], policy: Matching
) -> tuple[Message, ...]:
    """The reasons for a candidate, the most telling first."""
    values = {name: value for name, value, _ in parts}
    found: list[Message] = []
    if values.get("reference"):
        found.append(message("reason.reference", feature=feature.id))
    shared = [*shared_words(told.name, said), *shared_words(told.content, said)]
    if shared:
        found.append(_often_said("reason.words", words=_quoted(shared, policy.words_named)))
    found += _equivalents(told, said, policy)
    if told.main_activity and told.main_activity in said.name_activities:
        found.append(_often_said(f"reason.activity.{told.main_activity}"))
    if values.get("forms", 0.0) >= policy.telling_part:
        names = [form.name for form in told.step.forms if shared_words(wording_of(wordings, form.name), said)]
        if names:
            found.append(message("reason.form", forms=_quoted(names, policy.words_named)))
    if values.get("chapters", 0.0) >= policy.telling_chapter and feature.categories:
        found.append(_often_said("reason.chapter", chapter=feature.categories[0]))
    if not found:
        found.append(message("reason.only_characters"))
    if feature.offer is Offer.NOT_OFFERED:
        found.append(message("reason.not_offered", offer=feature.offer_text))
    elif feature.offer is Offer.UNKNOWN:
        found.append(message("reason.unknown_offer", offer=feature.offer_text))
    return tuple(found)


def shared_words(wording: Wording, said: Said) -> tuple[str, ...]:
    """Words of a text that the feature says too, longest first; neighbours are joined as they stand (転入届)."""
    known = said.words
    if known.isdisjoint(wording.words):
        return ()
    return _runs(wording, [word in known for word in wording.words])


def missing_words(wording: Wording, said: Said) -> tuple[str, ...]:
    """Words of a text that the feature says neither so nor by another word for the same thing."""
    known = {concept.surface for concept in wording.concepts if f"={concept.name}" in said.terms}
    runs = _runs(wording, [word not in said.words for word in wording.words])
    return tuple(run for run in runs if not any(surface in run or run in surface for surface in known))


def _runs(wording: Wording, is_wanted: Sequence[bool]) -> tuple[str, ...]:
    """The wanted words of a text, longest first; neighbours are joined."""
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


def _equivalents(told: Told, said: Said, policy: Matching) -> list[Message]:
    surfaces = said.surfaces
    pairs = dict.fromkeys(
        [
            (surface, surfaces[name])
            for name, surface in (*told.name.concepts, *told.content.concepts)
            if surfaces.get(name, surface) != surface
        ]
    )
    return [
        _often_said("reason.equivalent", mine=mine, theirs=theirs) for mine, theirs in list(pairs)[: policy.words_named]
    ]


def _quoted(words: Sequence[str], most: int) -> str:
    return quoted(list(dict.fromkeys(words))[:most])
