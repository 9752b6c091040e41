"""The whole comparison: processes, groups, divergences, differences."""

from collections.abc import Iterable, Sequence

from fitgap.comparing.aligning import Aligned, align_rows, described
from fitgap.comparing.differences import Ground, differences_of
from fitgap.comparing.divergence import divergences_of
from fitgap.comparing.evidence import Nearness, Wordings
from fitgap.comparing.processes import propose_processes, texts_of_flows
from fitgap.comparing.profiles import profiles_of
from fitgap.comparing.table import lay_out_steps
from fitgap.model.comparison import Comparison, MemberFlow, ProcessProposal
from fitgap.model.correction import Correction
from fitgap.model.message import UsageError, message
from fitgap.model.policy import Comparing

__all__ = ["compare", "compare_process", "texts_of_flows"]


def compare(
    flows: Sequence[MemberFlow], wordings: Wordings, policy: Comparing, nearness: Nearness | None = None
) -> tuple[Comparison, ...]:
    """Compare flows of any number of processes and members, process by process.

    `wordings` holds the wording of every text of `texts_of_flows`; `nearness` is a model's, where one is given. The
    result does not depend on the order of `flows`.
    """
    by_key = {flow.key: flow for flow in flows}
    return tuple(
        compare_process([by_key[key] for key in proposal.flow_keys], proposal, wordings, policy, nearness=nearness)
        for proposal in propose_processes(flows, wordings, policy)
    )


def compare_process(
    flows: Iterable[MemberFlow],
    proposal: ProcessProposal,
    wordings: Wordings,
    policy: Comparing,
    corrections: Sequence[Correction] = (),
    nearness: Nearness | None = None,
) -> Comparison:
    """Compare the flows of one process, with what people corrected about their groups.

    Raises UsageError for more steps than the policy lets be compared at once: memory grows with their square.
    """
    aligned = align_process(flows, proposal, wordings, policy, nearness)
    return compare_aligned(aligned, proposal, wordings, policy, corrections)


def align_process(
    flows: Iterable[MemberFlow],
    proposal: ProcessProposal,
    wordings: Wordings,
    policy: Comparing,
    nearness: Nearness | None = None,
) -> Aligned:
    """The machine's part of comparing a process, which no correction changes; raises as `compare_process` does."""
    table = lay_out_steps(flows)
    if len(table.steps) > policy.most_steps:
        raise UsageError(
            message("compare.too_many_steps", process=proposal.name, steps=len(table.steps), most=policy.most_steps)
        )
    return align_rows(table, wordings, policy, nearness)


def compare_aligned(
    aligned: Aligned,
    proposal: ProcessProposal,
    wordings: Wordings,
    policy: Comparing,
    corrections: Sequence[Correction],
    seen_correction: int = 0,
) -> Comparison:
    """The comparison that rests on the machine's part and the corrections."""
    table = aligned.table
    groups, absences = described(aligned, corrections)
    profiles = profiles_of(table, groups, wordings, policy)
    return Comparison(
        process=proposal.name,
        confidence=proposal.confidence,
        flows=table.flows,
        groups=groups,
        divergences=divergences_of(profiles, policy.divergence),
        differences=differences_of(Ground(table=table, groups=groups, profiles=profiles, weights=policy.divergence)),
        absences=absences,
        seen_correction=seen_correction,
    )
