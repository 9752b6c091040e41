"""Compare the stored flows: which of them are the same process, and how the members do it."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace

from fitgap.app.cli_compare_tables import ABSENCE_COLUMNS, GROUP_COLUMNS, absence_rows, group_rows, table_bytes
from fitgap.app.cli_match import as_text
from fitgap.app.comparing_flows import wordings_of
from fitgap.app.desk import Desk
from fitgap.app.outcomes import FlowRow, ProcessesFound
from fitgap.app.semantic import nearness_of
from fitgap.comparing import align_process, compare_aligned, place_flows, propose_processes
from fitgap.comparing.aligning import Aligned
from fitgap.model.comparison import Comparison, MemberFlow, ProcessProposal
from fitgap.model.correction import Correction
from fitgap.model.message import Message, UsageError
from fitgap.texts import Language

OnRead = Callable[[FlowRow, int, int], None]
"""Told of each flow that is read, of its place from 1 on, and of how many there are."""


def find_processes(desk: Desk, on_read: OnRead | None = None) -> ProcessesFound:
    """Which current flows of all members are the same process: the machine's proposals as people corrected them.

    Found once for the same contents, policy and corrections.
    """
    rows = desk.store.flows(None)
    policy_text = desk.policy_text()
    key = (tuple((row.id, row.content_hash) for row in rows), policy_text)
    by_machine = desk.processes.get(key, lambda: _find(desk, rows, policy_text, on_read))
    log = desk.store.correction_log
    _, revision = log.revision()

    def place() -> ProcessesFound:
        placed = {str(one.flow_id): one.process for one in log.placings()}
        policy = desk.policy_of(policy_text).comparing
        proposals = place_flows(by_machine.proposals, placed, by_machine.flows, by_machine.wordings, policy)
        return replace(by_machine, proposals=proposals)

    return desk.placed.get((key, revision), place)


def compare(desk: Desk, flow_ids: Collection[int]) -> tuple[Comparison, ...]:
    """Every process that two or more members of these flows share, by name; computed once.

    Raises UsageError for a process with more steps than the policy lets be compared at once.
    """
    found = find_processes(desk)
    shared = _shared(found, flow_ids)
    return tuple(_compare(desk, found, proposal, flows) for proposal, flows in shared)


def compare_where_possible(desk: Desk, flow_ids: Collection[int]) -> tuple[tuple[Comparison, ...], tuple[Message, ...]]:
    """The same, with a sentence instead for each process that cannot be compared."""
    found = find_processes(desk)
    comparisons, refusals = [], []
    for proposal, flows in _shared(found, flow_ids):
        try:
            comparisons.append(_compare(desk, found, proposal, flows))
        except UsageError as error:
            refusals.append(error.message)
    return tuple(comparisons), tuple(refusals)


def corrections(desk: Desk) -> tuple[Correction, ...]:
    """Every correction of groups ever made, oldest first, with its steps as the current flows call them."""
    log = desk.store.correction_log
    current = tuple(row.id for row in desk.store.flows(None))
    return desk.corrected.get((log.revision()[0], current), log.corrections)


def speaking_of(said: Iterable[Correction], flow_keys: Collection[str]) -> tuple[Correction, ...]:
    """The corrections that speak of a step of one of some flows."""
    keys = frozenset(flow_keys)
    return tuple(one for one in said if any(step.ref.flow_key in keys for step in one.spoken_steps))


def export_groups(desk: Desk, flow_ids: Collection[int]) -> bytes:
    """The step groups as the CSV of `fitgap compare --out`; a flow is called by member and file."""
    rows = desk.store.flows(None)
    places = [f"{row.member}/{row.file}" for row in rows]
    names = {
        str(row.id): as_text(place if places.count(place) == 1 else f"{place} ({row.id})")
        for row, place in zip(rows, places, strict=True)
    }
    groups = group_rows(compare(desk, flow_ids), desk.policy().comparing)
    return table_bytes(GROUP_COLUMNS, ({**row, "flow": names[row["flow"]]} for row in groups))


def export_absences(desk: Desk, flow_ids: Collection[int], language: Language) -> bytes:
    """Every common step that a member lacks, with the reason or room for one, as a CSV."""
    return table_bytes(ABSENCE_COLUMNS, absence_rows(compare(desk, flow_ids), language))


def _find(desk: Desk, rows: Sequence[FlowRow], policy_text: str, on_read: OnRead | None) -> ProcessesFound:
    flows = []
    for number, row in enumerate(rows, start=1):
        if on_read is not None:
            on_read(row, number, len(rows))
        flows.append(MemberFlow(key=str(row.id), member=row.member, flow=desk.stored_flow(row.id).flow))
    wordings = wordings_of(flows)
    proposals = propose_processes(flows, wordings, desk.policy_of(policy_text).comparing)
    return ProcessesFound(flows=tuple(flows), proposals=proposals, wordings=wordings)


def _shared(found: ProcessesFound, flow_ids: Collection[int]) -> list[tuple[ProcessProposal, tuple[MemberFlow, ...]]]:
    wanted = {str(flow_id) for flow_id in flow_ids}
    shared = []
    for proposal in found.proposals:
        keys = wanted.intersection(proposal.flow_keys)
        flows = tuple(flow for flow in found.flows if flow.key in keys)
        if len({flow.member for flow in flows}) > 1:
            shared.append((replace(proposal, flow_keys=tuple(flow.key for flow in flows)), flows))
    return shared


def _compare(desk: Desk, found: ProcessesFound, proposal: ProcessProposal, flows: Sequence[MemberFlow]) -> Comparison:
    """One process; an id names one version of a flow, so it stands for the contents."""
    policy_text = desk.policy_text()
    whole = desk.policy_of(policy_text)
    policy = whole.comparing
    seen = desk.store.correction_log.newest()
    said = speaking_of(corrections(desk), proposal.flow_keys)

    def aligned() -> Aligned:
        return desk.aligned.get(
            (proposal.flow_keys, policy_text),
            lambda: align_process(flows, proposal, found.wordings, policy, nearness_of(whole)),
        )

    return desk.comparisons.get(
        (proposal, policy_text, tuple((one.id, one.holds) for one in said)),
        lambda: compare_aligned(aligned(), proposal, found.wordings, policy, said, seen),
    )
