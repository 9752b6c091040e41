"""Why a feature is a candidate for a step, in messages that a practitioner can check against the two texts."""

from collections.abc import Iterator, Sequence
from itertools import compress

from fitgap.matching.index import CatalogIndex, Said
from fitgap.matching.queries import Wordings, joined, wording_of
from fitgap.model.catalog import Offer
from fitgap.model.judgement import ScorePart
from fitgap.model.message import Message, message, quoted
from fitgap.model.policy import Matching
from fitgap.model.step import Step
from fitgap.model.wording import Wording

_SHORTEST_WORD = 2


def step_wording(step: Step, wordings: Wordings) -> Wording:
    """What a step says: label and content as one text."""
    return joined([wording_of(wordings, step.name), wording_of(wordings, step.content)])


def explain(
    index: CatalogIndex, place: int, step: Step, wordings: Wordings, parts: Sequence[ScorePart], policy: Matching
) -> tuple[Message, ...]:
    """The reasons for a candidate, the most telling first."""
    values = {name: value for name, value, _ in parts}
    feature, said = index.features[place], index.said[place]
    name, content = wording_of(wordings, step.name), wording_of(wordings, step.content)
    found: list[Message] = []
    if values.get("reference"):
        found.append(message("reason.reference", feature=feature.id))
    shared = [*shared_words(name, said), *shared_words(content, said)]
    if shared:
        found.append(message("reason.words", words=_quoted(shared, policy.words_named)))
    found += _equivalents(name, content, said, policy)
    main = wording_of(wordings, name.job).main_activity or name.main_activity
    if main and main in said.name_activities:
        found.append(message(f"reason.activity.{main}"))
    if values.get("forms", 0.0) >= policy.telling_part:
        names = [form.name for form in step.forms if shared_words(wording_of(wordings, form.name), said)]
        if names:
            found.append(message("reason.form", forms=_quoted(names, policy.words_named)))
    if values.get("chapters", 0.0) >= policy.telling_chapter and feature.categories:
        found.append(message("reason.chapter", chapter=feature.categories[0]))
    if not found:
        found.append(message("reason.only_characters"))
    if feature.offer is Offer.NOT_OFFERED:
        found.append(message("reason.not_offered", offer=feature.offer_text))
    elif feature.offer is Offer.UNKNOWN:
        found.append(message("reason.unknown_offer", offer=feature.offer_text))
    return tuple(found)


def shared_words(wording: Wording, said: Said) -> tuple[str, ...]:
    """Words of a text that the feature says too, longest first; neighbours are joined as they stand (転入届)."""
    return _runs(wording, [word in said.words for word in wording.words])


def missing_words(wording: Wording, said: Said) -> tuple[str, ...]:
    """Words of a text that the feature says neither so nor by another word for the same thing."""
    known = {concept.surface for concept in wording.concepts if f"={concept.name}" in said.terms}
    runs = _runs(wording, [word not in said.words for word in wording.words])
    return tuple(run for run in runs if not any(surface in run or run in surface for surface in known))


def _runs(wording: Wording, is_wanted: Sequence[bool]) -> tuple[str, ...]:
    """The wanted words of a text, longest first; neighbours are joined."""
    spans: list[list[int]] = []
    for start, end in compress(wording.places, is_wanted):
        if spans and spans[-1][1] == start:
            spans[-1][1] = end
        else:
            spans.append([start, end])
    runs = dict.fromkeys(wording.spelled[start:end] for start, end in spans)
    return tuple(sorted((run for run in runs if len(run) >= _SHORTEST_WORD), key=lambda run: -len(run)))


def _equivalents(name: Wording, content: Wording, said: Said, policy: Matching) -> Iterator[Message]:
    pairs = dict.fromkeys(
        (concept.surface, said.surfaces[concept.name])
        for concept in (*name.concepts, *content.concepts)
        if said.surfaces.get(concept.name, concept.surface) != concept.surface
    )
    for mine, theirs in list(pairs)[: policy.words_named]:
        yield message("reason.equivalent", mine=mine, theirs=theirs)


def _quoted(words: Sequence[str], most: int) -> str:
    return quoted(list(dict.fromkeys(words))[:most])
