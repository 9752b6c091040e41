"""A municipality's current flow, as one uploaded file holds it, whatever its notation.

Nothing the file says is dropped: an element of an unknown kind becomes a `Node` of that kind, and what had to be
guessed says so in its `*_origin` and in an `Issue` of the reading.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from fitgap.model.message import Source

TASK_KINDS = frozenset(
    {
        "task",
        "userTask",
        "manualTask",
        "serviceTask",
        "scriptTask",
        "businessRuleTask",
        "sendTask",
        "receiveTask",
    }
)
SUBPROCESS_KINDS = frozenset({"subProcess", "transaction", "adHocSubProcess"})
CALL_KINDS = frozenset({"callActivity", "callChoreography"})


class Origin(StrEnum):
    """Where a lane or role was read from; everything but `STATED` is a guess or a derivation that the screens mark."""

    STATED = "stated"
    HOST = "host"
    PARENT = "parent"
    GEOMETRY = "geometry"
    POOL = "pool"
    ASSIGNEE = "assignee"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A point of the diagram, in diagram units (pixels at 100 %), y downwards."""

    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """A rectangle of the diagram, in diagram units; (x, y) is the upper left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """A vendor extension kept as it stood: qualified tag ``{namespace}name``, the raw XML, and the element it is on."""

    tag: str
    raw: str
    element_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """How a step is done, from a 業務要件定義表 row or a modeller's properties. Unknown numbers are None, never 0.

    `categories` are the 大分類, 中分類 (and 小分類 beside a name of its own) of the row, from large to small.
    """

    content: str = ""
    method: str = ""
    department: str = ""
    actor: str = ""
    minutes_per_case: float | None = None
    cases_per_year: float | None = None
    legal_basis: str = ""
    note: str = ""
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """One process of the file; `pool_id` is empty when no participant refers to it.

    `name_origin` is `POOL` when the process has no name of its own and is called as its pool.
    """

    id: str
    name: str
    source: Source
    name_origin: Origin = Origin.STATED
    pool_id: str = ""
    documentation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """A participant; a black box when `process_id` is empty."""

    id: str
    name: str
    source: Source
    process_id: str = ""
    bounds: Bounds | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A lane; `path` holds its names from the outermost lane to itself.

    `name_origin` is `PARENT` or `POOL` when the lane has no name of its own and is called as what holds it.
    """

    id: str
    name: str
    path: tuple[str, ...]
    process_id: str
    source: Source
    parent_id: str = ""
    name_origin: Origin = Origin.STATED
    bounds: Bounds | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A flow node: task, event, gateway, sub-process, call activity, or a kind we do not know.

    `kind` is the BPMN local name (``userTask``); `name` is cleaned, `raw_name` as written; `parent_id` is the
    sub-process that holds the node, empty at the top; `attached_to` the activity a boundary event sits on.
    """

    id: str
    kind: str
    name: str
    process_id: str
    source: Source
    raw_name: str = ""
    parent_id: str = ""
    lane_id: str = ""
    lane_origin: Origin = Origin.NONE
    role: str = ""
    role_origin: Origin = Origin.NONE
    documentation: str = ""
    attached_to: str = ""
    called_element: str = ""
    event_definitions: tuple[str, ...] = ()
    extensions: tuple[Extension, ...] = ()
    work: Work | None = None
    bounds: Bounds | None = None

    @property
    def is_task(self) -> bool:
        """True for every task type of BPMN 2.0, false for sub-processes and call activities."""
        return self.kind in TASK_KINDS

    @property
    def is_activity(self) -> bool:
        """True for whatever can hold work: tasks, sub-processes, call activities."""
        return self.kind in TASK_KINDS | SUBPROCESS_KINDS | CALL_KINDS

    @property
    def is_gateway(self) -> bool:
        """True for every gateway type."""
        return self.kind.endswith("Gateway")

    @property
    def is_event(self) -> bool:
        """True for start, end, intermediate, boundary and implicit throw events."""
        return self.kind.endswith("Event")


class LineKind(StrEnum):
    """What a line of the diagram means."""

    SEQUENCE = "sequence"
    MESSAGE = "message"
    ASSOCIATION = "association"


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """A proposal for a line's missing end (``source`` or ``target``); offered to a person, never applied by the reader.

    `distance` is how far the drawn line ends from the node, in diagram units; 0 where the node itself lists the line.
    """

    end: str
    node_id: str
    distance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A connection; an end that is missing or points nowhere is an empty id, with a `Repair` when one is plain.

    Where both ends are missing, `repair` is about the first one that can be told and `other_repair` about the other.
    `is_guessed` is true when a table states no successors and the order of its rows stands in for them.
    """

    id: str
    kind: LineKind
    source_id: str
    target_id: str
    source: Source
    name: str = ""
    condition: str = ""
    is_default: bool = False
    is_guessed: bool = False
    waypoints: tuple[Point, ...] = ()
    repair: Repair | None = None
    other_repair: Repair | None = None


class DocumentKind(StrEnum):
    """How the file names a form, ledger or record."""

    DATA_OBJECT_REFERENCE = "data_object_reference"
    DATA_STORE_REFERENCE = "data_store_reference"
    DATA_OBJECT = "data_object"
    DATA_STORE = "data_store"
    DATA_INPUT = "data_input"
    DATA_OUTPUT = "data_output"
    FORM_KEY = "form_key"
    TABLE_ENTRY = "table_entry"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A form (帳票), ledger, screen or record that steps read or write.

    From `fields` (the printed items, in file order) on is what its owner states of it as a form; empty or None when
    unknown, never guessed. `copies_per_year` counts pieces printed.
    """

    id: str
    kind: DocumentKind
    name: str
    source: Source
    process_id: str = ""
    raw_name: str = ""
    state: str = ""
    bounds: Bounds | None = None
    fields: tuple[str, ...] = ()
    paper: str = ""
    output_method: str = ""
    addressee: str = ""
    is_enclosed: bool | None = None
    copies_per_year: float | None = None

    @property
    def is_described(self) -> bool:
        """True when anything is known by which it can be held against a form of a package, beside its name."""
        stated = (self.fields, self.paper, self.output_method, self.addressee)
        return any(stated) or self.is_enclosed is not None


class Direction(StrEnum):
    """A step reads an input and writes an output; `LINKED` is a plain association without direction."""

    INPUT = "input"
    OUTPUT = "output"
    LINKED = "linked"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLink:
    """A step (or event) uses a document; `line_id` is the association that says so, empty when none is drawn.

    `is_guessed` is true when the document hangs on the line between two steps, not on the step itself.
    """

    node_id: str
    document_id: str
    direction: Direction
    source: Source
    line_id: str = ""
    is_guessed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A text annotation and the elements it is tied to."""

    id: str
    text: str
    source: Source
    element_ids: tuple[str, ...] = ()
    bounds: Bounds | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A drawn group with its category value."""

    id: str
    name: str
    source: Source
    bounds: Bounds | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """Everything one uploaded file says, in file order.

    `notation` is ``bpmn``, ``table`` or ``common`` (proposed by fitgap); `encoding` the one the bytes were read with,
    `is_encoding_guessed` true when neither a byte-order mark nor a truthful declaration gave it; `diagram_count`
    counts the BPMN diagrams of the file.
    """

    name: str
    file: str
    notation: str
    processes: tuple[Process, ...] = ()
    pools: tuple[Pool, ...] = ()
    lanes: tuple[Lane, ...] = ()
    nodes: tuple[Node, ...] = ()
    lines: tuple[Line, ...] = ()
    documents: tuple[Document, ...] = ()
    document_links: tuple[DocumentLink, ...] = ()
    notes: tuple[Note, ...] = ()
    groups: tuple[Group, ...] = ()
    extensions: tuple[Extension, ...] = ()
    encoding: str = "utf-8"
    is_encoding_guessed: bool = False
    diagram_count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowCounts:
    """What a file holds, in all its processes; data objects and stores count references."""

    tasks: int = 0
    subprocesses: int = 0
    call_activities: int = 0
    gateways: int = 0
    events: int = 0
    lanes: int = 0
    pools: int = 0
    data_objects: int = 0
    data_stores: int = 0
    sequence_flows: int = 0
    message_flows: int = 0
    annotations: int = 0
    other: int = field(default=0)


def count_elements(flow: Flow) -> FlowCounts:
    """Count a flow's elements by kind; tasks exclude sub-processes and call activities."""
    return FlowCounts(
        tasks=sum(n.is_task for n in flow.nodes),
        subprocesses=sum(n.kind in SUBPROCESS_KINDS for n in flow.nodes),
        call_activities=sum(n.kind in CALL_KINDS for n in flow.nodes),
        gateways=sum(n.is_gateway for n in flow.nodes),
        events=sum(n.is_event for n in flow.nodes),
        lanes=len(flow.lanes),
        pools=len(flow.pools),
        data_objects=sum(d.kind is DocumentKind.DATA_OBJECT_REFERENCE for d in flow.documents),
        data_stores=sum(d.kind is DocumentKind.DATA_STORE_REFERENCE for d in flow.documents),
        sequence_flows=sum(line.kind is LineKind.SEQUENCE for line in flow.lines),
        message_flows=sum(line.kind is LineKind.MESSAGE for line in flow.lines),
        annotations=len(flow.notes),
        other=sum(not (n.is_activity or n.is_gateway or n.is_event) for n in flow.nodes),
    )
