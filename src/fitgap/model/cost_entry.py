"""What people set for the prices of a project: every change is kept, the newest of a key holds."""

from dataclasses import dataclass
from enum import StrEnum

from fitgap.model.cost import CostInput


class EntryKind(StrEnum):
    """What an entry is about; its key names the input, the setting, the member, the set, and so on."""

    RATE = "rate"
    SETTING = "setting"
    MEMBER = "member"
    SET = "set"
    WEIGHT = "weight"
    SCORE = "score"
    VOLUME = "volume"
    SCENARIO = "scenario"


@dataclass(frozen=True, slots=True, kw_only=True)
class CostEntry:
    """One change; `value` is JSON, empty where somebody went back to what the policy says. `at` is ISO 8601."""

    id: int
    kind: EntryKind
    key: str
    value: str
    person: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RateRow:
    """An input as it holds in this project, what the policy says of it, and the entry that changed it."""

    name: str
    is_scenario: bool
    input: CostInput
    shipped: CostInput
    entry: CostEntry | None
    seen_id: int | None
