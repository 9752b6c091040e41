"""Saved versions of common flows: each is added, none is ever changed."""

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass

import cattrs
from sqlalchemy import Connection, RowMapping, insert, select, update

from fitgap.deciding import contents_table
from fitgap.deciding.schema import common_versions, flows
from fitgap.model.commons import CommonVersion, VersionStep
from fitgap.model.comparison import CommonRule
from fitgap.model.message import ConflictError, UsageError, message


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVersion:
    """A common flow to be saved; `content` is its BPMN, the flow keys in `steps` are ids of stored flows."""

    process: str
    name: str
    rule: CommonRule
    member: str
    package: str
    note: str
    person: str
    at: str
    content: bytes
    steps: tuple[VersionStep, ...]

    @property
    def flow_ids(self) -> frozenset[int]:
        """The flows it was made from."""
        return frozenset(int(ref.flow_key) for step in self.steps for ref in step.refs)


def about(connection: Connection, flow_ids: Collection[int]) -> tuple[CommonVersion, ...]:
    """The versions of the series that was made from most of these flows (in any version of theirs), newest first."""
    series = _series_of(connection, flow_ids)
    found: dict[int, list[CommonVersion]] = {}
    for row in connection.execute(select(common_versions).order_by(common_versions.c.id.desc())).mappings():
        version = _version(row)
        found.setdefault(version.series_id, []).append(version)

    def shared(versions: list[CommonVersion]) -> int:
        return len(series & _series_of(connection, {int(key) for key in versions[0].flow_keys}))

    best = max(found.values(), key=lambda versions: (shared(versions), versions[0].id), default=[])
    return tuple(best) if best and shared(best) else ()


def add(connection: Connection, new: NewVersion, flow_ids: Collection[int], seen_id: int | None) -> CommonVersion:
    """Save the next version for the process of these flows.

    Raises ConflictError when its newest version is not the one that was seen.
    """
    its_flows = select(flows.c.id).where(flows.c.id.in_(sorted(flow_ids))).order_by(flows.c.id)
    connection.execute(its_flows.with_for_update()).all()  # two savings of one process wait for each other
    earlier = about(connection, flow_ids)
    newest = earlier[0] if earlier else None
    if newest is not None and newest.id != seen_id:
        raise ConflictError(message("commons.newer_version", number=newest.number, person=newest.person, at=newest.at))
    statement = insert(common_versions).values(
        series_id=newest.series_id if newest else None,
        number=newest.number + 1 if newest else 1,
        process=new.process,
        name=new.name,
        rule=new.rule.value,
        member=new.member,
        package=new.package,
        note=new.note,
        person=new.person,
        at=new.at,
        blob_hash=contents_table.put(connection, new.content),
        steps=json.dumps([asdict(step) for step in new.steps], ensure_ascii=False),
    )
    version_id = int(connection.execute(statement.returning(common_versions.c.id)).scalar_one())
    if newest is None:
        its = update(common_versions).where(common_versions.c.id == version_id)
        connection.execute(its.values(series_id=version_id))
    return _version(_find(connection, version_id))


def version(connection: Connection, version_id: int) -> tuple[CommonVersion, bytes]:
    """A version and its BPMN; raises UsageError for an unknown id."""
    found = _find(connection, version_id)
    return _version(found), contents_table.get(connection, found["blob_hash"])


def _find(connection: Connection, version_id: int) -> RowMapping:
    query = select(common_versions).where(common_versions.c.id == version_id)
    found = connection.execute(query).mappings().one_or_none()
    if found is None:
        raise UsageError(message("commons.no_version", version_id=version_id))
    return found


def _series_of(connection: Connection, flow_ids: Collection[int]) -> frozenset[int]:
    query = select(flows.c.series_id).where(flows.c.id.in_(sorted(flow_ids)))
    return frozenset(connection.execute(query).scalars())


def _version(found: RowMapping) -> CommonVersion:
    return CommonVersion(
        id=found["id"],
        series_id=found["series_id"] or found["id"],
        number=found["number"],
        process=found["process"],
        name=found["name"],
        rule=CommonRule(found["rule"]),
        member=found["member"],
        package=found["package"],
        note=found["note"],
        person=found["person"],
        at=found["at"],
        steps=cattrs.structure(json.loads(found["steps"]), tuple[VersionStep, ...]),
    )
