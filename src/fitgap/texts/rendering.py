"""Put a `Message` into words. A text is either a string, or for issues a table with `what` and `todo`."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal, TypeAlias

from fitgap.model.message import Issue, Message, Source, Value, message

Language: TypeAlias = Literal["ja", "en"]
LANGUAGES: tuple[Language, ...] = ("ja", "en")


@cache
def catalogue(language: Language) -> dict[str, str]:
    """Every text of one language by dotted code; an issue's advice stands under ``<code>.todo``."""
    texts: dict[str, str] = {}
    for file in sorted(files("fitgap.texts").joinpath(language).iterdir(), key=lambda f: f.name):
        if file.name.endswith(".toml"):
            _flatten(tomllib.loads(file.read_text(encoding="utf-8")), "", texts)
    return texts


def has_text(code: str) -> bool:
    """True when the catalogue knows the code in Japanese (a test keeps the languages alike)."""
    return code in catalogue("ja")


def say(said: Message | str, language: Language, **values: Value) -> str:
    """The sentence of a message (or of a code with values); raises KeyError for a code without a text."""
    if isinstance(said, str):
        said = message(said, **values)
    return catalogue(language)[said.code].format_map(dict(said.values))


def todo(issue: Issue, language: Language) -> str:
    """What the user can do about an issue, empty when there is nothing to do."""
    advice = catalogue(language).get(f"{issue.code}.todo", "")
    return advice.format_map(dict(issue.message.values))


def place(source: Source, language: Language) -> str:
    """The place of something in words: file, line, or sheet, row and column."""
    parts = [source.file]
    if source.sheet:
        parts.append(say("place.sheet", language, sheet=source.sheet))
    if source.row is not None:
        parts.append(say("place.row", language, row=source.row))
    if source.column:
        parts.append(say("place.column", language, column=source.column))
    if source.line is not None:
        parts.append(say("place.line", language, line=source.line))
    return " ".join(part for part in parts if part)


def issue_sentence(issue: Issue, language: Language) -> str:
    """Where: what — what to do."""
    sentence = f"{place(issue.source, language)}: {say(issue.message, language)}"
    advice = todo(issue, language)
    return f"{sentence} — {advice}" if advice else sentence


def _flatten(table: dict[str, object], prefix: str, into: dict[str, str]) -> None:
    for key, value in table.items():
        code = f"{prefix}{key}"
        if isinstance(value, dict):
            if "what" in value:
                into[code] = str(value["what"])
                value = {k: v for k, v in value.items() if k != "what"}
            _flatten(value, f"{code}.", into)
        elif code in into:
            raise ValueError(f"text {code} is defined twice")
        else:
            into[code] = str(value)
