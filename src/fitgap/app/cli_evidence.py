"""`fitgap evidence`, and the evidence that `fitgap match` hears."""

from collections.abc import Iterable
from pathlib import Path

import typer

from fitgap.app.cli_inputs import issue_line, tell_errors
from fitgap.app.cli_speaking import EXIT_CLEAN, EXIT_ERRORS, Speaker
from fitgap.app.files import load, write_whole
from fitgap.model.evidence import Evidence, EvidenceRow
from fitgap.model.message import UsageError, message
from fitgap.model.policy import Policy
from fitgap.reading.evidence_file import read_evidence
from fitgap.reading.result import ReadOptions


def read_evidence_files(speaker: Speaker, paths: Iterable[Path], policy: Policy) -> Evidence:
    """The evidence of all files together; raises UsageError for one that holds none."""
    rows: list[EvidenceRow] = []
    for path in paths:
        reading = read_evidence(load(path), ReadOptions(limits=policy.limits), policy.evidence.most_members)
        tell_errors(speaker, reading.issues)
        if reading.evidence is None:
            raise UsageError(message("evidence.unusable", file=str(path)))
        rows.extend(reading.evidence.rows)
    return Evidence(rows=tuple(rows))


def export_file(speaker: Speaker, out: Path, catalog_keys: tuple[str, ...], *, with_names: bool) -> int:
    """Write the decisions of the user's workspace."""
    from fitgap.app.workspace import Workspace

    workspace = Workspace.open()
    try:
        keys = catalog_keys or tuple(row.key for row in workspace.catalogs())
        content = workspace.export_evidence(keys, with_names=with_names, language=speaker.language)
    finally:
        workspace.close()
    write_whole(out, content)
    speaker.tell("cli.written", file=str(out))
    return EXIT_CLEAN


def import_file(speaker: Speaker, file: Path) -> int:
    """Take a file into the user's workspace; every issue on a line, 1 when nothing was stored."""
    from fitgap.app.workspace import Workspace

    workspace = Workspace.open()
    try:
        outcome = workspace.import_evidence(load(file), speaker.say("evidence.person"))
    finally:
        workspace.close()
    for issue in outcome.reading.issues:
        typer.echo(issue_line(speaker, issue), err=True)
    if outcome.reading.evidence is None:
        return EXIT_ERRORS
    count = len(outcome.reading.evidence.rows)
    if outcome.is_unchanged:
        speaker.tell("evidence.unchanged", file=str(file))
    else:
        speaker.tell("evidence.imported", file=str(file), rows=count, issues=len(outcome.reading.issues))
    return EXIT_CLEAN
