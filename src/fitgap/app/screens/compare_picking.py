"""Which common step is picked: one of its steps stands in the address, so that a reload and a correction find it."""

from collections.abc import Collection

from fitgap.app.screens import compare_view as view
from fitgap.app.screens.session import keep, kept
from fitgap.model.comparison import Comparison, StepGroup, StepRef

PICKED = "work"
SEPARATOR = "/"


def place_of(ref: StepRef) -> str:
    """A step as the address and the options of widgets name it."""
    return f"{ref.flow_key}{SEPARATOR}{ref.step_id}"


def picked_group(comparison: Comparison) -> StepGroup | None:
    """The group that was picked, found again by one of its steps."""
    flow_key, _, step_id = kept(PICKED).partition(SEPARATOR)
    return view.group_at(comparison.groups, flow_key, step_id)


def pick_group(comparison: Comparison, group_id: str) -> None:
    """Remember a group, or none."""
    group = next((group for group in comparison.groups if group.id == group_id), None)
    keep(PICKED, place_of(view.anchor_of(group, comparison.groups)) if group else "")


def stay_with(group: StepGroup, leaving: Collection[StepRef]) -> None:
    """Keep a group picked though the step that names it goes."""
    left = [step.ref for step in group.steps if step.ref not in leaving]
    if left and kept(PICKED) in {place_of(ref) for ref in leaving}:
        keep(PICKED, place_of(left[0]))
