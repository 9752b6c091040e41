"""A form match weighed anew by what both sides know of the form beside its name."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from fitgap.matching.form_differences import compare_forms, field_likeness
from fitgap.matching.queries import Wordings
from fitgap.model.catalog import CatalogForm, Offer
from fitgap.model.flow import Document
from fitgap.model.form_difference import FactState, FormDifference, FormFact
from fitgap.model.judgement import FormMatch, ScorePart
from fitgap.model.policy import FormMatching

_LIKENESS = {FactState.SAME: 1.0, FactState.PARTLY: 0.5, FactState.DIFFERENT: 0.0}
_COMPARED = {FormFact.PAPER: "paper", FormFact.ADDRESSEE: "addressee"}


def printed_items(documents: Iterable[Document]) -> tuple[str, ...]:
    """The printed items of documents, for which `match_forms` wants wordings."""
    return tuple(dict.fromkeys(field for document in documents for field in document.fields))


def with_facts(
    matches: Sequence[FormMatch],
    document: Document,
    forms: Sequence[CatalogForm],
    wordings: Wordings,
    policy: FormMatching,
) -> list[FormMatch]:
    """One paper's matches with the differences of the forms, best first again, ties by form id.

    Where nothing is known on both sides a score stays as it is; the parts still add up to it.
    """
    found = [_with_facts(match, document, form, wordings, policy) for match, form in zip(matches, forms, strict=True)]
    return sorted(found, key=lambda match: (-match.score, match.form_id))


def _with_facts(
    match: FormMatch, document: Document, form: CatalogForm, wordings: Wordings, policy: FormMatching
) -> FormMatch:
    difference = compare_forms(document, form, wordings, policy)
    known = _shares(difference, policy)
    rest = 1.0 - sum(policy.fact_weights[name] for name in known)
    factor = policy.not_offered_factor if form.offer is Offer.NOT_OFFERED else 1.0
    added = tuple(
        ScorePart(name=f"form_{name}", value=value, weight=policy.fact_weights[name] * factor)
        for name, value in known.items()
    )
    if not added:
        return replace(match, difference=difference)
    parts = (*(part._replace(weight=part.weight * rest) for part in match.parts), *added)
    return replace(match, difference=difference, parts=parts, score=sum(part.contribution for part in parts))


def _shares(difference: FormDifference, policy: FormMatching) -> dict[str, float]:
    """How alike the two are, for each fact that both sides know."""
    found = {"fields": field_likeness(difference, policy)} if difference.are_fields_compared else {}
    for one in difference.facts:
        if one.fact in _COMPARED and one.state in _LIKENESS:
            found[_COMPARED[one.fact]] = _LIKENESS[one.state]
    return found
