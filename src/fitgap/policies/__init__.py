"""Package data that people may edit (thresholds, weights, word lists) and its loader."""

from fitgap.policies.loading import default_policy, load_policy

__all__ = ["default_policy", "load_policy"]
