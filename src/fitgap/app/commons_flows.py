"""Common flows: proposals by rule, what people make of them, and the versions they save."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from fitgap.app.commons_ground import Ground, OnHeld, covers_of_package, ground_of
from fitgap.app.comparing_flows import common_flow_of, wish_of, with_provenance
from fitgap.app.desk import Desk, require
from fitgap.comparing.planning import draw_planned, plan_of
from fitgap.deciding.common_versions_table import NewVersion
from fitgap.deciding.realigning import realign
from fitgap.model.commons import CommonVersion, Plan, PlannedStep, VersionStep
from fitgap.model.comparison import CommonFlow, CommonRule, StepRef
from fitgap.model.flow import Flow
from fitgap.model.message import UsageError, message
from fitgap.model.step import steps_of
from fitgap.reading import read_flow
from fitgap.reading.result import NamedBytes, ReadOptions
from fitgap.reporting.diagram import Diagram, diagram_of
from fitgap.texts import Language

STEPS_AT_MOST = 500
NAME_CHARACTERS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A common flow with the plan that it was drawn from."""

    plan: Plan
    common: CommonFlow


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedVersion:
    """A saved version, read again from its own bytes."""

    version: CommonVersion
    flow: Flow
    content: bytes
    diagram: Diagram


def propose(
    desk: Desk,
    flow_ids: Collection[int],
    rule: CommonRule,
    language: Language,
    member: str = "",
    package: str = "",
    on_held: OnHeld | None = None,
) -> Drawn:
    """The proposal of a rule, as a plan and drawn."""
    ground = ground_of(desk, flow_ids, with_standard=rule is CommonRule.STANDARD)
    member = ground.standard or member
    if rule is CommonRule.MEMBER and member not in ground.comparison.members:
        raise UsageError(message("commons.no_member", member=member))
    covers = covers_of_package(desk, ground, package, on_held) if package else None
    policy_text = desk.policy_text()
    key = ("proposed", ground.key, rule, member, repr(covers), policy_text, language)

    def compute() -> CommonFlow:
        policy = desk.policy_of(policy_text)
        return common_flow_of(ground.comparison, rule, ground.wordings, policy, language, member, covers)

    common = desk.common_flows.get(key, compute)
    return Drawn(plan=plan_of(common, package), common=common)


def draw(desk: Desk, flow_ids: Collection[int], plan: Plan, language: Language) -> CommonFlow:
    """A plan as a flow, with what each member has to change now."""
    return draw_on(desk, ground_for(desk, flow_ids, plan), plan, language)


def draw_on(desk: Desk, ground: Ground, plan: Plan, language: Language) -> CommonFlow:
    """The same where the ground is known; what the standard would have to change is nobody's concern."""
    covers = covers_of_package(desk, ground, plan.package) if plan.package else None
    policy_text = desk.policy_text()

    def compute() -> CommonFlow:
        policy = desk.policy_of(policy_text)
        wish = wish_of(ground.comparison.process, plan.rule, policy, language, plan.member, covers)
        common = draw_planned(ground.comparison, plan, wish, ground.wordings, policy.comparing)
        return replace(common, changes=tuple(one for one in common.changes if one.member != ground.standard))

    return desk.common_flows.get(("drawn", ground.key, plan, repr(covers), policy_text, language), compute)


def ground_for(desk: Desk, flow_ids: Collection[int], plan: Plan) -> Ground:
    """What a plan is drawn on: with the published standard where it began from that and it is still there."""
    if plan.rule is CommonRule.STANDARD:
        try:
            return ground_of(desk, flow_ids, with_standard=True)
        except UsageError:
            return ground_of(desk, flow_ids)
    return ground_of(desk, flow_ids)


def bpmn(desk: Desk, flow_ids: Collection[int], plan: Plan, language: Language) -> Diagram:
    """The plan as BPMN 2.0 with layout; each step's documentation says where it comes from."""
    ground = ground_for(desk, flow_ids, plan)
    common = draw_on(desk, ground, plan, language)
    return diagram_of(with_provenance(ground.comparison, common, language), b"")


def save(
    desk: Desk,
    flow_ids: Collection[int],
    plan: Plan,
    note: str,
    person: str,
    seen_id: int | None,
    language: Language,
) -> CommonVersion:
    """Save a plan as the next version.

    Raises UsageError without a person, a name or a step, ConflictError when a version was saved that was not seen.
    """
    person = require(person, "workspace.no_person")
    name = require(plan.name, "commons.no_name")
    if not plan.steps or len(plan.steps) > STEPS_AT_MOST:
        raise UsageError(message("commons.no_steps", most=STEPS_AT_MOST))
    if max(len(text) for text in (name, *(step.name for step in plan.steps))) > NAME_CHARACTERS:
        raise UsageError(message("commons.long_name", most=NAME_CHARACTERS))
    plan = replace(plan, name=name)
    ground = ground_for(desk, flow_ids, plan)
    common = draw_on(desk, ground, plan, language)
    new = NewVersion(
        process=ground.comparison.process,
        name=name,
        rule=plan.rule,
        member=plan.member,
        package=plan.package,
        note=note.strip(),
        person=person,
        at=desk.clock(),
        content=diagram_of(with_provenance(ground.comparison, common, language), b"").xml.encode(),
        steps=_version_steps(ground, common),
    )
    return desk.store.commons.add(new, flow_ids, seen_id)


def open_version(desk: Desk, version_id: int) -> OpenedVersion:
    """A saved version, as it was."""
    version, content = desk.store.commons.version(version_id)
    options = ReadOptions(limits=desk.policy().limits)
    flow = read_flow(NamedBytes(name=f"common_{version.id}.bpmn", content=content), options).flow
    if flow is None:
        raise UsageError(message("workspace.unreadable_now", file=version.name))
    diagram = desk.diagrams.get(("common", content), lambda: diagram_of(flow, content))
    return OpenedVersion(version=version, flow=replace(flow, name=version.name), content=content, diagram=diagram)


def plan_of_version(desk: Desk, version_id: int) -> Plan:
    """A saved version as a plan over today's flows: steps of flows imported again are found in their new version."""
    version, _ = desk.store.commons.version(version_id)
    moved = {key: _moved(desk, int(key)) for key in version.flow_keys}
    steps = []
    for step in version.steps:
        here = ((ref, moved[ref.flow_key]) for ref in step.refs)
        refs = tuple(
            StepRef(member=ref.member, flow_key=found[0], step_id=found[1][ref.step_id])
            for ref, found in here
            if found is not None and ref.step_id in found[1]
        )
        steps.append(PlannedStep(name=step.name, refs=refs))
    return Plan(
        name=version.name,
        rule=version.rule,
        member=version.member,
        package=version.package if any(row.key == version.package for row in desk.store.catalogs()) else "",
        steps=tuple(steps),
    )


def _moved(desk: Desk, flow_id: int) -> tuple[str, dict[str, str]] | None:
    """The key of the flow's current version, and its step ids by those of then; None when the flow is gone."""
    current = next((row for row in desk.store.flow_versions(flow_id) if row.is_current), None)
    if current is None:
        return None
    then = steps_of(desk.stored_flow(flow_id).flow)
    if current.id == flow_id:
        return str(flow_id), {step.id: step.id for step in then}
    pairs = realign(then, steps_of(desk.stored_flow(current.id).flow), desk.policy().realigning).pairs
    return str(current.id), {pair.earlier_id: pair.step_id for pair in pairs}


def _version_steps(ground: Ground, common: CommonFlow) -> tuple[VersionStep, ...]:
    names = {step.ref: step.name for group in ground.comparison.groups for step in group.steps}
    drawn = {step.id: step for step in steps_of(common.flow)}
    return tuple(
        VersionStep(
            node_id=step.node_id,
            name=step.name,
            lane=drawn[step.node_id].lane,
            forms=tuple(form.name for form in drawn[step.node_id].forms),
            refs=step.refs,
            wordings=tuple(names[ref] for ref in step.refs),
            feature_ids=step.feature_ids,
        )
        for step in common.steps
    )
