"""Sentence vectors by a BERT model in NumPy: no deep-learning runtime, one thread's worth of code, nothing fetched.

Texts of the same length are encoded together, so that no padding is needed and a vector does not depend on its company.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import erf

Floats = NDArray[np.float32]

_BLOCK_TEXTS = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What a model's configuration says about its weights."""

    layers: int
    heads: int
    norm_epsilon: float
    most_tokens: int
    is_mean_pooled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Bert:
    """Weights by name as saved (without the prefix `bert.`), and how texts become tokens."""

    shape: Shape
    weights: Mapping[str, Floats]
    tokenise: Callable[[Sequence[str]], Sequence[Sequence[int]]]

    def encode(self, texts: Sequence[str]) -> Floats:
        """A row of length 1 for every text."""
        tokens = self.tokenise(texts)
        found = np.zeros((len(texts), self.weights["embeddings.word_embeddings.weight"].shape[1]), np.float32)
        for places in _of_one_length(tokens):
            found[places] = self._vectors(np.array([tokens[place] for place in places]))
        return found

    def _vectors(self, tokens: NDArray[np.int64]) -> Floats:
        states = self._normed("embeddings.LayerNorm", self._embedded(tokens))
        for layer in range(self.shape.layers):
            states = self._layer(f"encoder.layer.{layer}", states)
        pooled = states.mean(axis=1) if self.shape.is_mean_pooled else states[:, 0]
        length = np.linalg.norm(pooled, axis=1, keepdims=True)
        return np.asarray(pooled / np.maximum(length, np.finfo(np.float32).tiny), dtype=np.float32)

    def _embedded(self, tokens: NDArray[np.int64]) -> Floats:
        named = self.weights
        return np.asarray(
            named["embeddings.word_embeddings.weight"][tokens]
            + named["embeddings.position_embeddings.weight"][: tokens.shape[1]]
            + named["embeddings.token_type_embeddings.weight"][0]
        )

    def _layer(self, name: str, states: Floats) -> Floats:
        heard = self._linear(f"{name}.attention.output.dense", self._attended(f"{name}.attention.self", states))
        states = self._normed(f"{name}.attention.output.LayerNorm", states + heard)
        inner = self._linear(f"{name}.intermediate.dense", states)
        active = (inner * 0.5 * (1 + erf(inner / np.float32(np.sqrt(2))))).astype(np.float32)
        return self._normed(f"{name}.output.LayerNorm", states + self._linear(f"{name}.output.dense", active))

    def _attended(self, name: str, states: Floats) -> Floats:
        texts, tokens, width = states.shape
        heads = (texts, tokens, self.shape.heads, width // self.shape.heads)
        query, key, value = (
            self._linear(f"{name}.{part}", states).reshape(heads).transpose(0, 2, 1, 3)
            for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 1, 3, 2) / np.float32(np.sqrt(heads[-1]))
        shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
        shares /= shares.sum(axis=-1, keepdims=True)
        return np.asarray((shares @ value).transpose(0, 2, 1, 3).reshape(texts, tokens, width))

    def _linear(self, name: str, states: Floats) -> Floats:
        weight = self.weights[f"{name}.weight"]
        flat = states.reshape(-1, states.shape[-1]) @ weight.T  # one large product instead of one a text
        return np.asarray((flat + self.weights[f"{name}.bias"]).reshape(*states.shape[:-1], len(weight)))

    def _normed(self, name: str, states: Floats) -> Floats:
        centred = states - states.mean(axis=-1, keepdims=True)
        spread = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + np.float32(self.shape.norm_epsilon))
        return np.asarray(centred / spread * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"])


def _of_one_length(tokens: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    places: dict[int, list[int]] = defaultdict(list)
    for place, text in enumerate(tokens):
        places[len(text)].append(place)
    for _, same in sorted(places.items()):
        for start in range(0, len(same), _BLOCK_TEXTS):
            yield same[start : start + _BLOCK_TEXTS]
