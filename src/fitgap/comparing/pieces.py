"""Which known piece of work a step is, told without comparing it to every other member's steps.

The pieces are the groups of a few members that were compared in full. A step is taken for the piece with the step that
says most alike (mean of the cosines of characters and of terms, rare ones weighing more) at nearly the same place on
the way; texts that repeat are looked at once. A step that is like none stands for itself, under its normalised name.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

import numpy as np
from scipy.sparse import csr_array, hstack

from fitgap.comparing.aligning import align
from fitgap.comparing.arrays import Floats
from fitgap.comparing.cosines import Bag, characters_and_pairs
from fitgap.comparing.evidence import Wordings
from fitgap.comparing.table import StepTable
from fitgap.model.policy import Comparing
from fitgap.model.step import Step
from fitgap.model.wording import EMPTY

Sparse: TypeAlias = "csr_array[np.float32, tuple[int, int]]"
_Text = tuple[str, str]
_AT_ONCE = 4_096


class Pieces:
    """The known pieces of work, and those that turn up: `numbers_of` gives a number to each step of a table.

    `said` are all texts (name and content) that will be asked for.
    """

    def __init__(self, known: StepTable, said: Iterable[Step], wordings: Wordings, policy: Comparing) -> None:
        self._wordings = wordings
        self._policy = policy
        groups = align(known, wordings, policy)
        row = {ref: index for index, ref in enumerate(known.refs)}
        self._known = len(groups)
        self._places = np.array(
            [known.places[[row[step.ref] for step in group.steps]].mean() for group in groups], np.float32
        )
        self._others: dict[str, int] = {}
        members = [[row[step.ref] for step in group.steps] for group in groups]
        self._texts = {text: number for number, text in enumerate(dict.fromkeys(_text(step) for step in said))}
        self._likeness = self._liken(
            [known.steps[row] for its in members for row in its], [len(its) for its in members]
        )

    @property
    def count(self) -> int:
        """How many pieces there are by now."""
        return self._known + len(self._others)

    def numbers_of(self, table: StepTable) -> list[int]:
        """The piece that each step is taken for."""
        numbers = []
        for step, place in zip(table.steps, table.places.tolist(), strict=True):
            apart = np.abs(self._places - np.float32(place))
            worth = self._likeness[self._texts[_text(step)]] - np.float32(self._policy.piece_place_weight) * apart
            best = int(worth.argmax()) if worth.size else -1
            if best >= 0 and worth[best] >= self._policy.piece_likeness:
                numbers.append(best)
            else:
                name = self._wordings.get(step.name, EMPTY).key or step.name
                numbers.append(self._others.setdefault(name, self.count))
        return numbers

    def _liken(self, steps: Sequence[Step], widths: Sequence[int]) -> Floats:
        """For each text the likeness to the nearest step of each piece; `steps` stand piece by piece."""
        asked = list(self._texts)
        if not steps:
            return np.zeros((len(asked), 0), np.float32)
        blocks = [
            _like_rows([of(text) for text in asked], [of(_text(step)) for step in steps])
            for of in (self._characters, self._terms)
        ]
        left = hstack([block[0] for block in blocks], format="csr")
        right = hstack([block[1] for block in blocks], format="csr").T.tocsr()
        starts = np.cumsum([0, *widths[:-1]])
        parts = [
            np.maximum.reduceat((left[first : first + _AT_ONCE] @ right).toarray(), starts, axis=1)
            for first in range(0, len(asked), _AT_ONCE)
        ]
        found: Floats = (np.concatenate(parts) / len(blocks)).astype(np.float32)
        return found

    def _characters(self, text: _Text) -> Bag:
        return characters_and_pairs("".join(self._wordings.get(part, EMPTY).key for part in text))

    def _terms(self, text: _Text) -> Bag:
        return [term for part in text for term in self._wordings.get(part, EMPTY).terms]


def _text(step: Step) -> _Text:
    return step.name, step.content


def _like_rows(asked: Sequence[Bag], known: Sequence[Bag]) -> tuple[Sparse, Sparse]:
    """Rows of length one by rarity among the known; what no known bag holds only makes a row longer."""
    holders = Counter(word for bag in known for word in set(bag))
    rarity = {word: float(np.log((len(known) + 1) / count)) for word, count in holders.items()}
    number = {word: index for index, word in enumerate(rarity)}
    unheard = float(np.log(len(known) + 1))
    return _rows(asked, rarity, number, unheard), _rows(known, rarity, number, unheard)


def _rows(bags: Sequence[Bag], rarity: Mapping[str, float], number: Mapping[str, int], unheard: float) -> Sparse:
    values: list[float] = []
    columns: list[int] = []
    ends = [0]
    for bag in bags:
        weights = {word: (1 + np.log(count)) * rarity.get(word, unheard) for word, count in Counter(bag).items()}
        length = float(np.sqrt(sum(weight * weight for weight in weights.values()))) or 1.0
        held = [word for word in weights if word in number]
        values.extend(weights[word] / length for word in held)
        columns.extend(number[word] for word in held)
        ends.append(len(columns))
    shape = (len(bags), max(len(number), 1))
    return csr_array((np.array(values, np.float32), np.array(columns, np.int64), np.array(ends)), shape=shape)
