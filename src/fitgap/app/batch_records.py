"""What a batch run remembers of each flow, and of the terms under which its results hold."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum

from cattrs.preconf.json import make_converter

from fitgap import __version__
from fitgap.model.catalog import Catalog
from fitgap.model.message import Issue
from fitgap.model.policy import Policy
from fitgap.policies.thesaurus import thesaurus_text
from fitgap.reading.result import NamedBytes

REASONS_KEPT = 5

_CONVERTER = make_converter()


class FlowState(StrEnum):
    """`DONE` and `FAILED` (the file has errors) hold until file or terms change; `LOST` is tried again."""

    DONE = "done"
    FAILED = "failed"
    LOST = "lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowRecord:
    """One flow file: its path within the flows' folder, the hash of its bytes, and what became of it.

    `rows` counts its rows in the member's file; `reasons` are the first errors where nothing could be done.
    """

    flow: str
    sha256: str
    state: FlowState
    steps: int = 0
    rows: int = 0
    issues: int = 0
    reasons: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Everything besides the flow that a result depends on; contents stand as SHA-256."""

    program: str
    catalog: str
    policy: str
    thesaurus: str
    top: int

    @property
    def digest(self) -> str:
        """One hash of all of them."""
        return _sha256(json.dumps(asdict(self), sort_keys=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What every worker is told once: hold flows against this, under these terms."""

    terms: Terms
    catalog: Catalog
    policy: Policy
    thesaurus: str | None

    @property
    def top(self) -> int:
        """How many candidates a step keeps."""
        return self.terms.top


def make_order(catalog: Catalog, files: Iterable[NamedBytes], policy: Policy, thesaurus: str | None, top: int) -> Order:
    """An order with its terms; `files` are the ones that the catalogue was read from."""
    listed = sorted((file.name, hashlib.sha256(file.content).hexdigest()) for file in files)
    terms = Terms(
        program=__version__,
        catalog=_sha256(json.dumps(listed)),
        policy=_sha256(json.dumps(_CONVERTER.unstructure(policy), sort_keys=True)),
        thesaurus=_sha256(json.dumps([thesaurus_text(), thesaurus])),
        top=top,
    )
    return Order(terms=terms, catalog=catalog, policy=policy, thesaurus=thesaurus)


def records_to_json(records: Iterable[FlowRecord]) -> bytes:
    """Records as they are kept inside a member's file."""
    return _CONVERTER.dumps(list(records), ensure_ascii=False).encode()


def records_from_json(text: bytes) -> tuple[FlowRecord, ...]:
    """Records as they were kept; raises ValueError or cattrs' own errors on anything else."""
    return _CONVERTER.loads(text.decode(), tuple[FlowRecord, ...])


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
