"""What a file really is, told by its bytes and never by its name."""

import io
import json
import zipfile

ZIP_CONTENTS = (
    ("xl/workbook.", "xlsx"),
    ("visio/", "vsdx"),
    ("word/document.", "docx"),
    ("ppt/presentation.", "pptx"),
    ("mimetype", "opendocument"),
)
OLE_STREAMS = (
    ("EncryptedPackage", "encrypted_office"),
    ("VisioDocument", "vsd"),
    ("Workbook", "xls"),
    ("WordDocument", "doc"),
)
SIGNATURES = (
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ\x00", "archive"),
    (b"%PDF", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
)
HEAD_CHARACTERS = 4096
BPMN_SUFFIXES = (".bpmn", ".bpmn20.xml", ".bpmn2")


def content_format(content: bytes) -> str:
    """The format of any upload by its bytes: a key of the texts `wrong_content.*`, or ``xml``, ``json`` or ``text``."""
    if not content.strip():
        return "empty"
    if content.startswith(b"PK"):
        return _zip_format(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return next((kind for name, kind in OLE_STREAMS if name.encode("utf-16-le") in content), "ole")
    if found := next((kind for signature, kind in SIGNATURES if content.startswith(signature)), ""):
        return found
    return _is_binary(content) or text_format(_head(content))


def text_format(text: str) -> str:
    """``html``, ``xml``, ``json`` or ``text`` by how a text begins."""
    start = text[:HEAD_CHARACTERS].lstrip("\ufeff \t\r\n")
    if start[:14].lower().startswith(("<!doctype html", "<html")):
        return "html"
    if start.startswith("<"):
        return "xml"
    if start.startswith(("{", "[")) and _is_json(text):
        return "json"
    return "text"


def _zip_format(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, UnicodeDecodeError):
        return "broken_zip"
    for start, kind in ZIP_CONTENTS:
        if any(name.startswith(start) for name in names):
            return kind
    return "zip_of_bpmn" if any(name.lower().endswith(BPMN_SUFFIXES) for name in names) else "zip"


def _is_binary(content: bytes) -> str:
    """``binary`` when the bytes cannot be text: zeros that are not UTF-16's or UTF-32's."""
    head = content[:HEAD_CHARACTERS]
    if b"\x00" not in head or head.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")):
        return ""
    low, high = head[::2].count(0), head[1::2].count(0)
    return "" if max(low, high) > 4 * min(low, high) and max(low, high) * 8 > len(head) else "binary"


def _head(content: bytes) -> str:
    head = content[:HEAD_CHARACTERS]
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"<\x00", "utf-16-le")):
        if head.startswith(mark):
            return head.decode(encoding, errors="replace")
    if head.startswith(b"\x00<"):
        return head.decode("utf-16-be", errors="replace")
    return (content if head[:1] in b"{[" else head).decode("utf-8-sig", errors="replace")


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
