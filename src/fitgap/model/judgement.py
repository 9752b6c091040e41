"""What the machine thinks of a step against a package: ranked candidates, form matches, a verdict with its reasons."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from typing import NamedTuple, overload

from fitgap.model.catalog import Catalog
from fitgap.model.flow import Flow
from fitgap.model.form_difference import FormDifference
from fitgap.model.message import Message
from fitgap.model.step import Step
from fitgap.model.values import made_often


class Nature(StrEnum):
    """Who does the step: the system, a person with the system, or a person alone."""

    SYSTEM = "system"
    MIXED = "mixed"
    MANUAL = "manual"


class Relation(StrEnum):
    """How a feature relates to a step: `EQUAL` and `SUPERSET` cover it, `SUBSET` and `INTERSECT` cover a part."""

    EQUAL = "equal"
    SUPERSET = "superset"
    SUBSET = "subset"
    INTERSECT = "intersect"
    NONE = "none"


class Verdict(StrEnum):
    """判定: does the package cover the step? `NA` is manual work outside the system's scope, never a gap."""

    FIT = "fit"
    PARTIAL = "partial"
    GAP = "gap"
    NA = "na"
    NOT_JUDGED = "not_judged"


class ScorePart(NamedTuple):
    """One addend of a score: `value` in 0..1 times `weight`; the parts of a candidate add up to its score."""

    name: str
    value: float
    weight: float

    @property
    def contribution(self) -> float:
        """What this part adds to the score."""
        return self.value * self.weight


_score_part: Callable[[tuple[str, float, float]], ScorePart] = partial(tuple.__new__, ScorePart)
"""A part from its fields, without the detour through Python that the constructor of a named tuple takes."""


@made_often
class Parts(Sequence[ScorePart]):
    """The parts of a score side by side, made into `ScorePart`s where one looks: there are many for every candidate.

    `places` says at which place of `values` and `weights` each part stands, in their order.
    """

    places: Mapping[str, int] = field(hash=False)
    values: tuple[float, ...]
    weights: tuple[float, ...]

    def __len__(self) -> int:
        return len(self.places)

    def __iter__(self) -> Iterator[ScorePart]:
        return map(_score_part, zip(self.places, self.values, self.weights, strict=True))

    @overload
    def __getitem__(self, place: int) -> ScorePart: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[ScorePart, ...]: ...
    def __getitem__(self, place: int | slice) -> ScorePart | tuple[ScorePart, ...]:
        return tuple(self)[place]


def addends_of(parts: Sequence[ScorePart]) -> Iterable[tuple[str, float, float]]:
    """Name, value and weight of each part, to run through without making `ScorePart`s."""
    return zip(parts.places, parts.values, parts.weights, strict=True) if isinstance(parts, Parts) else parts


def value_of(parts: Sequence[ScorePart], name: str) -> float:
    """The value of the part of that name, 0 without one."""
    if isinstance(parts, Parts):
        place = parts.places.get(name)
        return 0.0 if place is None else parts.values[place]
    return next((part.value for part in parts if part.name == name), 0.0)


@made_often
class Candidate:
    """A feature that may cover a step; `score` in 0..1, best first in every list, ties by feature id."""

    feature_id: str
    score: float
    relation: Relation
    parts: Sequence[ScorePart] = ()
    reasons: tuple[Message, ...] = ()


@made_often
class FormMatch:
    """A catalogue form that a step's document (or the step's own text, when `document_id` is empty) stands for.

    `difference` is None where the document's owner states nothing of it but its name.
    """

    form_id: str
    score: float
    document_id: str = ""
    document_name: str = ""
    is_claimed: bool = False
    parts: Sequence[ScorePart] = ()
    reasons: tuple[Message, ...] = ()
    difference: FormDifference | None = None


@made_often
class Judgement:
    """The machine's verdict on one step. `confidence` in 0..1 is how sure it is of the verdict, not of the match."""

    nature: Nature
    verdict: Verdict
    relation: Relation
    confidence: float
    reasons: tuple[Message, ...] = ()


@made_often
class StepResult:
    """One step with everything the machine says about it."""

    step: Step
    judgement: Judgement
    candidates: tuple[Candidate, ...] = ()
    form_matches: tuple[FormMatch, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FitGap:
    """A flow held against a package, steps in file order."""

    flow: Flow
    catalog: Catalog
    results: tuple[StepResult, ...]
