"""Options that every command has. Help texts are codes of texts/*/*.toml; SpeakingGroup puts them into words."""

from typing import Annotated

import typer

Lang = Annotated[str | None, typer.Option("--lang", metavar="ja|en", help="cli.option.lang")]
Debug = Annotated[bool, typer.Option("--debug", help="cli.option.debug")]
