"""`fitgap export`: flows against catalogues as an Excel workbook, without the workspace."""

from pathlib import Path

from fitgap.app.cli_match import Matching, match_files
from fitgap.app.cli_speaking import EXIT_CLEAN, EXIT_ERRORS, Speaker
from fitgap.app.clock import now
from fitgap.app.files import write_whole
from fitgap.app.samples import member_name
from fitgap.model.report import FitGapReport, MemberFitGap
from fitgap.reporting.workbook import fitgap_workbook


def run(speaker: Speaker, wanted: Matching, out: Path) -> int:
    """Write the workbook; 1 when a file had an error (the others are written all the same)."""
    matched = match_files(speaker, wanted)
    if not matched.pairs:
        speaker.tell("cli.nothing_written", file=str(out))
        return EXIT_ERRORS
    entries = tuple(
        MemberFitGap(member=member_name(path.resolve().parent), fit_gap=fit_gap) for path, fit_gap in matched.pairs
    )
    report = FitGapReport(title=speaker.say("workspace.report_title"), created_at=now(), entries=entries)
    write_whole(out, fitgap_workbook(report, speaker.language))
    speaker.tell("cli.written", file=str(out))
    return EXIT_CLEAN if matched.is_complete else EXIT_ERRORS
