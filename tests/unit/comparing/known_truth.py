"""Plant a change in a flow and know what a comparison has to find: the same work, and the sentences."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tests.unit.comparing.flows import POLICY, Row, compared, flow, member

from fitgap.comparing.roles import role_of
from fitgap.model.comparison import Comparison, DifferenceKind
from fitgap.model.step import steps_of

# The step names of ours -> the step names of theirs that are the same work.
Truth = dict[str, tuple[str, ...]]

# Words of the thesaurus's types of work, and another word of the same type that a municipality may use.
VARIANTS = {
    "確認": "確かめ",
    "受付": "受け取り",
    "受理": "受け取り",
    "入力": "打ち込み",
    "登録": "記録",
    "送信": "送り出し",
    "送付": "発送",
    "交付": "手渡し",
    "通知": "知らせ",
    "審査": "判定",
    "点検": "突合",
    "作成": "作製",
    "決裁": "承認",
    "案内": "説明",
    "照会": "問合せ",
    "計算": "算定",
    "編綴": "綴り込み",
    "印刷": "打ち出し",
    "調査": "聞取り調べ",
    "受領": "受け取り",
    "取込": "読み込み",
    "調整": "割付",
}
EXTRA: tuple[Row, ...] = (
    ("防災無線の戸別受信機の貸出", "借用書を取って受信機を渡す。", "総務課", "借用書"),
    ("区長への連絡", "行政区の区長に世帯の人数を知らせる。", "総務課", "連絡票"),
    ("ごみ袋引換券の配布", "ごみ収集の暦と引換券を渡す。", "環境課", "引換券"),
)
OURS, THEIRS = "青葉野市", "汐見町"
OTHER_LANE = "副市長"
OTHER_FORM = "広報紙面校正依頼"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """A changed flow, which of its steps are which of ours, and what must be said of it."""

    rows: tuple[Row, ...]
    truth: Truth
    told: frozenset[DifferenceKind] = field(default_factory=frozenset)


def _truth(rows: Sequence[Row]) -> Truth:
    return {row[0]: (row[0],) for row in rows}


def _role(row: Row) -> str:
    (step,) = steps_of(flow([row]))
    return role_of(step, POLICY.comparing)


def rename(rows: Sequence[Row], place: int) -> Planted:
    name, content, lane, form = rows[place]
    other = name
    for word, variant in VARIANTS.items():
        other = other.replace(word, variant)
    other = other if other != name else f"{name}をする"
    changed = (*rows[:place], (other, content, lane, form), *rows[place + 1 :])
    return Planted(rows=changed, truth={**_truth(rows), name: (other,)})


def split(rows: Sequence[Row], place: int) -> Planted:
    name, content, lane, form = rows[place]
    first, second = f"{name}（一次）", f"{name}（二次）"
    parts = ((first, content, lane, form), (second, content, lane, form))
    changed = (*rows[:place], *parts, *rows[place + 1 :])
    truth = {**_truth(rows), name: (first, second)}
    return Planted(rows=changed, truth=truth, told=frozenset({DifferenceKind.SPLIT}))


def join(rows: Sequence[Row], place: int) -> Planted:
    place = min(place, len(rows) - 2)
    one, two = rows[place], rows[place + 1]
    name = f"{one[0]}・{two[0]}"
    joined = (name, one[1] + two[1], one[2], one[3])
    truth = {**_truth(rows), one[0]: (name,), two[0]: (name,)}
    told = {DifferenceKind.SPLIT}
    told |= {DifferenceKind.ROLE} if _role(one) != _role(two) else set()
    told |= {DifferenceKind.FORM} if two[3] not in ("", one[3]) else set()
    return Planted(rows=(*rows[:place], joined, *rows[place + 2 :]), truth=truth, told=frozenset(told))


def move(rows: Sequence[Row], place: int) -> Planted:
    """Half the flow on, or back."""
    rest = [*rows[:place], *rows[place + 1 :]]
    rest.insert((place + len(rows) // 2) % len(rows), rows[place])
    return Planted(rows=tuple(rest), truth=_truth(rows), told=frozenset({DifferenceKind.ORDER}))


def add(rows: Sequence[Row], place: int) -> Planted:
    changed = (*rows[:place], EXTRA[place % len(EXTRA)], *rows[place:])
    return Planted(rows=changed, truth=_truth(rows), told=frozenset({DifferenceKind.ONLY_HERE}))


def drop(rows: Sequence[Row], place: int) -> Planted:
    truth = {**_truth(rows), rows[place][0]: ()}
    changed = (*rows[:place], *rows[place + 1 :])
    return Planted(rows=changed, truth=truth, told=frozenset({DifferenceKind.ONLY_HERE}))


def other_role(rows: Sequence[Row], place: int) -> Planted:
    name, content, lane, form = rows[place]
    lane = "総合窓口" if lane.endswith("長") else OTHER_LANE
    changed = (*rows[:place], (name, content, lane, form), *rows[place + 1 :])
    return Planted(rows=changed, truth=_truth(rows), told=frozenset({DifferenceKind.ROLE}))


def other_form(rows: Sequence[Row], place: int) -> Planted:
    name, content, lane, _ = rows[place]
    changed = (*rows[:place], (name, content, lane, OTHER_FORM), *rows[place + 1 :])
    return Planted(rows=changed, truth=_truth(rows), told=frozenset({DifferenceKind.FORM}))


PLANTS: dict[str, Callable[[Sequence[Row], int], Planted]] = {
    "rename": rename,
    "split": split,
    "join": join,
    "move": move,
    "add": add,
    "drop": drop,
    "other role": other_role,
    "other form": other_form,
}


@dataclass(slots=True)
class Rate:
    """What was found of a kind of change: pairs of steps, and places where the sentences were right."""

    found: int = 0
    said: int = 0
    planted: int = 0
    places: int = 0
    told: int = 0


def rate(kind: str, flows: Sequence[Sequence[Row]]) -> Rate:
    """Plant one kind of change at every place of some flows, and compare each with the flow it was made from."""
    counted = Rate()
    for rows in flows:
        for place in range(len(rows)):
            planted = PLANTS[kind](rows, place)
            comparison = compared(member(OURS, rows), member(THEIRS, planted.rows))
            true = {(mine, other) for mine, theirs in planted.truth.items() for other in theirs}
            said = _pairs(comparison)
            counted.found += len(said & true)
            counted.said += len(said)
            counted.planted += len(true)
            counted.places += 1
            counted.told += {difference.kind for difference in comparison.differences} == planted.told
    return counted


def _pairs(comparison: Comparison) -> set[tuple[str, str]]:
    return {
        (mine.name, theirs.name)
        for group in comparison.groups
        for mine in group.steps
        for theirs in group.steps
        if (mine.ref.member, theirs.ref.member) == (OURS, THEIRS)
    }
