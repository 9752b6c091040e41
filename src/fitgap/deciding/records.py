"""What the store hands out: rows of the workspace without their contents."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueCounts:
    """How many issues of each severity a reading had."""

    errors: int = 0
    warnings: int = 0
    infos: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowRow:
    """One stored version of a member's flow; `imported_at` is ISO 8601 with offset, `version` counts from 1.

    `series_id` is common to all versions of the flow.
    """

    id: int
    member: str
    name: str
    file: str
    notation: str
    version: int
    step_count: int
    imported_at: str
    imported_by: str
    content_hash: str
    issue_counts: IssueCounts = IssueCounts()
    is_current: bool = True
    series_id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogRow:
    """One stored package; `edition` counts the imports under this key from 1, `version` is the vendor's own."""

    key: str
    vendor: str
    product: str
    version: str
    areas: tuple[str, ...]
    feature_count: int
    form_count: int
    edition: int
    imported_at: str
    imported_by: str
    content_hash: str
    files: tuple[str, ...] = ()
    issue_counts: IssueCounts = IssueCounts()


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFileRow:
    """One imported evidence file; `row_count` is how many of its rows could be used, `warning_count` how many not."""

    id: int
    name: str
    content_hash: str
    row_count: int
    warning_count: int
    imported_at: str
    imported_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Realigned:
    """What became of the earlier version's choices.

    `kept` stand on the same step, `moved` on a step with another id and the same text, `changed` on a step whose text
    changed (asked again); `lost` found no step and stay with the earlier version.
    """

    kept: int = 0
    moved: int = 0
    changed: int = 0
    lost: int = 0
