"""From the choices that hold to evidence: one vote a member, whatever it was clicked on."""

from collections.abc import Iterable
from dataclasses import dataclass

from fitgap.model.catalog import Catalog
from fitgap.model.choice import Choice, ChoiceKind, ChoiceState, ItemKind
from fitgap.model.evidence import Evidence, EvidenceKind, EvidenceRow, merged
from fitgap.model.step import Step

KINDS = {
    ChoiceKind.CONFIRM: EvidenceKind.CONFIRMED,
    ChoiceKind.REJECT: EvidenceKind.REJECTED,
    ChoiceKind.NONE_FITS: EvidenceKind.NONE_FITS,
    ChoiceKind.MANUAL: EvidenceKind.MANUAL,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedFlow:
    """A member's current flow with the choices made on it against one catalogue."""

    member: str
    steps: tuple[Step, ...]
    catalog: Catalog
    choices: tuple[Choice, ...]


def gather(flows: Iterable[DecidedFlow]) -> Evidence:
    """What members said of features and of whole steps, in the order of the flows.

    Only what holds counts: neither stale choices, nor choices about a step or a feature that is no longer there.
    Contradicting rows stand side by side.
    """
    return Evidence(rows=merged(row for flow in flows for row in _rows(flow)))


def _rows(flow: DecidedFlow) -> Iterable[EvidenceRow]:
    steps = {step.id: step for step in flow.steps}
    names = {feature.id: feature.name for feature in flow.catalog.features}
    for choice in flow.choices:
        step = steps.get(choice.step_id)
        if step is None or not _holds(choice) or (choice.item_id and choice.item_id not in names):
            continue
        yield EvidenceRow(
            process=step.process_name or step.flow_name,
            name=step.name,
            content=step.content,
            vendor=flow.catalog.vendor,
            product=flow.catalog.product,
            kind=KINDS[choice.kind],
            feature_id=choice.item_id,
            feature_name=names.get(choice.item_id, ""),
            member_count=1,
            members=(flow.member,),
            newest=choice.at,
        )


def _holds(choice: Choice) -> bool:
    return choice.state is ChoiceState.ACTIVE and not choice.is_stale and choice.item is ItemKind.FEATURE
