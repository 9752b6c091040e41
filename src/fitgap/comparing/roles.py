"""Whose work a step is and with what means it is done, told by word lists of the policy."""

import re

from fitgap.model.policy import Comparing
from fitgap.model.step import Step

_JOINTS = re.compile(r"[\s/・、,（）()]+")
OTHER_ROLE = "office"
"""The role of a lane that is named but holds no word of the lists."""


def role_of(step: Step, policy: Comparing) -> str:
    """The role of a step by its lane and actor, the first list with a word in them; empty when neither is named."""
    parts = [part for part in _JOINTS.split(f"{step.lane}/{step.actor}".casefold()) if part]
    if not parts:
        return ""
    for role, patterns in policy.roles.items():
        if any(re.search(pattern, part) for pattern in patterns for part in parts):
            return role
    return OTHER_ROLE


def means_of(step: Step, policy: Comparing) -> frozenset[str]:
    """The means of a step by what it says of its method, else by its kind; empty when neither tells."""
    said = (step.method or step.kind).casefold()
    return frozenset(means for means, words in policy.means.items() if any(word in said for word in words))
