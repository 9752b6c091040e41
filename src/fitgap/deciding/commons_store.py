"""What a group agrees on, stored: versions of common flows and published standards; every call is one transaction."""

from collections.abc import Collection

from sqlalchemy import Engine

from fitgap.deciding import audit_table, common_versions_table, standards_table
from fitgap.deciding.common_versions_table import NewVersion
from fitgap.deciding.engine import reading, writing
from fitgap.deciding.standards_table import StandardMark
from fitgap.model.commons import CommonVersion
from fitgap.model.message import Value


class CommonsStore:
    """The part of a database that holds common flows."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def about(self, flow_ids: Collection[int]) -> tuple[CommonVersion, ...]:
        """The versions of the common flow of these flows' process, newest first."""
        with reading(self._engine) as connection:
            return common_versions_table.about(connection, flow_ids)

    def version(self, version_id: int) -> tuple[CommonVersion, bytes]:
        """A version and its BPMN; raises UsageError for an unknown id."""
        with reading(self._engine) as connection:
            return common_versions_table.version(connection, version_id)

    def add(self, new: NewVersion, flow_ids: Collection[int], seen_id: int | None) -> CommonVersion:
        """Save the next version; raises ConflictError when somebody was faster."""
        with writing(self._engine) as connection:
            saved = common_versions_table.add(connection, new, flow_ids, seen_id)
            details: dict[str, Value] = {"process": saved.process, "number": saved.number, "name": saved.name}
            audit_table.record(
                connection,
                what="common.saved",
                who=new.person,
                at=new.at,
                subject=f"common_version {saved.id}",
                details=details,
            )
            return saved

    def standards(self) -> tuple[StandardMark, ...]:
        """The flows that are marked as published standards."""
        with reading(self._engine) as connection:
            return standards_table.current(connection)

    def mark_standard(self, flow_id: int, *, is_marked: bool, person: str, at: str) -> None:
        """Mark a flow, or take the mark back."""
        with writing(self._engine) as connection:
            standards_table.put(connection, flow_id, is_marked=is_marked, person=person, at=at)
            what = "common.marked" if is_marked else "common.unmarked"
            audit_table.record(connection, what=what, who=person, at=at, subject=f"flow {flow_id}")
