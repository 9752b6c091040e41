"""What a cell says: names in a list, a time, a volume, yes or no. What cannot be told is None, never a guess."""

import re
import unicodedata
from functools import cache

from fitgap.policies.tables import CellWords, table_words

OPENING, CLOSING = "(（[［【「『〔〈《{", ")）]］】」』〕〉》}"
BULLET = re.compile(r"\A\s*(?:[・･•●○■□◆◇*＊-]\s*|[①-⑳]\s*|[(（]?\d{1,2}[)）]\s*|\d{1,2}[.．、]\s+)")
NUMBER = r"\d{1,12}(?:\.\d{1,6})?"
ABOUT = r"(?:約|概ね|おおむね|およそ|平均)?"
ERROR_VALUES = frozenset(
    {"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#GETTING_DATA"}
)
THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
MINUTES = re.compile(
    rf"{ABOUT}(?:(?P<hours>{NUMBER})(?:時間|h|hr|hours?))?(?P<half>半)?(?:(?P<minutes>{NUMBER})(?:分間?|minutes?|min|(?=/|\Z)))?"
    rf"(?:(?P<seconds>{NUMBER})(?:秒|sec|s))?(?:(?:/|毎|1?)(?:件|回|人|世帯))?(?:程度|前後|ほど)?"
)
CLOCK = re.compile(r"(\d{1,4}):([0-5]\d)(?::[0-5]\d)?")
VOLUME = re.compile(
    rf"{ABOUT}(?P<every>年|毎年|月|毎月|週|毎週)?(?:間)?(?:に)?(?P<number>{NUMBER})(?P<scale>千|万)?"
    r"(?:件|人|名|通|世帯|回|枚|部|冊|筆|台|戸|者|社|か所|箇所|cases?)?(?:程度|前後|ほど)?(?:(?:/|毎)?1?(?P<per>年|月|週)(?:間|度)?)?"
)
PER_YEAR = {"年": 1, "毎年": 1, "月": 12, "毎月": 12, "週": 52, "毎週": 52}
WORD_CHARACTERS = 40
SCALES = {"千": 1_000, "万": 10_000}
UNIT_IN_HEADING = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕]")


@cache
def words() -> CellWords:
    """The words inside cells."""
    return table_words().words


def word(text: str) -> str:
    """A word for comparing: width and case evened out, no spaces."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


@cache
def _word_set(name: str) -> frozenset[str]:
    return frozenset(word(one) for one in getattr(words(), name))


def is_one_of(text: str, name: str) -> bool:
    """True when the whole cell is one of the words of a list of `table_words.toml`."""
    return len(text) <= WORD_CHARACTERS and word(text) in _word_set(name)


def is_error(text: str) -> bool:
    """True for what Excel shows instead of a value (``#REF!``)."""
    return text.startswith("#") and text.upper() in ERROR_VALUES


def split_names(text: str) -> tuple[str, ...]:
    """Names in a cell, each once: split at 、，, ；; and line ends outside brackets, never at ・ inside a name."""
    parts: list[str] = []
    depth, current = 0, ""
    for place, character in enumerate(text):
        if character in OPENING:
            depth += 1
        elif character in CLOSING:
            depth = max(0, depth - 1)
        is_end = character == "\n" or (depth == 0 and _separates(text, place))
        if is_end:
            parts.append(current)
            current = ""
            depth = 0 if character == "\n" else depth
        else:
            current += character
    parts.append(current)
    names = (BULLET.sub("", part).strip() for part in parts)
    return tuple(dict.fromkeys(name for name in names if name and not is_one_of(name, "nothing")))


def _separates(text: str, place: int) -> bool:
    character = text[place]
    if character in ",，":
        around = text[place - 1 : place] + text[place + 1 : place + 2]
        return not (len(around) == 2 and around.isdigit())
    return character in "、､；;"


def is_blank_value(text: str) -> bool:
    """True when a cell says that there is no number: empty, a dash, 不明."""
    return not text or is_one_of(text, "nothing") or is_one_of(text, "unknown_number")


def minutes_of(text: str, heading: str) -> float | None:
    """Minutes a case: ``15分``, ``1時間30分``, ``1.5時間``, ``0:15``; a bare number has the unit of the heading."""
    plain = _number_text(text)
    if clock := CLOCK.fullmatch(plain):
        return int(clock[1]) * 60.0 + int(clock[2])
    if re.fullmatch(ABOUT + NUMBER, plain):
        return round(float(re.sub(r"[^\d.]", "", plain)) * _minutes_in_unit(heading), 4)
    found = MINUTES.fullmatch(plain)
    if not found or not any(found[name] for name in ("hours", "minutes", "seconds")):
        return None
    if found["half"] and (not found["hours"] or found["minutes"]):
        return None
    hours, minutes, seconds = (float(found[name] or 0) for name in ("hours", "minutes", "seconds"))
    return round(hours * 60 + (30 if found["half"] else 0) + minutes + seconds / 60, 4)


def cases_of(text: str, heading: str) -> float | None:
    """Cases a year: ``１，２００件/年``, ``100件/月``, ``年1回``; a bare number has the unit of the heading."""
    found = VOLUME.fullmatch(_number_text(text))
    if not found or (found["every"] and found["per"]):
        return None
    per = found["every"] or found["per"] or _period_of(heading)
    if per not in PER_YEAR:
        return None
    return float(found["number"]) * SCALES.get(found["scale"], 1) * PER_YEAR[per]


def _number_text(text: str) -> str:
    return THOUSANDS.sub("", word(text).replace("，", ",").replace("／", "/"))


def _unit_of(heading: str) -> str:
    units = UNIT_IN_HEADING.findall(unicodedata.normalize("NFKC", heading).lower())
    return units[-1] if units else ""


def _minutes_in_unit(heading: str) -> float:
    unit = _unit_of(heading)
    if unit.startswith(("秒", "sec")):
        return 1 / 60
    return 60.0 if unit.startswith(("時間", "h")) else 1.0


def _period_of(heading: str) -> str:
    """The period that a heading counts by; ``日`` for days, which no year's count follows from."""
    unit = _unit_of(heading) or unicodedata.normalize("NFKC", heading)
    if "日" in unit:
        return "日"
    return "月" if "月" in unit else "週" if "週" in unit else "年"
