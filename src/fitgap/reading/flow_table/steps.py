"""Rows of a flow table -> steps, with the numbers and names that later parts need."""

import re
import unicodedata
from dataclasses import dataclass, field, replace
from functools import lru_cache

from fitgap.model.flow import Work
from fitgap.model.message import Issue, Severity, message
from fitgap.reading.tables.cells import cases_of, is_blank_value, is_one_of, minutes_of, split_names, word, words
from fitgap.reading.tables.grid import Sheet
from fitgap.reading.tables.layout import Layout
from fitgap.reading.tables.records import CategoryLevels, Record, name_from, records

LEVELS = ("category_large", "category_medium", "category_small")
CONTINUING = frozenset({"content", "inputs", "outputs", "documents", "next", "condition", "legal_basis", "note"})
LISTS = ("inputs", "outputs", "documents")
# Words alone in the column of numbers head the rows below; a number alone waits for its step.
SECTION = re.compile(r"(?=.*[^\W\d_])(?!.*。).{1,40}")
AROUND_SECTION = "【】［］[]■□◆◇●○▼▽<>＜＞〈〉《》 　"
DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class TableStep:
    """One step as its row, or rows, state it; `no` is empty where the row has none."""

    no: str
    name: str
    row: int
    sheet: Sheet
    process: str
    work: Work
    kind: str
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    documents: str = ""
    next: str = ""
    condition: str = ""
    raw_name: str = ""


@dataclass(slots=True, kw_only=True)
class _Reading:
    sheet: Sheet
    layout: Layout
    issues: list[Issue]
    name_field: str
    levels: CategoryLevels
    steps: list[TableStep] = field(default_factory=list)
    process: str = ""
    section: tuple[str, ...] = ()

    def report(self, said: str, severity: Severity, row: int, column: str = "", **values: str | int) -> None:
        heading = self.layout.heading(column) if column else ""
        self.issues.append(self.sheet.issue(message(f"tables.{said}", **values), severity, row, column=heading))


def read_steps(sheet: Sheet, layout: Layout, issues: list[Issue]) -> list[TableStep]:
    """The steps of one sheet in row order; a row that is none becomes part of the step above, or an issue."""
    fields = [name for name in ("name", *reversed(LEVELS)) if name in layout.columns]
    name_field = fields[0]
    levels = CategoryLevels(tuple(level for level in LEVELS if level in layout.columns and level != name_field))
    reading = _Reading(sheet=sheet, layout=layout, issues=issues, name_field=name_field, levels=levels)
    for record in records(sheet, layout, issues):
        _read_row(reading, record)
    return reading.steps


def _read_row(reading: _Reading, record: Record) -> None:
    own, no = record.own, number_text(record["no"])
    has_own_number = bool(no) and "no" not in record.covered
    name = " ".join(record[reading.name_field].split())
    if record.is_remark or not (own or record.others):
        reading.report("row_left_out", Severity.INFO, record.row, text=record.text)
        return
    is_same_step = "no" in record.covered or (not no and reading.name_field not in own)
    if reading.steps and is_same_step and set(own) <= CONTINUING and not has_own_number:
        reading.steps[-1] = _continued(reading.steps[-1], record)
        if "no" not in record.covered:
            reading.report("row_continues", Severity.INFO, record.row, name=reading.steps[-1].name, text=record.text)
        return
    if not name and not record["content"]:
        _without_name(reading, record)
        return
    reading.process = " ".join(record["process"].split()) or reading.process
    if not name:
        name = name_from(record["content"])
        reading.report("step_without_name", Severity.WARNING, record.row, reading.name_field, name=name)
    if DATE.fullmatch(no):
        reading.report("number_is_date", Severity.WARNING, record.row, "no", value=no)
    reading.steps.append(
        TableStep(
            no=no if has_own_number else "",
            name=name,
            raw_name=record[reading.name_field],
            row=record.row,
            sheet=reading.sheet,
            process=reading.process,
            work=_work(reading, record, name),
            kind=task_kind(record["method"]),
            inputs=split_names(record["inputs"]),
            outputs=split_names(record["outputs"]),
            documents=record["documents"],
            next=record["next"],
            condition=record["condition"],
        )
    )


def number_text(text: str) -> str:
    """A No as it is compared and shown: half width, without blanks around it."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


@lru_cache(maxsize=256)
def task_kind(method: str) -> str:
    """The BPMN task that 実施方法 states; plain ``task`` where it does not."""
    text = word(method)
    is_manual, is_system = _names_one(text, words().manual), _names_one(text, words().system)
    if is_manual:
        return "userTask" if is_system else "manualTask"
    if _names_one(text, words().automatic):
        return "serviceTask"
    return "userTask" if is_system else "task"


def _names_one(text: str, known: tuple[str, ...]) -> bool:
    return any(word(one) in text for one in known)


def _without_name(reading: _Reading, record: Record) -> None:
    """A heading between rows becomes the category of those below; a number that waits for its step is no fault."""
    own = record.own
    if own and set(own) <= set(reading.levels.fields):
        reading.levels.levels(record)
        return
    if set(own) == {"no"} and not record.others and SECTION.fullmatch(own["no"]) and not reading.levels.fields:
        reading.section = (own["no"].strip(AROUND_SECTION),)
        return
    is_numbered = "no" in own and len(own) > 1
    code, severity = ("row_without_name", Severity.WARNING) if is_numbered else ("row_left_out", Severity.INFO)
    reading.report(code, severity, record.row, text=record.text)


def _work(reading: _Reading, record: Record, name: str) -> Work:
    others = [(reading.layout.heading("dfd"), record["dfd"]), *record.others]
    kept = (f"{heading}: {text}" for heading, text in others if text)
    return Work(
        content=record["content"],
        method=_one_line(record["method"]),
        department=_one_line(record["department"]),
        actor=_one_line(record["actor"]),
        minutes_per_case=_number(reading, record, "minutes", name),
        cases_per_year=_number(reading, record, "cases", name),
        legal_basis=record["legal_basis"],
        note="\n".join(text for text in (record["note"], *kept) if text),
        categories=reading.section or tuple(level for level in reading.levels.levels(record) if level),
    )


def _number(reading: _Reading, record: Record, column: str, name: str) -> float | None:
    text = record[column]
    if is_blank_value(text):
        return None
    heading = reading.layout.heading(column)
    value = minutes_of(text, heading) if column == "minutes" else cases_of(text, heading)
    if value is None:
        reading.report(f"{column}_unreadable", Severity.WARNING, record.row, column, value=text[:100], name=name)
    return value


def _continued(step: TableStep, record: Record) -> TableStep:
    """A step with the texts that a further row of it adds."""
    own = record.own
    kept = [own.get("note", ""), *(f"{heading}: {text}" for heading, text in record.others)]
    work = replace(
        step.work,
        content=_joined(step.work.content, own.get("content", "")),
        legal_basis=_joined(step.work.legal_basis, own.get("legal_basis", "")),
        note=_joined(step.work.note, *kept),
    )
    return replace(
        step,
        work=work,
        inputs=_both(step.inputs, own.get("inputs", "")),
        outputs=_both(step.outputs, own.get("outputs", "")),
        documents=_joined(step.documents, own.get("documents", "")),
        next=_joined(step.next, own.get("next", "")),
        condition=_joined(step.condition, own.get("condition", "")),
    )


def _both(names: tuple[str, ...], text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*names, *split_names(text))))


def _joined(*texts: str) -> str:
    return "\n".join(text for text in texts if text)


def _one_line(text: str) -> str:
    return "" if is_one_of(text, "nothing") else " ".join(text.split())
