"""The log of decisions: rows are added and change their state, none is ever deleted."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass

import cattrs
from sqlalchemy import Connection, RowMapping, func, insert, select, tuple_, update

from fitgap.deciding.decision_schema import decision_places, decisions
from fitgap.deciding.prevailing import covers, touches
from fitgap.deciding.schema import flows
from fitgap.model.decision import (
    Alternative,
    Decision,
    DecisionState,
    Ground,
    Impacts,
    Level,
    Place,
    Subject,
    SubjectKind,
    Terms,
)
from fitgap.model.message import ConflictError, UsageError, message

_PLAIN = (
    "resolution",
    "cause",
    "reason",
    "asked_by",
    "legal_ground",
    "priority",
    "owner",
    "deadline",
    "burden",
    "size",
    "note",
)
_IMPACTS = ("resident", "staff", "legality", "deadline")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDecision:
    """A decision to be recorded."""

    subject: Subject
    terms: Terms
    person: str
    at: str
    grounds: tuple[Ground, ...]
    batch_id: str = ""
    meeting_id: int | None = None
    level: Level = Level.WORKING_GROUP


def everything(connection: Connection, catalog_key: str | None = None) -> tuple[Decision, ...]:
    """Every decision ever made, oldest first."""
    query = select(decisions).order_by(decisions.c.id)
    if catalog_key is not None:
        query = query.where(decisions.c.catalog_key == catalog_key)
    return _decisions(connection, connection.execute(query).mappings().all())


def revision(connection: Connection) -> tuple[int, int]:
    """The newest id and how many were revoked: it changes with every decision and every revocation."""
    found = connection.execute(select(func.max(decisions.c.id), func.count(decisions.c.revoked_at))).one()
    return found[0] or 0, found[1]


def get(connection: Connection, decision_id: int) -> Decision:
    """One decision; raises UsageError for an unknown id."""
    query = select(decisions).where(decisions.c.id == decision_id)
    found = _decisions(connection, connection.execute(query).mappings().all())
    if not found:
        raise UsageError(message("deciding.no_decision", decision_id=decision_id))
    return found[0]


def history(connection: Connection, subject: Subject) -> tuple[Decision, ...]:
    """Every decision that touches a place of the subject, oldest first, also superseded and revoked ones."""
    places = [(place.series_id, place.item_id) for place in subject.places]
    ids = select(decision_places.c.decision_id).where(
        tuple_(decision_places.c.series_id, decision_places.c.item_id).in_(places)
    )
    query = (
        select(decisions)
        .where(decisions.c.id.in_(ids), decisions.c.catalog_key == subject.catalog_key)
        .order_by(decisions.c.id)
    )
    found = _decisions(connection, connection.execute(query).mappings().all())
    return tuple(decision for decision in found if touches(decision.subject, subject))


def add(connection: Connection, new: NewDecision, seen_decision_id: int | None) -> Decision:
    """Record a decision and let those that it covers wholly give way.

    Raises ConflictError when an active decision on one of its places is newer than the one seen.
    """
    _hold(connection, new.subject.places)
    active = [one for one in history(connection, new.subject) if one.state is DecisionState.ACTIVE]
    if active and active[-1].id > (seen_decision_id or 0):
        raise conflict(active[-1])
    decision_id = int(connection.execute(insert(decisions).values(_values(new)).returning(decisions.c.id)).scalar_one())
    for place in new.subject.places:
        connection.execute(
            insert(decision_places).values(decision_id=decision_id, series_id=place.series_id, item_id=place.item_id)
        )
    given_way = [one.id for one in active if covers(new.subject, one.subject)]
    if given_way:
        _supersede(connection, given_way, decision_id)
        connection.execute(update(decisions).where(decisions.c.id == decision_id).values(supersedes_id=max(given_way)))
    return get(connection, decision_id)


def revoke(connection: Connection, decision_id: int, at: str, person: str) -> None:
    """Take an active decision back; what gave way to it holds again.

    Raises ConflictError when it no longer holds.
    """
    _hold(connection, get(connection, decision_id).subject.places)
    decision = get(connection, decision_id)
    if decision.state is DecisionState.REVOKED:
        said = message("deciding.already_revoked", person=decision.revoked_by, at=decision.revoked_at)
        raise ConflictError(said)
    if decision.state is DecisionState.SUPERSEDED and decision.superseded_by_id is not None:
        raise conflict(get(connection, decision.superseded_by_id))
    connection.execute(
        update(decisions)
        .where(decisions.c.id == decision_id)
        .values(state=DecisionState.REVOKED.value, revoked_at=at, revoked_by=person)
    )
    _restore(connection, decision)


def of_batch(connection: Connection, batch_id: str) -> tuple[Decision, ...]:
    """The decisions that were made alike in one go, oldest first."""
    query = select(decisions).where(decisions.c.batch_id == batch_id).order_by(decisions.c.id)
    return _decisions(connection, connection.execute(query).mappings().all())


def conflict(newest: Decision) -> ConflictError:
    """Who was faster, when, and with which resolution (its code)."""
    return ConflictError(
        message("deciding.conflict", person=newest.person, at=newest.at, resolution=newest.terms.resolution)
    )


def _restore(connection: Connection, revoked: Decision) -> None:
    query = select(decisions.c.id).where(
        decisions.c.superseded_by_id == revoked.id, decisions.c.state == DecisionState.SUPERSEDED.value
    )
    for earlier_id in connection.execute(query).scalars().all():
        earlier = get(connection, earlier_id)
        later = [
            one.id
            for one in history(connection, earlier.subject)
            if one.id > earlier_id and one.state is DecisionState.ACTIVE and covers(one.subject, earlier.subject)
        ]
        if later:
            _supersede(connection, [earlier_id], max(later))
        else:
            connection.execute(
                update(decisions)
                .where(decisions.c.id == earlier_id)
                .values(state=DecisionState.ACTIVE.value, superseded_by_id=None)
            )


def _hold(connection: Connection, places: Iterable[Place]) -> None:
    """Let nobody decide on the same flows until the transaction ends (SQLite lets only one write anyway)."""
    series = sorted({place.series_id for place in places})
    query = select(flows.c.id).where(flows.c.series_id.in_(series)).order_by(flows.c.id).with_for_update()
    connection.execute(query).all()


def _supersede(connection: Connection, ids: Collection[int], by_id: int) -> None:
    connection.execute(
        update(decisions)
        .where(decisions.c.id.in_(ids))
        .values(state=DecisionState.SUPERSEDED.value, superseded_by_id=by_id)
    )


def _values(new: NewDecision) -> dict[str, object]:
    terms = new.terms
    return {
        "kind": new.subject.kind.value,
        "catalog_key": new.subject.catalog_key,
        "title": new.subject.title,
        "members": _json(new.subject.members),
        **{name: getattr(terms, name) for name in _PLAIN},
        **{f"impact_{name}": getattr(terms.impacts, name) for name in _IMPACTS},
        "alternatives": _json([asdict(one) for one in terms.alternatives]),
        "person": new.person,
        "at": new.at,
        "grounds": _json([asdict(ground) for ground in new.grounds]),
        "state": DecisionState.ACTIVE.value,
        "batch_id": new.batch_id,
        "meeting_id": new.meeting_id,
        "level": new.level.value,
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _decisions(connection: Connection, rows: Sequence[RowMapping]) -> tuple[Decision, ...]:
    places: dict[int, list[Place]] = {row["id"]: [] for row in rows}
    query = select(decision_places)
    if len(rows) == 1:
        query = query.where(decision_places.c.decision_id == rows[0]["id"])
    for found in connection.execute(query) if rows else ():
        if found.decision_id in places:
            places[found.decision_id].append(Place(series_id=found.series_id, item_id=found.item_id))
    return tuple(_decision(row, tuple(sorted(places[row["id"]]))) for row in rows)


def _decision(row: RowMapping, places: tuple[Place, ...]) -> Decision:
    return Decision(
        id=row["id"],
        subject=Subject(
            kind=SubjectKind(row["kind"]),
            catalog_key=row["catalog_key"],
            places=places,
            title=row["title"],
            members=tuple(json.loads(row["members"])),
        ),
        terms=Terms(
            **{name: row[name] for name in _PLAIN},
            impacts=Impacts(**{name: row[f"impact_{name}"] for name in _IMPACTS}),
            alternatives=cattrs.structure(json.loads(row["alternatives"]), tuple[Alternative, ...]),
        ),
        person=row["person"],
        at=row["at"],
        grounds=cattrs.structure(json.loads(row["grounds"]), tuple[Ground, ...]),
        state=DecisionState(row["state"]),
        supersedes_id=row["supersedes_id"],
        superseded_by_id=row["superseded_by_id"],
        revoked_by=row["revoked_by"] or "",
        revoked_at=row["revoked_at"] or "",
        batch_id=row["batch_id"],
        meeting_id=row["meeting_id"],
        level=Level(row["level"]),
    )
