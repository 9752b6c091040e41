"""The section `costs` of the policy: every figure that prices are made of. Values live in `policies/costs.toml`."""

from dataclasses import dataclass

from fitgap.model.cost import CostInput
from fitgap.model.sharing import SharingRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizing:
    """How a size is suggested: points of what a gap touches, and up to how many points S, M and L reach.

    `words` tell in a step's texts that it touches a calculation, an interface or a batch.
    """

    form_points: int
    points: dict[str, int]
    up_to: dict[str, int]
    words: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """Governance forms on criteria: weights (any unit), scores 1..5 with reasons, Japanese and English."""

    weights: dict[str, float]
    scores: dict[str, dict[str, int]]
    reasons: dict[str, dict[str, str]]
    reasons_en: dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceStep:
    """A unit price in yen from so many copies a year on."""

    from_copies: int
    yen: float


@dataclass(frozen=True, slots=True, kw_only=True)
class JointPrices:
    """Unit prices of printing, enclosing and mailing by volume, and what paper and colour multiply the print with."""

    printing: tuple[PriceStep, ...]
    enclosing: tuple[PriceStep, ...]
    mailing: tuple[PriceStep, ...]
    paper_factors: dict[str, float]
    colour_factor: float
    setup_yen: float
    source: str
    source_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """Everything that prices need.

    `years` is the period; the two rates are a year, 0 for none. `cap` is how many customisations the group allows
    itself. `inputs` price gaps, `scenario` prices systems over years.
    """

    years: int
    discount_rate: float
    price_growth: float
    cap: int
    sharing: SharingRule
    alpha: float
    inputs: dict[str, CostInput]
    sizing: Sizing
    scenario: dict[str, CostInput]
    governance: Weighing
    joint: JointPrices

    def __post_init__(self) -> None:
        if not 1 <= self.years <= 30:
            raise ValueError(f"years {self.years} is not in 1..30")
        if not 0 <= self.alpha <= 1:
            raise ValueError(f"alpha {self.alpha} is not in 0..1")
        if self.cap < 0 or not 0 <= self.discount_rate < 1 or not 0 <= self.price_growth < 1:
            raise ValueError("cap, discount_rate or price_growth is out of range")
