"""The method in its order: normalise, match, judge. The only place where the stages meet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from fitgap.app.recent import Recent
from fitgap.app.semantic import meaning_of
from fitgap.judging import Best, find_shortfalls, judge, judge_cover, judge_nature, relation_of
from fitgap.judging.evidence import having_heard
from fitgap.matching.evidence import hear, reasons_by_feature, voices_of, with_evidence, without_evidence
from fitgap.matching.form_facts import printed_items
from fitgap.matching.forms import FormIndex, build_form_index, match_forms, paper_names
from fitgap.matching.index import CatalogIndex, build_index, texts_of_catalog
from fitgap.matching.queries import labels_of_steps, texts_of_steps, wording_of
from fitgap.matching.ranking import Ranked, rank
from fitgap.matching.reasons import explain, missing_words, step_wording
from fitgap.matching.semantic import Meaning, reasons_of
from fitgap.model.catalog import Catalog, Offer
from fitgap.model.evidence import NO_EVIDENCE, NOTHING_SAID, Evidence, StepEvidence
from fitgap.model.flow import Flow
from fitgap.model.judgement import Candidate, FitGap, FormMatch, Relation, StepResult
from fitgap.model.message import Message
from fitgap.model.policy import Policy
from fitgap.model.step import Step, steps_of
from fitgap.model.wording import Wording
from fitgap.normalising import Normaliser, read_thesaurus
from fitgap.normalising.characters import key_of, plain
from fitgap.policies.thesaurus import thesaurus_text

_CATALOGS_KEPT = 8
_THESAURI_KEPT = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A catalogue ready to be asked, with the normaliser that read it."""

    normaliser: Normaliser
    index: CatalogIndex
    forms: FormIndex


_normalisers: Recent[Normaliser] = Recent(_THESAURI_KEPT)
_prepared: Recent[Prepared] = Recent(_CATALOGS_KEPT)


def analyse(
    flow: Flow,
    catalog: Catalog,
    policy: Policy,
    thesaurus: str | None = None,
    evidence: Evidence = NO_EVIDENCE,
) -> FitGap:
    """Hold a flow against a catalogue.

    `thesaurus` is the text of a user's TOML file that extends the shipped one; a broken one raises PolicyError.
    `evidence` is what others decided; what the flow's own member said of it must have been left out.
    """
    prepared = prepare(catalog, policy, thesaurus)
    steps = steps_of(flow)
    heard = _heard(steps, catalog, policy, evidence)
    return FitGap(flow=flow, catalog=catalog, results=_results(flow, steps, heard, prepared, policy))


def prepare(catalog: Catalog, policy: Policy, thesaurus: str | None = None) -> Prepared:
    """Index a catalogue; kept for the same contents, policy and thesaurus."""
    key = (catalog.features, catalog.forms, repr(policy.matching), thesaurus)
    return _prepared.get(key, lambda: _prepare(catalog, policy, thesaurus))


def _prepare(catalog: Catalog, policy: Policy, thesaurus: str | None) -> Prepared:
    normaliser = normaliser_of(thesaurus)
    wordings = normaliser.all(texts_of_catalog(catalog))
    return Prepared(
        normaliser=normaliser,
        index=build_index(catalog, wordings, policy.matching),
        forms=build_form_index(catalog, wordings),
    )


def normaliser_of(thesaurus: str | None) -> Normaliser:
    """The normaliser with the shipped thesaurus and a user's on top; kept for the same text."""
    return _normalisers.get(thesaurus, lambda: _normaliser(thesaurus))


def _normaliser(thesaurus: str | None) -> Normaliser:
    sources = [("thesaurus.toml", thesaurus_text())]
    if thesaurus is not None:
        sources.append(("thesaurus", thesaurus))
    return Normaliser(read_thesaurus(*sources))


def read_steps(steps: Sequence[Step], prepared: Prepared, policy: Policy) -> dict[str, Wording]:
    """The wordings of everything that steps say, by text."""
    normaliser = prepared.normaliser
    wordings = normaliser.all(texts_of_steps(steps)) | normaliser.labels(labels_of_steps(steps))
    return wordings | normaliser.all(paper_names(steps, wordings, policy.forms))


def _heard(steps: Sequence[Step], catalog: Catalog, policy: Policy, evidence: Evidence) -> tuple[StepEvidence, ...]:
    if not evidence.rows or not policy.evidence.is_on:
        return (NOTHING_SAID,) * len(steps)
    return hear(voices_of(evidence, catalog, _key, policy.evidence), steps, _key, policy.evidence)


def _key(text: str) -> str:
    return key_of(plain(text, {}))


def _results(
    flow: Flow, steps: Sequence[Step], heard: Sequence[StepEvidence], prepared: Prepared, policy: Policy
) -> tuple[StepResult, ...]:
    items = prepared.normaliser.all(printed_items(flow.documents))
    wordings = items | read_steps(steps, prepared, policy)
    meaning = meaning_of(policy)
    ranked = rank(prepared.index, steps, wordings, policy.matching, meaning)
    forms = match_forms(prepared.forms, steps, wordings, policy.forms, flow.documents)
    return tuple(
        _result(step, wordings, found, of_forms, said, prepared, policy, meaning)
        for step, found, of_forms, said in zip(steps, ranked, forms, heard, strict=True)
    )


def _result(
    step: Step,
    wordings: Mapping[str, Wording],
    ranked: tuple[Ranked, ...],
    forms: tuple[FormMatch, ...],
    said: StepEvidence,
    prepared: Prepared,
    policy: Policy,
    meaning: Meaning | None,
) -> StepResult:
    ranked = with_evidence(ranked, said, prepared.index, policy.evidence)
    voices = reasons_by_feature(said, policy.evidence)
    candidates = tuple(_candidate(step, wordings, found, voices, prepared.index, policy, meaning) for found in ranked)
    job = wording_of(wordings, wording_of(wordings, step.name).job)
    nature = judge_nature(step, job, policy.judging.nature)
    best = _best(step, wordings, ranked, candidates, prepared.index, policy)
    judgement = having_heard(judge(nature, best, policy.judging), said, policy.evidence)
    return StepResult(step=step, judgement=judgement, candidates=candidates, form_matches=forms)


def _candidate(
    step: Step,
    wordings: Mapping[str, Wording],
    ranked: Ranked,
    voices: Mapping[str, tuple[Message, ...]],
    index: CatalogIndex,
    policy: Policy,
    meaning: Meaning | None,
) -> Candidate:
    feature = index.features[ranked.place]
    unheard = without_evidence(ranked)
    bare = Candidate(feature_id=feature.id, score=unheard.score, relation=Relation.NONE, parts=unheard.parts)
    reasons = explain(index, ranked.place, step, wordings, unheard.parts, policy.matching)
    return replace(
        bare,
        score=ranked.score,
        parts=ranked.parts,
        relation=relation_of(bare, policy.judging),
        reasons=(*voices.get(feature.id, ()), *reasons, *reasons_of(meaning, ranked.parts)),
    )


def _best(
    step: Step,
    wordings: Mapping[str, Wording],
    ranked: Sequence[Ranked],
    candidates: Sequence[Candidate],
    index: CatalogIndex,
    policy: Policy,
) -> Best | None:
    """The best candidate that the package offers, weighed."""
    for found, candidate in zip(ranked, candidates, strict=True):
        feature, said = index.features[found.place], index.said[found.place]
        if feature.offer is not Offer.NOT_OFFERED:
            whole = step_wording(step, wordings)
            shortfalls = find_shortfalls(whole, said.text, policy.judging)
            return Best(
                candidate=candidate,
                name=feature.name,
                cover=judge_cover(step, candidate, shortfalls, policy.judging),
                missing=missing_words(whole, said),
            )
    return None
