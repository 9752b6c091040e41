"""The audit log: who did what, when, each line chained to the one before."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLine:
    """One act. `number` counts from 1 without a gap; `what` is a code with a text under ``audit.act``.

    `digest` is the SHA-256 (hex) of the line and of the digest of the line before.
    """

    number: int
    what: str
    who: str
    at: str
    subject: str
    details: str
    previous: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditCheck:
    """What a verification found: how many lines hold, the digest of the last of them, and the first that does not.

    `bad_number` is None when every line holds; `problem` is a code with a text under ``audit.problem``.
    """

    count: int
    last_digest: str
    bad_number: int | None = None
    problem: str = ""
