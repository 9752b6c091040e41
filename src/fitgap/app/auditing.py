"""The audit log: look at it, check it, take it out."""

import csv
import io

from fitgap.app.access import needs
from fitgap.app.use_cases import UseCases
from fitgap.model.access import Right
from fitgap.model.audit import AuditCheck, AuditLine
from fitgap.reporting.cells import looks_like_formula

COLUMNS = ("number", "at", "who", "what", "subject", "details", "previous", "digest")


class Auditing(UseCases):
    """Who did what, when."""

    @needs(Right.ADMINISTER)
    def lines(self, newest: int | None = None) -> tuple[AuditLine, ...]:
        """The newest lines, or all of them, oldest first."""
        return self._desk.store.audit.lines(newest)

    @needs(Right.ADMINISTER)
    def verify(self, noted: tuple[str, ...] = ()) -> AuditCheck:
        """Whether every line is there and as it was written, and every digest that somebody noted still in it."""
        return self._desk.store.audit.verify(noted)

    @needs(Right.ADMINISTER, export="audit")
    def export_lines(self) -> bytes:
        """Every line as a CSV with its digests, so that the chain can be checked elsewhere; safe to open in Excel."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(COLUMNS)
        for line in self._desk.store.audit.lines():
            writer.writerow([_harmless(str(getattr(line, column))) for column in COLUMNS])
        return text.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    """A text that a spreadsheet does not take for a formula."""
    return f"'{cell}" if looks_like_formula(cell) else cell
