"""The optional model of meaning: opened from a folder on this computer, never fetched, kept while it is used."""

import json
import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fitgap.app.bert import Bert, Shape
from fitgap.app.recent import Recent
from fitgap.comparing.evidence import Nearness
from fitgap.matching.semantic import Meaning, nearness_among
from fitgap.model.message import UsageError, message
from fitgap.model.policy import Policy, Semantic

WEIGHTS = "model.safetensors"
TOKENS = "tokenizer.json"
CONFIGURATION = "config.json"
POOLING = "1_Pooling/config.json"
LENGTH = "sentence_bert_config.json"
_MODELS_KEPT = 1
_VECTORS_KEPT = 50_000
_OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}


class Remembering:
    """Encodes every distinct text once and keeps its vector, the newest up to a number."""

    def __init__(self, model: Bert) -> None:
        self._model = model
        self._kept: dict[str, NDArray[np.float32]] = {}
        self._lock = Lock()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """A row a text, in the order given."""
        with self._lock:
            new = [text for text in dict.fromkeys(texts) if text not in self._kept]
            found = {text: self._kept[text] for text in texts if text in self._kept}
            found |= dict(zip(new, self._model.encode(new), strict=True))
            self._kept |= found
            for text in list(self._kept)[: max(0, len(self._kept) - _VECTORS_KEPT)]:
                del self._kept[text]
        return np.stack([found[text] for text in texts]) if texts else np.zeros((0, 1), np.float32)


_models: Recent[Remembering] = Recent(_MODELS_KEPT)


def meaning_of(policy: Policy) -> Meaning | None:
    """The model that the policy names, none when it names none or gives it no weight.

    Raises UsageError when the folder cannot be used.
    """
    wanted = policy.semantic
    if not wanted.folder.strip() or not wanted.weight:
        return None
    folder = Path(wanted.folder.strip()).expanduser()
    model = _models.get((str(folder), _stamp(folder)), lambda: Remembering(open_model(folder)))
    return Meaning(encode=model.encode, model=folder.resolve().name, policy=wanted)


def nearness_of(policy: Policy) -> Nearness | None:
    """The nearness in meaning that comparing asks for, by the model that the policy names; none as `meaning_of`."""
    meaning = meaning_of(policy)
    return None if meaning is None else partial(nearness_among, meaning)


def check_semantic(wanted: Semantic) -> None:
    """Raises UsageError for a weight outside 0..1 or a folder that plainly holds no model."""
    if not (0 <= wanted.weight < 1 and 0 <= wanted.least_cosine < 1):
        raise UsageError(message("semantic.bad_weight", weight=wanted.weight, least=wanted.least_cosine))
    if wanted.folder.strip() and wanted.weight:
        _stamp(Path(wanted.folder.strip()).expanduser())


def open_model(folder: Path) -> Bert:
    """Read a sentence model of the BERT kind as saved by sentence-transformers."""
    os.environ.update(_OFFLINE)
    try:
        from safetensors import SafetensorError
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer
    except ModuleNotFoundError as error:
        raise UsageError(message("semantic.no_extra", missing=error.name or "")) from error
    configuration = _json(folder / CONFIGURATION)
    if configuration.get("model_type") != "bert" or configuration.get("hidden_act") != "gelu":
        raise UsageError(message("semantic.other_kind", folder=str(folder), kind=str(configuration.get("model_type"))))
    try:
        weights = load_file(folder / WEIGHTS)
        tokenizer = Tokenizer.from_buffer((folder / TOKENS).read_bytes())
        shape = _shape(folder, configuration)
    except (SafetensorError, OSError, ValueError, KeyError, TypeError) as error:
        raise _unreadable(folder, error) from error
    tokenizer.no_padding()
    tokenizer.enable_truncation(shape.most_tokens)
    model = Bert(
        shape=shape,
        weights={name.removeprefix("bert."): value.astype(np.float32) for name, value in weights.items()},
        tokenise=lambda texts: [found.ids for found in tokenizer.encode_batch(list(texts))],
    )
    try:
        model.encode(["probe"])
    except (KeyError, ValueError, IndexError) as error:
        raise _unreadable(folder, error) from error
    return model


def _shape(folder: Path, configuration: dict[str, Any]) -> Shape:
    pooling = _json(folder / POOLING) if (folder / POOLING).is_file() else {}
    length = _json(folder / LENGTH) if (folder / LENGTH).is_file() else {}
    most = int(configuration["max_position_embeddings"])
    return Shape(
        layers=int(configuration["num_hidden_layers"]),
        heads=int(configuration["num_attention_heads"]),
        norm_epsilon=float(configuration["layer_norm_eps"]),
        most_tokens=min(most, int(length.get("max_seq_length") or most)),
        is_mean_pooled=not pooling.get("pooling_mode_cls_token", False),
    )


def _json(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _unreadable(file.parent, error) from error
    return found if isinstance(found, dict) else {}


def _stamp(folder: Path) -> tuple[int, int]:
    """When the weights were written and how large they are; raises UsageError where a file is missing."""
    missing = [name for name in (CONFIGURATION, TOKENS, WEIGHTS) if not (folder / name).is_file()]
    if missing:
        raise UsageError(message("semantic.no_model", folder=str(folder), missing=", ".join(missing)))
    state = (folder / WEIGHTS).stat()
    return state.st_mtime_ns, state.st_size


def _unreadable(folder: Path, error: Exception) -> UsageError:
    return UsageError(message("semantic.unreadable", folder=str(folder), detail=f"{type(error).__name__}: {error}"))
