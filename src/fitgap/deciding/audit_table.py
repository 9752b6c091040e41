"""The audit log: one line an act, written in the transaction of the act itself and chained by hash.

A line's digest covers its own canonical JSON and the digest before it, and the head keeps the last number and digest;
so an altered, missing, inserted or cut-off line is found. Order rests on the number, never on the clock.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, RowMapping, insert, select, update

from fitgap.deciding.schema import audit, audit_head
from fitgap.model.audit import AuditCheck, AuditLine
from fitgap.model.message import Value

HEAD = 1


def record(
    connection: Connection, *, what: str, who: str, at: str, subject: str, details: Mapping[str, Value] | None = None
) -> None:
    """Add a line within the transaction of the act that it tells of. Call it last: it holds the head of the chain
    until the transaction ends.

    `what` is a code with a text ``audit.act.<code>``, `subject` names what was acted on, `details` its few facts.
    """
    head = connection.execute(select(audit_head).where(audit_head.c.id == HEAD).with_for_update()).mappings().one()
    values: dict[str, str | int] = {
        "number": head["number"] + 1,
        "what": what,
        "who": who,
        "at": at,
        "subject": subject,
        "details": json.dumps(dict(details or {}), ensure_ascii=False, sort_keys=True),
        "previous": head["digest"],
    }
    digest = digest_of(values)
    connection.execute(insert(audit).values(**values, digest=digest))
    connection.execute(update(audit_head).where(audit_head.c.id == HEAD).values(number=values["number"], digest=digest))


def digest_of(values: Mapping[str, str | int]) -> str:
    """The SHA-256 (hex) of a line's canonical JSON, which holds the digest of the line before."""
    canonical = json.dumps(dict(values), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def lines(connection: Connection, newest: int | None = None) -> tuple[AuditLine, ...]:
    """The newest lines, or all of them, oldest first."""
    query = select(audit).order_by(audit.c.number.desc())
    found = connection.execute(query if newest is None else query.limit(newest)).mappings().all()
    return tuple(_line(row) for row in reversed(found))


def verify(connection: Connection, noted: Iterable[str] = ()) -> AuditCheck:
    """Go through the whole chain and say which line is the first that does not hold.

    `noted` are digests that somebody wrote down earlier: each must still be in the chain.
    """
    missing, expected, previous = set(noted), 1, ""
    for found in connection.execute(select(audit).order_by(audit.c.number)).mappings():
        line = _line(found)
        problem = _problem(line, expected, previous)
        if problem:
            return AuditCheck(count=expected - 1, last_digest=previous, bad_number=expected, problem=problem)
        missing.discard(line.digest)
        expected, previous = expected + 1, line.digest
    head = connection.execute(select(audit_head).where(audit_head.c.id == HEAD)).mappings().one_or_none()
    if head is None or (head["number"], head["digest"]) != (expected - 1, previous):
        return AuditCheck(count=expected - 1, last_digest=previous, bad_number=expected, problem="end")
    if missing:
        return AuditCheck(count=expected - 1, last_digest=previous, bad_number=expected, problem="noted")
    return AuditCheck(count=expected - 1, last_digest=previous)


def _problem(line: AuditLine, expected: int, previous: str) -> str:
    if line.number != expected:
        return "missing"
    values: dict[str, str | int] = {
        "number": line.number,
        "what": line.what,
        "who": line.who,
        "at": line.at,
        "subject": line.subject,
        "details": line.details,
        "previous": line.previous,
    }
    return "altered" if line.previous != previous or line.digest != digest_of(values) else ""


def _line(found: RowMapping) -> AuditLine:
    return AuditLine(
        number=found["number"],
        what=found["what"],
        who=found["who"],
        at=found["at"],
        subject=found["subject"],
        details=found["details"],
        previous=found["previous"],
        digest=found["digest"],
    )
