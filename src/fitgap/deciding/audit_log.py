"""The store's part about the audit log: every call is one transaction."""

from collections.abc import Mapping

from sqlalchemy import Engine

from fitgap.deciding import audit_table
from fitgap.deciding.engine import reading, writing
from fitgap.model.audit import AuditCheck, AuditLine
from fitgap.model.message import Value


class AuditLog:
    """Who did what, when, in one database. Safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def record(self, what: str, who: str, at: str, subject: str, details: Mapping[str, Value] | None = None) -> None:
        """Add a line of its own, for an act that changes nothing else (an export)."""
        with writing(self._engine) as connection:
            audit_table.record(connection, what=what, who=who, at=at, subject=subject, details=details)

    def lines(self, newest: int | None = None) -> tuple[AuditLine, ...]:
        """The newest lines, or all of them, oldest first."""
        with reading(self._engine) as connection:
            return audit_table.lines(connection, newest)

    def verify(self, noted: tuple[str, ...] = ()) -> AuditCheck:
        """Whether every line is there and as it was written, and every digest that somebody noted still in it."""
        with reading(self._engine) as connection:
            return audit_table.verify(connection, noted)
