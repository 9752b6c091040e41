"""What a group of members works out together: distances, what divides it, forms, common flows, who may join."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from fitgap.app import commons_distance, commons_flows
from fitgap.app.access import needs
from fitgap.app.commons_flows import Drawn, OpenedVersion
from fitgap.app.commons_ground import OnHeld, ground_of, standard_of
from fitgap.app.comparing_flows import check_against, wordings_of
from fitgap.app.desk import require
from fitgap.app.use_cases import UseCases
from fitgap.comparing import propose_processes
from fitgap.comparing.closeness import closeness_tree, closest_ties
from fitgap.comparing.explaining import step_shares
from fitgap.comparing.planning import COMMON
from fitgap.comparing.version_changes import version_changes
from fitgap.deciding.standards_table import StandardMark
from fitgap.model.access import Right
from fitgap.model.commons import (
    ClosenessTree,
    CommonVersion,
    MemberDistance,
    Plan,
    ProcessShare,
    StepShare,
    Tie,
)
from fitgap.model.comparison import CommonFlow, CommonRule, Comparison, JoinCheck, MemberFlow, ProcessProposal
from fitgap.model.flow import Flow
from fitgap.model.forms_across import FormsAcross
from fitgap.model.message import Message
from fitgap.reporting.diagram import Diagram
from fitgap.reporting.join_check_workbook import join_check_workbook
from fitgap.texts import Language


class Commons(UseCases):
    """Use cases over the flows of one process (by id); a flow marked as a published standard is no member's."""

    # Distances and what divides

    @needs(Right.READ)
    def comparison(self, flow_ids: Collection[int]) -> Comparison:
        """The members' comparison that everything here speaks of, without published standards."""
        return ground_of(self._desk, flow_ids).comparison

    @needs(Right.READ)
    def closeness(self, flow_ids: Collection[int]) -> tuple[ClosenessTree, tuple[Tie, ...]]:
        """The tree of members, and the lines of a map of who is close to whom."""
        comparison = ground_of(self._desk, flow_ids).comparison
        pairs = comparison.members, comparison.divergences
        return closeness_tree(*pairs), closest_ties(*pairs)

    @needs(Right.READ)
    def member_distances(
        self,
        flow_ids: Collection[int],
        plan: Plan | None,
        packages: Sequence[str],
        language: Language,
        on_held: OnHeld | None = None,
    ) -> tuple[MemberDistance, ...]:
        """How far each member is from the others, from a common flow, and what packages (by key) cover of it."""
        return commons_distance.member_distances(self._desk, flow_ids, plan, packages, language, on_held)

    @needs(Right.READ)
    def step_shares(self, flow_ids: Collection[int], pair: tuple[str, str] | None = None) -> tuple[StepShare, ...]:
        """How much each common step divides all members, or two of them; the most dividing first."""
        ground = ground_of(self._desk, flow_ids)
        return step_shares(ground.comparison, ground.wordings, self._desk.policy().comparing, pair)

    @needs(Right.READ)
    def rank_processes(self, on_held: OnHeld | None = None) -> tuple[tuple[ProcessShare, ...], tuple[Message, ...]]:
        """Every process found, the most dividing first; and a sentence for each that cannot be compared."""
        return commons_distance.rank_processes(self._desk, on_held)

    @needs(Right.READ)
    def forms(self, flow_ids: Collection[int]) -> FormsAcross:
        """The same form across members, its differences, and forms that might become one."""
        return commons_distance.compare_forms_across(self._desk, flow_ids)

    # Common flows

    @needs(Right.READ)
    def propose(
        self,
        flow_ids: Collection[int],
        rule: CommonRule,
        language: Language,
        *,
        member: str = "",
        package: str = "",
        on_held: OnHeld | None = None,
    ) -> Drawn:
        """The common flow by a rule; `member` for that of one member, `package` (a key) for closest to a package."""
        return commons_flows.propose(self._desk, flow_ids, rule, language, member, package, on_held)

    @needs(Right.READ)
    def draw(self, flow_ids: Collection[int], plan: Plan, language: Language) -> CommonFlow:
        """A plan as a flow, with what each member has to change."""
        return commons_flows.draw(self._desk, flow_ids, plan, language)

    @needs(Right.READ)
    def diagram(self, flow_ids: Collection[int], plan: Plan, language: Language) -> Diagram:
        """A plan as BPMN 2.0 with layout and, in each step, where it comes from."""
        return commons_flows.bpmn(self._desk, flow_ids, plan, language)

    @needs(Right.READ)
    def versions(self, flow_ids: Collection[int]) -> tuple[CommonVersion, ...]:
        """The saved versions of the common flow of these flows' process, newest first."""
        return self._desk.store.commons.about(flow_ids)

    @needs(Right.READ)
    def open_version(self, version_id: int) -> OpenedVersion:
        """A saved version as it was saved; raises UsageError for an unknown id."""
        return commons_flows.open_version(self._desk, version_id)

    @needs(Right.READ, export="common_flow")
    def export_version(self, version_id: int) -> bytes:
        """A saved version as BPMN 2.0 with layout, byte for byte as it was saved."""
        return self._desk.store.commons.version(version_id)[1]

    @needs(Right.READ)
    def plan_of_version(self, version_id: int) -> Plan:
        """A saved version as a plan over the flows of today."""
        return commons_flows.plan_of_version(self._desk, version_id)

    @needs(Right.READ)
    def version_changes(self, earlier_id: int, later_id: int) -> tuple[Message, ...]:
        """What changed from one version to another, in sentences."""
        commons = self._desk.store.commons
        return version_changes(commons.version(earlier_id)[0], commons.version(later_id)[0])

    @needs(Right.DECIDE)
    def save(
        self,
        flow_ids: Collection[int],
        plan: Plan,
        language: Language,
        *,
        note: str,
        person: str,
        seen_id: int | None,
    ) -> CommonVersion:
        """Save a plan as the next version; `seen_id` is the newest version that the person saw.

        Raises ConflictError (who, when) when somebody saved another one since, UsageError without a name or a step.
        """
        return commons_flows.save(self._desk, flow_ids, plan, note, person, seen_id, language)

    # Published standards

    @needs(Right.READ)
    def standards(self) -> tuple[StandardMark, ...]:
        """The current flows that are marked as the published standard of their process."""
        return self._desk.store.commons.standards()

    @needs(Right.READ)
    def standard_of(self, flow_ids: Collection[int]) -> int | None:
        """The flow that is marked as the published standard of these flows' process."""
        return standard_of(self._desk, flow_ids)

    @needs(Right.DECIDE)
    def mark_standard(self, flow_id: int, *, is_marked: bool, person: str) -> None:
        """Mark a flow as the published standard of its process, or take the mark back."""
        who = require(person, "workspace.no_person")
        self._desk.store.commons.mark_standard(flow_id, is_marked=is_marked, person=who, at=self._desk.clock())

    # Joining

    @needs(Right.READ)
    def check_joining(self, process: str, standard: Flow, newcomers: Sequence[tuple[str, Flow]]) -> JoinCheck:
        """What newcomers (member, flow) have to change to adopt a flow that a group agreed on."""
        agreed = MemberFlow(key=COMMON, member=COMMON, flow=standard)
        flows = [MemberFlow(key=f"{n}", member=member, flow=flow) for n, (member, flow) in enumerate(newcomers)]
        proposal = ProcessProposal(name=process, flow_keys=(COMMON, *(flow.key for flow in flows)), confidence=1.0)
        everything = (agreed, *flows)
        wordings = wordings_of(everything)
        check = check_against(everything, agreed, proposal, self._desk.clock(), self._desk.policy(), wordings)
        return replace(check, process=process)

    @needs(Right.READ)
    def is_same_process(self, standard: Flow, other: Flow) -> bool:
        """True when the machine takes two members' flows for the same process, by titles and steps."""
        flows = tuple(MemberFlow(key=key, member=key, flow=flow) for key, flow in (("1", standard), ("2", other)))
        return len(propose_processes(flows, wordings_of(flows), self._desk.policy().comparing)) == 1

    @needs(Right.READ, export="join_check")
    def join_check_sheet(self, check: JoinCheck, language: Language) -> bytes:
        """The check as a workbook: one page for the mayor, and the list of changes with columns for decisions."""
        return join_check_workbook(check, language)
