"""From ranked candidates to a verdict with its reasons."""

from fitgap.judging.verdict import judge, relation_of

__all__ = ["judge", "relation_of"]
