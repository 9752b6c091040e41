"""A file's own diagrams made drawable: shapes of what there is, lines with both ends, a root that a viewer opens."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from fitgap.model.flow import SUBPROCESS_KINDS, Bounds, Flow, Point
from fitgap.reporting.bpmn_editing import Edited
from fitgap.reporting.bpmn_matching import LINE_NAMES, local_name
from fitgap.reporting.bpmn_names import BIOC, BPMNDI, COLOR, model_tag
from fitgap.reporting.bpmn_shapes import add_bounds, add_edge, add_plane

Element = etree._Element
FARTHEST = 1_000_000.0
KEPT_ATTRIBUTES = ("isHorizontal", "isExpanded", "isMarkerVisible", "isMessageVisible")
BEFORE_LANES = frozenset(
    {"documentation", "auditing", "monitoring", "supportedInterfaceRef", "ioSpecification", "ioBinding", "property"}
)
LINES = frozenset().union(*LINE_NAMES.values())
ROOTS = frozenset({"process", "collaboration"})


@dataclass(slots=True, kw_only=True)
class Page:
    """One diagram of the document: its plane, what that shows, and what is drawn, by ids of the document."""

    plane: Element
    about: Element
    bounds: dict[str, Bounds] = field(default_factory=dict)
    edges: set[str] = field(default_factory=set)
    shapes: dict[str, Element] = field(default_factory=dict)

    @property
    def is_root(self) -> bool:
        """True for a diagram of its own, false for the inside of a collapsed sub-process."""
        return local_name(self.about) in ROOTS


def own_pages(edited: Edited, flow: Flow) -> list[Page]:
    """Append the file's diagrams that show something a viewer can draw, those that can be opened first."""
    by_id = {str(element.get("id")): element for element in edited.definitions.iter() if element.get("id")}
    ends = {
        edited.xml_ids[line.id]: (edited.xml_ids.get(line.source_id, ""), edited.xml_ids.get(line.target_id, ""))
        for line in flow.lines
        if line.id in edited.xml_ids
    }
    pages = [page for diagram in edited.diagrams if (page := _page(edited, diagram, by_id, ends)) is not None]
    pages.sort(key=lambda page: not page.is_root)
    for page in pages:
        diagram = page.plane.getparent()
        if diagram is not None:
            edited.definitions.append(diagram)
    return pages if pages and pages[0].is_root else []


def _page(
    edited: Edited, diagram: Element, by_id: Mapping[str, Element], ends: Mapping[str, tuple[str, str]]
) -> Page | None:
    drawn_plane = next((one for one in diagram.iter() if local_name(one) == "BPMNPlane"), None)
    if drawn_plane is None:
        return None
    plane = add_plane(edited.definitions, edited.ids, "", diagram.get("name") or "")
    page = Page(plane=plane, about=edited.definitions)
    uses: dict[str, int] = {}
    edges: list[tuple[str, Element]] = []
    for drawn in drawn_plane:
        name = local_name(drawn)
        if name not in ("BPMNShape", "BPMNEdge"):
            continue
        here = _shown(edited.by_old_id, drawn.get("bpmnElement") or "", uses)
        if here not in by_id:
            continue
        if name == "BPMNEdge":
            edges.append((here, drawn))
        elif here not in page.bounds and local_name(by_id[here]) not in LINES:
            _copy_shape(page, edited, here, drawn)
    waiting = [edge for edge in edges if _copy_edge(page, edited, edge, ends) is False]
    for edge in waiting:
        _copy_edge(page, edited, edge, ends)
    about = _about(edited, drawn_plane, page, by_id)
    own = plane.getparent()
    if about is None or not page.bounds:
        if own is not None:
            edited.definitions.remove(own)
        return None
    page.about = about
    if local_name(about) == "collaboration":
        _show_bare_processes(edited, page, by_id)
    plane.set("bpmnElement", str(about.get("id")))
    return page


def _show_bare_processes(edited: Edited, page: Page, by_id: Mapping[str, Element]) -> None:
    """Give processes without a pool an empty lane set; bpmn-js leaves out their steps otherwise."""
    held = {child.get("processRef") for child in page.about if local_name(child) == "participant"}
    shown = [_above(by_id[here], frozenset({"process"})) for here in page.bounds]
    for process in dict.fromkeys(process for process in shown if process is not None):
        names = [local_name(child) for child in process]
        if process.get("id") not in held and "laneSet" not in names:
            place = sum(name in BEFORE_LANES for name in names)
            process.insert(place, etree.Element(model_tag("laneSet"), id=edited.ids.new("", "lanes")))


def _shown(by_old_id: Mapping[str, Sequence[str]], reference: str, uses: dict[str, int]) -> str:
    """The new id of what a shape shows; where several had one id, the shapes follow their order in the file."""
    reference = reference.strip()
    for form in (reference, reference.rpartition("#")[2], reference.rpartition(":")[2]):
        if form and (found := by_old_id.get(form)):
            use = uses[form] = uses.get(form, -1) + 1
            return found[min(use, len(found) - 1)]
    return ""


def _copy_shape(page: Page, edited: Edited, here: str, drawn: Element) -> None:
    bounds = _bounds(drawn)
    if bounds is None:
        return
    shape = etree.SubElement(page.plane, f"{{{BPMNDI}}}BPMNShape", id=edited.ids.new(f"{here}_di", "shape"))
    shape.set("bpmnElement", here)
    _copy_looks(drawn, shape)
    add_bounds(shape, bounds)
    label = next((child for child in drawn if local_name(child) == "BPMNLabel"), None)
    label_bounds = _bounds(label) if label is not None else None
    if label_bounds is not None:
        add_bounds(etree.SubElement(shape, f"{{{BPMNDI}}}BPMNLabel"), label_bounds)
    page.bounds[here], page.shapes[here] = bounds, shape


def _copy_edge(page: Page, edited: Edited, edge: tuple[str, Element], ends: Mapping[str, tuple[str, str]]) -> bool:
    """False when an end is not drawn (yet: an association may end at a line that comes later)."""
    here, drawn = edge
    if here in page.edges:
        return True
    start, end = ends.get(here, ("", ""))
    if not all(one in page.bounds or one in page.edges for one in (start, end)):
        return False
    points = [point for child in drawn if local_name(child) == "waypoint" and (point := _point(child)) is not None]
    if len(points) < 2:
        return True
    label = next((child for child in drawn if local_name(child) == "BPMNLabel"), None)
    copied = add_edge(page.plane, edited.ids, here, points, _bounds(label) if label is not None else None)
    _copy_looks(drawn, copied)
    page.edges.add(here)
    return True


def _copy_looks(drawn: Element, copied: Element) -> None:
    for name, value in drawn.attrib.items():
        if str(name).startswith((f"{{{BIOC}}}", f"{{{COLOR}}}")) or name in KEPT_ATTRIBUTES:
            copied.set(name, value)


def _about(edited: Edited, drawn_plane: Element, page: Page, by_id: Mapping[str, Element]) -> Element | None:
    """What the plane shows: as stated where that fits what is drawn on it, else the pools' or the steps' own holder."""
    shown = [by_id[here] for here in page.bounds]
    pools = [element for element in shown if local_name(element) == "participant"]
    if pools:
        return _above(pools[0], frozenset({"collaboration"}))
    stated = by_id.get(_shown(edited.by_old_id, drawn_plane.get("bpmnElement") or "", {}))
    processes = [process for one in shown if (process := _above(one, frozenset({"process"}))) is not None]
    name = local_name(stated) if stated is not None else ""
    if stated is not None and name == "collaboration":
        held = {child.get("processRef") for child in stated if local_name(child) == "participant"}
        if any(process.get("id") in held for process in processes):
            return stated
    elif stated is not None and (name == "process" or name in SUBPROCESS_KINDS):
        return stated
    return processes[0] if processes else None


def _above(element: Element, names: frozenset[str]) -> Element | None:
    return next((above for above in element.iterancestors() if local_name(above) in names), None)


def _bounds(drawn: Element) -> Bounds | None:
    for child in drawn:
        if local_name(child) == "Bounds":
            x, y, width, height = (_number(child.get(name)) for name in ("x", "y", "width", "height"))
            if x is None or y is None or width is None or height is None or width < 0 or height < 0:
                return None
            return Bounds(x=x, y=y, width=width, height=height)
    return None


def _point(drawn: Element) -> Point | None:
    x, y = _number(drawn.get("x")), _number(drawn.get("y"))
    return None if x is None or y is None else Point(x=x, y=y)


def _number(text: str | None) -> float | None:
    try:
        found = float((text or "").strip().replace(",", "."))
    except ValueError:
        return None
    return found if math.isfinite(found) and abs(found) <= FARTHEST else None
