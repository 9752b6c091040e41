"""How the command line speaks: language, one-line errors, exit codes, and a progress bar for what takes long."""

import getpass
import os
import sys
import time
import traceback
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Self, TypeVar

import typer
from typer.core import TyperGroup

from fitgap.model.message import FitgapError, Message, UsageError, message
from fitgap.texts import LANGUAGES, Language, has_text, say

LANGUAGE_VARIABLE = "FITGAP_LANG"
EXIT_CLEAN, EXIT_ERRORS, EXIT_MISUSE, EXIT_INTERRUPTED = 0, 1, 2, 130
SECONDS_WITHOUT_BAR = 1.0

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """The language of one run, and whether tracebacks are wanted."""

    language: Language
    is_debug: bool = False

    @classmethod
    def of(cls, lang: str | None, debug: bool, above: Self | None = None) -> Self:
        """From the options of a command, then of the program, then FITGAP_LANG; raises UsageError."""
        if lang is not None:
            language = _language(lang)
        else:
            language = above.language if above else _language(os.environ.get(LANGUAGE_VARIABLE, "").strip() or "ja")
        return cls(language=language, is_debug=debug or bool(above and above.is_debug))

    def say(self, said: Message | str, **values: str | int | float) -> str:
        """A sentence in the language of the run."""
        return say(said, self.language, **values)

    def tell(self, said: Message | str, **values: str | int | float) -> None:
        """A sentence on standard error, where it does not mix with results."""
        typer.echo(self.say(said, **values), err=True)

    def person(self) -> str:
        """What the records call whoever types commands: the user of this computer, who is no login."""
        return self.say("server.person", user=getpass.getuser())

    def follow(self, items: Sequence[T], label: Callable[[T], str]) -> Generator[T, None, None]:
        """Go through items; once that has taken over a second, a bar on standard error shows how far it is."""
        started_at = time.monotonic()
        bar: Any = None
        try:
            for index, item in enumerate(items):
                if bar is None and time.monotonic() - started_at > SECONDS_WITHOUT_BAR:
                    bar = _open_bar(len(items))
                if bar is not None:
                    bar.update(bar.task_ids[0], completed=index, description=label(item))
                yield item
        finally:
            if bar is not None:
                bar.stop()


class SpeakingGroup(TyperGroup):
    """Typer's command group, with help and misuse in the language asked for and every error on one line."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,  # noqa: ARG002 - ours always ends the process with our own exit code
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run and leave the process with 0, 1 (errors in the data) or 2 (misuse)."""
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")  # a console that lacks a character shows a question mark
        words = list(sys.argv[1:] if args is None else args)
        language = asked_language(words)
        _put_help_into_words(self, language)
        try:
            code = super().main(words, prog_name, complete_var, False, windows_expand_args, **extra)
        except FitgapError as error:
            if "--debug" in words:
                traceback.print_exc()
            typer.echo(_one_line(say(error.message, language)), err=True)
            code = EXIT_MISUSE if isinstance(error, UsageError) else EXIT_ERRORS
        except typer.TyperException as error:
            if said := _misuse(error, language):
                typer.echo(_one_line(said), err=True)
            code = EXIT_MISUSE
        except (typer.Abort, KeyboardInterrupt):
            code = EXIT_INTERRUPTED
        except Exception as error:  # the last resort of the process: one line instead of a traceback
            if "--debug" in words:
                raise
            kind = type(error).__name__
            typer.echo(_one_line(say("cli.unexpected", language, kind=kind, detail=str(error))), err=True)
            code = EXIT_ERRORS
        sys.exit(code if isinstance(code, int) else EXIT_CLEAN)


def asked_language(words: Iterable[str]) -> Language:
    """The language that the words of a command line ask for, before they are parsed; Japanese where they do not."""
    asked = os.environ.get(LANGUAGE_VARIABLE, "").strip()
    before = ""
    for word in words:
        if before == "--lang":
            asked = word
        elif word.startswith("--lang="):
            asked = word.removeprefix("--lang=")
        before = word
    return next((language for language in LANGUAGES if language == asked), "ja")


def _language(text: str) -> Language:
    for language in LANGUAGES:
        if language == text:
            return language
    raise UsageError(message("cli.no_language", lang=text))


def _put_help_into_words(group: TyperGroup, language: Language) -> None:
    for command in (group, *group.commands.values()):
        if command is not group and isinstance(command, TyperGroup):
            _put_help_into_words(command, language)
        command.help = _worded(command.help, language)
        for parameter in command.params:
            if hasattr(parameter, "help"):
                parameter.help = _worded(parameter.help, language)


def _worded(text: str | None, language: Language) -> str | None:
    return say(text, language) if text and has_text(text) else text


def _misuse(error: typer.TyperException, language: Language) -> str:
    """A usage error of the parser in our words; its own where it is of a kind that we have none for."""
    name = _parameter_name(error)
    detail = error.format_message()
    match type(error).__name__:
        case "NoArgsIsHelpError":
            return detail
        case "MissingParameter":
            return say("cli.misuse.missing", language, name=name)
        case "NoSuchOption":
            return say("cli.misuse.no_option", language, name=str(getattr(error, "option_name", "")))
        case "BadParameter":
            return say("cli.misuse.bad_value", language, name=name, detail=error.message)
        case _ if detail.startswith("No such command"):
            return say("cli.misuse.no_command", language, detail=detail.removeprefix("No such command").strip(" .'"))
        case _:
            return say("cli.misuse.other", language, detail=detail)


def _parameter_name(error: typer.TyperException) -> str:
    parameter = getattr(error, "param", None)
    if parameter is None:
        return ""
    names = [str(name) for name in parameter.opts if str(name).startswith("-")]
    return names[0] if names else str(parameter.metavar or parameter.name)


def _one_line(text: str) -> str:
    return " ".join(text.split("\n"))


def _open_bar(total: int) -> Any:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    bar = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    bar.add_task("", total=total)
    bar.start()
    return bar
