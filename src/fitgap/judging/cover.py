"""How far a feature covers a step: what speaks for it, and what it leaves out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp

from fitgap.judging.saying import says
from fitgap.model.judgement import Candidate, Relation, ScorePart, addends_of, value_of
from fitgap.model.message import Message, message
from fitgap.model.policy import Judging
from fitgap.model.step import Step
from fitgap.model.values import made_often
from fitgap.model.wording import Wording

NO_COVER_PARTS = ("reference", "nearest")
EVIDENCE_PART = "evidence"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortfall:
    """Something a step says that a function of the package does not usually do: its kind, and the word that tells."""

    kind: str
    word: str

    @property
    def reason(self) -> Message:
        """The shortfall in words."""
        return message(f"reason.shortfall.{self.kind}", word=self.word)


@made_often
class Cover:
    """How likely the package does not cover a step at all, and if it does, how likely only in part (both 0..1)."""

    gap: float
    partial: float
    shortfalls: tuple[Shortfall, ...] = ()


def find_shortfalls(said: Wording, feature_text: str, policy: Judging) -> tuple[Shortfall, ...]:
    """What the step says and the feature does not: own rules, other tools, other offices' work, a second job."""
    if not policy.any_shortfall.search(said.spelled):
        return ()
    return tuple(_shortfalls(said, feature_text, policy))


def judge_cover(step: Step, candidate: Candidate, shortfalls: Sequence[Shortfall], policy: Judging) -> Cover:
    """Weigh a candidate's strength against the shortfalls."""
    evidence = evidence_of(step, candidate, shortfalls)
    return Cover(
        gap=_likelihood(evidence, policy.gap_weights),
        partial=_likelihood(evidence, policy.partial_weights),
        shortfalls=tuple(shortfalls),
    )


def evidence_of(step: Step, candidate: Candidate, shortfalls: Sequence[Shortfall]) -> dict[str, float]:
    """What speaks for and against cover, each in 0..1; a kind of shortfall that is not there says nothing."""
    found = {"strength": strength_of(step, candidate), "words": value_of(candidate.parts, "words")}
    for shortfall in shortfalls:
        found[shortfall.kind] = 1.0
    return found


def strength_of(step: Step, candidate: Candidate) -> float:
    """The score as a share of what it could be, in 0..1.

    A step without forms or details cannot agree in them, and being nearer than others says nothing about cover. What
    other members decided comes on top, or is taken off.
    """
    absent = set(NO_COVER_PARTS)
    if not step.forms:
        absent.add("forms")
    if not step.content and " " not in step.name.strip():
        absent.add("details")
    said = most = heard = 0.0
    for name, value, weight in addends_of(candidate.parts):
        if name == EVIDENCE_PART:
            heard += value * weight
        elif name not in absent:
            said += value * weight
            most += weight
    return min(1.0, max(0.0, (said / most if most else 0.0) + heard))


def relation_of(score: float, parts: Sequence[ScorePart], policy: Judging) -> Relation:
    """How far a feature reaches, by its score and by how much of its name the step says."""
    if score >= policy.equal_score and value_of(parts, "name_terms") >= policy.equal_name:
        return Relation.EQUAL
    if score >= policy.cover_score:
        return Relation.SUPERSET
    return Relation.INTERSECT if score >= policy.overlap_score else Relation.NONE


def _shortfalls(said: Wording, feature_text: str, policy: Judging) -> Iterator[Shortfall]:
    spelled = said.spelled
    for kind, words in policy.shortfalls.items():
        found = [w for w in words if w in spelled and says(spelled, w) and not says(feature_text, w)]
        if kind in policy.several_needed:
            if len(found) >= policy.several_needed[kind]:
                yield Shortfall(kind=kind, word="・".join(found))
        elif found:
            yield Shortfall(kind=kind, word=max(found, key=len))


def _likelihood(evidence: Mapping[str, float], weights: Mapping[str, float]) -> float:
    total = weights["bias"] + sum([weights.get(name, 0.0) * value for name, value in evidence.items() if value])
    return 1 / (1 + exp(-total))
