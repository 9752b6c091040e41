"""`fitgap users`: who has which role."""

from contextlib import closing

import typer

from fitgap.app.cli_speaking import EXIT_CLEAN, Speaker
from fitgap.app.workspace import Workspace
from fitgap.model.access import Grant, GrantKind, Role
from fitgap.model.message import UsageError, message

NO_ROLE = "none"


def tell_users(speaker: Speaker) -> int:
    """Every grant on a line, and what unknown people are."""
    with closing(Workspace.open()) as workspace:
        grants, unknown = workspace.people.grants(), workspace.people.role_of_unknown()
    for grant in grants:
        typer.echo(_line(speaker, grant))
    speaker.tell("server.users.count", count=len(grants), unknown=speaker.say(_name(unknown)))
    return EXIT_CLEAN


def add(speaker: Speaker, value: str, role: Role, member: str, *, is_group: bool) -> int:
    """Give a role to an address or a group."""
    kind = GrantKind.GROUP if is_group else GrantKind.EMAIL
    with closing(Workspace.open()) as workspace:
        grant = workspace.people.grant(kind, value, role, member=member, person=speaker.person())
    typer.echo(_line(speaker, grant))
    return EXIT_CLEAN


def remove(speaker: Speaker, value: str, role: Role | None) -> int:
    """Take every role of an address or a group back, or one of them; raises UsageError when there is none."""
    with closing(Workspace.open()) as workspace:
        held = [
            grant
            for grant in workspace.people.grants()
            if grant.value in {value, value.casefold()} and role in {None, grant.role}
        ]
        if not held:
            raise UsageError(message("server.users.none", value=value))
        for grant in held:
            workspace.people.withdraw(grant.id, speaker.person())
            speaker.tell("server.users.removed", line=_line(speaker, grant))
    return EXIT_CLEAN


def set_unknown(speaker: Speaker, word: str) -> int:
    """Say what people are whom no grant names."""
    if word not in {NO_ROLE, Role.VIEWER}:
        raise UsageError(message("people.unknown_at_most_viewer"))
    role = None if word == NO_ROLE else Role(word)
    with closing(Workspace.open()) as workspace:
        workspace.people.set_role_of_unknown(role, speaker.person())
    speaker.tell("server.users.unknown_set", role=speaker.say(_name(role)))
    return EXIT_CLEAN


def _line(speaker: Speaker, grant: Grant) -> str:
    parts = (grant.value, speaker.say(f"people.kind.{grant.kind}"), f"{grant.role} {speaker.say(_name(grant.role))}")
    return "\t".join((*parts, grant.member or "-"))


def _name(role: Role | None) -> str:
    return f"people.role.{role}" if role else "server.users.no_role"
