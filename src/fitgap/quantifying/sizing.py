"""Suggest the size of a customisation from what the gap touches; a person has the last word."""

from collections.abc import Sequence
from dataclasses import dataclass

from fitgap.model.cost import SIZES
from fitgap.model.cost_policy import Sizing
from fitgap.model.message import Message, message, quoted
from fitgap.model.step import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedSize:
    """A size with the reasons that led to it."""

    size: str
    points: int
    reasons: tuple[Message, ...]


def suggest_size(steps: Sequence[Step], sizing: Sizing) -> SuggestedSize:
    """The size of doing in the package what these steps (one piece of work at several members) do today."""
    points, reasons = 0, []
    forms = {form.name for step in steps for form in step.forms if form.direction == "output"}
    if forms:
        points += sizing.form_points * len(forms)
        reasons.append(message("costs.size.forms", count=len(forms), points=sizing.form_points * len(forms)))
    text = "\n".join(part for step in steps for part in (step.name, step.content)).casefold()
    for kind, words in sizing.words.items():
        if found := [word for word in words if word.casefold() in text]:
            points += sizing.points[kind]
            reasons.append(message(f"costs.size.{kind}", words=quoted(found[:3]), points=sizing.points[kind]))
    size = next((one for one in SIZES if points <= sizing.up_to.get(one, points)), SIZES[-1])
    return SuggestedSize(size=size, points=points, reasons=tuple(reasons) or (message("costs.size.nothing"),))
