"""The gaps of a project against a package, with what was decided of each, ready to be priced."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from fitgap.app.analysing import analyse
from fitgap.app.cost_outcomes import Answer, Gap
from fitgap.app.decision_ground import today_of
from fitgap.app.decision_items import ASKING
from fitgap.app.decision_standings import Standings
from fitgap.app.desk import Desk
from fitgap.model.cost import GapWork, MemberWork, WayOut
from fitgap.model.cost_policy import Costs
from fitgap.model.decision import DecisionItem, Ground, Place, Subject, SubjectKind
from fitgap.model.judgement import Verdict
from fitgap.model.step import Step
from fitgap.quantifying import suggest_size


def find_gaps(desk: Desk, catalog_key: str, costs: Costs) -> tuple[Gap, ...]:
    """Every gap once: pieces of work of several members first, then steps and forms of one.

    Members of one piece of work that decided differently make gaps of their own.
    """
    today = today_of(desk, (catalog_key,))
    return tuple(_gaps(_Finding(desk=desk, catalog_key=catalog_key, costs=costs, today=today)))


def work_of(desk: Desk, subject: Subject, costs: Costs, size: str = "") -> GapWork:
    """What a subject of decisions would be as a gap, whatever was decided; raises UsageError where it is gone."""
    finding = _Finding(
        desk=desk, catalog_key=subject.catalog_key, costs=costs, today=today_of(desk, (subject.catalog_key,))
    )
    item = finding.today.item(subject)
    grounds = [ground for ground in item.grounds if ground.verdict in ASKING] or list(item.grounds)
    return finding.work(item, grounds, size)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Finding:
    desk: Desk
    catalog_key: str
    costs: Costs
    today: Standings
    steps: dict[int, dict[str, Step]] = field(default_factory=dict)

    def step_item(self, place: Place) -> DecisionItem | None:
        subject = Subject(kind=SubjectKind.STEP, catalog_key=self.catalog_key, places=(place,))
        bare = self.today.by_key.get(subject.key)
        return self.today.full(bare) if bare else None

    def step(self, place: Place) -> Step | None:
        item = self.step_item(place)
        if item is None:
            return None
        flow_id = item.flow_ids[0]
        if flow_id not in self.steps:
            results = analyse(self.desk, flow_id, self.catalog_key).results
            self.steps[flow_id] = {one.step.id: one.step for one in results}
        return self.steps[flow_id].get(item.item_ids[0])

    def gap(self, item: DecisionItem, grounds: Sequence[Ground], answer: Answer) -> Gap:
        return Gap(
            work=self.work(item, grounds, answer.size),
            subject=item.subject,
            answer=answer,
            flows=tuple(dict.fromkeys((ground.member, ground.flow) for ground in grounds)),
            places=tuple({ground.member: ground.place for ground in reversed(grounds)}.items()),
        )

    def work(self, item: DecisionItem, grounds: Sequence[Ground], size: str) -> GapWork:
        """Steps of one member's flows are one work of that member."""
        steps = [(ground, self.step(ground.place)) for ground in grounds]
        suggested = suggest_size([step for _, step in steps if step], self.costs.sizing)
        by_member: dict[str, list[Step | None]] = {}
        for ground, step in steps:
            by_member.setdefault(ground.member, []).append(step)
        first = min(ground.place for ground in grounds)
        is_gap = any(ground.verdict is Verdict.GAP for ground in grounds)
        return GapWork(
            key=f"{item.subject.kind.value}:{first.series_id}:{first.item_id}",
            name=item.subject.title,
            process=item.businesses[0] if item.businesses else "",
            verdict=(Verdict.GAP if is_gap else Verdict.PARTIAL).value,
            works=tuple(_member_work(member, of) for member, of in by_member.items()),
            size=size or suggested.size,
            is_size_guessed=not size,
            size_reasons=suggested.reasons,
            is_form=item.subject.kind is SubjectKind.FORM,
        )


def _member_work(member: str, steps: Sequence[Step | None]) -> MemberWork:
    """Several steps of a member count with their summed minutes a year."""
    known = [
        (step.minutes_per_case, step.cases_per_year)
        for step in steps
        if step and step.minutes_per_case is not None and step.cases_per_year is not None
    ]
    if len(known) < len(steps) or not known:
        return MemberWork(member=member)
    if len(known) == 1:
        return MemberWork(member=member, minutes_per_case=known[0][0], cases_per_year=known[0][1])
    cases = max(count for _, count in known)
    minutes = sum(minutes * count for minutes, count in known)
    return MemberWork(member=member, minutes_per_case=minutes / cases if cases else 0.0, cases_per_year=cases)


def _gaps(finding: _Finding) -> Iterator[Gap]:
    seen: set[Place] = set()
    for item in finding.today.asking():
        if item.subject.kind is SubjectKind.FORM:
            yield finding.gap(item, item.grounds, _answer(item))
            continue
        asking = [one for one in item.grounds if one.verdict in ASKING and one.place not in seen]
        seen.update(one.place for one in asking)
        parts: dict[Answer, list[Ground]] = {}
        for ground in asking:
            step = finding.step_item(ground.place)
            parts.setdefault(_answer(step) if step else Answer(), []).append(ground)
        for answer, grounds in parts.items():
            yield finding.gap(item, grounds, answer)


def _answer(item: DecisionItem) -> Answer:
    """A resolution that the project added itself has no price and counts as decided."""
    if item.decision is None or item.decision.is_open:
        return Answer()
    if item.stale:
        return Answer(is_stale=True)
    terms = item.decision.terms
    known = {way.value: way for way in WayOut}
    return Answer(way=known.get(terms.resolution, WayOut.OUT_OF_SCOPE), size=terms.size)
