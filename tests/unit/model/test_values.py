"""Values made often behave like frozen dataclasses, but for what only the type checker sees."""

from fitgap.model.message import Message
from fitgap.model.values import made_often


@made_often
class Pair:
    left: int
    right: int = 0


def test_they_are_compared_and_hashed_by_their_fields() -> None:
    assert Pair(left=1) == Pair(left=1, right=0)
    assert Pair(left=1) != Pair(left=2)
    assert len({Pair(left=1), Pair(left=1), Pair(left=2)}) == 2
    assert Message(code="a", values=(("n", 1),)) in {Message(code="a", values=(("n", 1),))}


def test_they_have_no_other_fields() -> None:
    assert not hasattr(Pair(left=1), "__dict__")
