"""What a common flow is worked out from: the members' comparison, the published standard, what packages cover."""

from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass

from fitgap.app import comparing_stored
from fitgap.app.analysing import analyse
from fitgap.app.choosing import standings
from fitgap.app.comparing_flows import COVER_OF
from fitgap.app.desk import Desk
from fitgap.comparing.evidence import Wordings
from fitgap.model.comparison import Comparison, Cover, StepCover, StepRef
from fitgap.model.message import UsageError, message
from fitgap.model.summary import standing_verdict

OnHeld = Callable[[str, int, int], None]
"""Told of each flow that is held against a package: its name, its place from 1 on, how many there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The flows of one process side by side; `standard` is the member that stands for the published standard."""

    comparison: Comparison
    wordings: Wordings
    standard: str = ""

    @property
    def key(self) -> Hashable:
        """What results from this ground depend on; a flow's key names one version of it."""
        return tuple(flow.key for flow in self.comparison.flows), self.comparison.groups


def ground_of(desk: Desk, flow_ids: Collection[int], *, with_standard: bool = False) -> Ground:
    """The comparison of these flows without published standards, or with that of their process.

    Raises UsageError for fewer than two members, and where a standard is asked for and none is marked.
    """
    found = comparing_stored.find_processes(desk)
    marked = {mark.flow_id for mark in desk.store.commons.standards()}
    ids = {flow_id for flow_id in flow_ids if flow_id not in marked}
    standard = standard_of(desk, flow_ids) if with_standard else None
    if with_standard and standard is None:
        raise UsageError(message("commons.no_standard"))
    comparisons = comparing_stored.compare(desk, ids | ({standard} if standard else set()))
    if not comparisons:
        raise UsageError(message("commons.too_few"))
    return Ground(
        comparison=max(comparisons, key=lambda one: len(one.flows)),
        wordings=found.wordings,
        standard=desk.store.flow_row(standard).member if standard else "",
    )


def standard_of(desk: Desk, flow_ids: Collection[int]) -> int | None:
    """The flow that is marked as the published standard of these flows' process, the one marked last."""
    keys = {str(flow_id) for flow_id in flow_ids}
    same = {
        key
        for proposal in comparing_stored.find_processes(desk).proposals
        if keys.intersection(proposal.flow_keys)
        for key in proposal.flow_keys
    }
    marks = [mark for mark in desk.store.commons.standards() if str(mark.flow_id) in same]
    return max(marks, key=lambda mark: mark.at).flow_id if marks else None


def covers_of_package(
    desk: Desk, ground: Ground, package: str, on_held: OnHeld | None = None
) -> dict[StepRef, StepCover]:
    """What a package does for every step compared, people's verdicts before the machine's."""
    covers: dict[StepRef, StepCover] = {}
    flows = ground.comparison.flows
    for number, flow in enumerate(flows, start=1):
        if on_held is not None:
            on_held(flow.flow.name, number, len(flows))
        covers |= _covers(desk, flow.member, int(flow.key), package)
    return covers


def _covers(desk: Desk, member: str, flow_id: int, package: str) -> dict[StepRef, StepCover]:
    fit_gap = analyse(desk, flow_id, package)
    standing = standings(desk, flow_id, package)
    found = {}
    for result in fit_gap.results:
        cover = COVER_OF.get(standing_verdict(result, standing))
        if cover is None:
            continue
        ids = standing[result.step.id].confirmed_ids or tuple(one.feature_id for one in result.candidates[:1])
        ref = StepRef(member=member, flow_key=str(flow_id), step_id=result.step.id)
        found[ref] = StepCover(cover=cover, feature_id=ids[0] if ids and cover is Cover.COVERED else "")
    return found
