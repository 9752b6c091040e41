"""Everything that may ask for a decision: steps and forms of all current flows, and what members do alike."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from fitgap.app.analysing import analyse
from fitgap.app.choosing import standings
from fitgap.app.comparing_stored import compare_where_possible
from fitgap.app.desk import Desk
from fitgap.app.outcomes import FlowRow
from fitgap.deciding.realigning import document_key, first_of_name, text_key
from fitgap.model.catalog import CatalogForm
from fitgap.model.choice import Standing
from fitgap.model.comparison import StepGroup
from fitgap.model.decision import DecisionItem, Ground, Place, Subject, SubjectKind
from fitgap.model.flow import Document
from fitgap.model.form_difference import FactState, FormDifference
from fitgap.model.judgement import FitGap, FormMatch, StepResult, Verdict
from fitgap.model.summary import standing_feature_id, standing_verdict
from fitgap.reporting.forms_sheet import best_matches

ASKING = frozenset({Verdict.PARTIAL, Verdict.GAP})
_WORST_FIRST = (Verdict.GAP, Verdict.PARTIAL, Verdict.NOT_JUDGED, Verdict.FIT, Verdict.NA)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A current flow held against a package, with what people chose and where its items first came from."""

    row: FlowRow
    fit_gap: FitGap
    standings: Mapping[str, Standing]
    step_origins: Mapping[str, str]
    form_origins: Mapping[str, str]
    policy: str

    def step_place(self, step_id: str) -> Place:
        """The place of a step."""
        return Place(series_id=self.row.series_id, item_id=self.step_origins.get(step_id, step_id))

    def form_place(self, document_id: str) -> Place:
        """The place of a document, which is the first of its name."""
        return Place(series_id=self.row.series_id, item_id=self.form_origins.get(document_id, document_id))


def held(desk: Desk, row: FlowRow, catalog_key: str) -> Held:
    """One current flow against one package."""
    return Held(
        row=row,
        fit_gap=analyse(desk, row.id, catalog_key),
        standings=standings(desk, row.id, catalog_key),
        step_origins=desk.store.origins(row.id, SubjectKind.STEP),
        form_origins=desk.store.origins(row.id, SubjectKind.FORM),
        policy=fingerprint(desk.policy_text()),
    )


def questions(desk: Desk, catalog_key: str) -> tuple[DecisionItem, ...]:
    """Every step, form and group of all current flows against a package, without decisions; found once for the same
    contents, policy, choices and evidence. Groups come first, then flow by flow the steps and the forms."""
    return desk.questions.get(
        question_key(desk, catalog_key), lambda: tuple(_questions(desk, desk.store.flows(None), catalog_key))
    )


def question_key(desk: Desk, catalog_key: str) -> tuple[object, ...]:
    """What the questions of a package follow from."""
    return (
        tuple((row.id, row.content_hash) for row in desk.store.flows(None)),
        catalog_key,
        desk.store.catalog_row(catalog_key).edition,
        desk.policy_text(),
        desk.store.choice_revision(),
        tuple(file.id for file in desk.store.evidence_files()),
    )


def questions_of_flow(desk: Desk, flow_id: int, catalog_key: str) -> tuple[DecisionItem, ...]:
    """The steps and forms of one current flow alone, which asks nothing of the others."""
    flow = held(desk, desk.store.flow_row(flow_id), catalog_key)
    return (*(_step(flow, result) for result in flow.fit_gap.results), *_forms(flow))


def fingerprint(text: str) -> str:
    """A short hash of a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _questions(desk: Desk, rows: Sequence[FlowRow], catalog_key: str) -> Iterator[DecisionItem]:
    flows = [held(desk, row, catalog_key) for row in rows]
    steps = {(flow.row.id, result.step.id): _step(flow, result) for flow in flows for result in flow.fit_gap.results}
    comparisons, _ = compare_where_possible(desk, [row.id for row in rows])
    for comparison in comparisons:
        for group in comparison.groups:
            if len(group.members) > 1:
                yield _group(catalog_key, comparison.process, group, steps)
    for flow in flows:
        yield from (steps[flow.row.id, result.step.id] for result in flow.fit_gap.results)
        yield from _forms(flow)


def _step(flow: Held, result: StepResult) -> DecisionItem:
    step = result.step
    verdict = standing_verdict(result, flow.standings)
    feature_id = standing_feature_id(result, flow.standings.get(step.id))
    feature = next((one for one in flow.fit_gap.catalog.features if one.id == feature_id), None)
    place = flow.step_place(step.id)
    ground = Ground(
        place=place,
        member=flow.row.member,
        flow=flow.row.name,
        item=step.name,
        fingerprint=fingerprint(text_key(step)),
        verdict=verdict,
        feature_id=feature_id,
        feature=feature.name if feature else "",
        feature_fingerprint=feature.text_fingerprint if feature else "",
        policy_fingerprint=flow.policy,
    )
    return DecisionItem(
        subject=Subject(
            kind=SubjectKind.STEP,
            catalog_key=flow.fit_gap.catalog.key,
            places=(place,),
            title=step.name,
            members=(flow.row.member,),
        ),
        businesses=(flow.row.name,),
        departments=(step.lane,) if step.lane else (),
        flow_ids=(flow.row.id,),
        item_ids=(step.id,),
        grounds=(ground,),
        verdict=verdict,
        confidence=result.judgement.confidence,
        cases_per_year=step.cases_per_year,
        asks=verdict in ASKING,
    )


def _group(
    catalog_key: str, process: str, group: StepGroup, steps: Mapping[tuple[int, str], DecisionItem]
) -> DecisionItem:
    parts = [steps[int(one.ref.flow_key), one.ref.step_id] for one in group.steps]
    verdicts = [part.verdict for part in parts if part.verdict is not None]
    cases = [part.cases_per_year for part in parts if part.cases_per_year is not None]
    return DecisionItem(
        subject=Subject(
            kind=SubjectKind.GROUP,
            catalog_key=catalog_key,
            places=tuple(sorted({place for part in parts for place in part.subject.places})),
            title=group.name,
            members=group.members,
        ),
        businesses=(process, *dict.fromkeys(name for part in parts for name in part.businesses if name != process)),
        departments=tuple(dict.fromkeys(name for part in parts for name in part.departments)),
        flow_ids=tuple(flow_id for part in parts for flow_id in part.flow_ids),
        item_ids=tuple(item_id for part in parts for item_id in part.item_ids),
        grounds=tuple(ground for part in parts for ground in part.grounds),
        verdict=min(verdicts, key=_WORST_FIRST.index),
        confidence=min(part.confidence for part in parts),
        cases_per_year=sum(cases) if cases else None,
        asks=any(part.asks for part in parts),
    )


def _forms(flow: Held) -> Iterator[DecisionItem]:
    """The documents whose form of the package differs from them, or that their office describes and no form answers."""
    forms = {form.id: form for form in flow.fit_gap.catalog.forms}
    matches = _matches(flow)
    departments: dict[str, dict[str, None]] = {}
    for result in flow.fit_gap.results:
        for used in result.step.forms:
            departments.setdefault(used.document_id, {})[result.step.lane] = None
    for document in first_of_name(flow.fit_gap.flow.documents).values():
        match, is_confirmed = matches.get(document.id, (None, False))
        if match is None and not document.is_described:
            continue
        yield _form(
            flow,
            document,
            forms.get(match.form_id) if match else None,
            match,
            tuple(name for name in departments.get(document.id, {}) if name),
            confidence=1.0 if is_confirmed else match.score if match else 0.0,
        )


def _matches(flow: Held) -> dict[str, tuple[FormMatch, bool]]:
    """The best match of every document that is the first of its name."""
    first = first_of_name(flow.fit_gap.flow.documents)
    first_ids = {document.id: first[document_key(document)].id for document in flow.fit_gap.flow.documents}
    found: dict[str, tuple[FormMatch, bool]] = {}
    for document_id, (match, is_confirmed) in best_matches(flow.fit_gap, flow.standings).items():
        first_id = first_ids.get(document_id)
        if first_id is None:
            continue
        known = found.get(first_id)
        if known is None or (is_confirmed, match.score) > (known[1], known[0].score):
            found[first_id] = (match, is_confirmed)
    return found


def _form(
    flow: Held,
    document: Document,
    form: CatalogForm | None,
    match: FormMatch | None,
    departments: tuple[str, ...],
    *,
    confidence: float,
) -> DecisionItem:
    place = flow.form_place(document.id)
    said = (document.name, document.paper, document.output_method, document.addressee, *document.fields)
    ground = Ground(
        place=place,
        member=flow.row.member,
        flow=flow.row.name,
        item=document.name,
        fingerprint=fingerprint("\x1f".join(said)),
        feature_id=form.id if form else "",
        feature=form.name if form else "",
        feature_fingerprint=form.text_fingerprint if form else "",
        policy_fingerprint=flow.policy,
    )
    return DecisionItem(
        subject=Subject(
            kind=SubjectKind.FORM,
            catalog_key=flow.fit_gap.catalog.key,
            places=(place,),
            title=document.name,
            members=(flow.row.member,),
        ),
        businesses=(flow.row.name,),
        departments=departments,
        flow_ids=(flow.row.id,),
        item_ids=(document.id,),
        grounds=(ground,),
        verdict=None,
        confidence=confidence,
        cases_per_year=document.copies_per_year,
        asks=form is None or differs(match.difference if match else None),
    )


def differs(difference: FormDifference | None) -> bool:
    """True when the two forms are known to print, or to be handled, in different ways."""
    if difference is None:
        return False
    unlike = difference.near or difference.only_ours or difference.only_theirs
    return bool(unlike) or any(one.state in (FactState.DIFFERENT, FactState.PARTLY) for one in difference.facts)
