"""How long a meeting has spent on each item, told from its turns."""

from collections.abc import Sequence
from datetime import datetime

from fitgap.model.meeting import Turn, TurnKind


def seconds_spent(turns: Sequence[Turn], now: str) -> dict[str, int]:
    """Seconds by item's key; an item's time runs until the next turn, or until now.

    A clock that was set back counts nothing for that stretch.
    """
    spent: dict[str, int] = {}
    ends = [*(turn.at for turn in turns[1:]), now]
    for turn, end in zip(turns, ends, strict=False):
        if turn.kind is TurnKind.ITEM:
            spent[turn.key] = spent.get(turn.key, 0) + _between(turn.at, end)
    return spent


def _between(start: str, end: str) -> int:
    return max(0, int((datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds()))
