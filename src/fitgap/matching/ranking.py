"""The best features of every step: a first cut over the whole catalogue, then a close look at the pairs left."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import hstack

from fitgap.matching.index import CatalogIndex, count_keys
from fitgap.matching.queries import Asked, StepTexts, Wordings, ask, joined, read_queries, wording_of
from fitgap.matching.references import referred
from fitgap.matching.scorers import FlowSignals, Pairs, field, score_parts, weights_of, whole_step
from fitgap.matching.semantic import Meaning, nearness
from fitgap.matching.terms import Floats, Integers
from fitgap.model.judgement import ScorePart
from fitgap.model.policy import Matching
from fitgap.model.step import Step

_GROUPS = 4  # times as many groups of columns as features kept
_DIGITS, _NEARLY = 5, 1e-5  # sums of single precision are no more exact, so that their order must not matter
_SHARPNESS = 3  # a step votes for a chapter mostly with the features nearest to it


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A feature that may answer a step, by its place in the index, with what its score is made of."""

    place: int
    score: float
    parts: tuple[ScorePart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstCut:
    """For every query (row) the places of the features worth a close look, ascending, and how near they roughly are."""

    columns: Integers
    nearness: Floats


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
    answers = [
        ranked for pairs, size in pairs_of(index, asked, wordings, policy, meaning) for ranked in _best(pairs, size)
    ]
    return tuple(answers[place] for place in asked.places)


def pairs_of(
    index: CatalogIndex, asked: Asked, wordings: Wordings, policy: Matching, meaning: Meaning | None = None
) -> Iterator[tuple[Pairs, int]]:
    """Blocks of pairs worth a close look, the same number (returned too) for every query, in the order of the queries.

    The whole flow is cut first, because where most of it lies in the catalogue says something about each step.
    """
    blocks = [
        asked.queries[start : start + policy.block_steps] for start in range(0, len(asked.queries), policy.block_steps)
    ]
    texts = [read_queries(block, wordings) for block in blocks]
    near = [nearness(meaning, block.written, index.features) if meaning else None for block in texts]
    cuts = [first_cut(index, block, policy, means) for block, means in zip(texts, near, strict=True)]
    flow_of = [np.array([query.flow for query in block]) for block in blocks]
    flows = _flow_signals(index, asked, wordings, list(zip(cuts, flow_of, strict=True)))
    for block, cut, flow, means in zip(texts, cuts, flow_of, near, strict=True):
        size = cut.columns.shape[1]
        rows = np.repeat(np.arange(len(block.jobs)), size)
        yield (
            Pairs(
                index=index,
                texts=block,
                flows=flows,
                flow_of_row=flow,
                rows=rows,
                columns=cut.columns.ravel(),
                policy=policy,
                meanings=means,
                meaning_weight=meaning.policy.weight if meaning else 0.0,
            ),
            size,
        )


def first_cut(index: CatalogIndex, texts: StepTexts, policy: Matching, means: Floats | None = None) -> FirstCut:
    """The features nearest by characters, by words and to a model of meaning, and those that a label refers to."""
    by_characters = index.characters.rows(whole_step(count_keys, texts, policy))
    by_meaning = index.terms.rows(whole_step(index.count_terms, texts, policy))
    rough = (hstack([by_characters, by_meaning], format="csr") @ index.nearness).toarray()
    rough += referred(index.features, texts.written)
    if means is not None:
        rough += means
    columns = _largest(rough, min(policy.first_cut, index.size))
    return FirstCut(columns=columns, nearness=np.take_along_axis(rough, columns, axis=1))


def _largest(table: Floats, size: int) -> Integers:
    """The columns of the `size` largest entries of each row, ascending; of (nearly) equal entries the first.

    The best of `size` groups of columns are each at least as large as the entry sought, so that only few are sorted.
    """
    rows, width = table.shape
    group = max(width // (_GROUPS * size), 1)
    best = table[:, : width // group * group].reshape(rows, group, -1).max(axis=1)
    least = np.partition(best, -size, axis=1)[:, -size]
    row, column = np.nonzero(table > least[:, None] - _NEARLY)
    order = np.lexsort((column, -table[row, column].round(_DIGITS), row))
    starts = np.searchsorted(row, np.arange(rows))
    return np.sort(column[order[starts[:, None] + np.arange(size)]], axis=1)


def _best(pairs: Pairs, size: int) -> Iterator[tuple[Ranked, ...]]:
    policy = pairs.policy
    parts = weights_of(pairs)
    weights = np.array(list(parts.values()))
    values = score_parts(pairs).astype(np.float64).reshape(-1, size, len(parts))
    columns = pairs.columns.reshape(-1, size)
    factors = np.where(pairs.index.is_offered[columns], 1.0, policy.not_offered_factor)
    scores = (values @ weights) * factors
    order = np.lexsort((columns, -scores.round(9)), axis=1)[:, : policy.candidates]
    row = np.arange(len(order))[:, None]
    kept = (columns[row, order], scores[row, order], values[row, order], weights * factors[row, order][:, :, None])
    for of_step in zip(*(table.tolist() for table in kept), strict=True):
        yield tuple(
            Ranked(
                place=place, score=score, parts=tuple(map(ScorePart._make, zip(parts, of_part, weighs, strict=True)))
            )
            for place, score, of_part, weighs in zip(*of_step, strict=True)
        )


def _flow_signals(
    index: CatalogIndex, asked: Asked, wordings: Wordings, cuts: Sequence[tuple[FirstCut, Integers]]
) -> FlowSignals:
    topics = [joined([wording_of(wordings, name) for name in names]) for names in asked.topics]
    rows = index.terms.rows([field(index.count_terms, topics)])
    about = np.asarray((rows @ index.terms.features).toarray(), dtype=np.float32)
    mass = np.zeros((len(topics), index.size), np.float32)
    for cut, flow in cuts:
        sharp = cut.nearness**_SHARPNESS
        share = sharp / np.maximum(sharp.sum(axis=1, keepdims=True), np.finfo(np.float32).tiny)
        np.add.at(mass, (flow[:, None], cut.columns), share)
    in_chapters = np.asarray((mass @ index.chapters) @ index.chapters_mean, dtype=np.float32)
    return FlowSignals(topic=_of_best(about), chapters=_of_best(in_chapters))


def _of_best(table: Floats) -> Floats:
    """Each row as a share of its largest entry."""
    best = np.maximum(table.max(axis=1, keepdims=True, initial=0), np.finfo(np.float32).tiny)
    return np.asarray(table / best, dtype=np.float32)
