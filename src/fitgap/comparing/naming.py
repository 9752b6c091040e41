"""What a group of steps is called: the wording of its members that stands best for all."""

from collections.abc import Sequence

from fitgap.comparing.arrays import Floats
from fitgap.model.step import Step


def name_of(steps: Sequence[Step], likeness: Floats) -> str:
    """The name of the step that is most like the others; ties go to the name most use, the shorter, the first."""
    names = [step.name.strip() for step in steps]
    uses = {name: names.count(name) for name in names}
    support = likeness.sum(axis=1)
    best = min(
        (index for index, name in enumerate(names) if name),
        key=lambda i: (-round(float(support[i]), 3), -uses[names[i]], len(names[i]), names[i]),
        default=None,
    )
    return "" if best is None else names[best]
