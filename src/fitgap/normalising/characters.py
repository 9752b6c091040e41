"""Spelling: width, case, variant characters, and the kana that Japanese compounds write or leave out."""

import re
import unicodedata
from collections.abc import Mapping

# 取り込み・取込み・取込 are one word: kana between and behind the kanji of these compounds may be left out.
_HEADS = "取引払振打差書読突切受申届見組積繰貸借立売買問呼割締綴消落押持洗仕追聞吸拾流付回抜組入"
_BETWEEN = re.compile(rf"([{_HEADS}])(?:[りきけいちしみびげめえせ]|か)([一-龥])")
_TAILS = (
    "取込 振込 申込 払込 取消 取下 支払 受付 届出 引渡 貸出 打出 切替 振替 書替 組替 読替 差押 繰越 見積 引継 引落 "
    "割当 割付 突合 立会 見直 締切 申立 申出 取扱 引抜 消込 綴込 書込 読込 打込 仕分 手続 読取 聞取 取出 呼出 取寄 "
    "洗出 書出 受取 貸付 払戻 買取 引取 催促 手渡 届 綴"
)
_BEHIND = re.compile(rf"({'|'.join(_TAILS.split())})(?:[みきりえいしせけめじ](?![ぁ-ん])|け(?=出))")
_MARKS = re.compile(r"[^\w]+|_+")


class Respelling:
    """Writes variants in their usual spelling, one after the other; most texts hold none of their first characters."""

    def __init__(self, variants: Mapping[str, str]) -> None:
        self._usual = tuple(variants.items())
        self._starts = frozenset(spelling[0] for spelling in variants)

    def __call__(self, text: str) -> str:
        """The text in the usual spelling."""
        if not self._starts.isdisjoint(text):
            for spelling, usual in self._usual:
                text = text.replace(spelling, usual)
        return text


NO_VARIANTS = Respelling({})


def plain(text: str, respelling: Respelling) -> str:
    """NFKC, lower case, single blanks, one spelling for each variant of a character or word."""
    folded = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    return _BEHIND.sub(_kept, _BETWEEN.sub(_kept, respelling(folded)))


def _kept(hit: re.Match[str]) -> str:
    """What stands around the kana. A function: a template would be looked up for every text, with or without a hit."""
    return "".join(hit.groups())


def key_of(plain_text: str) -> str:
    """The text without blanks and marks."""
    return plain_text if plain_text.isalnum() else _MARKS.sub("", plain_text)
