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


def start_screens(speaker: Speaker, address: str, port: int) -> int:
    """Serve the screens until the person stops them; beyond this computer only to people who log in."""
    from streamlit.web.cli import main as streamlit

    from fitgap.app.login_mode import check_listening
    from fitgap.app.screens.login import mode

    check_listening(mode(), address)
    os.environ[LANGUAGE_VARIABLE] = speaker.language
    speaker.tell("cli.app.starting", address=f"http://{address}:{port}")
    here: dict[str, str | int | bool] = {
        "server.address": address,
        "server.port": port,
        "server.fileWatcherType": "none",
    }
    streamlit(
        args=["run", str(SCREENS), *as_arguments({**OPTIONS, **here})],
        prog_name="fitgap app",
        standalone_mode=False,
    )
    return EXIT_CLEAN
