"""Plant known changes in flows and count what a comparison finds of them, and what it says besides.

    python bench/known_truth.py

Every kind of change, at every place of the test flow and of two flow tables of the samples.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.unit.comparing.flows import MOVING_IN, rows_of  # noqa: E402 - from beside the package
from tests.unit.comparing.known_truth import PLANTS, rate  # noqa: E402

from comparing_cases import own_cases  # noqa: E402

if __name__ == "__main__":
    samples = [rows_of(case.flows[2].flow) for case in own_cases() if case.name in ("kaigo-nintei-shinsei", "tennyu")]
    print(
        "| planted | places | pairs found | pairs said that are true | sentences told rightly |\n|---|---|---|---|---|"
    )
    for kind in PLANTS:
        counted = rate(kind, (MOVING_IN, *samples))
        found, said, planted = counted.found, counted.said, counted.planted
        print(
            f"| {kind} | {counted.places} | {found / planted:.3f} ({found}/{planted}) | {found / said:.3f} "
            f"({found}/{said}) | {counted.told / counted.places:.3f} ({counted.told}/{counted.places}) |"
        )
