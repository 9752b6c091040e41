"""Bytes -> text. What the file says about its encoding is believed only where its text looks better that way."""

import codecs
import re
from dataclasses import dataclass
from itertools import islice

USUAL_ENCODINGS = ("utf-8", "cp932", "euc_jp", "euc_jis_2004", "cp1252")
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What writers mean by a name: Windows calls cp932 "Shift_JIS" and cp1252 "ISO-8859-1".
MEANT = {"ascii": "utf-8", "shift_jis": "cp932", "shift_jisx0213": "cp932", "iso8859-1": "cp1252"}
SINGLE_BYTE = re.compile(r"cp125\d|iso8859-\d+|koi8-[ru]|mac-roman")
MULTI_BYTE = frozenset({"utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp932", "gb18030", "big5"})
JAPANESE = frozenset({"euc_jp", "euc_jis_2004", "iso2022_jp", "iso2022_jp_2004", "iso2022_jp_ext"})
NOT_ASCII = re.compile(r"[^\x00-\x7f]")
SAMPLE_CHARACTERS = 4000
SAMPLE_BYTES = 4096
TRUST_IN_DECLARATION = 0.3
TRUST_IN_VALID_UTF8 = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class DecodedText:
    """A file's text without byte-order mark.

    `encoding` is a Python codec that gives this text back from the bytes; `is_guessed` is false when a person, a
    byte-order mark, a truthful declaration or flawless UTF-8 settles it; `replaced_count` counts U+FFFD put in.
    """

    text: str
    encoding: str
    is_guessed: bool
    replaced_count: int = 0


def decode_text(content: bytes, chosen: str = "", declared: str = "") -> DecodedText:
    """Decode any text file; `chosen` is a person's word, `declared` the file's own. Never raises."""
    if settled := _settled(content, known_codec(chosen)):
        return settled
    claim = known_codec(declared)
    if claim.startswith(("utf-16", "utf-32")):
        claim = ""  # the bytes would have shown it by now
    if claim in ("", "utf-8") and (text := _flawless_utf8(content)) is not None:
        return DecodedText(text=text, encoding="utf-8", is_guessed=bool(declared) and not claim and not text.isascii())
    candidates = dict.fromkeys((claim, *USUAL_ENCODINGS) if claim else USUAL_ENCODINGS)
    texts = {encoding: content.decode(encoding, errors="replace") for encoding in candidates}
    trust = {claim: TRUST_IN_DECLARATION}
    if "\ufffd" not in texts["utf-8"]:
        trust["utf-8"] = TRUST_IN_VALID_UTF8
    best = max(texts, key=lambda encoding: plausibility(texts[encoding]) + trust.get(encoding, 0.0))
    text = texts[best]
    is_plain = NOT_ASCII.search(text) is None
    return DecodedText(
        text=text, encoding=best, is_guessed=best != claim and not is_plain, replaced_count=text.count("\ufffd")
    )


def known_codec(name: str) -> str:
    """The Python codec that a stated encoding means, empty for a name that no text file should have."""
    name = name.strip().lower().removeprefix("x-")
    try:
        codec = codecs.lookup(name).name if name else ""
    except (LookupError, ValueError):
        return ""
    codec = MEANT.get(codec, codec)
    return codec if codec in MULTI_BYTE | JAPANESE or SINGLE_BYTE.fullmatch(codec) else ""


def plausibility(text: str) -> float:
    """How much the characters beyond ASCII look like text that people write: about -2 to 1, 1 for none."""
    sample = [match.group() for match in islice(NOT_ASCII.finditer(text), SAMPLE_CHARACTERS)]
    return sum(map(_weight, sample)) / len(sample) if sample else 1.0


def _settled(content: bytes, chosen: str) -> DecodedText | None:
    """Text that needs no guess: chosen by a person, marked, UTF-16 by its zeros, ISO-2022-JP by its escapes."""
    marked = _marked(content)
    for encoding in ("" if marked == f"{chosen}-sig" else chosen, marked):
        if encoding:
            text = content.decode(encoding, errors="replace")
            if encoding != chosen or "\ufffd" not in text:
                return _settle(text, encoding)
    zeros = content[:SAMPLE_BYTES]
    if encoding := _by_zeros(zeros):
        return _settle(content.decode(encoding, errors="replace"), encoding)
    if b"\x1b$" in content and content.isascii():
        for encoding in ("iso2022_jp", "iso2022_jp_2004", "iso2022_jp_ext"):
            text = content.decode(encoding, errors="replace")
            if "\ufffd" not in text:
                return _settle(text, encoding)
    return None


def _flawless_utf8(content: bytes) -> str | None:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _settle(text: str, encoding: str) -> DecodedText:
    text = text.removeprefix("\ufeff")
    return DecodedText(text=text, encoding=encoding, is_guessed=False, replaced_count=text.count("\ufffd"))


def _marked(content: bytes) -> str:
    return next((encoding for mark, encoding in BYTE_ORDER_MARKS if content.startswith(mark)), "")


def _by_zeros(head: bytes) -> str:
    if not head or b"\x00" not in head:
        return ""
    low, high = head[::2].count(0), head[1::2].count(0)
    few, many = sorted((low, high))
    if many * 4 < len(head) // 2 or few * 4 > many:
        return ""
    return "utf-16-le" if high > low else "utf-16-be"


def _weight(character: str) -> float:
    code = ord(character)
    if 0x3000 <= code <= 0x30FF or 0xFF01 <= code <= 0xFF5E or 0x2460 <= code <= 0x2473:
        return 1.0
    if 0x4E00 <= code <= 0x9FFF:
        return 1.0 if character.encode("cp932", errors="ignore")[:1] < b"\x98" else 0.0
    if 0xC0 <= code <= 0xFF:
        return 0.6
    if code == 0xFFFD:
        return -2.0
    if code < 0xA0 or 0xE000 <= code <= 0xF8FF:
        return -1.0
    if 0xFF61 <= code <= 0xFF9F:
        return 0.1
    return 0.4 if character.isalpha() else 0.2
