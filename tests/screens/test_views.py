"""What the pages show, from hand-made fit-gaps."""

from dataclasses import replace

import pytest

from fitgap.app.outcomes import FlowRow
from fitgap.app.screens import fit_gap_view, forms_view, home_view, imports_view
from fitgap.app.screens.figures import choice_text, moment, rate_text, verdict_counts
from fitgap.app.screens.fit_gap_view import Said
from fitgap.app.screens.forms_view import Tie
from fitgap.app.screens.home_view import Advice, Held
from fitgap.app.summaries import Rate, summarise
from fitgap.model.catalog import Catalog, CatalogForm, Feature
from fitgap.model.choice import Choice, ChoiceKind, ItemKind, Standing
from fitgap.model.flow import Direction, Document, DocumentKind, Flow, Node
from fitgap.model.judgement import (
    Candidate,
    FitGap,
    FormMatch,
    Judgement,
    Nature,
    Relation,
    ScorePart,
    StepResult,
    Verdict,
)
from fitgap.model.message import Issue, Severity, Source, message
from fitgap.model.step import Step, StepForm
from fitgap.reading.result import ColumnMapping

HERE = Source(file="a.bpmn", line=1)
FEATURES = tuple(Feature(id=f"F{n}", name=f"機能{n}", description="", source=HERE) for n in range(1, 4))
FORMS = tuple(CatalogForm(id=f"R{n}", name=f"帳票{n}", source=HERE) for n in range(1, 4))
CATALOG = Catalog(key="k", vendor="v", product="p", features=FEATURES, forms=FORMS)


def step(number: int, *papers: str) -> Step:
    forms = tuple(StepForm(document_id=paper, name=paper, direction=Direction.INPUT) for paper in papers)
    return Step(
        id=f"t{number}", name=f"手順{number}", kind="task", flow_name="f", process_name="p", source=HERE, forms=forms
    )


def result(
    number: int, verdict: Verdict = Verdict.FIT, matches: tuple[FormMatch, ...] = (), *papers: str
) -> StepResult:
    judgement = Judgement(nature=Nature.SYSTEM, verdict=verdict, relation=Relation.EQUAL, confidence=0.5)
    found = tuple(Candidate(feature_id=f"F{n}", score=1 - n / 10, relation=Relation.EQUAL) for n in (1, 2))
    return StepResult(step=step(number, *papers), judgement=judgement, candidates=found, form_matches=matches)


def choice(number: int, kind: ChoiceKind = ChoiceKind.CONFIRM, **more: object) -> Choice:
    base = Choice(
        id=number,
        flow_id=1,
        step_id="t1",
        catalog_key="k",
        kind=kind,
        person="山田",
        at="",
        fingerprint="",
        item_id="F1",
    )
    return replace(base, **more)  # type: ignore[arg-type]


OPEN = Standing(verdict=Verdict.FIT, is_decided=False)
DECIDED = Standing(verdict=Verdict.FIT, is_decided=True)
STALE = Standing(verdict=Verdict.FIT, is_decided=False, has_stale=True)
ROW = FlowRow(
    id=1, member="青葉野市", name="転入", file="a.bpmn", notation="bpmn", version=1, step_count=3,
    imported_at="", imported_by="", content_hash="",
)  # fmt: skip


def held(*standings: Standing) -> Held:
    results = tuple(result(number) for number in range(1, len(standings) + 1))
    fit_gap = FitGap(flow=Flow(name="f", file="a", notation="bpmn"), catalog=CATALOG, results=results)
    by_id = {one.step.id: standing for one, standing in zip(results, standings, strict=True)}
    return Held(row=ROW, package="k", fit_gap=fit_gap, standings=by_id)


@pytest.mark.parametrize(
    ("standings", "advice", "step_id"),
    [
        ((DECIDED, OPEN, OPEN), Advice.DECIDE, "t2"),
        ((OPEN, STALE), Advice.LOOK_AGAIN, "t2"),
        ((DECIDED, DECIDED), Advice.EXPORT, ""),
    ],
)
def test_the_next_thing_to_do(standings: tuple[Standing, ...], advice: Advice, step_id: str) -> None:
    following = home_view.what_next([ROW], [object()], [held(*standings)])  # type: ignore[list-item]
    assert (following.advice, following.step_id) == (advice, step_id)


def test_what_is_missing_comes_first() -> None:
    assert home_view.what_next([], [], []).advice is Advice.IMPORT_FLOWS
    assert home_view.what_next([ROW], [], []).advice is Advice.IMPORT_PACKAGE


def test_walking_stops_at_the_ends_and_looks_for_open_steps_around() -> None:
    ids = ("t1", "t2", "t3")
    assert fit_gap_view.neighbour(ids, "t1", -1) == "t1"
    assert fit_gap_view.neighbour(ids, "t3", 1) == "t3"
    standings = {"t1": STALE, "t2": DECIDED, "t3": OPEN}
    assert fit_gap_view.next_open(ids, standings, "t1") == "t3"
    assert fit_gap_view.next_open(ids, standings, "t3") == "t1"
    assert fit_gap_view.next_open(ids, dict.fromkeys(ids, DECIDED), "t1") is None


def test_features_named_by_people_stand_before_the_ranked_ones() -> None:
    standing = replace(OPEN, confirmed_ids=("F3",), rejected_ids=("F1", "gone"))
    rows = fit_gap_view.candidate_rows(result(1), CATALOG, standing)
    assert [(row.feature.id, row.rank, row.said) for row in rows] == [
        ("F3", 0, Said.CONFIRMED),
        ("F1", 1, Said.REJECTED),
        ("F2", 2, Said.NOTHING),
    ]


def test_small_score_parts_are_summed_up() -> None:
    parts = [ScorePart(name=n, value=v, weight=0.5) for n, v in (("a", 0.001), ("b", 0.4), ("c", 1.0), ("d", 0.002))]
    telling, others = fit_gap_view.telling_parts(parts, 0.01)
    assert [part.name for part in telling] == ["c", "b"]
    assert sum(part.contribution for part in telling) + others == pytest.approx(sum(p.contribution for p in parts))


def test_the_deciding_choice_is_the_newest_that_decides() -> None:
    choices = (choice(1), choice(2, ChoiceKind.REJECT), choice(3, item=ItemKind.FORM), choice(4, is_stale=True))
    found = fit_gap_view.deciding(replace(DECIDED, choices=choices))
    assert found is not None
    assert found.id == 1
    assert fit_gap_view.deciding(replace(OPEN, choices=choices)) is None
    assert fit_gap_view.seen_choice(replace(OPEN, choices=choices)) == 4


def test_a_stale_choice_finds_the_text_it_was_about() -> None:
    node = Node(id="t1", kind="task", name="旧い名", process_id="p", source=HERE)
    flow = Flow(name="f", file="a", notation="bpmn", nodes=(node,))
    before = replace(step(1), name="旧い名")
    found = fit_gap_view.earlier_text(choice(1, fingerprint=before.text_fingerprint), [flow])
    assert found is not None
    assert found.name == "旧い名"
    assert fit_gap_view.earlier_text(choice(1, fingerprint="?"), [flow]) is None


def test_a_document_shows_its_surest_form_and_rejected_ones_never() -> None:
    def match(form_id: str, score: float, paper: str, *, is_claimed: bool) -> FormMatch:
        return FormMatch(form_id=form_id, score=score, document_id=paper, document_name=paper, is_claimed=is_claimed)

    matches = (match("R1", 0.9, "届書", is_claimed=True), match("R2", 0.5, "届書", is_claimed=False))
    documents = tuple(
        Document(id=name, kind=DocumentKind.DATA_OBJECT, name=name, source=HERE) for name in ("届書", "控え")
    )
    flow = Flow(name="f", file="a", notation="bpmn", documents=documents)
    fit_gap = FitGap(flow=flow, catalog=CATALOG, results=(result(1, Verdict.FIT, matches, "届書"),))
    claimed, nothing = forms_view.document_rows(fit_gap, {"t1": OPEN})
    assert (claimed.tie, claimed.form, claimed.others, nothing.tie) == (Tie.CLAIMED, FORMS[0], 1, Tie.NONE)
    rejected = {"t1": replace(OPEN, rejected_form_ids=("R1",))}
    assert forms_view.document_rows(fit_gap, rejected)[0].form == FORMS[1]
    one = Held(row=ROW, package="k", fit_gap=fit_gap, standings=rejected)
    assert [form.id for form in forms_view.unused_forms(CATALOG, forms_view.used_form_ids([one]))] == ["R1", "R2", "R3"]
    assert forms_view.shown((claimed, nothing), [Tie.NONE], "") == (nothing,)
    assert forms_view.shown((claimed, nothing), [], "帳票1") == (claimed,)


def test_a_correction_that_changes_nothing_is_none() -> None:
    guess = ColumnMapping(shape="s", sheet="表", header_row=3, columns=(("no", "番号"), ("name", "作業")))
    assert imports_view.corrected(guess, 3, {"no": "番号", "name": "作業", "actor": ""}) is None
    changed = imports_view.corrected(guess, 3, {"no": "", "name": "番号"})
    assert changed is not None
    assert changed.columns == (("name", "番号"),)
    assert imports_view.corrected(guess, 4, dict(guess.columns)) == replace(guess, header_row=4)


def test_issues_are_grouped_errors_first() -> None:
    issues = [
        Issue(message=message("x"), severity=severity, source=HERE)
        for severity in (Severity.INFO, Severity.ERROR, Severity.INFO)
    ]
    assert [(severity, len(group)) for severity, group in imports_view.by_severity(issues)] == [
        (Severity.ERROR, 1),
        (Severity.INFO, 2),
    ]


def test_figures_carry_their_base() -> None:
    assert rate_text(Rate(numerator=3, denominator=13), "ja") == "3／13（23%）"
    assert rate_text(Rate(numerator=10_848, denominator=10_854), "ja") == "10,848／10,854（99%）"
    assert rate_text(Rate(numerator=1, denominator=588), "ja") == "1／588（1%）"
    assert rate_text(Rate(numerator=0, denominator=0), "ja") == "－（母数なし）"
    one = held(DECIDED, OPEN)
    assert verdict_counts(summarise([(one.fit_gap, one.standings)]), "ja") == "◎2 △0 ×0 －0 ？0"


def test_times_and_choices_in_words() -> None:
    assert moment("2026-04-01T12:05:00+09:00") == "2026/04/01 12:05"
    assert moment("いつか") == "いつか"
    assert choice_text(choice(1, verdict=Verdict.PARTIAL), "機能1", "ja") == "「機能1」を△ 一部適合として確定"
    assert choice_text(choice(1, ChoiceKind.NONE_FITS, item=ItemKind.FORM), "", "ja") == "帳票は該当なしと決定"
