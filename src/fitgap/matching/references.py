"""References that a label makes itself: a function id, or a chapter of the specification the ids are numbered by."""

import re
import unicodedata
from collections.abc import Sequence

import numpy as np

from fitgap.matching.terms import Floats
from fitgap.model.catalog import Feature

_NUMBERED = re.compile(r"(?<![\d.])\d+(?:\.\d+)+(?![\d.]*[\d%％円点歳])")
_CODED = re.compile(r"[a-z]{1,8}[-_]?[a-z]{0,4}\d{2,8}(?:[-_.]\d+)*", re.IGNORECASE)


def referred(features: Sequence[Feature], texts: Sequence[str]) -> Floats:
    """1 where a text names the feature's id, or a chapter number that the id lies in; else 0."""
    ids: list[str] = []
    found = np.zeros((len(texts), len(features)), np.float32)
    for row, text in enumerate(texts):
        spelled = unicodedata.normalize("NFKC", text).casefold()
        chapters = _NUMBERED.findall(spelled)
        codes = set(_CODED.findall(spelled))
        if chapters or codes:
            ids = ids or [unicodedata.normalize("NFKC", feature.id).casefold() for feature in features]
            found[row] = [float(id_ in codes or any(_lies_in(id_, chapter) for chapter in chapters)) for id_ in ids]
    return found


def _lies_in(id_: str, chapter: str) -> bool:
    return id_.startswith(chapter) and not id_[len(chapter) :][:1].isdigit()
