"""A catalogue made ready to be asked: built once, never changed, shared between threads."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from fitgap.matching.terms import (
    Counted,
    Floats,
    Numbering,
    Saturation,
    TermSpace,
    WeightedTexts,
    build_space,
    count_characters,
)
from fitgap.model.catalog import Catalog, Feature, Offer
from fitgap.model.policy import Matching
from fitgap.model.wording import Wording

Wordings: TypeAlias = Mapping[str, Wording]
FIELDS: Mapping[str, Callable[[Feature], str]] = {
    "name": lambda feature: feature.name,
    "description": lambda feature: feature.description,
    "categories": lambda feature: " ".join(feature.categories),
    "note": lambda feature: feature.note,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogIndex:
    """Everything about a catalogue that does not depend on the flow."""

    features: tuple[Feature, ...]
    wordings: tuple[Mapping[str, Wording], ...]
    characters: TermSpace
    words: TermSpace
    concepts: TermSpace
    names: TermSpace
    name_words: TermSpace
    name_keys: tuple[str, ...]
    activities: Floats
    activity_names: tuple[str, ...]
    is_offered: Floats
    numbering: Numbering

    @property
    def size(self) -> int:
        """Number of features."""
        return len(self.features)


def texts_of_catalog(catalog: Catalog) -> tuple[str, ...]:
    """Every text of the catalogue that the index wants a wording of, each once."""
    fields = (read(feature) for feature in catalog.features for read in FIELDS.values())
    forms = (text for form in catalog.forms for text in (form.name, form.category, *form.fields))
    return tuple(dict.fromkeys((*fields, *forms)))


def build_index(catalog: Catalog, wordings: Wordings, policy: Matching) -> CatalogIndex:
    """Index a catalogue, its features in the order of their ids so that the order of the file changes nothing."""
    features = tuple(sorted(catalog.features, key=lambda feature: feature.id))
    by_field = {name: [wordings[read(feature)] for feature in features] for name, read in FIELDS.items()}
    weights = {
        "name": policy.name_weight,
        "description": policy.description_weight,
        "categories": policy.categories_weight,
        "note": policy.note_weight,
    }
    saturation = Saturation(k=policy.saturation, b=policy.length_discount)
    numbering = Numbering()

    def space(count: Callable[[Sequence[Wording]], Counted], only: tuple[str, ...] = tuple(FIELDS)) -> TermSpace:
        fields = [WeightedTexts(counted=count(by_field[name]), weight=weights[name]) for name in only]
        return build_space(fields, saturation)

    def words(of: Sequence[Wording]) -> Counted:
        return numbering.count([wording.words for wording in of], is_open=True)

    def concepts(of: Sequence[Wording]) -> Counted:
        return numbering.count([concept_terms(wording) for wording in of], is_open=True)

    activity_names = tuple(sorted({a for found in by_field.values() for wording in found for a in wording.activities}))
    return CatalogIndex(
        features=features,
        wordings=tuple({name: by_field[name][place] for name in FIELDS} for place in range(len(features))),
        characters=space(lambda of: count_characters([wording.key for wording in of])),
        words=space(words),
        concepts=space(concepts),
        names=space(lambda of: count_characters([wording.key for wording in of]), only=("name",)),
        name_words=space(
            lambda of: numbering.count([terms_of(wording) for wording in of], is_open=True), only=("name",)
        ),
        name_keys=tuple(wording.key for wording in by_field["name"]),
        activities=_activities(by_field, activity_names, policy),
        activity_names=activity_names,
        is_offered=np.array([feature.offer is not Offer.NOT_OFFERED for feature in features], np.float32),
        numbering=numbering,
    )


def concept_terms(wording: Wording) -> tuple[str, ...]:
    """Concepts as terms, marked so that no word is taken for one."""
    return tuple(f"={concept.name}" for concept in wording.concepts)


def terms_of(wording: Wording) -> tuple[str, ...]:
    """Words and concepts of a text together."""
    return (*wording.words, *concept_terms(wording))


def _activities(by_field: Mapping[str, Sequence[Wording]], names: tuple[str, ...], policy: Matching) -> Floats:
    """How strongly each feature (row) is of each type of work (column): 1 for what its name ends in."""
    place = {name: column for column, name in enumerate(names)}
    size = len(by_field["name"])
    found = np.zeros((size, max(len(names), 1)), np.float32)
    for row in range(size):
        for activity in by_field["description"][row].activities:
            found[row, place[activity]] = policy.described_activity
        for activity in by_field["name"][row].activities:
            found[row, place[activity]] = policy.named_activity
        if main := by_field["name"][row].main_activity:
            found[row, place[main]] = 1
    return found
