"""From ranked functions to what is said of each step; steps and flows that say the same are answered once."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from fitgap.judging import Best, find_shortfalls, judge, judge_cover, judge_nature, relation_of
from fitgap.judging.evidence import having_heard
from fitgap.matching.evidence import reasons_by_feature, with_evidence, without_evidence
from fitgap.matching.index import CatalogIndex
from fitgap.matching.queries import Wordings, wording_of
from fitgap.matching.ranking import Ranked
from fitgap.matching.reasons import explain, missing_words, step_wording, told_by
from fitgap.matching.semantic import Meaning, reasons_of
from fitgap.model.catalog import Offer
from fitgap.model.evidence import NOTHING_SAID, StepEvidence
from fitgap.model.flow import Document, Flow
from fitgap.model.judgement import Candidate, FormMatch, Judgement, StepResult
from fitgap.model.message import Message, Source
from fitgap.model.policy import Policy
from fitgap.model.step import Step, steps_of
from fitgap.model.values import made_often

_NOWHERE = Source(file="")


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldFlow:
    """What the steps and documents of a flow say, without where they stand: equal for flows that say the same.

    `steps` are the flow's own, `said` is what each of them says.
    """

    steps: tuple[Step, ...] = field(compare=False)
    said: tuple[Hashable, ...]
    documents: tuple[Document, ...]


@made_often
class _Asked:
    """A step that is to be answered, its functions, and what others said of it and (`voices`) of each function."""

    step: Step
    ranked: tuple[Ranked, ...]
    said: StepEvidence
    voices: Mapping[str, tuple[Message, ...]]


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


def answers(
    ground: Ground,
    flows: Sequence[ToldFlow],
    ranked: Iterable[tuple[Ranked, ...]],
    forms: Iterable[tuple[FormMatch, ...]],
    heard: Iterable[StepEvidence],
) -> Iterator[tuple[StepResult, ...]]:
    """The results of each flow's steps; what is known of each step comes flow after flow.

    Steps of a flow that say the same are answered once.
    """
    places: dict[tuple[int, Hashable], int] = {}
    asked: list[_Asked] = []
    place_of: list[int] = []
    told = (
        (step, (number, same))
        for number, flow in enumerate(flows)
        for step, same in zip(flow.steps, flow.said, strict=True)
    )
    for (step, same), found, said in zip(told, ranked, heard, strict=True):
        place = places.setdefault(same, len(asked))
        place_of.append(place)
        if place == len(asked):
            asked.append(_asked(ground, step, found, said))
    answered = _answered(ground, asked)
    rest = zip((answered[place] for place in place_of), forms, strict=True)
    for flow in flows:
        yield tuple(
            [
                StepResult(step=step, judgement=judgement, candidates=candidates, form_matches=matches)
                for step, ((judgement, candidates), matches) in zip(flow.steps, rest, strict=False)
            ]
        )


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


def _asked(ground: Ground, step: Step, ranked: tuple[Ranked, ...], said: StepEvidence) -> _Asked:
    if said is NOTHING_SAID:
        return _Asked(step=step, ranked=ranked, said=said, voices={})
    policy = ground.policy.evidence
    return _Asked(
        step=step,
        ranked=with_evidence(ranked, said, ground.index, policy),
        said=said,
        voices=reasons_by_feature(said, policy),
    )


def _answered(ground: Ground, asked: Sequence[_Asked]) -> list[tuple[Judgement, tuple[Candidate, ...]]]:
    """One stage after the other for all: that is quicker than one step after the other."""
    policy, wordings = ground.policy, ground.wordings
    candidates = [_candidates(ground, one) for one in asked]
    jobs = [wording_of(wordings, wording_of(wordings, one.step.name).job) for one in asked]
    natures = [judge_nature(one.step, job, policy.judging.nature) for one, job in zip(asked, jobs, strict=True)]
    bests = [_best(ground, one, found) for one, found in zip(asked, candidates, strict=True)]
    judged = [judge(nature, best, policy.judging) for nature, best in zip(natures, bests, strict=True)]
    heard = [having_heard(one, of.said, policy.evidence) for one, of in zip(judged, asked, strict=True)]
    return list(zip(heard, candidates, strict=True))


def _candidates(ground: Ground, asked: _Asked) -> tuple[Candidate, ...]:
    """The candidates, the first of them with reasons."""
    told, voices, index, policy = told_by(asked.step, ground.wordings), asked.voices, ground.index, ground.policy
    explained = len(asked.ranked) if ground.explained is None else ground.explained
    candidates: list[Candidate] = []
    for found in asked.ranked:
        feature = index.features[found.place]
        unheard = without_evidence(found) if voices else found
        reasons: tuple[Message, ...] = ()
        if len(candidates) < explained:
            said = index.said[found.place]
            reasons = explain(feature, said, told, ground.wordings, unheard.parts, policy.matching)
            if voices or ground.meaning:
                reasons = (*voices.get(feature.id, ()), *reasons, *reasons_of(ground.meaning, found.parts))
        candidates.append(
            Candidate(
                feature_id=feature.id,
                score=found.score,
                relation=relation_of(unheard.score, unheard.parts, policy.judging),
                parts=found.parts,
                reasons=reasons,
            )
        )
    return tuple(candidates)


def _best(ground: Ground, asked: _Asked, candidates: Sequence[Candidate]) -> Best | None:
    """The best candidate that the package offers, weighed, and the nearer one that it does not offer."""
    step, refused = asked.step, None
    for found, candidate in zip(asked.ranked, candidates, strict=True):
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
