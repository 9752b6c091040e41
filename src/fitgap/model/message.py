"""What the program wants to say, as data: a stable code and its values. `fitgap.texts` puts it into words."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from fitgap.model.values import made_often

Value: TypeAlias = str | int | float


@made_often
class Message:
    """One sentence to be said, independent of language."""

    code: str
    values: tuple[tuple[str, Value], ...] = ()


def message(code: str, **values: Value) -> Message:
    """Build a `Message`; values keep the order they are given in."""
    return Message(code=code, values=tuple(values.items()))


def quoted(words: Iterable[str]) -> str:
    """Words in quotation marks: Japanese ones when any of them is Japanese."""
    said = tuple(words)
    if "".join(said).isascii():
        return ", ".join(f"“{word}”" for word in said)
    return f"「{'」「'.join(said)}」"


class Severity(StrEnum):
    """How much an issue matters: an error stops the file, a warning wants a look, info is for the record."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The place in an uploaded file that something came from.

    `line` counts XML or text lines from 1, `row` counts sheet rows from 1 as Excel shows them.
    """

    file: str
    line: int | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """Something a person should know about an upload: what, where, and (in the texts) what to do.

    `element_id` names the flow element, feature or form concerned, empty when the whole file is meant.
    """

    message: Message
    severity: Severity
    source: Source
    element_id: str = ""

    @property
    def code(self) -> str:
        """The stable code, e.g. ``bpmn.line_without_target``."""
        return self.message.code


class FitgapError(Exception):
    """Base of every error the product raises on purpose; carries a `Message`, so it can be shown in either language."""

    def __init__(self, said: Message) -> None:
        super().__init__(said.code)
        self.message = said


class UsageError(FitgapError):
    """The caller asked for something that does not exist or does not go together."""


class PolicyError(FitgapError):
    """A policy file has an unknown key or a value of the wrong kind."""


class StorageError(FitgapError):
    """The database cannot be opened, read or written."""


class ConflictError(FitgapError):
    """Somebody else changed the same item first; nothing was overwritten."""


class AccessError(FitgapError):
    """The person lacks the right for what was asked; nothing was done."""
