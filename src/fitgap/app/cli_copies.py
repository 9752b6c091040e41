"""`fitgap backup`, `fitgap restore`, `fitgap move`."""

from contextlib import closing
from pathlib import Path

import typer

from fitgap.app.cli_speaking import EXIT_CLEAN, Speaker
from fitgap.app.workspace import Workspace
from fitgap.deciding.copying import Content


def take(speaker: Speaker, file: Path) -> int:
    """Write everything into a file."""
    with closing(Workspace.open()) as workspace:
        content = workspace.copies.backup(file, person=speaker.person())
    _tell(speaker, "server.backup.done", content, file=str(file))
    return EXIT_CLEAN


def put_back(speaker: Speaker, file: Path) -> int:
    """Put a copy in the place of what is there."""
    with closing(Workspace.open()) as workspace:
        restored = workspace.copies.restore(file, person=speaker.person())
        location = workspace.location
    _tell(speaker, "server.restore.done", restored.content, file=str(file), location=location)
    if restored.kept is not None:
        speaker.tell("server.restore.kept", file=str(restored.kept))
    return EXIT_CLEAN


def move_to(speaker: Speaker, url: str) -> int:
    """Copy everything into an empty database of another URL."""
    with closing(Workspace.open()) as workspace:
        content = workspace.copies.move(url, person=speaker.person())
    _tell(speaker, "server.move.done", content)
    speaker.tell("server.move.next")
    return EXIT_CLEAN


def _tell(speaker: Speaker, code: str, content: Content, **values: str) -> None:
    typer.echo(speaker.say(code, rows=content.rows, digest=content.digest, **values))
