"""Processes and the pools that hold them."""

from dataclasses import dataclass

from fitgap.model.flow import Origin, Pool, Process
from fitgap.model.message import Severity
from fitgap.reading.bpmn.diagrams import Diagrams
from fitgap.reading.bpmn.names import clean_name
from fitgap.reading.bpmn.register import Element, Register
from fitgap.reading.bpmn.texts_of import documentation
from fitgap.reading.bpmn.vocabulary import PROCESS_KINDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Holders:
    """All processes and pools in file order, and quick ways to them."""

    processes: tuple[Process, ...]
    pools: tuple[Pool, ...]
    process_by_id: dict[str, Process]
    pool_of_process: dict[str, Pool]


def read_holders(register: Register, diagrams: Diagrams) -> Holders:
    """Read participants and processes of every collaboration; a pool without a process is a black box."""
    participants = register.of_kind("participant")
    pools = tuple(_pool(register, diagrams, element) for element in participants)
    pool_of_process: dict[str, Pool] = {}
    for pool in pools:
        if pool.process_id:
            pool_of_process.setdefault(pool.process_id, pool)
    elements = [element for element in register.elements if register.kind(element) in PROCESS_KINDS]
    processes = tuple(_process(register, element, pool_of_process.get(register.key(element))) for element in elements)
    return Holders(
        processes=processes,
        pools=pools,
        process_by_id={process.id: process for process in processes},
        pool_of_process=pool_of_process,
    )


def _pool(register: Register, diagrams: Diagrams, element: Element) -> Pool:
    key, reference = register.key(element), next(iter(register.references(element, "processRef")), "")
    process = register.find(reference, kinds=PROCESS_KINDS) if reference else None
    if process is not None and register.kind(process) not in PROCESS_KINDS:
        process = None
    if reference and process is None:
        name = clean_name(element.get("name") or "") or key
        register.report("pool_without_process", Severity.INFO, element, key, pool=name, reference=reference)
    return Pool(
        id=key,
        name=clean_name(element.get("name") or ""),
        source=register.source(element),
        process_id="" if process is None else register.key(process),
        bounds=diagrams.bounds(key),
    )


def _process(register: Register, element: Element, pool: Pool | None) -> Process:
    name, origin = clean_name(element.get("name") or ""), Origin.STATED
    if not name:
        name, origin = (pool.name, Origin.POOL) if pool and pool.name else ("", Origin.NONE)
    return Process(
        id=register.key(element),
        name=name,
        name_origin=origin,
        source=register.source(element),
        pool_id=pool.id if pool else "",
        documentation=documentation(register, element),
    )
