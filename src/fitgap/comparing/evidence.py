"""What speaks for two steps being the same work: a list of measures in 0..1, each symmetric, each over all pairs.

Every measure looks at two steps and at the other steps of their two members; of who else is compared only how rare a
word is depends. So the same weights serve two members and sixty.
"""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from scipy.sparse import csr_array

from fitgap.comparing.arrays import Booleans, Floats, Integers
from fitgap.comparing.cosines import Bag, characters_and_pairs, cosines, held
from fitgap.comparing.roles import means_of
from fitgap.comparing.table import StepTable
from fitgap.model.policy import Comparing
from fitgap.model.step import Step
from fitgap.model.wording import EMPTY, Tongue, Wording

Wordings = Mapping[str, Wording]
Nearness: TypeAlias = Callable[[Sequence[str]], Floats]
"""How near in meaning (0..1) every two texts are, by a model that somebody gives."""
_TINY = 1e-6
_IDEOGRAPHS = ("一", "鿿")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sayings:
    """The steps' names, contents and forms as wordings; `inputs` are the forms that a step reads, `outputs` writes."""

    names: tuple[Wording, ...]
    contents: tuple[Wording, ...]
    forms: tuple[tuple[Wording, ...], ...]
    inputs: tuple[tuple[Wording, ...], ...]
    outputs: tuple[tuple[Wording, ...], ...]

    def texts(self) -> Iterator[tuple[Wording, Wording]]:
        """Name and content of each step."""
        return zip(self.names, self.contents, strict=True)


def texts_of_steps(steps: Sequence[Step]) -> tuple[str, ...]:
    """Every text that comparing wants a wording of, each once."""
    found = (text for step in steps for text in (step.name, step.content, *(form.name for form in step.forms)))
    return tuple(dict.fromkeys(found))


def sayings_of(steps: Sequence[Step], wordings: Wordings) -> Sayings:
    """Look the wordings of some steps up."""

    def of(text: str) -> Wording:
        return wordings.get(text, EMPTY)

    return Sayings(
        names=tuple(of(step.name) for step in steps),
        contents=tuple(of(step.content) for step in steps),
        forms=tuple(tuple(of(form.name) for form in step.forms) for step in steps),
        inputs=tuple(tuple(of(form.name) for form in step.forms if form.direction == "input") for step in steps),
        outputs=tuple(tuple(of(form.name) for form in step.forms if form.direction == "output") for step in steps),
    )


def grams_of(*texts: Wording) -> Bag:
    """Characters and pairs of Japanese; of Latin letters, which every word shares, terms and three letters in a row."""
    if all(text.tongue is Tongue.JAPANESE for text in texts):
        return characters_and_pairs("".join(text.key for text in texts))
    found: list[str] = []
    for text in texts:
        if text.tongue is Tongue.JAPANESE:
            found.extend(characters_and_pairs(text.key))
        else:
            for word in text.terms:
                found.append(f"{word} ")
                found.extend(word[i : i + 3] for i in range(max(len(word) - 2, 0)))
    return found


def _ideographs(key: str) -> Bag:
    """What carries the sense of a Japanese text."""
    return [character for character in key if _IDEOGRAPHS[0] <= character <= _IDEOGRAPHS[1]]


def _all_terms(said: Sayings) -> list[list[str]]:
    return [
        [*name.terms, *name.terms, *content.terms, *(term for form in forms for term in form.terms)]
        for (name, content), forms in zip(said.texts(), said.forms, strict=True)
    ]


def _name_in_whole(said: Sayings) -> Floats:
    """The characters of one step's name, looked for in all that the other step says."""
    names = [set(grams_of(name)) for name in said.names]
    wholes = [
        {gram for text in (name, content, *forms) for gram in grams_of(text)}
        for (name, content), forms in zip(said.texts(), said.forms, strict=True)
    ]
    return held([sorted(name) for name in names], [sorted(whole) for whole in wholes])


MEASURES: dict[str, Callable[[Sayings], Floats]] = {
    "name_characters": lambda said: cosines([grams_of(name) for name in said.names]),
    "text_characters": lambda said: cosines([grams_of(name, content) for name, content in said.texts()]),
    "text_terms": lambda said: cosines([(*name.terms, *content.terms) for name, content in said.texts()]),
    "all_terms": lambda said: cosines(_all_terms(said)),
    "name_in_whole": _name_in_whole,
    "activities": lambda said: cosines([(*name.activities, *content.activities) for name, content in said.texts()]),
    "ideographs": lambda said: cosines([_ideographs(name.key + content.key) for name, content in said.texts()]),
    "objects": lambda said: cosines([(*name.objects, *content.objects) for name, content in said.texts()]),
    "inputs": lambda said: cosines([[gram for form in forms for gram in grams_of(form)] for forms in said.inputs]),
    "outputs": lambda said: cosines([[gram for form in forms for gram in grams_of(form)] for forms in said.outputs]),
}
"""What the texts of two steps share."""

LIKENESS_OF = ("text_characters", "all_terms", "name_in_whole")
"""The measures whose mean is the overall likeness, by which other chances and neighbours are judged."""
RELATIVE_TOO = ("text_characters", "all_terms")
"""Measures that also count in relation to the best of the two steps' other chances."""
BOTH_OF = ("activities", "objects")
"""What is done, and what it is done to: measures that also count by how far they agree on both."""
DERIVED = (
    "agreement",
    "place",
    "relative_likeness",
    "mutual_likeness",
    "neighbours",
    "means",
    *(f"relative_{name}" for name in RELATIVE_TOO),
)
EVIDENCE = (*MEASURES, *DERIVED)
"""The names of all measures, as the policy weighs them."""


def evidence_of(
    table: StepTable, wordings: Wordings, policy: Comparing, asked: Container[str] = EVIDENCE
) -> Iterator[tuple[str, Floats]]:
    """The measures asked for over all pairs of steps, one after the other, so that few are held at once."""
    said = sayings_of(table.steps, wordings)
    starts = np.flatnonzero(np.diff(table.member_numbers, prepend=-1))
    likeness = np.zeros((len(table.steps),) * 2, np.float32)
    agreement = np.ones_like(likeness)
    needed = {*LIKENESS_OF, *(BOTH_OF if "agreement" in asked else ())}
    for name, measure in MEASURES.items():
        if name not in asked and name not in needed:
            continue
        values = measure(said)
        yield name, values
        if name in BOTH_OF:
            agreement *= values
        if name in LIKENESS_OF:
            likeness += values / len(LIKENESS_OF)
        if name in RELATIVE_TOO:
            forth = _relative(values, starts)
            yield f"relative_{name}", _mean(forth, forth.T)
    yield "agreement", np.sqrt(agreement)
    apart: Floats = np.abs(np.subtract.outer(table.places, table.places))
    near: Floats = np.ones_like(apart) - apart
    yield "place", near
    forth = _relative(likeness, starts)
    yield "relative_likeness", _mean(forth, forth.T)
    yield "mutual_likeness", np.minimum(forth, forth.T)
    yield "neighbours", _neighbours(likeness, table.following)
    yield "means", _shared_means([means_of(step, policy) for step in table.steps])


def opposed(steps: Sequence[Step], wordings: Wordings) -> Booleans | None:
    """For every two steps whether the name of one excludes what the other names; None where none excludes anything."""
    names = [wordings.get(step.name, EMPTY) for step in steps]
    number = {name: column for column, name in enumerate(sorted({other for one in names for other in one.excludes}))}
    if not number:
        return None
    named, excluded = (np.zeros((len(names), len(number)), np.float32) for _ in range(2))
    for row, name in enumerate(names):
        excluded[row, [number[other] for other in name.excludes]] = 1
        named[row, [number[concept.name] for concept in name.concepts if concept.name in number and name.excludes]] = 1
    found = named @ excluded.T > 0
    return found | found.T


def meaning_of(steps: Sequence[Step], nearness: Nearness) -> Floats:
    """How near in meaning every two steps are, by what they say in name and content."""
    return nearness([" ".join(f"{step.name} {step.content}".split()) for step in steps])


def kinds_of(steps: Sequence[Step], wordings: Wordings) -> dict[str, Booleans]:
    """For every pair of steps whether it is of a kind, by the kind's name; each pair is of one kind.

    `described`: both say more than their names; else `english`: both names are English; else `bare`.
    """
    has_content = np.array([bool(step.content) for step in steps], np.bool_)
    has_english = np.array([wordings.get(step.name, EMPTY).tongue is Tongue.ENGLISH for step in steps], np.bool_)
    described = has_content[:, None] & has_content[None, :]
    english = has_english[:, None] & has_english[None, :] & ~described
    return {"described": described, "english": english, "bare": ~(described | english)}


def _mean(one: Floats, other: Floats) -> Floats:
    found: Floats = np.add(one, other) * np.float32(0.5)
    return found


def _relative(values: Floats, starts: Integers) -> Floats:
    """Each value as a share of the best that the row's step finds with the column's member."""
    best: Floats = np.maximum.reduceat(values, starts, axis=1)
    widths = np.diff(starts, append=values.shape[1])
    found: Floats = values / (np.repeat(best, widths, axis=1) + np.float32(_TINY))
    return found


def _shared_means(means: Sequence[frozenset[str]]) -> Floats:
    """The Jaccard likeness of the means of every two steps; one half where neither says anything."""
    number = {name: index for index, name in enumerate(sorted(frozenset[str]().union(*means)))}
    marks = np.zeros((len(means), len(number)), np.float32)
    for row, its in enumerate(means):
        marks[row, [number[name] for name in its]] = 1
    both = marks @ marks.T
    counts = marks.sum(axis=1)
    either = np.add.outer(counts, counts) - both
    found: Floats = np.divide(both, either, out=np.full_like(both, 0.5), where=either > 0)
    return found


def _neighbours(likeness: Floats, following: Sequence[Sequence[int]]) -> Floats:
    """The mean likeness of what comes before two steps and of what comes behind them."""
    size = len(following)
    pairs = [(row, after) for row, afters in enumerate(following) for after in afters]
    rows = np.array([row for row, _ in pairs], np.int64)
    afters = np.array([after for _, after in pairs], np.int64)
    links = csr_array((np.ones(len(pairs), np.float32), (rows, afters)), shape=(size, size))
    found = np.zeros_like(likeness)
    for steps in (links, links.T.tocsr()):
        counts = np.maximum(np.asarray(steps.sum(axis=1)).ravel(), 1).astype(np.float32)
        near = (steps @ likeness) / counts[:, None]
        found += (steps @ np.ascontiguousarray(near.T)) / counts[:, None] / 2
    return found
