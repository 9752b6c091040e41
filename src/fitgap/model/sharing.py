"""How members share a cost."""

from dataclasses import dataclass
from enum import StrEnum


class SharingRule(StrEnum):
    """`MIXED`: a part equally, the rest by population. `ASKED`: equally among those that asked for it."""

    EQUAL = "equal"
    POPULATION = "population"
    MIXED = "mixed"
    VOLUME = "volume"
    ASKED = "asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharer:
    """A member as sharing looks at it; None where it is not known."""

    member: str
    population: int | None = None
    volume: float | None = None
    has_asked: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """A rule with its part that is shared equally (`alpha` in 0..1, for `MIXED`)."""

    rule: SharingRule = SharingRule.EQUAL
    alpha: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareChange:
    """What a member pays before and after others joined or left, in yen."""

    member: str
    before: int
    after: int
