"""The store's part about what people set for the prices; every call is one transaction."""

from sqlalchemy import Engine

from fitgap.deciding import audit_table, cost_entries_table
from fitgap.deciding.cost_entries_table import NewCostEntry
from fitgap.deciding.engine import reading, writing
from fitgap.model.cost_entry import CostEntry


class CostEntriesStore:
    """Rates, settings, sets and registers of one database. Safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def entries(self) -> tuple[CostEntry, ...]:
        """Everything that people ever set for the prices, oldest first."""
        with reading(self._engine) as connection:
            return cost_entries_table.everything(connection)

    def revision(self) -> int:
        """A number that changes with every entry."""
        with reading(self._engine) as connection:
            return cost_entries_table.revision(connection)

    def add(self, wanted: tuple[tuple[NewCostEntry, int | None], ...]) -> tuple[CostEntry, ...]:
        """Add entries (each with the newest one seen), all or none; raises ConflictError when somebody was faster."""
        with writing(self._engine) as connection:
            added = tuple(cost_entries_table.add(connection, new, seen) for new, seen in wanted)
            for one in added:
                audit_table.record(
                    connection,
                    what="cost.changed",
                    who=one.person,
                    at=one.at,
                    subject=one.key,
                    details={"entry": one.id, "kind": one.kind.value, "value": one.value},
                )
            return added
