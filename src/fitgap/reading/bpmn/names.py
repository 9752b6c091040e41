"""Names and texts as modelling tools write them -> as people read them."""

import html
import re
from html.parser import HTMLParser

LINE_TAGS = r"br|p|div|li|tr|ul|ol|table|h[1-6]|body|html"
LINE_BREAK = re.compile(rf"</?(?:{LINE_TAGS})\b[^<>]*/?>|[\r\n\v\f\x85\u2028\u2029]+", re.IGNORECASE)
FORMATTING = re.compile(r"</?(?:b|i|u|em|strong|span|font|small|sub|sup|td|th)(?:\s[^<>]*)?/?>", re.IGNORECASE)
ESCAPED = re.compile(r"&(?:lt|gt|amp|quot|apos|nbsp|#\d{1,7}|#x[0-9a-fA-F]{1,6});")
INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff\x00-\x08\x0e-\x1f\x7f]")
GAP = re.compile(r"[\s\u3000]+")
NO_SPACE_BETWEEN = re.compile(
    r"[\u3000-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\uff01-\uffef\U00020000-\U0003ffff]"
)
LOOKS_LIKE_HTML = re.compile(r"<\s*/?\s*[A-Za-z][^<>]*>")
IGNORED_TAGS = frozenset({"script", "style", "head", "title"})
BREAKING_TAGS = re.compile(rf"(?:{LINE_TAGS})\Z")


def clean_name(raw: str) -> str:
    """One line without padding; a line break between two Japanese characters leaves no space, a written space stays."""
    if not raw:
        return ""
    text = html.unescape(raw) if ESCAPED.search(raw) else raw
    if "<" in text:
        text = FORMATTING.sub("", text)
    text = INVISIBLE.sub("", LINE_BREAK.sub("\n", text))
    return GAP.sub(_join, text).strip()


def clean_text(raw: str) -> str:
    """A longer text: HTML becomes plain lines, line breaks stay, padding and empty lines go."""
    text = html_to_text(raw) if LOOKS_LIKE_HTML.search(raw) else raw
    text = INVISIBLE.sub("", html.unescape(text) if ESCAPED.search(text) else text)
    lines = (GAP.sub(" ", line).strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def html_to_text(markup: str) -> str:
    """The words of an HTML fragment, one line a block; scripts and styles are left out."""
    reader = _HtmlText()
    reader.feed(markup)
    reader.close()
    return "".join(reader.parts)


class _HtmlText(HTMLParser):
    """Collects text; blocks and line breaks become new lines."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.ignored = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in IGNORED_TAGS:
            self.ignored = self.ignored or tag
        elif BREAKING_TAGS.match(tag):
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == self.ignored:
            self.ignored = ""
        elif BREAKING_TAGS.match(tag):
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.ignored:
            self.parts.append(data)


def _join(gap: re.Match[str]) -> str:
    if "\n" not in gap.group():
        return " "
    text = gap.string
    before, after = text[gap.start() - 1 : gap.start()], text[gap.end() : gap.end() + 1]
    return "" if NO_SPACE_BETWEEN.match(before) and NO_SPACE_BETWEEN.match(after) else " "
