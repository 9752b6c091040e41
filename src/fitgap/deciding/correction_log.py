"""The part of the store that keeps what people said about groups and processes."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, Engine

from fitgap.deciding import audit_table, corrections_table, placings_table
from fitgap.deciding.corrections_table import NewCorrection
from fitgap.deciding.engine import reading, writing
from fitgap.model.correction import Correction, Placing


class CorrectionLog:
    """Corrections and placings; every call is one transaction. Safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def revision(self) -> tuple[int, int]:
        """The newest entry of the corrections and of the placings: changes whenever anything is said."""
        with reading(self._engine) as connection:
            return corrections_table.revision(connection), placings_table.revision(connection)

    def corrections(self) -> tuple[Correction, ...]:
        """Every correction ever made, oldest first."""
        with reading(self._engine) as connection:
            return corrections_table.everything(connection)

    def add(self, news: Sequence[NewCorrection], seen: int) -> tuple[Correction, ...]:
        """Record corrections, all or none; raises ConflictError when somebody spoke of their groups since `seen`."""
        with writing(self._engine) as connection:
            made = corrections_table.add(connection, news, seen)
            for one in made:
                audit_table.record(
                    connection,
                    what="correction.made",
                    who=one.person,
                    at=one.at,
                    subject=str(one.id),
                    details=_told(one),
                )
            return made

    def undo(self, correction_id: int, at: str, person: str) -> None:
        """Take a correction back; raises ConflictError when somebody did so already."""
        with writing(self._engine) as connection:
            corrections_table.undo(connection, correction_id, at, person)
            audit_table.record(connection, what="correction.undone", who=person, at=at, subject=str(correction_id))

    def placings(self) -> tuple[Placing, ...]:
        """Every word on which process a flow belongs to, oldest first; of a flow the last one holds."""
        with reading(self._engine) as connection:
            return placings_table.everything(connection)

    def place(self, processes: Mapping[int, str], person: str, at: str, seen: int) -> int:
        """Place flows in processes, all or none; raises ConflictError when somebody was faster."""
        with writing(self._engine) as connection:
            batch = placings_table.add(connection, processes, person, at, seen)
            _record_placing(connection, "placing.made", person, at, batch, flows=len(processes))
            return batch

    def undo_placing(self, batch: int, person: str, at: str) -> int:
        """Give the flows of a batch back what they had; raises ConflictError when they were placed again since."""
        with writing(self._engine) as connection:
            undoing = placings_table.undo(connection, batch, person, at)
            _record_placing(connection, "placing.undone", person, at, batch, by=undoing)
            return undoing


def _told(correction: Correction) -> dict[str, str | int]:
    return {"kind": correction.kind.value, "name": correction.name, "steps": len(correction.steps)}


def _record_placing(connection: Connection, what: str, person: str, at: str, batch: int, **details: int) -> None:
    audit_table.record(connection, what=what, who=person, at=at, subject=str(batch), details=details)
