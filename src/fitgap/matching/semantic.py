"""Nearness of meaning, where somebody gives a language model: one more part of a score, bounded by its weight."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from fitgap.model.catalog import Feature
from fitgap.model.judgement import ScorePart
from fitgap.model.message import Message, message
from fitgap.model.policy import Semantic

PART = "semantic"
_DECIMALS = 4  # the last bits of a product depend on how many texts are encoded at once

Encode: TypeAlias = Callable[[Sequence[str]], NDArray[np.float32]]
"""Texts to rows of length 1 whose products are cosines; the same text always gives the same row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """A model that reads texts, the name it goes by, and how much it counts."""

    encode: Encode
    model: str
    policy: Semantic


def nearness(meaning: Meaning, written: Sequence[str], features: Sequence[Feature]) -> NDArray[np.float32]:
    """How near in meaning every feature (column) is to every text (row), in 0..1; 0 up to `least_cosine`."""
    asked = meaning.encode([" ".join(text.split()) for text in written])
    known = meaning.encode([_text(feature) for feature in features])
    return _stretched(asked @ known.T, meaning)


def nearness_among(meaning: Meaning, written: Sequence[str]) -> NDArray[np.float32]:
    """How near in meaning every two texts are, in 0..1; 0 up to `least_cosine`."""
    rows = meaning.encode(written)
    return _stretched(rows @ rows.T, meaning)


def reasons_of(meaning: Meaning | None, parts: Sequence[ScorePart]) -> Iterator[Message]:
    """What the model adds, when it is near enough to be worth a line."""
    for part in parts:
        if meaning and part.name == PART and part.value >= meaning.policy.telling_value:
            yield message("reason.semantic", value=f"{part.value:.2f}", model=meaning.model)


def _stretched(cosines: NDArray[np.float32], meaning: Meaning) -> NDArray[np.float32]:
    least = meaning.policy.least_cosine
    return np.asarray(((np.round(cosines, _DECIMALS) - least) / (1 - least)).clip(0, 1), dtype=np.float32)


def _text(feature: Feature) -> str:
    return " ".join(f"{feature.name} {feature.description}".split())
