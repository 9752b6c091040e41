"""`fitgap check`: read flows or catalogues and say what was found, issue by issue."""

from collections.abc import Sequence
from pathlib import Path

import typer

from fitgap.app.cli_inputs import Found, chosen_policy, find_inputs, issue_line
from fitgap.app.cli_speaking import EXIT_CLEAN, EXIT_ERRORS, Speaker
from fitgap.model.catalog import Catalog
from fitgap.model.flow import Flow, count_elements
from fitgap.model.message import Severity
from fitgap.model.step import steps_of


def run(speaker: Speaker, paths: Sequence[Path], policy_file: Path | None) -> int:
    """Check every file; 1 when one has an error."""
    limits = chosen_policy(policy_file).limits
    errors = files = 0
    for found in find_inputs(speaker, paths, limits):
        files += 1
        errors += sum(issue.severity is Severity.ERROR for issue in found.reading.issues)
        _report(speaker, found)
    typer.echo(speaker.say("cli.check.total", files=files, errors=errors))
    return EXIT_ERRORS if errors else EXIT_CLEAN


def _report(speaker: Speaker, found: Found) -> None:
    typer.echo(f"{found.path}: {_summary(speaker, found)}")
    for issue in found.reading.issues:
        typer.echo("  " + issue_line(speaker, issue))


def _summary(speaker: Speaker, found: Found) -> str:
    match found.value:
        case Flow() as flow:
            counts = count_elements(flow)
            return speaker.say(
                "cli.check.flow",
                name=flow.name,
                steps=len(steps_of(flow)),
                lanes=counts.lanes,
                documents=len(flow.documents),
                issues=len(found.reading.issues),
            )
        case Catalog() as catalog:
            return speaker.say(
                "cli.check.catalog",
                vendor=catalog.vendor,
                product=catalog.product,
                features=len(catalog.features),
                forms=len(catalog.forms),
                issues=len(found.reading.issues),
            )
        case _:
            return speaker.say("cli.check.nothing")
