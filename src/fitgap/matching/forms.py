"""Which catalogue forms a step's documents, and its own words, stand for."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.process import cdist

from fitgap.matching.queries import Wordings
from fitgap.matching.terms import Floats, Numbering, Saturation, TermSpace, WeightedTexts, build_space
from fitgap.model.catalog import Catalog, CatalogForm
from fitgap.model.judgement import FormMatch, ScorePart
from fitgap.model.message import message
from fitgap.model.policy import FormMatching
from fitgap.model.step import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class FormIndex:
    """A package's forms made ready to be asked for by name."""

    forms: tuple[CatalogForm, ...]
    keys: tuple[str, ...]
    words: TermSpace
    numbering: Numbering


def build_form_index(catalog: Catalog, wordings: Wordings) -> FormIndex:
    """Index the forms in the order of their ids."""
    forms = tuple(sorted(catalog.forms, key=lambda form: form.id))
    numbering = Numbering()
    counted = numbering.count([wordings[form.name].terms for form in forms], is_open=True)
    return FormIndex(
        forms=forms,
        keys=tuple(wordings[form.name].key for form in forms),
        words=build_space([WeightedTexts(counted=counted, weight=1.0)], Saturation(k=0.5, b=0.0)),
        numbering=numbering,
    )


def match_forms(
    index: FormIndex, steps: Sequence[Step], wordings: Wordings, policy: FormMatching
) -> tuple[tuple[FormMatch, ...], ...]:
    """The forms of each step, best first, ties by form id, each form once."""
    names = tuple(dict.fromkeys(form.name for step in steps for form in step.forms))
    if not index.forms or not names:
        return ((),) * len(steps)
    likeness, shared = _compare(index, [wordings[name].key for name in names], names, wordings)
    scores = policy.likeness_weight * likeness + policy.words_weight * shared
    place = {name: row for row, name in enumerate(names)}
    results = []
    for step in steps:
        best: dict[str, FormMatch] = {}
        for document in step.forms:
            row = place[document.name]
            for column in np.argsort(-scores[row], kind="stable")[: policy.shown]:
                found = FormMatch(
                    form_id=index.forms[column].id,
                    score=float(scores[row, column]),
                    document_id=document.document_id,
                    document_name=document.name,
                    is_claimed=bool(scores[row, column] >= policy.claim_score),
                    parts=(
                        ScorePart(
                            name="form_likeness", value=float(likeness[row, column]), weight=policy.likeness_weight
                        ),
                        ScorePart(name="form_words", value=float(shared[row, column]), weight=policy.words_weight),
                    ),
                    reasons=(message("reason.form_name", document=document.name),),
                )
                if found.form_id not in best or best[found.form_id].score < found.score:
                    best[found.form_id] = found
        results.append(tuple(sorted(best.values(), key=lambda match: (-match.score, match.form_id))))
    return tuple(results)


def _compare(index: FormIndex, keys: Sequence[str], names: Sequence[str], wordings: Wordings) -> tuple[Floats, Floats]:
    whole = cdist(keys, index.keys, scorer=fuzz.ratio, dtype=np.float32) / 100
    part = cdist(keys, index.keys, scorer=fuzz.partial_ratio, dtype=np.float32) / 100
    counted = index.numbering.count([wordings[name].terms for name in names], is_open=False)
    shared = (index.words.rows([WeightedTexts(counted=counted, weight=1.0)]) @ index.words.features).toarray()
    return np.asarray((whole + part) / 2, np.float32), np.asarray(shared, np.float32).clip(0, 1)
