"""The parts of a score: each says in 0..1 how well a feature answers a step, for many pairs at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.process import cpdist

from fitgap.matching.index import CatalogIndex
from fitgap.matching.terms import Floats, Integers


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Some queries against the whole catalogue (one row a query), and the pairs that are looked at closely."""

    index: CatalogIndex
    tables: Mapping[str, Floats]
    keys: tuple[str, ...]
    rows: Integers
    columns: Integers

    def of(self, table: str) -> Floats:
        """The pairs' entries of a table."""
        return self.tables[table][self.rows, self.columns]


Scorer: TypeAlias = Callable[[Block], Floats]


def likeness(block: Block) -> Floats:
    """Indel similarity of the step's name and the feature's name, whole and as part of one another."""
    steps = [block.keys[row] for row in block.rows]
    names = [block.index.name_keys[column] for column in block.columns]
    whole = cpdist(steps, names, scorer=fuzz.ratio, dtype=np.float32)
    part = cpdist(steps, names, scorer=fuzz.partial_ratio, dtype=np.float32)
    return np.asarray((whole + part) / 200, dtype=np.float32)


SCORERS: Mapping[str, Scorer] = {
    "characters": lambda block: block.of("characters"),
    "words": lambda block: block.of("words"),
    "concepts": lambda block: block.of("concepts"),
    "name": lambda block: block.of("names"),
    "name_covered": lambda block: block.of("name_covered"),
    "likeness": likeness,
    "activity": lambda block: block.of("activity"),
    "forms": lambda block: block.of("forms"),
    "title": lambda block: block.of("title"),
    "topic": lambda block: block.of("topic"),
    "reference": lambda block: block.of("reference"),
    "offered": lambda block: block.index.is_offered[block.columns],
}
