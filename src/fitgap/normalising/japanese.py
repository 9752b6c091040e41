"""Japanese words in dictionary form, by SudachiPy; the dictionary is loaded once a process."""

from functools import cache
from sys import intern
from threading import Lock, local
from typing import TypeAlias

from sudachipy import Config, Dictionary, Morpheme, MorphemeList, SplitMode, Tokenizer

Word: TypeAlias = tuple[str, int, int]
_CONTENT = frozenset({"名詞", "動詞", "形容詞", "形状詞"})
_EMPTY_NOUNS = frozenset({"非自立可能", "助動詞語幹"})
# Texts come in one spelling, and numerals are left out, so that Sudachi need neither respell nor put them together. It
# would also skip what it takes for a reading in brackets: the postcard of 通知書(はがき).
_CONFIG = Config(
    inputTextPlugin=[],
    pathRewritePlugin=[
        {
            "class": "com.worksap.nlp.sudachi.JoinKatakanaOovPlugin",
            "oovPOS": ["名詞", "普通名詞", "一般", "*", "*", "*"],
            "minLength": 3,
        }
    ],
)
_FORMS_KEPT = 200_000
_forms: dict[int, str] = {}  # by number in the dictionary: to ask for a form takes as long as to find the word
_loading = Lock()
_of_thread = local()


def words(text: str) -> list[Word]:
    """Nouns, verbs and adjectives of a text, in short units; safe to call from several threads."""
    found: list[Word] = []
    for morpheme in _morphemes(text[:_LONGEST]):
        form = _forms.get(morpheme.word_id())
        if form is None:
            form = _form_of(morpheme)
        if form:
            found.append((form, morpheme.begin(), morpheme.end()))
    return found


# Sudachi refuses more than 49,149 bytes at once; no label or description comes near.
_LONGEST = 12_000


def _form_of(morpheme: Morpheme) -> str:
    """The dictionary form of a word, empty for one without content; kept, unless the dictionary does not know it."""
    part = morpheme.part_of_speech()
    if part[0] == "名詞":
        has_content = part[1] != "数詞" and part[2] not in _EMPTY_NOUNS
    else:
        has_content = part[0] in _CONTENT and part[1] not in _EMPTY_NOUNS
    form = intern(morpheme.normalized_form()) if has_content else ""
    if not morpheme.is_oov() and len(_forms) < _FORMS_KEPT:
        _forms[morpheme.word_id()] = form
    return form


@cache
def _dictionary() -> Dictionary:
    return Dictionary(dict="core", config=_CONFIG)


def _morphemes(text: str) -> MorphemeList:
    """The morphemes of a text until this thread reads the next: threads share the dictionary, not working memory."""
    tokenizer: Tokenizer | None = getattr(_of_thread, "tokenizer", None)
    if tokenizer is None:
        with _loading:
            tokenizer = _of_thread.tokenizer = _dictionary().tokenizer(SplitMode.A, fields={"normalized_form", "pos"})
            _of_thread.found = tokenizer.tokenize("")
    return tokenizer.tokenize(text, out=_of_thread.found)
