"""入力・出力 of the steps -> documents, one for each name."""

import re
from collections.abc import Iterable

from fitgap.model.flow import Direction, Document, DocumentKind, DocumentLink
from fitgap.model.message import Source
from fitgap.reading.flow_table.keys import Keys
from fitgap.reading.flow_table.steps import TableStep
from fitgap.reading.tables.cells import split_names, word

MARKED = re.compile(
    r"\A[\s【\[(（<＜]*(?:(?P<input>入力?|IN(?:PUT)?|I)|(?P<output>出力?|OUT(?:PUT)?|O))"
    r"(?:[】\])）>＞]\s*[:：]?|\s*[:：])\s*",
    re.IGNORECASE,
)


class Documents:
    """Documents so far; the same name is the same document wherever it stands."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self._by_name: dict[str, Document] = {}
        self.links: list[DocumentLink] = []

    @property
    def all(self) -> tuple[Document, ...]:
        """In the order in which the table names them."""
        return tuple(self._by_name.values())

    def link(self, step: TableStep, node_id: str, process_id: str) -> None:
        """Tie a step to what it reads and writes; what stands in one column for both is a plain link."""
        source = step.sheet.source(step.row)
        named = [(name, Direction.INPUT) for name in step.inputs]
        named += [(name, Direction.OUTPUT) for name in step.outputs]
        named += directed_names(step.documents)
        for name, direction in dict.fromkeys(named):
            document = self._document(name, source, process_id)
            link = DocumentLink(node_id=node_id, document_id=document.id, direction=direction, source=source)
            self.links.append(link)

    def _document(self, name: str, source: Source, process_id: str) -> Document:
        return self._by_name.setdefault(
            word(name),
            Document(
                id=self._by_name[word(name)].id if word(name) in self._by_name else self._keys.new("document"),
                kind=DocumentKind.TABLE_ENTRY,
                name=" ".join(name.split()),
                raw_name=name,
                source=source,
                process_id=process_id,
            ),
        )


def directed_names(text: str) -> Iterable[tuple[str, Direction]]:
    """Names of a column for both, with the direction that a line begins with (``入力：``, ``(出)``)."""
    direction = Direction.LINKED
    found: list[tuple[str, Direction]] = []
    for line in text.splitlines():
        marked = MARKED.match(line)
        if marked:
            direction = Direction.INPUT if marked["input"] else Direction.OUTPUT
            line = line[marked.end() :]
        found.extend((name, direction) for name in split_names(line))
    return found
