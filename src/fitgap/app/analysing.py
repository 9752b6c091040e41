"""Hold a stored flow against a stored catalogue, and look features up by hand."""

import unicodedata

from rapidfuzz import fuzz

from fitgap.app import pipeline
from fitgap.app.desk import Desk
from fitgap.app.learning import evidence_for
from fitgap.model.catalog import Catalog, Feature
from fitgap.model.judgement import FitGap
from fitgap.model.policy import Searching


def analyse(desk: Desk, flow_id: int, catalog_key: str) -> FitGap:
    """What the machine says; computed once for the same contents, policy and decisions of others."""
    stored = desk.stored_flow(flow_id)
    row, catalog = desk.stored_package(catalog_key)
    policy_text = desk.policy_text()
    policy = desk.policy_of(policy_text)
    evidence, fingerprint = evidence_for(desk, stored, catalog, policy)
    key = (stored.row.content_hash, catalog_key, row.content_hash, policy_text, fingerprint)
    return desk.results.get(key, lambda: pipeline.analyse(stored.flow, catalog, policy, evidence=evidence))


def search_features(catalog: Catalog, text: str, limit: int, policy: Searching) -> tuple[Feature, ...]:
    """Features whose name holds all the words, then those that hold them anywhere, then those with a name alike.

    An empty text gives the first features of the catalogue; ties keep its order.
    """
    words = [_key(word) for word in text.split()]
    if not words:
        return catalog.features[:limit]
    scored = [(_rank(feature, words, policy), feature) for feature in catalog.features]
    found = [(rank, feature) for rank, feature in scored if rank > 0]
    return tuple(feature for _, feature in sorted(found, key=lambda pair: -pair[0])[:limit])


def _rank(feature: Feature, words: list[str], policy: Searching) -> float:
    """3 and more for the name, 2 and more for any text, else the likeness in 0..1, 0 when it is not like enough."""
    name = _key(feature.name)
    anywhere = _key("\n".join((feature.id, feature.name, feature.description, *feature.categories, feature.note)))
    wanted = "".join(words)
    likeness = fuzz.partial_ratio(wanted, name) / 100 if name else 0.0
    if all(word in name for word in words):
        return 3 + fuzz.ratio(wanted, name) / 100
    if all(word in anywhere for word in words):
        return 2 + likeness
    return likeness if likeness >= policy.minimum_likeness else 0.0


def _key(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
