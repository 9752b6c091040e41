"""The commands of whoever runs fitgap for others: people, audit log, copies. Carried out in `cli_*.py`."""

from pathlib import Path
from typing import Annotated

import typer

from fitgap.app.cli_options import Debug, Lang
from fitgap.app.cli_speaking import Speaker, SpeakingGroup
from fitgap.model.access import Role

user_commands = typer.Typer(cls=SpeakingGroup, no_args_is_help=True, pretty_exceptions_enable=False)
audit_commands = typer.Typer(cls=SpeakingGroup, no_args_is_help=True, pretty_exceptions_enable=False)
copy_commands = typer.Typer()

Value = Annotated[str, typer.Argument(metavar="ADDRESS", help="server.option.value")]


@user_commands.command(name="list", help="server.users.list")
def list_users(context: typer.Context, lang: Lang = None, debug: Debug = False) -> None:
    """Show who has which role."""
    from fitgap.app.cli_people import tell_users

    raise typer.Exit(tell_users(Speaker.of(lang, debug, context.obj)))


@user_commands.command(name="add", help="server.users.add")
def add_user(
    context: typer.Context,
    value: Value,
    role: Annotated[Role, typer.Option("--role", help="server.option.role")],
    group: Annotated[bool, typer.Option("--group", help="server.option.group")] = False,
    member: Annotated[str, typer.Option("--member", metavar="NAME", help="server.option.member")] = "",
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Give a role."""
    from fitgap.app.cli_people import add

    raise typer.Exit(add(Speaker.of(lang, debug, context.obj), value, role, member, is_group=group))


@user_commands.command(name="remove", help="server.users.remove")
def remove_user(
    context: typer.Context,
    value: Value,
    role: Annotated[Role | None, typer.Option("--role", help="server.option.only_role")] = None,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Take roles back."""
    from fitgap.app.cli_people import remove

    raise typer.Exit(remove(Speaker.of(lang, debug, context.obj), value, role))


@user_commands.command(name="unknown", help="server.users.unknown")
def unknown_users(
    context: typer.Context,
    role: Annotated[str, typer.Argument(metavar="none|viewer", help="server.option.unknown")],
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Say what people are whom nobody registered."""
    from fitgap.app.cli_people import set_unknown

    raise typer.Exit(set_unknown(Speaker.of(lang, debug, context.obj), role))


@audit_commands.command(name="list", help="server.audit.list")
def list_audit(
    context: typer.Context,
    last: Annotated[int, typer.Option("--last", min=1, metavar="N", help="server.option.last")] = 50,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Show the newest lines."""
    from fitgap.app.cli_audit import tell_lines

    raise typer.Exit(tell_lines(Speaker.of(lang, debug, context.obj), last))


@audit_commands.command(name="verify", help="server.audit.verify")
def verify_audit(
    context: typer.Context,
    noted: Annotated[list[str] | None, typer.Option("--noted", metavar="DIGEST", help="server.option.noted")] = None,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Check the chain."""
    from fitgap.app.cli_audit import verify

    raise typer.Exit(verify(Speaker.of(lang, debug, context.obj), tuple(noted or ())))


@audit_commands.command(name="export", help="server.audit.export")
def export_audit(
    context: typer.Context,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="cli.option.out_csv")],
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Write every line."""
    from fitgap.app.cli_audit import export

    raise typer.Exit(export(Speaker.of(lang, debug, context.obj), out))


@copy_commands.command(help="server.backup.help")
def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="server.option.backup_file")],
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Take a copy of everything."""
    from fitgap.app.cli_copies import take

    raise typer.Exit(take(Speaker.of(lang, debug, context.obj), file))


@copy_commands.command(help="server.restore.help")
def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="server.option.restore_file")],
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Put a copy back."""
    from fitgap.app.cli_copies import put_back

    raise typer.Exit(put_back(Speaker.of(lang, debug, context.obj), file))


@copy_commands.command(help="server.move.help")
def move(
    context: typer.Context,
    to: Annotated[str, typer.Option("--to", metavar="URL", help="server.option.to")],
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Move to another database."""
    from fitgap.app.cli_copies import move_to

    raise typer.Exit(move_to(Speaker.of(lang, debug, context.obj), to))
