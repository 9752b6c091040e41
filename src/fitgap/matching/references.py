"""References that a label makes itself: a function id, or a chapter of the specification the ids are numbered by."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

import numpy as np

from fitgap.matching.arrays import Floats
from fitgap.model.catalog import Feature

_MAY_NAME = re.compile(r"\d[.．]\d|[a-zａ-ｚA-ZＡ-Ｚ_＿－﹣-]\d\d")
_NUMBERED = re.compile(r"(?<![\d.])\d+(?:\.\d+)+(?![\d.]*[\d%％円点歳])")
_CODED = re.compile(r"[a-z]{1,8}[-_]?[a-z]{0,4}\d{2,8}(?:[-_.]\d+)*", re.IGNORECASE)


def referred(features: Sequence[Feature], texts: Sequence[str]) -> Mapping[int, Floats]:
    """By the place of each text that names something: 1 for a feature whose id it names, or whose id lies in a chapter
    that it names by number; else 0.
    """
    ids: list[str] = []
    found = {}
    for place, text in enumerate(texts):
        if not _MAY_NAME.search(text):
            continue
        spelled = unicodedata.normalize("NFKC", text).casefold()
        chapters = _NUMBERED.findall(spelled)
        codes = set(_CODED.findall(spelled))
        if chapters or codes:
            ids = ids or [unicodedata.normalize("NFKC", feature.id).casefold() for feature in features]
            names = [id_ in codes or any(_lies_in(id_, chapter) for chapter in chapters) for id_ in ids]
            found[place] = np.array(names, np.float32)
    return found


def _lies_in(id_: str, chapter: str) -> bool:
    return id_.startswith(chapter) and not id_[len(chapter) :][:1].isdigit()
