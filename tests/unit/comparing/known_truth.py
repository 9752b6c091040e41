"""Plant a change in a flow and know what a comparison has to find."""

from collections.abc import Callable, Sequence

from tests.unit.comparing.flows import Row

# what changes, at which place; the step names of ours -> the step names of theirs that are the same work
Truth = dict[str, tuple[str, ...]]
Planted = tuple[tuple[Row, ...], Truth]
SYNONYMS = {
    "確認": "確かめ",
    "受付": "受け取り",
    "入力": "打ち込み",
    "送信": "送り出し",
    "交付": "手渡し",
    "編綴": "綴り込み",
}
EXTRA: tuple[Row, ...] = (
    ("防災無線の戸別受信機の貸出", "借用書を取って受信機を渡す。", "総務課", "借用書"),
    ("区長への連絡", "行政区の区長に世帯の人数を知らせる。", "総務課", "連絡票"),
    ("ごみ袋引換券の配布", "ごみ収集の暦と引換券を渡す。", "環境課", "引換券"),
)


def _truth(rows: Sequence[Row]) -> Truth:
    return {row[0]: (row[0],) for row in rows}


def rename(rows: Sequence[Row], place: int) -> Planted:
    name, content, lane, form = rows[place]
    other = name
    for word, synonym in SYNONYMS.items():
        other = other.replace(word, synonym)
    other = other if other != name else f"{name}をする"
    return (*rows[:place], (other, content, lane, form), *rows[place + 1 :]), {**_truth(rows), name: (other,)}


def split(rows: Sequence[Row], place: int) -> Planted:
    name, content, lane, form = rows[place]
    first, second = f"{name}（一次）", f"{name}（二次）"
    parts = ((first, content, lane, form), (second, content, lane, form))
    return (*rows[:place], *parts, *rows[place + 1 :]), {**_truth(rows), name: (first, second)}


def join(rows: Sequence[Row], place: int) -> Planted:
    place = min(place, len(rows) - 2)
    one, two = rows[place], rows[place + 1]
    name = f"{one[0]}・{two[0]}"
    joined = (name, one[1] + two[1], one[2], one[3])
    truth = {**_truth(rows), one[0]: (name,), two[0]: (name,)}
    return (*rows[:place], joined, *rows[place + 2 :]), truth


def move(rows: Sequence[Row], place: int) -> Planted:
    rest = [*rows[:place], *rows[place + 1 :]]
    rest.insert((place + 3) % len(rows), rows[place])
    return tuple(rest), _truth(rows)


def add(rows: Sequence[Row], place: int) -> Planted:
    return (*rows[:place], EXTRA[place % len(EXTRA)], *rows[place:]), _truth(rows)


def drop(rows: Sequence[Row], place: int) -> Planted:
    return (*rows[:place], *rows[place + 1 :]), {**_truth(rows), rows[place][0]: ()}


def other_role(rows: Sequence[Row], place: int) -> Planted:
    name, content, _, form = rows[place]
    return (*rows[:place], (name, content, "副市長", form), *rows[place + 1 :]), _truth(rows)


PLANTS: dict[str, Callable[[Sequence[Row], int], Planted]] = {
    "rename": rename,
    "split": split,
    "join": join,
    "move": move,
    "add": add,
    "drop": drop,
    "other role": other_role,
}
