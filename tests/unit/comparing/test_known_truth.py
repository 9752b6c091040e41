"""Everything planted is found and nothing else, with rates over every kind of change at every place."""

import pytest
from tests.unit.comparing.flows import MOVING_IN, compared, member
from tests.unit.comparing.known_truth import PLANTS

from fitgap.model.comparison import Comparison, DifferenceKind

OURS, THEIRS = "青葉野市", "汐見町"
# A change may be found at this share of the places at least, and of all pairs said this share must be true.
LEAST_FOUND, LEAST_TRUE = 0.9, 0.95


def pairs(comparison: Comparison) -> set[tuple[str, str]]:
    return {
        (mine.name, theirs.name)
        for group in comparison.groups
        for mine in group.steps
        for theirs in group.steps
        if (mine.ref.member, theirs.ref.member) == (OURS, THEIRS)
    }


@pytest.mark.parametrize("kind", PLANTS)
def test_what_was_planted_is_found_and_nothing_else(kind: str) -> None:
    found, said, planted = 0, 0, 0
    for place in range(len(MOVING_IN)):
        rows, truth = PLANTS[kind](MOVING_IN, place)
        true_pairs = {(mine, other) for mine, theirs in truth.items() for other in theirs}
        said_pairs = pairs(compared(member(OURS, MOVING_IN), member(THEIRS, rows)))
        found, said = found + len(said_pairs & true_pairs), said + len(said_pairs)
        planted += len(true_pairs)
    assert found / planted >= LEAST_FOUND, f"{kind}: {found} of {planted}"
    assert found / said >= LEAST_TRUE, f"{kind}: {found} true of {said} said"


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("add", {DifferenceKind.ONLY_HERE}),
        ("drop", {DifferenceKind.ONLY_HERE}),
        ("other role", {DifferenceKind.ROLE}),
        ("split", {DifferenceKind.SPLIT}),
        ("rename", set()),
    ],
)
def test_the_sentences_tell_what_was_planted_and_nothing_else(kind: str, told: set[DifferenceKind]) -> None:
    right = 0
    for place in range(len(MOVING_IN)):
        rows, _ = PLANTS[kind](MOVING_IN, place)
        comparison = compared(member(OURS, MOVING_IN), member(THEIRS, rows))
        right += {difference.kind for difference in comparison.differences} == told
    assert right / len(MOVING_IN) >= LEAST_FOUND, f"{kind}: told rightly at {right} of {len(MOVING_IN)} places"
