"""From a fit-gap and its standings to what the fit-gap page shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from fitgap.app.viewer import Mark
from fitgap.model.catalog import Catalog, CatalogForm, Feature, Offer
from fitgap.model.choice import Choice, ChoiceKind, ItemKind, Standing
from fitgap.model.flow import Flow
from fitgap.model.judgement import Candidate, FitGap, FormMatch, ScorePart, StepResult, Verdict
from fitgap.model.step import Step, steps_of


class Said(StrEnum):
    """What a person said of one item."""

    NOTHING = "nothing"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateRow:
    """A feature to look at; `candidate` is None for one that a person found by search, `rank` counts from 1."""

    feature: Feature
    candidate: Candidate | None
    rank: int
    said: Said

    @property
    def is_offered(self) -> bool:
        """False for a function that the package does not offer: it covers nothing."""
        return self.feature.offer is not Offer.NOT_OFFERED


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRow:
    """A catalogue form for a document of the step; `match` is None for one that a person confirmed otherwise."""

    form: CatalogForm
    match: FormMatch | None
    said: Said


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierText:
    """The text of a step as it was when somebody chose."""

    name: str
    content: str


def marks(fit_gap: FitGap, standings: Mapping[str, Standing], xml_ids: Mapping[str, str]) -> tuple[Mark, ...]:
    """The marks of every step that the diagram shows, in the order of the steps."""
    return tuple(
        Mark(
            element_id=xml_ids[result.step.id],
            verdict=standing.verdict,
            name=result.step.name,
            is_decided=standing.is_decided,
            is_stale=standing.has_stale,
        )
        for result in fit_gap.results
        if result.step.id in xml_ids and (standing := standings[result.step.id])
    )


def is_open(standing: Standing) -> bool:
    """True when a step wants somebody's attention: nobody decided, or what was decided has to be looked at again."""
    return standing.has_stale or not standing.is_decided


def neighbour(step_ids: Sequence[str], here: str, distance: int) -> str:
    """The step so many places on; the ends are the ends."""
    place = step_ids.index(here) + distance
    return step_ids[min(max(place, 0), len(step_ids) - 1)]


def next_open(step_ids: Sequence[str], standings: Mapping[str, Standing], here: str) -> str | None:
    """The next step after this one that is open, from the start again behind the last; None when nothing else is."""
    place = step_ids.index(here)
    around = (*step_ids[place + 1 :], *step_ids[:place])
    return next((step_id for step_id in around if is_open(standings[step_id])), None)


def candidate_rows(result: StepResult, catalog: Catalog, standing: Standing) -> tuple[CandidateRow, ...]:
    """Every candidate in its rank; before them the features that people named and the machine did not find."""
    features = {feature.id: feature for feature in catalog.features}
    found = {candidate.feature_id for candidate in result.candidates}
    named = [item for item in (*standing.confirmed_ids, *standing.rejected_ids) if item not in found]
    by_hand = [
        CandidateRow(feature=features[item], candidate=None, rank=0, said=said_of(item, standing))
        for item in named
        if item in features
    ]
    ranked = [
        CandidateRow(
            feature=features[candidate.feature_id],
            candidate=candidate,
            rank=rank,
            said=said_of(candidate.feature_id, standing),
        )
        for rank, candidate in enumerate(result.candidates, start=1)
        if candidate.feature_id in features
    ]
    return (*by_hand, *ranked)


def said_of(feature_id: str, standing: Standing) -> Said:
    """What people said of a feature on this step."""
    return _said(feature_id, standing.confirmed_ids, standing.rejected_ids)


def form_rows(result: StepResult, catalog: Catalog, standing: Standing) -> tuple[FormRow, ...]:
    """Every form match in its rank, then the forms that people named otherwise."""
    forms = {form.id: form for form in catalog.forms}
    found = {match.form_id for match in result.form_matches}
    named = (*standing.confirmed_form_ids, *standing.rejected_form_ids)
    pairs: list[tuple[str, FormMatch | None]] = [(match.form_id, match) for match in result.form_matches]
    pairs.extend((item, None) for item in named if item not in found)
    return tuple(
        FormRow(
            form=forms[form_id],
            match=match,
            said=_said(form_id, standing.confirmed_form_ids, standing.rejected_form_ids),
        )
        for form_id, match in pairs
        if form_id in forms
    )


def telling_parts(parts: Sequence[ScorePart], smallest: float) -> tuple[tuple[ScorePart, ...], float]:
    """The parts that add at least so much, biggest first, and what all the others add together."""
    telling = sorted((p for p in parts if p.contribution >= smallest), key=lambda p: -p.contribution)
    return tuple(telling), sum(p.contribution for p in parts if p.contribution < smallest)


def holding(standing: Standing, item: ItemKind) -> tuple[Choice, ...]:
    """The choices on features (or forms) that stand now, newest first."""
    return tuple(choice for choice in reversed(standing.choices) if choice.item is item)


def deciding(standing: Standing) -> Choice | None:
    """The choice that a person's verdict rests on: the newest in force that decides; None for the machine's guess."""
    if not standing.is_decided:
        return None
    decides = (ChoiceKind.CONFIRM, ChoiceKind.NONE_FITS, ChoiceKind.MANUAL)
    return next(
        (c for c in holding(standing, ItemKind.FEATURE) if c.kind in decides and not c.is_stale),
        None,
    )


def seen_choice(standing: Standing) -> int | None:
    """The newest choice that a person sees on a step."""
    return max((choice.id for choice in standing.choices), default=None)


def revision(choices: Sequence[Choice]) -> int:
    """A number that changes when somebody chooses or takes a choice back."""
    return hash(tuple((choice.id, choice.state) for choice in choices))


def earlier_text(choice: Choice, versions: Sequence[Flow]) -> EarlierText | None:
    """The text that a stale choice was made about, found by its fingerprint in earlier versions of the flow."""
    for flow in versions:
        for step in steps_of(flow):
            if step.text_fingerprint == choice.fingerprint:
                return EarlierText(name=step.name, content=step.content)
    return None


def item_name(choice: Choice, catalog: Catalog) -> str:
    """The name and id of what a choice is about; the bare id when the catalogue no longer has it."""
    items: Sequence[Feature | CatalogForm] = catalog.features if choice.item is ItemKind.FEATURE else catalog.forms
    name = next((item.name for item in items if item.id == choice.item_id), "")
    return f"{name}（{choice.item_id}）" if name else choice.item_id


def is_unsure(result: StepResult, low_confidence: float) -> bool:
    """True when the machine's verdict is a weak guess."""
    return result.judgement.verdict is not Verdict.NOT_JUDGED and result.judgement.confidence < low_confidence


def number_of(results: Sequence[StepResult], step_id: str) -> int:
    """The place of a step among all, from 1."""
    return next(place for place, result in enumerate(results, start=1) if result.step.id == step_id)


def facts(step: Step) -> tuple[tuple[str, str], ...]:
    """What the file says of a step beside its name, as pairs of a text's name and the user's own words."""
    forms = [(form.direction.value, form.name) for form in step.forms]
    joined = {way: "、".join(name for kind, name in forms if kind == way) for way, _ in forms}
    pairs = (
        ("content", step.content),
        ("lane", step.lane),
        ("actor", step.actor if step.actor != step.lane else ""),
        ("method", step.method),
        ("input", joined.get("input", "")),
        ("output", joined.get("output", "")),
        ("linked", joined.get("linked", "")),
        ("previous", "、".join(name for name in step.previous_names if name)),
        ("next", "、".join(name for name in step.next_names if name)),
        ("legal_basis", step.legal_basis),
    )
    return tuple((name, text) for name, text in pairs if text.strip())


def _said(item: str, confirmed: Sequence[str], rejected: Sequence[str]) -> Said:
    if item in confirmed:
        return Said.CONFIRMED
    return Said.REJECTED if item in rejected else Said.NOTHING
