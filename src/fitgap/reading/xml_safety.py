"""Parse XML that anybody may have sent: no DTD, no entity, no network, bounded size and depth, bytes only."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from fitgap.model.message import Message, message
from fitgap.model.policy import Limits

PROLOGUE = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
DECLARATION = re.compile(r"\A\s*<\?xml\b.*?\?>", re.DOTALL)
DECLARED_ENCODING = re.compile(rb"\A\s*<\?xml\b[^>]*?\bencoding\s*=\s*[\"']([A-Za-z0-9._:\- ]{1,40})[\"']")
ELEMENT_OR_NONE = re.compile(r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|(?P<start><[^!?/\s])", re.DOTALL)
LINES_THAT_LIBXML2_COUNTS = 65_000
START_TAG = re.compile(r"<[^!?/\s]")
CDATA_OR_FAULT = re.compile(
    r"(?P<cdata><!\[CDATA\[.*?\]\]>)"
    r"|(?P<control>[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff])"
    r"|&(?P<entity>\#[0-9]{1,7}|\#x[0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
    r"|(?P<ampersand>&)",
    re.DOTALL,
)
XML_ENTITIES = frozenset({"lt", "gt", "amp", "quot", "apos"})
# What libxml2 reads past without losing an element: an undeclared prefix, an odd xml:id, an attribute written twice.
HARMLESS = ("NS_", "DTD_XMLID", "DTD_ID_REDEFINED", "ERR_ATTRIBUTE_REDEFINED")
CUT_OFF = frozenset({"ERR_TAG_NOT_FINISHED", "ERR_GT_REQUIRED", "ERR_LTSLASH_REQUIRED", "ERR_ATTRIBUTE_NOT_FINISHED"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedXml:
    """A root element, or None and the reason with its line; `repairs` say what had to be put right to read it.

    `lines` holds the start line of every element of a file that has more lines than libxml2 counts truly.
    """

    root: etree._Element | None
    refusal: Message | None = None
    line: int | None = None
    repairs: tuple[tuple[Message, int], ...] = ()
    lines: Mapping[etree._Element, int] = field(default_factory=dict)


def declared_encoding(content: bytes) -> str:
    """The encoding that an XML declaration names, empty without one."""
    found = DECLARED_ENCODING.match(content[:400])
    return found.group(1).decode("ascii") if found else ""


def parse_xml(text: str, limits: Limits) -> ParsedXml:
    """Parse decoded XML; its encoding declaration is ignored, a document type declaration refused. Never raises."""
    prologue = PROLOGUE.match(text)
    start = prologue.end() if prologue else 0
    if text[start : start + 9].upper() == "<!DOCTYPE":
        return ParsedXml(root=None, refusal=message("xml.document_type"), line=text.count("\n", 0, start) + 1)
    elements = sum(1 for _ in START_TAG.finditer(text))
    if elements > limits.xml_elements:
        return ParsedXml(root=None, refusal=message("xml.too_many_elements", count=elements, most=limits.xml_elements))
    text = DECLARATION.sub(lambda found: "\n" * found.group().count("\n"), text, count=1)
    parsed = _parse(text, limits)
    if parsed.root is not None:
        return replace(parsed, lines=_start_lines(text, parsed.root))
    if parsed.refusal and parsed.refusal.code == "xml.too_deep":
        return parsed
    mended, repairs = _mend(text)
    again = _parse(mended, limits) if repairs else parsed
    if again.root is None:
        again = _parse(mended, limits, may_recover=True)
    lines = {} if again.root is None else _start_lines(mended, again.root)
    return replace(again, repairs=(*repairs, *again.repairs), lines=lines)


def depth_within(root: etree._Element, most: int) -> bool:
    """True when no element is nested deeper than `most` levels, the root counted."""
    level = [root]
    for _ in range(most):
        level = [child for element in level for child in element]
        if not level:
            return True
    return False


def _parse(text: str, limits: Limits, *, may_recover: bool = False) -> ParsedXml:
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=may_recover,
    )
    try:
        root = etree.fromstring(text.encode("utf-8", errors="replace"), parser)
    except etree.XMLSyntaxError as error:
        return _refused(parser, error)
    if root is None:
        return ParsedXml(root=None, refusal=message("xml.not_well_formed", detail="-"))
    repairs: tuple[tuple[Message, int], ...] = ()
    if may_recover and len(parser.error_log):
        harmful = [entry for entry in parser.error_log if not entry.type_name.startswith(HARMLESS)]
        if harmful:
            return _refusal(harmful[0].type_name, harmful[0].line, harmful[0].message)
        first = parser.error_log[0]
        repairs = ((message("xml.read_past", detail=first.message), first.line),)
    if not depth_within(root, limits.xml_depth):
        return ParsedXml(root=None, refusal=message("xml.too_deep", most=limits.xml_depth))
    return ParsedXml(root=root, repairs=repairs)


def _refused(parser: etree.XMLParser, error: etree.XMLSyntaxError) -> ParsedXml:
    harmful = [entry for entry in parser.error_log if not entry.type_name.startswith(HARMLESS)]
    first = next(iter(harmful or parser.error_log), None)
    if first is None:
        return _refusal("", error.lineno or 1, error.msg or "")
    return _refusal(first.type_name, first.line, first.message)


def _refusal(kind: str, line: int, detail: str) -> ParsedXml:
    if kind == "ERR_RESOURCE_LIMIT" or "depth" in detail:
        return ParsedXml(root=None, refusal=message("xml.too_deep", most=256), line=line)
    if kind in CUT_OFF:
        return ParsedXml(root=None, refusal=message("xml.cut_off"), line=line)
    return ParsedXml(root=None, refusal=message("xml.not_well_formed", detail=detail.strip()), line=line)


def _start_lines(text: str, root: etree._Element) -> dict[etree._Element, int]:
    """Every element's line by counting, for files beyond libxml2's count; empty for all others."""
    if text.count("\n") < LINES_THAT_LIBXML2_COUNTS:
        return {}
    starts: list[int] = []
    line, position = 1, 0
    for found in ELEMENT_OR_NONE.finditer(text):
        if found.group("start"):
            line += text.count("\n", position, found.start())
            position = found.start()
            starts.append(line)
    elements = list(root.iter())
    return dict(zip(elements, starts, strict=True)) if len(elements) == len(starts) else {}


def _mend(text: str) -> tuple[str, tuple[tuple[Message, int], ...]]:
    """Take out what XML forbids without losing a word; CDATA stays as it is. Each fault is told where it begins."""
    repairs: dict[str, int] = {}

    def mend(found: re.Match[str]) -> str:
        value, fault = _mended(found)
        if fault and fault not in repairs:
            repairs[fault] = text.count("\n", 0, found.start()) + 1
        return value

    mended = CDATA_OR_FAULT.sub(mend, text)
    return mended, tuple((message(f"xml.{fault}"), line) for fault, line in repairs.items())


def _mended(found: re.Match[str]) -> tuple[str, str]:
    """What to write instead, and the fault it mends (empty when there is none)."""
    value, name = found.group(), found.group("entity")
    if found.lastgroup == "control":
        return " ", "control"
    if found.lastgroup == "ampersand":
        return "&amp;", "ampersand"
    if name is None or name in XML_ENTITIES:
        return value, ""
    if name.startswith("#"):
        return (value, "") if _is_character(name) else (" ", "control")
    character = html.unescape(value)
    if character == value:
        return f"&amp;{name};", "ampersand"
    return html.escape(character), "html_entity"


def _is_character(reference: str) -> bool:
    """True when a numeric reference (``#10``, ``#x3042``) names a character that XML allows."""
    code = int(reference[2:], 16) if reference[1:2] == "x" else int(reference[1:])
    return code in (0x9, 0xA, 0xD) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF
