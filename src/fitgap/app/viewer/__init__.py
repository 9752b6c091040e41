"""The flow viewer: a BPMN diagram with the verdict of every step on it, drawn by bpmn-js inside the page."""

from fitgap.app.viewer.component import flow_viewer
from fitgap.app.viewer.link_marks import LinkKind, LinkMark
from fitgap.app.viewer.marks import Mark

__all__ = ["LinkKind", "LinkMark", "Mark", "flow_viewer"]
