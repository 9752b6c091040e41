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
        """How many corrections (and undoings) and placings there are: changes whenever anything is said."""
        with reading(self._engine) as connection:
            return corrections_table.revision(connection), placings_table.revision(connection)

    def newest(self) -> int:
        """The id of the newest correction or undoing."""
        with reading(self._engine) as connection:
            return corrections_table.newest(connection)

    def corrections(self) -> tuple[Correction, ...]:
        """Every correction ever made, oldest first."""
        with reading(self._engine) as connection:
            return corrections_table.everything(connection)

    def add(self, news: Sequence[NewCorrection], seen: int) -> tuple[Correction, ...]:
        """Record corrections, all or none; raises ConflictError when somebody spoke of their groups since `seen`."""
        with writing(self._engine) as connection:
            added = corrections_table.add(connection, news, seen)
            for one in added:
                _record(connection, f"correction.{one.kind.value}", one.person, one.at, one.name, one.id)
            return added

    def undo(self, correction_id: int, at: str, person: str) -> None:
        """Take a correction back; raises ConflictError when somebody did so already."""
        with writing(self._engine) as connection:
            undone = corrections_table.undo(connection, correction_id, at, person)
            _record(connection, "correction.undone", person, at, undone.name, undone.id)

    def placings(self) -> tuple[Placing, ...]:
        """Every word on which process a flow belongs to, oldest first; of a flow the last one holds."""
        with reading(self._engine) as connection:
            return placings_table.everything(connection)

    def place(self, processes: Mapping[int, str], person: str, at: str, seen: int) -> int:
        """Place flows in processes, all or none; raises ConflictError when somebody was faster."""
        with writing(self._engine) as connection:
            batch = placings_table.add(connection, processes, person, at, seen)
            _record(connection, "placing.made", person, at, "、".join(sorted(set(processes.values()))), batch)
            return batch

    def undo_placing(self, batch: int, person: str, at: str) -> int:
        """Give the flows of a batch back what they had; raises ConflictError when they were placed again since."""
        with writing(self._engine) as connection:
            undoing = placings_table.undo(connection, batch, person, at)
            _record(connection, "placing.undone", person, at, str(batch), undoing)
            return undoing


def _record(connection: Connection, what: str, who: str, at: str, subject: str, number: int) -> None:
    audit_table.record(connection, what=what, who=who, at=at, subject=subject, details={"number": number})
