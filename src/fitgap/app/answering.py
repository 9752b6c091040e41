"""From ranked functions to what is said of each step; steps and flows that say the same are answered once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from fitgap.judging import Best, find_shortfalls, judge, judge_cover, judge_nature, relation_of
from fitgap.judging.evidence import having_heard
from fitgap.matching.evidence import reasons_by_feature, with_evidence, without_evidence
from fitgap.matching.index import CatalogIndex
from fitgap.matching.queries import Wordings, wording_of
from fitgap.matching.ranking import Ranked
from fitgap.matching.reasons import explain, missing_words, step_wording
from fitgap.matching.semantic import Meaning, reasons_of
from fitgap.model.catalog import Offer
from fitgap.model.evidence import StepEvidence
from fitgap.model.flow import Document, Flow
from fitgap.model.judgement import Candidate, FormMatch, Relation, StepResult
from fitgap.model.message import Message, Source
from fitgap.model.policy import Policy
from fitgap.model.step import Step, steps_of

_NOWHERE = Source(file="")


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldFlow:
    """What the steps and documents of a flow say, without where they stand: equal for flows that say the same."""

    steps: tuple[Step, ...]
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
    return ToldFlow(
        steps=tuple(
            replace(step, id="", source=_NOWHERE, minutes_per_case=None, cases_per_year=None) for step in steps_of(flow)
        ),
        documents=tuple(replace(document, source=_NOWHERE) for document in flow.documents),
    )


def results_for(steps: Sequence[Step], same: Sequence[StepResult]) -> tuple[StepResult, ...]:
    """The results of steps that say the same, for these steps."""
    return tuple(replace(result, step=step) for step, result in zip(steps, same, strict=True))


def answer(
    ground: Ground,
    steps: Sequence[Step],
    ranked: Iterator[tuple[Ranked, ...]],
    forms: Sequence[tuple[FormMatch, ...]],
    heard: Iterator[StepEvidence],
) -> tuple[StepResult, ...]:
    """The results of a flow's steps; as many are taken from `ranked` and `heard`, which may go on with other flows."""
    answered: dict[Step, StepResult] = {}
    results = []
    for step, matches, found, said in zip(steps, forms, ranked, heard, strict=False):
        if step not in answered:
            answered[step] = _result(ground, step, found, said)
        results.append(replace(answered[step], form_matches=matches))
    return tuple(results)


def _result(ground: Ground, step: Step, ranked: tuple[Ranked, ...], said: StepEvidence) -> StepResult:
    policy = ground.policy
    ranked = with_evidence(ranked, said, ground.index, policy.evidence)
    voices = reasons_by_feature(said, policy.evidence)
    explained = len(ranked) if ground.explained is None else ground.explained
    candidates = tuple(
        _candidate(ground, step, found, voices, is_explained=place < explained) for place, found in enumerate(ranked)
    )
    job = wording_of(ground.wordings, wording_of(ground.wordings, step.name).job)
    nature = judge_nature(step, job, policy.judging.nature)
    best = _best(ground, step, ranked, candidates)
    judgement = having_heard(judge(nature, best, policy.judging), said, policy.evidence)
    return StepResult(step=step, judgement=judgement, candidates=candidates)


def _candidate(
    ground: Ground, step: Step, ranked: Ranked, voices: Mapping[str, tuple[Message, ...]], *, is_explained: bool
) -> Candidate:
    feature = ground.index.features[ranked.place]
    unheard = without_evidence(ranked)
    bare = Candidate(feature_id=feature.id, score=unheard.score, relation=Relation.NONE, parts=unheard.parts)
    reasons: tuple[Message, ...] = ()
    if is_explained:
        of_texts = explain(ground.index, ranked.place, step, ground.wordings, unheard.parts, ground.policy.matching)
        reasons = (*voices.get(feature.id, ()), *of_texts, *reasons_of(ground.meaning, ranked.parts))
    return Candidate(
        feature_id=feature.id,
        score=ranked.score,
        relation=relation_of(bare, ground.policy.judging),
        parts=ranked.parts,
        reasons=reasons,
    )


def _best(ground: Ground, step: Step, ranked: Sequence[Ranked], candidates: Sequence[Candidate]) -> Best | None:
    """The best candidate that the package offers, weighed, and the nearer one that it does not offer."""
    refused = None
    for found, candidate in zip(ranked, candidates, strict=True):
        feature, said = ground.index.features[found.place], ground.index.said[found.place]
        if feature.offer is not Offer.NOT_OFFERED:
            whole = step_wording(step, ground.wordings)
            shortfalls = find_shortfalls(whole, said.text, ground.policy.judging)
            return Best(
                candidate=candidate,
                name=feature.name,
                cover=judge_cover(step, candidate, shortfalls, ground.policy.judging),
                missing=missing_words(whole, said),
                refused=refused,
            )
        refused = refused or (feature.id, feature.name)
    return None
