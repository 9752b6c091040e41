"""Japanese words in dictionary form, by SudachiPy; the dictionary is loaded once a process."""

from functools import cache
from threading import Lock, local
from typing import TypeAlias

from sudachipy import Dictionary, SplitMode, Tokenizer

Word: TypeAlias = tuple[str, int, int]
_CONTENT = frozenset({"名詞", "動詞", "形容詞", "形状詞"})
_EMPTY_NOUNS = frozenset({"非自立可能", "助動詞語幹"})
_loading = Lock()
_of_thread = local()


def words(text: str) -> list[Word]:
    """Nouns, verbs and adjectives of a text, in short units; safe to call from several threads."""
    tokenizer = _tokenizer()
    is_content = _content_by_id()
    found = []
    for morpheme in tokenizer.tokenize(text[:_LONGEST]):
        part = morpheme.part_of_speech_id()
        if part not in is_content:
            is_content[part] = _is_content(morpheme.part_of_speech())
        if is_content[part]:
            found.append((morpheme.normalized_form(), morpheme.begin(), morpheme.end()))
    return found


# Sudachi refuses more than 49,149 bytes at once; no label or description comes near.
_LONGEST = 12_000


def _is_content(part: tuple[str, ...]) -> bool:
    if part[0] == "名詞":
        return part[1] != "数詞" and part[2] not in _EMPTY_NOUNS
    return part[0] in _CONTENT and part[1] not in _EMPTY_NOUNS


@cache
def _content_by_id() -> dict[int, bool]:
    return {}


@cache
def _dictionary() -> Dictionary:
    return Dictionary(dict="core")


def _tokenizer() -> Tokenizer:
    """A tokenizer of this thread's own: they share the dictionary but not their working memory."""
    found: Tokenizer | None = getattr(_of_thread, "tokenizer", None)
    if found is None:
        with _loading:
            found = _of_thread.tokenizer = _dictionary().tokenizer(SplitMode.A)
    return found
