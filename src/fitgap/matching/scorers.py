"""The parts of a score: each says in 0..1 how well a feature answers a step, for many pairs at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from scipy.sparse import csr_array

from fitgap.matching import sums
from fitgap.matching.arrays import Floats, Integers, Sparse, narrow
from fitgap.matching.index import CatalogIndex, count_keys
from fitgap.matching.queries import StepTexts
from fitgap.matching.references import referred
from fitgap.matching.terms import Counted, TermSpace, WeightedTexts
from fitgap.model.policy import Matching


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowSignals:
    """What a flow as a whole says: how near each feature (column) is to its topic, and to the chapters it lies in."""

    topic: Floats
    chapters: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Everything that steps say, counted once: characters and terms by where they say it, and the whole as rows."""

    texts: StepTexts
    keys: tuple[Counted, Counted, Counted]
    terms: tuple[Counted, Counted, Counted]
    by_characters: Sparse
    by_meaning: Sparse
    references: Mapping[int, Floats]


def count_steps(index: CatalogIndex, texts: StepTexts, policy: Matching) -> Said:
    """Count what steps say: in their jobs, in detail, and in the names of their forms."""
    jobs, details, forms = texts.jobs, texts.details, texts.forms
    keys = (count_keys(jobs), count_keys(details), count_keys(forms))
    terms = (index.count_terms(jobs), index.count_terms(details), index.count_terms(forms))
    return Said(
        texts=texts,
        keys=keys,
        terms=terms,
        by_characters=index.characters.rows(_whole_step(keys, policy)),
        by_meaning=index.terms.rows(_whole_step(terms, policy)),
        references=referred(index.features, texts.written),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Steps and features to be looked at closely: for each step (row) as many `columns`, which are places in `index`.

    `by_characters` is the share of all the characters of a step that the features hold.
    `meanings` is a table of nearness in meaning (a row a step, a column a feature) where a model was given.
    """

    index: CatalogIndex
    said: Said
    flows: FlowSignals
    flow_of_row: Integers
    columns: Integers
    by_characters: Floats
    policy: Matching
    meanings: Floats | None = None
    meaning_weight: float = 0.0

    def share(self, space: TermSpace, counted: Counted) -> Floats:
        """The share of the steps' information in a field that the features hold."""
        rows = space.rows([WeightedTexts(counted=counted, weight=1.0)])
        return sums.USED.products(rows, space.by_feature, self.columns).clip(0, 1)

    def of_flow(self, table: Floats) -> Floats:
        """The pairs' entries of a table with a row a flow and a column a feature."""
        return table[self.flow_of_row[:, None], self.columns]


Scorer: TypeAlias = Callable[[Pairs], Floats]
CombinedScorer: TypeAlias = Callable[[Pairs, Mapping[str, Floats]], Floats]


def characters(pairs: Pairs) -> Floats:
    """Characters and pairs of characters: of the whole step, and of what is said in detail."""
    space, (_, in_detail, _) = pairs.index.characters, pairs.said.keys
    return _mean(pairs.by_characters.clip(0, 1), pairs.share(space, in_detail))


def objects(pairs: Pairs) -> Floats:
    """What the step's job is done to, whatever is done to it."""
    return pairs.share(pairs.index.terms, pairs.index.count_objects(pairs.said.texts.jobs))


def words(pairs: Pairs) -> Floats:
    """The very words of the job, and of what is said in detail."""
    index, texts = pairs.index, pairs.said.texts
    job = pairs.share(index.words, index.count_words(texts.jobs))
    return _mean(job, pairs.share(index.words, index.count_words(texts.details)))


def details(pairs: Pairs) -> Floats:
    """What is said in detail, words with the same meaning taken for one."""
    _, in_detail, _ = pairs.said.terms
    return pairs.share(pairs.index.terms, in_detail)


def forms(pairs: Pairs) -> Floats:
    """The names of the step's forms, by meaning and by characters."""
    index, said = pairs.index, pairs.said
    return _mean(pairs.share(index.terms, said.terms[-1]), pairs.share(index.characters, said.keys[-1]))


def name_characters(pairs: Pairs) -> Floats:
    """How much of the feature's name, in characters, the step says."""
    return _covered(pairs, pairs.said.by_characters, pairs.index.name_characters)


def name_terms(pairs: Pairs) -> Floats:
    """How much of the feature's name, in words by meaning, the step says."""
    return _covered(pairs, pairs.said.by_meaning, pairs.index.name_terms)


def activity(pairs: Pairs) -> Floats:
    """The same type of work; for a feature called after its type of work alone, that is all there is to compare."""
    index, policy, texts = pairs.index, pairs.policy, pairs.said.texts
    jobs, in_detail = ([text.activities for text in of] for of in (texts.jobs, texts.details))
    wanted = np.maximum(
        index.activities_of(in_detail) * np.float32(policy.described_activity), index.activities_of(jobs)
    )
    wanted /= np.maximum(wanted.sum(axis=1, keepdims=True), 1)
    main = index.activities_of([named[-1:] for named in jobs])
    mixed, same = (
        sums.USED.products(narrow(csr_array(table)), index.activities, pairs.columns) for table in (wanted, main)
    )
    alone = np.maximum(same, policy.named_activity * mixed) * index.is_bare_activity[pairs.columns]
    return _mean(mixed.clip(0, 1), alone.clip(0, 1))


def title(pairs: Pairs) -> Floats:
    """The title of the process."""
    return pairs.share(pairs.index.terms, pairs.index.count_terms(pairs.said.texts.titles))


def neighbours(pairs: Pairs) -> Floats:
    """The steps before and behind."""
    before, behind = (
        pairs.share(pairs.index.terms, pairs.index.count_terms(texts)) for texts in pairs.said.texts.neighbours
    )
    return _mean(before, behind)


def chapters(pairs: Pairs) -> Floats:
    """The chapters of the catalogue in which most of the flow finds its features."""
    return pairs.of_flow(pairs.flows.chapters)


def topic(pairs: Pairs) -> Floats:
    """What all steps of the flow talk about together."""
    return pairs.of_flow(pairs.flows.topic)


def reference(pairs: Pairs) -> Floats:
    """A function id or a chapter number that the label itself names."""
    found = np.zeros(pairs.columns.shape, np.float32)
    for row, is_named in pairs.said.references.items():
        found[row] = is_named[pairs.columns[row]]
    return found


def semantic(pairs: Pairs) -> Floats:
    """Nearness of meaning, as the model sees it; nothing without a model."""
    if pairs.meanings is None:
        return np.zeros(pairs.columns.shape, np.float32)
    return np.take_along_axis(pairs.meanings, pairs.columns, axis=1).clip(0, 1)


SCORERS: Mapping[str, Scorer] = {
    scorer.__name__: scorer
    for scorer in (
        characters,
        objects,
        words,
        details,
        forms,
        name_characters,
        name_terms,
        activity,
        title,
        neighbours,
        chapters,
        topic,
        reference,
        semantic,
    )
}
"""The parts that look at the texts; `[matching.part_weights]` of the policy says what each counts."""


def strongest(_: Pairs, parts: Mapping[str, Floats]) -> Floats:
    """The best of words, details and forms: a step may say it in one place only."""
    return np.asarray(np.maximum(np.maximum(parts["words"], parts["details"]), parts["forms"]), dtype=np.float32)


def nearest(_: Pairs, parts: Mapping[str, Floats]) -> Floats:
    """How near by characters, beside the nearest feature of all for the same step."""
    best = parts["characters"].max(axis=1, keepdims=True, initial=0)
    return np.asarray(parts["characters"] / np.maximum(best, np.finfo(np.float32).tiny), dtype=np.float32)


COMBINED: Mapping[str, CombinedScorer] = {scorer.__name__: scorer for scorer in (strongest, nearest)}
"""The parts made of other parts."""

INGREDIENTS = frozenset({"characters", "words", "details", "forms"})
"""Parts that other parts, or the judge, need whatever they weigh; others are left out at weight 0."""

PARTS: tuple[str, ...] = (*(name for name in SCORERS if name != semantic.__name__), *COMBINED)
"""Every part a score has without a model of meaning, in the order in which they are shown."""


def weights_of(pairs: Pairs) -> dict[str, float]:
    """What each part counts, in the order of `PARTS`; beside a model's part the others share what is left."""
    left = 1 - pairs.meaning_weight
    weights = {name: pairs.policy.part_weights[name] * left for name in PARTS}
    return weights if pairs.meanings is None else weights | {semantic.__name__: pairs.meaning_weight}


def score_parts(pairs: Pairs) -> Floats:
    """The value of every part (first axis, in the order of `weights_of`) for every step and each of its features."""
    nothing = np.zeros(pairs.columns.shape, np.float32)
    weights = weights_of(pairs)
    parts = {
        name: scorer(pairs) if weights.get(name) or name in INGREDIENTS else nothing for name, scorer in SCORERS.items()
    }
    parts |= {name: scorer(pairs, parts) for name, scorer in COMBINED.items()}
    return np.stack([parts[name] for name in weights])


def _whole_step(counted: tuple[Counted, Counted, Counted], policy: Matching) -> tuple[WeightedTexts, ...]:
    """Everything a step says, weighted by where it says it."""
    weights = (1.0, policy.details_weight, policy.forms_weight)
    return tuple(WeightedTexts(counted=one, weight=weight) for one, weight in zip(counted, weights, strict=True))


def _mean(one: Floats, other: Floats) -> Floats:
    return np.asarray((one + other) / 2, dtype=np.float32)


def _covered(pairs: Pairs, rows: Sparse, space: TermSpace) -> Floats:
    """The share of the features' names, by rarity, that the steps say; never whole for a name that says little."""
    said: Sparse = csr_array((space.rarity[rows.indices], rows.indices, rows.indptr), shape=rows.shape)
    held = sums.USED.products(said, space.by_feature, pairs.columns)
    whole = space.information + np.float32(pairs.policy.least_name_rarity)
    return (held / whole[pairs.columns]).clip(0, 1)
