"""Compare members' flows: the stages that it takes, in their order. Used by the command line and the screens."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from fitgap.app.pipeline import normaliser_of
from fitgap.app.semantic import nearness_of
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
    ProcessProposal,
    StepCover,
    StepRef,
)
from fitgap.model.flow import Flow, Node
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
    return compare(flows, wordings, policy.comparing, nearness_of(policy)), wordings


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
    return check_against(chosen, standard, proposal, created_at, policy, wordings)


def check_against(
    flows: Sequence[MemberFlow],
    standard: MemberFlow,
    proposal: ProcessProposal,
    created_at: str,
    policy: Policy,
    wordings: Wordings,
) -> JoinCheck:
    """The same for flows that are known to be of one process, the standard's among them."""
    comparison = compare_process(flows, proposal, wordings, policy.comparing, nearness=nearness_of(policy))
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
    """A common flow by a rule, named and with its lanes in a language.

    The published standard is the flow of the `member` that stands for it; nothing is to be changed in it.
    """
    wish = wish_of(comparison.process, rule, policy, language, member, covers)
    if rule is not CommonRule.STANDARD:
        return propose_common_flow(comparison, wish, wordings, policy.comparing)
    common = propose_common_flow(comparison, replace(wish, rule=CommonRule.MEMBER), wordings, policy.comparing)
    return replace(common, rule=rule, changes=tuple(one for one in common.changes if one.member != member))


def wish_of(
    process: str,
    rule: CommonRule,
    policy: Policy,
    language: Language,
    member: str = "",
    covers: Mapping[StepRef, StepCover] | None = None,
) -> Wish:
    """What is asked of a rule, in the words of a language."""
    said = member if rule is CommonRule.MEMBER else say(f"common_rule.{rule.value}", language)
    return Wish(
        rule=rule,
        flow_name=say("common_flow.name", language, process=process, rule=said),
        role_names={role: say(f"role.{role}", language) for role in (*policy.comparing.roles, OTHER_ROLE)},
        member=member,
        covers=covers or {},
    )


def with_provenance(comparison: Comparison, common: CommonFlow, language: Language) -> Flow:
    """The common flow with a note in each step that says whose steps and which functions it comes from."""
    names = {step.ref: step.name for group in comparison.groups for step in group.steps}
    notes = {}
    for step in common.steps:
        refs = "、".join(f"{ref.member}「{names[ref]}」" for ref in step.refs)
        code = "common_flow.note_feature" if step.feature_ids else "common_flow.note"
        features = {"features": "、".join(step.feature_ids)} if step.feature_ids else {}
        notes[step.node_id] = say(code, language, refs=refs, **features)

    def noted(node: Node) -> Node:
        if node.id not in notes:
            return node
        content = node.work.content if node.work else ""
        return replace(node, documentation="\n".join(filter(None, (content, notes[node.id]))))

    return replace(common.flow, nodes=tuple(noted(node) for node in common.flow.nodes))
