"""From ranked candidates to a verdict with its reasons."""

from fitgap.judging.cover import Cover, Shortfall, evidence_of, find_shortfalls, judge_cover, relation_of
from fitgap.judging.nature import NatureFound, judge_nature
from fitgap.judging.verdict import Best, judge

__all__ = [
    "Best",
    "Cover",
    "NatureFound",
    "Shortfall",
    "evidence_of",
    "find_shortfalls",
    "judge",
    "judge_cover",
    "judge_nature",
    "relation_of",
]
