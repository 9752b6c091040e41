"""Put a reader's issues in order and sum up what repeats."""

from collections import defaultdict
from collections.abc import Iterable

from fitgap.model.message import Issue, Severity, message

SEVERITY_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


def summed_up(issues: Iterable[Issue], most: int) -> tuple[Issue, ...]:
    """Errors first, then by file, sheet and row (or line); of one kind at most `most`, the rest in one that counts.

    Files and sheets keep the order in which they first have something to say.
    """
    issues = list(issues)
    places = {place: order for order, place in enumerate(dict.fromkeys(map(_sheet, issues)))}

    def in_order(issue: Issue) -> tuple[int, int, int]:
        return SEVERITY_ORDER[issue.severity], places[_sheet(issue)], issue.source.line or issue.source.row or 0

    by_code: dict[str, list[Issue]] = defaultdict(list)
    for issue in sorted(issues, key=in_order):
        by_code[issue.code].append(issue)
    kept: list[Issue] = []
    for code, same in by_code.items():
        kept.extend(same[:most])
        if more := same[most:]:
            said = message("bpmn.more_of_a_kind", count=len(more), kind=code)
            kept.append(Issue(message=said, severity=more[0].severity, source=more[0].source))
    return tuple(sorted(kept, key=in_order))


def _sheet(issue: Issue) -> tuple[str, str]:
    return issue.source.file, issue.source.sheet or ""
