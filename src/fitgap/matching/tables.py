"""Queries against the whole catalogue as dense tables (one row a query, one column a feature), one for each signal."""

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.sparse import csr_array

from fitgap.matching.index import CatalogIndex, Wordings, concept_terms, terms_of
from fitgap.matching.queries import Query, wording_of
from fitgap.matching.references import referred
from fitgap.matching.terms import Counted, Floats, Sparse, TermSpace, WeightedTexts, count_characters
from fitgap.model.policy import Matching
from fitgap.model.wording import Wording


def tables_of(index: CatalogIndex, queries: Sequence[Query], wordings: Wordings, policy: Matching) -> dict[str, Floats]:
    """All signals of a block of queries."""
    names = [wording_of(wordings, query.name) for query in queries]
    contents = [wording_of(wordings, query.content) for query in queries]
    forms = [_joined([wording_of(wordings, form) for form in query.forms]) for query in queries]
    titles = [wording_of(wordings, query.title) for query in queries]
    topics = {query.topic: _joined([wording_of(wordings, name) for name in query.topic]) for query in queries}
    topic_places = {topic: place for place, topic in enumerate(topics)}
    step = [(names, 1.0), (contents, policy.content_weight), (forms, policy.forms_weight)]

    def counted(of: Sequence[Wording]) -> Counted:
        return index.numbering.count([terms_of(wording) for wording in of], is_open=False)

    def words(of: Sequence[Wording]) -> Counted:
        return index.numbering.count([wording.words for wording in of], is_open=False)

    def concepts(of: Sequence[Wording]) -> Counted:
        return index.numbering.count([concept_terms(wording) for wording in of], is_open=False)

    def characters(of: Sequence[Wording]) -> Counted:
        return count_characters([wording.key for wording in of])

    topic = np.stack([_product(index.words, [WeightedTexts(counted=words(list(topics.values())), weight=1.0)])])[0]
    return {
        "characters": _product(index.characters, [_field(characters, *field) for field in step]),
        "words": _product(index.words, [_field(words, *field) for field in step]),
        "concepts": _product(index.concepts, [_field(concepts, *field) for field in step]),
        "names": _product(index.names, [_field(characters, names, 1.0)]),
        "name_covered": _covered(index.name_words, [_field(counted, *field) for field in step]),
        "activity": _activity(index, names, contents, policy),
        "forms": _product(index.words, [_field(words, forms, 1.0)]),
        "title": _product(index.words, [_field(words, titles, 1.0)]),
        "topic": _of_best(topic)[[topic_places[query.topic] for query in queries]],
        "reference": referred(index.features, [f"{query.name} {query.content}" for query in queries]),
    }


def _field(count, of: Sequence[Wording], weight: float) -> WeightedTexts:
    return WeightedTexts(counted=count(of), weight=weight)


def _product(space: TermSpace, fields: Sequence[WeightedTexts]) -> Floats:
    return np.asarray((space.rows(fields) @ space.features).toarray(), dtype=np.float32).clip(0, 1)


def _covered(space: TermSpace, fields: Sequence[WeightedTexts]) -> Floats:
    """The share of each feature's name (by rarity) that the step says too."""
    present = space.rows(fields)
    strength = {}
    present.data = np.ones_like(present.data)
    weighted: Sparse = space.features.multiply(space.rarity[:, None]).tocsr()
    whole = np.maximum(weighted.sum(axis=0), np.finfo(np.float32).tiny)
    return np.asarray((present @ weighted).toarray() / whole, dtype=np.float32).clip(0, 1)


def _activity(index: CatalogIndex, names: Sequence[Wording], contents: Sequence[Wording], policy: Matching) -> Floats:
    place = {name: column for column, name in enumerate(index.activity_names)}
    wanted = np.zeros((len(names), index.activities.shape[1]), np.float32)
    for row, (name, content) in enumerate(zip(names, contents, strict=True)):
        for activity in content.activities:
            if activity in place:
                wanted[row, place[activity]] = policy.described_activity
        for activity in name.activities:
            if activity in place:
                wanted[row, place[activity]] = 1
    whole = np.maximum(wanted.sum(axis=1, keepdims=True), 1)
    return np.asarray(wanted @ index.activities.T / whole, dtype=np.float32).clip(0, 1)


def _of_best(table: Floats) -> Floats:
    """Each row as a share of its largest entry."""
    return table / np.maximum(table.max(axis=1, keepdims=True, initial=0), np.finfo(np.float32).tiny)


def _joined(of: Sequence[Wording]) -> Wording:
    return Wording(
        text=" ".join(wording.text for wording in of),
        key="　".join(wording.key for wording in of),
        words=tuple(word for wording in of for word in wording.words),
        activities=tuple(activity for wording in of for activity in wording.activities),
        concepts=tuple(concept for wording in of for concept in wording.concepts),
    )
