"""The log of choices: rows are added and change their state, none is ever deleted."""

from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, func, insert, select, update

from fitgap.deciding import flows_table
from fitgap.deciding.realigning import Alignment
from fitgap.deciding.records import Realigned
from fitgap.deciding.schema import choices
from fitgap.deciding.superseding import gives_way, newest_against
from fitgap.model.choice import Choice, ChoiceKind, ChoiceState, ItemKind
from fitgap.model.judgement import Verdict
from fitgap.model.message import ConflictError, UsageError, message


@dataclass(frozen=True, slots=True, kw_only=True)
class NewChoice:
    """A choice to be recorded."""

    flow_id: int
    step_id: str
    catalog_key: str
    kind: ChoiceKind
    person: str
    at: str
    fingerprint: str
    item: ItemKind
    item_id: str
    reason: str
    verdict: Verdict | None


def history(connection: Connection, flow_id: int, catalog_key: str, step_id: str | None) -> tuple[Choice, ...]:
    """Every choice on a version of a flow against a catalogue, oldest first."""
    query = select(choices).where(choices.c.flow_id == flow_id, choices.c.catalog_key == catalog_key)
    if step_id is not None:
        query = query.where(choices.c.step_id == step_id)
    return tuple(_choice(found) for found in connection.execute(query.order_by(choices.c.id)).mappings())


def add(connection: Connection, new: NewChoice, seen_choice_id: int | None) -> Choice:
    """Record a choice and let the ones it replaces give way.

    Raises ConflictError when the flow was replaced or an active choice on the step is newer than the one seen.
    """
    flows_table.hold(connection, new.flow_id)
    active = _active(connection, new.flow_id, new.catalog_key, new.step_id)
    if active and active[-1].id > (seen_choice_id or 0):
        raise _conflict(active[-1])
    values = {
        "flow_id": new.flow_id,
        "step_id": new.step_id,
        "catalog_key": new.catalog_key,
        "item": new.item.value,
        "item_id": new.item_id,
        "kind": new.kind.value,
        "verdict": new.verdict.value if new.verdict else None,
        "reason": new.reason,
        "person": new.person,
        "at": new.at,
        "fingerprint": new.fingerprint,
        "state": ChoiceState.ACTIVE.value,
        "is_stale": False,
    }
    choice_id = connection.execute(insert(choices).values(values).returning(choices.c.id)).scalar_one()
    added = get(connection, choice_id)
    given_way = [choice.id for choice in active if gives_way(choice, added)]
    if given_way:
        _supersede(connection, given_way, choice_id)
        connection.execute(update(choices).where(choices.c.id == choice_id).values(supersedes_id=max(given_way)))
    return get(connection, choice_id)


def undo(connection: Connection, choice_id: int, at: str, person: str) -> None:
    """Revoke an active choice; what gave way to it holds again unless a later choice forbids it.

    Raises ConflictError when the choice no longer holds or its flow was replaced.
    """
    flow_id = get(connection, choice_id).flow_id
    flows_table.hold(connection, flow_id)
    choice = get(connection, choice_id)
    if choice.state is not ChoiceState.ACTIVE:
        raise _no_longer_holds(connection, choice)
    connection.execute(
        update(choices)
        .where(choices.c.id == choice_id)
        .values(state=ChoiceState.REVOKED.value, revoked_at=at, revoked_by=person)
    )
    active = _active(connection, flow_id, choice.catalog_key, choice.step_id)
    query = select(choices).where(
        choices.c.superseded_by_id == choice_id, choices.c.state == ChoiceState.SUPERSEDED.value
    )
    for earlier in [_choice(found) for found in connection.execute(query).mappings()]:
        blocking = newest_against(earlier, active)
        if blocking is not None:
            _supersede(connection, [earlier.id], blocking.id)
        else:
            connection.execute(
                update(choices)
                .where(choices.c.id == earlier.id)
                .values(state=ChoiceState.ACTIVE.value, superseded_by_id=None)
            )


def carry(connection: Connection, from_flow_id: int, to_flow_id: int, alignment: Alignment) -> Realigned:
    """Copy the active choices of an earlier version onto the steps of the next one, with person, time and text.

    A choice stays stale as long as its step's text is not the one it was made about.
    """
    kept = moved = changed = lost = 0
    pairs = {pair.earlier_id: pair for pair in alignment.pairs}
    query = select(choices).where(choices.c.flow_id == from_flow_id, choices.c.state == ChoiceState.ACTIVE.value)
    for found in connection.execute(query.order_by(choices.c.id)).mappings().all():
        pair = pairs.get(found["step_id"])
        if pair is None:
            lost += 1
            continue
        is_stale = pair.fingerprint != found["fingerprint"] and (found["is_stale"] or pair.is_changed)
        changed += is_stale
        moved += not is_stale and pair.is_moved
        kept += not is_stale and not pair.is_moved
        copied = {key: found[key] for key in _CARRIED}
        connection.execute(
            insert(choices).values(
                **copied,
                flow_id=to_flow_id,
                step_id=pair.step_id,
                is_stale=is_stale,
                state=ChoiceState.ACTIVE.value,
                carried_from_id=found["id"],
            )
        )
    return Realigned(kept=kept, moved=moved, changed=changed, lost=lost)


def revision(connection: Connection) -> tuple[int, int]:
    """The newest id and how many were revoked: it changes with every choice and every undoing."""
    found = connection.execute(select(func.max(choices.c.id), func.count(choices.c.revoked_at))).one()
    return found[0] or 0, found[1]


def get(connection: Connection, choice_id: int) -> Choice:
    """One choice; raises UsageError for an unknown id."""
    found = connection.execute(select(choices).where(choices.c.id == choice_id)).mappings().one_or_none()
    if found is None:
        raise UsageError(message("workspace.no_choice", choice_id=choice_id))
    return _choice(found)


_CARRIED = ("catalog_key", "item", "item_id", "kind", "verdict", "reason", "person", "at", "fingerprint")


def _active(connection: Connection, flow_id: int, catalog_key: str, step_id: str) -> tuple[Choice, ...]:
    found = history(connection, flow_id, catalog_key, step_id)
    return tuple(choice for choice in found if choice.state is ChoiceState.ACTIVE)


def _supersede(connection: Connection, ids: list[int], by_id: int) -> None:
    connection.execute(
        update(choices).where(choices.c.id.in_(ids)).values(state=ChoiceState.SUPERSEDED.value, superseded_by_id=by_id)
    )


def _conflict(newest: Choice) -> ConflictError:
    code = f"workspace.conflict.{newest.kind.value}"
    return ConflictError(message(code, person=newest.person, at=newest.at, item_id=newest.item_id))


def _no_longer_holds(connection: Connection, choice: Choice) -> ConflictError:
    found = connection.execute(select(choices).where(choices.c.id == choice.id)).mappings().one()
    if choice.state is ChoiceState.REVOKED:
        return ConflictError(message("workspace.already_undone", person=found["revoked_by"], at=found["revoked_at"]))
    return _conflict(get(connection, found["superseded_by_id"]))


def _choice(found: RowMapping) -> Choice:
    return Choice(
        id=found["id"],
        flow_id=found["flow_id"],
        step_id=found["step_id"],
        catalog_key=found["catalog_key"],
        kind=ChoiceKind(found["kind"]),
        person=found["person"],
        at=found["at"],
        fingerprint=found["fingerprint"],
        item=ItemKind(found["item"]),
        item_id=found["item_id"],
        reason=found["reason"],
        verdict=Verdict(found["verdict"]) if found["verdict"] else None,
        state=ChoiceState(found["state"]),
        supersedes_id=found["supersedes_id"],
        is_stale=found["is_stale"],
    )
