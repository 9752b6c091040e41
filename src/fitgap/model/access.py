"""Who is at the keyboard and what that person may do."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody is to this workspace, from looking on to running it."""

    VIEWER = "viewer"
    EDITOR = "editor"
    FACILITATOR = "facilitator"
    COMMITTEE = "committee"
    ADMINISTRATOR = "administrator"


class Right(StrEnum):
    """What a use case asks for.

    `READ`: look and export. `EDIT`: flows, choices, corrections and positions of one's own member. `DECIDE`: decisions,
    meetings, and every member's material. `ADOPT`: adopt, send back or overrule as a committee. `ADMINISTER`: packages,
    policy, people, backup.
    """

    READ = "read"
    EDIT = "edit"
    DECIDE = "decide"
    ADOPT = "adopt"
    ADMINISTER = "administer"


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.VIEWER: frozenset({Right.READ}),
    Role.EDITOR: frozenset({Right.READ, Right.EDIT}),
    Role.FACILITATOR: frozenset({Right.READ, Right.EDIT, Right.DECIDE}),
    Role.COMMITTEE: frozenset({Right.READ, Right.ADOPT}),
    Role.ADMINISTRATOR: frozenset(Right),
}


class GrantKind(StrEnum):
    """What a role is given to: one person by e-mail address, or everybody whose login names a group."""

    EMAIL = "email"
    GROUP = "group"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A role that holds for an e-mail address or a group; `member` bounds an editor, empty for every municipality."""

    id: int
    kind: GrantKind
    value: str
    role: Role
    member: str
    granted_at: str
    granted_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """What a login tells of a person; `expires_at` is in Unix seconds, None where the login has no end of its own."""

    email: str
    name: str = ""
    groups: frozenset[str] = frozenset()
    expires_at: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """The person a use case acts for; `member` is the municipality that an editor may change, empty for any.

    `name` is what the audit log calls the person; `expires_at` (Unix seconds) is when the login ends, None for never.
    """

    roles: frozenset[Role]
    email: str = ""
    member: str = ""
    name: str = ""
    expires_at: float | None = None

    def may(self, right: Right) -> bool:
        """True when one of the roles grants the right."""
        return any(right in RIGHTS[role] for role in self.roles)

    def may_change(self, member: str) -> bool:
        """True when the person may change a municipality's flows, choices and positions."""
        if self.may(Right.DECIDE):
            return True
        return self.may(Right.EDIT) and self.member in {"", member}

    def is_over(self, now: float) -> bool:
        """True when the login has ended by a time in Unix seconds."""
        return self.expires_at is not None and now >= self.expires_at


ON_THIS_COMPUTER = Actor(roles=frozenset({Role.ADMINISTRATOR}))
"""Whoever sits at a single PC: there is no login, so everything is allowed."""
NOBODY = Actor(roles=frozenset())
"""Somebody who is not logged in, or has no role."""


def grants_for(login: Login, grants: Iterable[Grant]) -> tuple[Grant, ...]:
    """The grants that hold for a login: those to its e-mail address first, then those to its groups."""
    by_email, by_group = [], []
    for grant in grants:
        if grant.kind is GrantKind.EMAIL and grant.value == login.email.casefold():
            by_email.append(grant)
        elif grant.kind is GrantKind.GROUP and grant.value in login.groups:
            by_group.append(grant)
    return (*by_email, *by_group)


def actor_of(login: Login, grants: Iterable[Grant], role_of_unknown: Role | None) -> Actor:
    """Who a login acts as; somebody whom no grant names has `role_of_unknown`, or no role.

    An editor is bound to the first municipality that a grant names, unless a grant as editor names none.
    """
    held = grants_for(login, grants)
    roles = frozenset(grant.role for grant in held) or (
        frozenset({role_of_unknown}) if role_of_unknown else frozenset()
    )
    bounds = [grant.member for grant in held if grant.role is Role.EDITOR]
    return Actor(
        roles=roles,
        email=login.email,
        member="" if "" in bounds else next(iter(bounds), ""),
        name=login.name or login.email,
        expires_at=login.expires_at,
    )
