"""What the members decided to do about a difference (対応方針): append-only, with who, when, why, on what ground."""

import json
from dataclasses import dataclass, field
from enum import StrEnum

from fitgap.model.judgement import Verdict
from fitgap.model.message import Message

DEFERRED = "deferred"
"""The resolution that settles nothing yet: somebody takes the question home until a date."""


class SubjectKind(StrEnum):
    """What a decision speaks of: one step, one form of a flow, or one piece of work of several members."""

    STEP = "step"
    FORM = "form"
    GROUP = "group"


class DecisionState(StrEnum):
    """`ACTIVE` holds now; `SUPERSEDED` gave way to a later decision; `REVOKED` was taken back by a person."""

    ACTIVE = "active"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"


class Level(StrEnum):
    """Who decided, from below: working group, 幹事会, 協議会."""

    WORKING_GROUP = "wg"
    STEERING = "kanji"
    COUNCIL = "council"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Place:
    """A step or document of a flow through all of the flow's versions.

    `series_id` is common to the versions; `item_id` is the id under which the item first came (`item@flow` where that
    id had belonged to another item before), so it stays the same when a re-import gives the item another id.
    """

    series_id: int
    item_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is decided, against which package. Equal subjects have equal `key`s; title and members are for lists."""

    kind: SubjectKind
    catalog_key: str
    places: tuple[Place, ...]
    title: str = field(default="", compare=False)
    members: tuple[str, ...] = field(default=(), compare=False)

    @property
    def key(self) -> str:
        """A stable text for storage and for keys of widgets: JSON of kind, package and places in order."""
        places = [[place.series_id, place.item_id] for place in sorted(self.places)]
        return json.dumps([self.kind.value, self.catalog_key, places], ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """A way that was weighed: a resolution's code or words of one's own, what speaks for it and what against."""

    title: str
    pros: str = ""
    cons: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Impacts:
    """How hard the difference hits whom: codes of the vocabulary's `level`, empty where nobody said."""

    resident: str = ""
    staff: str = ""
    legality: str = ""
    deadline: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a person writes into a decision; every code is one of the vocabulary, `deadline` an ISO date."""

    resolution: str
    cause: str = ""
    reason: str = ""
    asked_by: str = ""
    legal_ground: str = ""
    impacts: Impacts = Impacts()
    priority: str = ""
    owner: str = ""
    deadline: str = ""
    alternatives: tuple[Alternative, ...] = ()
    burden: str = ""
    size: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What was known of one place when it was decided on: the texts, the package's answer and the verdict.

    The fingerprints are of what a person judges; `item` and `flow` name the place for lists that outlive it.
    """

    place: Place
    member: str
    flow: str
    item: str
    fingerprint: str
    verdict: Verdict | None = None
    feature_id: str = ""
    feature: str = ""
    feature_fingerprint: str = ""
    policy_fingerprint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One recorded decision; `at` is ISO 8601 with offset.

    `supersedes_id` is the newest of those that gave way to it; `batch_id` is common to what one person decided alike in
    one go; `meeting_id` is None for a decision outside a meeting.
    """

    id: int
    subject: Subject
    terms: Terms
    person: str
    at: str
    grounds: tuple[Ground, ...]
    state: DecisionState = DecisionState.ACTIVE
    supersedes_id: int | None = None
    superseded_by_id: int | None = None
    revoked_by: str = ""
    revoked_at: str = ""
    batch_id: str = ""
    meeting_id: int | None = None
    level: Level = Level.WORKING_GROUP

    @property
    def is_open(self) -> bool:
        """True for an active deferral: somebody still has to come back with an answer."""
        return self.state is DecisionState.ACTIVE and self.terms.resolution == DEFERRED


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionItem:
    """Something that asks for a decision, with what holds for it now.

    `flow_ids` and `item_ids` say, one for each of the `grounds`, where its step or document is in the current flows;
    `grounds` is what is known of each place today, `verdict` the worst of a group's steps, None for a form. `asks` is
    true for a gap or partial cover and for a form that differs. `decision` is the one that holds (for a step also one
    for its whole group), `newest_id` the newest that touches any of its places: hand it back as `seen_decision_id`.
    `stale` says why the decision has to be looked at again. `is_decided` is true when every place that asks has a
    decision that settles it and is not stale.
    """

    subject: Subject
    businesses: tuple[str, ...]
    departments: tuple[str, ...]
    flow_ids: tuple[int, ...]
    item_ids: tuple[str, ...]
    grounds: tuple[Ground, ...]
    verdict: Verdict | None
    confidence: float
    cases_per_year: float | None = None
    asks: bool = True
    decision: Decision | None = None
    newest_id: int | None = None
    stale: tuple[Message, ...] = ()
    is_decided: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFilter:
    """Which items are wanted; an empty field asks for nothing."""

    catalog_key: str = ""
    kinds: frozenset[SubjectKind] = frozenset()
    members: frozenset[str] = frozenset()
    businesses: frozenset[str] = frozenset()
    departments: frozenset[str] = frozenset()
    verdicts: frozenset[Verdict] = frozenset()
    undecided_only: bool = False
    stale_only: bool = False
    text: str = ""

    def takes(self, item: DecisionItem) -> bool:
        """True when the item is wanted."""
        return (
            (not self.catalog_key or item.subject.catalog_key == self.catalog_key)
            and (not self.kinds or item.subject.kind in self.kinds)
            and (not self.members or not self.members.isdisjoint(item.subject.members))
            and (not self.businesses or not self.businesses.isdisjoint(item.businesses))
            and (not self.departments or not self.departments.isdisjoint(item.departments))
            and (not self.verdicts or item.verdict in self.verdicts)
            and (not self.undecided_only or not item.is_decided)
            and (not self.stale_only or bool(item.stale))
            and self.text.casefold() in item.subject.title.casefold()
        )


ANYTHING = ItemFilter()


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """A decision in the ledger; `is_overdue` is true for a deferral that holds and whose date is past."""

    decision: Decision
    stale: tuple[Message, ...] = ()
    is_overdue: bool = False
