"""What a step's documents are called: kinds of papers, marks of progress, and papers that only the text names."""

import re
import unicodedata
from functools import lru_cache

_IN_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_PROGRESS = re.compile(
    r"^[^\s、]{0,12}?(?:済み?|した|された)の?(?=.{2,})|^[^\s、]{1,8}(?:印|署名)のある(?=.{2,})|(?<=[書届証票表])(?:の控え?|控え?|一式)$|(?<!住民票)(?<!除票)(?<!附票)の写し$|(?<=[書届証表])写し$|の打出し$"
)
_NAMED = re.compile(
    r"[一-龥ァ-ヶーA-Za-z0-9々・（）()]*?"
    r"(?:通知書|証明書|確認書|申請書|申込書|届出書|納付書|請求書|督促状|催告書|承諾書|決定書|報告書|照会書|回答書|協議書|"
    r"一覧表|集計表|名簿|お知らせ|受給券|被保険者証|保険証|認定証|医療証|受診券|手帳|通知|リスト|一覧)"
    r"(?:[（(][^（）()]*[）)])?"
)
_NO_PAPER = re.compile(r"(?:電子)?メール|電話|口頭|ファックス|FAX")
_JOINT = re.compile(r"[・、,をにへのとで]")


@lru_cache(maxsize=50_000)
def bare_name(name: str) -> str:
    """A document's name without what only says how far it has come (検算済み…, …の写し)."""
    plain = unicodedata.normalize("NFKC", name).strip()
    without = re.sub(r"\((?:紙|決裁済|写|控|案|電子|様式[^()]*)\)", "", plain)
    shorter = _PROGRESS.sub("", without)
    return shorter if len(shorter) > 1 else plain


@lru_cache(maxsize=50_000)
def main_name(name: str) -> str:
    """A form's name without what stands in brackets."""
    return _IN_BRACKETS.sub("", unicodedata.normalize("NFKC", name)).strip() or name


@lru_cache(maxsize=50_000)
def named_papers(label: str) -> tuple[str, ...]:
    """Papers that a label names (督促状送付 names 督促状), in order."""
    found: dict[str, None] = {}
    for hit in _NAMED.finditer(unicodedata.normalize("NFKC", label)):
        name = hit.group().strip("・")
        found[_JOINT.split(name)[-1] if name.count("・") and "給付" not in name else name] = None
    return tuple(name for name in found if len(name) > 2 and not _NO_PAPER.match(name))


@lru_cache(maxsize=50_000)
def kinds_of(name: str, kinds: tuple[tuple[str, tuple[str, ...]], ...]) -> frozenset[str]:
    """The kinds of paper a name ends in, by the longest ending; A兼B is of both kinds; empty when none fits.

    `kinds` are the endings of each kind.
    """
    found: set[str] = set()
    for part in main_name(name).split("兼"):
        hits = [(len(ending), kind) for kind, endings in kinds for ending in endings if part.endswith(ending)]
        found |= {kind for length, kind in hits if length == max(hits)[0]}
    return frozenset(found)
