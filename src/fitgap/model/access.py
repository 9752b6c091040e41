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
    """The person a use case acts for; `member` is the municipality that an editor may change, empty for any."""

    roles: frozenset[Role]
    email: str = ""
    member: str = ""

    def may(self, right: Right) -> bool:
        """True when one of the roles grants the right."""
        return any(right in RIGHTS[role] for role in self.roles)


ON_THIS_COMPUTER = Actor(roles=frozenset({Role.ADMINISTRATOR}))
"""Whoever sits at a single PC: there is no login, so everything is allowed."""
