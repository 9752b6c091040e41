"""The parts of a score: each says in 0..1 how well a feature answers a step, for many pairs at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from fitgap.matching.index import CatalogIndex, count_keys
from fitgap.matching.queries import StepTexts
from fitgap.matching.references import referred
from fitgap.matching.terms import Counted, Floats, Integers, TermSpace, WeightedTexts, products
from fitgap.model.policy import Matching
from fitgap.model.wording import Wording

Count: TypeAlias = Callable[[Sequence[Wording]], Counted]


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowSignals:
    """What a flow as a whole says: how near each feature (column) is to its topic, and to the chapters it lies in."""

    topic: Floats
    chapters: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Steps and features to be looked at closely: `rows` are places in `texts`, `columns` places in `index`.

    `meanings` is a table of nearness in meaning (a row a step, a column a feature) where a model was given.
    """

    index: CatalogIndex
    texts: StepTexts
    flows: FlowSignals
    flow_of_row: Integers
    rows: Integers
    columns: Integers
    policy: Matching
    meanings: Floats | None = None
    meaning_weight: float = 0.0

    def of(self, table: Floats) -> Floats:
        """The pairs' entries of a table with a row a step and a column a feature."""
        return np.asarray(table[self.rows, self.columns], dtype=np.float32).clip(0, 1)

    def share(self, space: TermSpace, *fields: WeightedTexts) -> Floats:
        """The share of the steps' information in these fields that the features hold."""
        return products(space.rows(fields), self.rows, space.by_feature, self.columns).clip(0, 1)


Scorer: TypeAlias = Callable[[Pairs], Floats]
CombinedScorer: TypeAlias = Callable[[Pairs, Mapping[str, Floats]], Floats]


def field(count: Count, of: Sequence[Wording], weight: float = 1.0) -> WeightedTexts:
    """A column of texts, counted and weighted."""
    return WeightedTexts(counted=count(of), weight=weight)


def whole_step(count: Count, texts: StepTexts, policy: Matching) -> tuple[WeightedTexts, ...]:
    """Everything a step says, weighted by where it says it."""
    return (
        field(count, texts.jobs),
        field(count, texts.details, policy.details_weight),
        field(count, texts.forms, policy.forms_weight),
    )


def characters(pairs: Pairs) -> Floats:
    """Characters and pairs of characters: of the whole step, and of what is said in detail."""
    space = pairs.index.characters
    whole = pairs.share(space, *whole_step(count_keys, pairs.texts, pairs.policy))
    return _mean(whole, pairs.share(space, field(count_keys, pairs.texts.details)))


def objects(pairs: Pairs) -> Floats:
    """What the step's job is done to, whatever is done to it."""
    return pairs.share(pairs.index.terms, field(pairs.index.count_objects, pairs.texts.jobs))


def words(pairs: Pairs) -> Floats:
    """The very words of the job, and of what is said in detail."""
    index, texts = pairs.index, pairs.texts
    job = pairs.share(index.words, field(index.count_words, texts.jobs))
    return _mean(job, pairs.share(index.words, field(index.count_words, texts.details)))


def details(pairs: Pairs) -> Floats:
    """What is said in detail, words with the same meaning taken for one."""
    return pairs.share(pairs.index.terms, field(pairs.index.count_terms, pairs.texts.details))


def forms(pairs: Pairs) -> Floats:
    """The names of the step's forms, by meaning and by characters."""
    index, texts = pairs.index, pairs.texts
    by_meaning = pairs.share(index.terms, field(index.count_terms, texts.forms))
    return _mean(by_meaning, pairs.share(index.characters, field(count_keys, texts.forms)))


def name_characters(pairs: Pairs) -> Floats:
    """How much of the feature's name, in characters, the step says."""
    return _covered(pairs, pairs.index.name_characters, count_keys)


def name_terms(pairs: Pairs) -> Floats:
    """How much of the feature's name, in words by meaning, the step says."""
    return _covered(pairs, pairs.index.name_terms, pairs.index.count_terms)


def activity(pairs: Pairs) -> Floats:
    """The same type of work; for a feature called after its type of work alone, that is all there is to compare."""
    index, policy = pairs.index, pairs.policy
    place = {name: column for column, name in enumerate(index.activity_names)}
    wanted = np.zeros((len(pairs.texts.jobs), index.activities.shape[1]), np.float32)
    main = np.zeros_like(wanted)
    for row, (job, detail) in enumerate(zip(pairs.texts.jobs, pairs.texts.details, strict=True)):
        wanted[row, [place[name] for name in detail.activities if name in place]] = policy.described_activity
        wanted[row, [place[name] for name in job.activities if name in place]] = 1
        main[row, [place[name] for name in job.activities[-1:] if name in place]] = 1
    of_features = index.activities[pairs.columns]
    wanted /= np.maximum(wanted.sum(axis=1, keepdims=True), 1)
    mixed = np.einsum("ij,ij->i", wanted[pairs.rows], of_features)
    same = np.einsum("ij,ij->i", main[pairs.rows], of_features)
    alone = np.maximum(same, policy.named_activity * mixed) * index.is_bare_activity[pairs.columns]
    return _mean(mixed.clip(0, 1), alone.clip(0, 1))


def title(pairs: Pairs) -> Floats:
    """The title of the process."""
    return pairs.share(pairs.index.terms, field(pairs.index.count_terms, pairs.texts.titles))


def neighbours(pairs: Pairs) -> Floats:
    """The steps before and behind."""
    before, behind = (
        pairs.share(pairs.index.terms, field(pairs.index.count_terms, texts)) for texts in pairs.texts.neighbours
    )
    return _mean(before, behind)


def chapters(pairs: Pairs) -> Floats:
    """The chapters of the catalogue in which most of the flow finds its features."""
    return np.asarray(pairs.flows.chapters[pairs.flow_of_row[pairs.rows], pairs.columns], dtype=np.float32)


def topic(pairs: Pairs) -> Floats:
    """What all steps of the flow talk about together."""
    return np.asarray(pairs.flows.topic[pairs.flow_of_row[pairs.rows], pairs.columns], dtype=np.float32)


def reference(pairs: Pairs) -> Floats:
    """A function id or a chapter number that the label itself names."""
    return pairs.of(referred(pairs.index.features, pairs.texts.written))


def semantic(pairs: Pairs) -> Floats:
    """Nearness of meaning, as the model sees it; nothing without a model."""
    return np.zeros(pairs.rows.size, np.float32) if pairs.meanings is None else pairs.of(pairs.meanings)


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


def nearest(pairs: Pairs, parts: Mapping[str, Floats]) -> Floats:
    """How near by characters, beside the nearest feature of all for the same step."""
    best = np.zeros(len(pairs.texts.jobs), np.float32)
    np.maximum.at(best, pairs.rows, parts["characters"])
    return np.asarray(parts["characters"] / np.maximum(best[pairs.rows], np.finfo(np.float32).tiny), dtype=np.float32)


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
    """The value of every part (column, in the order of `weights_of`) for every pair (row)."""
    nothing = np.zeros(pairs.rows.size, np.float32)
    weights = weights_of(pairs)
    parts = {
        name: scorer(pairs) if weights.get(name) or name in INGREDIENTS else nothing for name, scorer in SCORERS.items()
    }
    parts |= {name: scorer(pairs, parts) for name, scorer in COMBINED.items()}
    return np.stack([parts[name] for name in weights], axis=1)


def _mean(one: Floats, other: Floats) -> Floats:
    return np.asarray((one + other) / 2, dtype=np.float32)


def _covered(pairs: Pairs, space: TermSpace, count: Count) -> Floats:
    """The share of the features' names, by rarity, that the steps say; never whole for a name that says little."""
    said = space.rows(whole_step(count, pairs.texts, pairs.policy))
    said.data = space.rarity[said.indices]
    whole = space.by_feature @ space.rarity + np.float32(pairs.policy.least_name_rarity)
    return (products(said, pairs.rows, space.by_feature, pairs.columns) / whole[pairs.columns]).clip(0, 1)
