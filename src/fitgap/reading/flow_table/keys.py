"""What every step is called in the flow: its No as written; made up where it has none or shares it."""

from collections.abc import Sequence

from fitgap.model.message import Issue, Severity, message
from fitgap.reading.flow_table.steps import TableStep


class Keys:
    """Keys of steps and of everything that is made for them, all unlike each other."""

    def __init__(self) -> None:
        self.taken: set[str] = set()
        self._numbers: dict[str, int] = {}

    def new(self, base: str) -> str:
        """A key like this one that nothing has yet."""
        key, number = base, self._numbers.get(base, 1)
        while key in self.taken:
            number += 1
            key = f"{base}_{number}"
        self._numbers[base] = number
        self.taken.add(key)
        return key


def give_keys(groups: Sequence[Sequence[TableStep]], keys: Keys, issues: list[Issue]) -> list[list[str]]:
    """A key for every step of every process: its No, which numbers that start anew in a later process lose."""
    stated = {step.no for group in groups for step in group if step.no}
    found: list[list[str]] = []
    for place, group in enumerate(groups, start=1):
        numbers = [step.no for step in group if step.no]
        starts_anew = place > 1 and any(number in keys.taken for number in numbers)
        prefix = f"{place}-" if starts_anew else ""
        while prefix and any(prefix + number in stated for number in numbers):
            prefix = f"{place}{prefix}"
        if starts_anew:
            said = message("tables.numbers_start_anew", process=group[0].process or group[0].sheet.name, prefix=prefix)
            issues.append(group[0].sheet.issue(said, Severity.INFO, group[0].row))
        if not numbers:
            said = message("tables.numbers_guessed", count=len(group))
            issues.append(group[0].sheet.issue(said, Severity.INFO, group[0].row))
        found.append([_key(step, order, prefix, bool(numbers), keys, issues) for order, step in enumerate(group, 1)])
    return found


def _key(step: TableStep, order: int, prefix: str, is_numbered: bool, keys: Keys, issues: list[Issue]) -> str:
    if not step.no:
        key = keys.new(f"{prefix}row{step.row}" if is_numbered else str(order))
        if is_numbered:
            said = message("tables.step_without_number", name=step.name, id=key)
            issues.append(step.sheet.issue(said, Severity.WARNING, step.row, key))
        return key
    wanted = prefix + step.no
    key = keys.new(wanted)
    if key != wanted:
        said = message("tables.duplicate_number", no=step.no, name=step.name, new_id=key)
        issues.append(step.sheet.issue(said, Severity.WARNING, step.row, key))
    return key
