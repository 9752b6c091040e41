"""Sheet 3, Fit&Gap一覧: one row a step and package, the machine's guess beside room for the decision."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from fitgap.model.catalog import Feature
from fitgap.model.choice import Standing
from fitgap.model.cost import NOTHING
from fitgap.model.decision import DecisionItem, Place, SubjectKind
from fitgap.model.judgement import Candidate, Relation, StepResult, Verdict
from fitgap.model.policy import Deciding
from fitgap.model.report import FitGapReport, MemberFitGap
from fitgap.model.summary import standing_feature_id
from fitgap.reporting.decision_columns import (
    decided_by,
    decided_on,
    editable,
    meeting,
    outcome,
    read_back,
    state,
    worst_impact,
)
from fitgap.reporting.sheet import Column
from fitgap.texts import Language, place, say

OTHERS_SHOWN = 3
YEN_IN_KYEN = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberPrice:
    """One member's part of what was decided of a gap, in likely yen, shown on its first step of the gap."""

    once: int
    yearly: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRow:
    """One step of one member against one package, with the candidate that stands behind the verdict."""

    entry: MemberFitGap
    result: StepResult
    standing: Standing | None
    feature: Feature | None
    candidate: Candidate | None
    others: tuple[tuple[Feature, Candidate], ...]
    language: Language
    item: DecisionItem | None = None
    deciding: Deciding | None = None
    price: MemberPrice | None = None
    meetings: Mapping[int, str] = field(default_factory=dict)


def step_rows(report: FitGapReport, language: Language) -> Iterator[StepRow]:
    """Rows in the order of the report's entries and of the steps in the file."""
    prices = _prices(report)
    meetings = dict(report.meetings)
    for entry in report.entries:
        features = {feature.id: feature for feature in entry.fit_gap.catalog.features}
        standings = dict(entry.standings)
        items = {item.item_ids[0]: item for item in entry.items if item.subject.kind is SubjectKind.STEP}
        for result in entry.fit_gap.results:
            standing = standings.get(result.step.id)
            shown = standing_feature_id(result, standing)
            by_id = {candidate.feature_id: candidate for candidate in result.candidates}
            rejected = standing.rejected_ids if standing else ()
            others = [c for c in result.candidates if c.feature_id != shown and c.feature_id not in rejected]
            yield StepRow(
                entry=entry,
                result=result,
                standing=standing,
                feature=features.get(shown),
                candidate=by_id.get(shown),
                others=tuple((features[c.feature_id], c) for c in others[:OTHERS_SHOWN] if c.feature_id in features),
                language=language,
                item=items.get(result.step.id),
                deciding=report.deciding,
                price=_price(prices, entry.fit_gap.catalog.key, items.get(result.step.id)),
                meetings=meetings,
            )


def _prices(report: FitGapReport) -> dict[tuple[str, Place], MemberPrice]:
    """What members pay for what was decided, by package and the member's first place of the gap."""
    prices = {}
    for row in report.costs.rows if report.costs else ():
        way = row.price.way(row.way) if row.way else None
        if way is None:
            continue
        once, yearly, total = (dict(amounts) for amounts in (way.once_by_member, way.yearly_by_member, way.by_member))
        for member, where in row.places:
            prices[row.catalog_key, where] = MemberPrice(
                once=once.get(member, NOTHING).likely,
                yearly=yearly.get(member, NOTHING).likely,
                total=total.get(member, NOTHING).likely,
            )
    return prices


def _price(
    prices: Mapping[tuple[str, Place], MemberPrice], catalog_key: str, item: DecisionItem | None
) -> MemberPrice | None:
    return prices.get((catalog_key, item.subject.places[0])) if item else None


def _kyen(yen: int | None) -> float | None:
    return None if yen is None else yen / YEN_IN_KYEN


def row_key(member: str, file: str, item: str, catalog: str) -> str:
    """The stable key of a row, by which an edited sheet is read back."""
    return json.dumps([member, file, item, catalog], ensure_ascii=False, separators=(",", ":"))


def said_by(standing: Standing | None, language: Language) -> str:
    """Whether a person or the machine stands behind what the row says."""
    if standing is None or not standing.is_decided:
        return say("workbook.machine", language)
    return say("workbook.stale" if standing.has_stale else "workbook.person", language)


def verdict_words(verdict: Verdict, language: Language) -> str:
    """Sign and word, never colour alone."""
    return f"{say(f'verdict_sign.{verdict}', language)} {say(f'verdict.{verdict}', language)}"


def _verdict(row: StepRow) -> Verdict:
    return row.standing.verdict if row.standing else row.result.judgement.verdict


def _stage(row: StepRow) -> str:
    """大分類 / 中分類 where the flow has them, else the process when it is called otherwise than the flow."""
    step = row.result.step
    return " / ".join(step.categories) or (step.process_name if step.process_name != step.flow_name else "")


def _nature(row: StepRow) -> str:
    return say(f"nature.{row.result.judgement.nature}", row.language)


def _forms(row: StepRow) -> str:
    words = [f"{say(f'workbook.{form.direction}', row.language)}：{form.name}" for form in row.result.step.forms]
    return "\n".join(words)


def _reasons(row: StepRow) -> str:
    spoken = (*row.result.judgement.reasons, *(row.candidate.reasons if row.candidate else ()))
    return "\n".join(say(reason, row.language) for reason in spoken)


def _others(row: StepRow) -> str:
    return "\n".join(f"{f.id} {f.name}（{c.score:.2f}）" for f, c in row.others)


def _difference(row: StepRow) -> str:
    """What the package leaves open, in the machine's words; empty for a fit and for manual work."""
    if _verdict(row) not in (Verdict.PARTIAL, Verdict.GAP) or (row.standing is not None and row.standing.is_decided):
        return ""
    return "\n".join(say(reason, row.language) for reason in row.result.judgement.reasons)


def _relation(row: StepRow) -> str:
    relation = row.candidate.relation if row.candidate else Relation.NONE
    return say(f"relation.{relation}", row.language) if row.feature else ""


def _confirmers(row: StepRow) -> str:
    choices = row.standing.choices if row.standing else ()
    return say("workbook.separator", row.language).join(dict.fromkeys(choice.person for choice in choices))


def _confirmed_on(row: StepRow) -> str:
    choices = row.standing.choices if row.standing else ()
    return max((choice.at for choice in choices), default="")[:10]


def _choice_reasons(row: StepRow) -> str:
    choices = row.standing.choices if row.standing else ()
    return "\n".join(choice.reason for choice in choices if choice.reason)


def _nothing(_row: StepRow) -> None:
    """A figure or name that is not known here."""


STEP_COLUMNS_REPEATED = "D:F"  # member, number and name of the step, on every page of a print
STEP_COLUMNS: tuple[Column[StepRow], ...] = (
    Column(
        code="key",
        value=lambda r: row_key(
            r.entry.member, r.entry.fit_gap.flow.file, r.result.step.id, r.entry.fit_gap.catalog.key
        ),
        is_hidden=True,
    ),
    Column(code="business", value=lambda r: r.entry.fit_gap.flow.name, width=16),
    Column(code="stage", value=_stage, width=16),
    Column(code="member", value=lambda r: r.entry.member, width=11),
    Column(code="step_no", value=lambda r: r.result.step.id, width=9),
    Column(code="step", value=lambda r: r.result.step.name, width=24),
    Column(code="current", value=lambda r: r.result.step.content, width=36),
    Column(code="department", value=lambda r: r.result.step.lane, width=14),
    Column(code="actor", value=lambda r: r.result.step.actor, width=12),
    Column(code="method", value=lambda r: r.result.step.method, width=11),
    Column(code="forms", value=_forms, width=28),
    Column(code="cases", value=lambda r: r.result.step.cases_per_year, width=9, number_format="#,##0"),
    Column(code="minutes", value=lambda r: r.result.step.minutes_per_case, width=9, number_format="#,##0.#"),
    Column(code="legal", value=lambda r: r.result.step.legal_basis, width=16),
    Column(code="nature", value=_nature, width=12, starts_page=True),
    Column(code="package", value=lambda r: r.entry.fit_gap.catalog.product, width=16),
    Column(code="verdict", value=lambda r: verdict_words(_verdict(r), r.language), width=14, is_verdict=True),
    Column(code="verdict_by", value=lambda r: said_by(r.standing, r.language), width=12),
    Column(code="judged_by", value=_confirmers, width=12),
    Column(code="judged_on", value=_confirmed_on, width=11),
    Column(code="judged_reason", value=_choice_reasons, width=24),
    Column(code="confidence", value=lambda r: round(r.result.judgement.confidence, 2), width=8, number_format="0.00"),
    Column(code="feature_id", value=lambda r: r.feature.id if r.feature else "", width=12),
    Column(code="feature", value=lambda r: r.feature.name if r.feature else "", width=24),
    Column(code="offer", value=lambda r: say(f"offer.{r.feature.offer}", r.language) if r.feature else "", width=10),
    Column(code="relation", value=_relation, width=12),
    Column(
        code="score",
        value=lambda r: round(r.candidate.score, 3) if r.candidate else None,
        width=8,
        number_format="0.00",
    ),
    Column(code="reasons", value=_reasons, width=64),
    Column(code="others", value=_others, width=30),
    Column(code="difference", value=_difference, width=30, starts_page=True),
    editable("cause"),
    Column(code="impact", value=worst_impact, width=8),
    editable("impact_resident"),
    editable("impact_staff"),
    editable("impact_legality"),
    editable("impact_deadline"),
    editable("priority"),
    editable("resolution"),
    editable("alternative"),
    editable("size"),
    Column(code="days", value=_nothing, width=8, number_format="#,##0.#"),
    Column(
        code="initial_cost",
        value=lambda r: _kyen(r.price.once if r.price else None),
        width=11,
        number_format="#,##0",
    ),
    Column(
        code="yearly_cost",
        value=lambda r: _kyen(r.price.yearly if r.price else None),
        width=11,
        number_format="#,##0",
    ),
    Column(
        code="five_year_cost",
        value=lambda r: _kyen(r.price.total if r.price else None),
        width=11,
        number_format="#,##0",
    ),
    editable("burden"),
    Column(code="decision", value=outcome, width=10, starts_page=True),
    Column(code="meeting", value=meeting, width=14),
    Column(code="decided_on", value=decided_on, width=11),
    Column(code="decided_by", value=decided_by, width=12),
    editable("reason"),
    editable("owner"),
    editable("deadline"),
    editable("asked_by"),
    editable("legal_ground"),
    Column(code="state", value=state, width=16),
    editable("note"),
    Column(code="source", value=lambda r: place(r.result.step.source, r.language), width=22),
    Column(code="seen", value=read_back, is_hidden=True),
)
