"""Sheet 4, 帳票一覧: the documents of each flow beside the package's forms, then the forms that no flow uses."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from fitgap.model.catalog import CatalogForm
from fitgap.model.choice import Standing
from fitgap.model.decision import DecisionItem, SubjectKind
from fitgap.model.flow import Document
from fitgap.model.form_difference import sentences
from fitgap.model.judgement import FitGap, FormMatch
from fitgap.model.policy import Deciding
from fitgap.model.report import FitGapReport, MemberFitGap
from fitgap.reporting.decision_columns import decided_by, decided_on, editable, meeting, outcome, read_back, state
from fitgap.reporting.fit_gap_sheet import row_key
from fitgap.reporting.sheet import Column
from fitgap.texts import Language, say


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRow:
    """One document of a flow (empty when only the package has the form) and the form it stands for, if any.

    `current` is the document itself; None for a paper that only a step's words name. A form that no flow uses stands
    for the package as a whole: `entry` is then only one of those that were held against it.
    """

    entry: MemberFitGap
    document_id: str
    document: str
    uses: tuple[tuple[str, str], ...]
    current: Document | None
    form: CatalogForm | None
    match: FormMatch | None
    is_confirmed: bool
    language: Language
    item: DecisionItem | None = None
    deciding: Deciding | None = None
    meetings: Mapping[int, str] = field(default_factory=dict)


def form_rows(report: FitGapReport, language: Language) -> Iterator[FormRow]:
    """Each flow's documents in order of first use; then, once a package, the forms of the flows' areas nobody uses."""
    used: dict[str, set[str]] = defaultdict(set)
    areas: dict[str, set[str]] = defaultdict(set)
    for entry in report.entries:
        package = entry.fit_gap.catalog.key
        areas[package].add(_area(entry))
        for row in _document_rows(entry, language, report):
            if row.form:
                used[package].add(row.form.id)
            yield row
    for entry in {entry.fit_gap.catalog.key: entry for entry in report.entries}.values():
        package = entry.fit_gap.catalog.key
        for form in entry.fit_gap.catalog.forms:
            if form.id not in used[package] and (not form.area or areas[package] & {form.area, ""}):
                yield _unused(entry, form, language)


def _area(entry: MemberFitGap) -> str:
    """The business area in which the best functions of most steps lie; empty when the package names none."""
    areas = {feature.id: feature.area for feature in entry.fit_gap.catalog.features}
    best = (result.candidates[0].feature_id for result in entry.fit_gap.results if result.candidates)
    counted = Counter(areas.get(feature_id, "") for feature_id in best)
    return counted.most_common(1)[0][0] if counted else ""


def _unused(entry: MemberFitGap, form: CatalogForm, language: Language) -> FormRow:
    return FormRow(
        entry=entry,
        document_id="",
        document="",
        uses=(),
        current=None,
        form=form,
        match=None,
        is_confirmed=False,
        language=language,
    )


def _document_rows(entry: MemberFitGap, language: Language, report: FitGapReport) -> Iterator[FormRow]:
    forms = {form.id: form for form in entry.fit_gap.catalog.forms}
    standings = dict(entry.standings)
    names, uses = _documents(entry)
    best = best_matches(entry.fit_gap, standings)
    documents = {document.id: document for document in entry.fit_gap.flow.documents}
    items = {item.item_ids[0]: item for item in entry.items if item.subject.kind is SubjectKind.FORM}
    for document_id, name in names.items():
        match, is_confirmed = best.get(document_id, (None, False))
        form = forms.get(match.form_id) if match else None
        yield FormRow(
            entry=entry,
            document_id=document_id,
            document=name,
            uses=tuple(uses.get(document_id, ())),
            current=documents.get(document_id),
            form=form,
            match=match,
            is_confirmed=is_confirmed,
            language=language,
            item=items.get(document_id),
            deciding=report.deciding,
            meetings=dict(report.meetings),
        )


def _documents(entry: MemberFitGap) -> tuple[dict[str, str], dict[str, list[tuple[str, str]]]]:
    names: dict[str, str] = {}
    uses: dict[str, list[tuple[str, str]]] = {}
    for result in entry.fit_gap.results:
        for form in result.step.forms:
            names.setdefault(form.document_id, form.name)
            uses.setdefault(form.document_id, []).append((form.direction, result.step.name))
        for match in result.form_matches:
            if match.is_claimed and not match.document_id:
                names.setdefault(f"step:{result.step.id}", result.step.name)
    return names, uses


def best_matches(fit_gap: FitGap, standings: Mapping[str, Standing]) -> dict[str, tuple[FormMatch, bool]]:
    """The form of each document: a person's confirmed one before the machine's best claim; a rejected one never."""
    best: dict[str, tuple[FormMatch, bool]] = {}
    for result in fit_gap.results:
        standing = standings.get(result.step.id)
        confirmed = standing.confirmed_form_ids if standing else ()
        rejected = standing.rejected_form_ids if standing else ()
        for match in result.form_matches:
            is_confirmed = match.form_id in confirmed
            if match.form_id in rejected or not (match.is_claimed or is_confirmed):
                continue
            key = match.document_id or f"step:{result.step.id}"
            rank = (is_confirmed, match.score)
            if key not in best or rank > (best[key][1], best[key][0].score):
                best[key] = (match, is_confirmed)
    return best


def _key(row: FormRow) -> str:
    package = row.entry.fit_gap.catalog.key
    if not row.document:
        return row_key("", "", f"form:{row.form.id if row.form else ''}", package)
    return row_key(row.entry.member, row.entry.fit_gap.flow.file, row.document_id, package)


def _use(row: FormRow) -> str:
    return "\n".join(f"{say(f'workbook.{way}', row.language)}：{step}" for way, step in row.uses)


def _said_by(row: FormRow) -> str:
    if row.match is None:
        return ""
    return say("workbook.person" if row.is_confirmed else "workbook.machine", row.language)


def _form_name(row: FormRow) -> str:
    return row.form.name if row.form else say("workbook.no_match", row.language)


def _enclosed(row: FormRow) -> str:
    return "○" if row.form and row.form.is_enclosed else ""


def _current_fields(row: FormRow) -> str:
    return "、".join(row.current.fields) if row.current else ""


def _difference(row: FormRow) -> str:
    """In words; where the office states nothing of its form, that is said instead of a difference."""
    if row.form is None or not row.document:
        return ""
    if row.match is None or row.match.difference is None:
        return say("form_difference.our_fields_unknown", row.language)
    return "\n".join(say(one, row.language) for one in sentences(row.match.difference))


FORM_COLUMNS_REPEATED = "B:D"  # member, flow and document, on every page of a print
FORM_COLUMNS: tuple[Column[FormRow], ...] = (
    Column(code="key", value=_key, is_hidden=True),
    Column(code="member", value=lambda r: r.entry.member if r.document else "", width=11),
    Column(code="business", value=lambda r: r.entry.fit_gap.flow.name if r.document else "", width=18),
    Column(code="document", value=lambda r: r.document or say("workbook.not_in_flow", r.language), width=28),
    Column(code="use", value=_use, width=32),
    Column(code="current_paper", value=lambda r: r.current.paper if r.current else "", width=10),
    Column(code="current_output", value=lambda r: r.current.output_method if r.current else "", width=10),
    Column(code="current_fields", value=_current_fields, width=36),
    Column(
        code="current_copies",
        value=lambda r: r.current.copies_per_year if r.current else None,
        width=10,
        number_format="#,##0",
    ),
    Column(code="package", value=lambda r: r.entry.fit_gap.catalog.product, width=18, starts_page=True),
    Column(code="form_id", value=lambda r: r.form.id if r.form else "", width=12),
    Column(code="form", value=_form_name, width=28),
    Column(code="category", value=lambda r: r.form.category if r.form else "", width=16),
    Column(code="paper", value=lambda r: r.form.paper if r.form else "", width=10),
    Column(code="output", value=lambda r: r.form.output_method if r.form else "", width=10),
    Column(code="fields", value=lambda r: "、".join(r.form.fields) if r.form else "", width=40),
    Column(code="offer", value=lambda r: say(f"offer.{r.form.offer}", r.language) if r.form else "", width=10),
    Column(code="enclosed", value=_enclosed, width=8),
    Column(code="difference", value=_difference, width=44, starts_page=True),
    Column(code="score", value=lambda r: round(r.match.score, 3) if r.match else None, width=8, number_format="0.00"),
    Column(code="verdict_by", value=_said_by, width=12),
    Column(
        code="reasons",
        value=lambda r: "\n".join(say(reason, r.language) for reason in r.match.reasons) if r.match else "",
        width=36,
    ),
    editable("resolution"),
    editable("cause"),
    editable("reason"),
    editable("owner"),
    editable("deadline"),
    editable("priority"),
    editable("size"),
    editable("burden"),
    editable("legal_ground"),
    editable("note"),
    Column(code="decision", value=outcome, width=10),
    Column(code="meeting", value=meeting, width=14),
    Column(code="decided_on", value=decided_on, width=11),
    Column(code="decided_by", value=decided_by, width=12),
    Column(code="state", value=state, width=16),
    Column(code="seen", value=read_back, is_hidden=True),
)
