"""Does the package cover a step, and how sure is the machine of it?"""

from collections.abc import Sequence

from fitgap.judging.nature import judge_nature
from fitgap.model.judgement import Candidate, Judgement, Nature, Relation, Verdict
from fitgap.model.message import message
from fitgap.model.policy import Judging
from fitgap.model.step import Step
from fitgap.model.wording import Wording


def relation_of(score: float, policy: Judging) -> Relation:
    """How far a feature of this score reaches."""
    if score >= policy.fit_score:
        return Relation.SUPERSET
    return Relation.INTERSECT if score >= policy.partial_score else Relation.NONE


def judge(
    step: Step, name: Wording, candidates: Sequence[Candidate], offered: Sequence[bool], policy: Judging
) -> Judgement:
    """The verdict on one step; `offered` says of each candidate whether the package has it at all."""
    nature, why = judge_nature(step, name, policy)
    best = next((c for c, is_offered in zip(candidates, offered, strict=True) if is_offered), None)
    relation = best.relation if best else Relation.NONE
    if nature is Nature.MANUAL:
        return Judgement(
            nature=nature,
            verdict=Verdict.NA,
            relation=Relation.NONE,
            confidence=policy.manual_confidence,
            reasons=(why,),
        )
    if best is None or relation is Relation.NONE:
        return Judgement(
            nature=nature,
            verdict=Verdict.GAP,
            relation=Relation.NONE,
            confidence=0.5,
            reasons=(why, message("reason.no_cover")),
        )
    verdict = Verdict.FIT if relation in {Relation.EQUAL, Relation.SUPERSET} else Verdict.PARTIAL
    return Judgement(
        nature=nature,
        verdict=verdict,
        relation=relation,
        confidence=min(1.0, best.score),
        reasons=(why, message("reason.covered_by", feature=best.feature_id)),
    )
