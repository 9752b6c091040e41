"""A catalogue made ready to be asked: built once, never changed, shared between threads."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from fitgap.matching.arrays import Flags, Floats, Integers, Sparse, narrow, sparse
from fitgap.matching.documents import main_name
from fitgap.matching.queries import Wordings
from fitgap.matching.terms import (
    Counted,
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

FIELDS: Mapping[str, Callable[[Feature], str]] = {
    "name": lambda feature: feature.name,
    "description": lambda feature: feature.description,
    "lead": lambda feature: lead_of(feature.description),
    "categories": lambda feature: " ".join(feature.categories),
    "note": lambda feature: feature.note,
}


def lead_of(description: str) -> str:
    """The first sentence of a description: long official texts say first what they are about."""
    return re.split(r"(?<=[。．])|[\n　]| (?=[・①※])", description.strip(), maxsplit=1)[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a feature says in any field: its words, its terms, its types of work, and its own word for each concept."""

    words: frozenset[str]
    terms: frozenset[str]
    name_activities: frozenset[str]
    surfaces: Mapping[str, str]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogIndex:
    """Everything about a catalogue that does not depend on the flow.

    `characters`, `words` and `terms` hold all fields of the features, `name_characters` and `name_terms` the names
    only, numbered as the former are. `activities` says how strongly a feature (row) is of a type of work (column, as
    `activity_numbering` says), and `is_bare_activity` that its name says nothing else. `chapters` says which chapter
    (column) a feature (row) lies in, `chapters_mean` turns figures of chapters into the mean over each feature's own.
    """

    features: tuple[Feature, ...]
    said: tuple[Said, ...]
    characters: TermSpace
    words: TermSpace
    terms: TermSpace
    name_characters: TermSpace
    name_terms: TermSpace
    activities: Sparse
    activity_numbering: Numbering
    is_bare_activity: Flags
    chapters: Sparse
    chapters_mean: Sparse
    is_offered: Flags
    numbering: Numbering

    @property
    def size(self) -> int:
        """Number of features."""
        return len(self.features)

    def count_terms(self, of: Sequence[Wording]) -> Counted:
        """The terms of texts, numbered as the catalogue's are."""
        return self.numbering.count([wording.terms for wording in of], is_open=False)

    def count_objects(self, of: Sequence[Wording]) -> Counted:
        """The objects of texts, numbered as the catalogue's terms are."""
        return self.numbering.count([wording.objects for wording in of], is_open=False)

    def count_words(self, of: Sequence[Wording]) -> Counted:
        """The words of texts, numbered as the catalogue's are."""
        return self.numbering.count([wording.words for wording in of], is_open=False)

    def activities_of(self, named: Sequence[Sequence[str]]) -> Floats:
        """Which types of work (columns of `activities`) are named (rows)."""
        counted = self.activity_numbering.count(named, is_open=False)
        is_known = counted.terms >= 0
        found = np.zeros((len(named), self.activities.shape[1]), np.float32)
        found[counted.rows[is_known], counted.terms[is_known]] = 1
        return found


def texts_of_catalog(catalog: Catalog) -> tuple[str, ...]:
    """Every text of the catalogue that the index wants a wording of, each once."""
    fields = (read(feature) for feature in catalog.features for read in FIELDS.values())
    forms = (text for form in catalog.forms for text in (form.name, main_name(form.name), *form.fields))
    return tuple(dict.fromkeys((*fields, *forms)))


def build_index(catalog: Catalog, wordings: Wordings, policy: Matching) -> CatalogIndex:
    """Index a catalogue, its features in the order of their ids so that the order of the file changes nothing."""
    features = tuple(sorted(catalog.features, key=lambda feature: feature.id))
    by_field = {name: [wordings[read(feature)] for feature in features] for name, read in FIELDS.items()}
    weights = {
        "name": policy.name_weight,
        "description": policy.description_weight,
        "lead": policy.lead_weight,
        "categories": policy.categories_weight,
        "note": policy.note_weight,
    }
    saturation = Saturation(k=policy.saturation, b=policy.length_discount)
    numbering = Numbering()

    def space(count: Callable[[Sequence[Wording]], Counted]) -> TermSpace:
        fields = [WeightedTexts(counted=count(by_field[name]), weight=weights[name]) for name in FIELDS]
        return build_space(fields, saturation)

    def space_of_names(count: Callable[[Sequence[Wording]], Counted], known: Integers) -> TermSpace:
        names = WeightedTexts(counted=count(by_field["name"]), weight=weights["name"])
        return build_space([names], saturation, known)

    def words(of: Sequence[Wording]) -> Counted:
        return numbering.count([wording.words for wording in of], is_open=True)

    def terms(of: Sequence[Wording]) -> Counted:
        return numbering.count([wording.terms for wording in of], is_open=True)

    activity_names = tuple(sorted({a for found in by_field.values() for wording in found for a in wording.activities}))
    activity_numbering = Numbering()
    activity_numbering.count([activity_names], is_open=True)
    in_chapter = _chapters(features)
    characters, of_terms = space(count_keys), space(terms)
    return CatalogIndex(
        features=features,
        said=tuple(_said([by_field[name][place] for name in FIELDS]) for place in range(len(features))),
        characters=characters,
        words=space(words),
        terms=of_terms,
        name_characters=space_of_names(count_keys, characters.terms),
        name_terms=space_of_names(terms, of_terms.terms),
        activities=narrow(csr_array(_activities(by_field, activity_names, policy))),
        activity_numbering=activity_numbering,
        is_bare_activity=np.array([not wording.objects for wording in by_field["name"]], np.bool_),
        chapters=in_chapter,
        chapters_mean=_mean_of(in_chapter),
        is_offered=np.array([feature.offer is not Offer.NOT_OFFERED for feature in features], np.bool_),
        numbering=numbering,
    )


def _said(fields: Sequence[Wording]) -> Said:
    surfaces: dict[str, str] = {}
    for wording in fields:
        for concept in wording.concepts:
            surfaces.setdefault(concept.name, concept.surface)
    return Said(
        words=frozenset(word for wording in fields for word in wording.words),
        terms=frozenset(term for wording in fields for term in wording.terms),
        name_activities=frozenset(fields[0].activities),
        surfaces=surfaces,
        text=" ".join(wording.spelled for wording in fields),
    )


def count_keys(of: Sequence[Wording]) -> Counted:
    """The characters of texts."""
    return count_characters([wording.key for wording in of])


def _activities(by_field: Mapping[str, Sequence[Wording]], names: tuple[str, ...], policy: Matching) -> Floats:
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


def _chapters(features: Sequence[Feature]) -> Sparse:
    """Which features (rows) share a chapter of the catalogue (columns), at every level of the categories."""
    paths = [
        [tuple(feature.categories[:depth]) for depth in range(1, len(feature.categories) + 1)] for feature in features
    ]
    place = {path: column for column, path in enumerate(dict.fromkeys(path for of_one in paths for path in of_one))}
    rows = np.repeat(np.arange(len(features)), [len(of_one) for of_one in paths])
    columns = np.array([place[path] for of_one in paths for path in of_one], np.int64)
    return sparse(rows, columns, np.ones(columns.size, np.float32), (len(features), max(len(place), 1)))


def _mean_of(chapters: Sparse) -> Sparse:
    """What turns figures of chapters into the mean over each feature's own."""
    several = np.diff(chapters.indptr)
    shares: Floats = np.repeat(1 / np.maximum(several, 1), several).astype(np.float32)
    mean: Sparse = csr_array((shares, chapters.indices, chapters.indptr), shape=chapters.shape)
    return narrow(mean.T.tocsr())
