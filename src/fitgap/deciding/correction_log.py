"""The part of the store that keeps what people said about groups and processes."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Engine

from fitgap.deciding import corrections_table, placings_table
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
            return corrections_table.add(connection, news, seen)

    def undo(self, correction_id: int, at: str, person: str) -> None:
        """Take a correction back; raises ConflictError when somebody did so already."""
        with writing(self._engine) as connection:
            corrections_table.undo(connection, correction_id, at, person)

    def placings(self) -> tuple[Placing, ...]:
        """Every word on which process a flow belongs to, oldest first; of a flow the last one holds."""
        with reading(self._engine) as connection:
            return placings_table.everything(connection)

    def place(self, processes: Mapping[int, str], person: str, at: str, seen: int) -> int:
        """Place flows in processes, all or none; raises ConflictError when somebody was faster."""
        with writing(self._engine) as connection:
            return placings_table.add(connection, processes, person, at, seen)

    def undo_placing(self, batch: int, person: str, at: str) -> int:
        """Give the flows of a batch back what they had; raises ConflictError when they were placed again since."""
        with writing(self._engine) as connection:
            return placings_table.undo(connection, batch, person, at)
