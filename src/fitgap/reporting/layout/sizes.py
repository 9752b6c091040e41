"""How large the box of an element must be for its name, in diagram units (pixels at 100 %)."""

import math
import unicodedata
from dataclasses import dataclass

from fitgap.model.flow import DocumentKind, Node

LETTER = 12.0
NARROW_LETTER = 6.8
LINE_HEIGHT = 14.5
PADDING = 8.0
EVENT = 36.0
GATEWAY = 50.0
LABEL_WIDTH = 100.0
EDGE_LABEL_WIDTH = 88.0
LABEL_GAP = 4.0
TASK_BOXES = ((120.0, 80.0), (140.0, 80.0), (140.0, 100.0), (160.0, 100.0), (180.0, 110.0), (200.0, 130.0))
WIDEST_TASK = 220.0
NOTE_WIDTH = 150.0
LONGEST_NOTE = 24
DOCUMENT = (36.0, 50.0)
STORE = (50.0, 50.0)
COLLAPSED_MARK = 18.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """A width and a height."""

    width: float
    height: float


def text_width(text: str) -> float:
    """How wide a text runs in the letters of the diagram; East Asian letters are square."""
    return sum(LETTER if unicodedata.east_asian_width(letter) in "WFA" else NARROW_LETTER for letter in text)


def line_count(text: str, width: float) -> int:
    """On how many lines a text comes to stand; a line breaks anywhere, so one more is allowed for words."""
    return sum(max(1, math.ceil(text_width(part) / (width - LETTER / 2))) for part in text.split("\n"))


def label_size(text: str, width: float = LABEL_WIDTH) -> Size:
    """The room for a label beside its shape; nothing for an empty text."""
    if not text:
        return Size(width=0.0, height=0.0)
    return Size(width=min(width, text_width(text) + LETTER), height=line_count(text, width) * LINE_HEIGHT)


def task_size(name: str, extra_height: float = 0.0) -> Size:
    """The smallest of the usual boxes that holds a name, or a higher one for a very long name."""
    for width, height in TASK_BOXES:
        if line_count(name, width - 2 * PADDING) * LINE_HEIGHT + 2 * PADDING + extra_height <= height:
            return Size(width=width, height=height)
    lines = line_count(name, WIDEST_TASK - 2 * PADDING)
    return Size(width=WIDEST_TASK, height=math.ceil(lines * LINE_HEIGHT + 2 * PADDING + extra_height))


def node_size(node: Node) -> Size:
    """The box of a node as its kind is drawn; a sub-process is given its size by what it holds."""
    if node.is_event:
        return Size(width=EVENT, height=EVENT)
    if node.is_gateway:
        return Size(width=GATEWAY, height=GATEWAY)
    return task_size(node.name, 0.0 if node.is_task else COLLAPSED_MARK)


def document_size(kind: DocumentKind) -> Size:
    """The box of a document: a sheet, or a drum for what is kept."""
    is_store = kind in (DocumentKind.DATA_STORE, DocumentKind.DATA_STORE_REFERENCE)
    width, height = STORE if is_store else DOCUMENT
    return Size(width=width, height=height)


def note_size(text: str) -> Size:
    """The box of an annotation; a very long text is cut off by the box rather than filling the diagram."""
    lines = min(LONGEST_NOTE, line_count(text, NOTE_WIDTH - 2 * PADDING))
    return Size(width=NOTE_WIDTH, height=max(30.0, lines * LINE_HEIGHT + PADDING))
