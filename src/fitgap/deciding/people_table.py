"""Who has which role: grants are added and withdrawn, never deleted; and the names that logins came under."""

from sqlalchemy import Connection, RowMapping, insert, select, update

from fitgap.deciding import audit_table
from fitgap.deciding.schema import audit, grants
from fitgap.model.access import Grant, GrantKind, Login, Role
from fitgap.model.message import UsageError, message

LOGIN = "login"


def current(connection: Connection) -> tuple[Grant, ...]:
    """The grants that hold, in the order they were given."""
    query = select(grants).where(grants.c.withdrawn_at.is_(None)).order_by(grants.c.id)
    return tuple(_grant(found) for found in connection.execute(query).mappings())


def record_grant(
    connection: Connection, kind: GrantKind, value: str, role: Role, member: str, at: str, person: str
) -> Grant:
    """Give a role; the very same grant that holds already is left as it is."""
    for held in current(connection):
        if (held.kind, held.value, held.role, held.member) == (kind, value, role, member):
            return held
    statement = insert(grants).values(
        kind=kind.value, value=value, role=role.value, member=member, granted_at=at, granted_by=person
    )
    grant_id = connection.execute(statement.returning(grants.c.id)).scalar_one()
    audit_table.record(
        connection,
        what="role.granted",
        who=person,
        at=at,
        subject=value,
        details=_details(grant_id, kind, role, member),
    )
    return next(held for held in current(connection) if held.id == grant_id)


def record_withdrawal(connection: Connection, grant_id: int, at: str, person: str) -> None:
    """Let a grant no longer hold. Raises UsageError for an unknown one and for the last administrator's."""
    held = current(connection)
    found = next((one for one in held if one.id == grant_id), None)
    if found is None:
        raise UsageError(message("people.no_grant", grant_id=grant_id))
    if found.role is Role.ADMINISTRATOR and sum(one.role is Role.ADMINISTRATOR for one in held) == 1:
        raise UsageError(message("people.last_administrator", value=found.value))
    connection.execute(update(grants).where(grants.c.id == grant_id).values(withdrawn_at=at, withdrawn_by=person))
    details = _details(grant_id, found.kind, found.role, found.member)
    audit_table.record(connection, what="role.withdrawn", who=person, at=at, subject=found.value, details=details)


def known_name(connection: Connection, login: Login) -> str:
    """The name under which an e-mail address was put on record last, empty when it never was."""
    query = select(audit.c.who).where(audit.c.what == LOGIN, audit.c.subject == login.email)
    return connection.execute(query.order_by(audit.c.number.desc()).limit(1)).scalar_one_or_none() or ""


def free_name(connection: Connection, login: Login) -> str:
    """The name that a login goes by: with its e-mail address where another address has the same name."""
    name = login.name or login.email
    query = select(audit.c.number).where(audit.c.what == LOGIN, audit.c.who == name, audit.c.subject != login.email)
    is_taken = connection.execute(query.limit(1)).scalar_one_or_none() is not None
    return f"{name}（{login.email}）" if is_taken else name


def record_login(connection: Connection, login: Login, at: str) -> str:
    """Put on record under which name an e-mail address acts from now on; returns the name."""
    name = free_name(connection, login)
    if known_name(connection, login) != name:
        audit_table.record(connection, what=LOGIN, who=name, at=at, subject=login.email)
    return name


def _details(grant_id: int, kind: GrantKind, role: Role, member: str) -> dict[str, str | int]:
    return {"grant": grant_id, "kind": kind.value, "role": role.value, "member": member}


def _grant(found: RowMapping) -> Grant:
    return Grant(
        id=found["id"],
        kind=GrantKind(found["kind"]),
        value=found["value"],
        role=Role(found["role"]),
        member=found["member"],
        granted_at=found["granted_at"],
        granted_by=found["granted_by"],
    )
