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


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The whole policy, one section a stage."""

    limits: Limits
