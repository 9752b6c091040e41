"""`fitgap demo` and `fitgap app`: the commands that use the workspace."""

import os
from pathlib import Path

import typer

from fitgap.app.cli_speaking import EXIT_CLEAN, LANGUAGE_VARIABLE, Speaker
from fitgap.app.streamlit_options import OPTIONS, as_arguments

SCREENS = Path(__file__).with_name("start.py")


def fill_demo(speaker: Speaker) -> int:
    """Import the samples into the workspace; what is there already stays."""
    from fitgap.app.workspace import Workspace

    workspace = Workspace.open()
    try:
        counts = workspace.load_demo(speaker.say("cli.demo.person"))
        typer.echo(
            speaker.say(
                "cli.demo.done",
                flows=counts.flows,
                catalogs=counts.catalogs,
                unchanged=counts.unchanged,
                location=workspace.location,
            )
        )
    finally:
        workspace.close()
    return EXIT_CLEAN


def start_screens(speaker: Speaker, port: int) -> int:
    """Serve the screens to this computer only, until the person stops them."""
    from streamlit.web.cli import main as streamlit

    os.environ[LANGUAGE_VARIABLE] = speaker.language
    speaker.tell("cli.app.starting", address=f"http://127.0.0.1:{port}")
    here: dict[str, str | int | bool] = {"server.port": port, "server.fileWatcherType": "none"}
    streamlit(
        args=["run", str(SCREENS), *as_arguments({**OPTIONS, **here})],
        prog_name="fitgap app",
        standalone_mode=False,
    )
    return EXIT_CLEAN
