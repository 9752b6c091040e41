"""Which catalogue forms a step's documents, or the papers that its own words name, stand for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeAlias

import numpy as np

from fitgap.matching.arrays import Flags, Floats, Integers
from fitgap.matching.documents import bare_name, kinds_of, main_name, named_papers
from fitgap.matching.form_facts import with_facts
from fitgap.matching.index import count_keys
from fitgap.matching.queries import Wordings, joined, wording_of
from fitgap.matching.terms import (
    Counted,
    Numbering,
    Saturation,
    TermSpace,
    WeightedTexts,
    build_space,
)
from fitgap.model.catalog import Catalog, CatalogForm, Offer
from fitgap.model.flow import Direction, Document
from fitgap.model.judgement import FormMatch, Parts
from fitgap.model.policy import FormMatching
from fitgap.model.step import Step
from fitgap.model.wording import Wording

_MAIN_NAME_COUNTS = 0.95
_NAMES_WEIGH = Saturation(k=0.5, b=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormIndex:
    """A package's forms made ready to be asked for by name.

    `fields` are the words of their names and printed items, `items` the wordings of the printed items one by one.
    """

    forms: tuple[CatalogForm, ...]
    characters: TermSpace
    terms: TermSpace
    main_characters: TermSpace
    main_terms: TermSpace
    fields: TermSpace
    items: Wordings
    is_offered: Flags
    numbering: Numbering

    def count_terms(self, of: Sequence[Wording]) -> Counted:
        """The terms of texts, numbered as the forms' are."""
        return self.numbering.count([wording.terms for wording in of], is_open=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper of one step: a document of the file, or (with an empty id) one that its words name."""

    step: int
    document_id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPairs:
    """Papers (rows) against forms (columns), with what their steps say."""

    index: FormIndex
    names: tuple[str, ...]
    wordings: tuple[Wording, ...]
    contexts: tuple[Wording, ...]
    topic: Wording
    policy: FormMatching

    def share(self, space: TermSpace, counted: Counted) -> Floats:
        """The share of the papers' information that the forms hold."""
        rows = space.rows([WeightedTexts(counted=counted, weight=1.0)])
        return np.asarray((rows @ space.features.table).toarray(), dtype=np.float32).clip(0, 1)


PaperScorer: TypeAlias = Callable[[PaperPairs], Floats]


def form_characters(pairs: PaperPairs) -> Floats:
    """Characters of the paper's name that the form's name holds."""
    counted = count_keys(pairs.wordings)
    return _either(pairs.share(pairs.index.characters, counted), pairs.share(pairs.index.main_characters, counted))


def form_terms(pairs: PaperPairs) -> Floats:
    """Words of the paper's name, by meaning, that the form's name holds."""
    return pairs.share(pairs.index.terms, pairs.index.count_terms(pairs.wordings))


def form_covered(pairs: PaperPairs) -> Floats:
    """Words of the form's name, by meaning, that the paper's name holds; what stands in brackets counts less."""
    index = pairs.index
    return _either(_covered(pairs, index.terms, pairs.wordings), _covered(pairs, index.main_terms, pairs.wordings))


def form_topic(pairs: PaperPairs) -> Floats:
    """Words of the form's name, by meaning, that the flow says anywhere; a form of another matter has its own."""
    return np.repeat(_covered(pairs, pairs.index.terms, [pairs.topic]), len(pairs.names), axis=0)


def form_kind(pairs: PaperPairs) -> Floats:
    """The same kind of paper (1), kinds that cannot be told (one half), or different kinds (0)."""
    kinds = pairs.policy.kinds
    papers = _kinds_as_bits(pairs.names, tuple(kinds.items()))[:, None]
    forms = _kinds_as_bits(tuple(form.name for form in pairs.index.forms), tuple(kinds.items()))
    is_known = (papers > 0) & (forms > 0)
    return np.where(is_known, (papers & forms) > 0, np.float32(0.5)).astype(np.float32)


def form_context(pairs: PaperPairs) -> Floats:
    """What the step says, held against the form's name and printed items."""
    return pairs.share(pairs.index.fields, pairs.index.count_terms(pairs.contexts))


PAPER_SCORERS: Mapping[str, PaperScorer] = {
    scorer.__name__: scorer
    for scorer in (form_characters, form_terms, form_covered, form_topic, form_kind, form_context)
}
"""Every part a form's score may have; `[forms.part_weights]` of the policy says what each counts."""


_PLACES = {name: place for place, name in enumerate(PAPER_SCORERS)}


def build_form_index(catalog: Catalog, wordings: Wordings) -> FormIndex:
    """Index the forms in the order of their ids."""
    forms = tuple(sorted(catalog.forms, key=lambda form: form.id))
    names = [wordings[form.name] for form in forms]
    fields = [joined([wordings[field] for field in form.fields]) for form in forms]
    numbering = Numbering()

    def terms(of: Sequence[Wording]) -> Counted:
        return numbering.count([wording.terms for wording in of], is_open=True)

    counted = WeightedTexts(counted=terms(names), weight=1.0)
    mains = [wordings[main_name(form.name)] for form in forms]
    return FormIndex(
        forms=forms,
        characters=build_space([WeightedTexts(counted=count_keys(names), weight=1.0)], _NAMES_WEIGH),
        terms=build_space([counted], _NAMES_WEIGH),
        main_characters=build_space([WeightedTexts(counted=count_keys(mains), weight=1.0)], _NAMES_WEIGH),
        main_terms=build_space([WeightedTexts(counted=terms(mains), weight=1.0)], _NAMES_WEIGH),
        fields=build_space([counted, WeightedTexts(counted=terms(fields), weight=0.5)], _NAMES_WEIGH),
        items={field: wordings[field] for form in forms for field in form.fields},
        is_offered=np.array([form.offer is not Offer.NOT_OFFERED for form in forms], np.bool_),
        numbering=numbering,
    )


def papers_of(steps: Sequence[Step], wordings: Wordings, policy: FormMatching) -> tuple[Paper, ...]:
    """The papers of all steps, in order.

    What the words name counts only where a step has no documents and sends papers out; where they name none, the step
    sends what the steps before it made.
    """
    named = {step.name: _named(step, wordings, policy) for step in steps}
    found = []
    for place, step in enumerate(steps):
        found += [Paper(step=place, document_id=form.document_id, name=bare_name(form.name)) for form in step.forms]
        if not step.forms:
            names = named[step.name]
            if not names and wording_of(wordings, step.name).job and _sends(step, wordings, policy):
                names = tuple(name for before in step.previous_names for name in named.get(before, ()))
            found += [Paper(step=place, document_id="", name=name) for name in names]
    return tuple(dict.fromkeys(found))


def _named(step: Step, wordings: Wordings, policy: FormMatching) -> tuple[str, ...]:
    label = wording_of(wordings, step.name)
    pieces = [
        piece
        for piece in (label.job, label.remark)
        if wording_of(wordings, piece).main_activity in policy.paper_activities
    ]
    return tuple(name for piece in pieces for name in named_papers(piece))


def _sends(step: Step, wordings: Wordings, policy: FormMatching) -> bool:
    job = wording_of(wordings, wording_of(wordings, step.name).job)
    return job.main_activity in policy.sending_activities


def pair_papers(
    index: FormIndex, papers: Sequence[Paper], steps: Sequence[Step], wordings: Wordings, policy: FormMatching
) -> PaperPairs:
    """Papers against all forms."""
    said = [joined([wording_of(wordings, step.name), wording_of(wordings, step.content)]) for step in steps]
    makers: dict[str, list[int]] = {}
    for place, step in enumerate(steps):
        for form in step.forms:
            if form.direction is Direction.OUTPUT:
                makers.setdefault(bare_name(form.name), []).append(place)
    return PaperPairs(
        index=index,
        names=tuple(paper.name for paper in papers),
        wordings=tuple(wording_of(wordings, paper.name) for paper in papers),
        contexts=tuple(joined([said[place] for place in makers.get(paper.name, (paper.step,))]) for paper in papers),
        topic=joined([*said, *(wording_of(wordings, form.name) for step in steps for form in step.forms)]),
        policy=policy,
    )


def match_forms(
    index: FormIndex,
    papers: Sequence[Paper],
    steps: Sequence[Step],
    wordings: Wordings,
    policy: FormMatching,
    documents: Sequence[Document] = (),
) -> tuple[tuple[FormMatch, ...], ...]:
    """The forms of each step, best first, ties by form id, each form once.

    A paper (`papers` are those of the steps) claims the form it is nearest to, when near enough, and those hardly less
    near. `documents` are those of the flow; one whose owner describes it is held against what the forms nearest by name
    print, too.
    """
    found: list[dict[str, FormMatch]] = [{} for _ in steps]
    if not index.forms or not papers:
        return ((),) * len(steps)
    pairs = pair_papers(index, papers, steps, wordings, policy)
    values = np.stack([scorer(pairs) for scorer in PAPER_SCORERS.values()], axis=-1).astype(np.float64)
    weights = np.array([policy.part_weights[name] for name in PAPER_SCORERS])
    factors = np.where(index.is_offered, 1.0, policy.not_offered_factor)
    scores = (values @ weights) * factors
    offered = frozenset(form.id for form in index.forms if form.offer is not Offer.NOT_OFFERED)
    items = {**index.items, **wordings} if any(document.fields for document in documents) else wordings
    described = {document.id: document for document in documents if document.is_described}
    for row, paper in enumerate(papers):
        document, known = described.get(paper.document_id), found[paper.step]
        order = np.argsort(-scores[row], kind="stable")[: policy.described_first_cut if document else policy.shown]
        near = [
            FormMatch(
                form_id=index.forms[column].id,
                score=float(scores[row, column]),
                document_id=paper.document_id,
                document_name=paper.name,
                parts=Parts(
                    places=_PLACES,
                    values=tuple(values[row, column].tolist()),
                    weights=tuple((weights * factors[column]).tolist()),
                ),
            )
            for column in order
        ]
        if document:
            forms = [index.forms[column] for column in order]
            near = with_facts(near, document, forms, items, policy)[: policy.shown]
        for match in _claimed(near, offered, policy):
            other = known.get(match.form_id)
            if other is None or (match.is_claimed, match.score) > (other.is_claimed, other.score):
                known[match.form_id] = match
    return tuple(tuple(sorted(known.values(), key=lambda match: (-match.score, match.form_id))) for known in found)


def _claimed(matches: Sequence[FormMatch], offered: frozenset[str], policy: FormMatching) -> list[FormMatch]:
    """The matches of one paper, best first, with those marked that it claims."""
    least = max(policy.claim_score, matches[0].score - policy.claim_margin)
    return [replace(match, is_claimed=match.form_id in offered and match.score >= least) for match in matches]


def _either(whole: Floats, main: Floats) -> Floats:
    """The whole name or the name without what stands in brackets, whichever is nearer; the whole one breaks ties."""
    return np.asarray(np.maximum(whole, main * _MAIN_NAME_COUNTS), dtype=np.float32)


def _covered(pairs: PaperPairs, space: TermSpace, of: Sequence[Wording]) -> Floats:
    """The share of the forms' names, by rarity, that texts say."""
    said = space.rows([WeightedTexts(counted=pairs.index.count_terms(of), weight=1.0)])
    said.data = space.rarity[said.indices]
    whole = np.maximum(space.information, np.finfo(np.float32).tiny)
    return np.asarray((said @ space.features.table).toarray() / whole, dtype=np.float32).clip(0, 1)


@lru_cache(maxsize=64)
def _kinds_as_bits(names: tuple[str, ...], kinds: tuple[tuple[str, tuple[str, ...]], ...]) -> Integers:
    """For each name the kinds of paper it stands for, a bit each."""
    bits = {kind: 1 << place for place, (kind, _) in enumerate(kinds)}
    found = np.array([sum(bits[kind] for kind in kinds_of(name, kinds)) for name in names], np.int64)
    found.flags.writeable = False
    return found
