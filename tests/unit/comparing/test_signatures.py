"""Estimated distances of many members, beside those of a full comparison."""

from dataclasses import replace

import numpy as np
from tests.unit.comparing.flows import MOVING_IN, POLICY, compared, member
from tests.unit.comparing.known_truth import PLANTS

from fitgap.app.comparing_flows import wordings_of
from fitgap.comparing.signatures import estimated_distances, landmarks, nearest, signatures_of
from fitgap.model.comparison import MemberFlow

COMPARING = POLICY.comparing


def some_members() -> list[MemberFlow]:
    """One as all, and others that are further and further from it."""
    flows, rows = [member("m0", MOVING_IN)], MOVING_IN
    for number, kind in enumerate(("rename", "add", "drop", "other role", "move", "drop"), start=1):
        rows = PLANTS[kind](rows, number).rows
        flows.append(member(f"m{number}", rows))
    return flows


def estimated(flows: list[MemberFlow], count: int = COMPARING.landmarks) -> np.ndarray:
    policy = replace(COMPARING, landmarks=count)
    return estimated_distances(signatures_of(flows, wordings_of(flows), policy), policy.divergence)


def test_estimates_follow_the_distances_of_a_full_comparison() -> None:
    flows = some_members()
    true = np.array([one.total for one in compared(*flows).divergences])
    for count in (3, len(flows)):
        found = estimated(flows, count)[np.triu_indices(len(flows), 1)]
        assert np.abs(true - found).mean() < 0.05
        assert np.corrcoef(true, found)[0, 1] > 0.9


def test_an_estimate_is_symmetric_and_nothing_from_itself() -> None:
    found = estimated(some_members())
    assert np.array_equal(found, found.T)
    assert not found.diagonal().any()
    assert found.min() >= 0
    assert found.max() <= 1


def test_the_order_of_the_flows_does_not_matter() -> None:
    flows = some_members()
    assert np.array_equal(estimated(flows), estimated(flows[::-1]))


def test_members_that_do_the_same_are_each_others_nearest() -> None:
    flows = [member("m0", MOVING_IN), member("m1", MOVING_IN[:5]), member("m2", MOVING_IN), member("m3", ())]
    found = estimated(flows)
    assert found[0, 2] == 0
    assert nearest(found, 1)[:3, 0].tolist() == [2, 0, 0]
    assert nearest(found, 10).shape == (4, 3)


def test_work_that_no_landmark_does_stands_for_itself() -> None:
    odd = ("防災無線の戸別受信機の貸出", "借用書を取って受信機を渡す。", "総務課", "借用書")
    flows = [member(name, rows) for name, rows in (("m0", MOVING_IN), ("m1", (*MOVING_IN, odd)), ("m2", MOVING_IN))]
    assert landmarks(("m0", "m1", "m2"), 2) == ("m0", "m2")
    assert estimated(flows, 2)[0, 1] > 0


def test_nobody_is_near_nobody() -> None:
    assert estimated([]).shape == (0, 0)
    assert estimated([member("m0", ()), member("m1", ())]).tolist() == [[0, 0], [0, 0]]
