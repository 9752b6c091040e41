"""The best features of every step: a first cut over the whole catalogue, then a close look at the pairs left."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fitgap.matching.index import CatalogIndex, Wordings
from fitgap.matching.queries import Query, ask, wording_of
from fitgap.matching.scorers import SCORERS, Block
from fitgap.matching.tables import tables_of
from fitgap.matching.terms import Floats, Integers
from fitgap.model.judgement import ScorePart
from fitgap.model.policy import Matching
from fitgap.model.step import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A feature that may answer a step, by its place in the index, with what its score is made of."""

    place: int
    score: float
    parts: tuple[ScorePart, ...]


def rank(
    index: CatalogIndex, steps: Sequence[Step], wordings: Wordings, policy: Matching
) -> tuple[tuple[Ranked, ...], ...]:
    """The best features of each step, best first, ties by feature id; equal steps are asked once."""
    asked = ask(steps)
    if not index.size:
        return ((),) * len(steps)
    answers: list[tuple[Ranked, ...]] = []
    for start in range(0, len(asked.queries), policy.block_steps):
        answers += _rank_block(index, asked.queries[start : start + policy.block_steps], wordings, policy)
    return tuple(answers[place] for place in asked.places)


def _rank_block(
    index: CatalogIndex, queries: Sequence[Query], wordings: Wordings, policy: Matching
) -> list[tuple[Ranked, ...]]:
    tables = tables_of(index, queries, wordings, policy)
    columns = _first_cut(tables, policy)
    block = Block(
        index=index,
        tables=tables,
        keys=tuple(wording_of(wordings, query.name).key for query in queries),
        rows=np.repeat(np.arange(len(queries)), columns.shape[1]),
        columns=columns.ravel(),
    )
    weights = policy.part_weights
    values = np.stack([SCORERS[name](block) for name in SCORERS], axis=1).astype(np.float64)
    weighed = np.array([weights[name] for name in SCORERS])
    scores = (values @ weighed).reshape(columns.shape)
    values = values.reshape(*columns.shape, len(SCORERS))
    order = np.lexsort((columns, -scores.round(9)), axis=1)[:, : policy.candidates]
    return [
        tuple(
            Ranked(
                place=int(columns[row, pick]),
                score=float(scores[row, pick]),
                parts=tuple(
                    ScorePart(name=name, value=float(values[row, pick, part]), weight=weights[name])
                    for part, name in enumerate(SCORERS)
                ),
            )
            for pick in picks
        )
        for row, picks in enumerate(order)
    ]


def _first_cut(tables: dict[str, Floats], policy: Matching) -> Integers:
    """Places of the features worth a close look: the same number for every query, in ascending order."""
    rough = tables["characters"] + tables["words"] + tables["concepts"] + tables["reference"]
    size = min(policy.first_cut, rough.shape[1])
    return np.sort(np.argpartition(-rough, size - 1, axis=1)[:, :size], axis=1)
