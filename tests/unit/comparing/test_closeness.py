"""Who is close to whom: the tree joins the nearest first, the map joins everybody with few lines."""

from itertools import combinations

import pytest

from fitgap.comparing.closeness import closeness_tree, closest_ties
from fitgap.model.comparison import Divergence

PLACES = {"青葉野市": 0.0, "汐見町": 0.05, "白嶺市": 0.4, "北野町": 0.5, "南浜村": 0.9}
MEMBERS = tuple(sorted(PLACES))


def pairs(*members: str) -> tuple[Divergence, ...]:
    return tuple(
        Divergence(left=left, right=right, total=abs(PLACES[left] - PLACES[right]), parts=())
        for left, right in combinations(sorted(members), 2)
    )


def test_the_nearest_are_joined_first_and_stand_side_by_side() -> None:
    tree = closeness_tree(MEMBERS, pairs(*MEMBERS))
    assert sorted(tree.members) == sorted(MEMBERS)
    assert abs(tree.members.index("青葉野市") - tree.members.index("汐見町")) == 1
    assert min(joint.heights[1] for joint in tree.joints) == pytest.approx(0.05, abs=1e-6)
    assert len(tree.joints) == len(MEMBERS) - 1


def test_the_map_joins_all_on_the_shortest_lines() -> None:
    ties = closest_ties(MEMBERS, pairs(*MEMBERS))
    assert [{tie.left, tie.right} for tie in ties[:2]] == [{"汐見町", "青葉野市"}, {"北野町", "白嶺市"}]
    assert len(ties) == len(MEMBERS) - 1
    assert {name for tie in ties for name in (tie.left, tie.right)} == set(MEMBERS)


def test_members_that_do_all_alike_are_joined_too() -> None:
    same = tuple(Divergence(left=a, right=b, total=0.0, parts=()) for a, b in combinations(MEMBERS, 2))
    ties = closest_ties(MEMBERS, same)
    assert {name for tie in ties for name in (tie.left, tie.right)} == set(MEMBERS)
    assert all(tie.distance == 0 for tie in ties)


def test_two_members_make_one_line() -> None:
    (tie,) = closest_ties(("汐見町", "青葉野市"), pairs("青葉野市", "汐見町"))
    assert (tie.left, tie.right) == ("汐見町", "青葉野市")
