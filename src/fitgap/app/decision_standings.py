"""The items of some packages with the decisions on record: what holds, what is stale, what is alike."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from fitgap.deciding.prevailing import newest_by_place
from fitgap.deciding.staleness import group_changes, stale_reasons
from fitgap.model.decision import (
    Decision,
    DecisionItem,
    DecisionState,
    Ground,
    Place,
    Subject,
    SubjectKind,
)
from fitgap.model.message import Message, UsageError, message

Found = tuple[str, bool, Place]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standings:
    """The items of some packages and the decisions that hold; every item comes out with what holds for it."""

    bare: tuple[DecisionItem, ...]
    holding: Mapping[Found, Decision]
    grounds: Mapping[Found, Ground]
    resolutions: tuple[str, ...]
    by_key: Mapping[str, DecisionItem]
    groups: Mapping[Found, Decision]
    by_group: Mapping[str, Decision]
    kept: dict[str, DecisionItem] = field(default_factory=dict)

    def asking(self) -> Iterator[DecisionItem]:
        """Every item that asks for a decision or has one of its own."""
        for bare in self.bare:
            item = self.full(bare)
            if item.asks or (item.decision is not None and item.decision.subject == item.subject):
                yield item

    def all(self) -> Iterator[DecisionItem]:
        """Every item, whether it asks for anything or not."""
        return map(self.full, self.bare)

    def item(self, subject: Subject) -> DecisionItem:
        """One item; a group that is no longer proposed is put together from its steps. Raises UsageError."""
        bare = self.by_key.get(subject.key)
        if bare is None and subject.kind is SubjectKind.GROUP:
            bare = self._former_group(subject)
        if bare is None:
            raise UsageError(message("deciding.no_subject", title=subject.title))
        return self.full(bare)

    def step(self, flow_id: int, step_id: str) -> DecisionItem:
        """The item of one step of a current flow."""
        for bare in self.bare:
            if bare.subject.kind is SubjectKind.STEP and (flow_id, step_id) == (bare.flow_ids[0], bare.item_ids[0]):
                return self.full(bare)
        raise UsageError(message("deciding.no_subject", title=step_id))

    def full(self, bare: DecisionItem) -> DecisionItem:
        """An item with the decision that holds, the newest that touches it, and what is stale about it; found once."""
        key = bare.subject.key
        if key not in self.kept:
            self.kept[key] = self._full(bare)
        return self.kept[key]

    def _full(self, bare: DecisionItem) -> DecisionItem:
        held = [self.holding[key] for key in _keys(bare.subject) if key in self.holding]
        decision = self._holding(bare)
        return replace(
            bare,
            decision=decision,
            newest_id=max((one.id for one in held), default=None),
            stale=self._stale(decision, bare.subject) if decision else (),
            is_decided=self._is_settled(bare),
        )

    def like(self, item: DecisionItem) -> tuple[DecisionItem, ...]:
        """The other asking items of the same kind with the same function of the package, or the same wording."""
        feature_ids = {ground.feature_id for ground in item.grounds} - {""}
        titles = {_wording(ground.item) for ground in item.grounds}
        return tuple(
            self.full(other)
            for other in self.bare
            if other.asks
            and other.subject.kind is item.subject.kind
            and other.subject.catalog_key == item.subject.catalog_key
            and other.subject.key != item.subject.key
            and any(one.feature_id in feature_ids or _wording(one.item) in titles for one in other.grounds)
        )

    def stale(self, decision: Decision) -> tuple[Message, ...]:
        """Why an active decision has to be looked at again."""
        return self._stale(decision, decision.subject)

    def _holding(self, bare: DecisionItem) -> Decision | None:
        """For a step or form the newest on its place; for a group the newest on the very group, or on one that is no
        longer proposed and shares a step with it."""
        if bare.subject.kind is not SubjectKind.GROUP:
            return self.holding.get(_keys(bare.subject)[0])
        touching = [self.groups[key] for key in _keys(bare.subject) if key in self.groups]
        former = [one for one in touching if one.subject.key not in self.by_key]
        very = self.by_group.get(bare.subject.key)
        return max((*former, *((very,) if very else ())), key=lambda one: one.id, default=None)

    def _is_settled(self, bare: DecisionItem) -> bool:
        """True when each place that asks (each place where none does) has a decision that settles it."""
        keys = _keys(bare.subject)
        asking = [key for key in keys if self._asks(key)] or keys
        return all(key in self.holding and self._settles(self.holding[key], key[2]) for key in asking)

    def _asks(self, key: Found) -> bool:
        catalog_key, is_form, place = key
        kind = SubjectKind.FORM if is_form else SubjectKind.STEP
        item = self.by_key.get(Subject(kind=kind, catalog_key=catalog_key, places=(place,)).key)
        return item is not None and item.asks

    def _settles(self, decision: Decision, place: Place) -> bool:
        today = self._today(decision.subject)
        return not decision.is_open and not stale_reasons(decision, today, self.resolutions, {place})

    def _stale(self, decision: Decision, subject: Subject) -> tuple[Message, ...]:
        today = self._today(decision.subject)
        found = stale_reasons(decision, today, self.resolutions, set(subject.places))
        if subject.kind is SubjectKind.GROUP and subject.key in self.by_key:
            found = (*found, *group_changes(decision, self._today(subject) | today, subject.places))
        return found

    def _today(self, subject: Subject) -> dict[Place, Ground]:
        return {key[2]: self.grounds[key] for key in _keys(subject) if key in self.grounds}

    def _former_group(self, subject: Subject) -> DecisionItem | None:
        steps = [
            self.by_key.get(replace(subject, kind=SubjectKind.STEP, places=(place,)).key) for place in subject.places
        ]
        known = [step for step in steps if step is not None]
        if not known:
            return None
        return replace(
            known[0],
            subject=subject,
            businesses=tuple(dict.fromkeys(name for step in known for name in step.businesses)),
            departments=tuple(dict.fromkeys(name for step in known for name in step.departments)),
            flow_ids=tuple(flow_id for step in known for flow_id in step.flow_ids),
            item_ids=tuple(item_id for step in known for item_id in step.item_ids),
            grounds=tuple(ground for step in known for ground in step.grounds),
            asks=any(step.asks for step in known),
        )


def standings_of(
    bare: Sequence[DecisionItem], decisions: Sequence[Decision], resolutions: tuple[str, ...]
) -> Standings:
    """Join items with every decision ever made on their packages."""
    active = tuple(one for one in decisions if one.state is DecisionState.ACTIVE)
    return Standings(
        bare=tuple(bare),
        holding=newest_by_place(active),
        groups=newest_by_place(one for one in active if one.subject.kind is SubjectKind.GROUP),
        by_group={one.subject.key: one for one in active if one.subject.kind is SubjectKind.GROUP},
        grounds={
            (item.subject.catalog_key, item.subject.kind is SubjectKind.FORM, ground.place): ground
            for item in bare
            if item.subject.kind is not SubjectKind.GROUP
            for ground in item.grounds
        },
        resolutions=resolutions,
        by_key={item.subject.key: item for item in bare},
    )


def _keys(subject: Subject) -> list[Found]:
    return [(subject.catalog_key, subject.kind is SubjectKind.FORM, place) for place in subject.places]


def _wording(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
