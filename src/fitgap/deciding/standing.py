"""What holds for a step now, derived from the machine's result and the choices that people made."""

from collections.abc import Iterable

from fitgap.model.catalog import Catalog, Offer
from fitgap.model.choice import Choice, ChoiceKind, ChoiceState, ItemKind, Standing
from fitgap.model.judgement import FitGap, Relation, StepResult, Verdict

PART_COVER = frozenset({Relation.SUBSET, Relation.INTERSECT})
COVERED = frozenset({Verdict.FIT, Verdict.PARTIAL})


def standings_of(fit_gap: FitGap, choices: Iterable[Choice]) -> dict[str, Standing]:
    """The standing of every step of a flow against a package, by step id."""
    by_step: dict[str, list[Choice]] = {}
    for choice in choices:
        if choice.state is ChoiceState.ACTIVE:
            by_step.setdefault(choice.step_id, []).append(choice)
    offers = offers_of(fit_gap.catalog)
    return {
        result.step.id: standing_of(result, tuple(by_step.get(result.step.id, ())), offers)
        for result in fit_gap.results
    }


def offers_of(catalog: Catalog) -> dict[str, Offer]:
    """The 実装区分 of every feature by id."""
    return {feature.id: feature.offer for feature in catalog.features}


def standing_of(result: StepResult, active: tuple[Choice, ...], offers: dict[str, Offer]) -> Standing:
    """The standing of one step from its active choices, oldest first.

    A stale choice, and one about a feature that the catalogue no longer has, is shown but decides nothing. Where
    people rejected what the machine's verdict rests on, the step is not judged until somebody decides.
    """
    in_force = [choice for choice in active if not choice.is_stale and not _is_gone(choice, offers)]
    on_features = [choice for choice in in_force if choice.item is ItemKind.FEATURE]
    confirmed = [choice for choice in on_features if choice.kind is ChoiceKind.CONFIRM]
    rejected_ids = _ids(on_features, ChoiceKind.REJECT)
    if any(choice.kind is ChoiceKind.MANUAL for choice in on_features):
        verdict, is_decided = Verdict.NA, True
    elif any(choice.kind is ChoiceKind.NONE_FITS for choice in on_features):
        verdict, is_decided = Verdict.GAP, True
    elif confirmed:
        verdict, is_decided = _best(_confirmed_verdict(choice, result, offers) for choice in confirmed), True
    elif _rests_on(result, offers) in rejected_ids:
        verdict, is_decided = Verdict.NOT_JUDGED, False
    else:
        verdict, is_decided = result.judgement.verdict, False
    on_forms = [choice for choice in in_force if choice.item is ItemKind.FORM]
    return Standing(
        verdict=verdict,
        is_decided=is_decided,
        confirmed_ids=_ids(confirmed, ChoiceKind.CONFIRM),
        rejected_ids=rejected_ids,
        confirmed_form_ids=_ids(on_forms, ChoiceKind.CONFIRM),
        rejected_form_ids=_ids(on_forms, ChoiceKind.REJECT),
        choices=active,
        has_stale=len(in_force) < len(active),
    )


def _is_gone(choice: Choice, offers: dict[str, Offer]) -> bool:
    return choice.item is ItemKind.FEATURE and bool(choice.item_id) and choice.item_id not in offers


def _ids(choices: Iterable[Choice], kind: ChoiceKind) -> tuple[str, ...]:
    return tuple(dict.fromkeys(choice.item_id for choice in choices if choice.kind is kind))


def _confirmed_verdict(choice: Choice, result: StepResult, offers: dict[str, Offer]) -> Verdict:
    """The person's own word first; then a feature that is not offered covers nothing, one that the machine found
    narrower covers a part, and one that the person found by search covers the step as the person says."""
    if choice.verdict is not None:
        return choice.verdict
    if offers[choice.item_id] is Offer.NOT_OFFERED:
        return Verdict.GAP
    relation = next((c.relation for c in result.candidates if c.feature_id == choice.item_id), Relation.NONE)
    return Verdict.PARTIAL if relation in PART_COVER else Verdict.FIT


def _best(verdicts: Iterable[Verdict]) -> Verdict:
    """The best of at least one verdict; `Verdict` lists them from fit downwards."""
    return min(verdicts, key=tuple(Verdict).index)


def _rests_on(result: StepResult, offers: dict[str, Offer]) -> str | None:
    """The feature that a covering verdict of the machine rests on: the best offered one of the verdict's relation."""
    if result.judgement.verdict not in COVERED:
        return None
    offered = [c for c in result.candidates if offers.get(c.feature_id) is not Offer.NOT_OFFERED]
    same = [c for c in offered if c.relation is result.judgement.relation]
    best = next(iter(same or offered), None)
    return best.feature_id if best else None
