"""What municipalities decided about steps of the same or near text: evidence for the next flow, never a decision."""

import hashlib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from fitgap.model.message import Message

# What a file of evidence says of each row, in the order it is written.
FILE_COLUMNS = (
    "process",
    "name",
    "content",
    "vendor",
    "product",
    "kind",
    "feature_id",
    "feature_name",
    "member_count",
    "members",
    "newest",
)


class EvidenceKind(StrEnum):
    """What was said: of one feature (`CONFIRMED`, `REJECTED`) or of the whole step (`NONE_FITS`, `MANUAL`)."""

    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    NONE_FITS = "none_fits"
    MANUAL = "manual"


OF_FEATURES = frozenset({EvidenceKind.CONFIRMED, EvidenceKind.REJECTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRow:
    """What some members said of a text (process, step name, content), once for each of them.

    `feature_id` and `feature_name` are empty for what is said of the whole step; both are kept because ids change
    between versions of a package. `member_count` is at least the number of `members`, which are empty where the names
    were left out. `newest` is ISO 8601; `source` is the imported file's name, empty for this workspace.
    """

    process: str
    name: str
    content: str
    vendor: str
    product: str
    kind: EvidenceKind
    feature_id: str = ""
    feature_name: str = ""
    member_count: int
    members: tuple[str, ...] = ()
    newest: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Any number of rows; several may be about the same text and contradict each other."""

    rows: tuple[EvidenceRow, ...] = ()

    @property
    def fingerprint(self) -> str:
        """A hash of everything that the rows say; equal evidence has an equal one."""
        return hashlib.sha256(repr(self.rows).encode()).hexdigest() if self.rows else ""

    def about(self, vendor: str, product: str) -> "Evidence":
        """The rows about one package; a vendor that either side leaves out is not asked for."""
        return Evidence(rows=tuple(row for row in self.rows if same_package(row, vendor, product)))

    def without(self, member: str, processes: Iterable[str]) -> "Evidence":
        """The rows without what a member said of these processes itself."""
        own = {plain_key(process) for process in processes}
        return Evidence(rows=tuple(kept for row in self.rows if (kept := _without(row, member, own)) is not None))


NO_EVIDENCE = Evidence()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many members said one thing of a feature (`feature_id` of the catalogue at hand), or of a step.

    `support` counts each member by how near its text is; `is_at_least` is true when some members are only counted, so
    that the same one may have been counted in two places and the larger count is given. `near_name` is the name of
    the nearest step spoken of, empty when it is the very same.
    """

    kind: EvidenceKind
    feature_id: str = ""
    count: int
    is_at_least: bool
    support: float
    who: tuple[str, ...]
    near_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepEvidence:
    """Everything that others said of steps like one step, and the reasons to be shown with its verdict."""

    tallies: tuple[Tally, ...] = ()
    reasons: tuple[Message, ...] = ()


NOTHING_SAID = StepEvidence()


def merged(rows: Iterable[EvidenceRow]) -> tuple[EvidenceRow, ...]:
    """Rows that say the same of the same text as one, in order of the first.

    Named members are counted once; of counts without names the largest holds, since they may overlap.
    """
    found: dict[tuple[str, ...], EvidenceRow] = {}
    for row in rows:
        key = _identity(row)
        found[key] = _both(found[key], row) if key in found else row
    return tuple(found.values())


def same_package(row: EvidenceRow, vendor: str, product: str) -> bool:
    """True when a row is about this package, in any version."""
    if plain_key(row.product) != plain_key(product):
        return False
    return not row.vendor or not vendor or plain_key(row.vendor) == plain_key(vendor)


def plain_key(text: str) -> str:
    """A text for comparing: width, case and blanks make no difference."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _without(row: EvidenceRow, member: str, processes: set[str]) -> EvidenceRow | None:
    if plain_key(row.process) not in processes:
        return row
    others = tuple(name for name in row.members if plain_key(name) != plain_key(member))
    count = row.member_count - (len(row.members) - len(others))
    return replace(row, members=others, member_count=count) if count > 0 else None


def _both(one: EvidenceRow, other: EvidenceRow) -> EvidenceRow:
    members = tuple({plain_key(name): name for name in (*other.members, *one.members)}.values())
    return replace(
        one,
        members=tuple(sorted(members)),
        member_count=max(len(members), one.member_count, other.member_count),
        newest=max(one.newest, other.newest),
    )


def _identity(row: EvidenceRow) -> tuple[str, ...]:
    texts = (row.process, row.name, row.content, row.vendor, row.product, row.feature_name)
    return (*map(plain_key, texts), row.feature_id, row.kind.value, row.source)
