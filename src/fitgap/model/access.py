"""Who is at the keyboard and what that person may do."""

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
