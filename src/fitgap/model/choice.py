"""What a person said about a machine's guess: append-only, with who, when, and the text it was said about."""

from dataclasses import dataclass
from enum import StrEnum

from fitgap.model.judgement import Verdict


class ChoiceKind(StrEnum):
    """A person confirms or rejects one item, says that none fits, or calls the step manual work."""

    CONFIRM = "confirm"
    REJECT = "reject"
    NONE_FITS = "none_fits"
    MANUAL = "manual"


class ItemKind(StrEnum):
    """What a choice is about."""

    FEATURE = "feature"
    FORM = "form"


class ChoiceState(StrEnum):
    """`ACTIVE` holds now; `SUPERSEDED` gave way to a later choice; `REVOKED` was undone by a person."""

    ACTIVE = "active"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One recorded choice on a step of a flow against a catalogue.

    `item_id` is empty for `NONE_FITS` and `MANUAL`; `at` is ISO 8601 with offset; `fingerprint` is the step's
    `text_fingerprint` when the choice was made, so a changed text shows as stale (`is_stale`) and is asked again.
    `verdict` is what the person says of the cover when confirming a feature, None to derive it from the relation.
    """

    id: int
    flow_id: int
    step_id: str
    catalog_key: str
    kind: ChoiceKind
    person: str
    at: str
    fingerprint: str
    item: ItemKind = ItemKind.FEATURE
    item_id: str = ""
    reason: str = ""
    verdict: Verdict | None = None
    state: ChoiceState = ChoiceState.ACTIVE
    supersedes_id: int | None = None
    is_stale: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What holds for a step now: the person's verdict where one was given, else the machine's, and which it is."""

    verdict: Verdict
    is_decided: bool
    confirmed_ids: tuple[str, ...] = ()
    rejected_ids: tuple[str, ...] = ()
    confirmed_form_ids: tuple[str, ...] = ()
    rejected_form_ids: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    has_stale: bool = False
