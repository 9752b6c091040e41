"""`fitgap audit`: who did what, when, and whether the record is whole."""

from contextlib import closing
from pathlib import Path

import typer

from fitgap.app.cli_speaking import EXIT_CLEAN, EXIT_ERRORS, Speaker
from fitgap.app.files import write_whole
from fitgap.app.workspace import Workspace
from fitgap.texts import has_text


def tell_lines(speaker: Speaker, last: int) -> int:
    """The newest lines, oldest first."""
    with closing(Workspace.open()) as workspace:
        lines = workspace.audit.lines(last)
    for line in lines:
        code = f"audit.act.{line.what}"
        act = speaker.say(code) if has_text(code) else line.what
        typer.echo("\t".join((str(line.number), line.at, line.who or "-", act, line.subject, line.details)))
    return EXIT_CLEAN


def verify(speaker: Speaker, noted: tuple[str, ...]) -> int:
    """How many lines hold, and the first that does not; 1 when there is one."""
    with closing(Workspace.open()) as workspace:
        check = workspace.audit.verify(noted)
    if check.bad_number is None:
        typer.echo(speaker.say("server.audit.holds", count=check.count, digest=check.last_digest or "-"))
        return EXIT_CLEAN
    problem = speaker.say(f"audit.problem.{check.problem}", number=check.bad_number)
    typer.echo(speaker.say("server.audit.broken", count=check.count, problem=problem))
    return EXIT_ERRORS


def export(speaker: Speaker, out: Path) -> int:
    """Write every line as a CSV."""
    with closing(Workspace.open()) as workspace:
        content = workspace.audit.export_lines()
    write_whole(out, content)
    speaker.tell("cli.written", file=str(out))
    return EXIT_CLEAN
