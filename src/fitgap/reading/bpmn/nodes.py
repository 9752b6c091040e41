"""Steps, events and gateways: every flow node of the file, of whatever kind."""

from fitgap.model.flow import CALL_KINDS, Node, Origin
from fitgap.model.message import Severity
from fitgap.reading.bpmn.diagrams import Diagrams, centre, holds, smallest
from fitgap.reading.bpmn.lanes import Place, process_key
from fitgap.reading.bpmn.names import clean_name
from fitgap.reading.bpmn.pools import Holders
from fitgap.reading.bpmn.register import Element, Register
from fitgap.reading.bpmn.roles import role_of, vendor_values
from fitgap.reading.bpmn.texts_of import documentation, event_definitions
from fitgap.reading.bpmn.titles import is_telling
from fitgap.reading.bpmn.vocabulary import (
    ACTIVITY_KINDS,
    CONTAINER_KINDS,
    NODE_KINDS,
    PART_KINDS,
    PROCESS_KINDS,
)
from fitgap.reading.bpmn.work import work_of


def node_elements(register: Register) -> list[Element]:
    """All flow nodes in file order; an element among the steps that BPMN does not know is one too."""
    return [element for element in register.elements if _is_node(register, element)]


def find_hosts(register: Register, nodes: list[Element]) -> dict[str, str]:
    """Boundary event -> the activity it sits on; what sits on something itself is no host, so no walk can circle."""
    hosts: dict[str, str] = {}
    for element in nodes:
        reference = next(iter(register.references(element, "attachedToRef")), "")
        if not reference and register.kind(element) != "boundaryEvent":
            continue
        host = register.find(reference, near=element, kinds=ACTIVITY_KINDS) if reference else None
        is_host = host is not None and register.kind(host) in ACTIVITY_KINDS and not host.get("attachedToRef")
        if host is not None and is_host:
            hosts[register.key(element)] = register.key(host)
        else:
            key = register.key(element)
            register.report("host_missing", Severity.WARNING, element, key, name=_label(register, element))
    return hosts


def read_node(
    register: Register, diagrams: Diagrams, holders: Holders, element: Element, place: Place | None, host: str
) -> Node:
    """Build one node; what is missing or unknown about it becomes an issue."""
    key, kind, raw = register.key(element), register.kind(element), element.get("name") or ""
    process_id = process_key(register, element)
    above = register.ancestor(element, CONTAINER_KINDS)
    called, called_name = _called(register, element) if kind in CALL_KINDS else ("", "")
    name = clean_name(raw)
    if not name and called_name:
        name = called_name
        register.report("name_of_called", Severity.INFO, element, key, name=name)
    if not name and kind in ACTIVITY_KINDS:
        register.report("step_without_name", Severity.WARNING, element, key, id=key)
    if kind not in NODE_KINDS:
        register.report("unknown_kind", Severity.INFO, element, key, kind=kind, name=name or key)
    role, role_origin = role_of(register, element), Origin.ASSIGNEE
    lane_origin = place.origin if place else Origin.NONE
    if place is None and (pool_name := _pool_name(diagrams, holders, key, process_id)):
        lane_origin = Origin.POOL
        role, role_origin = (role, role_origin) if role else (pool_name, Origin.POOL)
    return Node(
        id=key,
        kind=kind,
        name=name,
        raw_name=raw,
        process_id=process_id,
        parent_id="" if above is None else register.key(above),
        lane_id=place.lane_id if place else "",
        lane_origin=lane_origin,
        role=role,
        role_origin=role_origin if role else Origin.NONE,
        documentation=documentation(register, element),
        attached_to=host,
        called_element=called,
        event_definitions=event_definitions(register, element),
        extensions=register.extensions(element),
        work=work_of(register, element, key),
        bounds=diagrams.bounds(key),
        source=register.source(element),
    )


def report_unplaced(register: Register, nodes: tuple[Node, ...], lane_processes: set[str]) -> None:
    """Say which steps stand in no lane although their process has lanes, and how many took their pool's name."""
    loose = [n for n in nodes if not n.lane_id and n.process_id in lane_processes]
    for node in loose:
        if node.is_activity:
            register.report("step_without_lane", Severity.WARNING, node.source, node.id, name=node.name or node.id)
    if others := [n for n in loose if not n.is_activity]:
        names = "、".join(n.name or n.id for n in others[:3])
        register.report("others_without_lane", Severity.INFO, others[0].source, count=len(others), names=names)
    if pooled := [n for n in nodes if n.role_origin is Origin.POOL]:
        names = "、".join(dict.fromkeys(n.role for n in pooled))
        register.report("role_of_pool", Severity.INFO, pooled[0].source, count=len(pooled), names=names)


def _is_node(register: Register, element: Element) -> bool:
    kind = register.kind(element)
    if kind in NODE_KINDS:
        return True
    if kind in PART_KINDS or not (element.get("id") or element.get("name")):
        return False
    parent = element.getparent()
    return parent is not None and register.kind(parent) in PROCESS_KINDS | CONTAINER_KINDS


def _label(register: Register, element: Element) -> str:
    return clean_name(element.get("name") or "") or register.key(element)


def _called(register: Register, element: Element) -> tuple[str, str]:
    """What a call activity calls, and its name where the file holds it."""
    stated = register.references(element, "calledElement") or register.references(element, "calledChoreographyRef")
    stated = stated or vendor_values(register, element, ("calledElement",), ("processId", "calledElement"))
    if not stated:
        register.report(
            "call_without_target", Severity.INFO, element, register.key(element), name=_label(register, element)
        )
        return "", ""
    target = register.find(stated[0], kinds=PROCESS_KINDS)
    if target is None:
        return stated[0], ""
    return register.key(target), clean_name(target.get("name") or "")


def _pool_name(diagrams: Diagrams, holders: Holders, key: str, process_id: str) -> str:
    """The pool around a node where its name tells something; by place where no pool has the process."""
    pool = holders.pool_of_process.get(process_id)
    if pool is None:
        bounds = diagrams.bounds(key)
        free = [one for one in holders.pools if not one.process_id and one.bounds is not None] if bounds else []
        around = [(one.name, one.bounds) for one in free if one.bounds and bounds and holds(one.bounds, centre(bounds))]
        return smallest((name, drawn) for name, drawn in around if is_telling(name))
    process = holders.process_by_id.get(process_id)
    is_title = process is not None and process.name_origin is Origin.STATED and process.name == pool.name
    return "" if is_title or not is_telling(pool.name) else pool.name
