"""A step: the activity that is held against the package, with the context that a reader of the diagram would see."""

import hashlib
from dataclasses import dataclass

from fitgap.model.flow import CALL_KINDS, SUBPROCESS_KINDS, Direction, Flow, LineKind, Node
from fitgap.model.message import Source
from fitgap.model.values import made_often


@dataclass(frozen=True, slots=True, kw_only=True)
class StepForm:
    """A document as one step uses it."""

    document_id: str
    name: str
    direction: Direction


@made_often
class Step:
    """One step of a flow. `id` is the BPMN element id or the table's No; unknown numbers are None."""

    id: str
    name: str
    kind: str
    flow_name: str
    process_name: str
    source: Source
    content: str = ""
    lane: str = ""
    actor: str = ""
    method: str = ""
    legal_basis: str = ""
    forms: tuple[StepForm, ...] = ()
    previous_names: tuple[str, ...] = ()
    next_names: tuple[str, ...] = ()
    minutes_per_case: float | None = None
    cases_per_year: float | None = None
    categories: tuple[str, ...] = ()

    @property
    def text_fingerprint(self) -> str:
        """A short hash of what a person judges (name and content); a different one means: ask again."""
        return hashlib.sha256(f"{self.name}\x1f{self.content}".encode()).hexdigest()[:16]


def is_step(node: Node, flow: Flow) -> bool:
    """Tasks and call activities are steps; a sub-process is one only when the file shows nothing inside it."""
    if node.is_task or node.kind in CALL_KINDS:
        return True
    return node.kind in SUBPROCESS_KINDS and not any(n.parent_id == node.id and n.is_activity for n in flow.nodes)


def steps_of(flow: Flow) -> tuple[Step, ...]:
    """List a flow's steps in file order; neighbours are found through gateways and events."""
    steps = [n for n in flow.nodes if is_step(n, flow)]
    ids = {n.id for n in steps}
    processes = {p.id: p.name for p in flow.processes}
    lanes = {lane.id: " / ".join(name for name in lane.path if name) for lane in flow.lanes}
    forward = _neighbours(flow, ids, is_forward=True)
    backward = _neighbours(flow, ids, is_forward=False)
    names = {n.id: n.name for n in flow.nodes}
    forms = _forms_by_node(flow)
    return tuple(
        Step(
            id=node.id,
            name=node.name,
            kind=node.kind,
            flow_name=flow.name,
            process_name=processes.get(node.process_id, ""),
            source=node.source,
            content=(node.work.content if node.work else "") or node.documentation,
            lane=lanes.get(node.lane_id, "") or node.role,
            actor=(node.work.actor if node.work else "") or node.role,
            method=node.work.method if node.work else "",
            legal_basis=node.work.legal_basis if node.work else "",
            forms=forms.get(node.id, ()),
            previous_names=tuple([names[i] for i in backward[node.id]]),
            next_names=tuple([names[i] for i in forward[node.id]]),
            minutes_per_case=node.work.minutes_per_case if node.work else None,
            cases_per_year=node.work.cases_per_year if node.work else None,
            categories=node.work.categories if node.work else (),
        )
        for node in steps
    )


def _forms_by_node(flow: Flow) -> dict[str, tuple[StepForm, ...]]:
    names = {d.id: d.name for d in flow.documents}
    found: dict[str, dict[tuple[str, Direction], StepForm]] = {}
    for link in flow.document_links:
        if link.document_id in names:
            form = StepForm(document_id=link.document_id, name=names[link.document_id], direction=link.direction)
            found.setdefault(link.node_id, {})[link.document_id, link.direction] = form
    return {node_id: tuple(forms.values()) for node_id, forms in found.items()}


def _neighbours(flow: Flow, step_ids: set[str], *, is_forward: bool) -> dict[str, tuple[str, ...]]:
    """Nearest steps in one direction, walking through everything that is not a step; cycles end the walk."""
    links: dict[str, list[str]] = {}
    for line in flow.lines:
        if line.kind is LineKind.SEQUENCE and line.source_id and line.target_id:
            start, end = (line.source_id, line.target_id) if is_forward else (line.target_id, line.source_id)
            links.setdefault(start, []).append(end)
    found: dict[str, tuple[str, ...]] = {}
    for step_id in step_ids:
        seen: set[str] = set()
        nearest: dict[str, None] = {}
        queue = list(links.get(step_id, ()))
        while queue:
            here = queue.pop(0)
            if here in seen:
                continue
            seen.add(here)
            if here in step_ids:
                nearest[here] = None
            else:
                queue.extend(links.get(here, ()))
        found[step_id] = tuple(i for i in nearest if i != step_id)
    return found
