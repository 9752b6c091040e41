"""`fitgap decisions import`: what an edited workbook asks for, and on demand its recording."""

from pathlib import Path

import typer

from fitgap.app.cli_inputs import issue_line
from fitgap.app.cli_speaking import EXIT_CLEAN, EXIT_ERRORS, Speaker
from fitgap.app.files import load
from fitgap.app.outcomes import ImportKind, ImportRow
from fitgap.model.message import Severity, message
from fitgap.model.policy import Deciding
from fitgap.texts import place, say, term


def import_decisions(speaker: Speaker, file: Path, person: str, *, applies: bool, takes_conflicts: bool) -> int:
    """Show what would be recorded; with `applies` record the new and changed rows, with `takes_conflicts` all.

    1 when the workbook cannot be used, or when rows that were edited cannot be read or were left out.
    """
    from fitgap.app.workspace import Workspace

    workspace = Workspace.open()
    try:
        preview = workspace.decisions.preview_import(load(file))
        deciding = workspace.policy().deciding
        for issue in preview.issues:
            typer.echo(issue_line(speaker, issue), err=True)
        for row in preview.rows:
            typer.echo(_line(speaker, row, deciding))
        taken = tuple(row for row in preview.rows if takes_conflicts or row.kind is not ImportKind.CONFLICT)
        if applies and taken:
            workspace.decisions.apply_import(taken, person or speaker.say("decisions.person"))
            speaker.tell("decisions.recorded", count=len(taken))
    finally:
        workspace.close()
    speaker.tell(
        "decisions.counted",
        rows=len(preview.rows),
        conflicts=sum(row.kind is ImportKind.CONFLICT for row in preview.rows),
        untouched=preview.untouched,
    )
    if not applies and preview.rows:
        speaker.tell("decisions.nothing_recorded")
    left_out = applies and len(taken) < len(preview.rows)
    has_trouble = left_out or any(issue.severity is not Severity.INFO for issue in preview.issues)
    return EXIT_ERRORS if has_trouble else EXIT_CLEAN


def _line(speaker: Speaker, row: ImportRow, deciding: Deciding) -> str:
    """One row: what kind, where, whose, what, and why it is a conflict."""
    said = [
        speaker.say(
            "decisions.row",
            kind=speaker.say(f"decisions.kind.{row.kind}"),
            place=place(row.source, speaker.language),
            members="、".join(row.item.subject.members),
            item=row.item.subject.title,
            resolution=term("resolution", row.terms.resolution, deciding, speaker.language),
        )
    ]
    for why in row.why:
        values = dict(why.values)
        if "resolution" in values:
            values["resolution"] = term("resolution", str(values["resolution"]), deciding, speaker.language)
        said.append(say(message(why.code, **values), speaker.language))
    return "  ".join(said)
