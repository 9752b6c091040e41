"""What people call the columns of their tables, and the words they put into the cells."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import cattrs

from fitgap.model.catalog import Offer


@dataclass(frozen=True, slots=True, kw_only=True)
class CellWords:
    """Words inside cells; see the comments in `table_words.toml`."""

    end: tuple[str, ...]
    nothing: tuple[str, ...]
    unknown_number: tuple[str, ...]
    total: tuple[str, ...]
    note_marks: tuple[str, ...]
    yes: tuple[str, ...]
    no: tuple[str, ...]
    automatic: tuple[str, ...]
    manual: tuple[str, ...]
    system: tuple[str, ...]
    title_endings: tuple[str, ...]
    process_labels: tuple[str, ...]
    plain_names: tuple[str, ...]
    form_sheets: tuple[str, ...]
    feature_sheets: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """Characters that look alike and mean the same; the first of each string stands for all."""

    same: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableWords:
    """`offers` by the word for 実装区分; `legends` by name, each a sign and what it stands for."""

    words: CellWords
    offers: dict[Offer, tuple[str, ...]]
    signs: Signs
    legends: dict[str, dict[str, Offer]]


@cache
def headers() -> dict[str, dict[str, tuple[str, ...]]]:
    """Table kind (``flow``, ``features``, ``forms``) -> field -> names of its column, the usual one first."""
    return {
        kind: {field: tuple(names) for field, names in fields.items()} for kind, fields in _load("headers.toml").items()
    }


@cache
def table_words() -> TableWords:
    """The words inside cells, typed."""
    return cattrs.Converter(forbid_extra_keys=True).structure(_load("table_words.toml"), TableWords)


def legend_names() -> tuple[str, ...]:
    """The legends that a person can choose for ◎○△×, in the order of the file; texts under ``legend.<name>``."""
    return tuple(table_words().legends)


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads(files("fitgap.policies").joinpath(name).read_text(encoding="utf-8"))
