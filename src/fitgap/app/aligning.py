"""What people say about groups of steps and about processes: checked, recorded at once, undoable one by one."""

from collections.abc import Collection, Iterable, Mapping

from fitgap.app.access import needs
from fitgap.app.comparing_stored import corrections, export_absences, find_processes, speaking_of
from fitgap.app.desk import require
from fitgap.app.use_cases import UseCases
from fitgap.deciding.corrections_table import NewCorrection
from fitgap.model.access import Right
from fitgap.model.comparison import Comparison, StepGroup, StepRef
from fitgap.model.correction import AbsenceReason, Correction, CorrectionKind, Placing, SpokenStep, present_refs
from fitgap.model.message import UsageError, message
from fitgap.texts import Language

NAME_CHARACTERS = 200
NOTE_CHARACTERS = 2_000


class Aligning(UseCases):
    """Corrections of the groups and processes that the machine proposes, and reasons for steps that are missing.

    A correction is given with the comparison its author saw: when somebody spoke of one of its groups since then,
    ConflictError says who, and nothing is recorded.
    """

    @needs(Right.READ)
    def revision(self) -> tuple[int, int]:
        """Changes whenever anybody says anything: of groups, of processes."""
        return self._desk.store.correction_log.revision()

    @needs(Right.READ)
    def history(self, comparison: Comparison, group_id: str = "") -> tuple[Correction, ...]:
        """Every correction that speaks of the flows compared (or of the steps of one group), newest first."""
        said = speaking_of(corrections(self._desk), [flow.key for flow in comparison.flows])
        if group_id:
            group = _group(comparison, group_id)
            refs = {step.ref for step in group.steps}
            said = tuple(one for one in said if one.id in group.corrections or present_refs(one.spoken_steps) & refs)
        return tuple(reversed(said))

    @needs(Right.EDIT)
    def move(
        self,
        comparison: Comparison,
        group_id: str,
        steps: Collection[StepRef],
        to_id: str = "",
        *,
        person: str,
        stays: bool = False,
        note: str = "",
    ) -> Correction:
        """Say that steps of a group are the work of another one, or (`to_id` empty) of none that is there.

        With `stays` they remain in the first group too: a step may do the work of several.
        """
        group = _group(comparison, group_id)
        moved = [step for step in group.steps if step.ref in set(steps)]
        if not moved or len(moved) != len(set(steps)) or to_id == group_id:
            raise UsageError(message("alignment.nothing_to_move"))
        if stays and not to_id:
            raise UsageError(message("alignment.stays_nowhere"))
        self._check_members(step.ref.member for step in moved)
        target = _group(comparison, to_id) if to_id else None
        new = NewCorrection(
            kind=CorrectionKind.MOVE,
            person=require(person, "workspace.no_person"),
            at=self._desk.clock(),
            steps=_spoken(group, {step.ref for step in moved}),
            left=() if stays else _spoken(group, _only_here(comparison, group, {step.ref for step in moved})),
            joined=_spoken(target) if target else (),
            name=target.name if target else "",
            before="" if stays else group.name,
            note=note.strip()[:NOTE_CHARACTERS],
        )
        return self._add(comparison, new)[0]

    @needs(Right.EDIT)
    def join(self, comparison: Comparison, group_id: str, other_id: str, *, person: str) -> Correction:
        """Say that two groups are the same work."""
        group, other = _group(comparison, group_id), _group(comparison, other_id)
        if group.id == other.id:
            raise UsageError(message("alignment.nothing_to_join"))
        self._check_members((*group.members, *other.members))
        new = NewCorrection(
            kind=CorrectionKind.JOIN,
            person=require(person, "workspace.no_person"),
            at=self._desk.clock(),
            steps=_spoken(other),
            joined=_spoken(group),
            name=group.name,
            before=other.name,
        )
        return self._add(comparison, new)[0]

    @needs(Right.EDIT)
    def name(self, comparison: Comparison, group_id: str, name: str, *, person: str) -> Correction:
        """Call a group."""
        group = _group(comparison, group_id)
        self._check_members(group.members)
        new = NewCorrection(
            kind=CorrectionKind.NAME,
            person=require(person, "workspace.no_person"),
            at=self._desk.clock(),
            joined=_spoken(group),
            name=require(name, "alignment.no_name")[:NAME_CHARACTERS],
            before=group.name,
        )
        return self._add(comparison, new)[0]

    @needs(Right.EDIT)
    def explain(
        self,
        comparison: Comparison,
        group_id: str,
        members: Collection[str],
        reason: AbsenceReason,
        *,
        person: str,
        step: StepRef | None = None,
        note: str = "",
    ) -> tuple[Correction, ...]:
        """Say why members have no step for a group's work; work under another name wants the one member's `step`."""
        group = _group(comparison, group_id)
        lacking = {absence.member: absence for absence in comparison.absences if absence.group_id == group_id}
        if not members or not set(members) <= set(lacking):
            raise UsageError(message("alignment.not_missing"))
        if (reason is AbsenceReason.OTHER_NAME) != (step is not None) or (step and set(members) != {step.member}):
            raise UsageError(message("alignment.which_step"))
        self._check_members(members)
        elsewhere = _step(comparison, step) if step else ()
        news = [
            NewCorrection(
                kind=CorrectionKind.ABSENCE,
                person=require(person, "workspace.no_person"),
                at=self._desk.clock(),
                steps=elsewhere,
                joined=_spoken(group),
                name=group.name,
                before=lacking[member].reason,
                member=member,
                reason=reason,
                note=note.strip()[:NOTE_CHARACTERS],
            )
            for member in dict.fromkeys(members)
        ]
        return self._add(comparison, *news)

    @needs(Right.EDIT)
    def undo(self, correction_id: int, person: str) -> None:
        """Take one correction back; the others stay. Raises ConflictError when somebody did so already."""
        said = next((one for one in corrections(self._desk) if one.id == correction_id), None)
        if said is not None:
            self._check_members(said.members)
        self._desk.store.correction_log.undo(correction_id, self._desk.clock(), require(person, "workspace.no_person"))

    @needs(Right.READ, export="absences")
    def export_absences(self, flow_ids: Collection[int], language: Language) -> bytes:
        """Every common step that a member lacks, with the reason or room for one, as a CSV."""
        return export_absences(self._desk, flow_ids, language)

    # Which flows are the same process

    @needs(Right.READ)
    def placings(self) -> tuple[Placing, ...]:
        """Everything people said of flows and processes, newest first."""
        return tuple(reversed(self._desk.store.correction_log.placings()))

    @needs(Right.EDIT)
    def place(self, processes: Mapping[int, str], *, person: str, seen: int) -> int:
        """Say which process flows (by id) belong to, by name; an empty name lets the machine say so again.

        A process that a flow leaves or enters is thereby looked at: its other flows are recorded as staying. `seen` is
        the id of the newest placing that the person saw, 0 without any. Returns the batch, to be undone.
        """
        if not processes:
            raise UsageError(message("alignment.nothing_to_place"))
        rows = {row.id: row for row in self._desk.store.flows(None)}
        if not set(processes) <= set(rows):
            raise UsageError(message("alignment.flow_gone"))
        self._check_members(rows[flow_id].member for flow_id in processes)
        wanted = {flow_id: name.strip()[:NAME_CHARACTERS] for flow_id, name in processes.items()}
        proposals = find_processes(self._desk).proposals
        now = {int(key): proposal.name for proposal in proposals for key in proposal.flow_keys}
        moving = {flow_id: name for flow_id, name in wanted.items() if name and now.get(flow_id) != name}
        touched = {*moving.values(), *(now[flow_id] for flow_id in moving if flow_id in now)}
        staying = {flow_id: name for flow_id, name in now.items() if name in touched and flow_id not in wanted}
        return self._desk.store.correction_log.place(
            {**staying, **wanted}, require(person, "workspace.no_person"), self._desk.clock(), seen
        )

    @needs(Right.EDIT)
    def undo_placing(self, batch: int, person: str) -> None:
        """Give the flows of a batch back what they had; raises ConflictError when they were placed again since."""
        members = {row.id: row.member for row in self._desk.store.flows(None)}
        batches = [one for one in self._desk.store.correction_log.placings() if one.batch == batch]
        self._check_members(members.get(one.flow_id, "") for one in batches)
        self._desk.store.correction_log.undo_placing(batch, require(person, "workspace.no_person"), self._desk.clock())

    def _add(self, comparison: Comparison, *news: NewCorrection) -> tuple[Correction, ...]:
        return self._desk.store.correction_log.add(news, comparison.seen_correction)

    def _check_members(self, members: Iterable[str]) -> None:
        """Who may change one member's material only speaks of no other's."""
        for member in dict.fromkeys(members):
            self._require_member(member)


def _group(comparison: Comparison, group_id: str) -> StepGroup:
    group = next((group for group in comparison.groups if group.id == group_id), None)
    if group is None:
        raise UsageError(message("alignment.no_group", group_id=group_id))
    return group


def _spoken(group: StepGroup, refs: Collection[StepRef] | None = None) -> tuple[SpokenStep, ...]:
    """Some steps of a group (all to begin with) under their names."""
    return tuple(SpokenStep(ref=step.ref, name=step.name) for step in group.steps if refs is None or step.ref in refs)


def _only_here(comparison: Comparison, group: StepGroup, moved: Collection[StepRef]) -> set[StepRef]:
    """The steps that moved ones leave: those of their group that stand beside none of them in another one too."""
    beside = {
        step.ref
        for other in comparison.groups
        if other.id != group.id and any(step.ref in moved for step in other.steps)
        for step in other.steps
    }
    return {step.ref for step in group.steps} - set(moved) - beside


def _step(comparison: Comparison, ref: StepRef) -> tuple[SpokenStep, ...]:
    for group in comparison.groups:
        for step in group.steps:
            if step.ref == ref:
                return (SpokenStep(ref=ref, name=step.name),)
    raise UsageError(message("workspace.no_step", step_id=ref.step_id, name=ref.member))
