"""Put a reader's issues in order and sum up what repeats."""

from collections import defaultdict
from collections.abc import Iterable

from fitgap.model.message import Issue, Severity, message

SEVERITY_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


def summed_up(issues: Iterable[Issue], most: int) -> tuple[Issue, ...]:
    """Errors first, then by line or row; of one kind at most `most`, the rest in one issue that counts them."""
    by_code: dict[str, list[Issue]] = defaultdict(list)
    for issue in sorted(issues, key=_order):
        by_code[issue.code].append(issue)
    kept: list[Issue] = []
    for code, same in by_code.items():
        kept.extend(same[:most])
        if more := same[most:]:
            said = message("bpmn.more_of_a_kind", count=len(more), kind=code)
            kept.append(Issue(message=said, severity=more[0].severity, source=more[0].source))
    return tuple(sorted(kept, key=_order))


def _order(issue: Issue) -> tuple[int, str, str, int]:
    source = issue.source
    return SEVERITY_ORDER[issue.severity], source.file, source.sheet or "", source.line or source.row or 0
