"""Which column a node stands in: as far right as the longest way to it, ways back left out."""

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence

Pair = tuple[str, str]
UNCONNECTED_IN_A_ROW = 8
MESSAGES_WEIGHED = 200


def forward_pairs(ids: Sequence[str], pairs: Iterable[Pair]) -> list[Pair]:
    """The lines that are left when every way back is taken out, found from the beginnings in file order."""
    following: dict[str, list[str]] = {here: [] for here in ids}
    entered: set[str] = set()
    for start, end in pairs:
        if start in following and end in following and start != end:
            following[start].append(end)
            entered.add(end)
    kept: list[Pair] = []
    done: set[str] = set()
    on_way: set[str] = set()
    for first in sorted(ids, key=lambda here: here in entered):
        if first in done:
            continue
        on_way.add(first)
        stack = [(first, iter(following[first]))]
        while stack:
            here, rest = stack[-1]
            there = next(rest, None)
            if there is None:
                stack.pop()
                on_way.discard(here)
                done.add(here)
            elif there not in on_way:
                kept.append((here, there))
                if there not in done:
                    on_way.add(there)
                    stack.append((there, iter(following[there])))
    return list(dict.fromkeys(kept))


def columns_of(ids: Sequence[str], forward: Sequence[Pair], messages: Sequence[Pair]) -> dict[str, int]:
    """Columns from 0; no message runs to the left where that can be had without a circle."""
    steps = [(start, end, 1) for start, end in forward]
    known = set(ids)
    following: dict[str, list[str]] = defaultdict(list)
    for start, end in forward:
        following[start].append(end)
    for start, end in list(dict.fromkeys(messages))[:MESSAGES_WEIGHED]:
        if start in known and end in known and not _reaches(following, end, start):
            following[start].append(end)
            steps.append((start, end, 0))
    column = _longest_ways(ids, steps)
    _draw_beginnings_near(ids, steps, column)
    _spread_unconnected(ids, steps, column)
    return column


def _reaches(following: dict[str, list[str]], start: str, end: str) -> bool:
    seen = {start}
    queue = [start]
    while queue:
        here = queue.pop()
        if here == end:
            return True
        for there in following.get(here, ()):
            if there not in seen:
                seen.add(there)
                queue.append(there)
    return False


def _longest_ways(ids: Sequence[str], steps: Sequence[tuple[str, str, int]]) -> dict[str, int]:
    column = dict.fromkeys(ids, 0)
    waiting = dict.fromkeys(ids, 0)
    following: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for start, end, length in steps:
        following[start].append((end, length))
        waiting[end] += 1
    ready = deque(here for here in ids if not waiting[here])
    while ready:
        here = ready.popleft()
        for there, length in following[here]:
            column[there] = max(column[there], column[here] + length)
            waiting[there] -= 1
            if not waiting[there]:
                ready.append(there)
    return column


def _draw_beginnings_near(ids: Sequence[str], steps: Sequence[tuple[str, str, int]], column: dict[str, int]) -> None:
    """Move what nothing leads to next to what it leads to, so that its lines are short."""
    entered = {end for _, end, _ in steps}
    nearest: dict[str, int] = {}
    for start, end, length in steps:
        if start not in entered:
            nearest[start] = min(nearest.get(start, column[end] - length), column[end] - length)
    for here in ids:
        column[here] = max(column[here], nearest.get(here, 0))


def _spread_unconnected(ids: Sequence[str], steps: Sequence[tuple[str, str, int]], column: dict[str, int]) -> None:
    tied = {end for step in steps for end in step[:2]}
    loose = [here for here in ids if here not in tied]
    for number, here in enumerate(loose):
        column[here] = number % UNCONNECTED_IN_A_ROW
