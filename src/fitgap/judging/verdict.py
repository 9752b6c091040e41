"""The verdict on a step, its reasons, and how sure the machine is of it."""

from collections.abc import Sequence

from fitgap.judging.cover import Cover
from fitgap.judging.nature import NatureFound
from fitgap.model.judgement import Candidate, Judgement, Nature, Relation, Verdict
from fitgap.model.message import Message, message, quoted
from fitgap.model.policy import Judging
from fitgap.model.values import made_often

COVERING = frozenset({Relation.EQUAL, Relation.SUPERSET})


@made_often
class Best:
    """The best feature that the package offers: its name, how it covers the step, and words of the step it lacks.

    `refused` is the id and name of a feature that is nearer although the package does not offer it; empty without one.
    """

    candidate: Candidate
    name: str
    cover: Cover
    missing: tuple[str, ...] = ()
    refused: tuple[str, str] | None = None


def judge(nature: NatureFound, best: Best | None, policy: Judging) -> Judgement:
    """The verdict: not applicable for manual work, else by how likely the best feature covers the step.

    The relation follows the verdict: partial cover is an overlap or a part, full cover at least a superset.
    """
    if nature.nature is Nature.MANUAL:
        return Judgement(
            nature=nature.nature,
            verdict=Verdict.NA,
            relation=Relation.NONE,
            confidence=nature.confidence,
            reasons=(nature.reason, message("reason.manual_is_no_gap")),
        )
    if best is None:
        return _gap(nature, (message("reason.no_feature"),), nature.confidence * policy.no_feature_confidence)
    if best.refused:
        why = message("reason.nearest_not_offered", id=best.refused[0], feature=best.refused[1])
        return _gap(nature, (why,), nature.confidence * policy.no_feature_confidence)
    cover = best.cover
    whys = tuple(shortfall.reason for shortfall in cover.shortfalls)
    if cover.gap >= policy.gap_from:
        nearest = message("reason.too_far", id=best.candidate.feature_id, feature=best.name)
        return _gap(nature, (*whys, nearest), _sure(nature.confidence * cover.gap, policy))
    if cover.partial >= policy.partial_from:
        return Judgement(
            nature=nature.nature,
            verdict=Verdict.PARTIAL,
            relation=Relation.SUBSET if best.candidate.relation in COVERING else Relation.INTERSECT,
            confidence=_sure(nature.confidence * (1 - cover.gap) * cover.partial, policy),
            reasons=(
                nature.reason,
                message("reason.covers_part", id=best.candidate.feature_id, feature=best.name),
                *(whys or _missing(best.missing, policy)),
            ),
        )
    return Judgement(
        nature=nature.nature,
        verdict=Verdict.FIT,
        relation=best.candidate.relation if best.candidate.relation in COVERING else Relation.SUPERSET,
        confidence=_sure(nature.confidence * (1 - cover.gap) * (1 - cover.partial), policy),
        reasons=(nature.reason, message("reason.covers", id=best.candidate.feature_id, feature=best.name), *whys),
    )


def _gap(nature: NatureFound, whys: tuple[Message, ...], confidence: float) -> Judgement:
    return Judgement(
        nature=nature.nature,
        verdict=Verdict.GAP,
        relation=Relation.NONE,
        confidence=confidence,
        reasons=(nature.reason, *whys),
    )


def _sure(likelihood: float, policy: Judging) -> float:
    """A likelihood multiplied together, brought to how often such verdicts are right."""
    return float(1 - (1 - likelihood) ** policy.confidence_power)


def _missing(words: Sequence[str], policy: Judging) -> tuple[Message, ...]:
    if not words:
        return (message("reason.weak_likeness"),)
    return (message("reason.missing", words=quoted(words[: policy.words_named])),)
