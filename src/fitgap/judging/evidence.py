"""How sure the machine is once it has heard what others said of a whole step; its verdict stays as it is."""

from dataclasses import replace

from fitgap.model.evidence import NOTHING_SAID, EvidenceKind, StepEvidence
from fitgap.model.judgement import Judgement, Verdict
from fitgap.model.policy import EvidenceUse

_SAYS = {EvidenceKind.MANUAL: Verdict.NA, EvidenceKind.NONE_FITS: Verdict.GAP}


def having_heard(judgement: Judgement, said: StepEvidence, policy: EvidenceUse) -> Judgement:
    """The judgement with the reasons of others; "manual" and "none fits" of enough members move its confidence."""
    if said is NOTHING_SAID:
        return judgement
    confidence = judgement.confidence
    for tally in said.tallies:
        verdict = _SAYS.get(tally.kind)
        if verdict is not None and tally.count >= policy.manual_members:
            pull = policy.confidence_weight * tally.support / (tally.support + policy.members_for_half)
            confidence += pull * (1 - confidence) if judgement.verdict is verdict else -pull * confidence
    return replace(judgement, confidence=confidence, reasons=(*judgement.reasons, *said.reasons))
