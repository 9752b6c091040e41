"""The shipped domain thesaurus as text."""

from functools import cache
from importlib.resources import files


@cache
def thesaurus_text() -> str:
    """The TOML text of the shipped thesaurus."""
    return files("fitgap.policies").joinpath("thesaurus.toml").read_text(encoding="utf-8")
