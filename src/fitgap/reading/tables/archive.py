"""Look a workbook's zip over before any library opens it: sizes, DTDs, macros, links, merged ranges."""

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from fitgap.model.message import Message, message
from fitgap.model.policy import Limits
from fitgap.reading.tables.grid import Merge
from fitgap.reading.xml_safety import declared_encoding

READABLE_ENCODINGS = frozenset({"", "utf-8", "utf8", "us-ascii", "ascii"})
# Packed text is never so small that a ratio says anything below this size.
SMALL_PART_BYTES = 1_048_576
CHUNK_BYTES = 1_048_576
BROKEN_ZIP = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)
XML_SUFFIXES = (".xml", ".rels", ".vml")
# How XML can begin under another suffix: plain, with a mark, in UTF-16, in EBCDIC.
XML_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*<|\xff\xfe|\xfe\xff|\x00<|Lo\xa7\x94")
DOCUMENT_TYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^<>]*?\bref=[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})[\"']")
UNCALCULATED = re.compile(
    rb"<(?:\w+:)?c\b[^<>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^<>]*>\s*<(?:\w+:)?f\b[^<>]*?(?:/>|>[^<]*</(?:\w+:)?f>)"
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPart:
    """What an XML part says beyond its cells: merged ranges, and rows of formulas that hold no value."""

    merges: tuple[Merge, ...] = ()
    uncalculated_rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """A workbook found harmless, or the refusal; `sheet_parts` by path inside the zip without a leading slash."""

    refusal: Message | None = None
    sheet_parts: Mapping[str, SheetPart] = field(default_factory=dict)
    has_macros: bool = False
    has_links: bool = False


def look_over(content: bytes, limits: Limits) -> Archive:
    """Unpack every part once, counting what really comes out; nothing is kept but what `Archive` holds."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _look_over(archive, limits)
    except (*BROKEN_ZIP, RuntimeError):  # RuntimeError: a part is encrypted
        return Archive(refusal=message("wrong_content.broken_zip"))


def _look_over(archive: zipfile.ZipFile, limits: Limits) -> Archive:
    parts = archive.infolist()
    if refusal := _claimed(parts, limits):
        return Archive(refusal=refusal)
    sheet_parts: dict[str, SheetPart] = {}
    left, tags = limits.unpacked_bytes, 0
    for part in parts:
        unpacked = _unpack(archive, part, left)
        if unpacked is None:
            return Archive(refusal=message("tables.zip_bomb", most=limits.unpacked_bytes // 1_048_576))
        left -= len(unpacked)
        if not (part.filename.lower().endswith(XML_SUFFIXES) or XML_START.match(unpacked)):
            continue
        tags += unpacked.count(b"<")
        if tags > limits.workbook_tags:
            return Archive(refusal=message("tables.too_many_cells", most=limits.workbook_tags))
        if refusal := _unsafe(unpacked):
            return Archive(refusal=refusal)
        if part.filename.lower().endswith(".xml"):
            sheet_parts[part.filename] = _sheet_part(unpacked)
    names = [part.filename.lower() for part in parts]
    return Archive(
        sheet_parts=sheet_parts,
        has_macros=any(name.endswith("vbaproject.bin") for name in names),
        has_links=any("externallinks/" in name for name in names),
    )


def _claimed(parts: list[zipfile.ZipInfo], limits: Limits) -> Message | None:
    if len(parts) > limits.workbook_parts:
        return message("tables.too_many_parts", count=len(parts), most=limits.workbook_parts)
    packed, unpacked = sum(part.compress_size for part in parts), sum(part.file_size for part in parts)
    is_unlikely = unpacked > SMALL_PART_BYTES and unpacked > limits.unpacked_ratio * max(packed, 1)
    if unpacked > limits.unpacked_bytes or is_unlikely:
        return message("tables.zip_bomb", most=limits.unpacked_bytes // 1_048_576)
    return None


def _unpack(archive: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> bytes | None:
    """A part's bytes, None as soon as more than `most` come out, whatever its header says."""
    chunks: list[bytes] = []
    size = 0
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK_BYTES):
            size += len(chunk)
            if size > most:
                return None
            chunks.append(chunk)
    return b"".join(chunks)


def _unsafe(part: bytes) -> Message | None:
    """Refuse what no spreadsheet program writes: document types, entities, encodings that could hide them."""
    if b"\x00" in part[:CHUNK_BYTES] or declared_encoding(part).lower() not in READABLE_ENCODINGS:
        return message("tables.not_utf8_inside")
    start = part.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start and not start.startswith(b"<"):
        return message("tables.not_utf8_inside")
    return message("xml.document_type") if DOCUMENT_TYPE.search(part) else None


def _sheet_part(part: bytes) -> SheetPart:
    merges = tuple(
        Merge(
            first_row=int(first_row),
            last_row=int(last_row),
            first_column=_column(first_column),
            last_column=_column(last_column),
        )
        for first_column, first_row, last_column, last_row in MERGED.findall(part)
    )
    rows = tuple(dict.fromkeys(int(row) for _, row in UNCALCULATED.findall(part)))
    return SheetPart(merges=merges, uncalculated_rows=rows)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
