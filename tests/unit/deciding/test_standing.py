from dataclasses import replace

from fitgap.deciding.standing import standing_of
from fitgap.model.catalog import Offer
from fitgap.model.choice import Choice, ChoiceKind, ItemKind
from fitgap.model.judgement import Candidate, Judgement, Nature, Relation, StepResult, Verdict
from fitgap.model.message import Source
from fitgap.model.step import Step

OFFERS = {
    "F1": Offer.STANDARD,
    "F2": Offer.OPTION,
    "F3": Offer.NOT_OFFERED,
    "F9": Offer.STANDARD,
}
STEP = Step(id="s", name="確認", kind="task", flow_name="", process_name="", source=Source(file="f"))
FIT = StepResult(
    step=STEP,
    judgement=Judgement(nature=Nature.SYSTEM, verdict=Verdict.FIT, relation=Relation.EQUAL, confidence=0.9),
    candidates=(
        Candidate(feature_id="F1", score=0.9, relation=Relation.EQUAL),
        Candidate(feature_id="F2", score=0.5, relation=Relation.SUBSET),
        Candidate(feature_id="F3", score=0.4, relation=Relation.EQUAL),
    ),
)


def said(kind: ChoiceKind, item_id: str = "", **more: object) -> Choice:
    base = Choice(
        id=1,
        flow_id=1,
        step_id="s",
        catalog_key="k",
        kind=kind,
        person="山田",
        at="t",
        fingerprint="f",
        item_id=item_id,
    )
    return replace(base, **more)


def verdict(*choices: Choice) -> tuple[Verdict, bool]:
    standing = standing_of(FIT, choices, OFFERS)
    return standing.verdict, standing.is_decided


def test_without_a_choice_the_machine_is_shown_as_undecided() -> None:
    assert verdict() == (Verdict.FIT, False)


def test_a_confirmed_candidate_brings_the_verdict_of_its_relation() -> None:
    assert verdict(said(ChoiceKind.CONFIRM, "F1")) == (Verdict.FIT, True)
    assert verdict(said(ChoiceKind.CONFIRM, "F2")) == (Verdict.PARTIAL, True)


def test_a_feature_that_is_not_offered_never_covers() -> None:
    assert verdict(said(ChoiceKind.CONFIRM, "F3")) == (Verdict.GAP, True)


def test_a_feature_found_by_search_covers_as_the_person_says() -> None:
    assert verdict(said(ChoiceKind.CONFIRM, "F9")) == (Verdict.FIT, True)
    assert verdict(said(ChoiceKind.CONFIRM, "F9", verdict=Verdict.PARTIAL)) == (Verdict.PARTIAL, True)


def test_the_best_of_several_confirmed_features_holds() -> None:
    assert verdict(said(ChoiceKind.CONFIRM, "F2"), said(ChoiceKind.CONFIRM, "F1")) == (Verdict.FIT, True)


def test_none_fits_is_a_gap_and_manual_is_out_of_scope() -> None:
    assert verdict(said(ChoiceKind.NONE_FITS)) == (Verdict.GAP, True)
    assert verdict(said(ChoiceKind.MANUAL)) == (Verdict.NA, True)


def test_a_verdict_whose_feature_was_rejected_is_withdrawn() -> None:
    assert verdict(said(ChoiceKind.REJECT, "F1")) == (Verdict.NOT_JUDGED, False)
    assert verdict(said(ChoiceKind.REJECT, "F2")) == (Verdict.FIT, False)


def test_a_stale_choice_is_shown_but_decides_nothing() -> None:
    standing = standing_of(FIT, (said(ChoiceKind.NONE_FITS, is_stale=True),), OFFERS)
    assert (standing.verdict, standing.is_decided, standing.has_stale) == (Verdict.FIT, False, True)
    assert len(standing.choices) == 1


def test_a_choice_about_a_feature_that_left_the_catalogue_is_asked_again() -> None:
    standing = standing_of(FIT, (said(ChoiceKind.CONFIRM, "gone"),), OFFERS)
    assert (standing.is_decided, standing.has_stale, standing.confirmed_ids) == (False, True, ())


def test_forms_are_listed_but_do_not_decide_the_verdict() -> None:
    standing = standing_of(FIT, (said(ChoiceKind.CONFIRM, "C1", item=ItemKind.FORM),), OFFERS)
    assert (standing.confirmed_form_ids, standing.is_decided) == (("C1",), False)
