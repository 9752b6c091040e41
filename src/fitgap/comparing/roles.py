"""Whose work a step is and with what means it is done, told by word lists of the policy."""

from fitgap.model.policy import Comparing
from fitgap.model.step import Step

OTHER_ROLE = "office"
"""The role of a lane that is named but holds no word of the lists."""


def role_of(step: Step, policy: Comparing) -> str:
    """The role of a step by its lane and actor, the first list with a word in them; empty when neither is named."""
    said = f"{step.lane} {step.actor}".casefold().strip()
    if not said:
        return ""
    return next((role for role, words in policy.roles.items() if any(word in said for word in words)), OTHER_ROLE)


def means_of(step: Step, policy: Comparing) -> frozenset[str]:
    """The means of a step by what it says of its method, else by its kind; empty when neither tells."""
    said = (step.method or step.kind).casefold()
    return frozenset(means for means, words in policy.means.items() if any(word in said for word in words))
