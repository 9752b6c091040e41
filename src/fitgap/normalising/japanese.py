"""Japanese words in dictionary form, by SudachiPy; the dictionary is loaded once a process."""

from functools import cache
from threading import Lock, local
from typing import TypeAlias

from sudachipy import Dictionary, MorphemeList, SplitMode, Tokenizer

Word: TypeAlias = tuple[str, int, int]
_CONTENT = frozenset({"名詞", "動詞", "形容詞", "形状詞"})
_EMPTY_NOUNS = frozenset({"非自立可能", "助動詞語幹"})
_loading = Lock()
_of_thread = local()


def words(text: str) -> list[Word]:
    """Nouns, verbs and adjectives of a text, in short units; safe to call from several threads."""
    return [
        (morpheme.normalized_form(), morpheme.begin(), morpheme.end())
        for morpheme in _morphemes(text[:_LONGEST])
        if _is_content(morpheme.part_of_speech_id())
    ]


# Sudachi refuses more than 49,149 bytes at once; no label or description comes near.
_LONGEST = 12_000


@cache
def _is_content(part_id: int) -> bool:
    part = _dictionary().pos_of(part_id)
    if part[0] == "名詞":
        return part[1] != "数詞" and part[2] not in _EMPTY_NOUNS
    return part[0] in _CONTENT and part[1] not in _EMPTY_NOUNS


@cache
def _dictionary() -> Dictionary:
    return Dictionary(dict="core")


def _morphemes(text: str) -> MorphemeList:
    """The morphemes of a text until this thread reads the next: threads share the dictionary, not working memory."""
    tokenizer: Tokenizer | None = getattr(_of_thread, "tokenizer", None)
    if tokenizer is None:
        with _loading:
            tokenizer = _of_thread.tokenizer = _dictionary().tokenizer(SplitMode.A, fields={"normalized_form", "pos"})
            _of_thread.found = tokenizer.tokenize("")
    return tokenizer.tokenize(text, out=_of_thread.found)
