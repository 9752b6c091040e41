"""Everything planted is found and nothing else, with rates over every kind of change at every place."""

import pytest
from tests.unit.comparing.flows import MOVING_IN
from tests.unit.comparing.known_truth import PLANTS, rate

# Measured by bench/known_truth.py on 46 places: all pairs found and true, sentences right nearly everywhere.
LEAST_FOUND, LEAST_TRUE, LEAST_TOLD = 0.98, 0.98, 0.9


@pytest.mark.parametrize("kind", PLANTS)
def test_what_was_planted_is_found_and_told_and_nothing_else(kind: str) -> None:
    counted = rate(kind, (MOVING_IN,))
    assert counted.found / counted.planted >= LEAST_FOUND, f"{kind}: {counted}"
    assert counted.found / counted.said >= LEAST_TRUE, f"{kind}: {counted}"
    assert counted.told / counted.places >= LEAST_TOLD, f"{kind}: {counted}"
