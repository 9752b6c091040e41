"""The lists of words that decisions are made of."""

import tomllib
from functools import cache
from importlib.resources import files


@cache
def vocabulary() -> dict[str, tuple[str, ...]]:
    """Every list by name, codes in display order."""
    text = files("fitgap.policies").joinpath("vocabulary.toml").read_text(encoding="utf-8")
    return {name: tuple(codes) for name, codes in tomllib.loads(text).items()}
