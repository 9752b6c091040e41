"""From bytes to the root of a BPMN 2.0 model, or the reason why there is none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from fitgap.model.message import Issue, Message, Severity, Source, message
from fitgap.reading.bpmn.register import line_of
from fitgap.reading.bpmn.vocabulary import MODEL_NAMESPACES, OTHER_ROOTS
from fitgap.reading.content import content_format, text_format
from fitgap.reading.decoding import DecodedText, decode_text
from fitgap.reading.result import NamedBytes, ReadOptions
from fitgap.reading.xml_safety import ParsedXml, declared_encoding, parse_xml

READABLE = frozenset({"xml", "text", "json"})
MEGABYTE = 1_048_576


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The root of the model (None when it cannot be read), how the bytes were decoded, and what was noticed."""

    root: etree._Element | None
    decoded: DecodedText | None = None
    lines: Mapping[etree._Element, int] = field(default_factory=dict)
    issues: tuple[Issue, ...] = ()


def open_bpmn(upload: NamedBytes, options: ReadOptions) -> Opened:
    """Check, decode and parse an upload; told by content, never by name."""
    size = len(upload.content)
    if size > options.limits.file_bytes:
        most = options.limits.file_bytes / MEGABYTE
        said = message("wrong_content.too_large", megabytes=round(size / MEGABYTE, 1), most=round(most, 1))
        return _refused(upload, said)
    kind = content_format(upload.content)
    if kind not in READABLE:
        return _refused(upload, message(f"wrong_content.{kind}"))
    decoded = decode_text(upload.content, options.encoding, declared_encoding(upload.content))
    kind = text_format(decoded.text)
    if kind != "xml":
        return _refused(upload, message(f"wrong_content.{kind}"))
    parsed = parse_xml(decoded.text, options.limits)
    if parsed.root is None:
        return _refused(upload, parsed.refusal or message("wrong_content.text"), parsed.line)
    issues = _repair_issues(upload.name, parsed)
    root, kind = find_model(parsed.root)
    if root is None:
        tag = etree.QName(parsed.root).localname if ":" not in str(parsed.root.tag) else str(parsed.root.tag)
        values = {"tag": tag} if kind == "other_xml" else {}
        return _refused(upload, message(f"wrong_content.{kind}", **values), line_of(parsed.root))
    if root is not parsed.root:
        issues.append(_issue(upload.name, message("bpmn.wrapped"), Severity.INFO, line_of(root)))
    return Opened(root=root, decoded=decoded, lines=parsed.lines, issues=tuple(issues))


def find_model(root: etree._Element) -> tuple[etree._Element | None, str]:
    """The BPMN 2.0 element to read from, or None and what the XML is instead."""
    namespace, local = _split(root)
    if namespace in MODEL_NAMESPACES:
        return root, ""
    for known in MODEL_NAMESPACES:
        inner = next(root.iter(f"{{{known}}}definitions"), None)
        if inner is not None:
            return inner, ""
    lower = namespace.lower()
    for part, name, kind in OTHER_ROOTS:
        if part in lower and (not name or (name == local.lower())):
            return None, kind
    if local == "definitions" and ("bpmn" in lower or not namespace or ":" in str(root.tag).rpartition("}")[2]):
        return root, ""
    return None, "other_xml"


def encoding_issues(file: str, decoded: DecodedText, names: Iterable[str]) -> list[Issue]:
    """Ask a person to look when the encoding was guessed; say how many characters were lost."""
    issues: list[Issue] = []
    if decoded.is_guessed:
        telling = [name for name in names if name and not name.isascii()][:3]
        said = message("bpmn.encoding_guessed", encoding=decoded.encoding, names="、".join(telling) or "-")
        issues.append(_issue(file, said, Severity.WARNING))
    if decoded.replaced_count:
        line = decoded.text.count("\n", 0, decoded.text.index("\ufffd")) + 1
        said = message("bpmn.characters_lost", encoding=decoded.encoding, count=decoded.replaced_count)
        issues.append(_issue(file, said, Severity.WARNING, line))
    return issues


def _split(root: etree._Element) -> tuple[str, str]:
    tag = str(root.tag)
    namespace, _, local = tag[1:].partition("}") if tag.startswith("{") else ("", "", tag)
    return namespace, local.rpartition(":")[2]


def _repair_issues(file: str, parsed: ParsedXml) -> list[Issue]:
    return [_issue(file, said, Severity.WARNING, line) for said, line in parsed.repairs]


def _refused(upload: NamedBytes, said: Message, line: int | None = None) -> Opened:
    return Opened(root=None, issues=(_issue(upload.name, said, Severity.ERROR, line),))


def _issue(file: str, said: Message, severity: Severity, line: int | None = None) -> Issue:
    return Issue(message=said, severity=severity, source=Source(file=file, line=line))
