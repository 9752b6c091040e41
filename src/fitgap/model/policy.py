"""Every threshold, weight and limit of the method, typed. Values live in `policies/default.toml`, never in code."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What an upload may weigh before it is refused with a sentence."""

    file_bytes: int
    xml_elements: int
    xml_depth: int
    table_rows: int
    table_columns: int
    cell_characters: int
    unpacked_bytes: int
    unpacked_ratio: float
    diagram_units: float
    repair_units: float
    issues_of_a_kind: int
    comparisons: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Realigning:
    """How a step of an earlier version is found again; the weights add up to 1, a score reaches 0..1."""

    text_weight: float
    neighbour_weight: float
    id_weight: float
    minimum_score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Searching:
    """Looking a feature up by hand: how alike (0..1) a name must be that does not hold the words."""

    minimum_likeness: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The whole policy, one section a stage."""

    limits: Limits
    realigning: Realigning
    searching: Searching
