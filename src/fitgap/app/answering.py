"""From ranked functions to what is said of each step; steps and flows that say the same are answered once."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from fitgap.judging import Best, find_shortfalls, judge, judge_cover, judge_nature, relation_of
from fitgap.judging.evidence import having_heard
from fitgap.matching.evidence import reasons_by_feature, with_evidence, without_evidence
from fitgap.matching.index import CatalogIndex
from fitgap.matching.queries import Wordings, wording_of
from fitgap.matching.ranking import Ranked
from fitgap.matching.reasons import Told, explain, missing_words, step_wording, told_by
from fitgap.matching.semantic import Meaning, reasons_of
from fitgap.model.catalog import Offer
from fitgap.model.evidence import NOTHING_SAID, StepEvidence
from fitgap.model.flow import Document, Flow
from fitgap.model.judgement import Candidate, FormMatch, Judgement, StepResult
from fitgap.model.message import Message, Source
from fitgap.model.policy import Policy
from fitgap.model.step import Step, steps_of

_NOWHERE = Source(file="")


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldFlow:
    """What the steps and documents of a flow say, without where they stand: equal for flows that say the same.

    `steps` are the flow's own, `said` is what each of them says.
    """

    steps: tuple[Step, ...] = field(compare=False)
    said: tuple[Hashable, ...]
    documents: tuple[Document, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What every answer rests on; so many candidates as `explained` says are given reasons (None: all)."""

    index: CatalogIndex
    wordings: Wordings
    policy: Policy
    meaning: Meaning | None
    explained: int | None


def tell(flow: Flow) -> ToldFlow:
    """A flow without ids of steps, places in the file, and amounts, on which no answer depends."""
    steps = steps_of(flow)
    return ToldFlow(
        steps=steps,
        said=tuple([_said(step) for step in steps]),
        documents=tuple(replace(document, source=_NOWHERE) for document in flow.documents),
    )


def results_for(steps: Sequence[Step], same: Sequence[StepResult]) -> tuple[StepResult, ...]:
    """The results of steps that say the same, for these steps."""
    return tuple(
        [
            result
            if result.step is step
            else StepResult(
                step=step,
                judgement=result.judgement,
                candidates=result.candidates,
                form_matches=result.form_matches,
            )
            for step, result in zip(steps, same, strict=True)
        ]
    )


def answer(
    ground: Ground,
    flow: ToldFlow,
    ranked: Iterator[tuple[Ranked, ...]],
    forms: Sequence[tuple[FormMatch, ...]],
    heard: Iterator[StepEvidence],
) -> tuple[StepResult, ...]:
    """The results of a flow's steps; as many are taken from `ranked` and `heard`, which may go on with other flows."""
    answered: dict[Hashable, tuple[Judgement, tuple[Candidate, ...]]] = {}
    results = []
    for step, same, matches, found, heard_of in zip(flow.steps, flow.said, forms, ranked, heard, strict=False):
        if same not in answered:
            answered[same] = _judged(ground, step, found, heard_of)
        judgement, candidates = answered[same]
        results.append(StepResult(step=step, judgement=judgement, candidates=candidates, form_matches=matches))
    return tuple(results)


def _said(step: Step) -> Hashable:
    return (
        step.name,
        step.content,
        step.kind,
        step.flow_name,
        step.process_name,
        step.lane,
        step.actor,
        step.method,
        step.legal_basis,
        step.forms,
        step.previous_names,
        step.next_names,
        step.categories,
    )


def _judged(
    ground: Ground, step: Step, ranked: tuple[Ranked, ...], said: StepEvidence
) -> tuple[Judgement, tuple[Candidate, ...]]:
    policy = ground.policy
    voices: Mapping[str, tuple[Message, ...]] = {}
    if said is not NOTHING_SAID:
        ranked = with_evidence(ranked, said, ground.index, policy.evidence)
        voices = reasons_by_feature(said, policy.evidence)
    candidates = _candidates(ground, step, ranked, voices)
    job = wording_of(ground.wordings, wording_of(ground.wordings, step.name).job)
    nature = judge_nature(step, job, policy.judging.nature)
    best = _best(ground, step, ranked, candidates)
    return having_heard(judge(nature, best, policy.judging), said, policy.evidence), candidates


def _candidates(
    ground: Ground, step: Step, ranked: Sequence[Ranked], voices: Mapping[str, tuple[Message, ...]]
) -> tuple[Candidate, ...]:
    """The candidates, the first of them with reasons."""
    told = told_by(step, ground.wordings)
    explained = len(ranked) if ground.explained is None else ground.explained
    return tuple(
        [_candidate(ground, told, found, voices, is_explained=place < explained) for place, found in enumerate(ranked)]
    )


def _candidate(
    ground: Ground, told: Told, ranked: Ranked, voices: Mapping[str, tuple[Message, ...]], *, is_explained: bool
) -> Candidate:
    feature, said = ground.index.features[ranked.place], ground.index.said[ranked.place]
    unheard = without_evidence(ranked) if voices else ranked
    reasons: tuple[Message, ...] = ()
    if is_explained:
        reasons = explain(feature, said, told, ground.wordings, unheard.parts, ground.policy.matching)
        if voices or ground.meaning:
            reasons = (*voices.get(feature.id, ()), *reasons, *reasons_of(ground.meaning, ranked.parts))
    return Candidate(
        feature_id=feature.id,
        score=ranked.score,
        relation=relation_of(unheard.score, unheard.parts, ground.policy.judging),
        parts=ranked.parts,
        reasons=reasons,
    )


def _best(ground: Ground, step: Step, ranked: Sequence[Ranked], candidates: Sequence[Candidate]) -> Best | None:
    """The best candidate that the package offers, weighed, and the nearer one that it does not offer."""
    refused = None
    for found, candidate in zip(ranked, candidates, strict=True):
        feature, said = ground.index.features[found.place], ground.index.said[found.place]
        if feature.offer is not Offer.NOT_OFFERED:
            whole, policy = step_wording(step, ground.wordings), ground.policy.judging
            shortfalls = find_shortfalls(whole, said.text, policy)
            cover = judge_cover(step, candidate, shortfalls, policy)
            wants_missing = cover.partial >= policy.partial_from and not shortfalls
            return Best(
                candidate=candidate,
                name=feature.name,
                cover=cover,
                missing=missing_words(whole, said) if wants_missing else (),
                refused=refused,
            )
        refused = refused or (feature.id, feature.name)
    return None
