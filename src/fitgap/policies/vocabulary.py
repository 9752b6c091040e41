"""The lists of words that decisions are made of."""

import tomllib
from functools import cache
from importlib.resources import files

from fitgap.model.policy import Deciding


@cache
def vocabulary() -> dict[str, tuple[str, ...]]:
    """Every list by name, codes in display order."""
    text = files("fitgap.policies").joinpath("vocabulary.toml").read_text(encoding="utf-8")
    return {name: tuple(codes) for name, codes in tomllib.loads(text).items()}


def words(policy: Deciding) -> dict[str, tuple[str, ...]]:
    """Every list by name, with the resolutions and causes that the policy adds at the end."""
    lists = dict(vocabulary())
    for name, more in (("resolution", policy.more_resolutions), ("cause", policy.more_causes)):
        lists[name] = (*lists[name], *(code for code in more if code not in lists[name]))
    return lists
