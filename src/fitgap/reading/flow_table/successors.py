"""次作業No and 条件 -> what comes next: several numbers in any notation, never a guessed range."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from fitgap.model.message import Message, message
from fitgap.reading.tables.cells import is_one_of

BETWEEN = re.compile(r"[;,、・/\n]+|\s+|(?:又は|または|及び|および|もしくは|若しくは)")
CONDITIONS_BETWEEN = ("\n", ";", "；", "／", "、", "､", ",", "，", "/", "・", "･")
AROUND_NUMBER = re.compile(
    r"\A(?:→|⇒|⇨|➡|No\.?|#|作業|手順|番号)*\s*(.*?)\s*(?:番|へ戻る|に戻る|へ進む|に進む|へ|に)*\Z", re.IGNORECASE
)
RANGE = re.compile(r"(?:No\.?)?\d+(?:\.\d+)*\s*[-~〜～–—―ー‐]\s*(?:No\.?)?\d+(?:\.\d+)*", re.IGNORECASE)
DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2})?")
NUMBER_CHARACTERS = 40
END = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Successor:
    """One way on: the key of a step, or `END`; `condition` says when."""

    key: str
    condition: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Successors:
    """All ways on from a step in the order of the cell, and what could not be told."""

    ways: tuple[Successor, ...]
    faults: tuple[Message, ...] = ()


def read_successors(text: str, condition: str, keys: Mapping[str, str], name: str) -> Successors:
    """Read a cell of successors; `keys` lead from No (and from a name that only one step has) to the step's key."""
    faults: list[Message] = []
    found: list[str | None] = []
    for token in _tokens(text, keys):
        key = _key(token, keys)
        if key is None:
            faults.append(_fault(token, name))
        found.append(key)
    conditions, is_uneven = split_conditions(condition, len(found))
    if is_uneven:
        faults.append(message("tables.conditions_uneven", name=name, successors=len(found), text=condition[:100]))
    ways = [Successor(key=key, condition=said) for key, said in zip(found, conditions, strict=True) if key is not None]
    return Successors(ways=tuple(dict.fromkeys(ways)), faults=tuple(faults))


def split_conditions(text: str, count: int) -> tuple[tuple[str, ...], bool]:
    """As many conditions as there are successors, in the same order, and whether they did not come out even.

    The separator is the first that gives exactly that many, so that a 、 inside a condition does no harm.
    """
    text = text.strip()
    if not text or count == 0:
        return ("",) * count, bool(text) and count == 0
    if count == 1:
        return (" ".join(text.split()),), False
    for separator in CONDITIONS_BETWEEN:
        parts = [" ".join(part.split()) for part in text.split(separator)]
        if len(parts) == count:
            return tuple(parts), False
    return (" ".join(text.split()), *("",) * (count - 1)), True


def _tokens(text: str, keys: Mapping[str, str]) -> list[str]:
    whole = unicodedata.normalize("NFKC", text).strip()
    if not whole or whole in keys or is_one_of(whole, "end") or is_one_of(whole, "nothing") or RANGE.fullmatch(whole):
        return [whole] if whole else []
    if DATE.fullmatch(whole):
        return [whole]
    return [token for token in BETWEEN.split(whole) if token]


def _key(token: str, keys: Mapping[str, str]) -> str | None:
    """The key that a token means, `END`, or None."""
    if token in keys:
        return keys[token]
    if is_one_of(token, "end") or is_one_of(token, "nothing"):
        return END
    found = AROUND_NUMBER.match(token) if len(token) <= NUMBER_CHARACTERS else None
    number = (found.group(1) if found else token).strip("()[]<>「」【】『』")
    for spelling in (number, number.lstrip("0"), number.rstrip(".")):
        if spelling and spelling in keys:
            return keys[spelling]
    return END if is_one_of(number, "end") else None


def _fault(token: str, name: str) -> Message:
    if RANGE.fullmatch(token):
        return message("tables.next_is_range", value=token, name=name)
    if DATE.fullmatch(token):
        return message("tables.next_is_date", value=token, name=name)
    return message("tables.next_missing", value=token[:100], name=name)
