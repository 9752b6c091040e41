"""The order of a common flow: what most of those who do two pieces of work do first, and what directly follows what."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fitgap.comparing.arrays import Integers
from fitgap.comparing.order import Way, running_order
from fitgap.comparing.profiles import leaving_out
from fitgap.comparing.selecting import Ballot


@dataclass(frozen=True, slots=True, kw_only=True)
class CommonWay:
    """A way between two pieces of work (group numbers) with its condition."""

    before: int
    after: int
    condition: str = ""


def voted_order(ballot: Ballot, numbers: Sequence[int]) -> tuple[int, ...]:
    """The chosen groups in the order that most members keep; where they do not tell, along the process."""
    forth = np.zeros((len(ballot.groups),) * 2, np.int64)
    for member, profile in ballot.profiles.items():
        if not ballot.member or member == ballot.member:
            forth += profile.eventually & ~profile.eventually.T
    names = {number: str(number) for number in sorted(numbers, key=lambda n: (_mean_place(ballot, n), n))}
    ways = [
        Way(before=names[first], after=names[second])
        for first in numbers
        for second in numbers
        if forth[first, second] > forth[second, first]
    ]
    return tuple(int(name) for name in running_order(list(names.values()), ways))


def voted_ways(ballot: Ballot, order: Sequence[int]) -> tuple[CommonWay, ...]:
    """Which chosen group directly follows which: what most of those who do both say, and no loose ends.

    Work that nobody's votes lead to follows the one before it in the order; work that nothing follows leads to the
    next one, unless most who do it end there.
    """
    votes, doers, ends = _count(ballot, order)
    size = len(order)
    kept = 2 * votes > doers
    for place in range(1, size):
        if not kept[:place, place].any():
            kept[int(_best(votes[:place, place])), place] = True
    for place in range(size - 1):
        if not kept[place, place + 1 :].any() and 2 * ends[place] <= doers[place, place]:
            following = votes[place, place + 1 :]
            kept[place, place + 1 + (int(following.argmax()) if following.any() else 0)] = True
    return tuple(
        CommonWay(before=order[first], after=order[second], condition=_condition(ballot, order[first], order[second]))
        for first, second in np.argwhere(kept).tolist()
    )


def _mean_place(ballot: Ballot, number: int) -> float:
    """Where those whose voice counts do a piece of work on their way, 0..1."""
    doers = [profile for profile in ballot.profiles.values() if ballot.member in ("", profile.member)]
    rows = [row for profile in doers for row in profile.rows.get(number, ())]
    return float(ballot.table.places[rows].mean()) if rows else 0.0


def _count(ballot: Ballot, order: Sequence[int]) -> tuple[Integers, Integers, Integers]:
    """Votes for each pair in the order, members that do both, and members whose flow ends behind each."""
    size = len(order)
    votes, doers = np.zeros((size, size), np.int64), np.zeros((size, size), np.int64)
    ends = np.zeros(size, np.int64)
    is_chosen = np.zeros(len(ballot.groups), np.bool_)
    is_chosen[list(order)] = True
    for member, profile in ballot.profiles.items():
        if ballot.member and member != ballot.member:
            continue
        mine = leaving_out(profile.directly, profile.has & is_chosen)[np.ix_(order, order)]
        has = profile.has[list(order)]
        votes += mine
        doers += has[:, None] & has[None, :]
        ends += has & ~mine.any(axis=1)
    return votes, doers, ends


def _best(votes: Integers) -> int:
    """The last of those with most votes: the nearest before."""
    return len(votes) - 1 - int(votes[::-1].argmax())


def _condition(ballot: Ballot, before: int, after: int) -> str:
    """The condition that most members write on the way, the shortest of equals."""
    said: dict[str, int] = {}
    for profile in ballot.profiles.values():
        if ballot.member and profile.member != ballot.member:
            continue
        firsts = {ballot.table.refs[row] for row in profile.rows.get(before, ())}
        seconds = {ballot.table.refs[row].step_id for row in profile.rows.get(after, ())}
        for ref in sorted(firsts):
            for way in ballot.table.ways[ref.flow_key]:
                if way.condition and way.before == ref.step_id and way.after in seconds:
                    said[way.condition] = said.get(way.condition, 0) + 1
    return min(said, key=lambda text: (-said[text], len(text), text), default="")
