"""The shipped domain thesaurus as text."""

from functools import cache
from importlib.resources import files

_FILES = ("thesaurus.toml", "thesaurus_english.toml")


@cache
def thesaurus_text() -> str:
    """The TOML text of the shipped thesaurus, the Japanese and the English part as one."""
    folder = files("fitgap.policies")
    return "\n".join(folder.joinpath(name).read_text(encoding="utf-8") for name in _FILES)
