"""From a fit-gap to the forms page: each document of a flow with its form of the package, and the forms nobody uses."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from fitgap.app.screens.home_view import Held
from fitgap.model.catalog import Catalog, CatalogForm
from fitgap.model.choice import Standing
from fitgap.model.flow import Document
from fitgap.model.form_difference import FormDifference
from fitgap.model.judgement import FitGap, FormMatch, StepResult


class Tie(StrEnum):
    """How sure it is that a form stands for a document, surest first."""

    CONFIRMED = "confirmed"
    CLAIMED = "claimed"
    REFERENCE = "reference"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentUse:
    """A step that uses a document, and which way."""

    step_id: str
    step_name: str
    direction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """A document of the flow with the form that fits it best; `others` counts further forms that were found.

    `difference` is None where nothing but the document's name is known, or no form was found.
    """

    name: str
    uses: tuple[DocumentUse, ...]
    tie: Tie
    current: Document
    form: CatalogForm | None = None
    score: float | None = None
    others: int = 0
    difference: FormDifference | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A form found for a document on one step."""

    match: FormMatch
    tie: Tie


def document_rows(fit_gap: FitGap, standings: Mapping[str, Standing]) -> tuple[DocumentRow, ...]:
    """Every document in the order of the file; documents of the same name are one."""
    forms = {form.id: form for form in fit_gap.catalog.forms}
    names: dict[str, Document] = {}
    for document in fit_gap.flow.documents:
        known = names.setdefault(document.name, document) if document.name else document
        if document.is_described and not known.is_described:
            names[document.name] = document
    name_of = {document.id: document.name for document in fit_gap.flow.documents}
    uses: dict[str, list[DocumentUse]] = {name: [] for name in names}
    found: dict[str, list[_Found]] = {name: [] for name in names}
    for result in fit_gap.results:
        for form in result.step.forms:
            use = DocumentUse(step_id=result.step.id, step_name=result.step.name, direction=form.direction.value)
            uses.setdefault(form.name, []).append(use)
        for match in result.form_matches:
            # The match calls the paper without marks of progress (記載済), so its id leads to the document.
            name = name_of.get(match.document_id, match.document_name)
            if name in found and (tie := _tie(match, standings[result.step.id])) is not None:
                found[name].append(_Found(match=match, tie=tie))
    return tuple(_row(names[name], tuple(uses[name]), found[name], forms) for name in names)


def used_form_ids(held: Iterable[Held]) -> frozenset[str]:
    """The forms that a document of any of these flows stands for, by a person's word or the machine's claim."""
    return frozenset(
        form_id
        for one in held
        for result in one.fit_gap.results
        for form_id in _used_by(result, one.standings[result.step.id])
    )


def unused_forms(catalog: Catalog, used: frozenset[str]) -> tuple[CatalogForm, ...]:
    """The forms of a package that no flow uses."""
    return tuple(form for form in catalog.forms if form.id not in used)


def shown(rows: Sequence[DocumentRow], ties: Sequence[Tie], text: str) -> tuple[DocumentRow, ...]:
    """The rows of these ties (of all when none is named) that hold a text in the document's or the form's name."""
    wanted = text.strip().casefold()
    return tuple(
        row
        for row in rows
        if (not ties or row.tie in ties)
        and (not wanted or wanted in row.name.casefold() or (row.form and wanted in row.form.name.casefold()))
    )


def _row(
    current: Document, uses: tuple[DocumentUse, ...], found: Sequence[_Found], forms: Mapping[str, CatalogForm]
) -> DocumentRow:
    order = tuple(Tie)
    known = sorted(
        (one for one in found if one.match.form_id in forms), key=lambda one: (order.index(one.tie), -one.match.score)
    )
    if not known:
        return DocumentRow(name=current.name, current=current, uses=uses, tie=Tie.NONE)
    best = known[0]
    return DocumentRow(
        name=current.name,
        current=current,
        uses=uses,
        tie=best.tie,
        form=forms[best.match.form_id],
        score=best.match.score,
        others=len({one.match.form_id for one in known}) - 1,
        difference=best.match.difference,
    )


def _tie(match: FormMatch, standing: Standing) -> Tie | None:
    if match.form_id in standing.confirmed_form_ids:
        return Tie.CONFIRMED
    if match.form_id in standing.rejected_form_ids:
        return None
    return Tie.CLAIMED if match.is_claimed else Tie.REFERENCE


def _used_by(result: StepResult, standing: Standing) -> Iterable[str]:
    yield from standing.confirmed_form_ids
    for match in result.form_matches:
        if match.is_claimed and match.form_id not in standing.rejected_form_ids:
            yield match.form_id
