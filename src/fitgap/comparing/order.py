"""The order of a flow's steps: which follows which, under what condition, and where each stands on the way."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fitgap.model.flow import Flow, Line, LineKind, Node
from fitgap.model.step import is_step


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A step and one that directly follows it; `condition` is what stands on the lines between them."""

    before: str
    after: str
    condition: str = ""


def ways_of(flow: Flow) -> tuple[Way, ...]:
    """Every pair of steps that follow each other, seen through gateways, events and the edges of sub-processes."""
    nodes = {node.id: node for node in flow.nodes}
    steps = [node for node in flow.nodes if is_step(node, flow)]
    step_ids = {node.id for node in steps}
    out = _lines_out(flow, step_ids)
    found: dict[tuple[str, str], Way] = {}
    for step in steps:
        seen: set[str] = set()
        queue = _onward(step, out, nodes, "")
        while queue:
            here, condition = queue.pop(0)
            if here in seen:
                continue
            seen.add(here)
            if here in step_ids:
                way = Way(before=step.id, after=here, condition=condition)
                if here != step.id:
                    found.setdefault((step.id, here), way)
            elif here in nodes:
                queue.extend(_onward(nodes[here], out, nodes, condition))
    return tuple(found.values())


def running_order(ids: Sequence[str], ways: Sequence[Way]) -> tuple[str, ...]:
    """Steps so that each comes behind what leads to it; ties, and where a loop is entered, by the order of `ids`."""
    number = {step_id: index for index, step_id in enumerate(ids)}
    after: dict[str, list[str]] = {step_id: [] for step_id in ids}
    waiting = dict.fromkeys(ids, 0)
    for way in ways:
        after[way.before].append(way.after)
        waiting[way.after] += 1
    reached: set[str] = set()
    order: list[str] = []
    left = dict.fromkeys(ids)
    while left:
        here = min(left, key=lambda i: (waiting[i] > 0, i not in reached, number[i]))
        del left[here]
        order.append(here)
        for following in after[here]:
            waiting[following] -= 1
            reached.add(following)
    return tuple(order)


def places_of(ids: Sequence[str], ways: Sequence[Way]) -> Mapping[str, float]:
    """Where each step stands on the way through the flow, 0 first .. 1 last."""
    order = running_order(ids, ways)
    last = max(len(order) - 1, 1)
    return {step_id: index / last for index, step_id in enumerate(order)}


def longest_rising(numbers: Sequence[int]) -> set[int]:
    """The members of a longest rising subsequence."""
    tails: list[int] = []
    before: dict[int, int | None] = {}
    ends: list[int] = []
    for number in numbers:
        place = bisect_left(tails, number)
        tails[place : place + 1] = [number]
        ends[place : place + 1] = [number]
        before[number] = ends[place - 1] if place else None
    found: set[int] = set()
    here = ends[-1] if ends else None
    while here is not None:
        found.add(here)
        here = before[here]
    return found


def _lines_out(flow: Flow, step_ids: set[str]) -> dict[str, list[Line]]:
    """Lines by their source; a sub-process that shows its content is entered, not passed over."""
    entries: dict[str, list[str]] = {}
    has_incoming = {line.target_id for line in flow.lines if line.kind is LineKind.SEQUENCE}
    for node in flow.nodes:
        if node.parent_id and node.parent_id not in step_ids and node.id not in has_incoming and not node.attached_to:
            entries.setdefault(node.parent_id, []).append(node.id)
    out: dict[str, list[Line]] = {}
    for line in flow.lines:
        if line.kind is not LineKind.SEQUENCE or not line.source_id or not line.target_id:
            continue
        for target in entries.get(line.target_id) or [line.target_id]:
            out.setdefault(line.source_id, []).append(
                line
                if target == line.target_id
                else Line(
                    id=line.id,
                    kind=line.kind,
                    source_id=line.source_id,
                    target_id=target,
                    source=line.source,
                    name=line.name,
                    condition=line.condition,
                )
            )
    return out


def _onward(
    node: Node, out: Mapping[str, Sequence[Line]], nodes: Mapping[str, Node], condition: str
) -> list[tuple[str, str]]:
    """Where one gets from a node; behind the last node of a sub-process, what follows the sub-process."""
    here: Node | None = node
    while here is not None and not out.get(here.id):
        here = nodes.get(here.parent_id)
    if here is None:
        return []
    return [(line.target_id, condition or line.name or line.condition) for line in out[here.id]]
