"""The best features of every step: a first cut over the whole catalogue, then a close look at the pairs left."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np

from fitgap.matching import sums
from fitgap.matching.arrays import Floats, Integers
from fitgap.matching.index import CatalogIndex
from fitgap.matching.queries import Asked, Wordings, ask, read_queries, wording_of
from fitgap.matching.scorers import FlowSignals, Pairs, Said, count_steps, score_parts, weights_of
from fitgap.matching.semantic import Meaning, nearness
from fitgap.matching.terms import WeightedTexts
from fitgap.model.judgement import Parts, ScorePart
from fitgap.model.policy import Matching
from fitgap.model.step import Step

_SHARPNESS = 3  # a step votes for a chapter mostly with the features nearest to it


class Ranked(NamedTuple):
    """A feature that may answer a step, by its place in the index, with what its score is made of."""

    place: int
    score: float
    parts: Sequence[ScorePart]


_ranked: Callable[[tuple[int, float, Parts]], Ranked] = partial(tuple.__new__, Ranked)
"""One from its fields, without the detour through Python that the constructor of a named tuple takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstCut:
    """For every query (row) the places of the features worth a close look, ascending, and how near they roughly are.

    `by_characters` is how near they are by the characters of everything that the step says.
    """

    columns: Integers
    nearness: Floats
    by_characters: Floats


def rank(
    index: CatalogIndex,
    flows: Sequence[Sequence[Step]],
    wordings: Wordings,
    policy: Matching,
    meaning: Meaning | None = None,
) -> tuple[tuple[Ranked, ...], ...]:
    """The best features of each step, flow after flow, best first, ties by feature id; equal steps are asked once."""
    asked = ask(flows, policy)
    if not index.size or not asked.queries:
        return ((),) * len(asked.places)
    answers = [ranked for pairs in pairs_of(index, asked, wordings, policy, meaning) for ranked in _best(pairs)]
    return tuple(answers[place] for place in asked.places)


def pairs_of(
    index: CatalogIndex, asked: Asked, wordings: Wordings, policy: Matching, meaning: Meaning | None = None
) -> Iterator[Pairs]:
    """Blocks of pairs worth a close look, the same number for every query, in the order of the queries.

    The whole flow is cut first, because where most of it lies in the catalogue says something about each step.
    """
    blocks = [
        asked.queries[start : start + policy.block_steps] for start in range(0, len(asked.queries), policy.block_steps)
    ]
    said = [count_steps(index, read_queries(block, wordings), policy) for block in blocks]
    near = [nearness(meaning, block.texts.written, index.features) if meaning else None for block in said]
    cuts = [first_cut(index, block, policy, means) for block, means in zip(said, near, strict=True)]
    flow_of = [np.array([query.flow for query in block]) for block in blocks]
    flows = _flow_signals(index, asked, wordings, list(zip(cuts, flow_of, strict=True)))
    for block_said, cut, flow, means in zip(said, cuts, flow_of, near, strict=True):
        yield Pairs(
            index=index,
            said=block_said,
            flows=flows,
            flow_of_row=flow,
            columns=cut.columns,
            by_characters=cut.by_characters,
            policy=policy,
            meanings=means,
            meaning_weight=meaning.policy.weight if meaning else 0.0,
        )


def first_cut(index: CatalogIndex, said: Said, policy: Matching, means: Floats | None = None) -> FirstCut:
    """The features nearest by characters, by words and to a model of meaning, and those that a label refers to."""
    found = sums.USED.nearest(
        sums.Factors(rows=said.by_characters, others=index.characters.features),
        sums.Factors(rows=said.by_meaning, others=index.terms.features),
        _bonus(said, means),
        min(policy.first_cut, index.size),
    )
    return FirstCut(columns=found.columns, nearness=found.totals, by_characters=found.firsts)


def _bonus(said: Said, means: Floats | None) -> sums.Bonus:
    """What a model of meaning says of all features, and that a label itself names a feature."""
    count = said.by_characters.shape[0]
    if means is not None:
        added = means.copy()
        for row, is_named in said.references.items():
            added[row] += is_named
        return sums.Bonus(which=np.arange(count, dtype=np.int32), added=added)
    which = np.full(count, -1, np.int32)
    which[list(said.references)] = np.arange(len(said.references))
    nothing = np.zeros((0, 1), np.float32)
    return sums.Bonus(which=which, added=np.stack(list(said.references.values())) if said.references else nothing)


def _best(pairs: Pairs) -> Iterator[tuple[Ranked, ...]]:
    policy, columns = pairs.policy, pairs.columns
    parts = weights_of(pairs)
    weights = np.array(list(parts.values()))
    values = score_parts(pairs)
    is_offered = pairs.index.is_offered[columns]
    scores = np.einsum("p,psf->sf", weights, values) * np.where(is_offered, 1.0, policy.not_offered_factor)
    order = np.argsort(-scores.round(9), axis=1, kind="stable")[:, : policy.candidates]
    row = np.arange(len(order))[:, None]
    kept = (columns[row, order], scores[row, order], is_offered[row, order], values[:, row, order].transpose(1, 2, 0))
    places, weighs = {name: place for place, name in enumerate(parts)}, tuple(weights.tolist())
    weighs_less = tuple((weights * policy.not_offered_factor).tolist())
    for columns_of, scores_of, offered, values_of in zip(*(table.tolist() for table in kept), strict=True):
        said = [
            Parts(places=places, values=tuple(of_part), weights=weighs if is_one else weighs_less)
            for of_part, is_one in zip(values_of, offered, strict=True)
        ]
        yield tuple(map(_ranked, zip(columns_of, scores_of, said, strict=True)))


def _flow_signals(
    index: CatalogIndex, asked: Asked, wordings: Wordings, cuts: Sequence[tuple[FirstCut, Integers]]
) -> FlowSignals:
    said = [[term for name in names for term in wording_of(wordings, name).terms] for names in asked.topics]
    rows = index.terms.rows([WeightedTexts(counted=index.numbering.count(said, is_open=False), weight=1.0)])
    about = np.asarray((rows @ index.terms.features.table).toarray(), np.float32)
    columns = np.concatenate([flow[:, None] * index.size + cut.columns for cut, flow in cuts])
    sharp = np.concatenate([cut.nearness for cut, _ in cuts]) ** _SHARPNESS
    share = sharp / np.maximum(sharp.sum(axis=1, keepdims=True), np.finfo(np.float32).tiny)
    mass = np.bincount(columns.ravel(), share.ravel(), len(asked.topics) * index.size).astype(np.float32)
    mass = mass.reshape(len(asked.topics), index.size)
    in_chapters = np.asarray((mass @ index.chapters) @ index.chapters_mean, dtype=np.float32)
    return FlowSignals(topic=_of_best(about), chapters=_of_best(in_chapters))


def _of_best(table: Floats) -> Floats:
    """Each row as a share of its largest entry."""
    best = np.maximum(table.max(axis=1, keepdims=True, initial=0), np.finfo(np.float32).tiny)
    return np.asarray(table / best, dtype=np.float32)
