"""Minutes and yearly volume of a step, as fitgap's own extension states them: `<fitgap:work minutesPerCase= …/>`."""

import math

from fitgap.model.flow import Work
from fitgap.model.message import Severity
from fitgap.reading.bpmn.register import Element, Register

WORK_TAG = "{urn:fitgap:work}work"


def work_of(register: Register, element: Element, key: str) -> Work | None:
    """The stated figures; None where nothing is stated. A figure that is no number is unknown, and reported."""
    stated = next(
        (work for extensions in register.children(element, "extensionElements") for work in extensions.iter(WORK_TAG)),
        None,
    )
    if stated is None:
        return None
    return Work(
        minutes_per_case=_figure(register, stated, "minutesPerCase", key),
        cases_per_year=_figure(register, stated, "casesPerYear", key),
    )


def _figure(register: Register, stated: Element, name: str, key: str) -> float | None:
    text = (stated.get(name) or "").strip()
    if not text:
        return None
    try:
        figure = float(text)
    except ValueError:
        figure = math.nan
    if math.isfinite(figure) and figure >= 0:
        return figure
    register.report("work_not_a_number", Severity.WARNING, stated, key, figure=name, text=text[:40])
    return None
