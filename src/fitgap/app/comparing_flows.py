"""Compare members' flows: the stages that it takes, in their order. Used by the command line and the screens."""

from collections.abc import Iterable, Sequence

from fitgap.app.pipeline import normaliser_of
from fitgap.comparing import Wish, compare, compare_process, propose_common_flow, propose_processes, texts_of_flows
from fitgap.comparing.evidence import Wordings
from fitgap.comparing.processes import title_of
from fitgap.comparing.roles import OTHER_ROLE
from fitgap.model.comparison import (
    CommonFlow,
    CommonRule,
    Comparison,
    Cover,
    JoinCheck,
    MemberFlow,
    Newcomer,
    StepCover,
    StepRef,
)
from fitgap.model.judgement import FitGap, Verdict
from fitgap.model.policy import Policy
from fitgap.texts import Language, say

COVER_OF = {
    Verdict.FIT: Cover.COVERED,
    Verdict.PARTIAL: Cover.COVERED,
    Verdict.GAP: Cover.UNCOVERED,
    Verdict.NA: Cover.BY_HAND,
}


def wordings_of(flows: Sequence[MemberFlow], thesaurus: str | None = None) -> Wordings:
    """The wording of every text that comparing looks at."""
    return normaliser_of(thesaurus).all(texts_of_flows(flows))


def compare_flows(
    flows: Sequence[MemberFlow], policy: Policy, thesaurus: str | None = None
) -> tuple[tuple[Comparison, ...], Wordings]:
    """The comparison of every process found among the flows, and the wordings for common flows."""
    wordings = wordings_of(flows, thesaurus)
    return compare(flows, wordings, policy.comparing), wordings


def covers_of(fit_gaps: Iterable[tuple[MemberFlow, FitGap]]) -> dict[StepRef, StepCover]:
    """What a package does for each step, from the flows held against it."""
    covers = {}
    for flow, fit_gap in fit_gaps:
        for result in fit_gap.results:
            if cover := COVER_OF.get(result.judgement.verdict):
                ref = StepRef(member=flow.member, flow_key=flow.key, step_id=result.step.id)
                best = result.candidates[0].feature_id if result.candidates and cover is Cover.COVERED else ""
                covers[ref] = StepCover(cover=cover, feature_id=best)
    return covers


def check_joining(
    flows: Sequence[MemberFlow], standard: MemberFlow, created_at: str, policy: Policy, thesaurus: str | None = None
) -> JoinCheck | None:
    """What members must change to adopt a standard flow; None when no flow of theirs is of the standard's process."""
    everything = (*flows, standard)
    wordings = wordings_of(everything, thesaurus)
    proposals = propose_processes(everything, wordings, policy.comparing)
    proposal = next(proposal for proposal in proposals if standard.key in proposal.flow_keys)
    chosen = [flow for flow in everything if flow.key in proposal.flow_keys]
    if len(chosen) < 2:
        return None
    comparison = compare_process(chosen, proposal, wordings, policy.comparing)
    wish = Wish(rule=CommonRule.MEMBER, flow_name=standard.flow.name, role_names={}, member=standard.member, covers={})
    common = propose_common_flow(comparison, wish, wordings, policy.comparing)
    newcomers = []
    for divergence in comparison.divergences:
        if standard.member in (divergence.left, divergence.right):
            member = divergence.right if divergence.left == standard.member else divergence.left
            shared = sum(member in step.members for step in common.steps)
            changes = tuple(change for change in common.changes if change.member == member)
            newcomers.append(Newcomer(member=member, divergence=divergence, shared_steps=shared, changes=changes))
    return JoinCheck(
        process=title_of(standard),
        standard=standard.flow.name,
        standard_steps=len(common.steps),
        created_at=created_at,
        newcomers=tuple(newcomers),
    )


def common_flow_of(
    comparison: Comparison,
    rule: CommonRule,
    wordings: Wordings,
    policy: Policy,
    language: Language,
    member: str = "",
    covers: dict[StepRef, StepCover] | None = None,
) -> CommonFlow:
    """A common flow by a rule, named and with its lanes in a language."""
    said = member if rule is CommonRule.MEMBER else say(f"common_rule.{rule.value}", language)
    wish = Wish(
        rule=rule,
        flow_name=say("common_flow.name", language, process=comparison.process, rule=said),
        role_names={role: say(f"role.{role}", language) for role in (*policy.comparing.roles, OTHER_ROLE)},
        member=member,
        covers=covers or {},
    )
    return propose_common_flow(comparison, wish, wordings, policy.comparing)
